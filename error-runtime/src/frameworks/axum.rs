//! Errors as answers of [axum](https://docs.rs/axum) (feature `axum`).
//!
//! [`Error`], [`Outcome`] and every error that derives `CatalogError` for one catalog are [`IntoResponse`], so a handler returns
//! `Result<T, RecordError>` and an extractor of your own has `type Rejection = Error<GpConnect>`.
//!
//! Extractors of others reject with their own words. The layer of the feature `tower` puts the catalog's in their place; without it, or for routes
//! of another catalog than the layer's, [`Extract`] does.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;
use core::marker::PhantomData;

use axum_core::body::Body;
use axum_core::extract::{FromRequest, FromRequestParts, Request};
use axum_core::response::{IntoResponse, Response};
use http::request::Parts;

use crate::catalog::Catalog;
use crate::error::Error;
use crate::outcome::Outcome;

impl<C: Catalog> IntoResponse for Error<C> {
    fn into_response(self) -> Response {
        self.into_http().map(Body::from)
    }
}

impl<C: Catalog> IntoResponse for Outcome<C> {
    fn into_response(self) -> Response {
        self.into_http().map(Body::from)
    }
}

/// Runs the extractor `E`, and rejects as the `fallbacks` of the catalog `C` say.
///
/// ```ignore
/// async fn book(Extract(Json(slot), _): Extract<GpConnect, Json<Slot>>) -> Result<Json<Booking>, BookingError> { .. }
/// ```
///
/// The status of the extractor's own rejection chooses the entry. What it says before the first colon becomes the error's source, which goes to
/// logs; behind it an extractor of axum quotes the request, and that may be about a patient. A rejection for which the catalog has no fallback is
/// answered as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extract<C, E>(
    /// What was extracted.
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

    /// The error of the catalog, if it has a fallback for the rejection.
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

/// What an extractor said, for the log.
#[derive(Debug)]
struct Cause(String);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for Cause {}
