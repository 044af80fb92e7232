//! The attempts of one request, and their limits.

use core::time::Duration;

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
    pub(super) method: &'a str,
    pub(super) repeatable: Option<bool>,
    pub(super) sent: u32,
    pub(super) elapsed: Duration,
    pub(super) now: Option<u64>,
    pub(super) streamed: bool,
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
            streamed: false,
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

    /// Sets that the body is a stream, which is consumed by the first attempt: there is no automatic retry.
    #[must_use]
    pub const fn streamed(mut self) -> Self {
        self.streamed = true;
        self
    }

    pub(super) fn is_repeatable(&self) -> bool {
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
    /// The longest delay of a backoff, with its random part.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_of_a_budget_can_be_set() {
        let seconds = Duration::from_secs;
        let budget = Budget::default()
            .with_attempts(7)
            .with_elapsed(seconds(8))
            .with_delays(seconds(2), seconds(9));
        let expected = Budget {
            attempts: 7,
            elapsed: seconds(8),
            first_delay: seconds(2),
            longest_delay: seconds(9),
        };
        assert_eq!(budget, expected);
    }
}
