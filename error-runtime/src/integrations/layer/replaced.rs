//! The response that an error of the catalog replaces.

use alloc::string::String;
use alloc::vec::Vec;
use core::task::{Context, Waker};

use bytes::{Buf, BufMut};
use error_layout::grammar::MediaType;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::response::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::panics::caught;
use crate::integrations::reason::{MAX_REASON, Reason};

/// The maximum number of parts that are read, because a part may be empty.
const MAX_PARTS: usize = 16;

/// The facts about a replaced response.
pub(super) struct Replaced {
    #[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only events have it"))]
    status: StatusCode,
    #[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only events have it"))]
    media_type: Option<HeaderValue>,
    /// The text of the body, such as that of a rejection of axum.
    pub(super) reason: Option<Reason>,
}

impl Replaced {
    /// Reads the facts. `text` returns the start of the body; it is called if the body is text.
    pub(super) fn read(parts: &Parts, text: impl FnOnce() -> String) -> Self {
        let reason = if is_text(&parts.headers) { caught(text) } else { None };
        Self {
            status: parts.status,
            media_type: parts.headers.get(CONTENT_TYPE).cloned(),
            reason: reason.filter(|text| !text.trim_ascii().is_empty()).map(Reason::of),
        }
    }

    /// Returns the status and the media type.
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    pub(super) fn facts(&self) -> (u16, Option<&str>) {
        let media_type = self.media_type.as_ref();
        (self.status.as_u16(), media_type.and_then(|value| value.to_str().ok()))
    }
}

/// Whether the body is plain text or JSON, and not encoded.
fn is_text(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = MediaType::split(media_type.unwrap_or_default());
    let is_readable = media_type.is("text/plain") || media_type.has_syntax("json");
    is_readable && !headers.contains_key(CONTENT_ENCODING)
}

/// Returns the start of a body: the parts that are available at once.
///
/// `next` returns the next part; `None` at the end, at an error, and if it would have to wait.
pub(crate) fn available<D: Buf>(mut next: impl FnMut(&mut Context<'_>) -> Option<D>) -> String {
    let mut context = Context::from_waker(Waker::noop());
    let mut bytes = Vec::new();
    for _ in 0..MAX_PARTS {
        let left = MAX_REASON.saturating_sub(bytes.len());
        let Some(part) = next(&mut context).filter(|_| left > 0) else {
            break;
        };
        bytes.put(part.take(left));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
