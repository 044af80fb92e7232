//! A received response and the request that it belongs to.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::vec::Vec;

use super::charset::MAX_BYTES;

/// A received response of any HTTP library, with the method and URL of its request.
///
/// ```
/// use error_client::ReceivedResponse;
///
/// let headers = [("Content-Type", "application/fhir+json"), ("X-Request-Id", "r-1")];
/// let received = ReceivedResponse::new(404, &headers, b"{}").to("GET", "https://api.example/fhir/Patient/1?_summary=true");
/// assert_eq!(received.header("x-request-id"), Some("r-1"));
/// assert_eq!(received.path(), Some("/fhir/Patient/1"));
/// ```
#[doc(alias("response", "http::Response"))]
#[derive(Clone, Copy, Debug)]
pub struct ReceivedResponse<'b> {
    status: u16,
    headers: Headers<'b>,
    body: &'b [u8],
    method: Option<&'b str>,
    url: Option<&'b str>,
    end: BodyEnd,
}

/// How the body of a response ended.
///
/// HTTP clients report it as an error while reading the body. The part that was received before can be decoded:
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::{BodyEnd, Decode, Note, ReceivedResponse};
///
/// // The entry `GONE` has no body, but this response has one that was lost.
/// let response = ReceivedResponse::new(410, &[], b"").ended(BodyEnd::Broken);
/// let decoded = Clinic::decode(response);
/// assert_eq!(decoded.entry(), None);
/// assert!(decoded.has_note(Note::Truncated));
/// ```
#[doc(alias("incomplete", "timeout", "connection closed"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyEnd {
    /// The body was received completely.
    #[default]
    Complete,
    /// The connection broke before the end of the body.
    Broken,
    /// A time limit passed before the end of the body.
    TimeLimit,
    /// The body does not have the coding that `Content-Encoding` names.
    Encoding,
}

