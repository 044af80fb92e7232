//! Decisions about retries, and reports for operators, end users and logs.
//!
//! This module does not sleep, count or read a clock: the caller describes its attempts and gets the next step.

mod advice;
mod texts;

use core::fmt;
use core::time::Duration;

use error_runtime::{AsEntry, Catalog, Retry};

use crate::decode::{Decoded, RetryAfter};

pub use self::advice::Advice;
pub use self::texts::LogRecord;
#[cfg(feature = "reqwest")]
pub(crate) use self::texts::general;

/// The attempts made so far for one request.
///
/// ```
/// use core::time::Duration;
/// use error_client::Attempt;
///
/// // A POST with an idempotency key, sent three times in 9 seconds.
/// let third = Attempt::new("POST").sent(3).elapsed(Duration::from_secs(9)).repeatable(true);
/// # let _ = third;
/// ```
#[doc(alias("try", "retry count"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt<'a> {
    method: &'a str,
    repeatable: Option<bool>,
    sent: u32,
    elapsed: Duration,
    now: Option<u64>,
}

impl<'a> Attempt<'a> {
    /// Describes a request with this method that was sent once.
    pub const fn new(method: &'a str) -> Self {
        Self {
            method,
            repeatable: None,
            sent: 1,
            elapsed: Duration::ZERO,
            now: None,
        }
    }

    /// Sets how often the request was sent.
    #[must_use]
    pub const fn sent(mut self, times: u32) -> Self {
        self.sent = times;
        self
    }

    /// Sets the time since the request was first sent.
    #[must_use]
    pub const fn elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// Sets whether the request is idempotent, in place of [`is_idempotent`].
    ///
    /// A `POST` with an idempotency key or `If-Match` can be; a `GET` with side effects is not.
    #[doc(alias("idempotent", "idempotency key"))]
    #[must_use]
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// Sets the time of the client, in seconds since 1970-01-01T00:00:00Z.
    ///
    /// It is needed for a `Retry-After` date of a response without a `Date` header.
    #[must_use]
    pub const fn at(mut self, now: u64) -> Self {
        self.now = Some(now);
        self
    }

    fn is_repeatable(&self) -> bool {
        self.repeatable.unwrap_or_else(|| is_idempotent(self.method))
    }
}

/// Whether a method is idempotent by its definition (RFC 9110, section 9.2.2).
///
/// The case of letters counts: method names are case-sensitive.
pub fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE")
}

/// The limits for the retries of one request.
///
/// ```
/// use core::time::Duration;
/// use error_client::Budget;
///
/// let budget = Budget::default()
///     .with_attempts(3)
///     .with_elapsed(Duration::from_secs(20))
///     .with_delays(Duration::from_millis(250), Duration::from_secs(5));
/// assert_eq!(budget.attempts, 3);
/// ```
#[doc(alias("RetryPolicy", "max_retries", "backoff", "timeout"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Budget {
    /// The largest number of attempts, the first included.
    pub attempts: u32,
    /// The longest time from the first attempt to the last.
    pub elapsed: Duration,
    /// The first delay of a backoff, unless the catalog documents one.
    pub first_delay: Duration,
    /// The longest delay of a backoff.
    pub longest_delay: Duration,
}

/// Four attempts within 120 seconds, with delays of 1, 2 and 4 seconds.
impl Default for Budget {
    fn default() -> Self {
        Self {
            attempts: 4,
            elapsed: Duration::from_secs(120),
            first_delay: Duration::from_secs(1),
            longest_delay: Duration::from_secs(30),
        }
    }
}

impl Budget {
    /// Sets [`attempts`](Self::attempts).
    #[must_use]
    pub const fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets [`elapsed`](Self::elapsed).
    #[must_use]
    pub const fn with_elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// Sets [`first_delay`](Self::first_delay) and [`longest_delay`](Self::longest_delay).
    #[must_use]
    pub const fn with_delays(mut self, first: Duration, longest: Duration) -> Self {
        (self.first_delay, self.longest_delay) = (first, longest);
        self
    }
}

