//! One request and its response.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::fmt;
use core::time::Duration;

use bytes::Bytes;
use error_layout::grammar::delay_seconds;
use error_layout::program::argument;
use http::header::{ACCEPT, ALLOW, CONTENT_LENGTH, RETRY_AFTER};
use http::request::Request;
use http::response::Parts;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri};
use http_body::Body;
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;

use super::headers::{add_headers, describe_body, remove_described, vary};
use super::layer::{Config, Keep};
use super::replaced::Replaced;
use super::{BoxError, MatchedRoute, Origin, RequestId};
use crate::catalog::Catalog;
use crate::error::{Error, Outcome, Respond, ToReport};
use crate::http::{Representation, retry_after};
#[cfg(any(feature = "tracing", feature = "metrics"))]
use crate::integrations::circumstances::Circumstances;
use crate::integrations::http::{body, status};
use crate::render;

/// The data of a request that its response needs.
pub(super) struct Exchange {
    id: RequestId,
    method: Method,
    /// The `Accept` headers. The representation also depends on the error, which is not known yet.
    accept: Vec<HeaderValue>,
    /// The URI, if it has a query.
    uri: Option<Uri>,
    #[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only events have it"))]
    route: MatchedRoute,
    config: Arc<Config>,
}

/// The reason that the service returned no response.
pub(super) enum Failure {
    Error(BoxError),
    Panic,
}

/// The source of an error for a panic. The panic hook reports the message.
#[derive(Debug)]
struct Panicked;

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the service panicked")
    }
}

impl core::error::Error for Panicked {}

impl Exchange {
    /// Sets the id of the request.
    pub(super) fn new<Q>(request: &mut Request<Q>, config: Arc<Config>) -> Self {
        let taken = RequestId::of(request.headers(), &config.header).filter(|_| config.takes_ids);
        let id = taken.unwrap_or_else(RequestId::random);
        // The inner service sees only this id.
        request.headers_mut().insert(&config.header, id.header());
        request.extensions_mut().insert(id.clone());
        Self {
            id,
            method: request.method().clone(),
            accept: request.headers().get_all(ACCEPT).iter().cloned().collect(),
            uri: request.uri().query().map(|_| request.uri().clone()),
            route: MatchedRoute::of(request.extensions_mut()),
            config,
        }
    }

    /// Converts a response of the service.
    pub(super) fn respond<C: Catalog, B: Body + From<Bytes>>(self, response: Response<B>) -> Response<B> {
        let (mut parts, body) = response.into_parts();
        if let Some(origin) = parts.extensions.get_mut::<Origin>() {
            let Some((outcome, written)) = origin.take::<C>() else {
                // An error of another catalog.
                #[cfg(any(feature = "tracing", feature = "metrics"))]
                origin.see(&self.config.watch, &self.circumstances(None));
                return self.keep(parts, body);
            };
            if !origin.is_seen() {
                self.see(&outcome, None);
            }
            return self.finish(parts, outcome, Some(written));
        }
        let is_error = parts.status.is_client_error() || parts.status.is_server_error();
        let is_replaced = is_error && parts.extensions.get::<Keep>().is_none();
        match Error::<C>::fallback(parts.status.as_u16()).filter(|_| is_replaced) {
            Some(error) => {
                let replaced = Replaced::read(&parts, body);
                self.replace(parts, error, Some(replaced))
            }
            None => self.keep(parts, body),
        }
    }

    /// Returns a response of the service with the id of the request.
    fn keep<B>(self, mut parts: Parts, body: B) -> Response<B> {
        parts.headers.insert(&self.config.header, self.id.header());
        Response::from_parts(parts, body)
    }

    /// Returns the response for a failure of the service.
    pub(super) fn fail<C: Catalog, B: From<Bytes>>(self, failure: Failure) -> Response<B> {
        let (mut parts, ()) = Response::new(()).into_parts();
        let (code, cause): (u16, BoxError) = match failure {
            Failure::Panic => (500, Panicked.into()),
            Failure::Error(error) => match error.downcast::<Error<C>>() {
                Ok(error) => return self.replace(parts, *error, None),
                Err(error) => (self.status_of(&error), error),
            },
        };
        parts.status = status(code);
        if let Some(error) = Error::<C>::fallback(code) {
            return self.replace(parts, error.with_source(cause), None);
        }
        #[cfg(feature = "tracing")]
        ::tracing::error!(
            target: "error_catalog",
            catalog = C::DATA.name(),
            status = code,
            method = self.method.as_str(),
            route = self.route.get(),
            request_id = self.id.as_str(),
            source = crate::tracing::chain(&*cause).as_str(),
            "the catalog has no fallback for an error of the service"
        );
        drop(cause);
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
        self.keep(parts, B::from(Bytes::new()))
    }

    fn status_of(&self, error: &BoxError) -> u16 {
        (self.config.status_of)(error).unwrap_or(if error.is::<Elapsed>() {
            504
        } else if error.is::<Overloaded>() {
            503
        } else {
            500
        })
    }

