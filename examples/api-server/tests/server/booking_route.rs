//! Booking a slot with the Booking and Referral Standard.

use std::thread;

use api_server::catalogs::bars;
use api_server::request::MAX_BODY;
use error_runtime::{Error, Representation};
use serde_json::{Value, json};

use crate::support::{NOT_JSON, Reply, Request, Server, code};

/// `{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX809"}`
const TARGET: &str =
    "eyJzeXN0ZW0iOiJodHRwczovL2ZoaXIubmhzLnVrL0lkL29kcy1vcmdhbml6YXRpb24tY29kZSIsInZhbHVlIjoiUlg4MDkifQ==";

const FIRST: &str = "11111111-1111-4111-8111-111111111111";

fn booking(slot: &str) -> Request<'static> {
    let appointment = json!({
        "resourceType": "Appointment",
        "status": "booked",
        "slot": [{ "reference": slot }],
        "participant": [{ "status": "accepted" }],
    });
    Request::new("POST", "/bars/Appointment")
        .with("NHSD-Target-Identifier", TARGET)
        .with("X-Request-Id", FIRST)
        .with("Content-Type", "application/fhir+json")
        .body(appointment.to_string())
}

#[test]
fn bars_books_a_slot_once() {
    let server = Server::start();
    let reply = server.send(&booking("Slot/slot-1"));
    assert_eq!(
        (reply.status, reply.header("location")),
        (201, "/bars/Appointment/appointment-of-slot-1")
    );
    assert_eq!(server.get(reply.header("location")).json()["status"], "booked");
    assert_eq!(server.get("/bars/Slot").json()["total"], 17);

    let again = "22222222-2222-4222-8222-222222222222";
    let reply = server.send(
        &booking("Slot/slot-1")
            .without("X-Request-Id")
            .with("X-Request-Id", again),
    );
    let expected = bars::RecConflict {
        receiver: "RX809",
        details: "the slot slot-1 is taken",
    };
    reply.is(Error::from(expected).with_expression("Appointment.slot[0].reference"));
    server.send(&booking("Slot/slot-2")).is(bars::RecConflictDuplicate {
        receiver: "RX809",
        details: "a request with this X-Request-Id has been carried out already",
    });
}

#[test]
fn of_many_bookings_of_one_slot_at_once_one_succeeds() {
    let server = Server::start();
    let ids: Vec<String> = (0..24)
        .map(|n| format!("11111111-1111-4111-8111-1111111111{n:02}"))
        .collect();
    let replies: Vec<Reply> = thread::scope(|scope| {
        let all: Vec<_> = ids
            .iter()
            .map(|id| {
                let request = booking("Slot/slot-5").without("X-Request-Id");
                let server = &server;
                scope.spawn(move || server.send(&request.with("X-Request-Id", id)))
            })
            .collect();
        all.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    let refused: Vec<_> = replies.iter().filter(|reply| reply.status == 409).collect();
    assert_eq!(refused.len(), 23);
    assert!(refused.iter().all(|reply| code(reply) == "REC_CONFLICT"));
}

#[test]
fn bars_fails_as_its_catalog_lists() {
    let server = Server::start();
    let send = |request: Request<'_>| server.send(&request);
    let with = |body: Value| server.send(&booking("Slot/slot-1").body(body.to_string()));
    for header in ["NHSD-Target-Identifier", "X-Request-Id"] {
        send(booking("Slot/slot-1").without(header)).is(bars::SendBadRequestRequired {
            details: format!("the header {header} is missing"),
        });
    }
    let retarget = |target| {
        booking("Slot/slot-1")
            .without("NHSD-Target-Identifier")
            .with("NHSD-Target-Identifier", target)
    };
    send(retarget("RX809")).is(bars::ProxyBadRequestStructure {
        details: "the header NHSD-Target-Identifier has to be JSON with a `value`, in Base64",
    });
    // {"value":"RX810"}
    send(retarget("eyJ2YWx1ZSI6IlJYODEwIn0=")).is(bars::ProxyNotFound {
        details: "the target identifier is not in the endpoint catalogue",
    });
    send(booking("x").without("X-Request-Id").with("X-Request-Id", "1")).is(bars::ProxyBadRequestInvalid {
        details: "the header X-Request-Id has to be a UUID",
    });
    let refused = bars::SendNotAcceptable.error().with_diagnostics(NOT_JSON);
    send(booking("Slot/slot-1").with("Accept", "application/fhir+xml")).is_as(refused, Representation::XML);
    let xml = booking("x")
        .without("Content-Type")
        .with("Content-Type", "application/fhir+xml");
    assert_eq!(code(&send(xml)), "UNSUPPORTED_MEDIA_TYPE");

    let malformed = send(booking("x").body("{"));
    malformed.is(bars::RecBadRequestInvalid {
        receiver: "RX809",
        details: "the body is not JSON: line 1, column 1",
    });
    assert_eq!(
        code(&send(booking("x").body(" ".repeat(MAX_BODY + 1)))),
        "SEND_BAD_REQUEST"
    );
    with(json!([])).is(bars::RecBadRequestInvalid {
        receiver: "RX809",
        details: "the body has to be an Appointment",
    });
    let appointment = json!({ "resourceType": "Appointment", "status": "booked", "participant": [{}] });
    for (element, path) in [
        ("status", "Appointment.status"),
        ("participant", "Appointment.participant"),
        ("", "Appointment.slot"),
    ] {
        let mut incomplete = appointment.clone();
        incomplete.as_object_mut().unwrap().remove(element);
        let expected = bars::RecBadRequestRequired {
            receiver: "RX809",
            details: format!("{path} is missing"),
        };
        with(incomplete).is(Error::from(expected).with_expression(path));
    }
    for wrong in [
        json!({ "status": "cancelled" }),
        json!({ "slot": [{ "reference": "x" }] }),
    ] {
        let mut changed = appointment.clone();
        changed
            .as_object_mut()
            .unwrap()
            .extend(wrong.as_object().unwrap().clone());
        let reply = with(changed);
        assert_eq!(
            (code(&reply), &reply.json()["issue"][0]["code"]),
            ("REC_BAD_REQUEST".into(), &"value".into())
        );
    }
    let unknown = bars::RecNotFound {
        receiver: "RX809",
        details: "there is no slot slot-99",
    };
    send(booking("Slot/slot-99")).is(Error::from(unknown).with_expression("Appointment.slot[0].reference"));
    assert_eq!(code(&server.get("/bars/Appointment/x")), "REC_NOT_FOUND");
    server
        .get("/bars/Appointment")
        .is(bars::MethodNotAllowed { allow: Some("POST") });
}