/// The next step after a failed request: whether, and when, to send it again.
///
/// `Display` writes it for a log: `after 2s with backoff, attempts left: 2`.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use core::time::Duration;
/// use error_client::{Attempt, Budget, Decision, Decode, NeverReason, ReceivedResponse};
///
/// let headers = [("Retry-After", "5")];
/// let decoded = Clinic::decode(ReceivedResponse::new(502, &headers, br#"{ "code": "UPSTREAM" }"#));
/// let budget = Budget::default();
/// assert_eq!(decoded.decide(&Attempt::new("GET"), &budget), Decision::After(Duration::from_secs(5)));
/// // A POST may have been processed.
/// assert_eq!(decoded.decide(&Attempt::new("POST"), &budget), Decision::Manual);
/// // The fourth attempt was the last.
/// assert_eq!(decoded.decide(&Attempt::new("GET").sent(4), &budget), Decision::Never(NeverReason::Attempts));
/// ```
#[doc(alias("retry", "backoff", "should_retry"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// Do not send the request again.
    Never(NeverReason),
    /// Send the request again without a delay.
    Immediate,
    /// Send the request again after this delay, not earlier.
    After(Duration),
    /// Send the request again after a delay that grows with each attempt.
    ///
    /// Add a random part, so that clients that failed together do not retry together. With the feature `backon`,
    /// `Decision::delay_with_jitter` does that.
    Backoff {
        /// The delay before the next attempt.
        delay: Duration,
        /// The upper limit of later delays.
        longest: Duration,
        /// The number of attempts that are left.
        left: u32,
    },
    /// Send the request again only if a user or an operator asks for it.
    Manual,
}

/// The reason not to send a request again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NeverReason {
    /// The same request will fail again.
    Advised,
    /// The catalog has no entry at this endpoint that allows a retry.
    Endpoint,
    /// No attempts are left: see [`Budget::attempts`].
    Attempts,
    /// No time is left, or the delay is longer than the time left: see [`Budget::elapsed`].
    Time,
}

impl Decision {
    /// Returns the delay before an automatic retry; `None` if there is none.
    pub const fn delay(self) -> Option<Duration> {
        match self {
            Self::Immediate => Some(Duration::ZERO),
            Self::After(delay) | Self::Backoff { delay, .. } => Some(delay),
            Self::Never(_) | Self::Manual => None,
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never(NeverReason::Advised) => f.write_str("never: the request would fail again"),
            Self::Never(NeverReason::Endpoint) => f.write_str("never: no entry of this endpoint allows a retry"),
            Self::Never(NeverReason::Attempts) => f.write_str("never: no attempts are left"),
            Self::Never(NeverReason::Time) => f.write_str("never: no time is left"),
            Self::Immediate => f.write_str("immediately"),
            Self::After(delay) => write!(f, "after {delay:?}"),
            Self::Backoff { delay, left, .. } => write!(f, "after {delay:?} with backoff, attempts left: {left}"),
            Self::Manual => f.write_str("manual: a person decides"),
        }
    }
}

/// The kind of failure of a request that has no response.
///
/// [`decide_fault`] decides about a retry; `Display` writes `not-sent` or `lost`.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::{Attempt, Budget, Decision, Fault, decide_fault};
///
/// let decide = |fault| decide_fault::<Clinic>(fault, "/wards", &Attempt::new("POST"), &Budget::default());
/// assert!(matches!(decide(Fault::NotSent), Decision::Backoff { .. }));
/// // The server may have processed it.
/// assert_eq!(decide(Fault::Lost), Decision::Manual);
/// ```
#[doc(alias("timeout", "connection error", "network error"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The request was not sent: name resolution, connection or handshake failed.
    NotSent,
    /// The request may have been processed: the connection broke or timed out.
    Lost,
}

/// A failure that allows a decision: a response, or the error of an HTTP client.
///
/// Implement it for the error type of your client:
///
///
/// ```
/// use error_client::{Attempt, Budget, Decide, Decision, Decoded, Fault, decide_fault};
/// use error_runtime::Catalog;
///
/// enum ClientError<C> {
///     Response(Decoded<'static, C>),
///     Lost { url: String },
/// }
///
/// impl<C: Catalog> Decide for ClientError<C> {
///     fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
///         match self {
///             Self::Response(decoded) => decoded.decide(attempt, budget),
///             Self::Lost { url } => decide_fault::<C>(Fault::Lost, url, attempt, budget),
///         }
///     }
/// }
/// ```
pub trait Decide {
    /// Decides about the next step: see [`Decoded::decide`] and [`decide_fault`].
    fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision;
}

