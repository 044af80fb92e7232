//! The circumstances of an error.

/// The circumstances of an error, for its event.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "counters have none"))]
pub(crate) struct Circumstances<'a> {
    pub(crate) request_id: Option<&'a str>,
    pub(crate) method: Option<&'a str>,
    /// The route that matched, never the path.
    pub(crate) route: Option<&'a str>,
    /// The status and the media type of the response that the error replaces.
    pub(crate) replaced: Option<(u16, Option<&'a str>)>,
    /// Whether the response reports other errors only.
    pub(crate) is_unsent: bool,
}
