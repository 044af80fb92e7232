//! Requests and responses of tower's services, for the layer.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::pin::pin;
use core::task::Poll;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_LANGUAGE};
use http::response::Parts;
use http::{HeaderValue, Method, Request, Response, Uri};
use http_body::Body;
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;

use super::{BoxError, MatchedRoute, StatusOf};
use crate::catalog::Catalog;
use crate::integrations::layer::{Exchange, Keep, Origin, Panicked, RequestHead, available};

/// The parts of a request that its response depends on.
pub(super) struct Head {
    method: Method,
    /// The `Accept` headers. The representation also depends on the error, which is not known yet.
    accept: Vec<HeaderValue>,
    accept_language: Vec<HeaderValue>,
    /// The URI, if it has a query.
    uri: Option<Uri>,
    route: MatchedRoute,
}

impl Head {
    pub(super) fn of<Q>(request: &mut Request<Q>) -> Self {
        Self {
            method: request.method().clone(),
            accept: request.headers().get_all(ACCEPT).iter().cloned().collect(),
            accept_language: request.headers().get_all(ACCEPT_LANGUAGE).iter().cloned().collect(),
            uri: request.uri().query().map(|_| request.uri().clone()),
            route: MatchedRoute::of(request.extensions_mut()),
        }
    }
}

impl RequestHead for Head {
    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn accept(&self) -> impl Iterator<Item = &[u8]> {
        self.accept.iter().map(HeaderValue::as_bytes)
    }

    fn accept_language(&self) -> impl Iterator<Item = &[u8]> {
        self.accept_language.iter().map(HeaderValue::as_bytes)
    }

    fn query(&self) -> Option<&str> {
        self.uri.as_ref()?.query()
    }

    fn route(&self) -> Option<Cow<'_, str>> {
        self.route.get().map(Cow::Borrowed)
    }
}

/// The reason that the service returned no response.
pub(super) enum Failure {
    Error(BoxError),
    Panic,
}

/// Converts a response of the service.
pub(super) fn respond<C: Catalog, B: Body + From<Bytes>>(
    exchange: &Exchange<Head>,
    response: Response<B>,
) -> Response<B> {
    let (mut parts, body) = response.into_parts();
    let is_kept = parts.extensions.get::<Keep>().is_some();
    let origin = parts.extensions.get_mut::<Origin>();
    let Some(rewrite) = exchange.rewrite::<C>(parts.status.as_u16(), origin, is_kept) else {
        exchange.set_id(&mut parts.headers);
        return Response::from_parts(parts, body);
    };
    let body = exchange.write(rewrite, &mut parts, || text(body));
    finish(exchange, parts, body)
}

/// Returns the response for a failure of the service.
pub(super) fn fail<C: Catalog, B: From<Bytes>>(
    exchange: &Exchange<Head>,
    failure: Failure,
    status_of: StatusOf,
) -> Response<B> {
    let (status, cause) = match failure {
        Failure::Panic => (500, Panicked.into()),
        Failure::Error(error) => (status_of(&error).unwrap_or_else(|| default_status(&error)), error),
    };
    let (parts, body) = exchange.fail::<C>(status, cause);
    finish(exchange, parts, body)
}

fn default_status(error: &BoxError) -> u16 {
    if error.is::<Elapsed>() {
        504
    } else if error.is::<Overloaded>() {
        503
    } else {
        500
    }
}

/// Leaves out the body of a response to HEAD.
fn finish<B: From<Bytes>>(exchange: &Exchange<Head>, parts: Parts, body: Bytes) -> Response<B> {
    let is_head = exchange.request().method == Method::HEAD;
    Response::from_parts(parts, B::from(if is_head { Bytes::new() } else { body }))
}

/// Returns the start of a body, without waiting for more of it.
fn text(body: impl Body) -> String {
    let mut body = pin!(body);
    available(|context| match body.as_mut().poll_frame(context) {
        Poll::Ready(Some(Ok(frame))) => frame.into_data().ok(),
        _ => None,
    })
}
