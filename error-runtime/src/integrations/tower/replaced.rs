//! The response that an error of the catalog replaces.

use alloc::string::String;
use alloc::vec::Vec;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use bytes::{Buf, BufMut};
use error_layout::grammar::MediaType;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::response::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body::Body;

use super::panics::caught;
use crate::integrations::reason::{MAX_REASON, Reason};

/// The maximum number of frames that are read, because a frame may be empty.
const MAX_FRAMES: usize = 16;

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
    /// Reads the facts, and as much of the body as is available at once.
    pub(super) fn read(parts: &Parts, body: impl Body) -> Self {
        let reason = is_text(&parts.headers).then(|| caught(|| text(body))).flatten();
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
    let essence = MediaType::split(media_type.unwrap_or_default()).essence;
    let subtype = essence.rsplit(['/', '+']).next().unwrap_or_default();
    let is_readable = essence.eq_ignore_ascii_case("text/plain") || subtype.eq_ignore_ascii_case("json");
    is_readable && !headers.contains_key(CONTENT_ENCODING)
}

/// Returns the start of a body, without waiting for more of it.
fn text(body: impl Body) -> String {
    let mut body = pin!(body);
    let mut context = Context::from_waker(Waker::noop());
    let mut bytes = Vec::new();
    for _ in 0..MAX_FRAMES {
        let left = MAX_REASON.saturating_sub(bytes.len());
        match body.as_mut().poll_frame(&mut context) {
            Poll::Ready(Some(Ok(frame))) if left > 0 => {
                if let Ok(data) = frame.into_data() {
                    bytes.put(data.take(left));
                }
            }
            _ => break,
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
