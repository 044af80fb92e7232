//! The cost of an error in a whole server: routes with the same response, called over sockets or without.

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
    /// The router with its response.
    pub name: &'static str,
    /// The server.
    pub router: Router,
    /// The path at which it is asked.
    pub path: &'static str,
}

impl Route {
    /// The response to one request, made without a socket.
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

/// The response of every route: a status, FHIR's media type, and a body.
fn answered(status: StatusCode, body: impl IntoResponse) -> Response {
    (status, [(header::CONTENT_TYPE, "application/fhir+json")], body).into_response()
}
