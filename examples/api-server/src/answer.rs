//! From an error of a catalog to an axum response.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use error_runtime::{Catalog, Error, HttpResponse};
use serde_json::Value;

use crate::catalogs::ApiServer;

/// What a handler fails with: an error of the catalog `C`, and nothing but that.
///
/// A handler's own errors say which entry they are by `From<OwnError> for Error<C>`; `?` does the rest.
#[derive(Debug)]
pub struct Failure<C: Catalog>(Error<C>);

impl<C: Catalog> Failure<C> {
    /// Says which request failed.
    #[must_use]
    pub fn of_request(self, request_id: impl Into<String>) -> Self {
        Self(self.0.with_request_id(request_id.into()))
    }
}

impl<C: Catalog, E: Into<Error<C>>> From<E> for Failure<C> {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl<C: Catalog> IntoResponse for Failure<C> {
    fn into_response(self) -> Response {
        // What is not implemented is no fault, and a client may ask for it as often as it likes.
        if self.0.status() >= 500 && self.0.status() != 501 {
            log(&self.0);
        }
        answer(self.0.response())
    }
}

/// A server's fault goes to the log with its cause, which the client never sees.
fn log<C: Catalog>(error: &Error<C>) {
    let mut line = format!("{}: {error}", C::DATA.name());
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    eprintln!("{line}");
}

/// The response with exactly this status, these headers and this body.
pub fn answer(response: HttpResponse) -> Response {
    let answered = build(response).or_else(|error| {
        eprintln!("an answer of a catalog cannot be sent: {error}");
        build(Error::new(ApiServer::InternalError).response())
    });
    answered.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn build(response: HttpResponse) -> Result<Response, axum::http::Error> {
    let mut built = Response::new(response.body.map_or_else(Body::empty, Body::from));
    *built.status_mut() = StatusCode::from_u16(response.status)?;
    for header in &response.headers {
        let name = HeaderName::from_bytes(header.name.as_bytes())?;
        built.headers_mut().append(name, HeaderValue::from_str(&header.value)?);
    }
    Ok(built)
}

/// A successful answer: JSON of a media type.
#[derive(Debug)]
pub struct Json {
    status: StatusCode,
    media_type: &'static str,
    body: Value,
}

impl Json {
    /// `200 OK` with plain JSON.
    pub const fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            media_type: "application/json",
            body,
        }
    }

    /// `200 OK` with a FHIR resource.
    pub fn fhir(body: Value) -> Self {
        Self::ok(body).of_type("application/fhir+json")
    }

    /// The same, of another media type.
    #[must_use]
    pub fn of_type(self, media_type: &'static str) -> Self {
        Self { media_type, ..self }
    }

    /// The same, as `201 Created`.
    #[must_use]
    pub fn created(self) -> Self {
        Self {
            status: StatusCode::CREATED,
            ..self
        }
    }
}

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        let content_type = [(header::CONTENT_TYPE, self.media_type)];
        (self.status, content_type, self.body.to_string()).into_response()
    }
}
