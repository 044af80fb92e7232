//! The routes of the APIs with bodies of their own.

use api_server::catalogs::{Medblocks, blue_button, medblocks};
use api_server::request::MAX_BODY;
use error_runtime::{Error, Respond};
use serde_json::json;

use crate::support::{Request, Server};

const ID: &str = "-20140000008325";

#[test]
fn blue_button_reads_the_patient_of_the_token() {
    let server = Server::start();
    for (version, token) in [("v1", "sample"), ("v2", "sample"), ("v3", "beta")] {
        let target = format!("/blue-button/{version}/fhir/Patient/{ID}");
        let authorization = format!("Bearer {token}-token");
        let reply = server.send(&Request::new("GET", &target).with("Authorization", &authorization));
        assert_eq!(
            (reply.status, reply.json()["id"].as_str()),
            (200, Some(ID)),
            "{version}"
        );
    }
}

#[test]
fn blue_button_fails_as_its_catalog_lists() {
    let server = Server::start();
    let read = |target: &str, token: &str| {
        let (target, authorization) = (format!("/blue-button/{target}"), format!("Bearer {token}-token"));
        server.send(&Request::new("GET", &target).with("Authorization", &authorization))
    };
    let patient = format!("v2/fhir/Patient/{ID}");
    let reply = server.get(&format!("/blue-button/{patient}"));
    assert_eq!(
        reply.body,
        r#"{"detail":"Authentication credentials were not provided."}"#
    );
    reply.is(blue_button::FhirAuthenticationRequired);
    read(&patient, "wrong").is(blue_button::FhirAuthenticationRequired);
    read(&patient, "inactive").is(blue_button::FhirApplicationInactive {
        app_name: "Dormant App",
    });
    read(&patient, "scopeless").is(blue_button::FhirPermissionDenied);
    read(&format!("{patient}?access_token=x"), "sample").is(blue_button::AccessTokenInQuery);
    read("v2/fhir/Patient/-1", "sample").is(blue_button::FhirNotFound);
    read("v2/fhir/Patient/-20140000000000", "sample").is(blue_button::FhirUpstreamFailure);
    read("v2/fhir/Patient/x", "sample").is(blue_button::FhirUpstreamBadRequest {
        upstream_diagnostics: "IllegalArgumentException: Unsupported ID pattern",
    });
    for target in ["v2/fhir/Practitioner/1", "v2/fhir/Practitioner"] {
        read(target, "sample").is(blue_button::FhirResourceTypeUnsupported {
            resource_type: "Practitioner",
        });
    }
    read("v9/fhir/Patient/1", "sample").is(blue_button::FhirNotFound);
    read("v2/o/nothing/", "sample").is(blue_button::AuthorizationNotFound);
}

#[test]
fn one_error_of_blue_button_reads_differently_in_v3() {
    let server = Server::start();
    let read = |id: &str, token: &str| {
        let (target, authorization) = (
            format!("/blue-button/v3/fhir/Patient/{id}"),
            format!("Bearer {token}-token"),
        );
        server.send(&Request::new("GET", &target).with("Authorization", &authorization))
    };
    read(ID, "sample").is(blue_button::FhirV3NotEnabled { app_name: "Sample App" });
    read(ID, "scopeless").is(blue_button::FhirV3ScopesInsufficient {
        app_name: "Sample App",
        interaction: "read",
        resource_type: "Patient",
    });
    read(&format!("{ID}?hello=1&b=2"), "beta").is(blue_button::FhirV3ParametersInvalid {
        invalid_parameters: "['hello', 'b']",
    });
    let reply = read("-1", "beta");
    assert_eq!(
        (reply.status, &reply.json()["resourceType"]),
        (404, &"OperationOutcome".into())
    );
    assert_eq!(read("x", "beta").status, 400);
    read("-20140000000000", "beta").is(blue_button::FhirV3BackendTimeout);
}

#[test]
fn a_method_that_blue_button_has_no_entry_for_is_still_one_of_its_entries() {
    let target = format!("/blue-button/v2/fhir/Patient/{ID}");
    let reply = Server::start().send(&Request::new("DELETE", &target));
    assert_eq!((reply.status, reply.header("allow")), (403, "GET,HEAD"));
    assert_eq!(reply.body, blue_button::FhirPermissionDenied.error().body().unwrap());
}

