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
        let occurrence = self.occurrence();
        write_body(&occurrence, &[], form(&occurrence, representation), out);
    }

    /// The body; `None` if the entry has none. It is borrowed from the catalog, and nothing is copied or allocated, if the
    /// error says nothing of its own that the body shows.
    pub fn body(&self) -> Option<Cow<'static, str>> {
        self.body_as(Representation::OWN)
    }

    /// The body in a representation, in the entry's own if it does not have that one; `None` if the entry has none.
    pub fn body_as(&self, representation: Representation) -> Option<Cow<'static, str>> {
        let occurrence = self.occurrence();
        body(&occurrence, &[], form(&occurrence, representation))
    }

    /// The headers: `Content-Type` first if there is a body, then the catalog's, then those of
    /// [`with_header`](Self::with_header).
    pub fn headers(&self) -> Vec<Header> {
        self.headers_as(Representation::OWN)
    }

    /// The headers of an answer with the body of [`body_as`](Self::body_as).
    pub fn headers_as(&self, representation: Representation) -> Vec<Header> {
        let occurrence = self.occurrence();
        headers(
            &occurrence,
            &occurrence,
            representation,
            form(&occurrence, representation),
        )
    }

    /// Status, headers and body.
    pub fn response(&self) -> HttpResponse {
        self.response_as(Representation::OWN)
    }

    /// Status, headers and body in a representation, in the entry's own if it does not have that one.
    pub fn response_as(&self, representation: Representation) -> HttpResponse {
        let occurrence = self.occurrence();
        let form = form(&occurrence, representation);
        HttpResponse {
            status: occurrence.status,
            headers: headers(&occurrence, &occurrence, representation, form),
            body: body(&occurrence, &[], form),
        }
    }
}

fn form(occurrence: &Occurrence<'_>, representation: Representation) -> Form {
    representation.form_of(core::iter::once(occurrence.entry))
}

/// Appends the body of an answer that reports `all`, or `answer` alone if `all` is empty; nothing if there is none.
pub(crate) fn write_body(answer: &Occurrence<'_>, all: &[Occurrence<'_>], form: Form, out: &mut String) {
    match fixed(answer, all, form) {
        Some(fixed) => out.push_str(fixed),
        None => render::body(answer, all, form, out),
    }
}

/// The body, if the catalog knows all of it.
fn fixed(answer: &Occurrence<'_>, all: &[Occurrence<'_>], form: Form) -> Option<&'static str> {
    if all.len() > 1 {
        return None;
    }
    render::fixed(answer, form)
}

/// The body of an answer that reports `all`, or `answer` alone if `all` is empty; `None` if there is none.
pub(crate) fn body(answer: &Occurrence<'_>, all: &[Occurrence<'_>], form: Form) -> Option<Cow<'static, str>> {
    if answer.entry.u32(form.field()) == NONE_U32 {
        return None;
    }
    if let Some(fixed) = fixed(answer, all, form) {
        return Some(Cow::Borrowed(fixed));
    }
    let mut out = String::with_capacity(render::estimate(answer, all));
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
    if answer.entry.u32(form.field()) != NONE_U32
        && let Some(media_type) = representation.content_type(form, answer.entry.response())
    {
        headers.push(Header::of_catalog("Content-Type", media_type));
    }
    let own = winner.details.map_or(&[][..], |details| &details.headers);
    render::headers(winner, |header| {
        if !own.iter().any(|own| own.is(&header.name)) {
            headers.push(header);
        }
    });
    headers.extend_from_slice(own);
    headers
}
