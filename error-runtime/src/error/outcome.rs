//! Several errors in one response.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;
#[cfg(feature = "_layer")]
use core::time::Duration;

use super::single::Error;
use crate::catalog::AsEntry;
use crate::render::{self, Errors, RenderContext};

/// Several errors of one catalog in one response, such as an `OperationOutcome` with several issues.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::clinic;
/// use error_runtime::{Error, Outcome, Respond};
///
/// let missing = Error::from(clinic::PatientNotFound { patient: "p-17" });
/// let outcome = Outcome::new(missing).and(clinic::BadRequest);
///
/// assert_eq!(outcome.errors().count(), 2);
/// assert_eq!(outcome.status(), 400);
/// assert_eq!(outcome.body().unwrap().matches(r#""severity":"error""#).count(), 2);
/// ```
///
/// # The status of the response
///
/// If the template of the first error has no repeated part, the body reports only that error, and the status is that
/// error's. Otherwise only the errors of the highest severity count (fatal, error, warning, information, success). If
/// they have the same status, it is the status of the response. If not,
///
/// - and one is a server error (5xx): the status that all server errors among them share, otherwise 500. Server errors
///   precede client errors, because a client cannot correct them;
/// - and one is a client error (4xx): 400;
/// - otherwise: 200.
///
/// JSON:API 1.1, "Processing Errors" (<https://jsonapi.org/format/1.1/#errors-processing>), recommends 400 and 500 for
/// several errors. [`with_status`](Self::with_status) sets another status.
///
/// # The body of the response
///
/// The body is that of the first error. The repeated part of its template (`$repeat`; the issue of an
/// `OperationOutcome`) is written once for each error, from the template of that error. An error is left out if its
/// response has another format or no repeated part: see [`unsent`](Self::unsent). Outside of the repeated part, a placeholder for the status has the
/// status of the response.
#[doc(alias = "OperationOutcome")]
#[doc(alias = "multiple errors")]
#[derive(Debug)]
pub struct Outcome<C: AsEntry> {
    first: Error<C>,
    others: Vec<Error<C>>,
    status: Option<u16>,
    request_id: Option<Cow<'static, str>>,
}

impl<C: AsEntry> Outcome<C> {
    /// Returns a response with one error.
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

    /// Sets the status of the response.
    ///
    /// If the body can report only the first error, a status outside of the entry's range is ignored, as by
    /// [`Error::with_status`].
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets the id of the request, which replaces the ids of the errors.
    #[must_use]
    pub fn with_request_id(mut self, request_id: impl Into<Cow<'static, str>>) -> Self {
        self.request_id = Some(request_id.into());
        self
    }

    /// Returns the error whose template is written.
    pub(crate) fn first(&self) -> &Error<C> {
        &self.first
    }

    /// Returns the error whose headers are sent: see [`Respond::headers`](crate::Respond::headers).
    pub(crate) fn error_of_headers(&self) -> &Error<C> {
        let status = self.status();
        let same_status = self.errors().find(|error| error.status() == status);
        let same_class = || self.errors().find(|error| error.status() / 100 == status / 100);
        same_status.or_else(same_class).unwrap_or(&self.first)
    }

    /// Sets the delay of all errors to that of their response.
    #[cfg(feature = "_layer")]
    pub(crate) fn set_retry_after(&mut self, delay: Duration) {
        self.first.set_retry_after(delay);
        self.others.iter_mut().for_each(|error| error.set_retry_after(delay));
    }

    /// Returns an outcome with other errors instead of these.
    #[cfg(feature = "actix")]
    pub(crate) fn map(&self, error: impl Fn(&Error<C>) -> Error<C>) -> Self {
        Self {
            first: error(&self.first),
            others: self.others.iter().map(error).collect(),
            status: self.status,
            request_id: self.request_id.clone(),
        }
    }

    /// Whether the response differs from that of the first error alone.
    pub(crate) fn differs_from_first(&self) -> bool {
        !self.others.is_empty() || self.status.is_some()
    }

    /// Returns the errors in the order in which they were added.
    pub fn errors(&self) -> impl Iterator<Item = &Error<C>> + Clone {
        core::iter::once(&self.first).chain(&self.others)
    }

    /// Returns the errors that the body does not report, by the [rule above](Self#the-body-of-the-response).
    ///
    /// Logs have them with the field `unsent`.
    pub fn unsent(&self) -> impl Iterator<Item = &Error<C>> {
        let response = self.first.entry().as_entry();
        let others = self.others.iter();
        others.filter(move |error| !render::reports(response, error.entry().as_entry()))
    }

    /// Returns the id of the request, if [`with_request_id`](Self::with_request_id) set it.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the status of the response, by the [rule above](Self#the-status-of-the-response).
    pub fn status(&self) -> u16 {
        let entry = self.first.entry().as_entry();
        if render::reports_one(entry) {
            let chosen = self.status.filter(|status| entry.has_status(*status));
            return chosen.unwrap_or_else(|| self.first.status());
        }
        self.status.unwrap_or_else(|| {
            let first = self.first.status();
            if self.others.iter().all(|error| error.status() == first) {
                return first;
            }
            // The highest severity is the first of the order.
            let highest = self.errors().map(|error| error.entry().as_entry().severity()).min();
            let counting = self
                .errors()
                .filter(|error| Some(error.entry().as_entry().severity()) == highest);
            common_status(counting.map(Error::status))
        })
    }
}

