//! One request and its response, in any framework.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;
use core::cell::OnceCell;
use core::time::Duration;

use bytes::Bytes;
use error_layout::grammar::delay_seconds;
use error_layout::program::argument;
use http::header::{ALLOW, CONTENT_LENGTH, RETRY_AFTER};
use http::response::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use super::headers::{add_headers, describe_body, remove_described, vary};
use super::replaced::Replaced;
use super::{BoxError, Options, Origin, RequestId};
use crate::catalog::Catalog;
use crate::error::{Error, Outcome, Respond, ToReport};
use crate::http::{Representation, retry_after};
#[cfg(any(feature = "tracing", feature = "metrics"))]
use crate::integrations::circumstances::Circumstances;
use crate::integrations::http::{body, status};
use crate::render;

/// The parts of a request that its response depends on, in the types of a framework.
pub(crate) trait RequestHead {
    /// Returns the method.
    #[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only events have it"))]
    fn method(&self) -> &str;

    /// Returns the values of the `Accept` headers.
    fn accept(&self) -> impl Iterator<Item = &[u8]>;

    /// Returns the values of the `Accept-Language` headers.
    fn accept_language(&self) -> impl Iterator<Item = &[u8]>;

    /// Returns the query.
    fn query(&self) -> Option<&str>;

    /// Returns the route that matched, never the path.
    #[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only events have it"))]
    fn route(&self) -> Option<Cow<'_, str>>;
}

/// One request, until its response is known.
pub(crate) struct Exchange<R> {
    id: RequestId,
    request: R,
    options: Arc<Options>,
}

/// The errors that are written into a response of the service.
pub(crate) enum Rewrite<C: Catalog> {
    /// The response was created from these errors, with this body, before the request was known.
    Own(Outcome<C>, Bytes),
    /// The response is replaced by this error.
    Fallback(Error<C>),
}

impl<R: RequestHead> Exchange<R> {
    pub(crate) fn new(id: RequestId, request: R, options: Arc<Options>) -> Self {
        Self { id, request, options }
    }

    /// Returns the request.
    pub(crate) fn request(&self) -> &R {
        &self.request
    }

    /// Sets the id of the request in the headers of its response.
    pub(crate) fn set_id(&self, headers: &mut HeaderMap) {
        headers.insert(&self.options.header, self.id.header());
    }

    /// Decides about a response of the service; `None` if it is sent as it is.
    ///
    /// An error of another catalog, which is sent as it is, is recorded.
    pub(crate) fn rewrite<C: Catalog>(
        &self,
        status: u16,
        origin: Option<&mut Origin>,
        is_kept: bool,
    ) -> Option<Rewrite<C>> {
        if let Some(origin) = origin {
            let Some((outcome, written)) = origin.take::<C>() else {
                #[cfg(any(feature = "tracing", feature = "metrics"))]
                self.with_circumstances(None, |circumstances| origin.see(&self.options.watch, circumstances));
                return None;
            };
            if !origin.is_seen() {
                self.see(&outcome, None);
            }
            return Some(Rewrite::Own(outcome, written));
        }
        let is_replaced = status >= 400 && !is_kept;
        let fallback = if is_replaced { Error::fallback(status) } else { None };
        fallback.map(Rewrite::Fallback)
    }

    /// Writes the errors into the head of the response, and returns the body for the method GET.
    ///
    /// `text` returns the start of the body that is replaced.
    pub(crate) fn write<C: Catalog>(
        &self,
        rewrite: Rewrite<C>,
        parts: &mut Parts,
        text: impl FnOnce() -> String,
    ) -> Bytes {
        match rewrite {
            Rewrite::Own(outcome, written) => self.finish(parts, outcome, Some(written)),
            Rewrite::Fallback(error) => {
                let replaced = Replaced::read(parts, text);
                self.replace(parts, error, Some(replaced))
            }
        }
    }

