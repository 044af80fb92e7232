//! `Retry-After` (RFC 9110, section 10.2.3) and the three forms of dates in HTTP (section 5.6.7).

use core::time::Duration;

/// What an answer says about when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetryAfter {
    /// After so much time.
    Delay(Duration),
    /// At this time, in seconds since 1970-01-01T00:00:00Z.
    Date(u64),
}

impl RetryAfter {
    /// Reads the value of a `Retry-After` header.
    pub fn parse(value: &str) -> Option<Self> {
        let value = value.trim_ascii();
        if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            // More seconds than there are numbers for are still a very long time.
            return Some(Self::Delay(Duration::from_secs(value.parse().unwrap_or(u64::MAX))));
        }
        http_date(value).map(Self::Date)
    }

    /// How long to wait, if it is `now`, in seconds since 1970; no time for a date that has passed. `None` for a date without a `now`.
    pub fn delay(self, now: Option<u64>) -> Option<Duration> {
        match self {
            Self::Delay(delay) => Some(delay),
            Self::Date(date) => Some(Duration::from_secs(date.saturating_sub(now?))),
        }
    }
}

/// Seconds since 1970 of a date of HTTP in any of its three forms.
pub(super) fn http_date(text: &str) -> Option<u64> {
    let mut parts = text.split([' ', ',', '-']).filter(|part| !part.is_empty());
    let _weekday = parts.next()?;
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, day, time);
    if let Some(found) = month_of(first) {
        // `Sun Nov  6 08:49:37 1994`
        (month, day, time) = (found, second, third);
        year = parts.next()?.parse().ok()?;
    } else {
        // `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`
        (day, month, time) = (first, month_of(second)?, parts.next()?);
        let number: i64 = third.parse().ok()?;
        year = match third.len() {
            // Fifty years or more from now are in the past; what is "now" is not known here, but nobody sends dates of the last century.
            2 => number + 2000,
            _ => number,
        };
        if parts.next()? != "GMT" {
            return None;
        }
    }
    if parts.next().is_some() || !(1970..=9999).contains(&year) {
        return None;
    }
    let day: i64 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let mut clock = time
        .split(':')
        .map(|part| part.parse::<u64>().ok().filter(|_| part.len() == 2));
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    if clock.next().is_some() || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let days = u64::try_from(days_from_civil(year, month, day)).ok()?;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

fn month_of(name: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let found = MONTHS.iter().position(|month| *month == name)?;
    i64::try_from(found + 1).ok()
}

/// Howard Hinnant's `days_from_civil` (<https://howardhinnant.github.io/date_algorithms.html>): years begin in March.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::string::String;

    #[test]
    fn all_three_forms_of_dates_are_read() {
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
    fn a_delay_is_seconds_or_what_is_left_until_a_date() {
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
        fn no_value_is_too_strange(value: String) {
            let _ = RetryAfter::parse(&value);
        }

        #[test]
        fn days_agree_with_how_times_are_written(days in 0_i64..2_900_000) {
            // The inverse of what writes times.
            let (year, month, day) = crate::date_time::civil_from_days(days);
            prop_assert_eq!(days_from_civil(year, month, day), days);
        }
    }
}
