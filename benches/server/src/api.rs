//! The route of the example server whose request lacks a search parameter, and the same response by others in its place.

use std::error::Error;
use std::time::Duration;

use api_server::catalogs::GpConnect;
use api_server::server::{self, Limits};
use api_server::store::Database;
use axum::Router;
use axum::error_handling::HandleErrorLayer;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use error_runtime::tower::{CatalogLayer, Keep};
use serde::Serialize;
use tower::ServiceBuilder;

use crate::{Route, answered};

const PATH: &str = "/gp-connect/Patient";

/// The routes, the constant response first and the example server second.
///
/// # Errors
/// The example server cannot be made, or does not answer.
pub async fn routes() -> Result<Vec<Route>, Box<dyn Error>> {
    let route = |name, router| Route {
        name,
        router,
        path: PATH,
    };
    let limits = Limits::default();
    let mut ours = route("the example server", server::router(&Database::in_memory()?, limits)?);
    let answer = ours.answer().await?;
    let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await?;
    let constant = move |keep: bool| {
        let body = body.clone();
        get(async move || {
            let mut response = answered(StatusCode::BAD_REQUEST, body.clone());
            if keep {
                response.extensions_mut().insert(Keep);
            }
            response
        })
    };
    let layered = ServiceBuilder::new()
        .layer(CatalogLayer::<GpConnect>::new())
        .load_shed()
        .concurrency_limit(limits.room)
        .timeout(limits.time)
        .service(Router::new().route("/Patient", constant(true)));
    Ok(vec![
        route("a constant body", limited(limits, constant(false))),
        ours,
        route(
            "a constant body in place of the example server's handler",
            Router::new().nest_service("/gp-connect", layered),
        ),
        route("serde structs by hand", limited(limits, get(with_serde))),
    ])
}

/// A route with the limits of the example server, as one has them without the catalog's layer.
fn limited(limits: Limits, handler: axum::routing::MethodRouter) -> Router {
    let refused = |_: tower::BoxError| async { StatusCode::SERVICE_UNAVAILABLE };
    let layers = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(refused))
        .load_shed()
        .concurrency_limit(limits.room)
        .timeout(Duration::from_secs(10));
    let router = Router::new().route("/Patient", handler).layer(layers);
    Router::new().nest_service("/gp-connect", router)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutcomeBody {
    resource_type: &'static str,
    meta: Meta,
    issue: [Issue; 1],
}

#[derive(Serialize)]
struct Meta {
    profile: [&'static str; 1],
}

#[derive(Serialize)]
struct Issue {
    severity: &'static str,
    code: &'static str,
    details: Details,
    diagnostics: &'static str,
}

#[derive(Serialize)]
struct Details {
    coding: [Coding; 1],
}

#[derive(Serialize)]
struct Coding {
    system: &'static str,
    code: &'static str,
    display: &'static str,
}

async fn with_serde() -> Response {
    let coding = Coding {
        system: "https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1",
        code: "BAD_REQUEST",
        display: "Bad request",
    };
    let issue = Issue {
        severity: "error",
        code: "invalid",
        details: Details { coding: [coding] },
        diagnostics: "the search parameter `identifier` is missing",
    };
    let outcome = OutcomeBody {
        resource_type: "OperationOutcome",
        meta: Meta {
            profile: ["https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-OperationOutcome-1"],
        },
        issue: [issue],
    };
    match serde_json::to_vec(&outcome) {
        Ok(body) => answered(StatusCode::BAD_REQUEST, body),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn all_routes_answer_the_same() {
        let mut answers = Vec::new();
        for mut route in routes().await.unwrap() {
            let answer = route.answer().await.unwrap();
            let head = (answer.status(), answer.headers()["content-type"].clone());
            let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
            assert!(body.ends_with(b"}"), "{body:?}");
            answers.push((head, body));
        }
        for answer in &answers {
            assert_eq!(*answer, answers[0]);
        }
        assert_eq!(answers.len(), 4);
    }
}
