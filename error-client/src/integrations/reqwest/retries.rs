//! Retries of a request.

use alloc::borrow::Cow;
use core::time::Duration;

use ::reqwest::{Client, Method, Request, RequestBuilder, Response};
use error_runtime::Catalog;

use super::body::BODY_TIME;
use super::error::{self, CallError};
use crate::backon::Pace;
use crate::retry::{Attempt, Budget, Quota};

/// The settings of retries: budget, quota, base path, idempotency and log levels.
///
/// Create one value for each API and keep it: its clones share a [`Quota`].
///
/// ```
/// use core::time::Duration;
/// use error_client::Budget;
/// use error_client::reqwest::Retries;
///
/// let retries = Retries::new().budget(Budget::default().with_elapsed(Duration::from_secs(20)));
/// ```
#[doc(alias("RetryPolicy", "retry", "backoff"))]
#[derive(Clone, Debug)]
pub struct Retries {
    budget: Budget,
    quota: Quota,
    pub(crate) base: Cow<'static, str>,
    repeatable: Option<bool>,
    pub(crate) body_time: Duration,
    #[cfg(feature = "tracing")]
    pub(crate) log: crate::tracing::Log,
}

impl Default for Retries {
    fn default() -> Self {
        Self::new()
    }
}

impl Retries {
    /// Uses the default [`Budget`] and a [`Quota`] of its own.
    pub fn new() -> Self {
        Self {
            budget: Budget::default(),
            quota: Quota::default(),
            base: Cow::Borrowed(""),
            repeatable: None,
            body_time: BODY_TIME,
            #[cfg(feature = "tracing")]
            log: crate::tracing::Log::new(),
        }
    }

    /// Sets the time limit for reading the body of an error as a whole; 10 seconds by default.
    ///
    /// The part that was received before is decoded, with [`BodyEnd::TimeLimit`](crate::BodyEnd::TimeLimit).
    #[must_use]
    pub const fn body_time(mut self, limit: Duration) -> Self {
        self.body_time = limit;
        self
    }

    /// Sets the path under which a gateway serves the API.
    ///
    /// The endpoints of the catalog start below it.
    #[must_use]
    pub fn base(mut self, path: impl Into<Cow<'static, str>>) -> Self {
        self.base = path.into();
        self
    }

    /// Sets the budget.
    #[must_use]
    pub fn budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// Sets the limit for the retries of all requests that use a clone of this value.
    #[must_use]
    pub fn quota(mut self, quota: Quota) -> Self {
        self.quota = quota;
        self
    }

    /// Sets whether the request is idempotent, whatever its method: see [`Attempt::repeatable`].
    #[must_use]
    pub fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// Sets the levels of the events.
    #[cfg(feature = "tracing")]
    #[must_use]
    pub fn log(mut self, log: crate::tracing::Log) -> Self {
        self.log = log;
        self
    }

    /// Sends the request once, for your own retry loop: see [`Pace`].
    ///
    /// # Errors
    ///
    /// Returns an error if [the response is one](crate::Decoded::is_error), or there is none.
    pub async fn send_once<C: Catalog>(&self, request: RequestBuilder) -> Result<Response, CallError<C>> {
        let (client, request) = request.build_split();
        let request = request.map_err(|error| CallError::without_response(&Method::GET, "", error))?;
        error::send(&client, request, &self.base, self.body_time).await
    }

    /// Describes the first attempt of a request with this method.
    pub fn attempt<'a>(&self, method: &'a Method) -> Attempt<'a> {
        let attempt = Attempt::new(method.as_str());
        self.repeatable
            .map_or(attempt, |repeatable| attempt.repeatable(repeatable))
    }

    /// Starts the count and the clock of a request, for your own retry loop.
    pub fn pace<'a>(&self, attempt: Attempt<'a>) -> Pace<'a> {
        Pace::new(attempt, self.budget).quota(self.quota.clone())
    }

    pub(super) async fn send<C: Catalog>(
        &self,
        client: &Client,
        mut request: Request,
    ) -> Result<Response, CallError<C>> {
        let method = request.method().clone();
        let mut pace = self.pace(first_attempt(self.attempt(&method), &request));
        loop {
            let again = request.try_clone();
            let error = match error::send(client, request, &self.base, self.body_time).await {
                Ok(response) => {
                    pace.succeeded();
                    return Ok(response);
                }
                Err(error) => error,
            };
            let delay = pace.next_delay(&error);
            #[cfg(feature = "tracing")]
            if let Some(decision) = pace.decision() {
                self.log.call(&error, decision, pace.sent());
            }
            let (Some(delay), Some(next)) = (delay, again) else {
                return Err(match pace.decision() {
                    Some(decision) => error.with_decision(decision),
                    None => error,
                });
            };
            tokio::time::sleep(delay).await;
            request = next;
        }
    }
}

/// The first attempt of a request: the body of a stream can be sent only once.
pub(crate) fn first_attempt<'a>(attempt: Attempt<'a>, request: &Request) -> Attempt<'a> {
    if request.try_clone().is_some() {
        attempt
    } else {
        attempt.streamed()
    }
}
