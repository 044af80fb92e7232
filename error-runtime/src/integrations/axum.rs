//! Errors as responses of [axum](https://docs.rs/axum) (feature `axum`).
//!
//! [`Error`], [`Outcome`] and every error that derives [`CatalogError`](trait@crate::CatalogError) for one catalog implement
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
//!
//! With the features `tracing` and `metrics` each error is logged and counted: by the layer, otherwise when its response is
//! written.

use alloc::boxed::Box;
use core::error::Error as _;
use core::fmt;
use core::marker::PhantomData;

#[cfg(feature = "tower")]
use ::axum::extract::MatchedPath;
use axum_core::body::Body;
use axum_core::extract::{FromRequest, FromRequestParts, Request};
use axum_core::response::{IntoResponse, Response};
use http::request::Parts;

use crate::catalog::{AsEntry, Catalog};
use crate::error::{Error, Outcome};
use crate::integrations::reason::Reason;
#[cfg(feature = "tower")]
use crate::integrations::tower::MatchedRoute;

impl<C: AsEntry> IntoResponse for Error<C> {
    fn into_response(self) -> Response {
        Outcome::from(self).into_response()
    }
}

impl<C: AsEntry> IntoResponse for Outcome<C> {
    fn into_response(self) -> Response {
        #[cfg(any(feature = "tracing", feature = "metrics"))]
        let is_seen = super::watch::see_without_layer(&self);
        #[cfg(not(any(feature = "tracing", feature = "metrics")))]
        let is_seen = false;
        super::http::response(self, is_seen).map(Body::from)
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
/// The status of the rejection selects the fallback. The text of the rejection becomes the source of the error, for logs;
/// axum's extractors quote the request there. It is not sent to the client, unless the service does that with
/// [`Rejected::reason`]. A rejection without a fallback is sent unchanged.
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
        let reason = Reason::from_display(&rejection);
        let response = rejection.into_response();
        Self(match Error::fallback(response.status().as_u16()) {
            Some(error) => Ok(error.with_source(reason)),
            None => Err(Box::new(response)),
        })
    }

    /// Returns the text of the rejection, if the catalog has a fallback for it. It may quote the request.
    ///
    /// ```
    /// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
    /// # use api::Clinic;
    /// use axum::Json;
    /// use error_runtime::axum::{Extract, Rejected};
    /// # use axum::response::{IntoResponse, Response};
    ///
    /// async fn book(body: Result<Extract<Clinic, Json<Vec<u32>>>, Rejected<Clinic>>) -> Response {
    ///     match body {
    ///         Ok(Extract(Json(slots), _)) => format!("{} slots", slots.len()).into_response(),
    ///         // A text that the service chooses to send.
    ///         Err(rejected) => rejected.reason().unwrap_or("rejected").to_owned().into_response(),
    ///     }
    /// }
    /// # let _: axum::Router = axum::Router::new().route("/", axum::routing::post(book));
    /// ```
    pub fn reason(&self) -> Option<&str> {
        let reason = self.error()?.source()?.downcast_ref::<Reason>()?;
        Some(reason.as_str())
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

/// Records the route of a request for the events of a [`CatalogLayer`](crate::tower::CatalogLayer) around the router.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::Clinic;
/// use axum::{Router, middleware::map_request, routing::get};
/// use error_runtime::{axum::record_route, tower::CatalogLayer};
/// use tower::Layer;
///
/// let router: Router = Router::new()
///     .route("/patients/{id}", get(|| async { "Jane" }))
///     .route_layer(map_request(record_route));
/// let app = CatalogLayer::<Clinic>::new().layer(router);
/// ```
///
/// A layer inside of `Router::layer` needs no such record.
#[cfg(feature = "tower")]
#[allow(clippy::unused_async, reason = "`map_request` requires it")]
pub async fn record_route(request: Request) -> Request {
    let extensions = request.extensions();
    if let (Some(route), Some(matched)) = (extensions.get::<MatchedRoute>(), extensions.get::<MatchedPath>()) {
        route.set(matched.as_str());
    }
    request
}
