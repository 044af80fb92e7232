//! axum behind the layer: every response that the framework gives, over a socket.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use crate::support::{Limits, router, serve, with_clinic, with_server};
use axum::http::HeaderName;
use error_runtime::tower::CatalogLayer;
use framework_tests::{SECRET, exchange, post, send};
use serde_json::Value;

#[test]
fn a_derived_error_is_the_response() {
    with_clinic(|clinic| {
        let found = send(clinic, "GET", "/patients/p-1", &[]);
        assert_eq!((found.status, found.body.as_str()), (200, "Jane"));
        let missing = send(clinic, "GET", "/patients/p-9", &[]);
        missing.assert_is(404, "PATIENT_NOT_FOUND");
        assert!(missing.body.contains("No patient has the id p-9."), "{missing:?}");
        assert_eq!(missing.header("content-type"), Some("application/fhir+json"));
        send(clinic, "GET", "/patients/store", &[]).assert_is(500, "INTERNAL");
    });
}

#[test]
fn a_response_of_the_framework_becomes_an_entry() {
    with_clinic(|clinic| {
        send(clinic, "GET", "/nowhere", &[]).assert_is(404, "ROUTE_NOT_FOUND");
        let wrong_method = send(clinic, "DELETE", "/patients", &[]);
        wrong_method.assert_is(405, "METHOD_NOT_ALLOWED");
        assert_eq!(wrong_method.header("allow"), Some("POST,GET,HEAD"));
        assert!(wrong_method.body.contains("Allowed: POST,GET,HEAD"), "{wrong_method:?}");
        send(clinic, "BREW", "/patients", &[]).assert_is(405, "METHOD_NOT_ALLOWED");
        post(
            clinic,
            "/patients",
            "application/json",
            &format!("{{\"name\":\"{}\"}}", "x".repeat(100)),
        )
        .assert_is(413, "TOO_LARGE");
        post(clinic, "/patients", "text/plain", "{}").assert_is(415, "UNSUPPORTED_MEDIA_TYPE");
        post(clinic, "/patients", "application/json", "{\"name\":").assert_is(400, "BAD_REQUEST");
        post(clinic, "/patients", "application/json", "{\"name\":1}").assert_is(422, "UNPROCESSABLE");
        send(clinic, "GET", "/patients?size=many", &[]).assert_is(400, "BAD_REQUEST");
        send(clinic, "GET", "/patients/%ff", &[]).assert_is(400, "BAD_REQUEST");
    });
}

#[test]
fn a_response_of_a_handler_outside_of_the_catalog_becomes_an_entry() {
    with_clinic(|clinic| {
        send(clinic, "GET", "/teapot", &[]).assert_is(400, "BAD_REQUEST");
        let upstream = send(clinic, "GET", "/bad-gateway", &[]);
        upstream.assert_is(502, "INTERNAL");
        assert!(
            upstream.body.contains("A part failed: the service") && upstream.body.contains(":502"),
            "{upstream:?}"
        );
        let login = send(clinic, "GET", "/login", &[]);
        login.assert_is(401, "LOGIN");
        assert_eq!(
            login.header("www-authenticate"),
            Some("Basic"),
            "the handler knows better"
        );
    });
}

#[test]
fn an_extractor_can_reject_in_the_words_of_the_catalog_without_the_layer() {
    let plain = async |listener| axum::serve(listener, router()).await.unwrap();
    with_server(plain, |clinic| {
        let rejected = post(clinic, "/checked", "application/json", "{\"name\":1}");
        assert_eq!(rejected.status, 422);
        assert!(rejected.body.contains("\"UNPROCESSABLE\""), "{rejected:?}");
        let rejected = send(clinic, "GET", "/numbers/seven", &[]);
        assert!(
            rejected.status == 400 && rejected.body.contains("\"BAD_REQUEST\""),
            "{rejected:?}"
        );
        assert_eq!(send(clinic, "GET", "/numbers/7", &[]).body, "7");
        let missing = send(clinic, "GET", "/patients/p-9", &[]);
        assert!(
            missing.status == 404 && missing.body.contains("\"PATIENT_NOT_FOUND\""),
            "{missing:?}"
        );
        assert_eq!(missing.header("x-request-id"), None);
        let head = send(clinic, "HEAD", "/patients/p-9", &[]);
        assert_eq!((head.length(), head.body.len()), (missing.body.len(), 0));
    });
}

