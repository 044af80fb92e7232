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

use alloc::boxed::Box;
use alloc::string::String;
use core::marker::PhantomData;

use ::http::Extensions;
use ::reqwest::{Request, Response};
use ::reqwest_middleware::{Error, Middleware, Next, Result};
use error_runtime::Catalog;

use crate::backon::Pace;
use crate::decode::Decoded;
use crate::reqwest::{Retries, examine, fault, first_attempt, path_below};
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
enum Failure<C> {
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
        match self.failure {
            Failure::Response(decoded, _) => decoded.decide(attempt, budget),
            Failure::Silence(error) => match fault_of(error) {
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
    async fn handle(&self, mut request: Request, extensions: &mut Extensions, next: Next<'_>) -> Result<Response> {
        let (method, url) = (request.method().clone(), String::from(request.url().as_str()));
        let path = path_below(&url, &self.retries.base);
        let mut attempt = first_attempt(self.retries.attempt(&method), &request);
        if let Some(Repeatable(repeatable)) = extensions.get() {
            attempt = attempt.repeatable(*repeatable);
        }
        let mut pace = self.retries.pace(attempt);
        loop {
            let again = request.try_clone();
            // Each attempt starts with the caller's extensions.
            let mut left = extensions.clone();
            let failure = match next.clone().run(request, &mut left).await {
                Ok(response) => match examine(response, &method, &self.retries.base, self.retries.body_time).await {
                    (None, examined) => {
                        pace.succeeded();
                        *extensions = left;
                        return Ok(examined.into_response());
                    }
                    (Some(decoded), examined) => {
                        Failure::Response(Box::new(decoded), Box::new(examined.into_response()))
                    }
                },
                Err(error) => Failure::Silence(error),
            };
            let delay = pace.next_delay(&Judged {
                failure: &failure,
                path,
            });
            #[cfg(feature = "tracing")]
            self.log(&failure, &pace);
            let (Some(delay), Some(next)) = (delay, again) else {
                *extensions = left;
                return finish(failure, &pace);
            };
            tokio::time::sleep(delay).await;
            request = next;
        }
    }
}

/// The result of the last failure for the caller.
fn finish<C>(failure: Failure<C>, pace: &Pace<'_>) -> Result<Response> {
    match failure {
        Failure::Response(_, mut response) => {
            if let Some(decision) = pace.decision() {
                let sent = pace.sent();
                response.extensions_mut().insert(Decided { decision, sent });
            }
            Ok(*response)
        }
        Failure::Silence(error) => Err(error),
    }
}

#[cfg(feature = "tracing")]
impl<C: Catalog> CatalogRetry<C> {
    fn log(&self, failure: &Failure<C>, pace: &Pace<'_>) {
        let (Some(decision), sent) = (pace.decision(), pace.sent()) else {
            return;
        };
        match failure {
            Failure::Response(decoded, _) => self.retries.log.response(decoded, decision, sent),
            Failure::Silence(error) => self.retries.log.silence::<C>(fault_of(error), decision, sent),
        }
    }
}
