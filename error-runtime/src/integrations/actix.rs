//! Errors as responses of [actix-web](https://docs.rs/actix-web) (feature `actix`).
//!
//! [`Error`], [`Outcome`] and every error that derives [`CatalogError`] for one catalog implement [`ResponseError`].
//! [`reject`] converts the errors of actix-web's extractors, and [`reject_status`] a bare status.
//!
//! ```
//! # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
//! # use api::{Clinic, clinic};
//! use actix_web::{App, HttpResponse, http::StatusCode, web};
//! use error_runtime::Error;
//! use error_runtime::actix::{reject, reject_status};
//!
//! async fn record(patient: web::Path<String>) -> Result<HttpResponse, Error<Clinic>> {
//!     Err(clinic::PatientNotFound { patient: patient.into_inner() }.into())
//! }
//!
//! async fn no_route() -> Result<HttpResponse, actix_web::Error> {
//!     Err(reject_status::<Clinic>(StatusCode::NOT_FOUND))
//! }
//!
//! let app = App::new()
//!     .app_data(web::JsonConfig::default().error_handler(reject::<Clinic, _>))
//!     .route("/patients/{patient}", web::get().to(record))
//!     .default_service(web::to(no_route));
//! ```
//!
//! With the features `tracing` and `metrics` each error is logged and counted when its response is written.

use alloc::borrow::Cow;
use core::any::Any;
#[cfg(any(feature = "tracing", feature = "metrics"))]
use core::error::Error as _;

use actix_web::body::BoxBody;
use actix_web::error::JsonPayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError};

use crate::catalog::{AsEntry, Catalog};
use crate::error::{CatalogError, Error, Outcome, Respond};

impl<C: AsEntry> ResponseError for Error<C> {
    fn status_code(&self) -> StatusCode {
        status(self.status())
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        #[cfg(any(feature = "tracing", feature = "metrics"))]
        super::Watch::default().see(self, self.request_id(), self.source(), true);
        respond(self)
    }
}

impl<C: AsEntry> ResponseError for Outcome<C> {
    fn status_code(&self) -> StatusCode {
        status(self.status())
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        #[cfg(any(feature = "tracing", feature = "metrics"))]
        super::Watch::default().see_all(self, self.request_id());
        respond(self)
    }
}

/// Implements `ResponseError` of derived errors.
#[doc(hidden)]
pub fn derived_status<C: Catalog>(error: &dyn CatalogError<C>) -> StatusCode {
    status(error.to_error().status())
}

/// Implements `ResponseError` of derived errors.
#[doc(hidden)]
pub fn derived_response<C: Catalog>(derived: &dyn CatalogError<C>) -> HttpResponse<BoxBody> {
    let error = derived.to_error();
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    super::Watch::default().see(&error, error.request_id(), derived.origin(), true);
    respond(&error)
}

/// Converts the error of an extractor into the catalog's fallback for its status.
///
/// It is an `error_handler` of `JsonConfig`, `PathConfig`, `QueryConfig` and `FormConfig`. Without a fallback it returns
/// the extractor's error.
pub fn reject<C: Catalog, E: ResponseError + 'static>(rejection: E, _: &HttpRequest) -> actix_web::Error {
    let status = match (&rejection as &dyn Any).downcast_ref() {
        // Its status is 400 (actix-web 4).
        Some(JsonPayloadError::ContentType) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        _ => rejection.status_code(),
    };
    match Error::<C>::fallback(status.as_u16()) {
        Some(error) => error.into(),
        None => rejection.into(),
    }
}

/// Returns the catalog's fallback for a status, or an error with the bare status.
///
/// It is for a default service, and for a resource without a handler for a method.
pub fn reject_status<C: Catalog>(status: StatusCode) -> actix_web::Error {
    match Error::<C>::fallback(status.as_u16()) {
        Some(error) => error.into(),
        None => actix_web::error::InternalError::new(status.canonical_reason().unwrap_or_default(), status).into(),
    }
}

fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn respond(error: &impl Respond) -> HttpResponse<BoxBody> {
    let written = error.response();
    let mut response = HttpResponse::build(status(written.status)).finish();
    for header in &written.headers {
        let name = HeaderName::from_bytes(header.name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&header.value)) {
            response.headers_mut().append(name, value);
        }
    }
    match written.body {
        Some(Cow::Borrowed(body)) => response.set_body(BoxBody::new(body)),
        Some(Cow::Owned(body)) => response.set_body(BoxBody::new(body)),
        None => response,
    }
}
