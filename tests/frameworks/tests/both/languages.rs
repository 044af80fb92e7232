//! The language of a response, by `Accept-Language`.

use std::net::SocketAddr;

use actix_web::web::{self, ServiceConfig};
use axum::Router;
use axum::extract::Path;
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::get;
use error_runtime::{Error, actix, tower};
use framework_tests::{Abroad, Answer, abroad, send};

use super::support::actix::with_actix;
use super::support::with_server;

fn no_patient(patient: &str) -> Error<Abroad> {
    abroad::NoPatient { patient }.into()
}

async fn record(Path(patient): Path<String>) -> Error<Abroad> {
    no_patient(&patient)
}

async fn varied() -> Response {
    (AppendHeaders([("vary", "origin")]), abroad::Closed.error()).into_response()
}

fn router() -> Router {
    Router::new()
        .route("/patients/{id}", get(record))
        .route("/closed", get(async || abroad::Closed.error()))
        .route("/varied", get(varied))
        .layer(tower::CatalogLayer::<Abroad>::new())
}

async fn actix_record(patient: web::Path<String>) -> Result<String, Error<Abroad>> {
    Err(no_patient(&patient))
}

async fn actix_varied() -> actix_web::HttpResponse {
    let mut response = actix_web::HttpResponse::from_error(abroad::Closed.error());
    response
        .headers_mut()
        .append("vary".parse().unwrap(), "origin".parse().unwrap());
    response
}

fn routes(app: &mut ServiceConfig) {
    let scope = web::scope("")
        .route("/patients/{id}", web::get().to(actix_record))
        .route(
            "/closed",
            web::get().to(async || Err::<String, _>(abroad::Closed.error())),
        )
        .route("/varied", web::get().to(actix_varied))
        .wrap(actix::CatalogLayer::<Abroad>::new());
    app.service(scope);
}

/// A request, and what its response has: language, other names in `Vary`, a text.
type Case = (
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static str,
    &'static str,
);

const CASES: [Case; 12] = [
    ("/closed", &[], "en", "accept", "\"Closed\""),
    ("/closed", &["Accept-Language: de"], "de", "accept", "\"Geschlossen\""),
    (
        "/closed",
        &["Accept-Language: it, fr-CH;q=0.9, de;q=0.1"],
        "fr",
        "accept",
        "\"Ferme\"",
    ),
    (
        "/closed",
        &["Accept-Language: it", "Accept-Language: de-AT"],
        "de",
        "accept",
        "\"Geschlossen\"",
    ),
    ("/closed", &["Accept-Language: it"], "en", "accept", "\"Closed\""),
    (
        "/closed",
        &["Accept-Language: en;q=0, *"],
        "de",
        "accept",
        "\"Geschlossen\"",
    ),
    ("/closed", &["Accept-Language: ;;,,q=1"], "en", "accept", "\"Closed\""),
    (
        "/varied",
        &["Accept-Language: de"],
        "de",
        "accept origin",
        "\"Geschlossen\"",
    ),
    ("/nowhere", &["Accept-Language: fr"], "fr", "accept", "\"Pas ici\""),
    (
        "/patients/Ann",
        &["Accept-Language: de"],
        "de",
        "accept",
        "Niemand heißt Ann.",
    ),
    ("/patients/Ann", &[], "en", "accept", "No patient is called Ann."),
    (
        "/patients/Ann",
        &["Accept-Language: fr", "Accept: application/fhir+xml"],
        "fr",
        "accept",
        "<display value=\"Patient introuvable\"/>",
    ),
];

fn check(address: SocketAddr) {
    for (path, headers, language, others, text) in CASES {
        let answer: Answer = send(address, "GET", path, headers);
        let what = format!("{path} {headers:?}: {answer:?}");
        assert!(answer.body.contains(text), "{what}");
        assert_eq!(answer.length(), answer.body.len(), "{what}");
        assert_eq!(answer.header("content-language"), Some(language), "{what}");
        let vary = answer.headers.iter().filter(|(name, _)| name == "vary");
        let names = vary.flat_map(|(_, value)| value.split(',').map(|name| name.trim().to_ascii_lowercase()));
        let mut names: Vec<String> = names.collect();
        names.sort_unstable();
        let mut expected: Vec<&str> = others.split(' ').chain(["accept-language"]).collect();
        expected.sort_unstable();
        assert_eq!(names, expected, "{what}");
        if let Some(reason) = answer.header("x-reason") {
            assert!(text.contains(reason), "{what}");
        }
    }
}

#[test]
fn a_request_selects_the_language_of_its_response() {
    with_server(async |listener| axum::serve(listener, router()).await.unwrap(), check);
    with_actix(None, routes, check);
}
