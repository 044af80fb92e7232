//! Allocations and sizes. A program of its own, because its allocator counts.

use std::mem::size_of;

use allocation_counter::measure;
use benchmarks::samples::{HEADERS, one, six, ten};
use benchmarks::table::{Table, sections};
use benchmarks::{Clinic, clinic};
use error_client::{Decode, ReceivedResponse};
use error_runtime::{CatalogError, Error, Respond};

/// A service's error with a source and a parameter.
#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
#[expect(dead_code, reason = "only its size is looked at")]
enum RecordError {
    #[code(PatientNotFound)]
    NoPatient,
    #[code(NoConsent)]
    NoConsent {
        #[param]
        details: String,
    },
    #[code(Maintenance)]
    Store(#[source] std::io::Error),
}

/// Adds a row; gives how many allocations there were, and of how many bytes.
fn allocations<T>(name: &str, table: &mut Table, mut work: impl FnMut() -> T) -> (u64, u64) {
    let mut result = None;
    let counted = measure(|| result = Some(work()));
    table.row(vec![
        name.to_owned(),
        counted.count_total.to_string(),
        counted.bytes_total.to_string(),
    ]);
    (counted.count_total, counted.bytes_total)
}

fn main() {
    let mut table = Table::new(
        "Memory",
        "Allocations of one operation.",
        &["operation", "allocations", "bytes"],
    );
    let (created, _) = allocations("create and drop an error without parameters", &mut table, || {
        drop(std::hint::black_box(clinic::PatientNotFound.error()));
    });
    allocations("create an error with a text", &mut table, || {
        one(clinic::PatientNotFound)
    });
    allocations("create an error with six parameters", &mut table, six);
    let (fixed, plain) = (clinic::Maintenance.error(), clinic::PatientNotFound.error());
    let error = one(clinic::PatientNotFound);
    let of_six = six();
    let outcome = ten(|| clinic::SlotTaken.into());
    let (of_fixed, _) = allocations("body that is fixed", &mut table, || fixed.body());
    let bodies = [
        allocations("body of an error without parameters", &mut table, || plain.body()),
        allocations("body of an error with a text", &mut table, || error.body()),
        allocations("body of an error with six parameters", &mut table, || of_six.body()),
        allocations("body of ten errors", &mut table, || outcome.body()),
    ];
    allocations(
        "response of an error with a text: status, headers, body",
        &mut table,
        || error.response(),
    );
    let body = error.body().unwrap_or_default();
    allocations("decode a response with one issue", &mut table, || {
        Clinic::decode(ReceivedResponse::new(404, &HEADERS, body.as_bytes())).entry()
    });
    let other = |length: usize| format!("{{\"a\":[{}1]}}", "1,".repeat(length / 2));
    let [(_, of_one), (_, of_eight)] = [("1 MiB", other(1 << 20)), ("8 MiB", other(8 << 20))].map(|(size, body)| {
        let name = format!("decode {size} of unrelated JSON");
        allocations(&name, &mut table, || {
            Clinic::decode(ReceivedResponse::new(404, &HEADERS, body.as_bytes())).entry()
        })
    });
    let goal = |table: &mut Table, wanted: &str, measured: u64, limit: u64| {
        table.goal(wanted, format!("{measured} allocations"), measured <= limit);
    };
    goal(&mut table, "an error without parameters allocates nothing", created, 0);
    goal(&mut table, "a fixed body is not copied", of_fixed, 0);
    let most = bodies.into_iter().map(|(count, _)| count).max().unwrap_or(0);
    goal(&mut table, "a body allocates its buffer and nothing else", most, 1);
    table.goal(
        "decoding takes no more memory however long the answer is",
        format!("{of_eight} bytes of 8 MiB, {of_one} of 1 MiB"),
        of_eight <= of_one,
    );
    print!("{}", sections(&[table]));

    let mut table = Table::new("Sizes", "Sizes of values in bytes.", &["value", "bytes"]);
    for (name, size) in [
        ("an entry (`Clinic`)", size_of::<Clinic>()),
        ("an error value (`Error<Clinic>`)", size_of::<Error<Clinic>>()),
        ("`Result<(), Error<Clinic>>`", size_of::<Result<(), Error<Clinic>>>()),
        (
            "a derived error with a `String` and an `io::Error`",
            size_of::<RecordError>(),
        ),
        ("`Result<(), E>` of it", size_of::<Result<(), RecordError>>()),
    ] {
        table.row(vec![name.to_owned(), size.to_string()]);
    }
    print!("\n{}", sections(&[table]));
}
