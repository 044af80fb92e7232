//! An error as an [`http::Response`], for every framework that speaks in those (feature `http`).
//!
//! ```ignore
//! let response: http::Response<bytes::Bytes> = Error::new(GpConnect::PatientNotFound).into_http();
//! assert_eq!(response.status(), 404);
//! assert_eq!(response.headers()["content-type"], "application/fhir+json");
//! ```
//!
//! The answer remembers the error it was made from, so that the layer of the feature `tower` can still put the request's id into it.

use alloc::borrow::Cow;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Response, StatusCode};

use super::answer::Answer;
use crate::catalog::Catalog;
use crate::error::Error;
use crate::header::{Header, HttpResponse};
use crate::outcome::Outcome;

/// The extension of every answer that is a catalog's, whichever catalog that is.
#[cfg(feature = "tower")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct OfCatalog;

impl<C: Catalog> Error<C> {
    /// Status, headers and body (feature `http`).
    pub fn into_http(self) -> Response<Bytes> {
        answer(self.into())
    }
}

impl<C: Catalog> Outcome<C> {
    /// Status, headers and body (feature `http`).
    pub fn into_http(self) -> Response<Bytes> {
        answer(self.into())
    }
}

impl<C: Catalog> From<Error<C>> for Response<Bytes> {
    fn from(error: Error<C>) -> Self {
        error.into_http()
    }
}

impl<C: Catalog> From<Outcome<C>> for Response<Bytes> {
    fn from(outcome: Outcome<C>) -> Self {
        outcome.into_http()
    }
}

fn answer<C: Catalog>(answer: Answer<C>) -> Response<Bytes> {
    let HttpResponse { status, headers, body } = answer.response();
    let mut response = Response::new(self::body(body));
    *response.status_mut() = self::status(status);
    for (name, value) in headers.iter().filter_map(header) {
        response.headers_mut().append(name, value);
    }
    #[cfg(feature = "tower")]
    {
        let body = response.body().clone();
        response.extensions_mut().insert(OfCatalog);
        response
            .extensions_mut()
            .insert(super::tower::Origin::new(answer, headers, body));
    }
    response
}

/// A status of HTTP. A catalog has no others.
pub(crate) fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A header, unless it cannot be sent: a catalog has no such header, and none can be added to an error.
pub(crate) fn header(header: &Header) -> Option<(HeaderName, HeaderValue)> {
    let name = match &*header.name {
        "Content-Type" => CONTENT_TYPE,
        name => HeaderName::from_bytes(name.as_bytes()).ok()?,
    };
    let value = match &header.value {
        Cow::Borrowed(value) => HeaderValue::from_maybe_shared(Bytes::from_static(value.as_bytes())),
        Cow::Owned(value) => HeaderValue::from_str(value),
    };
    Some((name, value.ok()?))
}

/// A body, not copied where the catalog has it as a whole.
pub(crate) fn body(body: Option<Cow<'static, str>>) -> Bytes {
    match body {
        None => Bytes::new(),
        Some(Cow::Borrowed(body)) => Bytes::from_static(body.as_bytes()),
        Some(Cow::Owned(body)) => body.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;
    use core::time::Duration;

    #[test]
    fn an_answer_has_the_status_the_headers_and_the_body_of_its_error() {
        let error = Error::new(Clinic::ProxyTimeout).with_retry_after(Duration::from_secs(7));
        let body = error.body().unwrap();
        let response = Response::from(error);
        assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
        assert_eq!(response.headers()["content-type"], "application/fhir+json");
        assert_eq!(response.headers()["retry-after"], "7");
        assert_eq!(response.body(), body.as_bytes());
    }

    #[test]
    fn an_answer_without_a_body_has_no_type() {
        let response = Outcome::new(Clinic::Gone).with_status(404).into_http();
        assert_eq!((response.status(), response.body().len()), (StatusCode::NOT_FOUND, 0));
        assert!(!response.headers().contains_key("content-type"));
    }
}
