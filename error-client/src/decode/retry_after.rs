//! The delay that a server asks for: `Retry-After` (RFC 9110, section 10.2.3), and headers of the same meaning.

use core::time::Duration;

use error_layout::grammar;

use super::rate_limit;
use super::received::ReceivedResponse;

/// The value of `Retry-After`: a delay or a date (RFC 9110, section 10.2.3).
///
/// ```
/// use core::time::Duration;
/// use error_client::RetryAfter;
///
/// let after = RetryAfter::parse("120").unwrap();
/// assert_eq!(after.delay(None), Some(Duration::from_secs(120)));
/// assert_eq!(RetryAfter::Date(1_000).delay(Some(940)), Some(Duration::from_secs(60)));
/// // Part of a second is a second more, and the longest of several values counts.
/// assert_eq!(RetryAfter::parse("2.5, 1"), RetryAfter::parse("3"));
/// assert_eq!(RetryAfter::parse("soon"), None);
/// ```
#[doc(alias("Retry-After", "backoff"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetryAfter {
    /// A delay: whole seconds, or the milliseconds of `retry-after-ms`.
    Delay(Duration),
    /// A time, in seconds since 1970-01-01T00:00:00Z.
    Date(u64),
}

impl RetryAfter {
    /// Parses the value of a `Retry-After` header; returns `None` if no part of it is a delay or a date.
    ///
    /// Accepts what servers send in its place: a fraction, which is rounded up; a plus sign; dates with `UTC` instead of `GMT`; a list, of which the
    /// longest valid value counts. A number of seconds over `u64::MAX` is `u64::MAX`.
    pub fn parse(value: &str) -> Option<Self> {
        let mut asked = Asked::new(None);
        asked.read(value);
        asked.longest
    }

    /// Returns the delay from `now`, in seconds since 1970-01-01T00:00:00Z.
    ///
    /// A date in the past is a delay of zero. Returns `None` for a date without `now`.
    pub fn delay(self, now: Option<u64>) -> Option<Duration> {
        match self {
            Self::Delay(delay) => Some(delay),
            Self::Date(date) => Some(Duration::from_secs(date.saturating_sub(now?))),
        }
    }
}

/// The longest of the values that were read, and whether all of them were valid.
pub(super) struct Asked<'d> {
    /// The `Date` of the response: the time from which dates count, in place of the clock.
    date: Option<&'d str>,
    pub(super) longest: Option<RetryAfter>,
    pub(super) unreadable: bool,
}

/// The headers with a delay in milliseconds; the second one is that of Azure.
const MILLISECONDS: [&str; 2] = ["retry-after-ms", "x-ms-retry-after-ms"];

impl<'d> Asked<'d> {
    const fn new(date: Option<&'d str>) -> Self {
        Self {
            date,
            longest: None,
            unreadable: false,
        }
    }

    /// Reads all sources in the order of their reliability, up to the first with a valid value.
    ///
    /// `in_body` is the value at the place that the catalog documents.
    pub(super) fn of(received: ReceivedResponse<'d>, in_body: Option<&str>) -> Self {
        let mut asked = Self::new(received.header("date"));
        received.all("retry-after").for_each(|value| asked.read(value));
        if let Some(value) = in_body.filter(|_| asked.longest.is_none()) {
            asked.read(value);
        }
        if asked.longest.is_none() {
            let values = MILLISECONDS.iter().flat_map(|name| received.all(name));
            values.for_each(|value| {
                let milliseconds = number(value).and_then(|seconds| seconds.checked_div(1000));
                asked.add(milliseconds.map(RetryAfter::Delay));
            });
        }
        if asked.longest.is_none() {
            rate_limit::read(received, &mut asked);
        }
        asked
    }

    /// Keeps the longer of two values; `None` is a value that is not valid.
    pub(super) fn add(&mut self, value: Option<RetryAfter>) {
        let Some(new) = value else {
            self.unreadable = true;
            return;
        };
        let is_longer = self.longest.is_none_or(|longest| {
            let now = Some(self.date.and_then(http_date).unwrap_or_else(now));
            new.delay(now) > longest.delay(now)
        });
        if is_longer {
            self.longest = value;
        }
    }

