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

use ::backon::{BackoffBuilder, ExponentialBuilder};

use crate::retry::{Attempt, Budget, Decide, Decision, NeverReason, Quota, backoff};

/// Plans one delay for each attempt after the first, with a random part.
impl BackoffBuilder for Budget {
    type Backoff = Delays;

    fn build(self) -> Delays {
        Delays { budget: self, sent: 0 }
    }
}

/// The delays of a [`Budget`], at most [`longest_delay`](Budget::longest_delay) each.
///
/// A plan has no clock: [`Pace`] ends the retries after [`elapsed`](Budget::elapsed).
#[derive(Clone, Debug)]
pub struct Delays {
    budget: Budget,
    sent: u32,
}

impl Iterator for Delays {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        self.sent = self.sent.saturating_add(1);
        backoff(&Attempt::new("").sent(self.sent), &self.budget).delay_with_jitter()
    }
}

impl Decision {
    /// Returns the delay before an automatic retry, with a random part for a backoff.
    ///
    /// The random part is at most as long as the delay itself, and ends with `longest`. `None` if there is no automatic retry.
    #[doc(alias("jitter", "backoff"))]
    pub fn delay_with_jitter(self) -> Option<Duration> {
        match self {
            Self::Backoff { delay, longest, .. } => {
                let room = longest.saturating_sub(delay);
                Some(delay.saturating_add(random(delay.min(room))))
            }
            other => other.delay(),
        }
    }
}

/// A random duration up to `limit`, or up to a day.
fn random(limit: Duration) -> Duration {
    let limit = limit.min(Duration::from_secs(86_400));
    // backon adds a random part of the delay to it.
    let jitter = ExponentialBuilder::new()
        .with_min_delay(limit)
        .with_max_times(1)
        .with_jitter();
    let delay = jitter.build().next().unwrap_or(limit);
    delay.saturating_sub(limit).min(limit)
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
    quota: Quota,
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
            quota: Quota::unlimited(),
        }
    }

    /// Sets the quota, which all requests of a client share. Without it, retries are not limited.
    #[must_use]
    pub fn quota(mut self, quota: Quota) -> Self {
        self.quota = quota;
        self
    }

    /// Decides after a failure, and returns the delay before the next attempt.
    ///
    /// Call it once for each failure, with the delay that backon planned. `None` ends the retries; so does a `planned` of `None`, which counts as
    /// [`NeverReason::Attempts`].
    pub fn adjust(&mut self, error: &(impl Decide + ?Sized), planned: Option<Duration>) -> Option<Duration> {
        self.decide(error, planned.is_some())
    }

    /// Decides after a failure, and returns the delay before the next attempt, for a loop without backon.
    ///
    /// Call it once for each failure. `None` ends the retries.
    pub fn next_delay(&mut self, error: &(impl Decide + ?Sized)) -> Option<Duration> {
        self.decide(error, true)
    }

    fn decide(&mut self, error: &(impl Decide + ?Sized), planned: bool) -> Option<Duration> {
        self.sent = self.sent.saturating_add(1);
        let mut attempt = self.attempt.sent(self.sent).elapsed(self.started.elapsed());
        if let Ok(now) = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            attempt = attempt.at(now.as_secs());
        }
        let mut decision = error.decide(&attempt, &self.budget);
        if decision.delay().is_some() && !planned {
            decision = Decision::Never(NeverReason::Attempts);
        }
        decision = self.quota.limit(decision);
        self.decision = Some(decision);
        decision.delay_with_jitter()
    }

    /// Gives tokens back to the [quota](Self::quota) after a success.
    pub fn succeeded(&self) {
        self.quota.succeeded(self.sent > 0);
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
        assert_eq!(pace.decision(), Some(Decision::Never(NeverReason::Attempts)));
    }

    #[test]
    fn no_random_part_exceeds_a_limit() {
        let seconds = Duration::from_secs;
        let budget = Budget::default().with_attempts(9).with_delays(seconds(3), seconds(7));
        for _ in 0..200 {
            let delays: Vec<_> = budget.build().collect();
            assert_eq!(delays.len(), 8);
            let limits = [(3, 6), (6, 7), (7, 7), (7, 7)].map(|(least, most)| (seconds(least), seconds(most)));
            for (delay, (least, most)) in delays.iter().zip(limits) {
                assert!((least..=most).contains(delay), "{delays:?}");
            }
            // Two seconds are left, of which the backoff takes one.
            let late = Attempt::new("GET").elapsed(seconds(118));
            let decision = crate::retry::backoff(&late, &Budget::default());
            assert!(decision.delay_with_jitter().unwrap() <= seconds(2), "{decision}");
        }
        let backoff = |delay| Decision::Backoff {
            delay,
            longest: Duration::MAX,
            left: 1,
        };
        assert!(backoff(Duration::MAX).delay_with_jitter() >= Some(Duration::MAX));
        assert_eq!(backoff(Duration::ZERO).delay_with_jitter(), Some(Duration::ZERO));
        let different = (0..50)
            .map(|_| backoff(seconds(1)).delay_with_jitter())
            .collect::<std::collections::BTreeSet<_>>();
        assert!(different.len() > 10, "{different:?}");
    }

    #[test]
    fn a_quota_ends_the_retries_of_all_its_requests() {
        let quota = Quota::new(1);
        let pace = || Pace::new(Attempt::new("GET"), Budget::default()).quota(quota.clone());
        let second = Some(Duration::from_secs(1));
        let (mut one, mut other) = (pace(), pace());
        assert!(one.adjust(&Down, second).is_some());
        assert_eq!(other.adjust(&Down, second), None);
        assert_eq!(other.decision(), Some(Decision::Never(NeverReason::Quota)));
        // The retry succeeds, and pays for the next one.
        one.succeeded();
        assert!(pace().adjust(&Down, second).is_some());
        // A success without a retry pays for a part of one.
        pace().succeeded();
        assert_eq!(pace().adjust(&Down, second), None);
        // A decision against a retry takes nothing.
        let full = Quota::new(1);
        let mut last = Pace::new(Attempt::new("POST"), Budget::default()).quota(full.clone());
        assert_eq!(last.adjust(&Down, second), None);
        assert!(full.take());
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
