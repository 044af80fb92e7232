//! Three routes of plain axum: a constant response, an error of a catalog, and an error by hand.

use std::sync::LazyLock;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use benchmarks::samples::CLEAN;
use benchmarks::{Clinic, bodies, clinic};
use error_runtime::{Error, Respond};

use crate::{Route, answered};

/// The routes, the constant response first.
pub fn routes() -> Vec<Route> {
    let route = |name, handler| Route {
        name,
        router: Router::new().route("/Patient", handler),
        path: "/Patient",
    };
    vec![
        route("a constant response", get(constant)),
        route("an error of the catalog", get(ours)),
        route("serde structs by hand", get(with_serde)),
    ]
}

fn error(text: String) -> Error<Clinic> {
    clinic::PatientNotFound.error().with_diagnostics(text)
}

async fn constant() -> Response {
    static BODY: LazyLock<String> = LazyLock::new(|| error(CLEAN.to_owned()).body().unwrap_or_default().into_owned());
    answered(StatusCode::NOT_FOUND, BODY.as_str())
}

async fn ours() -> Result<&'static str, Error<Clinic>> {
    Err(error(CLEAN.to_owned()))
}

async fn with_serde() -> Response {
    let text = CLEAN.to_owned();
    match serde_json::to_vec(&bodies::structs(Clinic::PatientNotFound, Some(&text), 1)) {
        Ok(body) => answered(StatusCode::NOT_FOUND, body),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
