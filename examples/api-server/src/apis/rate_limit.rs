//! How many requests a token may make in a minute.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(60);

/// Why a request may not be made.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The token is not known.
    Unknown,
    /// Not before this time has passed.
    Wait(Duration),
    /// A request died while it was counted.
    Broken,
}

struct Window {
    limit: u32,
    used: u32,
    began: Instant,
}

/// A count for each token that there is; tokens that there are not cost no memory.
pub(super) struct RateLimit(Mutex<HashMap<&'static str, Window>>);

impl RateLimit {
    /// These tokens may make so many requests in a minute.
    pub(super) fn new(limits: &[(&'static str, u32)]) -> Self {
        let window = |limit| Window {
            limit,
            used: 0,
            began: Instant::now(),
        };
        let windows = limits.iter().map(|(token, limit)| (*token, window(*limit)));
        Self(Mutex::new(windows.collect()))
    }

    /// Counts a request.
    pub(super) fn take(&self, token: &str) -> Result<(), Refusal> {
        self.take_at(token, Instant::now())
    }

    fn take_at(&self, token: &str, now: Instant) -> Result<(), Refusal> {
        let mut windows = self.0.lock().map_err(|_| Refusal::Broken)?;
        let window = windows.get_mut(token).ok_or(Refusal::Unknown)?;
        let passed = now.saturating_duration_since(window.began);
        if passed >= WINDOW {
            (window.used, window.began) = (0, now);
        } else if window.used >= window.limit {
            return Err(Refusal::Wait(WINDOW.saturating_sub(passed)));
        }
        window.used += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_may_go_on_when_its_minute_is_over() {
        let limit = RateLimit::new(&[("t", 2)]);
        let now = Instant::now();
        assert_eq!(limit.take_at("t", now), Ok(()));
        assert_eq!(limit.take_at("t", now), Ok(()));
        let later = now + Duration::from_secs(20);
        let Err(Refusal::Wait(wait)) = limit.take_at("t", later) else {
            panic!("the limit is 2")
        };
        assert!(
            wait > Duration::from_secs(39) && wait <= Duration::from_secs(41),
            "{wait:?}"
        );
        assert_eq!(limit.take_at("t", later + wait), Ok(()));
        assert_eq!(limit.take_at("u", now), Err(Refusal::Unknown));
    }
}
