//! Logs and counts the errors of responses.

use core::error::Error as StdError;

use crate::catalog::AsEntry;
use crate::error::{Error, Outcome};

/// Logs each error once (feature `tracing`) and counts it (feature `metrics`).
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    #[cfg(feature = "tracing")]
    pub(crate) log: super::tracing::Log,
    /// The cached names of the counters.
    #[cfg(all(feature = "metrics", feature = "tower"))]
    pub(crate) names: Option<super::metrics::Names>,
}

impl Watch {
    /// Returns one for the errors of one catalog.
    #[cfg(feature = "tower")]
    pub(crate) fn of_one_catalog() -> Self {
        Self {
            #[cfg(feature = "tracing")]
            log: super::tracing::Log::default(),
            #[cfg(feature = "metrics")]
            names: Some(super::metrics::Names::default()),
        }
    }

    /// Records one error with its source, and whether the response reports it.
    #[cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "counters need less"))]
    pub(crate) fn see<C: AsEntry>(
        &self,
        error: &Error<C>,
        request_id: Option<&str>,
        source: Option<&(dyn StdError + 'static)>,
        is_sent: bool,
    ) {
        #[cfg(feature = "metrics")]
        self.count(error);
        #[cfg(feature = "tracing")]
        self.log.write(error, request_id, source, is_sent);
    }

    #[cfg(feature = "metrics")]
    #[cfg_attr(
        not(feature = "tower"),
        allow(clippy::unused_self, reason = "the layer caches names")
    )]
    fn count<C: AsEntry>(&self, error: &Error<C>) {
        #[cfg(feature = "tower")]
        if let Some(names) = &self.names {
            return names.count(error);
        }
        super::metrics::count(error);
    }

    /// Records all errors of a response.
    pub(crate) fn see_all<C: AsEntry>(&self, outcome: &Outcome<C>, request_id: Option<&str>) {
        for error in outcome.errors() {
            let is_sent = !outcome.unsent().any(|unsent| core::ptr::eq(unsent, error));
            let request_id = request_id.or_else(|| error.request_id());
            self.see(error, request_id, error.source(), is_sent);
        }
    }
}
