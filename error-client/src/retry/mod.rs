//! Decides whether, and when, a request may be sent again.
//!
//! Nothing here waits, counts or reads a clock: the caller says how often and how long it has tried.

mod advice;
mod texts;

use core::fmt;
use core::time::Duration;

use error_runtime::{AsEntry, Catalog, Retry};

use crate::decode::Decoded;

pub use self::advice::Advice;
pub use self::texts::LogRecord;
#[cfg(feature = "reqwest")]
pub(crate) use self::texts::general;

/// The attempts at one request so far.
///
/// ```
/// use core::time::Duration;
/// use error_client::Attempt;
///
/// let third = Attempt::new("POST").sent(3).elapsed(Duration::from_secs(9)).repeatable(true);
/// # let _ = third;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt<'a> {
    method: &'a str,
    repeatable: Option<bool>,
    sent: u32,
    elapsed: Duration,
    now: Option<u64>,
}

impl<'a> Attempt<'a> {
    /// Creates the state of a request of this method that was sent once.
    pub const fn new(method: &'a str) -> Self {
        Self {
            method,
            repeatable: None,
            sent: 1,
            elapsed: Duration::ZERO,
            now: None,
        }
    }

    /// Sets how often it was sent.
    #[must_use]
    pub const fn sent(mut self, times: u32) -> Self {
        self.sent = times;
        self
    }

    /// Sets the time since it was sent first.
    #[must_use]
    pub const fn elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// Sets whether sending it twice has the same effect as sending it once, where the method does not tell: with an idempotency key or
    /// `If-Match` a `POST` has; a `GET` with side effects has not.
    #[must_use]
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// Sets the client's clock, in seconds since 1970. It counts where `Retry-After` is a date and the server sends no `Date`.
    #[must_use]
    pub const fn at(mut self, now: u64) -> Self {
        self.now = Some(now);
        self
    }

    fn is_repeatable(&self) -> bool {
        self.repeatable.unwrap_or_else(|| is_idempotent(self.method))
    }
}

/// Whether a method is idempotent by definition (RFC 9110, section 9.2.2).
pub fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE")
}

/// The limits of attempts and time for one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Budget {
    /// How often the request may be sent, the first time included.
    pub attempts: u32,
    /// The longest time between the first sending and the last.
    pub elapsed: Duration,
    /// The first delay of a back-off, unless the catalog has one.
    pub first_delay: Duration,
    /// The longest delay of a back-off.
    pub longest_delay: Duration,
}

/// Four attempts within two minutes, with 1, 2 and 4 seconds between them.
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
    /// Sets the number of attempts.
    #[must_use]
    pub const fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the longest time.
    #[must_use]
    pub const fn with_elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// Sets the first and the longest delay of a back-off.
    #[must_use]
    pub const fn with_delays(mut self, first: Duration, longest: Duration) -> Self {
        (self.first_delay, self.longest_delay) = (first, longest);
        self
    }
}

/// The next step after a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// Do not send it again.
    Never(NeverReason),
    /// Send it again immediately.
    Immediate,
    /// Send it again after this delay, not earlier.
    After(Duration),
    /// Send it again after a delay that grows with each attempt. Add a random part to it, so that clients that failed at the same time do not
    /// return at the same time.
    Backoff {
        /// The delay before the next attempt.
        delay: Duration,
        /// The longest delay of all attempts.
        longest: Duration,
        /// The number of attempts left.
        left: u32,
    },
    /// Send it again only after a user or an operator looked at it.
    Manual,
}

/// The reason why a request is not sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NeverReason {
    /// The same request will fail again.
    Advised,
    /// Nothing is sent again at its endpoint.
    Endpoint,
    /// The attempts of the budget are spent.
    Attempts,
    /// The time of the budget is spent, or will be before the request may be sent again.
    Time,
}

