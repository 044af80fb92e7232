//! Several errors in one answer.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::catalog::Catalog;
use crate::error::{Error, Report};
use crate::header::{Header, HttpResponse};
use crate::render::{self, Errors, RenderContext};
use crate::representation::Representation;

/// Several errors of one catalog in one answer, as in an `OperationOutcome` with several issues.
///
/// # The status of the whole
///
/// If the body can report only the first error, because it has a template that repeats nothing, the status is that
/// error's: what stands in the body is then true of the answer. Otherwise, only the errors of the highest severity among them count (fatal, error, warning, information, success). If these
/// agree on a status, it is that one. Otherwise,
///
/// - if any is a server error (5xx): the one that all server errors among them agree on, else 500. A fault of the
///   server outweighs those of the client, because the client cannot mend the request by looking at its own faults
///   alone;
/// - else, if any is a client error (4xx): 400;
/// - else: 200.
///
/// That 400 and 500 stand for several is the advice of JSON:API 1.1, "Processing Errors"
/// (<https://jsonapi.org/format/1.1/#errors-processing>). [`with_status`](Self::with_status) decides otherwise.
///
/// # The body of the whole
///
/// It is that of the first error; the part of its template that is repeated (`$repeat`; the issue of an
/// `OperationOutcome`) is written for every error, from the error's own template. An error is left out of the body if
/// its response has another format than the first one's or repeats nothing; if the first one's template repeats
/// nothing, only that error is in it. Outside of the repeated part a placeholder for the status is filled with the status of
/// the whole.
#[derive(Debug)]
pub struct Outcome<C: Catalog> {
    first: Error<C>,
    others: Vec<Error<C>>,
    status: Option<u16>,
    request_id: Option<Cow<'static, str>>,
}

impl<C: Catalog> Outcome<C> {
    /// An answer with one error so far.
    pub fn new(first: impl Into<Error<C>>) -> Self {
        Self {
            first: first.into(),
            others: Vec::new(),
            status: None,
            request_id: None,
        }
    }

    /// Adds an error.
    #[must_use]
    pub fn and(mut self, error: impl Into<Error<C>>) -> Self {
        self.others.push(error.into());
        self
    }

    /// Sets the status of the whole, whatever the errors' own are. If the body can report only the first error, a status
    /// that its entry does not have is left aside, as by [`Error::with_status`].
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets the id of the request that the whole answers, for all errors, whatever ids they have themselves.
    #[must_use]
    pub fn with_request_id(mut self, request_id: impl Into<Cow<'static, str>>) -> Self {
        self.request_id = Some(request_id.into());
        self
    }

    /// The error that says how all are written.
    #[cfg(feature = "tower")]
    pub(crate) fn first(&self) -> &Error<C> {
        &self.first
    }

    /// The errors, in the order in which they were added.
    pub fn errors(&self) -> impl Iterator<Item = &Error<C>> + Clone {
        core::iter::once(&self.first).chain(&self.others)
    }

    /// The id of the request, if it was set for the whole.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The status of the whole, by the [rule above](Self#the-status-of-the-whole).
    pub fn status(&self) -> u16 {
        let entry = self.first.entry().entry();
        if render::reports_one(entry) {
            let (lowest, highest) = entry.status_range();
            let chosen = self.status.filter(|status| (lowest..=highest).contains(status));
            return chosen.unwrap_or_else(|| self.first.status());
        }
        self.status.unwrap_or_else(|| {
            let first = self.first.status();
            if self.others.iter().all(|error| error.status() == first) {
                return first;
            }
            // The most severe is the least.
            let highest = self.errors().map(|error| error.entry().entry().severity()).min();
            let counting = self
                .errors()
                .filter(|error| Some(error.entry().entry().severity()) == highest);
            common_status(counting.map(Error::status))
        })
    }

    /// Appends the body to `out`; nothing if the first error has none.
    pub fn write_body(&self, out: &mut String) {
        self.write_body_as(Representation::OWN, out);
    }

    /// Appends the body in a representation, in the first error's own if not all errors that are in it have that one.
    pub fn write_body_as(&self, representation: Representation, out: &mut String) {
        self.report(representation, None).write_body(out);
    }

