//! The tables, and the sample data in them.

use rusqlite::{Connection, TransactionBehavior, params};

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS patient (
    id TEXT PRIMARY KEY,
    nhs_number TEXT NOT NULL UNIQUE,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    gender TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    consent TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS slot (
    id TEXT PRIMARY KEY,
    start TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS appointment (
    id TEXT PRIMARY KEY,
    slot TEXT NOT NULL UNIQUE REFERENCES slot (id),
    request_id TEXT NOT NULL UNIQUE,
    resource TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS session (
    id TEXT PRIMARY KEY,
    api_key TEXT NOT NULL,
    patient TEXT NOT NULL,
    external_id TEXT,
    UNIQUE (api_key, external_id)
);
";

/// Five patients, one for each thing that can happen. They are invented; the numbers are of NHS Digital's test range.
const PATIENTS: [[&str; 7]; 5] = [
    ["2", "9476719931", "Sample", "Minnie", "female", "1952-05-31", "shared"],
    [
        "3",
        "9476719958",
        "Sample",
        "Horace",
        "male",
        "1946-11-02",
        "patient-dissents",
    ],
    [
        "4",
        "9476719966",
        "Sample",
        "Ada",
        "female",
        "1980-01-15",
        "organisation-dissents",
    ],
    [
        "5",
        "9476719974",
        "Sample",
        "Theo",
        "male",
        "2001-09-09",
        "no-relationship",
    ],
    ["6", "9476719982", "Sample", "Nora", "female", "1999-12-31", "shared"],
];

/// The record of patient 6 cannot be read, which shows that the client receives no details of such a failure.
const DAMAGE: &str = "UPDATE patient SET birth_date = x'00' WHERE id = '6'";

/// How many slots there are: from 9 o'clock of one day, ten minutes each.
const SLOTS: u32 = 18;

/// Creates the tables and rows that do not exist.
pub(super) fn create(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(TABLES)?;
    for patient in PATIENTS {
        transaction.execute("INSERT OR IGNORE INTO patient VALUES (?, ?, ?, ?, ?, ?, ?)", patient)?;
    }
    transaction.execute(DAMAGE, [])?;
    for number in 0..SLOTS {
        let minutes = 9 * 60 + number * 10;
        let start = format!("2030-01-07T{:02}:{:02}:00Z", minutes / 60, minutes % 60);
        let id = format!("slot-{}", number + 1);
        transaction.execute("INSERT OR IGNORE INTO slot VALUES (?, ?)", params![id, start])?;
    }
    transaction.commit()
}
