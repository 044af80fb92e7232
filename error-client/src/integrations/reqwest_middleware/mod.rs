//! Retries as a middleware of [reqwest-middleware](https://docs.rs/reqwest-middleware) (feature `reqwest-middleware`).
//!
//! ```
//! # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
//! # use api::Clinic;
//! use error_client::reqwest::Retries;
//! use error_client::reqwest_middleware::CatalogRetry;
//!
//! # async fn example(url: &str) -> reqwest_middleware::Result<()> {
//! let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
//!     .with(CatalogRetry::<Clinic>::new(Retries::new()))
//!     .build();
//! let response = client.get(url).send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! The last response is returned unchanged, byte for byte. Its extension [`Decided`] has the decision that ended the retries, and
//! [`error_for_catalog`](crate::reqwest::ResponseExt::error_for_catalog) turns it into a typed error.

mod replay;

use alloc::boxed::Box;
use alloc::string::String;
use core::marker::PhantomData;

use ::backon::Retryable;
use ::http::Extensions;
use ::reqwest::{Method, Request, Response};
use ::reqwest_middleware::{Error, Middleware, Next, Result};
use error_runtime::Catalog;

use crate::backon::Pace;
use crate::decode::Decoded;
use crate::reqwest::{CallError, Retries, decode, fault, is_error, path_below, read};
use crate::retry::{Attempt, Budget, Decide, Decision, Fault, NeverReason, decide_fault};

/// A request extension: whether the request is idempotent. See [`Attempt::repeatable`].
///
/// ```
/// use error_client::reqwest_middleware::Repeatable;
///
/// # async fn example(client: reqwest_middleware::ClientWithMiddleware) -> reqwest_middleware::Result<()> {
/// let booking = client.post("https://api.example/bookings").header("Idempotency-Key", "b-1");
/// booking.with_extension(Repeatable(true)).send().await?;
/// # Ok(())
/// # }
/// ```
#[doc(alias("idempotent", "idempotency key"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeatable(pub bool);

/// A response extension: why an error response was not retried.
///
/// ```
/// use error_client::reqwest_middleware::Decided;
///
/// # fn example(response: &reqwest::Response) {
/// if let Some(decided) = response.extensions().get::<Decided>() {
///     println!("{} after {} attempts", decided.decision, decided.sent);
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decided {
    /// The last decision.
    pub decision: Decision,
    /// The number of attempts.
    pub sent: u32,
}

/// A middleware that sends requests again as the catalog `C` advises.
///
/// The [module page](self) has an example. A request whose body is a stream is sent once.
#[doc(alias("RetryTransientMiddleware", "retry", "backoff"))]
pub struct CatalogRetry<C> {
    retries: Retries,
    catalog: PhantomData<fn() -> C>,
}

impl<C: Catalog> CatalogRetry<C> {
    /// Creates the middleware with these settings.
    pub const fn new(retries: Retries) -> Self {
        Self {
            retries,
            catalog: PhantomData,
        }
    }
}

/// A failed attempt, with the result for the caller if it is the last.
struct Failure<C> {
    cause: Cause<C>,
    extensions: Extensions,
}

enum Cause<C> {
    Response(Box<Decoded<'static, C>>, Box<Response>),
    Silence(Error),
}

/// A failure with the path of its request, for a decision.
struct Judged<'f, C> {
    failure: &'f Failure<C>,
    path: &'f str,
}

impl<C: Catalog> Decide for Judged<'_, C> {
    fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
        match &self.failure.cause {
            Cause::Response(decoded, _) => decoded.decide(attempt, budget),
            Cause::Silence(error) => match fault_of(error) {
                Some(fault) => decide_fault::<C>(fault, self.path, attempt, budget),
                None => Decision::Never(NeverReason::Advised),
            },
        }
    }
}

/// The fault of a transport error. The error of another middleware is not a fault of the network.
fn fault_of(error: &Error) -> Option<Fault> {
    match error {
        Error::Reqwest(error) => fault(error),
        Error::Middleware(_) => None,
    }
}

#[async_trait::async_trait]
impl<C: Catalog> Middleware for CatalogRetry<C> {
    async fn handle(&self, request: Request, extensions: &mut Extensions, next: Next<'_>) -> Result<Response> {
        let (method, url) = (request.method().clone(), String::from(request.url().as_str()));
        let path = path_below(&url, &self.retries.base);
        let mut attempt = self.retries.attempt(&method);
        if let Some(Repeatable(repeatable)) = extensions.get() {
            attempt = attempt.repeatable(*repeatable);
        }
        let mut pace = Pace::new(attempt, self.retries.budget);
        // The body of a stream can be sent once only.
        let again = request.try_clone();
        let mut first = Some(request);
        let once = || {
            let request = first.take().or_else(|| again.as_ref()?.try_clone());
            // Each attempt starts with the caller's extensions.
            let (extensions, next, method, url) = (extensions.clone(), next.clone(), &method, &url);
            let base = self.retries.base.as_ref();
            async move {
                let Some(request) = request else {
                    let cause = Cause::Silence(Error::middleware(CallError::<C>::sent_already(method, url)));
                    return Err(Failure { cause, extensions });
                };
                send::<C>(request, (method, base), extensions, next).await
            }
        };
        let sent = once
            .retry(self.retries.budget)
            .adjust(|failure: &Failure<C>, planned| {
                let planned = planned.filter(|_| again.is_some());
                let delay = pace.adjust(&Judged { failure, path }, planned);
                #[cfg(feature = "tracing")]
                self.log(failure, &pace);
                delay
            })
            .await;
        let (result, left) = match sent {
            Ok((response, left)) => (Ok(response), left),
            Err(Failure {
                cause,
                extensions: left,
            }) => (finish(cause, &pace), left),
        };
        *extensions = left;
        result
    }
}

/// Sends the request once; reads and decodes an error response.
async fn send<C: Catalog>(
    request: Request,
    (method, base): (&Method, &str),
    mut extensions: Extensions,
    next: Next<'_>,
) -> core::result::Result<(Response, Extensions), Failure<C>> {
    let cause = match next.run(request, &mut extensions).await {
        Ok(response) if !is_error(&response) => return Ok((response, extensions)),
        Ok(mut response) => {
            let (body, broken) = read(&mut response).await;
            let decoded = decode(&response, method, base, &body);
            Cause::Response(Box::new(decoded), Box::new(replay::with_body(response, body, broken)))
        }
        Err(error) => Cause::Silence(error),
    };
    Err(Failure { cause, extensions })
}

/// The result of the last failure for the caller.
fn finish<C>(cause: Cause<C>, pace: &Pace<'_>) -> Result<Response> {
    match cause {
        Cause::Response(_, mut response) => {
            if let Some(decision) = pace.decision() {
                let sent = pace.sent();
                response.extensions_mut().insert(Decided { decision, sent });
            }
            Ok(*response)
        }
        Cause::Silence(error) => Err(error),
    }
}

#[cfg(feature = "tracing")]
impl<C: Catalog> CatalogRetry<C> {
    fn log(&self, failure: &Failure<C>, pace: &Pace<'_>) {
        let (Some(decision), sent) = (pace.decision(), pace.sent()) else {
            return;
        };
        match &failure.cause {
            Cause::Response(decoded, _) => self.retries.log.response(decoded, decision, sent),
            Cause::Silence(error) => self.retries.log.silence::<C>(fault_of(error), decision, sent),
        }
    }
}
