//! Retries with [backon](https://docs.rs/backon) (feature `backon`).
//!
//! backon repeats the call and sleeps; [`Pace`] supplies the delay from each [`Decision`](crate::Decision):
//!
//! ```
//! use backon::Retryable;
//! use error_client::backon::Pace;
//! use error_client::{Attempt, Budget, Decide};
//!
//! # async fn call() -> Result<String, Trouble> { Ok(String::new()) }
//! # async fn sleep(_: core::time::Duration) {}
//! # struct Trouble;
//! # impl Decide for Trouble {
//! #     fn decide(&self, _: &Attempt<'_>, _: &Budget) -> error_client::Decision { error_client::Decision::Immediate }
//! # }
//! # async fn example() -> Result<String, Trouble> {
//! let budget = Budget::default();
//! let mut pace = Pace::new(Attempt::new("GET"), budget);
//! call.retry(budget)
//!     .sleep(sleep)
//!     .adjust(|error: &Trouble, planned| pace.adjust(error, planned))
//!     .await
//! # }
//! ```

use core::time::Duration;
use std::time::{Instant, SystemTime};

use ::backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use crate::retry::{Attempt, Budget, Decide, Decision};

/// Plans one delay for each attempt after the first, with a random part.
impl BackoffBuilder for Budget {
    type Backoff = ExponentialBackoff;

    fn build(self) -> ExponentialBackoff {
        exponential(
            self.first_delay,
            self.longest_delay,
            self.attempts.saturating_sub(1) as usize,
        )
    }
}

impl Decision {
    /// Returns the delay before an automatic retry, with a random part for a backoff.
    ///
    /// The random part is at most as long as the delay itself. `None` if there is no automatic retry.
    #[doc(alias("jitter", "backoff"))]
    pub fn delay_with_jitter(self) -> Option<Duration> {
        match self {
            Self::Backoff { delay, longest, .. } => exponential(delay, longest, 1).next(),
            other => other.delay(),
        }
    }
}

/// An exponential backoff whose random part is at most the delay itself.
fn exponential(first: Duration, longest: Duration, times: usize) -> ExponentialBackoff {
    ExponentialBuilder::new()
        .with_min_delay(first)
        .with_max_delay(longest.max(first))
        .with_max_times(times)
        .with_jitter()
        .build()
}

/// The attempts of one request, for `adjust` of backon's `Retry`.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use core::time::Duration;
/// use error_client::backon::Pace;
/// use error_client::{Attempt, Budget, Decode, ReceivedResponse};
///
/// let headers = [("Retry-After", "5")];
/// let decoded = Clinic::decode(ReceivedResponse::new(502, &headers, br#"{ "code": "UPSTREAM" }"#));
/// let mut pace = Pace::new(Attempt::new("GET"), Budget::default());
/// let planned = Some(Duration::from_secs(1));
/// assert_eq!(pace.adjust(&decoded, planned), Some(Duration::from_secs(5)));
/// assert_eq!(pace.sent(), 1);
/// ```
#[doc(alias("retry", "backoff", "adjust"))]
#[derive(Clone, Debug)]
pub struct Pace<'a> {
    attempt: Attempt<'a>,
    budget: Budget,
    started: Instant,
    sent: u32,
    decision: Option<Decision>,
}

impl<'a> Pace<'a> {
    /// Starts the count and the clock, before the request is first sent.
    pub fn new(attempt: Attempt<'a>, budget: Budget) -> Self {
        Self {
            attempt,
            budget,
            started: Instant::now(),
            sent: 0,
            decision: None,
        }
    }

    /// Decides after a failure, and returns the delay before the next attempt.
    ///
    /// Call it once for each failure, with the delay that backon planned. `None` ends the retries; so does a `planned` of `None`.
    pub fn adjust(&mut self, error: &(impl Decide + ?Sized), planned: Option<Duration>) -> Option<Duration> {
        self.sent = self.sent.saturating_add(1);
        let mut attempt = self.attempt.sent(self.sent).elapsed(self.started.elapsed());
        if let Ok(now) = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            attempt = attempt.at(now.as_secs());
        }
        let decision = error.decide(&attempt, &self.budget);
        self.decision = Some(decision);
        planned.and(decision.delay_with_jitter())
    }

    /// The number of failed attempts.
    pub const fn sent(&self) -> u32 {
        self.sent
    }

    /// The last decision; `None` before the first failure.
    pub const fn decision(&self) -> Option<Decision> {
        self.decision
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retry::NeverReason;
    use std::vec::Vec;

    struct Down;

    impl Decide for Down {
        fn decide(&self, attempt: &Attempt<'_>, budget: &Budget) -> Decision {
            crate::retry::decide_fault::<crate::testing::Clinic>(crate::Fault::Lost, "/x", attempt, budget)
        }
    }

    #[test]
    fn a_pace_counts_attempts_and_ends_with_the_budget() {
        let budget = Budget::default().with_attempts(3);
        let mut pace = Pace::new(Attempt::new("GET"), budget);
        let mut plan = budget.build();
        let delays: Vec<_> = core::iter::from_fn(|| pace.adjust(&Down, plan.next())).collect();
        assert_eq!(delays.len(), 2, "{delays:?}");
        for (delay, seconds) in delays.iter().zip([1, 2]) {
            let least = Duration::from_secs(seconds);
            assert!(*delay >= least && *delay <= 2 * least, "{delay:?}");
        }
        assert_eq!(
            (pace.sent(), pace.decision()),
            (3, Some(Decision::Never(NeverReason::Attempts)))
        );
    }

    #[test]
    fn a_plan_that_ends_earlier_ends_the_retries() {
        let mut pace = Pace::new(Attempt::new("GET"), Budget::default());
        assert_eq!(pace.adjust(&Down, None), None);
    }

    #[test]
    fn delays_without_backoff_are_exact() {
        let second = Duration::from_secs(1);
        assert_eq!(Decision::After(second).delay_with_jitter(), Some(second));
        assert_eq!(Decision::Immediate.delay_with_jitter(), Some(Duration::ZERO));
        assert_eq!(Decision::Manual.delay_with_jitter(), None);
        assert_eq!(Decision::Never(NeverReason::Advised).delay_with_jitter(), None);
    }
}
