//! Successful responses. All others are errors of a catalog.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// A successful response: JSON of a media type.
#[derive(Debug)]
pub struct Json {
    status: StatusCode,
    media_type: &'static str,
    body: Value,
}

impl Json {
    /// Returns `200 OK` with plain JSON.
    pub const fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            media_type: "application/json",
            body,
        }
    }

    /// Returns `200 OK` with a FHIR resource.
    pub fn fhir(body: Value) -> Self {
        Self::ok(body).of_type("application/fhir+json")
    }

    /// Returns it with another media type.
    #[must_use]
    pub fn of_type(self, media_type: &'static str) -> Self {
        Self { media_type, ..self }
    }

    /// Returns it as `201 Created`.
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
