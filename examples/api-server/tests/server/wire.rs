//! Responses byte for byte.

use std::io::{Read, Write};

use crate::support::{Reply, Server};

fn request(method: &str, target: &str) -> String {
    format!(
        "{method} {target} HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: same\r\nX-Correlation-Id: same\r\nConnection: close\r\n\r\n"
    )
}

fn split(answer: &str) -> (&str, &str) {
    answer.split_once("\r\n\r\n").unwrap()
}

#[test]
fn head_has_the_headers_of_get_and_no_body() {
    let server = Server::start();
    for target in [
        "/",
        "/gp-connect/errors/ACCESS%20DENIED",
        "/gp-connect/Patient",
        "/blue-button/errors/AUTHORIZATION_SERVER_ERROR",
        "/gp-connect/errors/NO_SUCH",
        "/nothing",
        "/bars/nothing",
        "/bars/drills/panic",
    ] {
        let (get, head) = (server.raw(request("GET", target)), server.raw(request("HEAD", target)));
        let ((headers, body), (head_headers, head_body)) = (split(&get), split(&head));
        let without_date = |headers: &str| {
            let lines = headers
                .lines()
                .filter(|line| !line.to_ascii_lowercase().starts_with("date:"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(without_date(headers), without_date(head_headers), "{target}");
        assert!(!body.is_empty() && head_body.is_empty(), "{target}: {head_body}");
        let length = format!("content-length: {}", body.len());
        assert!(headers.to_ascii_lowercase().contains(&length), "{target}: {headers}");
    }
}

#[test]
fn line_ends_in_a_query_cannot_split_a_response() {
    let server = Server::start();
    let split_attempt = "GET%0D%0ASet-Cookie:%20session=stolen%0D%0A%0D%0A%3Chtml%3E";
    for target in [
        format!("/gp-connect/errors/SSP_METHOD_NOT_ALLOWED?allow={split_attempt}"),
        format!("/bars/errors/METHOD_NOT_ALLOWED?allow={split_attempt}"),
        format!("/api-server/errors/METHOD_NOT_ALLOWED?allow={split_attempt}"),
    ] {
        let answer = server.raw(request("GET", &target));
        let (headers, body) = split(&answer);
        assert!(!headers.to_ascii_lowercase().contains("\r\nset-cookie"), "{answer}");
        assert!(
            headers.contains("Set-Cookie%3A session%3Dstolen"),
            "it is one line: {answer}"
        );
        assert!(body.starts_with('{'), "{answer}");
    }
}

#[test]
fn a_value_that_a_header_cannot_have_does_not_break_the_response() {
    let answer = Server::start().raw(request(
        "GET",
        "/gp-connect/errors/SSP_METHOD_NOT_ALLOWED?allow=%C3%A9%00%7F%E2%98%83",
    ));
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
}

#[test]
fn an_id_that_could_split_a_response_is_replaced() {
    let server = Server::start();
    for id in ["a b", "<script>", "\"quoted\"", "\u{e9}", &"x".repeat(129)] {
        let request =
            format!("GET /medblocks/nothing HTTP/1.1\r\nHost: x\r\nX-Request-Id: {id}\r\nConnection: close\r\n\r\n");
        let reply = Reply::parse(&server.raw(request));
        assert!(reply.id().len() == 36 && reply.body.contains(reply.id()), "{reply:?}");
    }
}

#[test]
fn a_request_that_stops_half_way_harms_no_other_request() {
    let server = Server::start();
    let mut half = server.connect();
    let head = "POST /medblocks/v1/sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mb_sample\r\n";
    half.write_all(format!("{head}Content-Length: 50\r\n\r\n{{\"patient").as_bytes())
        .unwrap();
    half.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = String::new();
    // The server may answer or close; it may not hang.
    let _ = half.read_to_string(&mut answer);
    if !answer.is_empty() {
        Reply::parse(&answer).assert_decodes("POST", "/medblocks/v1/sessions");
    }
    assert_eq!(server.get("/gp-connect/errors/BAD_REQUEST").status, 400);
}