impl Decision {
    /// Returns the delay before the request is sent again automatically; `None` if it is not.
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
            Self::Never(NeverReason::Endpoint) => f.write_str("never: nothing is sent again at this endpoint"),
            Self::Never(NeverReason::Attempts) => f.write_str("never: the attempts are spent"),
            Self::Never(NeverReason::Time) => f.write_str("never: the time is spent"),
            Self::Immediate => f.write_str("immediately"),
            Self::After(delay) => write!(f, "after {delay:?}"),
            Self::Backoff { delay, left, .. } => write!(f, "after {delay:?}, growing, {left} left"),
            Self::Manual => f.write_str("only manually"),
        }
    }
}

/// The state of a request that has no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// It was not sent: the name was not resolved, or the connection or the handshake failed.
    NotSent,
    /// It may have been processed: the connection broke, or the time was over.
    Lost,
}

/// The error of a request, as decisions need it: a decoded response, or the error type of an HTTP client.
///
/// ```
/// use error_client::{Attempt, Budget, Decide, Decision, Decoded, Fault, decide_fault};
/// use error_runtime::Catalog;
///
/// enum CallError<C> {
///     Answered(Decoded<'static, C>),
///     Lost { url: String },
/// }
///
/// impl<C: Catalog> Decide for CallError<C> {
///     fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
///         match self {
///             Self::Answered(decoded) => decoded.decide(attempt, budget),
///             Self::Lost { url } => decide_fault::<C>(Fault::Lost, url, attempt, budget),
///         }
///     }
/// }
/// ```
pub trait Decide {
    /// Returns the next step.
    fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision;
}

impl<C: AsEntry> Decide for Decoded<'_, C> {
    fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
        self.decide(attempt, budget)
    }
}

impl<C: AsEntry> Decoded<'_, C> {
    /// Returns the next step by the [advice](Self::advice), the server's `Retry-After`, and the attempts so far.
    ///
    /// A request that is not idempotent is sent again automatically only if the status says that it was not processed.
    pub fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
        let advice = self.advice();
        if advice.class == Retry::Never && advice.by_endpoint {
            return Decision::Never(NeverReason::Endpoint);
        }
        let server = self.server_delay(attempt.now);
        let unprocessed = match self.status() {
            // RFC 9110, sections 15.5.9 and 15.5.20; RFC 8470, section 5.2; RFC 6585, section 4.
            408 | 421 | 425 | 429 => true,
            // RFC 9110, section 15.6.4: the server asks the client to return.
            503 => self.retry_after().is_some(),
            _ => false,
        };
        let repeatable = unprocessed && attempt.repeatable != Some(false) || attempt.is_repeatable();
        next(advice.class, server, advice.delay, repeatable, attempt, budget)
    }
}

/// Returns the next step for a request that has no response.
///
/// If the catalog has entries for the endpoint and each of them advises against sending again, the request is not sent again.
pub fn decide_fault<C: Catalog>(fault: Fault, url: &str, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
    let path = crate::decode::path_of(url);
    if advice::forbids(C::DATA, attempt.method, path) {
        return Decision::Never(NeverReason::Endpoint);
    }
    let repeatable = fault == Fault::NotSent || attempt.is_repeatable();
    next(Retry::Backoff, None, None, repeatable, attempt, budget)
}

/// Returns the next step for a retry class.
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
        // `Manual`, and a class that this version does not know.
        _ => return Decision::Manual,
    }
    let left = budget.attempts.saturating_sub(attempt.sent);
    if left == 0 {
        return Decision::Never(NeverReason::Attempts);
    }
    let first = documented.unwrap_or(budget.first_delay);
    let factor = 1_u32.checked_shl(attempt.sent.saturating_sub(1)).unwrap_or(u32::MAX);
    // The longest delay limits the growth, not a delay that the catalog or the server sets.
    let longest = budget.longest_delay.max(first);
    let growing = first.saturating_mul(factor).min(longest);
    let decision = match (class, server) {
        (Retry::Immediate, None) => Decision::Immediate,
        (Retry::Immediate | Retry::After, Some(server)) => Decision::After(server),
        (Retry::After, None) if documented.is_some() => Decision::After(first),
        // The server's delay counts, unless the back-off is already longer.
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
