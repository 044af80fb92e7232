//! Whether a response is an error, and the body of one that is.

use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error as StdError;
use core::time::Duration;
use std::io;

use ::reqwest::header::CONTENT_TYPE;
use ::reqwest::{Method, Response};
use error_layout::grammar::MediaType;
use error_runtime::__compiled::responses;
use error_runtime::Catalog;

use super::{path_below, replay};
use crate::decode::{BodyEnd, Decode, Decoded, MAX_BYTES, ReceivedResponse};

/// The time limit for reading the body of an error as a whole.
pub(crate) const BODY_TIME: Duration = Duration::from_secs(10);

/// A response, and the part of its body that was read.
pub(crate) struct Examined {
    response: Response,
    body: Option<Body>,
}

impl Examined {
    /// Returns the response unchanged, byte for byte.
    pub(crate) fn into_response(self) -> Response {
        match self.body {
            Some(body) => replay::with_body(self.response, body),
            None => self.response,
        }
    }
}

/// Decodes a response that is an error; `None` for a success.
///
/// Where errors are in band, a success that may have them is read too, up to the decoder's limit.
pub(crate) async fn examine<C: Catalog>(
    mut response: Response,
    method: &Method,
    base: &str,
    limit: Duration,
) -> (Option<Decoded<'static, C>>, Examined) {
    let is_error = response.status().as_u16() >= 400;
    if !is_error && !may_have_errors::<C>(&response, method) {
        return (None, Examined { response, body: None });
    }
    let body = Body::read(&mut response, limit).await;
    let decoded = body.decode(&response, method, base);
    let body = Some(body);
    (Some(decoded).filter(Decoded::is_error), Examined { response, body })
}

/// Whether a success can have errors in band: a redirect, or a body of JSON, of XML or of the media type of such a response.
fn may_have_errors<C: Catalog>(response: &Response, method: &Method) -> bool {
    let mut in_band = responses(C::DATA).filter(|response| response.is_in_band()).peekable();
    if in_band.peek().is_none() {
        return false;
    }
    let media_type = response.headers().get(CONTENT_TYPE);
    let media_type = MediaType::split(media_type.and_then(|value| value.to_str().ok()).unwrap_or_default());
    let is_read = ["json", "xml"].iter().any(|syntax| media_type.has_syntax(syntax))
        || in_band.any(|response| response.content_type().is_some_and(|known| media_type.is(known)));
    response.status().is_redirection() || *method != Method::HEAD && is_read
}

/// The part of a body that was received, and how it ended.
pub(crate) struct Body {
    pub(crate) bytes: Vec<u8>,
    end: BodyEnd,
    /// The error that ended it.
    pub(crate) error: Option<::reqwest::Error>,
}

impl Body {
    /// Reads a body up to the decoder's limit, for at most this time, or until it breaks.
    pub(crate) async fn read(response: &mut Response, limit: Duration) -> Self {
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(limit, fill(response, &mut bytes)).await;
        let (end, error) = match read {
            Ok(Ok(())) => (BodyEnd::Complete, None),
            Ok(Err(error)) => (end_of(&error), Some(error)),
            Err(_) => (BodyEnd::TimeLimit, None),
        };
        Self { bytes, end, error }
    }

    pub(crate) fn decode<C: Catalog>(&self, response: &Response, method: &Method, base: &str) -> Decoded<'static, C> {
        let values: Vec<_> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
            .collect();
        let headers: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_ref())).collect();
        let received = ReceivedResponse::new(response.status().as_u16(), &headers, &self.bytes)
            .to(method.as_str(), path_below(response.url().as_str(), base))
            .ended(self.end);
        C::decode(received).into_owned()
    }
}

async fn fill(response: &mut Response, bytes: &mut Vec<u8>) -> ::reqwest::Result<()> {
    // One byte over the limit shows that the body is longer.
    while bytes.len() <= MAX_BYTES {
        match response.chunk().await? {
            Some(chunk) => bytes.extend_from_slice(&chunk),
            None => break,
        }
    }
    Ok(())
}

/// Classifies the error that ended a body.
fn end_of(error: &::reqwest::Error) -> BodyEnd {
    if error.is_timeout() {
        return BodyEnd::TimeLimit;
    }
    // The error of a decoder stands directly under one of reqwest; that of a connection stands under one of hyper.
    let mut under_reqwest = true;
    let sources = core::iter::successors(error.source(), |source: &&(dyn StdError + 'static)| (*source).source());
    for source in sources {
        if under_reqwest && source.downcast_ref::<io::Error>().is_some_and(is_of_decoder) {
            return BodyEnd::Encoding;
        }
        under_reqwest = source.is::<::reqwest::Error>();
    }
    BodyEnd::Broken
}

/// Whether a decoder rejected its input, rather than passed on the error of a connection.
fn is_of_decoder(error: &io::Error) -> bool {
    let is_passed_on = error
        .get_ref()
        .is_some_and(<dyn StdError + Send + Sync>::is::<::reqwest::Error>);
    let is_rejection = matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other
    );
    is_rejection && !is_passed_on
}
