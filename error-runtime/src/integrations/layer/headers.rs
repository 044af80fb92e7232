//! The headers of a response whose body is written anew.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use http::header::{
    CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_REPORT_ONLY, CONTENT_TYPE,
    HeaderName, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::error::Report;
use crate::http::Header;
use crate::integrations::http::{header, value};

/// Headers that describe a body, besides those that begin with `Content-`.
///
/// Validators (RFC 9110, section 8.8), framing (RFC 9110, section 6.6.2, and RFC 9112, section 6.1), digests (RFC 9530, the
/// older RFC 3230, and those of object stores), signatures of a message (RFC 9421), instance manipulations (RFC 3229), and the source map of a script.
const OF_THE_BODY: [&str; 13] = [
    "etag",
    "last-modified",
    "trailer",
    "transfer-encoding",
    "digest",
    "repr-digest",
    "unencoded-digest",
    "x-goog-hash",
    "signature",
    "signature-input",
    "im",
    "delta-base",
    "sourcemap",
];

/// The starts of further names.
const DESCRIBING: [&str; 2] = ["content-", "x-amz-checksum-"];

/// Whether a header describes the body of its response.
///
/// The names that begin with `Content-` are those of representation metadata (RFC 9110, section 8). Policies are not, and
/// `Content-Range` of a 416 has the length of the resource (RFC 9110, section 15.5.17).
fn is_of_the_body(name: &HeaderName, status: StatusCode) -> bool {
    match name {
        &CONTENT_TYPE | &CONTENT_LENGTH | &CONTENT_SECURITY_POLICY | &CONTENT_SECURITY_POLICY_REPORT_ONLY => false,
        &CONTENT_RANGE => status != StatusCode::RANGE_NOT_SATISFIABLE,
        name => {
            let name = name.as_str();
            OF_THE_BODY.contains(&name) || DESCRIBING.iter().any(|start| name.starts_with(start))
        }
    }
}

/// Removes the headers that describe the body, except type and length.
pub(super) fn remove_described(headers: &mut HeaderMap, status: StatusCode) {
    while let Some(name) = headers.keys().find(|name| is_of_the_body(name, status)).cloned() {
        headers.remove(name);
    }
}

/// Adds the headers of a report that do not describe the body.
///
/// A header of the response is kept, because the handler or an inner layer set it. It is replaced only if its value
/// depends on the request, which was not known when the headers `before` were written.
pub(super) fn add_headers<'b>(headers: &mut HeaderMap, report: &Report<'_>, before: Option<&dyn Fn() -> &'b [Header]>) {
    let mut added = Vec::new();
    report.each_header(|header| {
        // A borrowed value is a constant of the catalog.
        let may_differ = matches!(header.value, Cow::Owned(_)) || report.depends_on_language() && !header.is("vary");
        let is_new = |before: &dyn Fn() -> &'b [Header]| may_differ && !before().contains(&header);
        if !headers.contains_key(&*header.name) || before.is_some_and(is_new) {
            added.extend(self::header(header));
        }
    });
    // Removed first, because several headers of one name are added.
    for (name, _) in &added {
        headers.remove(name);
    }
    for (name, value) in added {
        headers.append(name, value);
    }
}

/// Sets the type and the length of the body. Correct headers are kept.
pub(super) fn describe_body(headers: &mut HeaderMap, media_type: Option<Cow<'static, str>>, length: usize) {
    let given = only(headers.get_all(CONTENT_TYPE)).map(HeaderValue::as_bytes);
    if given.is_none() || given != media_type.as_deref().map(str::as_bytes) {
        match media_type.and_then(value) {
            Some(media_type) => headers.insert(CONTENT_TYPE, media_type),
            None => headers.remove(CONTENT_TYPE),
        };
    }
    let given = only(headers.get_all(CONTENT_LENGTH)).and_then(|given| given.to_str().ok()?.parse().ok());
    if given != Some(length) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
}

/// Returns the only value of a header; `None` if there are several.
pub(crate) fn only<V>(values: impl IntoIterator<Item = V>) -> Option<V> {
    let mut values = values.into_iter();
    values.next().filter(|_| values.next().is_none())
}

/// Adds the name of a request header to `Vary` (RFC 9110, section 12.5.5), unless it is present.
pub(super) fn vary(headers: &mut HeaderMap, wanted: &'static str) {
    let names = |value: &HeaderValue| {
        let mut names = value.to_str().unwrap_or_default().split(',').map(str::trim);
        names.any(|name| name == "*" || name.eq_ignore_ascii_case(wanted))
    };
    if !headers.get_all(VARY).iter().any(names) {
        headers.append(VARY, HeaderValue::from_static(wanted));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    #[test]
    fn headers_of_the_body_are_removed_and_all_others_are_kept() {
        let removed = [
            "content-encoding",
            "content-language",
            "content-location",
            "content-disposition",
            "content-range",
            "content-md5",
            "content-digest",
            "repr-digest",
            "unencoded-digest",
            "x-amz-checksum-sha256",
            "x-goog-hash",
            "digest",
            "etag",
            "last-modified",
            "trailer",
            "transfer-encoding",
            "signature",
            "signature-input",
            "sourcemap",
        ];
        let kept = [
            "accept-ranges",
            "allow",
            "cache-control",
            "content-length",
            "content-security-policy",
            "content-security-policy-report-only",
            "content-type",
            "location",
            "retry-after",
            "set-cookie",
            "vary",
            "want-repr-digest",
            "www-authenticate",
            "x-content-type-options",
        ];
        let all = removed.iter().chain(&kept).map(|name| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static("x"))
        });
        let mut headers: HeaderMap = all.collect();
        headers.append("digest", HeaderValue::from_static("y"));
        remove_described(&mut headers, StatusCode::BAD_REQUEST);
        let mut left: vec::Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        left.sort_unstable();
        assert_eq!(left, kept);
    }

    #[test]
    fn a_header_that_is_sent_twice_has_no_only_value() {
        assert_eq!(only([0; 0]), None);
        assert_eq!(only([1]), Some(1));
        assert_eq!(only([1, 2]), None);
    }

    #[test]
    fn the_range_of_416_is_the_length_of_the_resource() {
        let mut headers = HeaderMap::from_iter([(CONTENT_RANGE, HeaderValue::from_static("bytes */1234"))]);
        remove_described(&mut headers, StatusCode::RANGE_NOT_SATISFIABLE);
        assert_eq!(headers.len(), 1);
        remove_described(&mut headers, StatusCode::BAD_REQUEST);
        assert_eq!(headers.len(), 0);
    }
}
