//! One error or several, to be written as one response.

use crate::catalog::Catalog;
use crate::error::{Error, Report};
use crate::outcome::Outcome;
#[cfg(feature = "tower")]
use crate::render;
use crate::representation::Representation;
#[cfg(feature = "tower")]
use error_layout::program::argument;

/// The errors of one response.
pub(crate) enum Answer<C: Catalog> {
    One(Error<C>),
    Several(Outcome<C>),
}

impl<C: Catalog> Answer<C> {
    /// Returns the report of the errors. A request id that is passed replaces the ids of the errors.
    pub(crate) fn report<'a>(&'a self, representation: Representation, request_id: Option<&'a str>) -> Report<'a> {
        match self {
            Self::One(error) => error.report(representation, request_id),
            Self::Several(outcome) => outcome.report(representation, request_id),
        }
    }

    /// Whether the body is the same in a representation as in the own, for any request id.
    #[cfg(feature = "tower")]
    pub(crate) fn has_one_body(&self, representation: Representation) -> bool {
        match self {
            Self::One(error) => !representation.is_xml() && !render::shows(error.entry().entry(), argument::REQUEST_ID),
            Self::Several(_) => false,
        }
    }

    /// Returns the first error, whose template is written.
    #[cfg(feature = "tower")]
    pub(crate) fn first(&self) -> &Error<C> {
        match self {
            Self::One(error) => error,
            Self::Several(outcome) => outcome.first(),
        }
    }

    /// Logs and counts the errors (features `tracing` and `metrics`).
    #[cfg(all(feature = "tower", any(feature = "tracing", feature = "metrics")))]
    pub(crate) fn show(&self, watch: &super::Watch, request_id: &str) {
        match self {
            Self::One(error) => watch.see(error, Some(request_id)),
            Self::Several(outcome) => watch.see_all(outcome, Some(request_id)),
        }
    }
}

impl<C: Catalog> From<Error<C>> for Answer<C> {
    fn from(error: Error<C>) -> Self {
        Self::One(error)
    }
}

impl<C: Catalog> From<Outcome<C>> for Answer<C> {
    fn from(outcome: Outcome<C>) -> Self {
        Self::Several(outcome)
    }
}
