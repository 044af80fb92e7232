//! Errors as responses of [actix-web](https://docs.rs/actix-web), and a [middleware](CatalogLayer) for its applications (feature `actix`).
//!
//! [`Error`], [`Outcome`] and every error that derives [`CatalogError`] for one catalog implement [`ResponseError`].
//!
//! ```
//! # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
//! # use api::{Clinic, clinic};
//! use actix_web::{App, HttpResponse, web};
//! use error_runtime::Error;
//! use error_runtime::actix::CatalogLayer;
//! use std::time::Duration;
//!
//! async fn record(patient: web::Path<String>) -> Result<HttpResponse, Error<Clinic>> {
//!     Err(clinic::PatientNotFound { patient: patient.into_inner() }.into())
//! }
//!
//! let app = App::new()
//!     .service(web::resource("/patients/{patient}").get(record))
//!     .wrap(CatalogLayer::<Clinic>::new().time_limit(Duration::from_secs(30)));
//! ```
//!
//! # Replaced responses
//!
//! The middleware replaces every response with a status of 400 or more that is not an error of a catalog by the catalog's
//! fallback for the status. Examples are actix-web's 404 and 405, and the errors of its extractors and of other middleware.
//! Headers that do not describe the body, such as `Allow`, are kept; those that do, such as `ETag` and `Repr-Digest`, are
//! removed. A `Retry-After` of the response is also the value of `{retry_after}`. If the catalog has no fallback, a response
//! is unchanged.
//!
//! The status is that of actix-web, except for a body that is not JSON by its type: it is 415 instead of 400. A request
//! over the [time limit](CatalogLayer::time_limit) is 504 and a panic is 500; the message of a panic is not sent.
//!
//! # Request ids
//!
//! Every request has an id: the client's, if it is [valid](RequestId), otherwise a new one. It is in the header and the
//! extensions of the request, in the header of the response, in the body of every error that shows it, and in the log.
//! Handlers get it with `web::ReqData<RequestId>`.
//!
//! With the features `tracing` and `metrics` each error is logged and counted once: by the middleware, otherwise when its
//! response is created. The event of the middleware has the method and the route of the request, and the status, the media
//! type and the text of a replaced response; [`CatalogLayer::reason_parameter`] sends the text to the client too.
//!
//! # Limits
//!
//! The middleware does not see responses that the server sends without a request, such as 400 for a malformed request line
//! and 408 for a request head that comes too slowly. If a body fails while it is sent, status and headers are sent already.
//!
//! # Place
//!
//! Register the middleware after those whose responses it should replace, and before those that process bodies, such as
//! `Compress`, or add headers to every response, such as CORS: the last one that is registered is the outermost.

mod convert;
mod exchange;
mod extract;
mod layer;
mod service;

pub use self::extract::Extract;
pub use self::layer::CatalogLayer;
pub use self::service::CatalogService;
pub use crate::integrations::layer::{Keep, RequestId};

use core::error::Error as _;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::catalog::{AsEntry, Catalog};
use crate::error::{CatalogError, Error, Outcome};
#[cfg(feature = "tracing")]
use crate::integrations::reason::Reason;

impl<C: AsEntry> ResponseError for Error<C> {
    fn status_code(&self) -> StatusCode {
        convert::status(self.status())
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        respond(Outcome::from(copy(self)))
    }
}

impl<C: AsEntry> ResponseError for Outcome<C> {
    fn status_code(&self) -> StatusCode {
        convert::status(self.status())
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        respond(self.map(copy))
    }
}

/// Implements `ResponseError` of derived errors.
#[doc(hidden)]
pub fn derived_status<C: Catalog>(error: &dyn CatalogError<C>) -> StatusCode {
    convert::status(error.to_error().status())
}

/// Implements `ResponseError` of derived errors.
#[doc(hidden)]
pub fn derived_response<C: Catalog>(derived: &dyn CatalogError<C>) -> HttpResponse<BoxBody> {
    let error = with_texts_of(derived.to_error(), derived.origin());
    respond(Outcome::from(error))
}

/// Returns a copy of an error that a response can own.
fn copy<C: AsEntry>(error: &Error<C>) -> Error<C> {
    with_texts_of(error.without_source(), error.source())
}

/// Adds the texts of a chain of sources, which cannot be cloned, for the log.
#[cfg(feature = "tracing")]
fn with_texts_of<C: AsEntry>(error: Error<C>, source: Option<&(dyn core::error::Error + 'static)>) -> Error<C> {
    match source {
        Some(source) => error.with_source(Reason::of(crate::tracing::chain(source))),
        None => error,
    }
}

#[cfg(not(feature = "tracing"))]
fn with_texts_of<C: AsEntry>(error: Error<C>, _: Option<&(dyn core::error::Error + 'static)>) -> Error<C> {
    error
}

/// Returns the response of errors. It has them as an extension, until a layer takes them.
fn respond<C: AsEntry>(outcome: Outcome<C>) -> HttpResponse<BoxBody> {
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    let is_seen = super::watch::see_without_layer(&outcome);
    #[cfg(not(any(feature = "tracing", feature = "metrics")))]
    let is_seen = false;
    let (parts, body) = super::http::response(outcome, is_seen).into_parts();
    convert::response(parts, body)
}
