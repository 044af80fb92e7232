//! A limit for the retries of all requests of a client.

use alloc::sync::Arc;
use core::sync::atomic::{AtomicU32, Ordering};

use super::{Decision, NeverReason};

/// The tokens that one retry takes. A success without a retry gives back one.
const RETRY: u32 = 5;

/// A limit for the retries of all requests of a client: a token bucket.
///
/// While a service is down, every request of every client would be sent several times. With a quota, each retry takes five tokens; a success gives back one,
/// or all five if it was a retry. Once the bucket is empty, requests are sent once, until enough of them succeed.
///
/// Clones share one bucket. The default has tokens for 100 retries.
///
/// ```
/// use error_client::backon::Pace;
/// use error_client::{Attempt, Budget, Quota};
///
/// // One value for the whole client; each request has a clone.
/// let quota = Quota::default();
/// let pace = Pace::new(Attempt::new("GET"), Budget::default()).quota(quota.clone());
/// # let _ = pace;
/// ```
#[doc(alias("retry budget", "token bucket", "circuit breaker"))]
#[derive(Clone, Debug)]
pub struct Quota(Option<Arc<Bucket>>);

#[derive(Debug)]
struct Bucket {
    capacity: u32,
    tokens: AtomicU32,
}

/// Tokens for 100 retries.
impl Default for Quota {
    fn default() -> Self {
        Self::new(100)
    }
}

impl Quota {
    /// Creates a full bucket with tokens for this number of retries.
    pub fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(RETRY);
        Self(Some(Arc::new(Bucket {
            capacity,
            tokens: AtomicU32::new(capacity),
        })))
    }

    /// Creates a quota without a limit.
    pub const fn unlimited() -> Self {
        Self(None)
    }

    /// Takes the tokens of one retry; returns whether there were enough.
    pub fn take(&self) -> bool {
        self.0.as_ref().is_none_or(|bucket| {
            let less = |tokens: u32| tokens.checked_sub(RETRY);
            bucket
                .tokens
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
                .is_ok()
        })
    }

    /// Takes the tokens of a decision for a retry. Without enough of them, the decision is [`NeverReason::Quota`].
    pub fn limit(&self, decision: Decision) -> Decision {
        if decision.delay().is_some() && !self.take() {
            return Decision::Never(NeverReason::Quota);
        }
        decision
    }

    /// Gives back the tokens of a success.
    pub fn succeeded(&self, after_retry: bool) {
        if let Some(bucket) = &self.0 {
            let gain = if after_retry { RETRY } else { 1 };
            let more = |tokens: u32| Some(tokens.saturating_add(gain).min(bucket.capacity));
            // The function returns a value for every number of tokens.
            let _ = bucket.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::time::Duration;

    #[test]
    fn a_bucket_has_its_number_of_retries_and_is_refilled_by_successes() {
        let quota = Quota::new(2);
        let other = quota.clone();
        assert!(quota.take() && other.take() && !quota.take() && !other.take());
        quota.succeeded(true);
        assert!(other.take() && !other.take());
        (0..4).for_each(|_| quota.succeeded(false));
        assert!(!quota.take());
        quota.succeeded(false);
        assert!(quota.take() && !quota.take());
    }

    #[test]
    fn only_a_decision_for_a_retry_takes_tokens() {
        let quota = Quota::new(1);
        let others = [
            Decision::Manual,
            Decision::Later(Duration::ZERO),
            Decision::Never(NeverReason::Time),
        ];
        assert_eq!(others.map(|decision| quota.limit(decision)), others);
        assert_eq!(quota.limit(Decision::Immediate), Decision::Immediate);
        let after = Decision::After(Duration::from_secs(1));
        assert_eq!(quota.limit(after), Decision::Never(NeverReason::Quota));
    }

    #[test]
    fn a_bucket_is_never_more_than_full() {
        let quota = Quota::new(1);
        quota.succeeded(true);
        quota.succeeded(false);
        assert!(quota.take() && !quota.take());
        let full = Quota::new(u32::MAX);
        full.succeeded(true);
        assert!(full.take());
    }

    #[test]
    fn a_quota_can_be_without_a_limit_and_without_a_retry() {
        let unlimited = Quota::unlimited();
        unlimited.succeeded(true);
        assert!((0..1000).all(|_| unlimited.take()));
        assert!(!Quota::new(0).take());
        let default = Quota::default();
        assert!((0..100).all(|_| default.take()) && !default.take());
    }
}
