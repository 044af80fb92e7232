//! The options that the layers of all frameworks have.

use http::HeaderName;

use super::RequestId;

/// The options of a layer.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The header of the request id.
    pub(crate) header: HeaderName,
    /// Whether an id of the client is used.
    pub(crate) takes_ids: bool,
    /// The parameter that shows the reason of a replaced response to the client.
    pub(crate) reason_parameter: Option<&'static str>,
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    pub(crate) watch: crate::integrations::watch::Watch,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            header: HeaderName::from_static("x-request-id"),
            takes_ids: true,
            reason_parameter: None,
            #[cfg(any(feature = "tracing", feature = "metrics"))]
            watch: crate::integrations::watch::Watch::of_one_catalog(),
        }
    }
}

impl Options {
    /// Returns the id of a request: that of the client, if it is valid and may be used, otherwise a new one.
    pub(crate) fn request_id(&self, sent: impl FnOnce() -> Option<RequestId>) -> RequestId {
        let taken = if self.takes_ids { sent() } else { None };
        taken.unwrap_or_else(RequestId::random)
    }
}
