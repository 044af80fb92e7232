//! The error of a call.

use alloc::boxed::Box;
use alloc::string::String;
use core::error::Error as StdError;
use core::fmt;

use ::reqwest::{Client, Method, Request, Response};
use error_runtime::Catalog;

use super::{decode, is_error, path_below, read};
use crate::decode::Decoded;
use crate::retry::{Attempt, Budget, Decide, Decision, Fault, NeverReason, decide_fault, general};

/// The error of a failed request: a response that is an error, or no response.
///
/// `Display` and `Debug` show the ids of the response but none of its texts, and not the URL, which may name a patient: see
/// [`LogRecord`](crate::LogRecord).
pub struct CallError<C>(Box<Inner<C>>);

struct Inner<C> {
    method: Method,
    decision: Decision,
    cause: Cause<C>,
}

#[expect(clippy::large_enum_variant, reason = "it is in a box")]
enum Cause<C> {
    Response(Decoded<'static, C>),
    Silence {
        url: String,
        fault: Option<Fault>,
        /// Without its URL; `None` if the request could not be sent again.
        error: Option<::reqwest::Error>,
    },
}

impl<C: Catalog> CallError<C> {
    pub(crate) fn responded(method: &Method, decoded: Decoded<'static, C>) -> Self {
        Self::new(method, Cause::Response(decoded))
    }

    /// Creates the error of a request without a response, or with a body that broke off.
    ///
    /// [`RequestBuilderExt`](super::RequestBuilderExt) creates it for requests; this is for errors of reading a body.
    pub fn without_response(method: &Method, url: &str, error: ::reqwest::Error) -> Self {
        let cause = Cause::Silence {
            url: url.into(),
            fault: fault(&error),
            error: Some(error.without_url()),
        };
        Self::new(method, cause)
    }

    /// Creates the error of a request whose body was a stream, which cannot be sent again.
    #[cfg(feature = "backon")]
    pub(crate) fn sent_already(method: &Method, url: &str) -> Self {
        let cause = Cause::Silence {
            url: url.into(),
            fault: None,
            error: None,
        };
        Self::new(method, cause)
    }

    fn new(method: &Method, cause: Cause<C>) -> Self {
        let inner = Inner {
            method: method.clone(),
            decision: Decision::Manual,
            cause,
        };
        let mut error = Self(Box::new(inner));
        error.0.decision = error.decide(&Attempt::new(method.as_str()), &Budget::default());
        error
    }

    #[cfg(feature = "backon")]
    pub(super) fn with_decision(mut self, decision: Decision) -> Self {
        self.0.decision = decision;
        self
    }

    /// Returns the response, if there is one.
    pub fn decoded(&self) -> Option<&Decoded<'static, C>> {
        match &self.0.cause {
            Cause::Response(decoded) => Some(decoded),
            Cause::Silence { .. } => None,
        }
    }

    /// Returns the entry of the most severe issue, if it is known.
    pub fn entry(&self) -> Option<C> {
        self.decoded()?.entry()
    }

    /// Returns the status, if there is a response.
    pub fn status(&self) -> Option<u16> {
        self.decoded().map(Decoded::status)
    }

    /// Returns the fault, if there is no response; `None` also for errors that are not of the network: an invalid URL, too many redirects.
    pub fn fault(&self) -> Option<Fault> {
        match self.0.cause {
            Cause::Response(_) => None,
            Cause::Silence { fault, .. } => fault,
        }
    }

    /// Returns the method of the request.
    pub fn method(&self) -> &Method {
        &self.0.method
    }

    /// Returns the decision. Of a request that was sent once, it is the one within the default [`Budget`]; of one that was sent again, the last.
    pub fn decision(&self) -> Decision {
        self.0.decision
    }

    /// Returns the next step by the attempts so far: see [`Decoded::decide`] and [`decide_fault`].
    pub fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
        match &self.0.cause {
            Cause::Response(decoded) => decoded.decide(attempt, budget),
            Cause::Silence { fault: None, .. } => Decision::Never(NeverReason::Advised),
            Cause::Silence {
                url,
                fault: Some(fault),
                ..
            } => decide_fault::<C>(*fault, url, attempt, budget),
        }
    }

    /// Returns the action of the catalog for operators or developers of the client.
    pub fn action(&self) -> Option<&'static str> {
        self.decoded()?.action()
    }

    /// Returns a text that is safe to show to an end user.
    pub fn user_message(&self) -> &'static str {
        match &self.0.cause {
            Cause::Response(decoded) => decoded.user_message(),
            Cause::Silence { fault: Some(fault), .. } => fault.user_message(),
            Cause::Silence { fault: None, .. } => general(0),
        }
    }
}

impl<C: Catalog> Decide for CallError<C> {
    fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
        self.decide(attempt, budget)
    }
}

impl<C: Catalog> fmt::Display for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.cause {
            Cause::Response(decoded) => decoded.log_record().fmt(f),
            Cause::Silence { fault: Some(fault), .. } => write!(f, "catalog={} fault={fault}", C::DATA.name()),
            Cause::Silence { fault: None, .. } => write!(f, "catalog={} not sent", C::DATA.name()),
        }
    }
}

impl<C: Catalog> fmt::Debug for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallError({self})")
    }
}

impl<C: Catalog> StdError for CallError<C> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.cause {
            Cause::Response(_) => None,
            Cause::Silence { error, .. } => Some(error.as_ref()?),
        }
    }
}

/// Returns the fault of an error; `None` if it is not of the network.
pub(crate) fn fault(error: &::reqwest::Error) -> Option<Fault> {
    if error.is_connect() {
        return Some(Fault::NotSent);
    }
    if error.is_builder() || error.is_redirect() || error.is_status() || error.is_upgrade() {
        return None;
    }
    // A body that broke off, and a whole one with an unexpected content, are both "decode".
    let broke = |source: &(dyn StdError + 'static)| source.is::<::reqwest::Error>() || source.is::<std::io::Error>();
    let mut sources = core::iter::successors(error.source(), |source: &&(dyn StdError + 'static)| (*source).source());
    (!error.is_decode() || error.is_timeout() || sources.any(broke)).then_some(Fault::Lost)
}

/// Sends a request once; `base` is the path before the API's own paths.
pub(super) async fn send<C: Catalog>(client: &Client, request: Request, base: &str) -> Result<Response, CallError<C>> {
    let (method, url) = (request.method().clone(), String::from(request.url().as_str()));
    match client.execute(request).await {
        Ok(response) if !is_error(&response) => Ok(response),
        Ok(mut response) => {
            let (body, _) = read(&mut response).await;
            Err(CallError::responded(&method, decode(&response, &method, base, &body)))
        }
        Err(error) => Err(CallError::without_response(&method, path_below(&url, base), error)),
    }
}
