//! What becomes of a response that the layer replaces.

use crate::support::{Limits, serve, with_clinic, with_server};
use error_runtime::tower::CatalogLayer;
use framework_tests::{SECRET, post, send};

#[test]
fn a_replaced_body_takes_its_description_with_it() {
    with_clinic(|clinic| {
        let answer = send(clinic, "GET", "/described", &[]);
        answer.assert_is(400, "BAD_REQUEST");
        let mut names: Vec<&str> = answer.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let expected = [
            "cache-control",
            "connection",
            "content-length",
            "content-type",
            "date",
            "vary",
            "x-own",
            "x-request-id",
        ];
        assert_eq!(names, expected);
    });
}

#[test]
fn the_delay_of_a_replaced_response_is_in_header_and_body() {
    with_clinic(|clinic| {
        for (wait, seconds) in [
            ("60", "60"),
            ("60%7C5", "60"),
            ("Sun,%2006%20Nov%201994%2008:49:37%20GMT", "0"),
            // A value that cannot be read counts as none.
            ("soon", "5"),
        ] {
            let answer = send(clinic, "GET", &format!("/throttled/{wait}"), &[]);
            answer.assert_is(429, "TOO_MANY_REQUESTS");
            assert_eq!(answer.header("retry-after"), Some(seconds), "{wait}");
            assert_eq!(
                answer.header("x-reset"),
                Some(format!("in {seconds} s").as_str()),
                "{wait}"
            );
            let shown = format!("Come back in {seconds} seconds.");
            assert!(answer.body.contains(&shown), "{wait}: {answer:?}");
        }
    });
}

#[test]
fn the_delay_that_a_handler_sets_on_an_error_of_the_catalog_is_in_header_and_body() {
    with_clinic(|clinic| {
        let answer = send(clinic, "GET", "/waiting/99", &[]);
        answer.assert_is(429, "TOO_MANY_REQUESTS");
        assert_eq!(
            (answer.header("retry-after"), answer.header("x-reset")),
            (Some("99"), Some("in 99 s"))
        );
        assert!(answer.body.contains("Come back in 99 seconds."), "{answer:?}");
        let same = send(clinic, "GET", "/waiting/5", &[]);
        assert_eq!(
            (same.header("retry-after"), same.header("x-reset")),
            (Some("5"), Some("in 5 s"))
        );
        let never = send(clinic, "GET", "/waiting/soon", &[]);
        assert_eq!(
            (never.header("retry-after"), never.header("x-reset")),
            (Some("5"), Some("in 5 s"))
        );
    });
}

#[test]
fn a_client_receives_the_reason_only_if_the_service_wants_that() {
    let reason = "Rejected: Failed to parse the request body as JSON: name: EOF while parsing";
    with_clinic(|clinic| {
        let answer = post(clinic, "/patients", "application/json", "{\"name\":");
        answer.assert_is(400, "BAD_REQUEST");
        assert!(!answer.body.contains("Rejected"), "{answer:?}");
    });
    let layer = CatalogLayer::new().reason_parameter("rejection");
    with_server(
        async |listener| serve(listener, layer, Limits::USUAL).await,
        move |clinic| {
            let answer = post(clinic, "/patients", "application/json", "{\"name\":");
            answer.assert_is(400, "BAD_REQUEST");
            assert!(answer.body.contains(reason), "{answer:?}");
            // The entry has no such parameter.
            post(clinic, "/patients", "text/plain", "{}").assert_is(415, "UNSUPPORTED_MEDIA_TYPE");
            // The service may have put anything into the text of its own failure.
            let failed = send(clinic, "GET", "/bad-gateway", &[]);
            failed.assert_is(502, "INTERNAL");
            assert!(!failed.body.contains(SECRET), "{failed:?}");
        },
    );
}

#[test]
fn a_panic_whose_payload_panics_is_an_entry() {
    with_clinic(|clinic| {
        for _ in 0..3 {
            send(clinic, "GET", "/bomb", &[]).assert_is(500, "INTERNAL");
        }
        assert_eq!(send(clinic, "GET", "/patients/p-1", &[]).status, 200);
    });
}