const SESSIONS: &str = "/medblocks/v1/sessions";

fn begin(key: &str, body: impl Into<String>) -> Request<'_> {
    Request::new("POST", SESSIONS)
        .with("Authorization", key)
        .with("Content-Type", "application/json")
        .with("X-Request-Id", "r-1")
        .body(body)
}

#[test]
fn medblocks_begins_a_session_that_can_be_read() {
    let server = Server::start();
    let reply = server.send(&begin("Bearer mb_sample", json!({ "patient_id": "pat_1" }).to_string()));
    assert_eq!((reply.status, reply.header("x-request-id")), (201, "r-1"));
    let read = Request::new("GET", reply.header("location")).with("Authorization", "Bearer mb_sample");
    assert_eq!(server.send(&read).json(), reply.json());
    let other = Request::new("GET", reply.header("location")).with("Authorization", "Bearer mb_small");
    assert_eq!(server.send(&other).status, 404);
}

#[test]
fn medblocks_fails_as_its_catalog_lists() {
    let server = Server::start();
    let expect = |request: &Request<'_>, error: Error<Medblocks>| {
        let reply = server.send(request);
        assert_eq!(reply.id(), "r-1");
        reply.is(error);
    };
    let good = "Bearer mb_sample";
    let patient = |id: &str| json!({ "patient_id": id }).to_string();
    let plain = |entry: Medblocks| Error::try_new(entry, []).unwrap();
    let param = |entry: Medblocks, name: &str| Error::try_new(entry, [("param", name)]).unwrap();

    expect(
        &begin(good, "{}").without("Authorization"),
        plain(Medblocks::MissingApiKey),
    );
    expect(&begin("Bearer x", "{}"), plain(Medblocks::InvalidApiKey));
    expect(&begin("mb_sample", "{}"), plain(Medblocks::InvalidApiKey));
    expect(&begin("Bearer mb_expired", "{}"), plain(Medblocks::ExpiredApiKey));
    expect(&begin("Bearer mb_readonly", "{}"), plain(Medblocks::InsufficientScope));
    let old = begin(good, "{}").with("Medblocks-Version", "2020-01-01");
    expect(&old, param(Medblocks::UnsupportedApiVersion, "Medblocks-Version"));
    expect(
        &begin(good, " ".repeat(MAX_BODY + 1)),
        plain(Medblocks::PayloadTooLarge),
    );
    expect(&begin(good, "{"), plain(Medblocks::BadRequest));
    expect(&begin(good, ""), plain(Medblocks::BadRequest));
    expect(&begin(good, "{}"), param(Medblocks::BadRequest, "patient_id"));
    expect(
        &begin(good, r#"{"patient_id":7}"#),
        param(Medblocks::InvalidData, "patient_id"),
    );
    expect(
        &begin(good, patient("pat_9")),
        param(Medblocks::ResourceNotFound, "patient_id"),
    );
    expect(&begin(good, patient("pat_offline")), plain(Medblocks::FhirError));
    let twice = json!({ "patient_id": "pat_1", "external_id": "e" }).to_string();
    assert_eq!(server.send(&begin(good, twice.clone())).status, 201);
    expect(
        &begin(good, twice),
        param(Medblocks::ExternalIdAlreadyExists, "external_id"),
    );
    for _ in 0..2 {
        assert_eq!(server.send(&begin("Bearer mb_small", patient("pat_2"))).status, 201);
    }
    expect(
        &begin("Bearer mb_small", patient("pat_2")),
        plain(Medblocks::QuotaExceeded),
    );

    let reply = server.send(&Request::new("PUT", SESSIONS).body("x"));
    assert_eq!((reply.status, reply.header("allow")), (400, "POST"));
    assert_eq!(reply.json()["error"]["code"], "bad_request");
}

#[test]
fn medblocks_names_every_request_in_header_and_body() {
    let reply = Server::start().send(&Request::new("POST", SESSIONS));
    let id = reply.header("x-request-id").to_owned();
    assert!(api_server::request::is_uuid(&id), "{id}");
    assert_eq!(reply.json()["error"]["request_id"], id);
    reply.is(Error::from(medblocks::MissingApiKey { param: None }).with_request_id(id));
}