    /// Reads the value of one header, which can be a list.
    fn read(&mut self, value: &str) {
        if value.trim_ascii().is_empty() {
            return self.add(None);
        }
        let mut rest = Some(value);
        while let Some(list) = rest {
            let mut commas = list.match_indices(',').map(|(at, _)| at);
            let (first, second) = (commas.next(), commas.next());
            let part = |end: Option<usize>| list.get(..end.unwrap_or(list.len())).unwrap_or("").trim_ascii();
            let after = |end: Option<usize>| end.and_then(|end| list.get(end + 1..));
            // A date has a comma after its weekday.
            if let Some(date) = first.and_then(|_| http_date(part(second))) {
                self.add(Some(RetryAfter::Date(date)));
                rest = after(second);
                continue;
            }
            // An empty element of a list does not count (RFC 9110, section 5.6.1).
            if !part(first).is_empty() {
                let delay = seconds(part(first)).map(RetryAfter::Delay);
                self.add(delay.or_else(|| http_date(part(first)).map(RetryAfter::Date)));
            }
            rest = after(first);
        }
    }
}

/// Parses a number of seconds, rounded up to whole ones.
fn seconds(text: &str) -> Option<Duration> {
    number(text).map(|delay| Duration::from_secs(grammar::delay_seconds(delay)))
}

/// Parses a number that is not negative, as a duration in seconds.
pub(super) fn number(text: &str) -> Option<Duration> {
    let text = text.trim_ascii();
    let text = text.strip_prefix('+').unwrap_or(text);
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit is still a very long delay.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    if !grammar::is_number(text) || text.starts_with('-') {
        return None;
    }
    let seconds: f64 = text.parse().ok()?;
    Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::from_secs(u64::MAX)))
}

/// Parses an HTTP date to seconds since 1970.
pub(super) fn http_date(text: &str) -> Option<u64> {
    grammar::http_date(text, now())
}

