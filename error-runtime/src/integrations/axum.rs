//! Errors as responses of [axum](https://docs.rs/axum) (feature `axum`).
//!
//! [`Error`], [`Outcome`] and every error that derives [`CatalogError`](macro@crate::CatalogError) for one catalog implement
//! [`IntoResponse`]. They are also valid as the `Rejection` of your own extractors.
//!
//! ```
//! # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
//! # use api::Clinic;
//! use axum::{Router, extract::Path, routing::get};
//! use error_runtime::CatalogError;
//!
//! #[derive(Debug, CatalogError)]
//! #[catalog(Clinic)]
//! enum RecordError {
//!     #[code(PatientNotFound)]
//!     NoRecord {
//!         #[param]
//!         patient: String,
//!     },
//! }
//!
//! async fn record(Path(patient): Path<String>) -> Result<String, RecordError> {
//!     Err(RecordError::NoRecord { patient })
//! }
//!
//! let app: Router = Router::new().route("/patients/{patient}", get(record));
//! ```
//!
//! axum's own extractors have other bodies. The layer of the feature `tower` replaces them. Without the layer, or for
//! routes of another catalog than the layer's, [`Extract`] does.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;
use core::marker::PhantomData;

use axum_core::body::Body;
use axum_core::extract::{FromRequest, FromRequestParts, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::request::Parts;

use crate::catalog::{AsEntry, Catalog};
use crate::error::{Error, Outcome};

impl<C: AsEntry> IntoResponse for Error<C> {
    fn into_response(self) -> Response {
        Outcome::from(self).into_response()
    }
}

impl<C: AsEntry> IntoResponse for Outcome<C> {
    fn into_response(self) -> Response {
        http::Response::<Bytes>::from(self).map(Body::from)
    }
}

/// Runs the extractor `E`, and converts its rejection into a fallback of the catalog `C`.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::{Clinic, clinic};
/// use axum::{Json, Router, routing::post};
/// use error_runtime::{Error, axum::Extract};
///
/// async fn book(Extract(Json(slots), _): Extract<Clinic, Json<Vec<u32>>>) -> Result<String, Error<Clinic>> {
///     slots.first().map(u32::to_string).ok_or(clinic::BadRequest.into())
/// }
///
/// let app: Router = Router::new().route("/appointments", post(book));
/// ```
///
/// The status of the rejection selects the fallback. The text of the rejection before the first colon becomes the source of
/// the error, for logs. The rest is dropped, because axum's extractors quote the request there, which may contain personal
/// data. A rejection without a fallback is sent unchanged.
#[doc(alias = "FromRequest")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Extract<C, E>(
    /// The extracted value.
    pub E,
    /// The catalog.
    pub PhantomData<C>,
);

impl<S, C, E> FromRequest<S> for Extract<C, E>
where
    S: Send + Sync,
    C: Catalog,
    E: FromRequest<S>,
    E::Rejection: fmt::Display,
{
    type Rejection = Rejected<C>;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        match E::from_request(request, state).await {
            Ok(extracted) => Ok(Self(extracted, PhantomData)),
            Err(rejection) => Err(Rejected::new(rejection)),
        }
    }
}

impl<S, C, E> FromRequestParts<S> for Extract<C, E>
where
    S: Send + Sync,
    C: Catalog,
    E: FromRequestParts<S>,
    E::Rejection: fmt::Display,
{
    type Rejection = Rejected<C>;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        match E::from_request_parts(parts, state).await {
            Ok(extracted) => Ok(Self(extracted, PhantomData)),
            Err(rejection) => Err(Rejected::new(rejection)),
        }
    }
}

/// The rejection of [`Extract`].
#[derive(Debug)]
pub struct Rejected<C: Catalog>(Result<Error<C>, Box<Response>>);

impl<C: Catalog> Rejected<C> {
    fn new(rejection: impl IntoResponse + fmt::Display) -> Self {
        let mut said = rejection.to_string();
        said.truncate(said.find(": ").unwrap_or(said.len()));
        let response = rejection.into_response();
        Self(match Error::fallback(response.status().as_u16()) {
            Some(error) => Ok(error.with_source(Cause(said))),
            None => Err(Box::new(response)),
        })
    }

    /// Returns the error of the catalog, if it has a fallback for the rejection.
    pub fn error(&self) -> Option<&Error<C>> {
        self.0.as_ref().ok()
    }
}

impl<C: Catalog> IntoResponse for Rejected<C> {
    fn into_response(self) -> Response {
        match self.0 {
            Ok(error) => error.into_response(),
            Err(response) => *response,
        }
    }
}

/// The text of an extractor's rejection, for logs.
#[derive(Debug)]
struct Cause(String);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for Cause {}
