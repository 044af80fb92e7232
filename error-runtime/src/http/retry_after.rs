//! The field `Retry-After` of a response that the service got or made (RFC 9110, section 10.2.3).

use core::time::Duration;

use error_layout::grammar::{delay_seconds, http_date};

/// Returns the longest delay of the valid values; `None` if there is none.
pub(crate) fn longest<'v>(values: impl Iterator<Item = &'v [u8]>) -> Option<Duration> {
    values.filter_map(delay).max()
}

/// Parses one value: seconds, or a date (RFC 9110, section 5.6.7).
fn delay(value: &[u8]) -> Option<Duration> {
    let text = core::str::from_utf8(value).ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().ok()?;
    let then = Duration::from_secs(http_date(text, now.as_secs())?);
    Some(Duration::from_secs(delay_seconds(then.saturating_sub(now))))
}

#[cfg(test)]
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
}