    /// The body; `None` if the first error has none.
    pub fn body(&self) -> Option<Cow<'static, str>> {
        self.body_as(Representation::OWN)
    }

    /// The body in a representation, in the first error's own if not all errors that are in it have that one; `None` if
    /// the first error has none.
    pub fn body_as(&self, representation: Representation) -> Option<Cow<'static, str>> {
        self.report(representation, None).body()
    }

    /// The headers: `Content-Type` of the first error, and all others of one error: the first that has the status of
    /// the whole, else the first with a status of the same class, else the first.
    pub fn headers(&self) -> Vec<Header> {
        self.headers_as(Representation::OWN)
    }

    /// The headers of an answer with the body of [`body_as`](Self::body_as).
    pub fn headers_as(&self, representation: Representation) -> Vec<Header> {
        self.report(representation, None).headers()
    }

    /// Status, headers and body.
    pub fn response(&self) -> HttpResponse {
        self.response_as(Representation::OWN)
    }

    /// Status, headers and body in a representation, in the first error's own if not all errors that are in it have
    /// that one.
    pub fn response_as(&self, representation: Representation) -> HttpResponse {
        self.report(representation, None).response()
    }

    /// The answer that reports the errors, to the request with this id if it is known, otherwise to the one whose id was set.
    pub(crate) fn report<'a>(&'a self, representation: Representation, request_id: Option<&'a str>) -> Report<'a> {
        let status = self.status();
        let winner = self.errors().find(|error| error.status() == status);
        let winner = winner.or_else(|| self.errors().find(|error| error.status() / 100 == status / 100));
        // One error, as a part of the whole, and with what is true of the whole.
        let request_id = request_id.or(self.request_id());
        let part = |error: &'a Error<C>| error.render_context_in(request_id);
        let whole = |error: &'a Error<C>| RenderContext { status, ..part(error) };
        let headers_of = winner.unwrap_or(&self.first);
        Report {
            context: whole(&self.first),
            headers_of: whole(headers_of),
            own_headers: headers_of.own_headers(),
            all: Some(self),
            representation,
            syntax: representation.syntax_of(self.errors().map(|error| error.entry().entry())),
        }
    }
}

impl<C: Catalog> Errors for Outcome<C> {
    fn count(&self) -> usize {
        self.others.len() + 1
    }

    fn get(&self, position: usize) -> Option<RenderContext<'_>> {
        let error = match position.checked_sub(1) {
            None => &self.first,
            Some(position) => self.others.get(position)?,
        };
        Some(error.render_context())
    }
}

/// One status for errors of the same severity: see [`Outcome`].
fn common_status(statuses: impl Iterator<Item = u16> + Clone) -> u16 {
    /// The status that all have, if there is any and they agree; else `otherwise`.
    fn agreed(mut statuses: impl Iterator<Item = u16>, otherwise: u16) -> u16 {
        let Some(first) = statuses.next() else { return otherwise };
        if statuses.all(|status| status == first) {
            first
        } else {
            otherwise
        }
    }
    let otherwise = match statuses.clone().max().map(|highest| highest / 100) {
        Some(5..) => agreed(statuses.clone().filter(|status| *status >= 500), 500),
        Some(4) => 400,
        _ => 200,
    };
    agreed(statuses, otherwise)
}

/// The first error, and how many more there are.
impl<C: Catalog> fmt::Display for Outcome<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        match self.others.len() {
            0 => Ok(()),
            more => write!(f, " (and {more} more)"),
        }
    }
}

impl<C: Catalog> core::error::Error for Outcome<C> {
    /// The source of the first error.
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.first.source()
    }
}

impl<C: Catalog> From<Error<C>> for Outcome<C> {
    fn from(error: Error<C>) -> Self {
        Self::new(error)
    }
}

