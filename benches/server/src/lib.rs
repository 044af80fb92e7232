//! What an error costs a whole server: routes that answer the same, one after the other asked over sockets or called without.

pub mod api;
pub mod bare;
pub mod load;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower::Service;

/// A route of a server of its own.
pub struct Route {
    /// What it answers, and how.
    pub name: &'static str,
    /// The server.
    pub router: Router,
    /// The path at which it is asked.
    pub path: &'static str,
}

impl Route {
    /// The answer to one request, made without a socket.
    ///
    /// # Errors
    /// None: a router never fails.
    pub async fn answer(&mut self) -> Result<Response, std::convert::Infallible> {
        let request = Request::new(Body::empty());
        let (mut parts, body) = request.into_parts();
        parts.uri = axum::http::Uri::from_static(self.path);
        self.router.call(Request::from_parts(parts, body)).await
    }
}

/// What every route here answers with: a status, FHIR's media type, and a body.
fn answered(status: StatusCode, body: impl IntoResponse) -> Response {
    (status, [(header::CONTENT_TYPE, "application/fhir+json")], body).into_response()
}
