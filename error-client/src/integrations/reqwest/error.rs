//! The error of a call.

use alloc::boxed::Box;
use alloc::string::String;
use core::error::Error as StdError;
use core::fmt;
use core::time::Duration;
use std::time::SystemTime;

use ::reqwest::{Client, Method, Request, Response};
use error_runtime::Catalog;

use super::body::examine;
use super::path_below;
use crate::decode::Decoded;
use crate::retry::{Attempt, Budget, Decide, Decision, Fault, NeverReason, decide_fault, general};

/// The error of a failed request: a decoded error response, or no response.
///
/// `Display` and `Debug` write ids and codes as in [`LogRecord`](crate::LogRecord). They write no texts of the response and no URL, which can hold
/// personal data.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::Decision;
/// use error_client::reqwest::CallError;
///
/// fn report(error: &CallError<Clinic>) {
///     match (error.decoded(), error.fault()) {
///         (Some(decoded), _) => println!("{:?} {:?}", decoded.entry(), decoded.request_id()),
///         (None, Some(fault)) => println!("no response: {fault}"),
///         (None, None) => println!("the request is not valid"),
///     }
///     if error.decision() == Decision::Manual {
///         println!("{}", error.action().unwrap_or("Ask support."));
///     }
///     println!("{}", error.user_message());
/// }
/// ```
#[doc(alias("reqwest::Error", "error response", "problem details", "OperationOutcome"))]
pub struct CallError<C>(Box<Inner<C>>);

struct Inner<C> {
    method: Method,
    decision: Decision,
    cause: Cause<C>,
}

#[expect(clippy::large_enum_variant, reason = "every value is boxed")]
enum Cause<C> {
    Response(Decoded<'static, C>),
    Silence {
        url: String,
        fault: Option<Fault>,
        /// Without its URL.
        error: ::reqwest::Error,
    },
}

impl<C: Catalog> CallError<C> {
    pub(crate) fn responded(method: &Method, decoded: Decoded<'static, C>) -> Self {
        Self::new(method, Cause::Response(decoded))
    }

    /// Creates an error for a request without a response, or with a broken body.
    ///
    /// [`RequestBuilderExt`](super::RequestBuilderExt) does that itself; call it for an error while reading a body.
    pub fn without_response(method: &Method, url: &str, error: ::reqwest::Error) -> Self {
        let cause = Cause::Silence {
            url: url.into(),
            fault: fault(&error),
            error: error.without_url(),
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
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let attempt = Attempt::new(method.as_str());
        let attempt = now.map_or(attempt, |now| attempt.at(now.as_secs()));
        error.0.decision = error.decide(&attempt, &Budget::default());
        error
    }

    #[cfg(feature = "backon")]
    pub(super) fn with_decision(mut self, decision: Decision) -> Self {
        self.0.decision = decision;
        self
    }

    /// The decoded response, if there is one.
    pub fn decoded(&self) -> Option<&Decoded<'static, C>> {
        match &self.0.cause {
            Cause::Response(decoded) => Some(decoded),
            Cause::Silence { .. } => None,
        }
    }

    /// The entry of the most severe issue: see [`Decoded::entry`].
    pub fn entry(&self) -> Option<C> {
        self.decoded()?.entry()
    }

    /// The HTTP status, if there is a response.
    pub fn status(&self) -> Option<u16> {
        self.decoded().map(Decoded::status)
    }

    /// The fault of the network, if there is no response.
    ///
    /// `None` also for other causes, such as an invalid URL or too many redirects.
    pub fn fault(&self) -> Option<Fault> {
        match self.0.cause {
            Cause::Response(_) => None,
            Cause::Silence { fault, .. } => fault,
        }
    }

    /// The method of the request.
    pub fn method(&self) -> &Method {
        &self.0.method
    }

    /// The decision about the next step, or the one that ended the retries.
    ///
    /// Without retries, it is made for one attempt and the default [`Budget`].
    pub fn decision(&self) -> Decision {
        self.0.decision
    }

    /// Decides about the next step: see [`Decoded::decide`] and [`decide_fault`].
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

    /// The catalog's instructions for the operators or developers of the client.
    pub fn action(&self) -> Option<&'static str> {
        self.decoded()?.action()
    }

    /// A text that is safe to show to an end user.
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
            Cause::Silence { error, .. } => Some(error),
        }
    }
}

/// Classifies a failure; `None` if it is not a fault of the network.
pub(crate) fn fault(error: &::reqwest::Error) -> Option<Fault> {
    if error.is_connect() {
        return Some(Fault::NotSent);
    }
    if error.is_builder() || error.is_redirect() || error.is_status() || error.is_upgrade() {
        return None;
    }
    // reqwest has one kind, "decode", for a body that broke off and for one with unexpected content.
    let broke = |source: &(dyn StdError + 'static)| source.is::<::reqwest::Error>() || source.is::<std::io::Error>();
    let mut sources = core::iter::successors(error.source(), |source: &&(dyn StdError + 'static)| (*source).source());
    (!error.is_decode() || error.is_timeout() || sources.any(broke)).then_some(Fault::Lost)
}

/// Sends the request once; `base` is the path before the API's own paths.
pub(super) async fn send<C: Catalog>(
    client: &Client,
    request: Request,
    base: &str,
    body_time: Duration,
) -> Result<Response, CallError<C>> {
    let (method, url) = (request.method().clone(), String::from(request.url().as_str()));
    match client.execute(request).await {
        Ok(response) => check(response, &method, base, body_time).await,
        Err(error) => Err(CallError::without_response(&method, path_below(&url, base), error)),
    }
}

/// Returns a success unchanged.
pub(super) async fn check<C: Catalog>(
    response: Response,
    method: &Method,
    base: &str,
    body_time: Duration,
) -> Result<Response, CallError<C>> {
    match examine(response, method, base, body_time).await {
        (None, examined) => Ok(examined.into_response()),
        (Some(decoded), _) => Err(CallError::responded(method, decoded)),
    }
}
