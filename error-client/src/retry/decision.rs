//! The next step after a failed request.

use core::fmt;
use core::time::Duration;

#[cfg(doc)]
use super::{Attempt, Budget};

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
    /// Add a random part up to `longest`, so that clients that failed together do not retry together. With the feature `backon`,
    /// `Decision::delay_with_jitter` does that.
    Backoff {
        /// The delay before the next attempt.
        delay: Duration,
        /// The upper limit of the delay with its random part: [`Budget::longest_delay`], or the time left.
        longest: Duration,
        /// The number of attempts that are left.
        left: u32,
    },
    /// Do not wait: the server or the catalog asks for this delay, which exceeds the time left.
    ///
    /// The same request may be sent again after it, for example by a job that runs later.
    Later(Duration),
    /// Send the request again only if a user or an operator asks for it.
    Manual,
}

/// The reason not to send a request again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NeverReason {
    /// The same request will fail again.
    Advised,
    /// The response is a success without an issue of the severity `error` or `fatal`.
    Succeeded,
    /// The catalog has no entry at this endpoint that allows a retry.
    Endpoint,
    /// No attempts are left: see [`Budget::attempts`].
    Attempts,
    /// No time is left, or the delay of the backoff is longer than the time left: see [`Budget::elapsed`].
    Time,
    /// The body of the request is a stream, which the first attempt consumed: see [`Attempt::streamed`].
    Streamed,
    /// Too many requests of this client failed lately: see `Quota` (feature `backon`).
    Quota,
}

impl NeverReason {
    /// Returns the reason in one word, such as `attempts`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Advised => "advised",
            Self::Succeeded => "succeeded",
            Self::Endpoint => "endpoint",
            Self::Attempts => "attempts",
            Self::Time => "time",
            Self::Streamed => "streamed",
            Self::Quota => "quota",
        }
    }
}

impl Decision {
    /// Returns the delay before an automatic retry; `None` if there is none.
    pub const fn delay(self) -> Option<Duration> {
        match self {
            Self::Immediate => Some(Duration::ZERO),
            Self::After(delay) | Self::Backoff { delay, .. } => Some(delay),
            Self::Never(_) | Self::Later(_) | Self::Manual => None,
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never(NeverReason::Advised) => f.write_str("never: the request would fail again"),
            Self::Never(NeverReason::Succeeded) => f.write_str("never: the request succeeded"),
            Self::Never(NeverReason::Endpoint) => f.write_str("never: no entry of this endpoint allows a retry"),
            Self::Never(NeverReason::Attempts) => f.write_str("never: no attempts are left"),
            Self::Never(NeverReason::Time) => f.write_str("never: no time is left"),
            Self::Never(NeverReason::Streamed) => f.write_str("never: the body of the request is a stream"),
            Self::Never(NeverReason::Quota) => f.write_str("never: the retry quota of the client is empty"),
            Self::Immediate => f.write_str("immediately"),
            Self::After(delay) => write!(f, "after {delay:?}"),
            Self::Backoff { delay, left, .. } => write!(f, "after {delay:?} with backoff, attempts left: {left}"),
            Self::Later(delay) => write!(f, "later: not before {delay:?}, more than the time left"),
            Self::Manual => f.write_str("manual: a person decides"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NeverReason;
    use std::format;

    #[test]
    fn the_word_of_a_reason_is_its_name() {
        for reason in [
            NeverReason::Advised,
            NeverReason::Succeeded,
            NeverReason::Endpoint,
            NeverReason::Attempts,
            NeverReason::Time,
            NeverReason::Streamed,
            NeverReason::Quota,
        ] {
            assert_eq!(reason.as_str(), format!("{reason:?}").to_lowercase());
        }
    }
}
