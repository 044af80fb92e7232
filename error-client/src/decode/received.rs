//! What a client got, and what it had asked for.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// An answer, as a client has it from whatever HTTP library it uses, and the request it answers as far as it is known.
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

/// Headers that belong to somebody else, or to a [`Kept`] answer.
#[derive(Clone, Copy, Debug)]
enum Headers<'b> {
    Given(&'b [(&'b str, &'b str)]),
    Kept(&'b [(Box<str>, Box<str>)]),
}

impl<'b> ReceivedResponse<'b> {
    /// An answer to a request of which nothing is known.
    pub const fn new(status: u16, headers: &'b [(&'b str, &'b str)], body: &'b [u8]) -> Self {
        Self {
            status,
            headers: Headers::Given(headers),
            body,
            method: None,
            url: None,
        }
    }

    /// Adds what was asked for: entries that occur with some methods or at some endpoints only are told apart by it.
    ///
    /// The URL may be a path; the query does not matter. One of them that is empty is not known.
    #[must_use]
    pub const fn to(mut self, method: &'b str, url: &'b str) -> Self {
        self.method = Some(method);
        self.url = Some(url);
        self
    }

    /// Adds the URL alone, where the method is not known.
    #[must_use]
    pub const fn at(mut self, url: &'b str) -> Self {
        self.url = Some(url);
        self
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The headers as they were given: names and values.
    pub fn headers(&self) -> impl Iterator<Item = (&'b str, &'b str)> + Clone + use<'b> {
        let (given, kept): (&[_], &[_]) = match self.headers {
            Headers::Given(given) => (given, &[]),
            Headers::Kept(kept) => (&[], kept),
        };
        let kept = kept.iter().map(|(name, value)| (&**name, &**value));
        given.iter().copied().chain(kept)
    }

    /// The value of the first header of this name, without white space around it.
    pub fn header(&self, name: &str) -> Option<&'b str> {
        // Most letters are the same: those that are take no second look.
        let same = |(a, b): (u8, u8)| a == b || a.eq_ignore_ascii_case(&b);
        let is_it = |known: &str| known.len() == name.len() && known.bytes().zip(name.bytes()).all(same);
        let value = match self.headers {
            Headers::Given(given) => given.iter().find(|(known, _)| is_it(known))?.1,
            Headers::Kept(kept) => &*kept.iter().find(|(known, _)| is_it(known))?.1,
        };
        Some(value.trim_ascii())
    }

    /// The body, byte for byte.
    pub const fn body(&self) -> &'b [u8] {
        self.body
    }

    /// The method of the request.
    pub const fn method(&self) -> Option<&'b str> {
        match self.method {
            Some(method) if !method.is_empty() => Some(method),
            _ => None,
        }
    }

    /// The URL of the request, as it was given.
    pub const fn url(&self) -> Option<&'b str> {
        self.url
    }

    /// The path of the URL of the request.
    pub fn path(&self) -> Option<&'b str> {
        self.url.filter(|url| !url.is_empty()).map(path_of)
    }
}

/// An answer that borrows, or one that was kept.
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

/// An answer with all that it borrowed.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    status: u16,
    headers: Vec<(Box<str>, Box<str>)>,
    body: Vec<u8>,
    method: Option<Box<str>>,
    url: Option<Box<str>>,
}

/// The path of a URL, or of a path with a query (RFC 3986, section 3).
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
