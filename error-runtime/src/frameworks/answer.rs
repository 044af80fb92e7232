//! One error or several, on their way out.

use crate::catalog::Catalog;
use crate::error::Error;
use crate::header::HttpResponse;
use crate::outcome::Outcome;
#[cfg(feature = "tower")]
use crate::{render, representation::Representation};
#[cfg(feature = "tower")]
use error_layout::program::slot;

/// What an answer reports.
pub(crate) enum Answer<C: Catalog> {
    One(Error<C>),
    Several(Outcome<C>),
}

impl<C: Catalog> Answer<C> {
    /// Status, headers and body.
    pub(crate) fn response(&self) -> HttpResponse {
        match self {
            Self::One(error) => error.response(),
            Self::Several(outcome) => outcome.response(),
        }
    }

    /// The same, in the representation that a request asks for.
    #[cfg(feature = "tower")]
    pub(crate) fn headers_as(&self, representation: Representation) -> alloc::vec::Vec<crate::header::Header> {
        match self {
            Self::One(error) => error.headers_as(representation),
            Self::Several(outcome) => outcome.headers_as(representation),
        }
    }

    /// Whether the body is certain to be the same in a representation as in the own, whatever the request's id.
    #[cfg(feature = "tower")]
    pub(crate) fn has_one_body(&self, representation: Representation) -> bool {
        match self {
            Self::One(error) => !representation.is_xml() && !render::shows(error.entry().entry(), slot::REQUEST_ID),
            Self::Several(_) => false,
        }
    }

    #[cfg(feature = "tower")]
    pub(crate) fn body_as(&self, representation: Representation) -> Option<alloc::borrow::Cow<'static, str>> {
        match self {
            Self::One(error) => error.body_as(representation),
            Self::Several(outcome) => outcome.body_as(representation),
        }
    }

    /// The first error, which says how all are written.
    #[cfg(feature = "tower")]
    pub(crate) fn first(&self) -> &Error<C> {
        match self {
            Self::One(error) => error,
            Self::Several(outcome) => outcome.first(),
        }
    }

    /// The same, for the request with this id, whatever ids the errors have.
    #[cfg(feature = "tower")]
    pub(crate) fn of_request(self, id: &str) -> Self {
        let id = alloc::string::String::from(id);
        match self {
            Self::One(error) => Self::One(error.with_request_id(id)),
            Self::Several(outcome) => Self::Several(outcome.with_request_id(id)),
        }
    }

    /// Tells whoever watches, by the features `tracing` and `metrics`.
    #[cfg(all(feature = "tower", any(feature = "tracing", feature = "metrics")))]
    pub(crate) fn show(&self, watch: super::Watch) {
        match self {
            Self::One(error) => watch.see(error, error.request_id()),
            Self::Several(outcome) => watch.see_all(outcome),
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
