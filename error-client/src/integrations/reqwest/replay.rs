//! Restores a response whose body was read in part or completely.

use core::pin::Pin;
use core::task::{Context, Poll};

use ::reqwest::{Body, Response, ResponseBuilderExt};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::body::Body as ReadBody;

/// Joins the part that was read, the error that ended the reading, and the rest.
///
/// After a time limit the rest can still come.
pub(super) fn with_body(response: Response, read: ReadBody) -> Response {
    // The conversion to `http::Response` drops the URL.
    let url = response.url().clone();
    let (mut parts, rest) = ::http::Response::from(response).into_parts();
    if let Ok(bare) = ::http::Response::builder().url(url).body(()) {
        parts.extensions.extend(bare.into_parts().0.extensions);
    }
    let body = Body::wrap(Replay {
        read: Some(Bytes::from(read.bytes)).filter(|read| !read.is_empty()),
        broken: read.error,
        rest,
    });
    ::http::Response::from_parts(parts, body).into()
}

struct Replay {
    read: Option<Bytes>,
    broken: Option<::reqwest::Error>,
    rest: Body,
}

impl HttpBody for Replay {
    type Data = Bytes;
    type Error = ::reqwest::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let replay = self.get_mut();
        if let Some(read) = replay.read.take() {
            return Poll::Ready(Some(Ok(Frame::data(read))));
        }
        if let Some(error) = replay.broken.take() {
            return Poll::Ready(Some(Err(error)));
        }
        Pin::new(&mut replay.rest).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.read.is_none() && self.broken.is_none() && self.rest.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let read = self.read.as_ref().map_or(0, |read| read.len() as u64);
        let rest = self.rest.size_hint();
        let mut hint = SizeHint::new();
        hint.set_lower(rest.lower().saturating_add(read));
        if let Some(upper) = rest.upper().and_then(|upper| upper.checked_add(read)) {
            hint.set_upper(upper);
        }
        hint
    }
}