/// Headers that are borrowed from the caller, or from a [`Kept`] response.
#[derive(Clone, Copy, Debug)]
enum Headers<'b> {
    Given(&'b [(&'b str, &'b str)]),
    Kept(&'b [(Box<str>, Box<str>)]),
}

impl<'b> Headers<'b> {
    fn get(self, position: usize) -> Option<(&'b str, &'b str)> {
        match self {
            Self::Given(headers) => headers.get(position).copied(),
            Self::Kept(headers) => headers.get(position).map(|(name, value)| (&**name, &**value)),
        }
    }
}

impl<'b> ReceivedResponse<'b> {
    /// Creates a response from its status, headers (name and value) and body.
    pub const fn new(status: u16, headers: &'b [(&'b str, &'b str)], body: &'b [u8]) -> Self {
        Self {
            status,
            headers: Headers::Given(headers),
            body,
            method: None,
            url: None,
            end: BodyEnd::Complete,
        }
    }

    /// Sets the method and URL of the request.
    ///
    /// They distinguish entries that occur only with some methods or at some endpoints. The URL can be a path; its query is ignored. An empty string
    /// means unknown.
    #[must_use]
    pub const fn to(mut self, method: &'b str, url: &'b str) -> Self {
        self.method = Some(method);
        self.url = Some(url);
        self
    }

    /// Sets the URL of the request, where the method is unknown.
    #[must_use]
    pub const fn at(mut self, url: &'b str) -> Self {
        self.url = Some(url);
        self
    }

    /// Sets the status: that of an entry of a Bundle.
    pub(super) const fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Sets how the body ended.
    ///
    /// An incomplete body is [`Note::Truncated`](crate::Note::Truncated) or [`Note::Encoding`](crate::Note::Encoding), and is never taken for an empty one.
    #[must_use]
    pub const fn ended(mut self, end: BodyEnd) -> Self {
        self.end = end;
        self
    }

    /// How the body ended: as set, or [`BodyEnd::Broken`] if it is shorter than `Content-Length`.
    ///
    /// An empty body with a `Content-Encoding` is [`BodyEnd::Encoding`], unless `Content-Length` is 0.
    pub fn end(&self) -> BodyEnd {
        // A client that decodes a coding may leave both headers (RFC 9110, section 8.4).
        let is_plain = || {
            let coding = self.header("content-encoding");
            coding.is_none_or(|coding| coding.is_empty() || coding.eq_ignore_ascii_case("identity"))
        };
        let is_short = || {
            let length = self.content_length().filter(|_| self.body.len() <= MAX_BYTES);
            length.is_some_and(|length| length > self.body.len() as u64 && is_plain())
        };
        // No coding has an empty stream, so nothing of the body was received.
        let is_gone = || self.body.is_empty() && self.content_length() != Some(0) && !is_plain();
        match self.end {
            BodyEnd::Complete if self.method() == Some("HEAD") => BodyEnd::Complete,
            BodyEnd::Complete if is_short() => BodyEnd::Broken,
            BodyEnd::Complete if is_gone() => BodyEnd::Encoding,
            end => end,
        }
    }

    /// The value of `Content-Length`; for `HEAD`, the length of the response to `GET` (RFC 9110, section 8.6).
    ///
    /// A list of equal values is one value; one of different values is none.
    pub(super) fn content_length(&self) -> Option<u64> {
        let mut all = self
            .all("content-length")
            .flat_map(|value| value.split(','))
            .map(str::trim_ascii);
        let length = all
            .next()
            .filter(|length| length.bytes().all(|byte| byte.is_ascii_digit()))?;
        let length: u64 = length.parse().ok()?;
        all.all(|other| other.parse() == Ok(length)).then_some(length)
    }

    /// Whether the response has no body because of its method (RFC 9110, section 9.3.2).
    pub(super) fn is_head(&self) -> bool {
        self.body.is_empty() && self.method() == Some("HEAD")
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The headers as name and value.
    pub fn headers(&self) -> impl Iterator<Item = (&'b str, &'b str)> + Clone + use<'b> {
        let headers = self.headers;
        (0..).map_while(move |position| headers.get(position))
    }

    /// The value of the first header with this name, without surrounding white space.
    ///
    /// The case of ASCII letters in the name is ignored (RFC 9110, section 5.1).
    pub fn header(&self, name: &str) -> Option<&'b str> {
        self.all(name).next()
    }

    /// The values of all headers with this name, without surrounding white space.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'b str> {
        // Most letters are equal: the second comparison is seldom needed.
        let same = |(a, b): (u8, u8)| a == b || a.eq_ignore_ascii_case(&b);
        let is_named = move |known: &str| known.len() == name.len() && known.bytes().zip(name.bytes()).all(same);
        let named = self.headers().filter(move |(known, _)| is_named(known));
        named.map(|(_, value)| value.trim_ascii())
    }

    /// The body, byte for byte.
    pub const fn body(&self) -> &'b [u8] {
        self.body
    }

    /// The method of the request, if it is known.
    pub const fn method(&self) -> Option<&'b str> {
        match self.method {
            Some(method) if !method.is_empty() => Some(method),
            _ => None,
        }
    }

    /// The URL of the request, as it was set.
    pub const fn url(&self) -> Option<&'b str> {
        self.url
    }

    /// The path of the URL of the request, without query and fragment.
    pub fn path(&self) -> Option<&'b str> {
        self.url.filter(|url| !url.is_empty()).map(path_of)
    }
}

/// A borrowed response or an owned one.
#[derive(Clone, Debug)]
pub(super) enum Source<'b> {
    Borrowed(ReceivedResponse<'b>),
    Kept(Box<Kept>),
}

impl Source<'_> {
    pub(super) fn received(&self) -> ReceivedResponse<'_> {
        match self {
            Self::Borrowed(received) => *received,
            Self::Kept(kept) => ReceivedResponse {
                status: kept.status,
                headers: Headers::Kept(&kept.headers),
                body: &kept.body,
                method: kept.method.as_deref(),
                url: kept.url.as_deref(),
                end: kept.end,
            },
        }
    }

    pub(super) const fn status(&self) -> u16 {
        match self {
            Self::Borrowed(received) => received.status,
            Self::Kept(kept) => kept.status,
        }
    }

    pub(super) fn into_owned(self) -> Source<'static> {
        match self {
            Self::Borrowed(received) => Source::Kept(Box::new(Kept {
                status: received.status,
                headers: received
                    .headers()
                    .map(|(name, value)| (name.into(), value.into()))
                    .collect(),
                body: received.body.to_owned(),
                method: received.method.map(Box::from),
                url: received.url.map(Box::from),
                end: received.end,
            })),
            Self::Kept(kept) => Source::Kept(kept),
        }
    }
}

