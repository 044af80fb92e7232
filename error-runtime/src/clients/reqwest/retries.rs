//! Sending as often as it is worth it.

use alloc::string::String;

use ::backon::Retryable;
use ::reqwest::{Client, Method, Request, Response};

use super::error::{self, CallError};
use crate::backon::Pace;
use crate::catalog::Catalog;
use crate::decide::{Attempt, Budget};

/// How often a request may be sent, and what happens besides.
///
/// ```
/// use core::time::Duration;
/// use error_runtime::Budget;
/// use error_runtime::reqwest::Retries;
///
/// let retries = Retries::new().budget(Budget::default().with_elapsed(Duration::from_secs(20)));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Retries {
    pub(crate) budget: Budget,
    repeatable: Option<bool>,
    #[cfg(feature = "tracing")]
    pub(crate) log: crate::tracing::Log,
}

impl Retries {
    /// With the usual budget.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the budget.
    #[must_use]
    pub const fn budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// Says whether sending a request twice does no more than sending it once, whatever its method: see [`Attempt::repeatable`].
    #[must_use]
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// Sets how failures are logged.
    #[cfg(feature = "tracing")]
    #[must_use]
    pub const fn log(mut self, log: crate::tracing::Log) -> Self {
        self.log = log;
        self
    }

    pub(crate) fn attempt<'a>(&self, method: &'a Method) -> Attempt<'a> {
        let attempt = Attempt::new(method.as_str());
        self.repeatable
            .map_or(attempt, |repeatable| attempt.repeatable(repeatable))
    }

    pub(super) async fn send<C: Catalog>(&self, client: &Client, request: Request) -> Result<Response, CallError<C>> {
        let (method, url) = (request.method().clone(), String::from(request.url().as_str()));
        let mut pace = Pace::new(self.attempt(&method), self.budget);
        // A stream can be read once only.
        let again = request.try_clone();
        let mut first = Some(request);
        let once = || {
            let request = first.take().or_else(|| again.as_ref()?.try_clone());
            let (method, url) = (&method, &url);
            async move {
                match request {
                    Some(request) => error::send(client, request).await,
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