impl<C: Catalog, E: Into<Error<C>>> Extend<E> for Outcome<C> {
    fn extend<T: IntoIterator<Item = E>>(&mut self, errors: T) {
        self.others.extend(errors.into_iter().map(Into::into));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;
    use std::format;
    use std::string::ToString;

    #[test]
    fn every_error_has_its_part_in_one_body() {
        let mut outcome = Outcome::new(Error::new(Clinic::RecTimeout).with_id("o-1"))
            .and(Error::new(Clinic::PatientNotFound).with_diagnostics("d"))
            .and(Clinic::Upstream);
        outcome.extend([Clinic::Gone, Clinic::ProxyTimeout]);
        let expected = concat!(
            r#"{"resourceType":"OperationOutcome","id":"o-1","issue":[{"severity":"error","code":"timeout"},"#,
            r#"{"severity":"error","code":"not-found","diagnostics":"d"},{"severity":"error","code":"transient"}]}"#
        );
        assert_eq!(outcome.body().unwrap(), expected);
        assert_eq!(outcome.to_string(), "TIMEOUT: The receiver took too long (and 4 more)");
    }

    #[test]
    fn xml_is_sent_only_if_every_error_of_the_body_has_it() {
        let outcome = Outcome::new(Error::new(Clinic::RecTimeout).with_id("o-1"))
            .and(Error::new(Clinic::PatientNotFound).with_diagnostics("d"))
            .and(Clinic::Upstream)
            .and(Clinic::Gone);
        let expected = concat!(
            r#"<OperationOutcome xmlns="http://hl7.org/fhir"><id value="o-1"/>"#,
            r#"<issue><severity value="error"/><code value="timeout"/></issue>"#,
            r#"<issue><severity value="error"/><code value="not-found"/><diagnostics value="d"/></issue></OperationOutcome>"#
        );
        let response = outcome.response_as(Representation::XML);
        assert_eq!(response.body.as_deref(), Some(expected));
        assert_eq!(response.headers[0].value, "application/fhir+xml");
        let outcome = outcome.and(Clinic::ProxyTimeout);
        assert_eq!(outcome.response_as(Representation::XML), outcome.response());
        let nothing = Outcome::new(Clinic::Gone).response_as(Representation::XML);
        assert_eq!((nothing.body, nothing.headers.len()), (None, 0));
    }

    #[test]
    fn a_template_that_repeats_nothing_reports_the_first_error_and_its_status() {
        let outcome = || {
            let outcome = Outcome::new(Clinic::Upstream).and(Clinic::ProxyTimeout);
            outcome.with_request_id("r-1")
        };
        for (outcome, status) in [
            (outcome(), 502),
            (outcome().with_status(503), 503),
            (outcome().with_status(404), 502),
        ] {
            let response = outcome.response();
            let body = response.body.unwrap();
            assert_eq!(response.status, status);
            let expected = format!(r#"{{"request_id":"r-1","status":{status},"text":"{status}","#);
            assert!(body.starts_with(&expected), "{body}");
        }
        assert_eq!(Outcome::new(Clinic::Gone).and(Clinic::RecTimeout).body(), None);
    }

    #[test]
    fn the_status_follows_the_documented_rule() {
        for (statuses, expected) in [
            (&[404][..], 404),
            (&[422, 422], 422),
            (&[404, 422], 400),
            (&[404, 503, 503], 503),
            (&[404, 503, 502], 500),
            (&[200, 202], 200),
        ] {
            assert_eq!(common_status(statuses.iter().copied()), expected, "{statuses:?}");
        }
        let outcome = Outcome::new(Clinic::Gone).and(Clinic::RecTimeout);
        assert_eq!(outcome.status(), 408, "information does not count beside an error");
        assert_eq!(outcome.with_status(207).status(), 207);
    }

    #[test]
    fn the_headers_are_those_of_an_error_with_the_status_of_the_whole() {
        let outcome = Outcome::new(Clinic::RecTimeout).and(Clinic::ProxyTimeout);
        let response = outcome.response();
        assert_eq!(response.status, 504);
        let lines = response
            .headers
            .iter()
            .map(|header| (header.name.as_ref(), header.value.as_ref()));
        assert!(lines.eq([("Content-Type", "application/fhir+json"), ("Retry-After", "30")]));
    }
}
