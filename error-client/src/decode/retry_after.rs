//! `Retry-After` (RFC 9110, section 10.2.3) and the three forms of dates in HTTP (section 5.6.7).

use core::time::Duration;

/// The value of `Retry-After`: a delay or a date (RFC 9110, section 10.2.3).
///
/// ```
/// use core::time::Duration;
/// use error_client::RetryAfter;
///
/// let after = RetryAfter::parse("120").unwrap();
/// assert_eq!(after.delay(None), Some(Duration::from_secs(120)));
/// assert_eq!(RetryAfter::Date(1_000).delay(Some(940)), Some(Duration::from_secs(60)));
/// assert_eq!(RetryAfter::parse("soon"), None);
/// ```
#[doc(alias("Retry-After", "backoff"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetryAfter {
    /// A delay, in whole seconds where it was parsed.
    Delay(Duration),
    /// A time, in seconds since 1970-01-01T00:00:00Z.
    Date(u64),
}

impl RetryAfter {
    /// Parses the value of a `Retry-After` header; returns `None` on a syntax error.
    ///
    /// A number of seconds over `u64::MAX` is `u64::MAX`. Dates need the feature `std`.
    pub fn parse(value: &str) -> Option<Self> {
        let value = value.trim_ascii();
        if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            // A number that does not fit is still a very long delay.
            return Some(Self::Delay(Duration::from_secs(value.parse().unwrap_or(u64::MAX))));
        }
        http_date(value).map(Self::Date)
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

/// Parses an HTTP date to seconds since 1970; always `None` without the feature `std`.
pub(super) fn http_date(text: &str) -> Option<u64> {
    #[cfg(feature = "std")]
    {
        date::parse(text, date::now())
    }
    #[cfg(not(feature = "std"))]
    {
        let _ = text;
        None
    }
}

#[cfg(feature = "std")]
mod date {
    use alloc::format;
    use std::time::SystemTime;

    /// The average year of the Gregorian calendar, in seconds.
    const YEAR: u64 = 31_556_952;

    /// The current time in seconds since 1970.
    pub(super) fn now() -> u64 {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        now.map_or(0, |now| now.as_secs())
    }

    /// Parses any of the three forms. `now` selects the century of a two-digit year.
    pub(super) fn parse(text: &str, now: u64) -> Option<u64> {
        // RFC 9110 has leap seconds, `httpdate` does not. No other part of a date is `60` between a colon and a space.
        if text.contains(":60 ") {
            return parse(&text.replacen(":60 ", ":59 ", 1), now)?.checked_add(1);
        }
        match rfc_850(text) {
            Some((weekday, [day, month, year], time)) => {
                // RFC 9110, section 5.6.7: a date more than 50 years in the future is in the past century.
                let century = (1970 + now / YEAR) / 100;
                let latest = now.saturating_add(50 * YEAR);
                let dates = [century + 1, century, century - 1].map(|century| {
                    seconds(&format!("{weekday}, {day} {month} {century}{year} {time}")).filter(|date| *date <= latest)
                });
                dates.into_iter().flatten().next()
            }
            None => seconds(text),
        }
    }

    fn seconds(text: &str) -> Option<u64> {
        let date = httpdate::parse_http_date(text).ok()?;
        Some(date.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs())
    }

    /// Splits `Sunday, 06-Nov-94 08:49:37 GMT` into the short weekday, [day, month, year] and the time.
    fn rfc_850(text: &str) -> Option<(&str, [&str; 3], &str)> {
        let (weekday, rest) = text.split_once(", ")?;
        let (date, time) = rest.split_once(' ')?;
        let (day, rest) = date.split_once('-')?;
        let (month, year) = rest.split_once('-')?;
        let names = [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ];
        names
            .contains(&weekday)
            .then_some((weekday.get(..3)?, [day, month, year], time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::string::String;

    #[test]
    #[cfg(feature = "std")]
    fn all_three_forms_of_dates_are_parsed() {
        for date in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(http_date(date), Some(784_111_777), "{date}");
        }
        assert_eq!(http_date("Thursday, 01-Jan-26 00:00:00 GMT"), Some(1_767_225_600));
        assert_eq!(http_date("Thu, 29 Feb 2024 23:59:60 GMT"), Some(1_709_251_200));
        for other in [
            "",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 8:49:37 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT",
            "2026-01-01",
        ] {
            assert_eq!(http_date(other), None, "{other}");
        }
    }

    #[test]
    #[cfg(feature = "std")]
    fn a_year_of_two_digits_is_not_more_than_fifty_years_ahead() {
        // 2026-11-26.
        let now = 1_795_651_200;
        for (date, seconds) in [
            ("Sunday, 06-Nov-94 00:00:00 GMT", 784_080_000),
            ("Friday, 01-Jan-27 00:00:00 GMT", 1_798_761_600),
            ("Wednesday, 01-Jan-76 00:00:00 GMT", 3_345_062_400),
            ("Saturday, 01-Jan-77 00:00:00 GMT", 220_924_800),
        ] {
            assert_eq!(date::parse(date, now), Some(seconds), "{date}");
        }
        // 2090-01-01: the century after the present one is within 50 years.
        assert_eq!(
            date::parse("Saturday, 01-Jan-01 00:00:00 GMT", 3_786_912_000),
            Some(4_133_980_800)
        );
        assert_eq!(
            date::parse("Friday, 01-Jan-77 00:00:00 GMT", now),
            None,
            "the weekday of 2077"
        );
    }

    #[test]
    #[cfg(feature = "std")]
    fn a_delay_is_seconds_or_the_time_until_a_date() {
        assert_eq!(
            RetryAfter::parse(" 120 "),
            Some(RetryAfter::Delay(Duration::from_secs(120)))
        );
        assert_eq!(
            RetryAfter::parse("99999999999999999999").and_then(|after| after.delay(None)),
            Some(Duration::from_secs(u64::MAX))
        );
        let date = RetryAfter::parse("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(date.delay(Some(784_111_770)), Some(Duration::from_secs(7)));
        assert_eq!(
            (date.delay(Some(784_111_780)), date.delay(None)),
            (Some(Duration::ZERO), None)
        );
        assert_eq!(RetryAfter::parse("-1"), None);
    }

    proptest! {
        #[test]
        fn every_value_can_be_parsed(value: String, date in "(Sun|Sunday|Mon), ?[0-9]{2}[ -](Jan|Feb)[ -]([0-9]{2}){1,2} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT") {
            let _ = (RetryAfter::parse(&value), RetryAfter::parse(&date));
        }
    }
}
