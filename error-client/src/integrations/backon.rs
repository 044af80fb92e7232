//! Decisions set the delays of [backon](https://docs.rs/backon)'s retries (feature `backon`).
//!
//! backon sends, waits and counts; the catalog decides whether and when:
//!
//! ```no_run
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

/// One delay fewer than attempts, each with a random part.
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
    /// Returns the delay before the request is sent again, with a random part for a back-off; `None` if it is not sent again.
    pub fn delay_with_jitter(self) -> Option<Duration> {
        match self {
            Self::Backoff { delay, longest, .. } => exponential(delay, longest, 1).next(),
            other => other.delay(),
        }
    }
}

/// backon adds up to the same delay again.
fn exponential(first: Duration, longest: Duration, times: usize) -> ExponentialBackoff {
    ExponentialBuilder::new()
        .with_min_delay(first)
        .with_max_delay(longest.max(first))
        .with_max_times(times)
        .with_jitter()
        .build()
}

/// Counts the attempts at one request for backon's `adjust`, and decides about each.
#[derive(Clone, Debug)]
pub struct Pace<'a> {
    attempt: Attempt<'a>,
    budget: Budget,
    started: Instant,
    sent: u32,
    decision: Option<Decision>,
}

impl<'a> Pace<'a> {
    /// Creates the count of a request that was not sent yet.
    pub fn new(attempt: Attempt<'a>, budget: Budget) -> Self {
        Self {
            attempt,
            budget,
            started: Instant::now(),
            sent: 0,
            decision: None,
        }
    }

    /// Decides about a failure and returns the delay before the request is sent again, as backon's `adjust` expects.
    ///
    /// `None` ends the retries, and so does a `planned` that is `None`.
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

    /// Returns how often the request was sent and failed.
    pub const fn sent(&self) -> u32 {
        self.sent
    }

    /// Returns the last decision; `None` before the first failure.
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
    fn a_pace_counts_and_ends_with_the_budget() {
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
    fn a_plan_that_ends_earlier_ends_it() {
        let mut pace = Pace::new(Attempt::new("GET"), Budget::default());
        assert_eq!(pace.adjust(&Down, None), None);
    }

    #[test]
    fn what_somebody_asks_for_is_waited_for_exactly() {
        let second = Duration::from_secs(1);
        assert_eq!(Decision::After(second).delay_with_jitter(), Some(second));
        assert_eq!(Decision::Immediate.delay_with_jitter(), Some(Duration::ZERO));
        assert_eq!(Decision::Manual.delay_with_jitter(), None);
        assert_eq!(Decision::Never(NeverReason::Advised).delay_with_jitter(), None);
    }
}