/// A response that owns its data.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    status: u16,
    headers: Vec<(Box<str>, Box<str>)>,
    body: Vec<u8>,
    method: Option<Box<str>>,
    url: Option<Box<str>>,
    end: BodyEnd,
}

/// The path of a URL without its query (RFC 3986, section 3).
pub(crate) fn path_of(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let Some((scheme, rest)) = url.split_once("://") else {
        return url;
    };
    if scheme.contains('/') {
        return url;
    }
    match rest.find('/') {
        Some(at) => rest.get(at..).unwrap_or("/"),
        None => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_is_shorter_than_its_length_is_broken() {
        let end = |headers: &[(&str, &str)], method| ReceivedResponse::new(502, headers, b"{}").to(method, "").end();
        let length = ("Content-Length", "3");
        assert_eq!(end(&[length], "GET"), BodyEnd::Broken);
        assert_eq!(end(&[length, ("Content-Encoding", "identity")], "GET"), BodyEnd::Broken);
        assert_eq!(end(&[length, ("Content-Encoding", "gzip")], "GET"), BodyEnd::Complete);
        assert_eq!(end(&[length], "HEAD"), BodyEnd::Complete);
        for value in [
            "2",
            "1",
            "0",
            "",
            "x",
            "+3",
            "99999999999999999999",
            "3, 4",
            "3,",
            "2, 2",
        ] {
            assert_eq!(end(&[("Content-Length", value)], "GET"), BodyEnd::Complete, "{value}");
        }
        // RFC 9110, section 8.6: a list of equal values.
        assert_eq!(end(&[("Content-Length", "3, 3")], "GET"), BodyEnd::Broken);
        assert_eq!(end(&[length, length], "GET"), BodyEnd::Broken);
        assert_eq!(end(&[length, ("Content-Length", "4")], "GET"), BodyEnd::Complete);
        let set = ReceivedResponse::new(502, &[], b"").ended(BodyEnd::TimeLimit);
        assert_eq!(set.end(), BodyEnd::TimeLimit);
        // Of a long body, a client passes on only a part.
        let long = std::vec![b' '; MAX_BYTES + 1];
        let headers = [("Content-Length", "99999999")];
        assert_eq!(ReceivedResponse::new(502, &headers, &long).end(), BodyEnd::Complete);
    }

    #[test]
    fn an_empty_body_has_no_coding() {
        let gzip = ("Content-Encoding", "gzip");
        let end = |headers: &[(&str, &str)], method| ReceivedResponse::new(410, headers, b"").to(method, "").end();
        assert_eq!(end(&[gzip], "GET"), BodyEnd::Encoding);
        assert_eq!(end(&[gzip, ("Content-Length", "20")], "GET"), BodyEnd::Encoding);
        assert_eq!(end(&[gzip, ("Content-Length", "0")], "GET"), BodyEnd::Complete);
        assert_eq!(end(&[("Content-Encoding", "identity")], "GET"), BodyEnd::Complete);
        assert_eq!(end(&[gzip], "HEAD"), BodyEnd::Complete);
        assert_eq!(ReceivedResponse::new(410, &[gzip], b"{}").end(), BodyEnd::Complete);
    }

    #[test]
    fn a_path_is_found_in_urls_and_paths() {
        for (url, path) in [
            ("/v1/o/token", "/v1/o/token"),
            ("/a?b=://c", "/a"),
            ("https://x.example", "/"),
            ("https://x.example:8080/a/b?c#d", "/a/b"),
            ("", ""),
        ] {
            assert_eq!(path_of(url), path);
        }
    }
}
