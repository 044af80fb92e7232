//! `/{catalog}/errors/{ENTRY}`

use std::fmt::Write;

use api_server::catalogs::{
    ApiServer, Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks, api_server as own, bars,
    gp_connect, medblocks,
};
use api_server::{index, samples};
use error_runtime::{Catalog, Error, ParameterType, Representation};

use crate::support::{Request, Server};

/// A value that needs an escape in JSON, in HTML, in a header and in a query.
const NASTY: &str = "<b>\"q\"</b> & \\ {x} \u{7f}\u{1}\r\nSet-Cookie: a=b é ☃ 'x' `";

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        write!(out, "%{byte:02X}").unwrap();
        out
    })
}

fn every_entry_with_sample_values<C: Catalog>(server: &Server) {
    for entry in C::all() {
        let reply = server.get(&index::path(C::DATA.name(), entry.entry().name()));
        reply.is(samples::error(*entry, &[]).unwrap());
        let json = reply.header("content-type").contains("json");
        assert!(!json || reply.json().is_object(), "{entry}");
    }
}

#[test]
fn every_entry_of_every_catalog_comes_with_its_status_headers_and_body() {
    let server = Server::start();
    every_entry_with_sample_values::<GpConnect>(&server);
    every_entry_with_sample_values::<GpConnectDstu2>(&server);
    every_entry_with_sample_values::<Bars>(&server);
    every_entry_with_sample_values::<BlueButton>(&server);
    every_entry_with_sample_values::<HealthGorilla>(&server);
    every_entry_with_sample_values::<Medblocks>(&server);
    every_entry_with_sample_values::<ApiServer>(&server);
}

fn every_entry_as_xml<C: Catalog>(server: &Server) -> usize {
    let entries = C::all().iter().filter(|entry| entry.entry().has_xml());
    let sent = entries.map(|entry| {
        let target = index::path(C::DATA.name(), entry.entry().name());
        let reply = server.send(&Request::new("GET", &target).with("Accept", "application/fhir+xml"));
        let representation = Representation::negotiate(entry.entry(), [&b"application/fhir+xml"[..]], None);
        reply.is_as(samples::error(*entry, &[]).unwrap(), representation);
        assert_eq!(reply.header("vary"), "accept", "{entry}");
        assert!(reply.body.starts_with("<OperationOutcome "), "{entry}");
        assert_eq!(
            server.get(&format!("{target}?_format=xml")).body.len(),
            reply.body.len(),
            "{entry}"
        );
    });
    sent.count()
}

#[test]
fn every_operation_outcome_is_xml_on_request() {
    let server = Server::start();
    let sent = [
        every_entry_as_xml::<GpConnect>(&server),
        every_entry_as_xml::<GpConnectDstu2>(&server),
        every_entry_as_xml::<Bars>(&server),
        every_entry_as_xml::<HealthGorilla>(&server),
    ];
    assert!(sent.iter().all(|sent| *sent > 10), "{sent:?}");
}

fn every_entry_with_nasty_values<C: Catalog>(server: &Server) {
    for entry in C::all() {
        let mut arguments = Vec::new();
        let mut query = format!("diagnostics={}", encoded(NASTY));
        for parameter in entry.entry().parameters() {
            if parameter.kind == ParameterType::String {
                arguments.push((parameter.name, NASTY));
                write!(query, "&{}={}", parameter.name, encoded(NASTY)).unwrap();
            }
        }
        let reply = server.get(&format!(
            "{}?{query}",
            index::path(C::DATA.name(), entry.entry().name())
        ));
        let error = samples::error(*entry, &arguments).unwrap();
        reply.is(error.with_diagnostics(NASTY));
        assert!(!reply.headers.iter().any(|(name, _)| name == "set-cookie"), "{entry}");
        match reply.header("content-type") {
            html if html.starts_with("text/html") => assert!(!reply.body.contains("<b>"), "{entry}"),
            _ => assert!(reply.json().is_object(), "{entry}"),
        }
    }
}

#[test]
fn values_of_the_query_are_escaped_wherever_they_appear() {
    let server = Server::start();
    every_entry_with_nasty_values::<GpConnect>(&server);
    every_entry_with_nasty_values::<GpConnectDstu2>(&server);
    every_entry_with_nasty_values::<Bars>(&server);
    every_entry_with_nasty_values::<BlueButton>(&server);
    every_entry_with_nasty_values::<HealthGorilla>(&server);
    every_entry_with_nasty_values::<Medblocks>(&server);
    every_entry_with_nasty_values::<ApiServer>(&server);
}

#[test]
fn an_entry_name_is_percent_decoded() {
    let reply = Server::start().get("/gp-connect/errors/ACCESS%20DENIED?id=o-1");
    reply.is(gp_connect::AccessDenied.error().with_id("o-1"));
    assert_eq!(
        reply.json()["issue"][0]["details"]["coding"][0]["code"],
        "ACCESS DENIED"
    );
    assert_eq!(reply.json()["id"], "o-1");
}

