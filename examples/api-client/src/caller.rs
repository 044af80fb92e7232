//! One call: send, decode, decide and wait, until the request succeeds or may not be repeated.

use std::fmt;
use std::time::Duration;

use backon::Retryable;
use error_client::reqwest::{CallError, Retries};
use error_client::{BodyKind, Budget, Decision, Found, Quota};
use error_runtime::Catalog;
use indicatif::ProgressBar;
use reqwest::{Client, Method, RequestBuilder};

use crate::calls::Call;
use crate::wait::wait;

/// Delays that are short enough to watch.
fn budget() -> Budget {
    Budget::default().with_delays(Duration::from_millis(250), Duration::from_secs(2))
}

/// A client of one server.
pub struct Caller {
    client: Client,
    server: String,
    bar: ProgressBar,
    quota: Quota,
}

/// The result of a call.
#[derive(Debug)]
pub struct Report {
    /// The call.
    pub call: Call,
    /// The response and the decision of each attempt that failed.
    pub failures: Vec<(String, Decision)>,
    /// The end of it.
    pub end: End,
}

/// How a call ends.
#[derive(Debug)]
pub enum End {
    /// With this status.
    Success(u16),
    /// With the texts of the last failure.
    Failure {
        /// The advice to the operators.
        operator: Option<&'static str>,
        /// The text for the end user.
        user: &'static str,
        /// The line for the log.
        log: String,
    },
}

impl Caller {
    /// Returns a client of the server at this URL, which waits this long for the next bytes of a response.
    ///
    /// # Errors
    ///
    /// If the system cannot create a client.
    pub fn new(server: &str, silence: Duration, bar: ProgressBar) -> reqwest::Result<Self> {
        Ok(Self {
            // A connection has its fault from the start, so each request has a connection of its own.
            client: Client::builder()
                .read_timeout(silence)
                .pool_max_idle_per_host(0)
                .build()?,
            server: server.trim_end_matches('/').to_owned(),
            bar,
            quota: Quota::default(),
        })
    }

    /// Calls until the request succeeds or may not be sent again.
    pub async fn call<C: Catalog>(&self, call: &Call) -> Report {
        // The methods of all calls are valid.
        let method = Method::from_bytes(call.method.as_bytes()).unwrap_or_default();
        let mut retries = Retries::new()
            .budget(budget())
            .quota(self.quota.clone())
            .base(format!("/{}", call.api));
        if call.repeatable {
            retries = retries.repeatable(true);
        }
        let mut pace = retries.pace(retries.attempt(&method));
        let mut failures = Vec::new();
        let bar = self.bar.clone();
        let once = || async {
            let response = retries.send_once::<C>(self.request(&method, call)).await?;
            let status = response.status().as_u16();
            let body = response.bytes().await;
            // A body that breaks off is like a missing response.
            body.map_err(|error| CallError::without_response(&method, call.path, error))?;
            Ok(status)
        };
        let sent = once
            .retry(budget())
            .sleep(move |delay| wait(bar.clone(), delay))
            .adjust(|error: &CallError<C>, planned| {
                let delay = pace.adjust(error, planned);
                failures.extend(pace.decision().map(|decision| (what(error), decision)));
                delay
            })
            .await;
        let end = match sent {
            Ok(status) => {
                pace.succeeded();
                End::Success(status)
            }
            Err(error) => End::Failure {
                operator: error.action(),
                user: error.user_message(),
                log: error.to_string(),
            },
        };
        Report {
            call: *call,
            failures,
            end,
        }
    }

    fn request(&self, method: &Method, call: &Call) -> RequestBuilder {
        let url = format!("{}/{}{}", self.server, call.api, call.path);
        let request = self.client.request(method.clone(), url);
        let request = call
            .headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, *value));
        match call.body {
            Some(body) => request.body(body),
            None => request,
        }
    }
}

/// The response in a few words.
fn what<C: Catalog>(error: &CallError<C>) -> String {
    let Some(decoded) = error.decoded() else {
        return match error.fault() {
            Some(fault) => format!("no response, {fault}"),
            None => "not sent".to_owned(),
        };
    };
    let names = |entries: &[C]| -> Vec<&'static str> { entries.iter().map(|entry| entry.entry().name()).collect() };
    let found = match decoded.issue().map(error_client::Issue::found) {
        Some(Found::Known(entry)) => entry.entry().name().to_owned(),
        Some(Found::Ambiguous(several)) => names(several).join(" or "),
        Some(Found::Unknown) if decoded.kind() == BodyKind::Html => "a page".to_owned(),
        Some(Found::Unknown) | None => "nothing that is known".to_owned(),
    };
    let notes: Vec<String> = decoded.notes().map(|note| format!("{note:?}")).collect();
    let notes = if notes.is_empty() {
        String::new()
    } else {
        format!(" ({})", notes.join(", "))
    };
    format!("{} {found}{notes}", decoded.status())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.call.api, self.call.about)?;
        for (number, (what, decision)) in self.failures.iter().enumerate() {
            writeln!(f, "  {}. {what}: {decision}", number + 1)?;
        }
        match &self.end {
            End::Success(status) => writeln!(f, "  {}. {status}: success", self.failures.len() + 1),
            End::Failure { operator, user, log } => {
                if let Some(operator) = operator {
                    writeln!(f, "  for the operator: {operator}")?;
                }
                writeln!(f, "  for the end user: {user}")?;
                writeln!(f, "  for the log: {log}")
            }
        }
    }
}
