//! The end of a rate limit: `RateLimit` (draft-ietf-httpapi-ratelimit-headers), and the headers before it.

use core::time::Duration;

use error_layout::grammar::{delay_seconds, split_unquoted};

use super::received::ReceivedResponse;
use super::retry_after::{Asked, RetryAfter, number};

/// Headers with the time of the next quota, and with the rest of the current one.
///
/// The first is of the draft up to version 6, in seconds. The others have no definition: they are seconds, or a time since 1970.
const HEADERS: [(&str, &str); 3] = [
    ("ratelimit-reset", "ratelimit-remaining"),
    ("x-ratelimit-reset", "x-ratelimit-remaining"),
    ("x-rate-limit-reset", "x-rate-limit-remaining"),
];

/// Reads when a rate limit ends.
///
/// Many servers send these headers with every response, so they count only with 429. A limit with a rest is not the one that was exceeded.
pub(super) fn read(received: ReceivedResponse<'_>, asked: &mut Asked<'_>) {
    if received.status() != 429 {
        return;
    }
    received.all("ratelimit").for_each(|value| limits(value, asked));
    for (reset, remaining) in HEADERS {
        let has_rest = received.all(remaining).any(is_rest);
        for value in received.all(reset).filter(|_| !has_rest) {
            asked.add(number(value).map(delay_or_time));
        }
    }
}

/// Reads the items of `RateLimit`, such as `"burst";r=0;t=5, "day";r=9;t=86400`.
///
/// Versions 3 to 7 of the draft have one limit, as `limit=9, remaining=0, reset=5`.
fn limits(value: &str, asked: &mut Asked<'_>) {
    let mut old = (false, None);
    for item in split_unquoted(value.as_bytes(), b',') {
        let mut new = (false, None);
        for member in split_unquoted(item, b';').filter_map(|member| core::str::from_utf8(member).ok()) {
            let Some((name, value)) = member.split_once('=') else {
                continue;
            };
            match name.trim_ascii() {
                "r" => new.0 = is_rest(value),
                "t" => new.1 = Some(value),
                "remaining" => old.0 = is_rest(value),
                "reset" => old.1 = Some(value),
                _ => {}
            }
        }
        add(new, asked);
    }
    add(old, asked);
}

/// Adds the reset of a limit without a rest.
fn add((has_rest, reset): (bool, Option<&str>), asked: &mut Asked<'_>) {
    if let Some(reset) = reset.filter(|_| !has_rest) {
        asked.add(number(reset).map(RetryAfter::Delay));
    }
}

/// Whether a number is more than 0.
fn is_rest(value: &str) -> bool {
    number(value).is_some_and(|rest| !rest.is_zero())
}

/// A number as a delay, or as a time if it is one of this century: in seconds, or in milliseconds.
fn delay_or_time(number: Duration) -> RetryAfter {
    /// 2001-09-09, or a delay of 31 years.
    const SECONDS: u64 = 1_000_000_000;
    /// 1973-03-03 in milliseconds, or the year 5138 in seconds.
    const MILLISECONDS: u64 = 100_000_000_000;
    match number.as_secs() {
        MILLISECONDS.. => RetryAfter::Date(number.as_secs().div_ceil(1000)),
        SECONDS.. => RetryAfter::Date(delay_seconds(number)),
        _ => RetryAfter::Delay(Duration::from_secs(delay_seconds(number))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    fn asked(status: u16, headers: &[(&str, &str)]) -> (Option<RetryAfter>, bool) {
        let asked = Asked::of(ReceivedResponse::new(status, headers, b""), None);
        (asked.longest, asked.unreadable)
    }

    #[expect(clippy::unnecessary_wraps, reason = "an expected value")]
    fn delay(seconds: u64) -> Option<RetryAfter> {
        Some(RetryAfter::Delay(Duration::from_secs(seconds)))
    }

    #[test]
    fn the_exceeded_limit_of_rate_limit_counts() {
        for (value, seconds) in [
            (r#""default";r=0;t=30"#, 30),
            (r#""default"; t=30"#, 30),
            (r#""burst";r=0;t=5, "day";r=100;t=86400"#, 5),
            (r#""burst";r=0;t=5, "day";r=0;t=86400"#, 86_400),
            (r#""a,b;r=9;t=9";r=0;t=5"#, 5),
            ("limit=100, remaining=0, reset=50", 50),
            ("limit=100, reset=50", 50),
        ] {
            assert_eq!(asked(429, &[("RateLimit", value)]), (delay(seconds), false), "{value}");
        }
        for value in [
            r#""day";r=100;t=86400"#,
            r#""default";r=0"#,
            "limit=100, remaining=3, reset=50",
            "",
        ] {
            assert_eq!(asked(429, &[("RateLimit", value)]), (None, false), "{value}");
        }
        for value in ["soon", "", "-1"] {
            let value = format!(r#""x";r=0;t={value}"#);
            assert_eq!(asked(429, &[("RateLimit", &value)]), (None, true), "{value}");
        }
    }

    #[test]
    fn a_reset_is_a_delay_or_a_time() {
        for (value, expected) in [
            ("60", delay(60)),
            ("0.5", delay(1)),
            ("999999999", delay(999_999_999)),
            ("1000000000", Some(RetryAfter::Date(1_000_000_000))),
            ("1700000000", Some(RetryAfter::Date(1_700_000_000))),
            ("1700000000.25", Some(RetryAfter::Date(1_700_000_001))),
            ("99999999999", Some(RetryAfter::Date(99_999_999_999))),
            ("100000000000", Some(RetryAfter::Date(100_000_000))),
            ("1700000000001", Some(RetryAfter::Date(1_700_000_001))),
        ] {
            for name in ["RateLimit-Reset", "X-RateLimit-Reset", "x-rate-limit-reset"] {
                assert_eq!(asked(429, &[(name, value)]), (expected, false), "{name}: {value}");
            }
        }
        assert_eq!(asked(429, &[("X-RateLimit-Reset", "tomorrow")]), (None, true));
    }

    #[test]
    fn a_limit_with_a_rest_or_another_status_does_not_count() {
        let reset = ("X-RateLimit-Reset", "60");
        assert_eq!(asked(429, &[reset, ("X-RateLimit-Remaining", "0")]), (delay(60), false));
        assert_eq!(asked(429, &[reset, ("X-RateLimit-Remaining", "4999")]), (None, false));
        assert_eq!(asked(503, &[reset]), (None, false));
        assert_eq!(asked(429, &[reset, ("RateLimit-Remaining", "1")]), (delay(60), false));
    }
}
