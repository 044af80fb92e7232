//! The layer of actix-web among other middleware, and in scopes.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::{Compress, DefaultHeaders, Next, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse, error};
use error_runtime::actix::CatalogLayer;
use framework_tests::{Bare, Clinic, GpConnect, SECRET, clinic, send};

use super::observed;
use super::support::actix::{routes, with_actix};

/// Rejects a request before its handler, as a middleware for authentication does.
async fn guarded(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match request.headers().get("x-reject").and_then(|value| value.to_str().ok()) {
        Some("entry") => Err(clinic::Overloaded.error().with_source(SECRET).into()),
        Some("text") => Err(error::ErrorUnauthorized("token expired")),
        Some("panic") => panic!("{SECRET}"),
        _ => next.call(request).await,
    }
}

async fn reason(status: web::Path<u16>) -> HttpResponse {
    let status = StatusCode::from_u16(*status).unwrap();
    HttpResponse::build(status).reason("Own Reason").finish()
}

/// The clinic behind the middleware, behind nested layers, and behind a layer of a catalog without fallbacks.
fn scopes(app: &mut ServiceConfig) {
    app.service(web::scope("/guarded").configure(routes).wrap(from_fn(guarded)))
        .service(
            web::scope("/nested")
                .configure(routes)
                .wrap(CatalogLayer::<GpConnect>::new()),
        )
        .service(
            web::scope("/around")
                .configure(routes)
                .wrap(CatalogLayer::<Clinic>::new())
                .wrap(Compress::default())
                .wrap(DefaultHeaders::new().add(("access-control-allow-origin", "*"))),
        )
        .service(web::scope("/bare").configure(routes).wrap(CatalogLayer::<Bare>::new()))
        .route("/reason/{status}", web::get().to(reason));
}

type Events = Vec<BTreeMap<String, String>>;

/// Returns the responses to requests, and their events.
fn responses(
    layer: Option<CatalogLayer<Clinic>>,
    requests: &'static [(&'static str, &'static str)],
) -> Vec<(framework_tests::Answer, Events)> {
    observed::install();
    with_actix(layer, scopes, move |address| {
        let response = |(number, (path, header)): (usize, &(&'static str, &'static str))| {
            let id = format!("{path}-{number}-{}", std::process::id());
            let answer = send(address, "GET", path, &[&format!("X-Request-Id: {id}"), header]);
            (answer, observed::events(&id))
        };
        requests.iter().enumerate().map(response).collect()
    })
}

#[test]
fn an_error_of_another_middleware_is_an_entry_with_the_request() {
    let all = responses(
        Some(CatalogLayer::new()),
        &[
            ("/guarded/patients/p-1", "X-Reject: text"),
            ("/guarded/patients/p-1", "X-Reject: entry"),
            ("/guarded/patients/p-1", "X-Reject: panic"),
            ("/guarded/patients/p-1", "X-Reject: no"),
        ],
    );
    let expected = [
        (401, "LOGIN", "token expired", "401"),
        (503, "OVERLOADED", SECRET, "-"),
        (500, "INTERNAL", "the service panicked", "-"),
    ];
    for ((answer, events), (status, code, source, replaced)) in all.iter().zip(expected) {
        answer.assert_is(status, code);
        let [event] = &events[..] else {
            panic!("not one event: {events:?}")
        };
        let field = |name: &str| event.get(name).map_or("-", String::as_str);
        assert_eq!(
            [field("entry"), field("source"), field("replaced_status")],
            [code, source, replaced]
        );
        assert_eq!(
            [field("method"), field("route")],
            ["GET", "/guarded/patients/{id}"],
            "{event:?}"
        );
    }
    let (fine, events) = &all[3];
    assert_eq!((fine.body.as_str(), events.len()), ("Jane", 0));
}

