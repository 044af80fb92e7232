//! What every API reads from a request in the same way.

use std::hash::{BuildHasher, RandomState};

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use serde_json::Value;

/// The longest body that is read, in bytes.
pub const MAX_BODY: usize = 64 * 1024;

/// The longest text of a client that is sent back to it, in characters.
const MAX_ECHO: usize = 64;

/// Why a JSON body could not be read. Each API has its own words for it.
#[derive(Debug)]
pub enum BodyError {
    /// It is longer than [`MAX_BODY`].
    TooLarge,
    /// The client stopped sending, or broke the framing.
    Interrupted,
    /// It is said to be no JSON.
    MediaType,
    /// It is no JSON.
    Malformed(serde_json::Error),
}

/// Reads a JSON body.
///
/// # Errors
///
/// If there is none, or it is anything else.
pub fn json(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Value, BodyError> {
    if !is_json(headers) {
        return Err(BodyError::MediaType);
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => BodyError::TooLarge,
        _ => BodyError::Interrupted,
    })?;
    serde_json::from_slice(&body).map_err(BodyError::Malformed)
}

impl BodyError {
    /// What a client's developer should know. It shows nothing of the body.
    pub fn details(&self) -> String {
        match self {
            Self::TooLarge => format!("the body is longer than {MAX_BODY} bytes"),
            Self::Interrupted => "the body could not be read to its end".into(),
            Self::MediaType => "the body has to be JSON, and Content-Type has to say so".into(),
            Self::Malformed(error) => format!("the body is not JSON: line {}, column {}", error.line(), error.column()),
        }
    }
}

/// Whether the body is said to be JSON, of whatever suffix; a body without a type is taken for it.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        return true;
    };
    let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json" || essence == "application/json+fhir" || essence.ends_with("+json")
}

/// A header as text; `None` if it is not there, is empty, or is no ASCII.
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

/// A client's text as it may stand in an answer: not long, and without control characters.
pub fn echo(text: &str) -> String {
    let mut echoed: String = text
        .chars()
        .take(MAX_ECHO)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MAX_ECHO).is_some() {
        echoed.push('…');
    }
    echoed
}

/// A new id for a request: a random UUID (RFC 9562, version 4).
pub fn new_id() -> String {
    // The keys of a `RandomState` are random; two hashes of nothing are 128 bits that nobody has seen before.
    let random = || u128::from(RandomState::new().hash_one(()));
    let bits = (random() << 64) | random();
    let bits = bits & !(0xf << 76) & !(0b11 << 62) | (4 << 76) | (0b10 << 62);
    let hex = format!("{bits:032x}");
    let part = |range| hex.get(range).unwrap_or_default();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
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
    fn a_new_id_is_a_random_uuid() {
        let (one, other) = (new_id(), new_id());
        assert!(is_uuid(&one) && is_uuid(&other), "{one} {other}");
        assert_ne!(one, other);
        assert_eq!(one.as_bytes().get(14), Some(&b'4'));
    }

    #[test]
    fn a_long_text_of_a_client_is_cut_and_loses_its_control_characters() {
        assert_eq!(echo("a\r\nb"), "a  b");
        assert_eq!(echo(&"é".repeat(65)), format!("{}…", "é".repeat(64)));
    }

    #[test]
    fn the_query_keeps_order_and_repetition() {
        let expected = [("a", "1 2"), ("b", ""), ("a", "+")].map(|(name, value)| (name.into(), value.into()));
        assert_eq!(query(Some("a=1+2&b&a=%2B")), expected);
        assert_eq!(query(None), []);
    }
}
