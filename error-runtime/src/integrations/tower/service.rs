//! The service of the layer.

use alloc::sync::Arc;
use core::convert::Infallible;
use core::fmt;
use core::marker::PhantomData;
use core::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use tower::Service;

use super::exchange::{Failure, Head};
use super::{BoxError, ResponseFuture, StatusOf};
use crate::catalog::Catalog;
use crate::integrations::layer::{Exchange, Options, RequestId, caught, inside, only};

/// The service of [`CatalogLayer`](super::CatalogLayer).
pub struct CatalogService<S, C> {
    inner: S,
    options: Arc<Options>,
    status_of: StatusOf,
    /// The error of the inner service's `poll_ready`.
    failed: Option<BoxError>,
    catalog: PhantomData<fn() -> C>,
}

impl<S, C> CatalogService<S, C> {
    pub(super) fn new(inner: S, options: Arc<Options>, status_of: StatusOf) -> Self {
        Self {
            inner,
            options,
            status_of,
            failed: None,
            catalog: PhantomData,
        }
    }

    /// Returns the inner service.
    pub fn get_ref(&self) -> &S {
        &self.inner
    }

    /// Returns the inner service.
    pub fn into_inner(self) -> S {
        self.inner
    }
}

impl<S, C, Q, B> Service<Request<Q>> for CatalogService<S, C>
where
    S: Service<Request<Q>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    B: Body + From<Bytes>,
    C: Catalog,
{
    type Response = Response<B>;
    type Error = Infallible;
    type Future = ResponseFuture<S::Future, C>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        if self.failed.is_none() {
            match self.inner.poll_ready(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(())) => {}
                // The next call reports it, because only a call returns a response.
                Poll::Ready(Err(error)) => self.failed = Some(error.into()),
            }
        }
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Q>) -> Self::Future {
        let header = &self.options.header;
        let sent = || only(request.headers().get_all(header)).cloned();
        let id = self.options.request_id(|| RequestId::of(sent()?));
        // The inner service sees only this id.
        request.headers_mut().insert(header, id.header());
        request.extensions_mut().insert(id.clone());
        let exchange = Exchange::new(id, Head::of(&mut request), Arc::clone(&self.options));
        if let Some(error) = self.failed.take() {
            return ResponseFuture::failed(Failure::Error(error), exchange, self.status_of);
        }
        // A panic that is propagated would leave the inner service in the same state.
        match caught(|| inside(|| self.inner.call(request))) {
            Some(future) => ResponseFuture::running(future, exchange, self.status_of),
            None => ResponseFuture::failed(Failure::Panic, exchange, self.status_of),
        }
    }
}

/// The clone has to be polled for readiness.
impl<S: Clone, C> Clone for CatalogService<S, C> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), Arc::clone(&self.options), self.status_of)
    }
}

impl<S: fmt::Debug, C: Catalog> fmt::Debug for CatalogService<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CatalogService")
            .field("catalog", &C::DATA.name())
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}
