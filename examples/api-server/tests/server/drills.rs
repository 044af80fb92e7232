//! Faults: panics, requests that take too long, too many of them, a database that fails.

use std::io::{Read, Write};
use std::time::Duration;

use api_server::catalogs::{
    BlueButton, GpConnect, api_server as own, bars, gp_connect, gp_connect_dstu2, health_gorilla, medblocks,
};
use api_server::store::Database;
use error_runtime::Error;

use crate::support::{Request, Server};

const APIS: [&str; 7] = [
    "gp-connect",
    "gp-connect-dstu2",
    "bars",
    "blue-button",
    "health-gorilla",
    "medblocks",
    "api-server",
];

#[test]
fn a_panic_is_the_server_error_of_the_api_it_happens_in() {
    let server = Server::start();
    let panics = |api: &str| server.get(&format!("/{api}/drills/panic"));
    for api in APIS {
        let reply = panics(api);
        assert!(reply.status >= 500, "{reply:?}");
        assert!(!format!("{reply:?}").contains("hunter2"), "{reply:?}");
    }
    panics("gp-connect").is(Error::<GpConnect>::fallback(500).unwrap());
    panics("gp-connect-dstu2").is(gp_connect_dstu2::InternalServerError);
    panics("bars").is(bars::ServerErrorException);
    panics("health-gorilla").is(health_gorilla::InternalServerError);
    panics("medblocks").is(medblocks::InternalError);
    panics("api-server").is(own::InternalError);
}

#[test]
fn a_request_that_takes_too_long_is_an_entry_of_the_api() {
    let server = Server::with(|limits| limits.time = Duration::from_millis(100));
    let slow = |api: &str| server.get(&format!("/{api}/drills/slow"));
    slow("gp-connect").is(Error::<GpConnect>::fallback(504).unwrap());
    slow("gp-connect-dstu2").is(gp_connect_dstu2::InternalServerError);
    // As the standard documents it.
    slow("bars").is(bars::Timeout);
    slow("blue-button").is(Error::<BlueButton>::fallback(504).unwrap());
    slow("health-gorilla").is(health_gorilla::GatewayTimeout);
    slow("medblocks").is(medblocks::InternalError);
    slow("api-server").is(own::TimedOut);
}

#[test]
fn a_request_without_room_is_rejected_in_the_words_of_the_api() {
    const LET_IN: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
    let server = Server::with(|limits| limits.room = 1);
    for (api, status) in [("bars", 503), ("health-gorilla", 503), ("gp-connect", 500)] {
        let mut slow = server.connect();
        let head = format!("GET /{api}/drills/slow HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n");
        write!(slow, "{head}Content-Length: 1\r\n\r\n").unwrap();
        let mut begun = [0; LET_IN.len()];
        slow.read_exact(&mut begun).unwrap();
        assert_eq!(begun, LET_IN, "the slow request takes the only place");
        assert_eq!(server.get(&format!("/{api}/nothing")).status, status, "{api}");
    }
}

/// The message of the broken database, which no response may contain.
const SECRET: &str = "hunter2";

#[test]
fn an_error_of_the_database_is_not_sent() {
    let file = std::env::temp_dir().join(format!("api-server-drill-{}-{SECRET}.sqlite", std::process::id()));
    let database = Database::open(&file).unwrap();
    // Another program ruins it: the tables are gone, and what is there in their place has telling names.
    let ruin = rusqlite::Connection::open(&file).unwrap();
    for table in ["patient", "appointment", "session"] {
        let broken = format!("DROP TABLE {table}; CREATE VIEW {table} AS SELECT * FROM missing_{SECRET};");
        ruin.execute_batch(&broken).unwrap();
    }
    drop(ruin);
    let server = Server::of(&database, |_| {});
    let patient = server.get("/gp-connect/Patient/2");
    patient.is(gp_connect::InternalServerError {
        details: "the record could not be read",
    });
    let slots = server.get("/bars/Slot");
    slots.is(bars::RecServerErrorNoStore);
    let appointment = server.get("/bars/Appointment/1");
    appointment.is(bars::RecServerErrorNoStore);
    let session = Request::new("POST", "/medblocks/v1/sessions").with("Authorization", "Bearer mb_sample");
    let session = server.send(&session.body(r#"{"patient_id":"pat_1"}"#));
    session.is(medblocks::DbError);
    for reply in [patient, slots, appointment, session] {
        let all = format!("{reply:?}");
        for telling in [SECRET, "missing", "table", "SELECT", "sqlite"] {
            assert!(!all.contains(telling), "{all}");
        }
    }
    drop((server, database));
    std::fs::remove_file(file).unwrap();
}
