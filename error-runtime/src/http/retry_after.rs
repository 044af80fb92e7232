//! The field `Retry-After` of a response that the service got or made (RFC 9110, section 10.2.3).

use core::time::Duration;

#[cfg(feature = "tower")]
use error_layout::grammar::http_date;

/// Returns the delay in seconds. A part of a second counts as one, because a client must not be too early.
pub(crate) fn seconds(delay: Duration) -> u64 {
    delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() != 0))
}

/// Returns the longest delay of the valid values; `None` if there is none.
#[cfg(feature = "tower")]
pub(crate) fn longest<'v>(values: impl Iterator<Item = &'v [u8]>) -> Option<Duration> {
    values.filter_map(delay).max()
}

/// Parses one value: seconds, or a date (RFC 9110, section 5.6.7).
#[cfg(feature = "tower")]
fn delay(value: &[u8]) -> Option<Duration> {
    let text = core::str::from_utf8(value).ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().ok()?;
    let then = Duration::from_secs(http_date(text, now.as_secs())?);
    Some(Duration::from_secs(seconds(then.saturating_sub(now))))
}

#[cfg(all(test, feature = "tower"))]
mod tests {
    use super::*;

    #[test]
    fn the_longest_valid_value_counts() {
        let longest = |values: &[&str]| longest(values.iter().map(|value| value.as_bytes()));
        assert_eq!(longest(&["5", "99", "soon"]), Some(Duration::from_secs(99)));
        assert_eq!(longest(&[" 7 "]), Some(Duration::from_secs(7)));
        assert_eq!(longest(&["Sun, 06 Nov 1994 08:49:37 GMT"]), Some(Duration::ZERO));
        assert_eq!(longest(&["99999999999999999999"]), Some(Duration::from_secs(u64::MAX)));
        for none in [&[][..], &["soon"], &["-1"], &["+1"], &["1.5"], &[""]] {
            assert_eq!(longest(none), None, "{none:?}");
        }
        let later = longest(&["Fri, 31 Dec 9999 23:59:59 GMT"]);
        assert!(later > Some(Duration::from_secs(1_000_000_000)), "{later:?}");
    }

    #[test]
    fn a_part_of_a_second_counts_as_one() {
        assert_eq!(seconds(Duration::from_millis(1)), 1);
        assert_eq!(seconds(Duration::from_secs(2)), 2);
        assert_eq!(seconds(Duration::MAX), u64::MAX);
    }
}
