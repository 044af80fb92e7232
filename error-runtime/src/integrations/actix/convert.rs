//! Responses in the types of actix-web, which has those of an earlier version of `http`.

use actix_web::HttpResponse;
use actix_web::body::BoxBody;
use actix_web::error::JsonPayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::response::Parts;

use crate::integrations::layer::Origin;

/// Returns the status of a catalog, which is always valid.
pub(super) fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Returns the status of an error of actix-web whose response has this one.
pub(super) fn status_of(error: &actix_web::Error, status: StatusCode) -> StatusCode {
    match error.as_error() {
        // Its status is 400 (actix-web 4).
        Some(JsonPayloadError::ContentType) if status == StatusCode::BAD_REQUEST => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        _ => status,
    }
}

/// Returns the status and the headers of a response.
pub(super) fn parts(response: &HttpResponse<()>) -> Parts {
    let (mut parts, ()) = http::Response::new(()).into_parts();
    parts.status = crate::integrations::http::status(response.status().as_u16());
    for (name, value) in response.headers() {
        let name = http::HeaderName::from_bytes(name.as_str().as_bytes());
        if let (Ok(name), Ok(value)) = (name, http::HeaderValue::from_bytes(value.as_bytes())) {
            parts.headers.append(name, value);
        }
    }
    parts
}

/// Sets the status, the headers and the error of a response.
pub(super) fn set_head(response: &mut HttpResponse<()>, mut parts: Parts) {
    let status = status(parts.status.as_u16());
    if response.status() != status {
        *response.status_mut() = status;
        // A reason phrase of the handler is that of the former status.
        response.head_mut().reason = None;
    }
    let headers = response.headers_mut();
    headers.clear();
    // actix-web sends the length of the body.
    for (name, value) in parts.headers.iter().filter(|(name, _)| *name != CONTENT_LENGTH) {
        if let Some(name) = header_name(name)
            && let Some(value) = header_value(value)
        {
            headers.append(name, value);
        }
    }
    if let Some(origin) = parts.extensions.remove::<Origin>() {
        response.extensions_mut().insert(origin);
    }
}

/// Returns a response.
pub(super) fn response(parts: Parts, body: Bytes) -> HttpResponse<BoxBody> {
    let mut response = HttpResponse::new(StatusCode::OK).drop_body();
    set_head(&mut response, parts);
    response.set_body(BoxBody::new(body))
}

/// Returns the name of a header, which is valid in both versions.
pub(super) fn header_name(name: &http::HeaderName) -> Option<HeaderName> {
    HeaderName::from_bytes(name.as_str().as_bytes()).ok()
}

/// Returns the value of a header, which is valid in both versions.
pub(super) fn header_value(value: &http::HeaderValue) -> Option<HeaderValue> {
    HeaderValue::from_bytes(value.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn a_response_has_all_headers_but_the_length_which_a_later_middleware_may_change() {
        let built = http::Response::builder()
            .status(429)
            .header("content-length", "4")
            .header("set-cookie", "a=1")
            .header("set-cookie", "b=2");
        let (parts, body) = built.body(Bytes::from_static(b"body")).unwrap().into_parts();
        let response = response(parts, body);
        let cookies: Vec<&[u8]> = response
            .headers()
            .get_all("set-cookie")
            .map(HeaderValue::as_bytes)
            .collect();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(
            (response.headers().len(), cookies),
            (2, Vec::from([&b"a=1"[..], b"b=2"]))
        );
        let again = self::parts(&response.drop_body());
        assert_eq!(
            (
                again.status.as_u16(),
                again.headers.get_all("set-cookie").iter().count()
            ),
            (429, 2)
        );
    }
}
