//! Ids of requests, connections, and bodies that do not arrive.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::TcpStream;

use error_runtime::{actix, tower};
use framework_tests::{exchange, send};

use super::Layers;
use super::support::Limits;

/// A request whose body is shorter than its length.
const INCOMPLETE: &str = "POST /patients HTTP/1.1\r\nHost: c\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{";

#[test]
fn an_id_of_the_client_is_taken_if_it_is_harmless() {
    Layers::new().with_each(|framework, clinic| {
        let taken = send(clinic, "GET", "/patients/p-9", &["X-Request-Id: 5f8b-1"]);
        taken.assert_is(404, "PATIENT_NOT_FOUND");
        assert_eq!(taken.header("x-request-id"), Some("5f8b-1"), "{framework:?}");
        let fine = send(clinic, "GET", "/ids", &["x-request-id: 5f8b-2"]);
        assert_eq!(
            (fine.body.as_str(), fine.header("x-request-id")),
            ("5f8b-2 5f8b-2", Some("5f8b-2")),
            "{framework:?}"
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
                "{framework:?}: {hostile}"
            );
            assert_eq!(extension.len(), 36, "{framework:?}: {hostile}: {extension}");
        }
    });
}

#[test]
fn a_header_that_names_the_request_has_the_id_of_the_response() {
    Layers::new().with_each(|framework, clinic| {
        // The handler named another request.
        let overridden = send(clinic, "GET", "/overridden", &["X-Request-Id: 5f8b-3"]);
        assert_eq!(overridden.header("x-support"), Some("about 5f8b-3"), "{framework:?}");
    });
}

#[test]
fn every_request_has_an_id_of_its_own() {
    Layers::new().with_each(|framework, clinic| {
        let id = |_| {
            send(clinic, "GET", "/ids", &[])
                .header("x-request-id")
                .unwrap()
                .to_owned()
        };
        let ids: HashSet<String> = (0..50).map(id).collect();
        assert_eq!(ids.len(), 50, "{framework:?}");
    });
}

#[test]
fn the_header_of_ids_can_be_chosen_and_clients_not_believed() {
    let axum = axum::http::HeaderName::from_static("x-correlation-id");
    let actix = actix_web::http::header::HeaderName::from_static("x-correlation-id");
    let layers = Layers {
        axum: tower::CatalogLayer::new().request_id_header(axum).new_request_ids(),
        actix: actix::CatalogLayer::new().request_id_header(actix).new_request_ids(),
        ..Layers::new()
    };
    layers.with_each(|framework, clinic| {
        for path in ["/nowhere", "/panic", "/patients/p-1"] {
            let answer = send(clinic, "GET", path, &["X-Correlation-Id: mine"]);
            let id = answer.header("x-correlation-id").unwrap();
            assert!(id != "mine", "{framework:?}: {answer:?}");
            assert!(
                answer.status == 200 || answer.body.contains(id),
                "{framework:?}: {answer:?}"
            );
            assert_eq!(answer.header("x-request-id"), None, "{framework:?}");
        }
    });
}

#[test]
fn one_connection_carries_many_responses() {
    Layers::new().with_each(|framework, clinic| {
        let mut socket = TcpStream::connect(clinic).unwrap();
        for path in ["/nowhere", "/panic", "/bomb", "/patients/p-9", "/gone"] {
            write!(socket, "GET {path} HTTP/1.1\r\nHost: c\r\n\r\n").unwrap();
        }
        let last = "GET /patients/p-1 HTTP/1.1\r\nHost: c\r\nConnection: close\r\n\r\n";
        write!(socket, "HEAD /nowhere HTTP/1.1\r\nHost: c\r\n\r\n{last}").unwrap();
        let mut all = String::new();
        socket.read_to_string(&mut all).unwrap();
        assert_eq!(all.matches("HTTP/1.1 ").count(), 7, "{framework:?}: {all}");
        assert!(all.ends_with("Jane"), "every length was right, {framework:?}: {all}");
    });
}

#[test]
fn a_body_that_does_not_arrive_is_over_the_time_limit() {
    let layers = Layers {
        limits: Limits::HURRIED,
        ..Layers::new()
    };
    layers.with_each(|_, clinic| exchange(clinic, INCOMPLETE).assert_is(504, "TIMED_OUT"));
}

#[test]
fn a_client_that_goes_away_harms_no_other() {
    Layers::new().with_each(|framework, clinic| {
        for sent in [INCOMPLETE, "GET /slow HTTP/1.1\r\nHost: c\r\n\r\n"] {
            let mut socket = TcpStream::connect(clinic).unwrap();
            socket.write_all(sent.as_bytes()).unwrap();
        }
        assert_eq!(send(clinic, "GET", "/patients/p-1", &[]).status, 200, "{framework:?}");
    });
}

#[test]
fn a_request_that_is_not_valid_http_has_the_response_of_the_server() {
    Layers::new().with_each(|framework, clinic| {
        for malformed in [
            "nonsense\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET /\u{0} HTTP/1.1\r\n\r\n",
        ] {
            let answer = exchange(clinic, malformed);
            assert_eq!(
                (answer.status, answer.body.as_str()),
                (400, ""),
                "{framework:?}: {malformed:?}"
            );
        }
    });
}

#[test]
fn a_body_that_is_not_valid_http_is_an_entry() {
    Layers::new().with_each(|_, clinic| {
        let head = "POST /patients HTTP/1.1\r\nHost: c\r\nConnection: close\r\n";
        let chunked = format!("{head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n");
        exchange(clinic, chunked).assert_is(400, "BAD_REQUEST");
        exchange(clinic, format!("{head}Content-Type: application/json\r\n\r\n")).assert_is(400, "BAD_REQUEST");
        exchange(clinic, format!("{head}Content-Length: 2\r\n\r\n{{}}")).assert_is(415, "UNSUPPORTED_MEDIA_TYPE");
    });
}
