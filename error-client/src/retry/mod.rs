//! Decisions about retries, and reports for operators, end users and logs.
//!
//! This module does not sleep, count or read a clock: the caller describes its attempts and gets the next step.

mod advice;
mod attempt;
mod decision;
#[cfg(feature = "backon")]
mod quota;
mod texts;

use core::time::Duration;

use error_runtime::{AsEntry, Catalog, Retry};

use crate::decode::{Decoded, Issue, Note, RetryAfter};

pub use self::advice::Advice;
pub use self::attempt::{Attempt, Budget, is_idempotent};
pub use self::decision::{Decision, NeverReason};
#[cfg(feature = "backon")]
pub use self::quota::Quota;
pub use self::texts::LogRecord;
#[cfg(feature = "reqwest")]
pub(crate) use self::texts::general;

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
        if self.issue().is_some_and(Issue::is_success) {
            return Decision::Never(NeverReason::Succeeded);
        }
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
        let asks = self.retry_after().is_some() || self.has_note(Note::RetryAfter);
        let class = match advice.class {
            // The server asks for a delay that is not known: it is not zero.
            Retry::Immediate if server.is_none() && asks => Retry::Backoff,
            class => class,
        };
        next(class, server, advice.delay, repeatable, attempt, budget)
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

/// The next step of a backoff, for a request that may be sent again.
#[cfg(feature = "backon")]
pub(crate) fn backoff(attempt: &Attempt<'_>, budget: &Budget) -> Decision {
    next(Retry::Backoff, None, None, true, attempt, budget)
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
    let time_left = budget.elapsed.saturating_sub(attempt.elapsed);
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
            longest: longest.min(time_left),
            left,
        },
    };
    let delay = decision.delay().unwrap_or_default();
    let is_over = attempt.elapsed > budget.elapsed || delay > time_left;
    let is_asked = documented.is_some() || matches!(decision, Decision::After(_));
    match decision {
        // The request has a chance after this delay, whether or not it has attempts left.
        _ if delay > time_left && is_asked => Decision::Later(delay),
        _ if left == 0 => Decision::Never(NeverReason::Attempts),
        _ if is_over => Decision::Never(NeverReason::Time),
        _ if attempt.streamed => Decision::Never(NeverReason::Streamed),
        decision => decision,
    }
}
