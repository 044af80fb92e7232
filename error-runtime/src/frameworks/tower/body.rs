//! The body of an answer that went through the layer.

use core::pin::Pin;
use core::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

pin_project! {
    /// The body of an answer that went through the [layer](super::CatalogLayer): the service's own, or that of a catalog's error.
    #[derive(Debug)]
    pub struct CatalogBody<B> {
        #[pin]
        inner: Inner<B>,
    }
}

pin_project! {
    #[project = Projected]
    #[derive(Debug)]
    enum Inner<B> {
        Kept { #[pin] body: B },
        Made { bytes: Option<Bytes> },
    }
}

impl<B> CatalogBody<B> {
    pub(super) fn kept(body: B) -> Self {
        Self {
            inner: Inner::Kept { body },
        }
    }

    pub(super) fn made(bytes: Bytes) -> Self {
        Self {
            inner: Inner::Made {
                bytes: Some(bytes).filter(|bytes| !bytes.is_empty()),
            },
        }
    }
}

impl<B: Body<Data = Bytes>> Body for CatalogBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.project().inner.project() {
            Projected::Kept { body } => body.poll_frame(context),
            Projected::Made { bytes } => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.inner {
            Inner::Kept { body } => body.is_end_stream(),
            Inner::Made { bytes } => bytes.is_none(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.inner {
            Inner::Kept { body } => body.size_hint(),
            Inner::Made { bytes } => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
        }
    }
}
