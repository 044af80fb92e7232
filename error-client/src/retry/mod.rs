//! Whether, and when, a request may be sent again; what to tell whom.
//!
//! Nothing here waits, counts or knows the time: a caller says what it has done so far, and gets what to do next.

mod advice;
mod tell;

use core::fmt;
use core::time::Duration;

use error_runtime::{AsEntry, Catalog, Retry};

use crate::decode::Decoded;

pub use self::advice::Advice;
pub use self::tell::LogRecord;
#[cfg(feature = "reqwest")]
pub(crate) use self::tell::general;

/// What was done so far about one request.
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
    /// A request of this method that was sent once.
    pub const fn new(method: &'a str) -> Self {
        Self {
            method,
            repeatable: None,
            sent: 1,
            elapsed: Duration::ZERO,
            now: None,
        }
    }

    /// How often it was sent.
    #[must_use]
    pub const fn sent(mut self, times: u32) -> Self {
        self.sent = times;
        self
    }

    /// How long ago it was sent for the first time.
    #[must_use]
    pub const fn elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// Whether sending it twice does no more than sending it once, where its method does not say so: with an
    /// idempotency key or `If-Match`, a `POST` may be; a `GET` with side effects is not.
    #[must_use]
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// The client's clock, in seconds since 1970: for a server that says when to come back without saying what time it
    /// is.
    #[must_use]
    pub const fn at(mut self, now: u64) -> Self {
        self.now = Some(now);
        self
    }

    fn is_repeatable(&self) -> bool {
        self.repeatable.unwrap_or_else(|| is_idempotent(self.method))
    }
}

/// Whether the method is idempotent by its definition (RFC 9110, section 9.2.2).
pub fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE")
}

/// How much may be spent on one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Budget {
    /// How often it may be sent, the first time included.
    pub attempts: u32,
    /// How long after its first sending it may be sent again.
    pub elapsed: Duration,
    /// The first delay of a back-off where nothing else says one.
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
    /// The same with so many attempts.
    #[must_use]
    pub const fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The same with so much time.
    #[must_use]
    pub const fn with_elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// The same with these delays of a back-off: the first and the longest.
    #[must_use]
    pub const fn with_delays(mut self, first: Duration, longest: Duration) -> Self {
        (self.first_delay, self.longest_delay) = (first, longest);
        self
    }
}

/// What to do about a request that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// Do not send it again.
    Never(NeverReason),
    /// Send it again at once.
    Immediate,
    /// Send it again after this time, not earlier.
    After(Duration),
    /// Send it again after a delay that grows from attempt to attempt. Add a random part to it, so that clients that failed
    /// together do not come back together.
    Backoff {
        /// The delay before the next attempt.
        delay: Duration,
        /// The longest that a delay becomes.
        longest: Duration,
        /// How many attempts are left.
        left: u32,
    },
    /// Send it again only if a user or an operator says so.
    Manual,
}

/// Why a request is not to be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NeverReason {
    /// The same request will fail again.
    Advised,
    /// At its endpoint nothing is sent again.
    Endpoint,
    /// It was sent often enough.
    Attempts,
    /// The time for it is over, or will be before it may be sent again.
    Time,
}

impl Decision {
    /// How long to wait before the request is sent again without asking anybody; `None` if it is not.
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
            Self::Never(NeverReason::Advised) => f.write_str("never: it would fail again"),
            Self::Never(NeverReason::Endpoint) => f.write_str("never: nothing is sent again at this endpoint"),
            Self::Never(NeverReason::Attempts) => f.write_str("never: it was sent often enough"),
            Self::Never(NeverReason::Time) => f.write_str("never: the time for it is over"),
            Self::Immediate => f.write_str("at once"),
            Self::After(delay) => write!(f, "after {delay:?}"),
            Self::Backoff { delay, left, .. } => write!(f, "after {delay:?}, growing, {left} left"),
            Self::Manual => f.write_str("only by hand"),
        }
    }
}

/// What a transport makes of a request that has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// It never left: the name was not resolved, the connection refused, the handshake failed.
    NotSent,
    /// Nobody knows what became of it: the connection broke or the time ran out.
    Lost,
}

/// What a decision can be made of: an answer, or whatever an HTTP client says in its place.
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
    /// What to do about the request.
    fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision;
}

impl<C: AsEntry> Decide for Decoded<'_, C> {
    fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
        self.decide(attempt, budget)
    }
}

impl<C: AsEntry> Decoded<'_, C> {
    /// What to do about the request: from the [advice](Self::advice), what the server says of when to come back, and what was
    /// done so far.
    ///
    /// A request that is not idempotent is not sent again without consent, unless the status says that it was not
    /// processed.
    pub fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
        let advice = self.advice();
        if advice.class == Retry::Never && advice.by_endpoint {
            return Decision::Never(NeverReason::Endpoint);
        }
        let server = self.server_delay(attempt.now);
        let unprocessed = match self.status() {
            // RFC 9110, sections 15.5.9 and 15.5.20; RFC 8470, section 5.2; RFC 6585, section 4.
            408 | 421 | 425 | 429 => true,
            // RFC 9110, section 15.6.4: the server invites the client to come back.
            503 => self.retry_after().is_some(),
            _ => false,
        };
        let repeatable = unprocessed && attempt.repeatable != Some(false) || attempt.is_repeatable();
        next(advice.class, server, advice.delay, repeatable, attempt, budget)
    }
}

/// What to do about a request that has no answer.
///
/// Where the catalog has entries for the endpoint and none of them is ever sent again, neither is this.
pub fn decide_fault<C: Catalog>(fault: Fault, url: &str, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
    let path = crate::decode::path_of(url);
    if advice::forbids(C::DATA, attempt.method, path) {
        return Decision::Never(NeverReason::Endpoint);
    }
    let repeatable = fault == Fault::NotSent || attempt.is_repeatable();
    next(Retry::Backoff, None, None, repeatable, attempt, budget)
}

/// The next step, by what is advised.
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
    // The longest delay bounds the growth, not what somebody asks for.
    let longest = budget.longest_delay.max(first);
    let growing = first.saturating_mul(factor).min(longest);
    let decision = match (class, server) {
        (Retry::Immediate, None) => Decision::Immediate,
        (Retry::Immediate | Retry::After, Some(server)) => Decision::After(server),
        (Retry::After, None) if documented.is_some() => Decision::After(first),
        // A server knows better than a formula how long it needs, but coming earlier than the formula says helps nobody.
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
