//! Retries of a request.

use alloc::borrow::Cow;
use alloc::string::String;

use ::backon::Retryable;
use ::reqwest::{Client, Method, Request, RequestBuilder, Response};
use error_runtime::Catalog;

use super::error::{self, CallError};
use crate::backon::Pace;
use crate::retry::{Attempt, Budget};

/// The settings of retries: budget, base path, idempotency and log levels.
///
/// ```
/// use core::time::Duration;
/// use error_client::Budget;
/// use error_client::reqwest::Retries;
///
/// let retries = Retries::new().budget(Budget::default().with_elapsed(Duration::from_secs(20)));
/// ```
#[doc(alias("RetryPolicy", "retry", "backoff"))]
#[derive(Clone, Debug, Default)]
pub struct Retries {
    pub(crate) budget: Budget,
    pub(crate) base: Cow<'static, str>,
    repeatable: Option<bool>,
    #[cfg(feature = "tracing")]
    pub(crate) log: crate::tracing::Log,
}

impl Retries {
    /// Uses the default [`Budget`].
    pub fn new() -> Self {
        Self::default()
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
    /// Returns an error if the status is 400 or more, or there is no response.
    pub async fn send_once<C: Catalog>(&self, request: RequestBuilder) -> Result<Response, CallError<C>> {
        let (client, request) = request.build_split();
        let request = request.map_err(|error| CallError::without_response(&Method::GET, "", error))?;
        error::send(&client, request, &self.base).await
    }

    /// Describes the first attempt of a request with this method.
    pub fn attempt<'a>(&self, method: &'a Method) -> Attempt<'a> {
        let attempt = Attempt::new(method.as_str());
        self.repeatable
            .map_or(attempt, |repeatable| attempt.repeatable(repeatable))
    }

    pub(super) async fn send<C: Catalog>(&self, client: &Client, request: Request) -> Result<Response, CallError<C>> {
        let (method, url) = (request.method().clone(), String::from(request.url().as_str()));
        let mut pace = Pace::new(self.attempt(&method), self.budget);
        // The body of a stream can be sent once only.
        let again = request.try_clone();
        let mut first = Some(request);
        let once = || {
            let request = first.take().or_else(|| again.as_ref()?.try_clone());
            let (method, url, base) = (&method, &url, self.base.as_ref());
            async move {
                match request {
                    Some(request) => error::send(client, request, base).await,
                    None => Err(CallError::sent_already(method, url)),
                }
            }
        };
        let sent = once
            .retry(self.budget)
            .adjust(|error: &CallError<C>, planned| {
                let planned = planned.filter(|_| again.is_some());
                let delay = pace.adjust(error, planned);
                #[cfg(feature = "tracing")]
                if let Some(decision) = pace.decision() {
                    self.log.call(error, decision, pace.sent());
                }
                delay
            })
            .await;
        sent.map_err(|error| match pace.decision() {
            Some(decision) => error.with_decision(decision),
            None => error,
        })
    }
}
