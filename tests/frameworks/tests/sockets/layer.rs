//! axum and tower behind the layer, over a socket. `both` has the cases that actix-web shares.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::support::{Limits, router, serve, with_clinic, with_server};
use error_runtime::tower::CatalogLayer;
use framework_tests::{SECRET, post, send};
use serde_json::Value;

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