/// The current time in seconds since 1970; without the feature `std`, 2026-01-01.
///
/// It selects the century of a two-digit year, and compares a date with a delay beside it.
fn now() -> u64 {
    #[cfg(feature = "std")]
    {
        let now = std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH);
        now.map_or(0, |now| now.as_secs())
    }
    #[cfg(not(feature = "std"))]
    {
        1_767_225_600
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::string::String;

    #[expect(clippy::unnecessary_wraps, reason = "an expected value")]
    fn delay(seconds: u64) -> Option<RetryAfter> {
        Some(RetryAfter::Delay(Duration::from_secs(seconds)))
    }

    #[test]
    fn a_delay_is_a_number_of_seconds_rounded_up() {
        for (value, seconds) in [
            ("0", 0),
            (" 120 ", 120),
            ("007", 7),
            ("2.5", 3),
            ("50.0", 50),
            ("0.001", 1),
            ("64.57", 65),
            ("+50", 50),
            ("1.5e2", 150),
            ("99999999999999999999", u64::MAX),
            ("1e99", u64::MAX),
            ("18446744073709551615.5", u64::MAX),
        ] {
            assert_eq!(RetryAfter::parse(value), delay(seconds), "{value}");
        }
        for other in [
            "", "+", " ", ",", "-1", "-0", "--1", "++1", "+-1", "soon", "5s", "1:30", "\"5\"", "NaN", "inf", "0x10",
            "1_000",
        ] {
            assert_eq!(RetryAfter::parse(other), None, "{other}");
        }
    }

    #[test]
    fn the_longest_valid_value_of_a_list_counts() {
        for (value, seconds) in [
            ("50, 50", 50),
            ("5,50", 50),
            ("50 , 5", 50),
            ("50,", 50),
            (",50", 50),
            ("soon, 7", 7),
            ("7, soon", 7),
            ("7, Sun, 31 Feb 2027 00:00:00 GMT", 7),
            ("Sun, 06 Nov 1994 08:49:37 GMT, 7", 7),
            ("7, Sun, 06 Nov 1994 08:49:37 GMT", 7),
        ] {
            assert_eq!(RetryAfter::parse(value), delay(seconds), "{value}");
        }
        let far = Some(RetryAfter::Date(253_402_300_799));
        for value in [
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "7, Fri, 31 Dec 9999 23:59:59 UTC",
            "Fri, 31 Dec 9999 23:59:59 GMT, 7",
            "Sun, 06 Nov 1994 08:49:37 GMT, Fri, 31 Dec 9999 23:59:59 GMT, Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(RetryAfter::parse(value), far, "{value}");
        }
    }

    #[test]
    fn a_date_is_the_delay_until_then() {
        let date = RetryAfter::parse("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(date, RetryAfter::Date(784_111_777));
        assert_eq!(RetryAfter::parse("Sun Nov  6 08:49:37 1994"), Some(date));
        assert_eq!(date.delay(Some(784_111_770)), Some(Duration::from_secs(7)));
        assert_eq!(
            (date.delay(Some(784_111_780)), date.delay(None)),
            (Some(Duration::ZERO), None)
        );
    }

    /// The value, and whether a value was not readable.
    fn asked(headers: &[(&str, &str)], in_body: Option<&str>) -> (Option<RetryAfter>, bool) {
        let asked = Asked::of(ReceivedResponse::new(429, headers, b""), in_body);
        (asked.longest, asked.unreadable)
    }

    #[test]
    fn a_value_that_cannot_be_read_is_noted() {
        assert_eq!(asked(&[], None), (None, false));
        assert_eq!(asked(&[("Retry-After", "soon")], None), (None, true));
        assert_eq!(asked(&[("Retry-After", "")], None), (None, true));
        assert_eq!(asked(&[("Retry-After", "7, soon")], None), (delay(7), true));
        assert_eq!(asked(&[("Retry-After", "7")], None), (delay(7), false));
        assert_eq!(asked(&[("Retry-After", ",7,,5,")], None), (delay(7), false));
        let two = [("Retry-After", "7"), ("retry-after", "9"), ("RETRY-AFTER", "junk")];
        assert_eq!(asked(&two, None), (delay(9), true));
        assert_eq!(asked(&two[..2], None), (delay(9), false));
    }

    #[test]
    fn a_better_source_hides_the_others() {
        let header = ("Retry-After", "7");
        let milliseconds = ("retry-after-ms", "1500");
        let limit = ("X-RateLimit-Reset", "60");
        assert_eq!(asked(&[limit, milliseconds, header], Some("64.57")), (delay(7), false));
        assert_eq!(asked(&[limit, milliseconds], Some("64.57")), (delay(65), false));
        let half = Some(RetryAfter::Delay(Duration::from_millis(1500)));
        assert_eq!(asked(&[limit, milliseconds], None), (half, false));
        assert_eq!(asked(&[limit, ("x-ms-retry-after-ms", "1500")], None), (half, false));
        assert_eq!(asked(&[("Retry-After", "1"), milliseconds], None), (delay(1), false));
        assert_eq!(asked(&[limit, ("Retry-After-Ms", "x")], None), (delay(60), true));
        assert_eq!(asked(&[limit, ("Retry-After", "x")], Some("x")), (delay(60), true));
    }

    #[test]
    fn a_date_is_compared_with_a_delay_by_the_clock_of_the_server() {
        let date = ("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT");
        let server = ("Date", "Sun, 06 Nov 1994 08:49:27 GMT");
        assert_eq!(
            asked(&[date, server, ("Retry-After", "9")], None).0,
            Some(RetryAfter::Date(784_111_777))
        );
        assert_eq!(asked(&[date, server, ("Retry-After", "11")], None).0, delay(11));
        // Of equal ones the first counts.
        let equal = ("Retry-After", "10");
        assert_eq!(
            asked(&[date, server, equal], None).0,
            Some(RetryAfter::Date(784_111_777))
        );
        assert_eq!(asked(&[equal, server, date], None).0, delay(10));
    }

    proptest! {
        #[test]
        fn every_value_can_be_parsed(value: String, date in "((Sun|Sunday|Mon), ?[0-9]{2}[ -](Jan|Feb)[ -]([0-9]{2}){1,2} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT|[0-9.+]{0,3}|,){0,4}") {
            let _ = (RetryAfter::parse(&value), RetryAfter::parse(&date));
        }

        #[test]
        fn no_delay_is_shorter_than_a_valid_part(parts in proptest::collection::vec(0_u64..1000, 1..5)) {
            let longest = *parts.iter().max().unwrap();
            let text: std::vec::Vec<_> = parts.iter().map(std::string::ToString::to_string).collect();
            prop_assert_eq!(RetryAfter::parse(&text.join(", ")), delay(longest));
        }
    }
}
