//! The routes of the APIs that answer with an OperationOutcome.

use api_server::catalogs::{GpConnect, HealthGorilla, gp_connect, gp_connect_dstu2, health_gorilla};
use api_server::request::MAX_BODY;
use error_runtime::Error;
use serde_json::{Value, json};

use crate::support::{Request, Server, code};

const NHS: &str = "/gp-connect/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number";

#[test]
fn gp_connect_finds_a_patient_whose_record_is_shared() {
    let server = Server::start();
    for separator in ["|", "%7C"] {
        let reply = server.get(&format!("{NHS}{separator}9476719931"));
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (200, "application/fhir+json")
        );
        assert_eq!(
            reply.json()["entry"][0]["resource"]["identifier"][0]["value"],
            "9476719931"
        );
    }
    assert_eq!(server.get("/gp-connect/Patient/2").json()["resourceType"], "Patient");
}

#[test]
fn gp_connect_fails_as_its_catalog_lists() {
    let server = Server::start();
    let plain = |rest: &str, entry| {
        server
            .get(&format!("{NHS}{rest}"))
            .is(Error::try_new(entry, []).unwrap());
    };
    plain("|9476719932", GpConnect::InvalidNhsNumber);
    plain("|94767199310", GpConnect::InvalidNhsNumber);
    plain("|x", GpConnect::InvalidNhsNumber);
    plain("|", GpConnect::InvalidIdentifierValue);
    plain("|9476719915", GpConnect::PatientNotFound);
    plain("|9476719958", GpConnect::NoPatientConsent);
    plain("|9476719966", GpConnect::NoOrganisationConsent);
    plain("|9476719974", GpConnect::NoRelationship);

    let reply = server.get("/gp-connect/Patient?identifier=http://example.org/id|9476719931");
    let expected = "the identifier system has to be https://fhir.nhs.uk/Id/nhs-number";
    reply.is(gp_connect::InvalidIdentifierSystem.error().with_diagnostics(expected));
    for query in ["", "?", "?_format=json", "?_format=application/fhir%2Bjson"] {
        let reply = server.get(&format!("/gp-connect/Patient{query}"));
        let expected = "the search parameter `identifier` is missing";
        reply.is(gp_connect::BadRequest.error().with_diagnostics(expected));
    }
    server
        .get("/gp-connect/Patient?identifier=9476719931")
        .is(gp_connect::InvalidParameter {
            details: "`identifier` has to be a system and a value, separated by |",
        });
    server
        .get("/gp-connect/Patient?na%22me=x")
        .is(gp_connect::InvalidParameter {
            details: "the search parameter `na\"me` is not supported",
        });
    assert_eq!(server.get(&format!("{NHS}|1&identifier=2")).status, 400);
    server.get("/gp-connect/Patient/99").is(gp_connect::NoRecordFound);
    let reply = server.send(&Request::new("DELETE", "/gp-connect/Patient"));
    reply.is(gp_connect::SspMethodNotAllowed {
        allow: Some("GET,HEAD"),
    });
}

#[test]
fn the_cause_of_a_server_error_stays_in_the_server() {
    let reply = Server::start().get(&format!("{NHS}|9476719982"));
    let all = format!("{reply:?}");
    for cause in ["birth_date", "Invalid column", "Blob", "sqlite"] {
        assert!(!all.contains(cause), "{all}");
    }
    reply.is(gp_connect::InternalServerError {
        details: "the record could not be read",
    });
}

fn care_record(system: &str, number: &str, section: &str) -> Value {
    json!({ "resourceType": "Parameters", "parameter": [
        { "name": "patientNHSNumber", "valueIdentifier": { "system": system, "value": number } },
        { "name": "recordSection", "valueCodeableConcept": { "coding": [{ "code": section }] } },
    ] })
}

