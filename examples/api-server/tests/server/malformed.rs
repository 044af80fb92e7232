//! Bytes that are no request, or hardly one, written on the socket itself.

use std::io::{Read, Write};
use std::time::Duration;

use api_server::catalogs::{ApiServer, api_server as own, medblocks};

use crate::support::{Reply, Server, read};

/// Requests that hyper refuses, and the entry of each.
fn refused() -> Vec<(Vec<u8>, ApiServer)> {
    let get = |head: &str| format!("GET /gp-connect/Patient HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n").into_bytes();
    let many = "X-Another: 1\r\n".repeat(200);
    let large = format!("X-Large: {}", "x".repeat(1_000_000));
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "x".repeat(70_000)).into_bytes();
    let bytes = |text: &str| text.as_bytes().to_vec();
    vec![
        (bytes("\u{1}\u{2} nonsense\r\n\r\n"), ApiServer::RequestMalformed),
        (bytes("nonsense\r\n\r\n"), ApiServer::RequestMalformed),
        (bytes("GET / HTTP/9.9\r\n\r\n"), ApiServer::RequestMalformed),
        (bytes("GET /\u{0} HTTP/1.1\r\n\r\n"), ApiServer::RequestMalformed),
        (bytes("G\u{e9}T / HTTP/1.1\r\n\r\n"), ApiServer::RequestMalformed),
        (bytes("GET  HTTP/1.1\r\n\r\n"), ApiServer::RequestMalformed),
        (bytes("{\"json\":1}\r\n\r\n"), ApiServer::RequestMalformed),
        // The beginning of TLS.
        (
            vec![22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3, b'\r', b'\n', b'\r', b'\n'],
            ApiServer::RequestMalformed,
        ),
        (get("no colon"), ApiServer::RequestMalformed),
        (get("X-Control: a\u{1}b"), ApiServer::RequestMalformed),
        (get("Space : before the colon"), ApiServer::RequestMalformed),
        (get("Content-Length: many"), ApiServer::RequestMalformed),
        (get("Content-Length: -1"), ApiServer::RequestMalformed),
        (
            get("Content-Length: 1\r\nContent-Length: 2"),
            ApiServer::RequestMalformed,
        ),
        (get("Transfer-Encoding: nonsense"), ApiServer::RequestMalformed),
        (get(&many), ApiServer::HeadersTooLarge),
        (get(&large), ApiServer::HeadersTooLarge),
        (long, ApiServer::UriTooLong),
    ]
}