#[test]
fn an_error_in_nested_layers_is_one_event() {
    let all = responses(
        Some(CatalogLayer::new()),
        &[
            ("/nested/patients/store", ""),
            ("/nested/foreign", ""),
            ("/nested/teapot", ""),
            ("/nested/panic", ""),
            ("/nowhere", ""),
        ],
    );
    let seen: Vec<_> = all
        .iter()
        .map(|(answer, events)| {
            let [event] = &events[..] else {
                panic!("not one event: {events:?}")
            };
            (
                answer.status,
                event["catalog"].as_str(),
                event.get("route").map(String::as_str),
            )
        })
        .collect();
    let expected = [
        (500, "clinic", Some("/nested/patients/{id}")),
        (404, "gp-connect", Some("/nested/foreign")),
        (400, "gp-connect", Some("/nested/teapot")),
        (500, "gp-connect", Some("/nested/panic")),
        (404, "clinic", None),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn without_the_layer_an_error_is_one_event() {
    let _ = responses(None, &[("/guarded/overridden", "")]);
    // The handler named the request.
    let [event] = &observed::events("own")[..] else {
        panic!("not one event")
    };
    assert_eq!(
        (event["entry"].as_str(), event["source"].as_str()),
        ("OVERLOADED", SECRET)
    );
    assert_eq!(event["counted"], "clinic/OVERLOADED/OVERLOADED/503*1");
    assert!(!event.contains_key("method"), "{event:?}");
}

#[test]
fn the_layer_of_a_scope_does_not_change_the_responses_of_others() {
    let all = responses(
        None,
        &[("/nested/teapot", ""), ("/teapot", ""), ("/guarded/nowhere", "")],
    );
    let statuses: Vec<_> = all
        .iter()
        .map(|(answer, events)| (answer.status, events.len()))
        .collect();
    assert_eq!(statuses, [(400, 1), (404, 0), (404, 0)]);
    assert!(all[1].0.header("x-request-id").is_none());
}

#[test]
fn compression_and_headers_belong_around_the_layer() {
    let all = responses(
        None,
        &[
            ("/around/patients/p-9", "Accept-Encoding: identity"),
            ("/around/nowhere", "Accept-Encoding: identity"),
            ("/around/patients/p-1", "Accept-Encoding: identity"),
        ],
    );
    let statuses: Vec<_> = all
        .iter()
        .map(|(answer, events)| (answer.status, events.len()))
        .collect();
    assert_eq!(statuses, [(404, 1), (404, 1), (200, 0)]);
    for (answer, _) in &all {
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{answer:?}");
    }
    with_actix(None, scopes, |address| {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = agent
            .get(format!("http://{address}/around/patients/p-9"))
            .header("Accept-Encoding", "gzip");
        let mut answer = request.call().unwrap();
        assert_eq!(answer.headers()["content-encoding"], "gzip");
        assert!(!answer.headers().contains_key("content-length"));
        let body = answer.body_mut().read_to_vec().unwrap();
        assert_eq!(body.get(..2), Some(&[0x1f, 0x8b][..]));
    });
}

#[test]
fn without_a_fallback_a_response_is_unchanged_and_a_failure_has_no_body() {
    let all = responses(
        None,
        &[
            ("/bare/teapot", ""),
            ("/bare/nowhere", ""),
            ("/bare/login", ""),
            ("/bare/panic", ""),
        ],
    );
    let seen: Vec<_> = all
        .iter()
        .map(|(answer, _)| (answer.status, answer.body.as_str()))
        .collect();
    assert_eq!(seen, [(418, SECRET), (404, ""), (401, SECRET), (500, "")]);
    for (answer, _) in &all {
        assert!(answer.header("x-request-id").is_some(), "{answer:?}");
    }
    let (_, events) = &all[3];
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(
        (
            events[0]["catalog"].as_str(),
            events[0]["source"].as_str(),
            events[0]["route"].as_str()
        ),
        ("bare", "the service panicked", "/bare/panic")
    );
}

#[test]
fn a_reason_phrase_of_a_handler_does_not_describe_another_status() {
    with_actix(Some(CatalogLayer::new()), scopes, |address| {
        let first_line = |path: &str| {
            let mut socket = TcpStream::connect(address).unwrap();
            write!(socket, "GET {path} HTTP/1.1\r\nHost: c\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            socket.read_to_string(&mut answer).unwrap();
            answer.lines().next().map(str::to_owned)
        };
        assert_eq!(first_line("/reason/418").as_deref(), Some("HTTP/1.1 400 Bad Request"));
        assert_eq!(first_line("/reason/400").as_deref(), Some("HTTP/1.1 400 Own Reason"));
    });
}