    /// Returns the response for a failure of the service, which returned none. The cause may be an error of the catalog.
    pub(crate) fn fail<C: Catalog>(&self, code: u16, cause: BoxError) -> (Parts, Bytes) {
        let (mut parts, ()) = Response::new(()).into_parts();
        let cause = match cause.downcast::<Error<C>>() {
            Ok(error) => {
                let body = self.replace(&mut parts, *error, None);
                return (parts, body);
            }
            Err(cause) => cause,
        };
        parts.status = status(code);
        if let Some(error) = Error::<C>::fallback(code) {
            let body = self.replace(&mut parts, error.with_source(cause), None);
            return (parts, body);
        }
        #[cfg(feature = "tracing")]
        ::tracing::error!(
            target: "error_catalog",
            catalog = C::DATA.name(),
            status = code,
            method = self.request.method(),
            route = self.request.route().as_deref(),
            request_id = self.id.as_str(),
            source = crate::tracing::chain(&*cause).as_str(),
            "the catalog has no fallback for an error of the service"
        );
        drop(cause);
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
        self.set_id(&mut parts.headers);
        (parts, Bytes::new())
    }

    /// Replaces a response by an error of the catalog. Headers that do not describe the body are kept.
    fn replace<C: Catalog>(&self, parts: &mut Parts, mut error: Error<C>, mut replaced: Option<Replaced>) -> Bytes {
        if let Some(allow) = parts.headers.get(ALLOW).and_then(|allow| allow.to_str().ok()) {
            // An entry for 405 may have a parameter of this name.
            let _ = error.set_parameter("allow", allow);
        }
        if let Some(replaced) = &mut replaced {
            error = self.with_reason(error, parts.status, replaced);
        }
        parts.status = status(error.status());
        let outcome = Outcome::from(error);
        self.see(&outcome, replaced.as_ref());
        self.finish(parts, outcome, None)
    }

    /// Moves the reason of a replaced response into its error: for the log, and for the client if the service wants that.
    fn with_reason<C: Catalog>(&self, mut error: Error<C>, status: StatusCode, replaced: &mut Replaced) -> Error<C> {
        let Some(reason) = replaced.reason.take() else {
            return error;
        };
        if let Some(parameter) = self.options.reason_parameter
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
        self.with_circumstances(replaced, |circumstances| {
            self.options.watch.see_all(outcome, circumstances);
        });
    }

    #[cfg(not(any(feature = "tracing", feature = "metrics")))]
    #[allow(clippy::unused_self, reason = "the same call with and without observers")]
    fn see<C: Catalog>(&self, _: &Outcome<C>, _: Option<&Replaced>) {}

    #[cfg(any(feature = "tracing", feature = "metrics"))]
    fn with_circumstances(&self, replaced: Option<&Replaced>, see: impl FnOnce(&Circumstances<'_>)) {
        see(&Circumstances {
            request_id: Some(self.id.as_str()),
            method: Some(self.request.method()),
            route: self.request.route().as_deref(),
            replaced: replaced.map(Replaced::facts),
            is_unsent: false,
        });
    }

    /// Writes the errors into the response. A `written` body that does not depend on the request is kept.
    fn finish<C: Catalog>(&self, parts: &mut Parts, mut outcome: Outcome<C>, mut written: Option<Bytes>) -> Bytes {
        parts.extensions.insert(Origin::TAKEN);
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
        let representation = Representation::negotiate(entry, self.request.accept(), self.request.query())
            .negotiate_language(entry, self.request.accept_language());
        let report = outcome.report(representation, Some(self.id.as_str()));
        let before = || before.get_or_init(|| outcome.headers()).as_slice();
        add_headers(&mut parts.headers, &report, was_written.then_some(&before));
        if entry.has_xml() {
            vary(&mut parts.headers, "accept");
        }
        if report.depends_on_language() {
            vary(&mut parts.headers, "accept-language");
        }
        self.set_id(&mut parts.headers);
        let body = written.filter(|_| is_the_same_for_all(&outcome, representation));
        let body = body.unwrap_or_else(|| self::body(report.body()));
        // The length is that of the body for GET (RFC 9110, section 9.3.2).
        describe_body(&mut parts.headers, report.content_type(), body.len());
        body
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
    let is_own = !representation.is_xml() && !representation.is_translation_of(entry);
    !outcome.differs_from_first() && is_own && !render::body_shows(entry, argument::REQUEST_ID)
}
