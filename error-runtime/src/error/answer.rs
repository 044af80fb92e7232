//! The answer that an error becomes.

use alloc::string::String;
use alloc::vec::Vec;

use error_layout::{NONE_U32, entry};

use super::Error;
use crate::catalog::Catalog;
use crate::header::{Header, HttpResponse};
use crate::render::{self, Occurrence};

impl<C: Catalog> Error<C> {
    /// Appends the body to `out`; nothing if the entry has none.
    pub fn write_body(&self, out: &mut String) {
        render::body(&self.occurrence(), &[], out);
    }

    /// The body; `None` if the entry has none.
    pub fn body(&self) -> Option<String> {
        let occurrence = self.occurrence();
        body(&occurrence, &[])
    }

    /// The headers: `Content-Type` first if there is a body, then the catalog's, then those of
    /// [`with_header`](Self::with_header).
    pub fn headers(&self) -> Vec<Header> {
        let occurrence = self.occurrence();
        headers(&occurrence, &occurrence)
    }

    /// Status, headers and body.
    pub fn response(&self) -> HttpResponse {
        HttpResponse {
            status: self.status(),
            headers: self.headers(),
            body: self.body(),
        }
    }
}

/// The body of an answer that reports `all`, or `answer` alone if `all` is empty; `None` if there is none.
pub(crate) fn body(answer: &Occurrence<'_>, all: &[Occurrence<'_>]) -> Option<String> {
    if answer.entry.u32(entry::BODY) == NONE_U32 {
        return None;
    }
    let mut out = String::new();
    render::body(answer, all, &mut out);
    Some(out)
}

/// The headers of an answer whose body is that of `answer`, and whose status is that of `winner`.
pub(crate) fn headers(answer: &Occurrence<'_>, winner: &Occurrence<'_>) -> Vec<Header> {
    let mut headers = Vec::new();
    render::headers(winner, &mut headers);
    if let Some(details) = winner.details {
        headers.retain(|header| !details.headers.iter().any(|own| own.is(&header.name)));
        headers.extend_from_slice(&details.headers);
    }
    let response = answer.entry.response();
    if let (Some(media_type), true) = (response.content_type(), answer.entry.u32(entry::BODY) != NONE_U32) {
        headers.insert(0, Header::of_catalog("Content-Type", media_type));
    }
    headers
}
