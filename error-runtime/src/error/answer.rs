//! The answer that an error becomes.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use error_layout::NONE_U32;

use super::Error;
use crate::catalog::AsEntry;
use crate::header::{Header, HttpResponse};
use crate::render::{self, Occurrence};
use crate::representation::{Form, Representation};

impl<C: AsEntry> Error<C> {
    /// Appends the body to `out`; nothing if the entry has none.
    pub fn write_body(&self, out: &mut String) {
        self.write_body_as(Representation::OWN, out);
    }

    /// Appends the body in a representation, in the entry's own if it does not have that one.
    pub fn write_body_as(&self, representation: Representation, out: &mut String) {
        render::body(&self.occurrence(), &[], self.form(representation), out);
    }

    /// The body; `None` if the entry has none. It is borrowed from the catalog, and nothing is copied or allocated, if the
    /// error says nothing of its own that the body shows.
    pub fn body(&self) -> Option<Cow<'static, str>> {
        self.body_as(Representation::OWN)
    }

    /// The body in a representation, in the entry's own if it does not have that one; `None` if the entry has none.
    pub fn body_as(&self, representation: Representation) -> Option<Cow<'static, str>> {
        body(&self.occurrence(), &[], self.form(representation))
    }

    /// The headers: `Content-Type` first if there is a body, then the catalog's, then those of
    /// [`with_header`](Self::with_header).
    pub fn headers(&self) -> Vec<Header> {
        self.headers_as(Representation::OWN)
    }

    /// The headers of an answer with the body of [`body_as`](Self::body_as).
    pub fn headers_as(&self, representation: Representation) -> Vec<Header> {
        let occurrence = self.occurrence();
        headers(&occurrence, &occurrence, representation, self.form(representation))
    }

    /// Status, headers and body.
    pub fn response(&self) -> HttpResponse {
        self.response_as(Representation::OWN)
    }

    /// Status, headers and body in a representation, in the entry's own if it does not have that one.
    pub fn response_as(&self, representation: Representation) -> HttpResponse {
        HttpResponse {
            status: self.status(),
            headers: self.headers_as(representation),
            body: self.body_as(representation),
        }
    }

    fn form(&self, representation: Representation) -> Form {
        representation.form_of(core::iter::once(self.entry.as_entry()))
    }
}

/// The body of an answer that reports `all`, or `answer` alone if `all` is empty; `None` if there is none.
pub(crate) fn body(answer: &Occurrence<'_>, all: &[Occurrence<'_>], form: Form) -> Option<Cow<'static, str>> {
    if answer.entry.u32(form.field()) == NONE_U32 {
        return None;
    }
    if let (Some(fixed), [] | [_]) = (render::fixed(answer, form), all) {
        return Some(Cow::Borrowed(fixed));
    }
    let mut out = String::new();
    render::body(answer, all, form, &mut out);
    Some(Cow::Owned(out))
}

/// The headers of an answer whose body is that of `answer`, and whose status is that of `winner`.
pub(crate) fn headers(
    answer: &Occurrence<'_>,
    winner: &Occurrence<'_>,
    representation: Representation,
    form: Form,
) -> Vec<Header> {
    let mut headers = Vec::new();
    render::headers(winner, &mut headers);
    if let Some(details) = winner.details {
        headers.retain(|header| !details.headers.iter().any(|own| own.is(&header.name)));
        headers.extend_from_slice(&details.headers);
    }
    let media_type = representation.content_type(form, answer.entry.response());
    if let (Some(media_type), true) = (media_type, answer.entry.u32(form.field()) != NONE_U32) {
        headers.insert(0, Header::of_catalog("Content-Type", media_type));
    }
    headers
}
