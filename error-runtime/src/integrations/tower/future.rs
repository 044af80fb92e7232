//! The future of the layer.

use core::convert::Infallible;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use bytes::Bytes;
use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;

use super::exchange::{Failure, Head, fail, respond};
use super::{BoxError, StatusOf};
use crate::catalog::Catalog;
use crate::integrations::layer::{Exchange, caught, inside};

pin_project! {
    /// The future of [`CatalogService`](super::CatalogService).
    pub struct ResponseFuture<F, C> {
        #[pin]
        state: State<F>,
        exchange: Option<Exchange<Head>>,
        status_of: StatusOf,
        catalog: PhantomData<fn() -> C>,
    }
}

pin_project! {
    #[project = Projected]
    enum State<F> {
        Running { #[pin] future: F },
        Failed { failure: Option<Failure> },
    }
}

impl<F, C> ResponseFuture<F, C> {
    pub(super) fn running(future: F, exchange: Exchange<Head>, status_of: StatusOf) -> Self {
        Self::new(State::Running { future }, exchange, status_of)
    }

    pub(super) fn failed(failure: Failure, exchange: Exchange<Head>, status_of: StatusOf) -> Self {
        Self::new(State::Failed { failure: Some(failure) }, exchange, status_of)
    }

    fn new(state: State<F>, exchange: Exchange<Head>, status_of: StatusOf) -> Self {
        Self {
            state,
            exchange: Some(exchange),
            status_of,
            catalog: PhantomData,
        }
    }
}

impl<F, C, B, E> Future for ResponseFuture<F, C>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body + From<Bytes>,
    E: Into<BoxError>,
    C: Catalog,
{
    type Output = Result<Response<B>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let outcome = match this.state.project() {
            // A future that panicked is not polled again, so its state is not observed.
            Projected::Running { future } => match caught(|| inside(|| future.poll(context))) {
                Some(polled) => ready!(polled).map_err(|error| Failure::Error(error.into())),
                None => Err(Failure::Panic),
            },
            Projected::Failed { failure } => Err(failure.take().unwrap_or(Failure::Panic)),
        };
        let Some(exchange) = this.exchange.take() else {
            // The future was polled after it returned, which callers must not do.
            return Poll::Pending;
        };
        Poll::Ready(Ok(match outcome {
            Ok(response) => respond::<C, B>(&exchange, response),
            Err(failure) => fail::<C, B>(&exchange, failure, *this.status_of),
        }))
    }
}

impl<F, C> fmt::Debug for ResponseFuture<F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
