//! Who watches errors on their way out: the log, and the counters.

use core::error::Error as StdError;

use crate::catalog::Catalog;
use crate::error::Error;
use crate::outcome::Outcome;

/// Shows each error once to the log (feature `tracing`) and to the counters (feature `metrics`).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Watch {
    #[cfg(feature = "tracing")]
    pub(crate) log: super::tracing::Log,
}

impl Watch {
    /// One error, with what caused it.
    pub(crate) fn see<C: Catalog>(self, error: &Error<C>, request_id: Option<&str>) {
        self.see_with(error, request_id, error.source());
    }

    /// One error; what caused it is kept elsewhere.
    #[cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "counters ask for less"))]
    pub(crate) fn see_with<C: Catalog>(
        self,
        error: &Error<C>,
        request_id: Option<&str>,
        source: Option<&(dyn StdError + 'static)>,
    ) {
        #[cfg(feature = "metrics")]
        super::metrics::count(error);
        #[cfg(feature = "tracing")]
        self.log.write(error, request_id, source);
    }

    /// All errors of an answer.
    pub(crate) fn see_all<C: Catalog>(self, outcome: &Outcome<C>) {
        for error in outcome.errors() {
            self.see(error, outcome.request_id().or_else(|| error.request_id()));
        }
    }
}
