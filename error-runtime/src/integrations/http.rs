//! Errors as [`http::Response`]s (feature `http`).
//!
//! The response has its error as an extension, so that a layer can write it again with the id of
//! the request.

use alloc::borrow::Cow;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::catalog::AsEntry;
use crate::error::{Error, Outcome, ToReport};
use crate::http::{Header, Representation};

impl<C: AsEntry> From<Error<C>> for Response<Bytes> {
    fn from(error: Error<C>) -> Self {
        Outcome::from(error).into()
    }
}

impl<C: AsEntry> From<Outcome<C>> for Response<Bytes> {
    fn from(outcome: Outcome<C>) -> Self {
        response(outcome, false)
    }
}

/// Returns the response of errors, which are in the log already or not.
#[cfg_attr(
    not(feature = "_layer"),
    allow(
        unused_variables,
        clippy::needless_pass_by_value,
        reason = "only a layer keeps the errors"
    )
)]
pub(crate) fn response<C: AsEntry>(outcome: Outcome<C>, is_seen: bool) -> Response<Bytes> {
    let report = outcome.report(Representation::OWN, None);
    let mut response = Response::new(body(report.body()));
    *response.status_mut() = status(report.status());
    let headers = response.headers_mut();
    if let Some(media_type) = report.content_type().and_then(value) {
        headers.insert(CONTENT_TYPE, media_type);
    }
    report.each_header(|header| {
        if let Some((name, value)) = self::header(header) {
            headers.append(name, value);
        }
    });
    #[cfg(feature = "_layer")]
    super::layer::Origin::set(&mut response, outcome, is_seen);
    response
}

/// Returns the status of a catalog, which is always valid.
pub(crate) fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Returns a header of an error, which is always valid.
pub(crate) fn header(header: Header) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
    Some((name, value(header.value)?))
}

/// Returns the value of a header, without a copy.
pub(crate) fn value(value: Cow<'static, str>) -> Option<HeaderValue> {
    HeaderValue::from_maybe_shared(bytes(value)).ok()
}

/// Returns a body. A body of the catalog is not copied.
pub(crate) fn body(body: Option<Cow<'static, str>>) -> Bytes {
    body.map_or_else(Bytes::new, bytes)
}

fn bytes(text: Cow<'static, str>) -> Bytes {
    match text {
        Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
        Cow::Owned(text) => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Respond;
    use crate::testing::clinic;
    use core::time::Duration;

    #[test]
    fn a_response_has_the_status_the_headers_and_the_body_of_its_error() {
        let error = clinic::ProxyTimeout.error().with_retry_after(Duration::from_secs(7));
        let body = error.body().unwrap();
        let response = Response::from(error);
        assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
        assert_eq!(response.headers()["content-type"], "application/fhir+json");
        assert_eq!(response.headers()["retry-after"], "7");
        assert_eq!(response.body(), body.as_bytes());
    }

    #[test]
    fn a_response_without_a_body_has_no_content_type() {
        let response = Response::from(Outcome::new(clinic::Gone).with_status(404));
        assert_eq!((response.status(), response.body().len()), (StatusCode::NOT_FOUND, 0));
        assert!(!response.headers().contains_key("content-type"));
    }
}