impl<C: AsEntry> Errors for Outcome<C> {
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

/// Returns one status for errors of the same severity: see [`Outcome`].
fn common_status(statuses: impl Iterator<Item = u16> + Clone) -> u16 {
    /// Returns the status that all have, otherwise `otherwise`.
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

/// Writes the first error and the number of the others.
impl<C: AsEntry> fmt::Display for Outcome<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        match self.others.len() {
            0 => Ok(()),
            more => write!(f, " (and {more} more)"),
        }
    }
}

impl<C: AsEntry> core::error::Error for Outcome<C> {
    /// Returns the source of the first error.
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.first.source()
    }
}

impl<C: AsEntry> From<Error<C>> for Outcome<C> {
    fn from(error: Error<C>) -> Self {
        Self::new(error)
    }
}

impl<C: AsEntry, E: Into<Error<C>>> Extend<E> for Outcome<C> {
    fn extend<T: IntoIterator<Item = E>>(&mut self, errors: T) {
        self.others.extend(errors.into_iter().map(Into::into));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Clinic, clinic};
    use crate::{Representation, Respond};
    use std::format;
    use std::string::ToString;

    #[test]
    fn every_error_has_its_part_in_one_body() {
        let mut outcome = Outcome::new(clinic::RecTimeout.error().with_id("o-1"))
            .and(Error::__from_entry(Clinic::PatientNotFound).with_diagnostics("d"))
            .and(Error::__from_entry(Clinic::Upstream));
        outcome.extend([clinic::Gone, clinic::ProxyTimeout]);
        let expected = concat!(
            r#"{"resourceType":"OperationOutcome","id":"o-1","issue":[{"severity":"error","code":"timeout"},"#,
            r#"{"severity":"error","code":"not-found","diagnostics":"d"},{"severity":"error","code":"transient"}]}"#
        );
        assert_eq!(outcome.body().unwrap(), expected);
        assert_eq!(outcome.to_string(), "TIMEOUT: The receiver took too long (and 4 more)");
    }

    #[test]
    fn xml_is_sent_only_if_every_error_of_the_body_has_it() {
        let outcome = Outcome::new(clinic::RecTimeout.error().with_id("o-1"))
            .and(Error::__from_entry(Clinic::PatientNotFound).with_diagnostics("d"))
            .and(Error::__from_entry(Clinic::Upstream))
            .and(clinic::Gone);
        let expected = concat!(
            r#"<OperationOutcome xmlns="http://hl7.org/fhir"><id value="o-1"/>"#,
            r#"<issue><severity value="error"/><code value="timeout"/></issue>"#,
            r#"<issue><severity value="error"/><code value="not-found"/><diagnostics value="d"/></issue></OperationOutcome>"#
        );
        let response = outcome.response_as(Representation::XML);
        assert_eq!(response.body.as_deref(), Some(expected));
        assert_eq!(response.headers[0].value, "application/fhir+xml");
        let outcome = outcome.and(clinic::ProxyTimeout);
        assert_eq!(outcome.response_as(Representation::XML), outcome.response());
        let nothing = Outcome::new(clinic::Gone).response_as(Representation::XML);
        assert_eq!((nothing.body, nothing.headers.len()), (None, 0));
    }

    #[test]
    fn a_template_without_a_repeated_part_reports_the_first_error_and_its_status() {
        let outcome = || {
            let outcome = Outcome::new(Error::__from_entry(Clinic::Upstream)).and(clinic::ProxyTimeout);
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
        assert_eq!(Outcome::new(clinic::Gone).and(clinic::RecTimeout).body(), None);
    }

    #[test]
    fn errors_that_the_body_does_not_report_are_listed() {
        let outcome = |first: Error<Clinic>| Outcome::new(first).and(clinic::RecTimeout).and(clinic::Gone);
        let unsent = |outcome: Outcome<Clinic>| outcome.unsent().map(Error::entry).collect::<Vec<_>>();
        assert_eq!(unsent(outcome(clinic::RecTimeout.into())), [Clinic::Gone]);
        let both = [Clinic::RecTimeout, Clinic::Gone];
        assert_eq!(unsent(outcome(Error::__from_entry(Clinic::Upstream))), both);
        assert_eq!(unsent(outcome(clinic::Gone.into())), both);
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
        let outcome = Outcome::new(clinic::Gone).and(clinic::RecTimeout);
        assert_eq!(outcome.status(), 408, "information does not count beside an error");
        assert_eq!(outcome.with_status(207).status(), 207);
    }

    #[test]
    fn the_headers_are_those_of_an_error_with_the_status_of_the_response() {
        let outcome = Outcome::new(clinic::RecTimeout).and(clinic::ProxyTimeout);
        let response = outcome.response();
        assert_eq!(response.status, 504);
        let lines = response
            .headers
            .iter()
            .map(|header| (header.name.as_ref(), header.value.as_ref()));
        assert!(lines.eq([("Content-Type", "application/fhir+json"), ("Retry-After", "30")]));
    }
}
