//! The future of the layer.

use core::convert::Infallible;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use http::Response;
use pin_project_lite::pin_project;

use super::BoxError;
use super::answering::{Asked, Failure};
use crate::catalog::Catalog;

pin_project! {
    /// The future of [`CatalogService`](super::CatalogService).
    pub struct ResponseFuture<F, C> {
        #[pin]
        state: State<F>,
        asked: Option<Asked>,
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
    pub(super) fn running(future: F, asked: Asked) -> Self {
        Self::new(State::Running { future }, asked)
    }

    pub(super) fn failed(failure: Failure, asked: Asked) -> Self {
        Self::new(State::Failed { failure: Some(failure) }, asked)
    }

    fn new(state: State<F>, asked: Asked) -> Self {
        Self {
            state,
            asked: Some(asked),
            catalog: PhantomData,
        }
    }
}

impl<F, C, B, E> Future for ResponseFuture<F, C>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: From<Bytes>,
    E: Into<BoxError>,
    C: Catalog,
{
    type Output = Result<Response<B>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let outcome = match this.state.project() {
            // A future that panicked is not polled again, so its state is not observed.
            Projected::Running { future } => match catch_unwind(AssertUnwindSafe(|| future.poll(context))) {
                Ok(polled) => ready!(polled).map_err(|error| Failure::Error(error.into())),
                Err(_) => Err(Failure::Panic),
            },
            Projected::Failed { failure } => Err(failure.take().unwrap_or(Failure::Panic)),
        };
        let Some(asked) = this.asked.take() else {
            // The future was polled after it returned, which callers must not do.
            return Poll::Pending;
        };
        Poll::Ready(Ok(match outcome {
            Ok(response) => asked.answer::<C, B>(response),
            Err(failure) => asked.fail::<C, B>(failure),
        }))
    }
}

impl<F, C> fmt::Debug for ResponseFuture<F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
