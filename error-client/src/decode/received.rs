//! The response that a client received, and its request.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// A response as a client has it from its HTTP library, with its request as far as that is known.
///
/// ```
/// use error_client::ReceivedResponse;
///
/// let headers = [("Content-Type", "application/fhir+json"), ("X-Request-Id", "r-1")];
/// let received = ReceivedResponse::new(404, &headers, b"{}").to("GET", "https://api.example/fhir/Patient/1?_summary=true");
/// assert_eq!(received.header("x-request-id"), Some("r-1"));
/// assert_eq!(received.path(), Some("/fhir/Patient/1"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ReceivedResponse<'b> {
    status: u16,
    headers: Headers<'b>,
    body: &'b [u8],
    method: Option<&'b str>,
    url: Option<&'b str>,
}

/// Headers of the caller, or of a [`Kept`] response.
#[derive(Clone, Copy, Debug)]
enum Headers<'b> {
    Given(&'b [(&'b str, &'b str)]),
    Kept(&'b [(Box<str>, Box<str>)]),
}

impl<'b> ReceivedResponse<'b> {
    /// Creates a response to an unknown request.
    pub const fn new(status: u16, headers: &'b [(&'b str, &'b str)], body: &'b [u8]) -> Self {
        Self {
            status,
            headers: Headers::Given(headers),
            body,
            method: None,
            url: None,
        }
    }

    /// Adds method and URL of the request: they distinguish entries that occur only with some methods or at some endpoints.
    ///
    /// The URL may be a path; its query does not matter. An empty method or URL is an unknown one.
    #[must_use]
    pub const fn to(mut self, method: &'b str, url: &'b str) -> Self {
        self.method = Some(method);
        self.url = Some(url);
        self
    }

    /// Adds the URL alone, where the method is unknown.
    #[must_use]
    pub const fn at(mut self, url: &'b str) -> Self {
        self.url = Some(url);
        self
    }

    /// Returns the HTTP status.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// Returns the headers as they were given: names and values.
    pub fn headers(&self) -> impl Iterator<Item = (&'b str, &'b str)> + Clone + use<'b> {
        let (given, kept): (&[_], &[_]) = match self.headers {
            Headers::Given(given) => (given, &[]),
            Headers::Kept(kept) => (&[], kept),
        };
        let kept = kept.iter().map(|(name, value)| (&**name, &**value));
        given.iter().copied().chain(kept)
    }

    /// Returns the value of the first header of this name, without white space around it.
    pub fn header(&self, name: &str) -> Option<&'b str> {
        // Most letters are equal, and need no lower case.
        let same = |(a, b): (u8, u8)| a == b || a.eq_ignore_ascii_case(&b);
        let is_it = |known: &str| known.len() == name.len() && known.bytes().zip(name.bytes()).all(same);
        let value = match self.headers {
            Headers::Given(given) => given.iter().find(|(known, _)| is_it(known))?.1,
            Headers::Kept(kept) => &*kept.iter().find(|(known, _)| is_it(known))?.1,
        };
        Some(value.trim_ascii())
    }

    /// Returns the body, byte for byte.
    pub const fn body(&self) -> &'b [u8] {
        self.body
    }

    /// Returns the method of the request.
    pub const fn method(&self) -> Option<&'b str> {
        match self.method {
            Some(method) if !method.is_empty() => Some(method),
            _ => None,
        }
    }

    /// Returns the URL of the request, as it was given.
    pub const fn url(&self) -> Option<&'b str> {
        self.url
    }

    /// Returns the path of the URL of the request.
    pub fn path(&self) -> Option<&'b str> {
        self.url.filter(|url| !url.is_empty()).map(path_of)
    }
}

/// A response that is borrowed, or copied.
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
            })),
            Self::Kept(kept) => Source::Kept(kept),
        }
    }
}

/// A copy of a response.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    status: u16,
    headers: Vec<(Box<str>, Box<str>)>,
    body: Vec<u8>,
    method: Option<Box<str>>,
    url: Option<Box<str>>,
}

/// Returns the path of a URL, or of a path with a query (RFC 3986, section 3).
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
    fn a_path_is_found_in_a_url_and_in_a_path() {
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
