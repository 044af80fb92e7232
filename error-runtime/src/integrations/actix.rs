//! Errors as responses of [actix-web](https://docs.rs/actix-web) (feature `actix`).
//!
//! [`Error`], [`Outcome`] and every error that derives [`CatalogError`] for one catalog implement [`ResponseError`].
//! [`reject`] and [`Extract`] convert the errors of actix-web's extractors, and [`reject_status`] a bare status.
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
use alloc::boxed::Box;
use core::any::Any;
#[cfg(any(feature = "tracing", feature = "metrics"))]
use core::error::Error as _;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::error::{JsonPayloadError, PathError};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};

use crate::catalog::{AsEntry, Catalog};
use crate::error::{CatalogError, Error, Outcome, Respond};
use crate::integrations::reason::Reason;
#[cfg(any(feature = "tracing", feature = "metrics"))]
use crate::integrations::{circumstances::Circumstances, watch::Watch};

impl<C: AsEntry> ResponseError for Error<C> {
    fn status_code(&self) -> StatusCode {
        status(self.status())
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        #[cfg(any(feature = "tracing", feature = "metrics"))]
        see(self, self.source());
        respond(self)
    }
}

impl<C: AsEntry> ResponseError for Outcome<C> {
    fn status_code(&self) -> StatusCode {
        status(self.status())
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        #[cfg(any(feature = "tracing", feature = "metrics"))]
        {
            let request_id = self.request_id();
            let circumstances = Circumstances {
                request_id,
                ..Circumstances::default()
            };
            Watch::default().see_all(self, &circumstances);
        }
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
    see(&error, derived.origin());
    respond(&error)
}

/// Converts the error of an extractor into the catalog's fallback for its status.
///
/// It is an `error_handler` of `JsonConfig`, `PathConfig`, `QueryConfig` and `FormConfig`. The status is the one that
/// actix-web sends without a handler, such as 404 for a path that cannot be parsed, except 415 for a body that is not JSON
/// by its type. The text of the extractor's error becomes the source of the error, for logs. Without a fallback it returns
/// the extractor's error.
pub fn reject<C: Catalog, E: ResponseError + 'static>(rejection: E, _: &HttpRequest) -> actix_web::Error {
    let any: &dyn Any = &rejection;
    let status = match any.downcast_ref() {
        // Its status is 400 (actix-web 4).
        Some(JsonPayloadError::ContentType) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        // Its status is 400, but actix-web sends 404 (actix-web 4).
        _ if any.is::<PathError>() => StatusCode::NOT_FOUND,
        _ => rejection.status_code(),
    };
    match Error::<C>::fallback(status.as_u16()) {
        Some(error) => error.with_source(Reason::from_display(&rejection)).into(),
        None => rejection.into(),
    }
}

/// Runs the extractor `E`, and converts its error into a fallback of the catalog `C`.
///
/// It is for extractors that have no `error_handler`, such as `web::Bytes`, `String` and `web::Payload`, and works for all.
/// The status of the extractor's error selects the fallback, and its text becomes the source of the error, for logs. An
/// error of a catalog, and one without a fallback, is unchanged.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::Clinic;
/// use actix_web::{App, web};
/// use error_runtime::actix::Extract;
///
/// async fn upload(Extract(body, _): Extract<Clinic, web::Bytes>) -> String {
///     format!("{} bytes", body.len())
/// }
///
/// let app = App::new()
///     .app_data(web::PayloadConfig::new(4096))
///     .route("/uploads", web::post().to(upload));
/// ```
#[doc(alias = "FromRequest")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Extract<C, E>(
    /// The extracted value.
    pub E,
    /// The catalog.
    pub PhantomData<C>,
);

impl<C: Catalog, E: FromRequest + 'static> FromRequest for Extract<C, E> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let extracted = E::from_request(request, payload);
        Box::pin(async {
            match extracted.await {
                Ok(extracted) => Ok(Self(extracted, PhantomData)),
                Err(error) => Err(replaced::<C>(error.into())),
            }
        })
    }
}

/// Returns the fallback for an error of actix-web.
fn replaced<C: Catalog>(error: actix_web::Error) -> actix_web::Error {
    let is_catalogs = error.as_error::<Error<C>>().is_some() || error.as_error::<Outcome<C>>().is_some();
    let status = match error.as_error() {
        Some(JsonPayloadError::ContentType) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        _ => error.as_response_error().status_code(),
    };
    match Error::<C>::fallback(status.as_u16()).filter(|_| !is_catalogs) {
        Some(fallback) => fallback.with_source(Reason::from_display(&error)).into(),
        None => error,
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

/// Logs and counts an error.
#[cfg(any(feature = "tracing", feature = "metrics"))]
fn see<C: AsEntry>(error: &Error<C>, source: Option<&(dyn core::error::Error + 'static)>) {
    let request_id = error.request_id();
    let circumstances = Circumstances {
        request_id,
        ..Circumstances::default()
    };
    Watch::default().see(error, &circumstances, source);
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
