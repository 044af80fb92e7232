//! Converts the result of the service into the response of the layer.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::fmt;

use bytes::Bytes;
use error_layout::program::argument;
use http::header::{ACCEPT, ALLOW, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, VARY};
use http::request::Request;
use http::response::Parts;
use http::{HeaderMap, HeaderValue, Method, Response, Uri};
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;

use super::layer::{Config, Keep};
use super::{BoxError, Origin, RequestId};
use crate::catalog::Catalog;
use crate::error::{Error, Outcome, Report, Respond, ToReport};
use crate::http::{Header, Representation};
use crate::integrations::http::{body, header, status, value};
use crate::render;

/// The data of a request that its response needs.
pub(super) struct Asked {
    id: RequestId,
    is_head: bool,
    /// The `Accept` headers. The representation also depends on the error, which is not known yet.
    accept: Vec<HeaderValue>,
    /// The URI, if it has a query.
    uri: Option<Uri>,
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

/// Headers that describe the replaced body, except type and length (RFC 9110, sections 8 and 15.4.5; RFC 9112, section 6; RFC 9530).
const OF_THE_BODY: [HeaderName; 8] = [
    http::header::CONTENT_ENCODING,
    http::header::CONTENT_LANGUAGE,
    http::header::CONTENT_LOCATION,
    http::header::CONTENT_DISPOSITION,
    http::header::ETAG,
    http::header::LAST_MODIFIED,
    http::header::TRANSFER_ENCODING,
    http::header::TRAILER,
];

impl Asked {
    /// Sets the id of the request.
    pub(super) fn new<Q>(request: &mut Request<Q>, config: Arc<Config>) -> Self {
        let taken = RequestId::of(request.headers(), &config.header).filter(|_| config.takes_ids);
        let id = taken.unwrap_or_else(RequestId::random);
        // The inner service sees only this id.
        request.headers_mut().insert(&config.header, id.header());
        request.extensions_mut().insert(id.clone());
        Self {
            id,
            is_head: request.method() == Method::HEAD,
            accept: request.headers().get_all(ACCEPT).iter().cloned().collect(),
            uri: request.uri().query().map(|_| request.uri().clone()),
            config,
        }
    }

    /// Converts a response of the service.
    pub(super) fn answer<C: Catalog, B: From<Bytes>>(self, response: Response<B>) -> Response<B> {
        let (mut parts, body) = response.into_parts();
        let origin = parts.extensions.get::<Origin>();
        if let Some((outcome, body)) = origin.and_then(Origin::take::<C>) {
            return self.finish(parts, &outcome, Some(body));
        }
        let is_foreign = origin.is_none() && parts.extensions.get::<Keep>().is_none();
        if is_foreign
            && (parts.status.is_client_error() || parts.status.is_server_error())
            && let Some(error) = Error::<C>::fallback(parts.status.as_u16())
        {
            return self.replace(parts, error);
        }
        parts.headers.insert(&self.config.header, self.id.header());
        Response::from_parts(parts, body)
    }

