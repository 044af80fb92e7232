//! The responses that errors become.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::outcome::Outcome;
use super::report::Report;
use super::single::Error;
use crate::catalog::AsEntry;
use crate::http::{Header, HttpResponse, Representation};
use crate::render::{Errors, RenderContext};

/// An error, or several, that becomes a response: [`Error`] and [`Outcome`].
///
/// Methods that end in `_as` write the body in a [`Representation`], for example the one that a request asks for. An error that does not have it
/// is written in its own; so are several errors if one of them does not have it. The other methods always write their own.
///
/// ```
/// use error_runtime::{AsEntry, Error, HttpResponse, Outcome, Respond};
///
/// /// A server's own way to send a response.
/// fn send(errors: &impl Respond) -> (u16, String) {
///     let HttpResponse { status, body, .. } = errors.response();
///     (status, body.unwrap_or_default().into_owned())
/// }
/// # fn both<C: AsEntry>(one: Error<C>) {
/// send(&one);
/// send(&Outcome::new(one));
/// # }
/// ```
pub trait Respond: sealed::ToReport {
    /// Appends the body to `out`; nothing if the response has none.
    fn write_body(&self, out: &mut String) {
        self.write_body_as(Representation::OWN, out);
    }

    /// Appends the body in a representation.
    fn write_body_as(&self, representation: Representation, out: &mut String) {
        self.report(representation, None).write_body(out);
    }

    /// Returns the body; `None` if the response has none.
    ///
    /// A body that shows no value of the error is borrowed from the catalog, without copy or allocation.
    fn body(&self) -> Option<Cow<'static, str>> {
        self.body_as(Representation::OWN)
    }

    /// Returns the body in a representation.
    fn body_as(&self, representation: Representation) -> Option<Cow<'static, str>> {
        self.report(representation, None).body()
    }

    /// Returns the headers: `Content-Type` first if there is a body, then the catalog's, then those of
    /// [`with_header`](Error::with_header).
    ///
    /// Of several errors, `Content-Type` is that of the first. All other headers are those of one error: the first that has the status of the
    /// response, else the first with a status of the same class, else the first.
    fn headers(&self) -> Vec<Header> {
        self.headers_as(Representation::OWN)
    }

    /// Returns the headers for a body in a representation.
    fn headers_as(&self, representation: Representation) -> Vec<Header> {
        self.report(representation, None).headers()
    }

    /// Returns status, headers and body.
    fn response(&self) -> HttpResponse {
        self.response_as(Representation::OWN)
    }

    /// Returns status, headers and body, the body in a representation.
    fn response_as(&self, representation: Representation) -> HttpResponse {
        self.report(representation, None).response()
    }
}

pub(crate) mod sealed {
    use crate::error::report::Report;
    use crate::http::Representation;

    /// The source of a response.
    pub trait ToReport {
        /// Returns what the response is written from. The id of its request, if it is known, comes before those that the errors have.
        fn report<'a>(&'a self, representation: Representation, request_id: Option<&'a str>) -> Report<'a>;
    }
}

impl<C: AsEntry> Respond for Error<C> {}

impl<C: AsEntry> sealed::ToReport for Error<C> {
    fn report<'a>(&'a self, representation: Representation, request_id: Option<&'a str>) -> Report<'a> {
        let context = self.render_context_in(request_id).in_language(representation.language);
        Report {
            context,
            headers_of: context,
            own_headers: self.own_headers(),
            all: None,
            representation,
            syntax: representation.syntax_of(core::iter::once(context.entry)),
        }
    }
}

impl<C: AsEntry> Respond for Outcome<C> {}

impl<C: AsEntry> sealed::ToReport for Outcome<C> {
    fn report<'a>(&'a self, representation: Representation, request_id: Option<&'a str>) -> Report<'a> {
        let status = self.status();
        let (first, headers_of) = (self.first(), self.error_of_headers());
        let request_id = request_id.or(self.request_id());
        // One error, with the status of all.
        let whole = |error: &'a Error<C>| RenderContext {
            status,
            ..error.render_context_in(request_id).in_language(representation.language)
        };
        Report {
            context: whole(first),
            headers_of: whole(headers_of),
            own_headers: headers_of.own_headers(),
            all: self.differs_from_first().then_some(self as &dyn Errors),
            representation,
            syntax: representation.syntax_of(self.errors().map(|error| error.entry().as_entry())),
        }
    }
}
