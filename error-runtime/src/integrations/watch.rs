//! Logs and counts the errors of responses.

use core::error::Error as StdError;

use crate::catalog::AsEntry;
use crate::error::{Error, Outcome};
use crate::integrations::circumstances::Circumstances;

/// Logs each error once (feature `tracing`) and counts it (feature `metrics`).
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    #[cfg(feature = "tracing")]
    pub(crate) log: super::tracing::Log,
    /// The cached names of the counters.
    #[cfg(all(feature = "metrics", feature = "_layer"))]
    pub(crate) names: Option<super::metrics::Names>,
}

impl Watch {
    /// Returns one for the errors of one catalog.
    #[cfg(feature = "_layer")]
    pub(crate) fn of_one_catalog() -> Self {
        Self {
            #[cfg(feature = "tracing")]
            log: super::tracing::Log::default(),
            #[cfg(feature = "metrics")]
            names: Some(super::metrics::Names::default()),
        }
    }

    /// Returns one for errors of other catalogs.
    #[cfg(feature = "_layer")]
    #[cfg_attr(
        not(feature = "tracing"),
        allow(clippy::unused_self, reason = "counters have no options")
    )]
    pub(crate) fn of_any_catalog(&self) -> Self {
        Self {
            #[cfg(feature = "tracing")]
            log: self.log,
            #[cfg(feature = "metrics")]
            names: None,
        }
    }

    /// Records one error with its source.
    #[cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "counters need less"))]
    pub(crate) fn see<C: AsEntry>(
        &self,
        error: &Error<C>,
        circumstances: &Circumstances<'_>,
        source: Option<&(dyn StdError + 'static)>,
    ) {
        #[cfg(feature = "metrics")]
        self.count(error);
        #[cfg(feature = "tracing")]
        self.log.write(error, circumstances, source);
    }

    #[cfg(feature = "metrics")]
    #[cfg_attr(
        not(feature = "_layer"),
        allow(clippy::unused_self, reason = "the layer caches names")
    )]
    fn count<C: AsEntry>(&self, error: &Error<C>) {
        #[cfg(feature = "_layer")]
        if let Some(names) = &self.names {
            return names.count(error);
        }
        super::metrics::count(error);
    }

    /// Records all errors of a response. An error without circumstances has its own id.
    pub(crate) fn see_all<C: AsEntry>(&self, outcome: &Outcome<C>, circumstances: &Circumstances<'_>) {
        for error in outcome.errors() {
            let request_id = circumstances.request_id.or_else(|| error.request_id());
            let circumstances = Circumstances {
                request_id,
                is_unsent: outcome.unsent().any(|unsent| core::ptr::eq(unsent, error)),
                ..*circumstances
            };
            self.see(error, &circumstances, error.source());
        }
    }
}

/// Records the errors of a response that no layer records; returns whether it did.
#[cfg(feature = "_responses")]
pub(crate) fn see_without_layer<C: AsEntry>(outcome: &Outcome<C>) -> bool {
    #[cfg(feature = "_layer")]
    if super::layer::is_inside() {
        return false;
    }
    let request_id = outcome.request_id();
    Watch::default().see_all(
        outcome,
        &Circumstances {
            request_id,
            ..Circumstances::default()
        },
    );
    true
}