    /// Replaces a response by an error of the catalog. Headers that do not describe the body are kept.
    fn replace<C: Catalog, B: From<Bytes>>(
        self,
        mut parts: Parts,
        mut error: Error<C>,
        mut replaced: Option<Replaced>,
    ) -> Response<B> {
        if let Some(allow) = parts.headers.get(ALLOW).and_then(|allow| allow.to_str().ok()) {
            // An entry for 405 may have a parameter of this name.
            let _ = error.set_parameter("allow", allow);
        }
        if let Some(replaced) = &mut replaced {
            error = self.with_reason(error, parts.status, replaced);
        }
        parts.status = status(error.status());
        parts.extensions.insert(Origin::TAKEN);
        let outcome = Outcome::from(error);
        self.see(&outcome, replaced.as_ref());
        self.finish(parts, outcome, None)
    }

    /// Moves the reason of a replaced response into its error: for the log, and for the client if the service wants that.
    fn with_reason<C: Catalog>(&self, mut error: Error<C>, status: StatusCode, replaced: &mut Replaced) -> Error<C> {
        let Some(reason) = replaced.reason.take() else {
            return error;
        };
        if let Some(parameter) = self.config.reason_parameter
            && status.is_client_error()
        {
            // Not every entry has the parameter.
            let _ = error.set_parameter(parameter, reason.as_str());
        }
        error.with_source(reason)
    }

    /// Logs and counts the errors of the response.
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    fn see<C: Catalog>(&self, outcome: &Outcome<C>, replaced: Option<&Replaced>) {
        self.config.watch.see_all(outcome, &self.circumstances(replaced));
    }

    #[cfg(not(any(feature = "tracing", feature = "metrics")))]
    #[allow(clippy::unused_self, reason = "the same call with and without observers")]
    fn see<C: Catalog>(&self, _: &Outcome<C>, _: Option<&Replaced>) {}

    #[cfg(any(feature = "tracing", feature = "metrics"))]
    fn circumstances<'a>(&'a self, replaced: Option<&'a Replaced>) -> Circumstances<'a> {
        Circumstances {
            request_id: Some(self.id.as_str()),
            method: Some(self.method.as_str()),
            route: self.route.get(),
            replaced: replaced.map(Replaced::facts),
            is_unsent: false,
        }
    }

    /// Writes the error into the response. A `written` body that does not depend on the request is kept.
    fn finish<C: Catalog, B: From<Bytes>>(
        self,
        mut parts: Parts,
        mut outcome: Outcome<C>,
        mut written: Option<Bytes>,
    ) -> Response<B> {
        // The headers of the response as they were written before the request was known.
        let before = OnceCell::new();
        let was_written = written.is_some();
        if let Some(delay) = other_retry_after(&mut parts.headers, &outcome) {
            if was_written {
                let _ = before.set(outcome.headers());
            }
            outcome.set_retry_after(delay);
            written = None;
        }
        remove_described(&mut parts.headers, parts.status);
        let entry = outcome.first().entry().entry();
        let accept = self.accept.iter().map(HeaderValue::as_bytes);
        let representation = Representation::negotiate(entry, accept, self.uri.as_ref().and_then(Uri::query));
        let report = outcome.report(representation, Some(self.id.as_str()));
        let before = || before.get_or_init(|| outcome.headers()).as_slice();
        add_headers(&mut parts.headers, &report, was_written.then_some(&before));
        if entry.has_xml() {
            vary(&mut parts.headers);
        }
        parts.headers.insert(&self.config.header, self.id.header());
        let body = written.filter(|_| is_the_same_for_all(&outcome, representation));
        let body = body.unwrap_or_else(|| self::body(report.body()));
        // The length is that of the body for GET (RFC 9110, section 9.3.2).
        describe_body(&mut parts.headers, report.content_type(), body.len());
        let body = if self.method == Method::HEAD {
            Bytes::new()
        } else {
            body
        };
        Response::from_parts(parts, B::from(body))
    }
}

/// Returns the delay of the header `Retry-After` if the errors have another one, and leaves one such header.
///
/// A value that is not valid is removed, so that the catalog's applies.
fn other_retry_after<C: Catalog>(headers: &mut HeaderMap, outcome: &Outcome<C>) -> Option<Duration> {
    let values = headers.get_all(RETRY_AFTER).iter();
    let Some(delay) = retry_after::longest(values.map(HeaderValue::as_bytes)) else {
        headers.remove(RETRY_AFTER);
        return None;
    };
    headers.insert(RETRY_AFTER, HeaderValue::from(delay.as_secs()));
    let own = outcome.error_of_headers().retry_after().map(delay_seconds);
    (own != Some(delay.as_secs())).then_some(delay)
}

/// Whether the body is the same for every request that asks for this representation.
fn is_the_same_for_all<C: Catalog>(outcome: &Outcome<C>, representation: Representation) -> bool {
    let entry = outcome.first().entry().entry();
    !outcome.differs_from_first() && !representation.is_xml() && !render::body_shows(entry, argument::REQUEST_ID)
}