#[test]
fn values_of_one_error_are_taken_from_the_query() {
    let server = Server::start();
    let reply = server.get(
        "/bars/errors/REC_CONFLICT?receiver=RA9&details=slot+%22a%22&expression=Appointment.slot&expression=x&id=7",
    );
    let expected = bars::RecConflict {
        receiver: "RA9",
        details: "slot \"a\"",
    };
    let expected = Error::from(expected).with_expression("Appointment.slot");
    reply.is(expected.with_expression("x").with_id("7"));
    let issue = &reply.json()["issue"][0];
    assert_eq!(issue["diagnostics"], "RA9 encountered a conflict: slot \"a\"");

    let reply = server.get("/health-gorilla/errors/TOO_MANY_REQUESTS?retry_after=17");
    assert_eq!(reply.header("retry-after"), "17");
    let reply = server.get("/blue-button/errors/FHIR_V3_UPSTREAM_CLIENT_ERROR?status=422");
    assert_eq!(reply.status, 422);
    let reply = server.get("/gp-connect-dstu2/errors/INVALID_PARAMETER?location=/f:Parameters&diagnostics=d");
    let issue = &reply.json()["issue"][0];
    assert_eq!(
        (&issue["location"][0], &issue["diagnostics"]),
        (&"/f:Parameters".into(), &"d".into())
    );
}

#[test]
fn an_entry_is_the_same_for_every_method() {
    let server = Server::start();
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"] {
        let request = Request::new(method, "/medblocks/errors/forbidden").with("X-Request-Id", "r");
        let reply = server.send(&request);
        reply.is(medblocks::Forbidden {
            param: Some("patient_id"),
        });
        assert_eq!(reply.id(), "r");
    }
}

#[test]
fn an_unknown_catalog_entry_or_parameter_is_a_problem() {
    let server = Server::start();
    let reply = server.get("/gp-conect/errors/BAD_REQUEST");
    reply.is(own::CatalogUnknown {
        catalog_name: "gp-conect",
    });
    assert_eq!(reply.header("content-type"), "application/problem+json");

    let reply = server.get("/gp-connect/errors/NO%20%3CSUCH%3E");
    reply.is(own::EntryUnknown {
        catalog_name: "gp-connect",
        entry: "NO <SUCH>",
    });

    let reply = server.get("/gp-connect/errors/INVALID_PARAMETER?detials=x");
    assert_eq!(reply.status, 400);
    let problem = reply.json();
    assert_eq!(problem["type"], "/api-server/errors/PARAMETER_UNKNOWN");
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("`INVALID_PARAMETER` has no parameter `detials`. Known here: details, diagnostics, "),
        "{detail}"
    );
    assert_eq!(server.get("/gp-connect/errors/%FF").json()["code"], "PATH_MALFORMED");
    assert_eq!(
        server.get("/gp-connect/errors/BAD_REQUEST?id=1&id=2").json()["code"],
        "PARAMETER_REPEATED"
    );
}

#[test]
fn a_value_of_the_wrong_type_is_a_problem_with_the_expected_type() {
    let server = Server::start();
    for (target, parameter, expected) in [
        (
            "/medblocks/errors/throttled?retry_after=soon",
            "retry_after",
            "a number of seconds",
        ),
        (
            "/medblocks/errors/throttled?retry_after=-1",
            "retry_after",
            "a number of seconds",
        ),
        (
            "/medblocks/errors/throttled?status=500",
            "status",
            "429, the only status of this entry",
        ),
        (
            "/blue-button/errors/FHIR_V3_UPSTREAM_CLIENT_ERROR?status=500",
            "status",
            "a status from 400 to 499",
        ),
    ] {
        server.get(target).is(own::ParameterIllTyped { parameter, expected });
    }
}

#[test]
fn a_long_value_of_a_client_is_shortened_in_the_response() {
    let long = "x".repeat(5000);
    let reply = Server::start().get(&format!("/gp-connect/errors/{long}"));
    assert_eq!(reply.status, 404);
    assert!(reply.body.len() < 600, "{}", reply.body);
}

#[test]
fn the_body_of_a_published_example_comes_out_as_published() {
    let request = Request::new("GET", "/medblocks/errors/invalid_api_key");
    let reply = Server::start().send(&request.with("X-Request-Id", "9c9b6f7a-8e4f-4a3b-9c1e-6f3a2d8b7c4d"));
    assert_eq!(
        reply.body,
        concat!(
            r#"{"error":{"type":"authentication_error","code":"invalid_api_key","message":"API key invalid","#,
            r#""param":"patient_id","doc_url":"https://docs.medblocks.com/errors/invalid_api_key","#,
            r#""request_id":"9c9b6f7a-8e4f-4a3b-9c1e-6f3a2d8b7c4d"}}"#
        )
    );
}

#[test]
fn an_error_of_a_handler_is_the_same_response() {
    let reply = Server::start().get("/gp-connect/errors/INVALID_RESOURCE?details=no+code");
    reply.is(gp_connect::InvalidResource { details: "no code" });
}