#[test]
fn a_request_that_is_shed_is_an_entry() {
    let one = Limits {
        room: 1,
        ..Limits::USUAL
    };
    with_server(
        async |listener| serve(listener, CatalogLayer::new(), one).await,
        |clinic| {
            const LET_IN: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
            let mut slow = TcpStream::connect(clinic).unwrap();
            let head = "POST /patients HTTP/1.1\r\nHost: c\r\nConnection: close\r\nContent-Type: application/json";
            write!(slow, "{head}\r\nExpect: 100-continue\r\nContent-Length: 15\r\n\r\n").unwrap();
            let mut begun = [0; LET_IN.len()];
            slow.read_exact(&mut begun).unwrap();
            assert_eq!(begun, LET_IN, "the slow request takes the only place");

            let shed = send(clinic, "GET", "/patients/p-1", &[]);
            shed.assert_is(503, "OVERLOADED");
            assert_eq!(shed.header("retry-after"), Some("5"));

            slow.write_all(br#"{"name":"Jane"}"#).unwrap();
            let mut response = String::new();
            slow.read_to_string(&mut response).unwrap();
            assert!(response.ends_with("Jane"), "{response}");
            for _ in 0..3 {
                let panicked = send(clinic, "GET", "/panic", &[]);
                panicked.assert_is(500, "INTERNAL");
                assert!(panicked.body.contains("A part failed: the service"), "{panicked:?}");
            }
            assert_eq!(
                send(clinic, "GET", "/patients/p-1", &[]).status,
                200,
                "the place is free again"
            );
        },
    );
}

#[test]
fn a_request_that_takes_too_long_is_an_entry() {
    with_server(
        async |listener| serve(listener, CatalogLayer::new(), Limits::HURRIED).await,
        |clinic| {
            send(clinic, "GET", "/slow", &[]).assert_is(504, "TIMED_OUT");
            assert_same_head(clinic, "/slow");
            // So is a body that does not arrive.
            exchange(clinic, INCOMPLETE).assert_is(504, "TIMED_OUT");
        },
    );
}

#[test]
fn a_status_for_an_error_of_the_service_can_be_chosen() {
    let layer = CatalogLayer::new().status_of(|error| error.is::<tower::timeout::error::Elapsed>().then_some(408));
    with_server(
        async |listener| serve(listener, layer, Limits::HURRIED).await,
        |clinic| {
            send(clinic, "GET", "/slow", &[]).assert_is(408, "REQUEST_TIMEOUT");
        },
    );
}

#[test]
fn an_error_of_a_catalog_and_a_success_are_kept() {
    with_clinic(|clinic| {
        let kept = send(clinic, "GET", "/kept", &[]);
        assert_eq!((kept.status, kept.body.as_str()), (418, "short and stout"));
        assert!(kept.header("x-request-id").is_some());
        let foreign = send(clinic, "GET", "/foreign", &[]);
        assert!(
            foreign.body.contains("fhir.nhs.uk") && foreign.body.contains("\"PATIENT_NOT_FOUND\""),
            "{foreign:?}"
        );
        let moved = send(clinic, "GET", "/moved", &[]);
        assert_eq!((moved.status, moved.header("location")), (302, Some("/")));
        let overridden = send(clinic, "GET", "/overridden", &[]);
        overridden.assert_is(503, "OVERLOADED");
        assert_eq!(
            (overridden.header("retry-after"), overridden.header("x-own")),
            (Some("99"), Some("1"))
        );
    });
}

#[test]
fn a_header_that_names_the_request_has_the_id_of_the_response() {
    with_clinic(|clinic| {
        // The handler named another request.
        let overridden = send(clinic, "GET", "/overridden", &["X-Request-Id: 5f8b-3"]);
        assert_eq!(overridden.header("x-support"), Some("about 5f8b-3"));
    });
}

#[test]
fn several_errors_stay_several() {
    with_clinic(|clinic| {
        let several = send(clinic, "GET", "/several", &[]);
        several.assert_is(400, "PATIENT_NOT_FOUND");
        several.assert_is(400, "UNPROCESSABLE");
    });
}

/// Asserts that the responses to GET and HEAD have the same head.
#[track_caller]
fn assert_same_head(clinic: SocketAddr, path: &str) {
    let id = "X-Request-Id: same";
    let (get, head) = (send(clinic, "GET", path, &[id]), send(clinic, "HEAD", path, &[id]));
    assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{path}");
    assert_eq!(head.length(), get.body.len(), "{path}");
    assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
}

#[test]
fn head_has_the_length_of_a_body_and_none() {
    with_clinic(|clinic| {
        for path in ["/patients/p-9", "/nowhere", "/panic", "/teapot"] {
            assert_same_head(clinic, path);
        }
        let gone = send(clinic, "GET", "/gone", &[]);
        assert_eq!(
            (gone.status, gone.length(), gone.header("content-type")),
            (410, 0, None)
        );
    });
}

#[test]
fn an_id_of_the_client_is_taken_if_it_is_harmless() {
    with_clinic(|clinic| {
        let taken = send(clinic, "GET", "/patients/p-9", &["X-Request-Id: 5f8b-1"]);
        taken.assert_is(404, "PATIENT_NOT_FOUND");
        assert_eq!(taken.header("x-request-id"), Some("5f8b-1"));
        let fine = send(clinic, "GET", "/ids", &["x-request-id: 5f8b-2"]);
        assert_eq!(
            (fine.body.as_str(), fine.header("x-request-id")),
            ("5f8b-2 5f8b-2", Some("5f8b-2"))
        );
        for hostile in [
            "X-Request-Id: a\"b",
            "X-Request-Id: <script>alert(1)</script>",
            "X-Request-Id: a b",
            "X-Request-Id: ${jndi:ldap://x}",
            "X-Request-Id: \u{e9}",
            "X-Request-Id:",
            &format!("X-Request-Id: {}", "x".repeat(129)),
            "X-Request-Id: a\r\nX-Request-Id: b",
        ] {
            let answer = send(clinic, "GET", "/ids", &[hostile]);
            let (extension, header) = answer.body.split_once(' ').unwrap();
            assert_eq!(
                (extension, Some(extension)),
                (header, answer.header("x-request-id")),
                "{hostile}"
            );
            assert_eq!(extension.len(), 36, "{hostile}: {extension}");
        }
    });
}

#[test]
fn every_request_has_an_id_of_its_own() {
    with_clinic(|clinic| {
        let ids: HashSet<String> = (0..50)
            .map(|_| {
                send(clinic, "GET", "/ids", &[])
                    .header("x-request-id")
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(ids.len(), 50);
    });
}

#[test]
fn the_header_of_ids_can_be_chosen_and_clients_not_believed() {
    let layer = CatalogLayer::new()
        .request_id_header(HeaderName::from_static("x-correlation-id"))
        .new_request_ids();
    with_server(
        async |listener| serve(listener, layer, Limits::USUAL).await,
        |clinic| {
            let answer = send(clinic, "GET", "/nowhere", &["X-Correlation-Id: mine"]);
            let id = answer.header("x-correlation-id").unwrap();
            assert!(id != "mine" && answer.body.contains(id), "{answer:?}");
            assert_eq!(answer.header("x-request-id"), None);
        },
    );
}

#[test]
fn the_representation_is_the_one_that_the_request_asks_for() {
    with_clinic(|clinic| {
        for (path, accept) in [
            ("/patients/p-9", "Accept: application/fhir+xml"),
            ("/patients/p-9?_format=xml", "Accept: application/fhir+json"),
            ("/nowhere", "Accept: application/fhir+json;q=0.5, application/fhir+xml"),
        ] {
            let xml = send(clinic, "GET", path, &[accept]);
            assert_eq!(xml.header("content-type"), Some("application/fhir+xml"), "{path}");
            assert!(xml.body.starts_with("<OperationOutcome"), "{xml:?}");
            assert_eq!((xml.length(), xml.header("vary")), (xml.body.len(), Some("accept")));
        }
        for accept in [
            "Accept: */*",
            "Accept: ;;;q=",
            "Accept: image/png",
            "Accept: application/fhir+xml;q=0",
        ] {
            let json = send(clinic, "GET", "/patients/p-9", &[accept]);
            json.assert_is(404, "PATIENT_NOT_FOUND");
        }
        let problem = send(clinic, "GET", "/patients/store", &["Accept: application/fhir+xml"]);
        problem.assert_is(500, "INTERNAL");
        assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    });
}

/// A request whose body is shorter than its length.
const INCOMPLETE: &str = "POST /patients HTTP/1.1\r\nHost: c\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{";

#[test]
fn malformed_requests_do_no_harm() {
    with_clinic(|clinic| {
        // The server itself answers these; the layer never sees them.
        for malformed in [
            "\r\n\r\n\r\nnonsense\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET /\u{0} HTTP/1.1\r\n\r\n",
        ] {
            let answer = exchange(clinic, malformed);
            assert_eq!((answer.status, answer.body.as_str()), (400, ""), "{malformed:?}");
        }
        // These reach the router.
        let partial = "POST /patients HTTP/1.1\r\nHost: c\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n";
        let answer = exchange(clinic, partial);
        answer.assert_is(400, "BAD_REQUEST");
        let no_length =
            "POST /patients HTTP/1.1\r\nHost: c\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n";
        exchange(clinic, no_length).assert_is(400, "BAD_REQUEST");
        let no_type = "POST /patients HTTP/1.1\r\nHost: c\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
        exchange(clinic, no_type).assert_is(415, "UNSUPPORTED_MEDIA_TYPE");
        // A client that closes its connection in the middle of a request harms no other.
        let mut socket = TcpStream::connect(clinic).unwrap();
        socket.write_all(INCOMPLETE.as_bytes()).unwrap();
        drop(socket);
        assert_eq!(send(clinic, "GET", "/patients/p-1", &[]).status, 200);
    });
}

#[test]
fn one_connection_carries_many_responses() {
    with_clinic(|clinic| {
        let mut socket = TcpStream::connect(clinic).unwrap();
        for path in ["/nowhere", "/panic", "/patients/p-9", "/gone"] {
            write!(socket, "GET {path} HTTP/1.1\r\nHost: c\r\n\r\n").unwrap();
        }
        write!(socket, "HEAD /nowhere HTTP/1.1\r\nHost: c\r\n\r\nGET /patients/p-1 HTTP/1.1\r\nHost: c\r\nConnection: close\r\n\r\n").unwrap();
        let mut all = String::new();
        socket.read_to_string(&mut all).unwrap();
        assert_eq!(all.matches("HTTP/1.1 ").count(), 6, "{all}");
        assert!(all.ends_with("Jane"), "every length was right: {all}");
    });
}

#[test]
fn a_real_client_reads_the_errors() {
    with_clinic(|clinic| {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut answer = agent.get(format!("http://{clinic}/patients/p-9")).call().unwrap();
        let body: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
        assert_eq!(body["issue"][0]["details"]["coding"][0]["code"], "PATIENT_NOT_FOUND");
        assert_eq!(body["id"], answer.headers()["x-request-id"].to_str().unwrap());
        assert_eq!(
            agent
                .head(format!("http://{clinic}/patients/p-9"))
                .call()
                .unwrap()
                .status(),
            404
        );
    });
}

#[test]
fn the_layer_works_inside_of_a_router_too() {
    let inside = async |listener| {
        axum::serve(listener, router().layer(CatalogLayer::<framework_tests::Clinic>::new()))
            .await
            .unwrap();
    };
    with_server(inside, |clinic| {
        send(clinic, "GET", "/nowhere", &[]).assert_is(404, "ROUTE_NOT_FOUND");
        let wrong_method = send(clinic, "DELETE", "/patients", &[]);
        wrong_method.assert_is(405, "METHOD_NOT_ALLOWED");
        assert_eq!(wrong_method.header("allow"), Some("POST,GET,HEAD"));
        send(clinic, "GET", "/panic", &[]).assert_is(500, "INTERNAL");
        let (get, head) = (
            send(clinic, "GET", "/nowhere", &[]),
            send(clinic, "HEAD", "/nowhere", &[]),
        );
        assert_eq!((head.length(), head.body.len()), (get.body.len(), 0));
        assert!(!send(clinic, "GET", "/patients/store", &[]).body.contains(SECRET));
    });
}
