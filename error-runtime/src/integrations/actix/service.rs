//! The service of the middleware.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::sync::Arc;
use core::cell::OnceCell;
use core::fmt;
use core::future::{Future, poll_fn};
use core::marker::PhantomData;
use core::pin::{Pin, pin};
use core::task::{Context, Poll};
use core::time::Duration;

use actix_web::HttpMessage;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ResourceMap, Service, ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::rt::time::sleep;
use bytes::Bytes;

use super::RequestId;
use super::exchange::{Head, fail, respond, respond_to_error};
use crate::catalog::Catalog;
use crate::integrations::layer::{Exchange, Options, Panicked, caught, inside, only};

/// The service of [`CatalogLayer`](super::CatalogLayer).
pub struct CatalogService<S, C> {
    inner: S,
    header: HeaderName,
    options: Arc<Options>,
    time_limit: Option<Duration>,
    /// The routes of the application, at the first request.
    routes: Rc<OnceCell<ResourceMap>>,
    catalog: PhantomData<fn() -> C>,
}

/// The reason that the service returned no response.
enum Failure {
    Error(actix_web::Error),
    Panic,
    TimeLimit,
}

/// The source of an error for a request over the time limit.
#[derive(Clone, Copy, Debug)]
struct TimedOut;

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("request timed out")
    }
}

impl core::error::Error for TimedOut {}

impl<S, C> CatalogService<S, C> {
    pub(super) fn new(inner: S, header: HeaderName, options: Arc<Options>, time_limit: Option<Duration>) -> Self {
        Self {
            inner,
            header,
            options,
            time_limit,
            routes: Rc::default(),
            catalog: PhantomData,
        }
    }

    /// Sets the id of a request, and keeps the parts that its response depends on.
    fn begin(&self, request: &mut ServiceRequest) -> (RequestId, Head) {
        let id = self.options.request_id(|| {
            let sent = only(request.headers().get_all(&self.header))?;
            RequestId::parse(sent.to_str().ok()?)
        });
        // All bytes are ASCII.
        let value = HeaderValue::from_str(id.as_str()).unwrap_or(HeaderValue::from_static("-"));
        // The inner service sees only this id.
        request.headers_mut().insert(self.header.clone(), value.clone());
        request.extensions_mut().insert(id.clone());
        let head = Head::of(request, (self.header.clone(), value), &self.routes);
        (id, head)
    }
}

impl<S, B, C> Service<ServiceRequest> for CatalogService<S, C>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = actix_web::Error>,
    S::Future: 'static,
    B: MessageBody,
    C: Catalog,
{
    type Response = ServiceResponse<EitherBody<B, Bytes>>;
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, actix_web::Error>>>>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), actix_web::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let (id, head) = self.begin(&mut request);
        // A panic that is propagated would leave the inner service in the same state.
        let future = caught(|| inside(|| self.inner.call(request)));
        let (options, limit) = (Arc::clone(&self.options), self.time_limit);
        Box::pin(async move {
            let outcome = match future {
                Some(future) => run(future, limit).await,
                None => Err(Failure::Panic),
            };
            let head = match &outcome {
                Ok(response) => head.routed(response.request()),
                Err(_) => head,
            };
            let exchange = Exchange::new(id, head, options);
            match outcome {
                Ok(response) => Ok(respond::<C, B>(&exchange, response)),
                Err(Failure::Error(error)) => Err(respond_to_error::<C>(&exchange, error)),
                Err(Failure::Panic) => Err(fail::<C>(&exchange, 500, Panicked)),
                Err(Failure::TimeLimit) => Err(fail::<C>(&exchange, 504, TimedOut)),
            }
        })
    }
}

/// Runs the inner service until it has a response, panics or reaches the limit.
async fn run<F, R>(future: F, limit: Option<Duration>) -> Result<R, Failure>
where
    F: Future<Output = Result<R, actix_web::Error>>,
{
    let mut future = pin!(future);
    let mut limit = limit.map(|limit| Box::pin(sleep(limit)));
    poll_fn(|context| {
        // A future that panicked is not polled again, so its state is not observed.
        match caught(|| inside(|| future.as_mut().poll(context))) {
            None => return Poll::Ready(Err(Failure::Panic)),
            Some(Poll::Ready(result)) => return Poll::Ready(result.map_err(Failure::Error)),
            Some(Poll::Pending) => {}
        }
        match limit.as_mut().map(|limit| limit.as_mut().poll(context)) {
            Some(Poll::Ready(())) => Poll::Ready(Err(Failure::TimeLimit)),
            _ => Poll::Pending,
        }
    })
    .await
}

impl<S: fmt::Debug, C: Catalog> fmt::Debug for CatalogService<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CatalogService")
            .field("catalog", &C::DATA.name())
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}