impl<C: AsEntry> Decide for Decoded<'_, C> {
    fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
        self.decide(attempt, budget)
    }
}

impl<C: AsEntry> Decoded<'_, C> {
    /// Decides about the next step after this response.
    ///
    /// It follows from the [advice](Self::advice), the server's [`Retry-After`](Self::retry_after), the attempts so far and the budget.
    ///
    /// A request that is not idempotent gets [`Decision::Manual`], unless the response means that it was not processed: a status of 421, 425 or 429, 503 with
    /// `Retry-After`, or 408 of an entry that has exactly this status and advice of its own. Any other 408 can be a server's own time-out.
    pub fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
        let advice = self.advice();
        if advice.class == Retry::Never && advice.by_endpoint {
            return Decision::Never(NeverReason::Endpoint);
        }
        // A date in the past is no delay to follow: the clock may be wrong.
        let is_past = |delay: &Duration| delay.is_zero() && matches!(self.retry_after(), Some(RetryAfter::Date(_)));
        let server = self.server_delay(attempt.now).filter(|delay| !is_past(delay));
        let unprocessed = match self.status() {
            // RFC 9110, section 15.5.20; RFC 8470, section 5.2; RFC 6585, section 4.
            421 | 425 | 429 => true,
            // RFC 9110, section 15.5.9: the request was incomplete. Servers also send it for time-outs of their own, when the request was processed.
            408 => self.has_own_advice(),
            // RFC 9110, section 15.6.4: `Retry-After` invites the client to send the request again.
            503 => self.retry_after().is_some(),
            _ => false,
        };
        let repeatable = unprocessed && attempt.repeatable != Some(false) || attempt.is_repeatable();
        next(advice.class, server, advice.delay, repeatable, attempt, budget)
    }
}

/// Decides about the next step after a request without a response.
///
/// `url` is the URL or path of the request. Where the catalog has entries for this endpoint and none of them allows a retry, the decision is
/// [`Decision::Never`]; otherwise an idempotent request, or one that was not sent, is sent again with backoff.
pub fn decide_fault<C: Catalog>(fault: Fault, url: &str, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
    let path = crate::decode::path_of(url);
    if advice::forbids(C::DATA, attempt.method, path) {
        return Decision::Never(NeverReason::Endpoint);
    }
    let repeatable = fault == Fault::NotSent || attempt.is_repeatable();
    next(Retry::Backoff, None, None, repeatable, attempt, budget)
}

/// The next step after an advice of this class.
fn next(
    class: Retry,
    server: Option<Duration>,
    documented: Option<Duration>,
    repeatable: bool,
    attempt: &Attempt<'_>,
    budget: &Budget,
) -> Decision {
    match class {
        Retry::Never => return Decision::Never(NeverReason::Advised),
        Retry::Immediate | Retry::After | Retry::Backoff if repeatable => {}
        // `Manual`, and a class that is unknown to this version.
        _ => return Decision::Manual,
    }
    let left = budget.attempts.saturating_sub(attempt.sent);
    if left == 0 {
        return Decision::Never(NeverReason::Attempts);
    }
    let first = documented.unwrap_or(budget.first_delay);
    let factor = 1_u32.checked_shl(attempt.sent.saturating_sub(1)).unwrap_or(u32::MAX);
    // The longest delay bounds the growth, not the delay of a server or catalog.
    let longest = budget.longest_delay.max(first);
    let growing = first.saturating_mul(factor).min(longest);
    let decision = match (class, server) {
        (Retry::Immediate, None) => Decision::Immediate,
        (Retry::Immediate | Retry::After, Some(server)) => Decision::After(server),
        (Retry::After, None) if documented.is_some() => Decision::After(first),
        // The server's delay replaces a shorter one of the backoff, not a longer one.
        (_, Some(server)) if server >= growing => Decision::After(server),
        _ => Decision::Backoff {
            delay: growing,
            longest,
            left,
        },
    };
    let delay = decision.delay().unwrap_or_default();
    if attempt.elapsed.saturating_add(delay) > budget.elapsed {
        return Decision::Never(NeverReason::Time);
    }
    decision
}