#[test]
fn gp_connect_dstu2_fails_as_its_catalog_lists() {
    let server = Server::start();
    let post = |body: &str| {
        let request = Request::new("POST", "/gp-connect-dstu2/Patient/$gpc.getcarerecord");
        server.send(&request.with("Content-Type", "application/json+fhir").body(body))
    };
    let of = |system: &str, number: &str, section: &str| post(&care_record(system, number, section).to_string());
    let system = "http://fhir.nhs.net/Id/nhs-number";

    let reply = of(system, "9476719931", "SUM");
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, "application/json+fhir")
    );
    of(system, "9476719932", "SUM").is(gp_connect_dstu2::InvalidNhsNumber);
    of(system, "", "SUM").is(gp_connect_dstu2::InvalidIdentifierValue);
    of(system, "9476719915", "SUM").is(gp_connect_dstu2::PatientNotFound);
    of(system, "9476719958", "SUM").is(gp_connect_dstu2::NoPatientConsent);
    of(system, "9476719966", "SUM").is(gp_connect_dstu2::NonAuthoritative);
    of(system, "9476719982", "SUM").is(gp_connect_dstu2::InternalServerError);
    assert_eq!(code(&of("x", "9476719931", "SUM")), "INVALID_IDENTIFIER_SYSTEM");
    let reply = of(system, "9476719931", "XYZ");
    assert_eq!((reply.status, code(&reply)), (422, "INVALID_PARAMETER".into()));
    assert_eq!(code(&post("{\"resourceType\":\"Parameters\"}")), "INVALID_PARAMETER");
    assert_eq!(code(&post("{}")), "INVALID_RESOURCE");
    let malformed = gp_connect_dstu2::BadRequest.error();
    post("{\n  \"a\": }").is(malformed.with_diagnostics("the body is not JSON: line 2, column 8"));
    assert_eq!(code(&post(&" ".repeat(MAX_BODY + 1))), "BAD_REQUEST");
    assert_eq!(code(&post(&"[".repeat(10_000))), "BAD_REQUEST");

    let path = "/gp-connect-dstu2/Patient/$gpc.getcarerecord";
    let xml = Request::new("POST", path).with("Content-Type", "application/xml+fhir");
    assert_eq!(server.send(&xml.body("<Parameters/>")).status, 415);
    server
        .get(path)
        .is(gp_connect_dstu2::SspMethodNotAllowed { allow: Some("POST") });
}

const HG: &str = "/health-gorilla/fhir/R4/Patient";

fn as_token<'a>(target: &'a str, authorization: &'a str) -> Request<'a> {
    Request::new("GET", target).with("Authorization", authorization)
}

#[test]
fn health_gorilla_fails_as_its_catalog_lists() {
    let server = Server::start();
    let expect = |request: &Request<'_>, error: Error<HealthGorilla>| {
        let reply = server.send(request);
        // Made by the server, and never what the client sent.
        let request_id = reply.header("x-hg-request-id").to_owned();
        assert!(api_server::request::is_uuid(&request_id), "{request_id}");
        reply.is(error);
    };
    let good = "Bearer sample-token";
    let search = |query: &str| format!("{HG}?{query}");
    expect(
        &Request::new("GET", HG).with("X-Request-Id", "mine"),
        health_gorilla::Unauthorized.into(),
    );
    expect(&as_token(HG, "Basic eDp5"), health_gorilla::Unauthorized.into());
    expect(
        &as_token(HG, "Bearer expired-token"),
        health_gorilla::InvalidToken.into(),
    );
    expect(
        &as_token(HG, "bearer scopeless-token"),
        health_gorilla::Forbidden.into(),
    );
    let unsupported = "Parameter 'date' is not supported for this resource type";
    let unsupported = health_gorilla::BadRequest.error().with_diagnostics(unsupported);
    expect(&as_token(&search("date=2024"), good), unsupported);
    let required = "Parameter 'name' or 'birthdate' is required";
    let required = health_gorilla::UnprocessableEntityRequired
        .error()
        .with_diagnostics(required);
    expect(&as_token(HG, good), required);
    let bad_date = "Parameter 'birthdate' has to be a date, as in 1985-02-28";
    let bad_date = health_gorilla::InvalidRequest.error().with_diagnostics(bad_date);
    expect(&as_token(&search("birthdate=1985"), good), bad_date);
    expect(
        &as_token("/health-gorilla/fhir/R4/Patient/x", good),
        health_gorilla::NotFound.into(),
    );
    expect(
        &as_token("/health-gorilla/fhir/R7/Patient?name=x", good),
        health_gorilla::NotFound.into(),
    );
    expect(
        &as_token("/health-gorilla/fhir/R4/Bogus", good),
        health_gorilla::NotFound.into(),
    );

    let reply = server.send(&as_token(&search("name=riv"), good));
    assert_eq!((reply.status, reply.json()["total"].as_u64()), (200, Some(1)));
    assert!(!reply.header("x-hg-request-id").is_empty());
}

#[test]
fn health_gorilla_sends_the_delay_of_a_retry() {
    let server = Server::start();
    let target = format!("{HG}?name=Rivera");
    let request = as_token(&target, "Bearer slow-token");
    assert_eq!((server.send(&request).status, server.send(&request).status), (200, 200));
    let reply = server.send(&request);
    assert_eq!(
        (reply.status, &reply.json()["issue"][0]["code"]),
        (429, &"throttled".into())
    );
    let seconds: u64 = reply.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
}
