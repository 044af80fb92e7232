//! The parts of a request that every API reads in the same way.

use std::fmt;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// The maximum length of a body, in bytes.
pub const MAX_BODY: usize = 64 * 1024;

/// The maximum length of a client's text in a response, in characters.
const MAX_ECHO: usize = 64;

/// The body of a request: JSON of any media type.
#[derive(Debug)]
pub struct JsonBody(pub Value);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = BodyError;

    async fn from_request(request: Request, state: &S) -> Result<Self, BodyError> {
        if !is_json(request.headers()) {
            return Err(BodyError::MediaType);
        }
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => BodyError::TooLarge,
            _ => BodyError::Interrupted,
        })?;
        serde_json::from_slice(&body).map(Self).map_err(BodyError::Malformed)
    }
}

/// The reason that a JSON body cannot be read.
///
/// As a response it is a bare status with this text, which the layer replaces by the API's own error. An API that sends
/// the reason takes a `Result<JsonBody, BodyError>`.
#[derive(Debug)]
pub enum BodyError {
    /// It is longer than [`MAX_BODY`].
    TooLarge,
    /// The client stopped sending, or broke the framing.
    Interrupted,
    /// Its type is not JSON.
    MediaType,
    /// It is not JSON.
    Malformed(serde_json::Error),
}

/// A text for the developer of the client. It shows nothing of the body.
impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "the body is longer than {MAX_BODY} bytes"),
            Self::Interrupted => f.write_str("the body could not be read to its end"),
            Self::MediaType => f.write_str("the body and its Content-Type have to be JSON"),
            Self::Malformed(error) => {
                let (line, column) = (error.line(), error.column());
                write!(f, "the body is not JSON: line {line}, column {column}")
            }
        }
    }
}

impl IntoResponse for BodyError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Interrupted | Self::Malformed(_) => StatusCode::BAD_REQUEST,
        };
        (status, self.to_string()).into_response()
    }
}

/// Whether the type of the body is JSON, with any suffix. A body without a type counts as JSON.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        return true;
    };
    let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json" || essence == "application/json+fhir" || essence.ends_with("+json")
}

/// Returns a header as text; `None` if it is missing, empty, or not ASCII.
pub fn text_header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then_some(value)
}

/// The token of `Authorization: Bearer …` (RFC 6750, section 2.1).
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = text_header(headers, &header::AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The query as pairs, in order, decoded.
pub fn query(raw: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(raw.unwrap_or_default().as_bytes())
        .into_owned()
        .collect()
}

/// Shortens a client's text for a response. The runtime escapes it.
pub fn echo(text: &str) -> String {
    let mut echoed: String = text.chars().take(MAX_ECHO).collect();
    if text.chars().nth(MAX_ECHO).is_some() {
        echoed.push('…');
    }
    echoed
}

/// Whether a text is a UUID as RFC 9562, section 4, writes it.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_of_a_client_is_cut() {
        assert_eq!(echo("a b"), "a b");
        assert_eq!(echo(&"é".repeat(65)), format!("{}…", "é".repeat(64)));
    }

    #[test]
    fn the_query_keeps_order_and_repetition() {
        let expected = [("a", "1 2"), ("b", ""), ("a", "+")].map(|(name, value)| (name.into(), value.into()));
        assert_eq!(query(Some("a=1+2&b&a=%2B")), expected);
        assert_eq!(query(None), []);
    }

    #[test]
    fn a_uuid_is_distinguished_from_other_ids() {
        assert!(is_uuid("11111111-1111-4111-8111-11111111111a"));
        assert!(!is_uuid("11111111111141118111111111111111") && !is_uuid("") && !is_uuid("é"));
    }
}