    /// Returns the response for a failure of the service.
    pub(super) fn fail<C: Catalog, B: From<Bytes>>(self, failure: Failure) -> Response<B> {
        let (code, cause): (u16, BoxError) = match failure {
            Failure::Panic => (500, Panicked.into()),
            Failure::Error(error) => match error.downcast::<Error<C>>() {
                Ok(error) => {
                    let (parts, ()) = Response::new(()).into_parts();
                    return self.replace(parts, *error);
                }
                Err(error) => (self.status_of(&error), error),
            },
        };
        let (mut parts, ()) = Response::new(()).into_parts();
        parts.status = status(code);
        if let Some(error) = Error::<C>::fallback(code) {
            return self.replace(parts, error.with_source(cause));
        }
        #[cfg(feature = "tracing")]
        ::tracing::error!(
            target: "error_catalog",
            catalog = C::DATA.name(),
            status = code,
            request_id = self.id.as_str(),
            source = crate::tracing::chain(&*cause).as_str(),
            "the catalog has no fallback for an error of the service"
        );
        drop(cause);
        parts.headers.insert(&self.config.header, self.id.header());
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
        Response::from_parts(parts, B::from(Bytes::new()))
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
    fn replace<C: Catalog, B: From<Bytes>>(self, mut parts: Parts, mut error: Error<C>) -> Response<B> {
        if let Some(allow) = parts.headers.get(ALLOW).and_then(|allow| allow.to_str().ok()) {
            // An entry for 405 may have a parameter of this name.
            let _ = error.set_parameter("allow", allow);
        }
        parts.status = status(error.status());
        parts.extensions.insert(Origin::TAKEN);
        self.finish(parts, &Outcome::from(error), None)
    }

    /// Writes the error into the response. A `written` body that does not depend on the request is kept.
    fn finish<C: Catalog, B: From<Bytes>>(
        self,
        mut parts: Parts,
        outcome: &Outcome<C>,
        written: Option<Bytes>,
    ) -> Response<B> {
        let id = self.id.as_str();
        #[cfg(any(feature = "tracing", feature = "metrics"))]
        self.config.watch.see_all(outcome, Some(id));
        let entry = outcome.first().entry().entry();
        let accept = self.accept.iter().map(HeaderValue::as_bytes);
        let representation = Representation::negotiate(entry, accept, self.uri.as_ref().and_then(Uri::query));
        let report = outcome.report(representation, Some(id));
        let before = || outcome.headers();
        add_headers(&mut parts.headers, &report, written.is_some().then_some(&before));
        if entry.has_xml() {
            vary(&mut parts.headers);
        }
        parts.headers.insert(&self.config.header, self.id.header());
        let body = written.filter(|_| is_the_same_for_all(outcome, representation));
        let body = body.unwrap_or_else(|| self::body(report.body()));
        // The length is that of the body for GET (RFC 9110, section 9.3.2).
        describe_body(&mut parts.headers, report.content_type(), body.len());
        let body = if self.is_head { Bytes::new() } else { body };
        Response::from_parts(parts, B::from(body))
    }
}

/// Whether the body is the same for every request that asks for this representation.
fn is_the_same_for_all<C: Catalog>(outcome: &Outcome<C>, representation: Representation) -> bool {
    let entry = outcome.first().entry().entry();
    !outcome.differs_from_first() && !representation.is_xml() && !render::body_shows(entry, argument::REQUEST_ID)
}

/// Adds the headers of a report that do not describe the body.
///
/// A header of the response is kept, because the handler or an inner layer set it. It is replaced only if its value
/// depends on the request, which was not known when the headers `before` were written.
fn add_headers(headers: &mut HeaderMap, report: &Report<'_>, before: Option<&dyn Fn() -> Vec<Header>>) {
    let old = OnceCell::new();
    let mut added = Vec::new();
    report.each_header(|header| {
        // A borrowed value is a constant of the catalog.
        let is_new = |before: &dyn Fn() -> Vec<Header>| {
            matches!(header.value, Cow::Owned(_)) && !old.get_or_init(before).contains(&header)
        };
        if !headers.contains_key(&*header.name) || before.is_some_and(is_new) {
            added.extend(self::header(header));
        }
    });
    // Removed first, because several headers of one name are added.
    for (name, _) in &added {
        headers.remove(name);
    }
    for (name, value) in added {
        headers.append(name, value);
    }
}

/// Sets the headers that describe the body. Correct headers are kept.
fn describe_body(headers: &mut HeaderMap, media_type: Option<Cow<'static, str>>, length: usize) {
    while let Some(name) = headers.keys().find(|name| OF_THE_BODY.contains(name)).cloned() {
        headers.remove(name);
    }
    let said = only(headers, &CONTENT_TYPE).map(HeaderValue::as_bytes);
    if said.is_none() || said != media_type.as_deref().map(str::as_bytes) {
        match media_type.and_then(value) {
            Some(media_type) => headers.insert(CONTENT_TYPE, media_type),
            None => headers.remove(CONTENT_TYPE),
        };
    }
    let said = only(headers, &CONTENT_LENGTH).and_then(|said| said.to_str().ok()?.parse().ok());
    if said != Some(length) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
}

/// Returns the value of the only header of a name; `None` if there are several.
pub(super) fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h HeaderValue> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none())
}

/// Adds `Vary: Accept` (RFC 9110, section 12.5.5), unless it is present.
fn vary(headers: &mut HeaderMap) {
    let names = |value: &HeaderValue| {
        let mut names = value.to_str().unwrap_or_default().split(',').map(str::trim);
        names.any(|name| name == "*" || name.eq_ignore_ascii_case("accept"))
    };
    if !headers.get_all(VARY).iter().any(names) {
        headers.append(VARY, HeaderValue::from_static("accept"));
    }
}
