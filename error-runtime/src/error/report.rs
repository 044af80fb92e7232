//! The source of a response.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::http::{Header, HttpResponse, Representation};
use crate::render::{self, Body, Errors, RenderContext, Syntax};

/// A response with one error or several, in one representation. It is not generic, so it is compiled once.
pub struct Report<'a> {
    /// The error whose template is written, with the status of the response.
    pub(crate) context: RenderContext<'a>,
    /// The error whose headers are sent.
    pub(crate) headers_of: RenderContext<'a>,
    /// The headers that were added to this error.
    pub(crate) own_headers: &'a [Header],
    /// All errors; `None` if there is only one.
    pub(crate) all: Option<&'a dyn Errors>,
    pub(crate) representation: Representation,
    pub(crate) syntax: Syntax,
}

impl Report<'_> {
    /// Returns the status of the response.
    pub(crate) fn status(&self) -> u16 {
        self.context.status
    }

    /// Appends the body, if there is one.
    pub(crate) fn write_body(&self, out: &mut String) {
        let Some(body) = self.writer() else { return };
        match body.fixed() {
            Some(fixed) => out.push_str(fixed),
            None => {
                out.reserve(body.len());
                body.write(out);
            }
        }
    }

    /// Returns the body; `None` if there is none.
    pub(crate) fn body(&self) -> Option<Cow<'static, str>> {
        let body = self.writer()?;
        if let Some(fixed) = body.fixed() {
            return Some(Cow::Borrowed(fixed));
        }
        let mut out = String::with_capacity(body.len());
        body.write(&mut out);
        Some(Cow::Owned(out))
    }

    fn writer(&self) -> Option<Body<'_>> {
        Body::of(&self.context, self.all, self.syntax)
    }

    fn has_body(&self) -> bool {
        render::has_body(self.context.entry, self.syntax)
    }

    /// Returns the media type of the body; `None` if there is no body.
    pub(crate) fn content_type(&self) -> Option<Cow<'static, str>> {
        let response = self.context.entry.response();
        let written = || self.representation.content_type(self.syntax, response);
        self.has_body().then(written).flatten()
    }

    /// Passes all headers except `Content-Type` to a function: those of the catalog, then those of the error.
    ///
    /// Those of the language come first, if the catalog has several.
    pub(crate) fn each_header(&self, mut each: impl FnMut(Header)) {
        let own = self.own_headers;
        let mut add = |name, value| {
            if !own.iter().any(|own| own.is(name)) {
                each(Header::of_catalog(name, value));
            }
        };
        if let Some(language) = self.language() {
            add("Content-Language", Cow::Borrowed(language));
        }
        if self.depends_on_language() {
            add("Vary", Cow::Borrowed("Accept-Language"));
        }
        render::headers(&self.headers_of, add);
        own.iter().cloned().for_each(each);
    }

    /// Returns the language of the body, if the catalog has several.
    fn language(&self) -> Option<&'static str> {
        let entry = self.context.entry;
        let is_named = self.has_body() && entry.data().is_translated();
        is_named.then(|| entry.language()).flatten()
    }

    /// Whether the request selected the language.
    pub(crate) fn depends_on_language(&self) -> bool {
        self.representation.language.is_some() && self.context.entry.data().is_translated()
    }

    /// Returns all headers, `Content-Type` first.
    pub(crate) fn headers(&self) -> Vec<Header> {
        let mut headers = Vec::new();
        if let Some(media_type) = self.content_type() {
            headers.push(Header::of_catalog("Content-Type", media_type));
        }
        self.each_header(|header| headers.push(header));
        headers
    }

    /// Returns status, headers and body.
    pub(crate) fn response(&self) -> HttpResponse {
        HttpResponse {
            status: self.status(),
            headers: self.headers(),
            body: self.body(),
        }
    }
}
