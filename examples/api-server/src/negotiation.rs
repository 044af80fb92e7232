//! The media types that a client prefers (RFC 9110, section 12.5.1).

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;

use crate::request;

/// An extractor that accepts clients of FHIR's JSON. Resources have no other representation; errors also have XML.
///
/// It rejects with the error `E` of the API, which gives the reason: an API of which a client asks for XML must not respond
/// with a bare 400 or 406.
#[derive(Clone, Copy, Debug)]
pub struct TakesJson<E>(PhantomData<fn() -> E>);

/// The rejection of [`TakesJson`]: the client accepts no JSON.
#[derive(Clone, Copy, Debug)]
pub struct NotJson;

impl<S: Send + Sync, E: From<NotJson> + IntoResponse> FromRequestParts<S> for TakesJson<E> {
    type Rejection = E;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, E> {
        // FHIR, "General Parameters": `_format` has precedence over `Accept`.
        let query = request::query(parts.uri.query());
        let format = query.iter().find(|(name, _)| name == "_format");
        let takes = match format {
            Some((_, format)) => format.contains("json"),
            None => ["application/fhir+json", "application/json+fhir", "application/json"]
                .iter()
                .any(|media_type| quality(&parts.headers, media_type) > 0),
        };
        if takes {
            Ok(Self(PhantomData))
        } else {
            Err(NotJson.into())
        }
    }
}

/// Returns the quality of a media type in `Accept`, in thousandths; 1000 without the header.
pub fn quality(headers: &HeaderMap, media_type: &str) -> u16 {
    let mut found: Option<(usize, u16)> = None;
    let mut is_given = false;
    for value in headers.get_all(header::ACCEPT) {
        for range in value.to_str().unwrap_or_default().split(',') {
            let mut parts = range.split(';').map(str::trim);
            let range = parts.next().unwrap_or_default();
            is_given |= !range.is_empty();
            let quality = parts.find_map(weight).unwrap_or(1000);
            // The most specific range counts, whatever the order.
            if let Some(specificity) = matches(range, media_type)
                && found.is_none_or(|(before, _)| specificity >= before)
            {
                found = Some((specificity, quality));
            }
        }
    }
    match found {
        Some((_, quality)) => quality,
        None if is_given => 0,
        None => 1000,
    }
}

/// Returns how specifically a range of media types names this one; `None` if it does not.
fn matches(range: &str, media_type: &str) -> Option<usize> {
    let (wanted, _) = media_type.split_once('/')?;
    match range.split_once('/')? {
        ("*", "*") => Some(0),
        (main, "*") if main.eq_ignore_ascii_case(wanted) => Some(1),
        _ if range.eq_ignore_ascii_case(media_type) => Some(2),
        _ => None,
    }
}

/// Returns the value of `q=0.5` in thousandths. An invalid value counts as 0.
fn weight(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let digits = format!("{fraction:0<3}");
    let thousandths = match (whole, digits.len()) {
        ("0", 3) => digits.parse().ok(),
        ("1", 3) if digits == "000" => Some(1000),
        _ => None,
    };
    Some(thousandths.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn accept(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_most_specific_range_counts() {
        let headers = accept("text/*;q=0.3, text/html;q=0.7, */*;q=0.5");
        assert_eq!(quality(&headers, "text/html"), 700);
        assert_eq!(quality(&headers, "text/plain"), 300);
        assert_eq!(quality(&headers, "application/json"), 500);
    }

    #[test]
    fn a_type_that_is_not_listed_is_not_wanted_but_without_a_list_every_type_is() {
        assert_eq!(quality(&accept("text/html"), "application/json"), 0);
        assert_eq!(quality(&HeaderMap::new(), "application/json"), 1000);
        assert_eq!(quality(&accept(""), "application/json"), 1000);
        assert_eq!(quality(&accept("text/html;q=2"), "text/html"), 0);
    }
}
