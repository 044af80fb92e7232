//! Errors as answers of [actix-web](https://docs.rs/actix-web) (feature `actix`).
//!
//! [`Error`], [`Outcome`] and every error that derives `CatalogError` for one catalog are
//! [`ResponseError`](actix_web::ResponseError), so a handler returns `Result<HttpResponse, RecordError>`.
//!
//! ```ignore
//! async fn record(id: web::Path<String>) -> Result<HttpResponse, RecordError> { .. }
//! ```
//!
//! What actix-web itself answers goes through [`reject`]: as the error handler of its extractors, and as the default service.
//!
//! ```ignore
//! App::new()
//!     .app_data(web::JsonConfig::default().error_handler(reject::<GpConnect, _>))
//!     .default_service(web::to(|| async { Err::<HttpResponse, _>(reject_status::<GpConnect>(StatusCode::NOT_FOUND)) }))
//! ```
//!
//! The answer is made once for each error, and then, with the features `tracing` and `metrics`, the error is logged and counted.

use alloc::borrow::Cow;
use core::any::Any;

use actix_web::body::BoxBody;
use actix_web::error::JsonPayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError};

use crate::catalog::Catalog;
use crate::catalog_error::CatalogError;
use crate::error::Error;
use crate::outcome::Outcome;

impl<C: Catalog> ResponseError for Error<C> {
    fn status_code(&self) -> StatusCode {
        status(self.status())
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        #[cfg(any(feature = "tracing", feature = "metrics"))]
        super::Watch::default().see(self, self.request_id());
        answer(self.response())
    }
}

impl<C: Catalog> ResponseError for Outcome<C> {
    fn status_code(&self) -> StatusCode {
        status(self.status())
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        #[cfg(any(feature = "tracing", feature = "metrics"))]
        super::Watch::default().see_all(self, self.request_id());
        answer(self.response())
    }
}

/// What the derive calls for an error of a service.
#[doc(hidden)]
pub fn derived_status<C: Catalog>(error: &dyn CatalogError<C>) -> StatusCode {
    status(error.to_error().status())
}

/// What the derive calls for an error of a service.
#[doc(hidden)]
pub fn derived_response<C: Catalog>(derived: &dyn CatalogError<C>) -> HttpResponse<BoxBody> {
    let error = derived.to_error();
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    super::Watch::default().see_with(&error, error.request_id(), derived.origin());
    answer(error.response())
}

/// What an extractor of actix-web rejects with, in the words of the catalog's `fallbacks`: for `error_handler` of `JsonConfig`, `PathConfig`,
/// `QueryConfig` and `FormConfig`. Without a fallback the extractor's own answer stays.
pub fn reject<C: Catalog, E: ResponseError + 'static>(rejection: E, _: &HttpRequest) -> actix_web::Error {
    let status = match (&rejection as &dyn Any).downcast_ref() {
        // It says 400.
        Some(JsonPayloadError::ContentType) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        _ => rejection.status_code(),
    };
    match Error::<C>::fallback(status.as_u16()) {
        Some(error) => error.into(),
        None => rejection.into(),
    }
}

/// The catalog's fallback for a status, or the bare status: for a default service, and for a resource that has no handler for a method.
pub fn reject_status<C: Catalog>(status: StatusCode) -> actix_web::Error {
    match Error::<C>::fallback(status.as_u16()) {
        Some(error) => error.into(),
        None => actix_web::error::InternalError::new(status.canonical_reason().unwrap_or_default(), status).into(),
    }
}

fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn answer(answer: crate::header::HttpResponse) -> HttpResponse<BoxBody> {
    let mut response = HttpResponse::build(status(answer.status)).finish();
    for header in &answer.headers {
        let name = HeaderName::from_bytes(header.name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&header.value)) {
            response.headers_mut().append(name, value);
        }
    }
    match answer.body {
        Some(Cow::Borrowed(body)) => response.set_body(BoxBody::new(body)),
        Some(Cow::Owned(body)) => response.set_body(BoxBody::new(body)),
        None => response,
    }
}