#[test]
fn a_malformed_request_is_an_error_of_the_servers_own_catalog() {
    let server = Server::start();
    for (request, expected) in refused() {
        let answer = server.raw(&request);
        let shown = String::from_utf8_lossy(&request[..request.len().min(80)]).into_owned();
        assert!(!answer.is_empty(), "no answer to {shown:?}");
        let reply = Reply::parse(&answer);
        reply.assert_decodes("GET", "/");
        assert_eq!(reply.json()["code"], expected.name(), "{shown:?}: {reply:?}");
        assert_eq!(reply.header("content-length"), reply.body.len().to_string());
        assert_eq!(reply.header("connection"), "close");
        assert!(reply.header("date").ends_with(" GMT"), "{reply:?}");
        assert_eq!(reply.header("content-type"), "application/problem+json");
    }
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_client_that_sends_a_refused_upload_to_its_end_receives_the_refusal() {
    let server = Server::start();
    let length = 8 * 1024 * 1024;
    let head = format!(
        "POST /medblocks/v1/sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mb_sample\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    let mut socket = server.connect();
    socket.write_all(head.as_bytes()).unwrap();
    // A connection that is closed with unread bytes would be reset: the client would see that, not the response.
    socket.write_all(&vec![b' '; length]).unwrap();
    let reply = Reply::parse(&read(&mut socket));
    assert_eq!(
        (reply.status, reply.json()["error"]["code"].as_str()),
        (413, Some("payload_too_large"))
    );
}

#[test]
fn a_refused_upload_is_not_read_without_end() {
    let server = Server::start();
    let length = 1_u64 << 40;
    let head = format!(
        "POST /medblocks/v1/sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mb_sample\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    let mut socket = server.connect();
    socket.write_all(head.as_bytes()).unwrap();
    let chunk = vec![b' '; 1024 * 1024];
    // Until the server closes the connection.
    let sent = (0..1024).take_while(|_| socket.write_all(&chunk).is_ok()).count();
    assert!(sent < 1024, "the server read a gigabyte");
}

#[test]
fn a_response_before_a_malformed_request_is_not_changed() {
    let server = Server::start();
    for first in ["/bars/Slot", "/medblocks/errors/forbidden", "/nothing"] {
        let answer = server.raw(format!("GET {first} HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n"));
        let reply = Reply::parse(&answer);
        let length: usize = reply.header("content-length").parse().unwrap();
        let (body, rest) = reply.body.split_at(length);
        assert!(body.starts_with('{') && body.ends_with('}'), "{answer}");
        assert_eq!(Reply::parse(rest).json()["code"], "REQUEST_MALFORMED", "{answer}");
    }
}

#[test]
fn odd_but_valid_requests_are_answered_by_their_api() {
    let server = Server::start();
    let close = "Host: x\r\nConnection: close\r\n";
    let key = "Authorization: Bearer mb_sample\r\nContent-Type: application/json\r\n";
    let sessions = "/medblocks/v1/sessions";
    let mut odd = vec![
        ("OPTIONS", "*", format!("OPTIONS * HTTP/1.1\r\n{close}\r\n")),
        (
            "CONNECT",
            "/",
            format!("CONNECT example.org:80 HTTP/1.1\r\n{close}\r\n"),
        ),
        (
            "GET",
            "/nothing",
            format!("GET http://elsewhere/nothing HTTP/1.1\r\n{close}\r\n"),
        ),
        ("GET", "/nothing", "GET /nothing HTTP/1.0\r\n\r\n".to_owned()),
        (
            "BREW",
            "/gp-connect/Patient",
            format!("BREW /gp-connect/Patient HTTP/1.1\r\n{close}\r\n"),
        ),
        (
            "GET",
            "/gp-connect/Patient/%ff",
            format!("GET /gp-connect/Patient/%ff HTTP/1.1\r\n{close}\r\n"),
        ),
        (
            "GET",
            "/gp-connect/Patient/%00%0d%0a",
            format!("GET /gp-connect/Patient/%00%0d%0a HTTP/1.1\r\n{close}\r\n"),
        ),
        (
            "GET",
            "/bars/../gp-connect",
            format!("GET /bars/../gp-connect HTTP/1.1\r\n{close}\r\n"),
        ),
        (
            "GET",
            "/gp-connect/Patient",
            format!("GET /gp-connect/Patient?%ff=%ff&&=&identifier=%00 HTTP/1.1\r\n{close}\r\n"),
        ),
        (
            "GET",
            "/health-gorilla/x",
            format!("GET /health-gorilla/x HTTP/1.1\r\nAuthorization: \u{e9}\r\nAccept: \u{e9}\r\n{close}\r\n"),
        ),
    ];
    for body in [
        "Transfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nab\r\n0\r\n\r\n",
        "Content-Length: 0\r\n\r\n",
        "Content-Length: 4\r\n\r\n\u{e9}\u{e9}",
        "Content-Length: 2\r\n\r\n[]",
        "\r\n",
    ] {
        odd.push((
            "POST",
            sessions,
            format!("POST {sessions} HTTP/1.1\r\n{key}{close}{body}"),
        ));
    }
    for (method, target, request) in odd {
        let answer = server.raw(&request);
        assert!(!answer.is_empty(), "no answer to {request:?}");
        let reply = Reply::parse(&answer);
        assert!(reply.status >= 400, "{request:?}: {reply:?}");
        reply.assert_decodes(method, target);
    }
}

#[test]
fn headers_that_do_not_arrive_are_a_request_that_times_out() {
    // Time enough to send the half of a head on a busy machine.
    let server = Server::with(|limits| limits.head = Duration::from_secs(3));
    let (mut half, mut silent) = (server.connect(), server.connect());
    half.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    let reply = Reply::parse(&read(&mut half));
    reply.is(own::RequestTimeout);
    // A client that sends nothing gets no response.
    assert_eq!(silent.read(&mut [0; 16]).unwrap(), 0);
}

#[test]
fn a_body_that_does_not_arrive_is_a_request_that_takes_too_long() {
    let server = Server::with(|limits| limits.time = Duration::from_millis(200));
    let head =
        "POST /medblocks/v1/sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mb_sample\r\nConnection: close\r\n";
    let mut socket = server.connect();
    socket
        .write_all(format!("{head}Content-Length: 50\r\n\r\n{{").as_bytes())
        .unwrap();
    let reply = Reply::parse(&read(&mut socket));
    reply.is(medblocks::InternalError);
}
