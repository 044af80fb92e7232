//! The calls, and the faults on their way.

use crate::faults::Fault;

/// One request, and the faults that it meets.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The API, by the name of its catalog.
    pub api: &'static str,
    /// The behaviour that it shows.
    pub about: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path and the query, below the API's own.
    pub path: &'static str,
    /// Names and values.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body, if it has one.
    pub body: Option<&'static str>,
    /// Whether it may be repeated although its method is not idempotent.
    pub repeatable: bool,
    /// The faults of its connections, one after the other.
    pub faults: &'static [Fault],
}

const READ: Call = Call {
    api: "",
    about: "",
    method: "GET",
    path: "/",
    headers: &[],
    body: None,
    repeatable: false,
    faults: &[],
};

const FHIR: (&str, &str) = ("Content-Type", "application/fhir+json");

/// All calls, in their order.
pub const CALLS: [Call; 9] = [
    Call {
        api: "gp-connect",
        about: "a patient, in spite of three faults",
        path: "/Patient/2",
        faults: &[Fault::Reset, Fault::BadGateway, Fault::StalledBody],
        ..READ
    },
    Call {
        api: "gp-connect",
        about: "a patient whose record is not shared",
        path: "/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C9476719958",
        faults: &[Fault::BadGateway, Fault::SlowBody],
        ..READ
    },
    Call {
        api: "gp-connect-dstu2",
        about: "an operation that reads, and may be sent again though it is a POST",
        method: "POST",
        path: "/Patient/$gpc.getcarerecord",
        headers: &[("Content-Type", "application/json+fhir")],
        body: Some(r#"{"resourceType":"Parameters"}"#),
        repeatable: true,
        faults: &[Fault::Reset],
    },
    Call {
        api: "bars",
        about: "a booking that lacks a header",
        method: "POST",
        path: "/Appointment",
        headers: &[FHIR],
        body: Some("{}"),
        ..READ
    },
    Call {
        api: "bars",
        about: "a booking whose response is lost: it may have been made",
        method: "POST",
        path: "/Appointment",
        headers: &[
            FHIR,
            ("NHSD-Target-Identifier", "eyJ2YWx1ZSI6IlJYODA5In0="),
            ("X-Request-Id", "11111111-1111-4111-8111-111111111111"),
        ],
        body: Some(
            r#"{"resourceType":"Appointment","status":"booked","slot":[{"reference":"Slot/slot-1"}],"participant":[{"status":"accepted"}]}"#,
        ),
        faults: &[Fault::Reset],
        ..READ
    },
    Call {
        api: "blue-button",
        about: "a read while the backend is away",
        path: "/v2/fhir/Patient/-20140000000000",
        headers: &[("Authorization", "Bearer sample-token")],
        ..READ
    },
    Call {
        api: "blue-button",
        about: "the authorization flow, where nothing is sent again",
        path: "/v2/o/authorize/",
        faults: &[Fault::BadGateway],
        ..READ
    },
    Call {
        api: "health-gorilla",
        about: "a search with a wrong parameter, after too many others",
        path: "/fhir/R4/Patient?date=2024",
        headers: &[("Authorization", "Bearer sample-token")],
        faults: &[Fault::TooMany],
        ..READ
    },
    Call {
        api: "medblocks",
        about: "a session without a key, with half of the response",
        method: "POST",
        path: "/v1/sessions",
        faults: &[Fault::StalledBody],
        ..READ
    },
];
