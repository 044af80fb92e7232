//! Requests and responses of actix-web, for the layer.

use alloc::borrow::Cow;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::error::Error as StdError;
use core::pin::pin;
use core::task::Poll;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ResourceMap, ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode, Uri};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;

use super::convert;
use crate::catalog::Catalog;
use crate::integrations::layer::{Exchange, Keep, Origin, RequestHead, available, inside};

/// The parts of a request that its response depends on.
pub(super) struct Head {
    method: Method,
    /// The `Accept` headers. The representation also depends on the error, which is not known yet.
    accept: Vec<HeaderValue>,
    accept_language: Vec<HeaderValue>,
    uri: Uri,
    /// The header with the id of the request.
    id: (HeaderName, HeaderValue),
    /// The routes of the application.
    routes: Rc<OnceCell<ResourceMap>>,
    /// The request as its response has it. Routing requires that there is no other reference to it before.
    routed: Option<HttpRequest>,
}

impl Head {
    /// Keeps the parts of a request, and the routes of the application at the first one.
    pub(super) fn of(
        request: &ServiceRequest,
        id: (HeaderName, HeaderValue),
        routes: &Rc<OnceCell<ResourceMap>>,
    ) -> Self {
        routes.get_or_init(|| request.resource_map().clone());
        Self {
            method: request.method().clone(),
            accept: request.headers().get_all(ACCEPT).cloned().collect(),
            accept_language: request.headers().get_all(ACCEPT_LANGUAGE).cloned().collect(),
            uri: request.uri().clone(),
            id,
            routes: Rc::clone(routes),
            routed: None,
        }
    }

    /// Adds the request as its response has it.
    pub(super) fn routed(self, request: &HttpRequest) -> Self {
        Self {
            routed: Some(request.clone()),
            ..self
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
        self.uri.query()
    }

    fn route(&self) -> Option<Cow<'_, str>> {
        let pattern = match &self.routed {
            Some(request) => request.match_pattern(),
            None => self.routes.get()?.match_pattern(self.uri.path()),
        };
        pattern.map(Cow::Owned)
    }
}

/// Converts a response of the service.
pub(super) fn respond<C: Catalog, B: MessageBody>(
    exchange: &Exchange<Head>,
    response: ServiceResponse<B>,
) -> ServiceResponse<EitherBody<B, Bytes>> {
    let (request, response) = response.into_parts();
    let status = match response.error() {
        Some(error) => convert::status_of(error, response.status()),
        None => response.status(),
    };
    ServiceResponse::new(request, rewrite::<C, B>(exchange, response, status))
}

/// Converts an error of the service, such as one of another middleware.
///
/// The result has the response. It is an error too, because a response requires the `HttpRequest`, which is gone.
pub(super) fn respond_to_error<C: Catalog>(exchange: &Exchange<Head>, error: actix_web::Error) -> actix_web::Error {
    let response = inside(|| error.error_response());
    let status = convert::status_of(&error, response.status());
    let response = rewrite::<C, BoxBody>(exchange, response, status).map_into_boxed_body();
    InternalError::from_response(error, response).into()
}

/// Returns the response for a request without one, as an error.
pub(super) fn fail<C: Catalog>(
    exchange: &Exchange<Head>,
    status: u16,
    cause: impl StdError + Copy + Send + Sync + 'static,
) -> actix_web::Error {
    let (parts, body) = exchange.fail::<C>(status, cause.into());
    InternalError::from_response(cause, convert::response(parts, body)).into()
}

fn rewrite<C: Catalog, B: MessageBody>(
    exchange: &Exchange<Head>,
    response: HttpResponse<B>,
    status: StatusCode,
) -> HttpResponse<EitherBody<B, Bytes>> {
    let (mut head, body) = response.into_parts();
    let mut origin = head.extensions_mut().remove::<Origin>();
    let is_kept = head.extensions().contains::<Keep>();
    let Some(rewrite) = exchange.rewrite::<C>(status.as_u16(), origin.as_mut(), is_kept) else {
        let (name, value) = &exchange.request().id;
        head.headers_mut().insert(name.clone(), value.clone());
        if let Some(origin) = origin {
            head.extensions_mut().insert(origin);
        }
        return head.set_body(EitherBody::left(body));
    };
    let mut parts = convert::parts(&head);
    let body = exchange.write(rewrite, &mut parts, || text(body));
    convert::set_head(&mut head, parts);
    head.set_body(EitherBody::right(body))
}

/// Returns the start of a body, without waiting for more of it.
fn text(body: impl MessageBody) -> String {
    let mut body = pin!(body);
    available(|context| match body.as_mut().poll_next(context) {
        Poll::Ready(Some(Ok(part))) => Some(part),
        _ => None,
    })
}
