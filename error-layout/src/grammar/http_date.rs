//! Dates of HTTP (RFC 9110, section 5.6.7).

use alloc::string::String;
use core::fmt::Write;

use super::date_time::{date_time, split as split_date_time};

const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The days before each month in a year that is not a leap year, and in the whole year.
const BEFORE: [u64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/// 9999-12-31T23:59:59Z: dates have years of at most four digits.
const LAST: u64 = 253_402_300_799;

/// The average year of the Gregorian calendar, in seconds.
const YEAR: u64 = 31_556_952;

/// Parses a date of HTTP to seconds since 1970-01-01T00:00:00Z.
///
/// Accepts the three forms of the standard, also with `UTC` instead of `GMT`, and with any combination of their weekdays, separators and years. `now`, in
/// seconds since 1970, selects the century of a two-digit year: a date more than 50 years in the future is in the past century.
///
/// Returns `None` for a date that does not exist, such as February 31 or a wrong weekday, and for dates before 1970.
#[must_use]
pub fn http_date(text: &str, now: u64) -> Option<u64> {
    let (weekday, [day, month, year, time]) = split(text)?;
    let is_weekday = |name: &&str| {
        let short = name.get(..3).unwrap_or(name);
        weekday.eq_ignore_ascii_case(name) || weekday.eq_ignore_ascii_case(short)
    };
    let weekday = WEEKDAYS.iter().position(is_weekday)? as u64;
    let month = MONTHS.iter().position(|name| month.eq_ignore_ascii_case(name))?;
    let of_day = seconds_of_day(time)?;
    let day = number(day, 1..=2)?;
    let days = match year.len() {
        2 => {
            let now = now.min(LAST);
            let (year, century) = (number(year, 2..=2)?, (1970 + now / YEAR) / 100);
            let latest = now + 50 * YEAR;
            let centuries = [century + 1, century, century - 1];
            let mut dates = centuries
                .iter()
                .filter_map(|century| days(century * 100 + year, month, day));
            dates.find(|days| days * 86_400 + of_day <= latest)?
        }
        _ => days(number(year, 4..=4)?, month, day)?,
    };
    // 1970-01-01 was a Thursday.
    ((days + 4) % 7 == weekday).then_some(days * 86_400 + of_day)
}

/// Appends a [date and time](super::date_time()) in the form that senders use, as in `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Returns whether it is one; otherwise appends nothing.
pub fn push_http_date(out: &mut String, text: &str) -> bool {
    let Some(seconds) = date_time(text) else {
        return false;
    };
    let (year, month, day, hour, minute, second, days) = split_date_time(seconds);
    let name = |names: &[&'static str], at: i64| {
        let name = usize::try_from(at).ok().and_then(|at| names.get(at));
        name.and_then(|name| name.get(..3)).unwrap_or_default()
    };
    let (weekday, month) = (name(&WEEKDAYS, (days + 4).rem_euclid(7)), name(&MONTHS, month - 1));
    // Writing into a string cannot fail.
    let _ = write!(
        out,
        "{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT"
    );
    true
}

/// Splits a date into its weekday, and day, month, year and time.
fn split(text: &str) -> Option<(&str, [&str; 4])> {
    if let Some((weekday, rest)) = text.split_once(", ") {
        let mut words = rest.split([' ', '-']);
        let date = [words.next()?, words.next()?, words.next()?, words.next()?];
        let zone = words.next()?;
        let is_utc = zone.eq_ignore_ascii_case("GMT") || zone.eq_ignore_ascii_case("UTC");
        return (is_utc && words.next().is_none()).then_some((weekday, date));
    }
    // `asctime`, whose day is padded with a space.
    let mut words = text.split_ascii_whitespace();
    let [weekday, month, day, time, year] = [
        words.next()?,
        words.next()?,
        words.next()?,
        words.next()?,
        words.next()?,
    ];
    words.next().is_none().then_some((weekday, [day, month, year, time]))
}

/// Parses `hh:mm:ss`; 60 seconds are a leap second.
fn seconds_of_day(time: &str) -> Option<u64> {
    let mut parts = time.split(':');
    let mut part = |limit| number(parts.next()?, 2..=2).filter(|part| *part <= limit);
    let (hour, minute, second) = (part(23)?, part(59)?, part(60)?);
    parts.next().is_none().then_some(hour * 3600 + minute * 60 + second)
}

/// Whether February has 29 days.
pub(super) const fn is_leap_year(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Returns the days since 1970-01-01; `month` counts from 0.
fn days(year: u64, month: usize, day: u64) -> Option<u64> {
    let is_leap = is_leap_year(year);
    let (before, after) = (*BEFORE.get(month)?, *BEFORE.get(month + 1)?);
    let length = after - before + u64::from(is_leap && month == 1);
    if !(1..=length).contains(&day) {
        return None;
    }
    // Since 0001-01-01, which is 719,162 days before 1970-01-01.
    let past = year.checked_sub(1)?;
    let years = past * 365 + past / 4 - past / 100 + past / 400;
    (years + before + u64::from(is_leap && month > 1) + day - 1).checked_sub(719_162)
}

/// Parses ASCII digits of this length.
fn number(digits: &str, length: core::ops::RangeInclusive<usize>) -> Option<u64> {
    let is_number = length.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use proptest::prelude::*;

    /// 2026-11-26T00:00:00Z.
    const NOW: u64 = 1_795_651_200;

    #[test]
    fn all_forms_of_dates_are_parsed() {
        for date in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06-Nov-1994 08:49:37 GMT",
            "Sun, 06 Nov 94 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "sun, 06 nov 1994 08:49:37 utc",
        ] {
            assert_eq!(http_date(date, NOW), Some(784_111_777), "{date}");
        }
        for (date, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 29 Feb 2024 23:59:60 GMT", 1_709_251_200),
            ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400),
            ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
            ("Tue, 31 Dec 2024 00:00:00 GMT", 1_735_603_200),
            ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
            ("Thu, 31 Dec 2026 12:00:00 GMT", 1_798_718_400),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        ] {
            assert_eq!(http_date(date, NOW), Some(seconds), "{date}");
        }
    }

    #[test]
    fn a_date_time_is_written_as_senders_write_dates() {
        for (text, expected) in [
            ("1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("2026-01-01T00:30:00.250+01:00", "Wed, 31 Dec 2025 23:30:00 GMT"),
            ("1969-12-31T00:00:00Z", "Wed, 31 Dec 1969 00:00:00 GMT"),
            ("9999-12-31T23:59:59-23:59", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] {
            let mut out = String::new();
            assert!(push_http_date(&mut out, text));
            assert_eq!(out, expected);
        }
        let mut out = String::new();
        assert!(!push_http_date(&mut out, "2026-01-01"));
        assert_eq!(out, "");
    }

    #[test]
    fn a_date_that_does_not_exist_is_not_parsed() {
        for other in [
            "",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37 GMT x",
            "Sun, 06 Nov 1994 8:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:60:37 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 08:49:37:00 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT",
            "Thu, 31 Nov 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 31 Feb 2027 00:00:00 GMT",
            "Mon, 29 Feb 2100 00:00:00 GMT",
            "Thu, 29 Feb 2023 00:00:00 GMT",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sunday,06-Nov-94 08:49:37 GMT",
            "Sun, 06 Nev 1994 08:49:37 GMT",
            "Sun, 06 Nov 994 08:49:37 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT",
            "Wed, 31 Dec 1969 23:59:59 GMT",
            "Sun Nov  6 08:49:37 1994 GMT",
            "2026-01-01",
            "2026-01-01T00:00:00Z",
        ] {
            assert_eq!(http_date(other, NOW), None, "{other}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_not_more_than_fifty_years_ahead() {
        for (date, seconds) in [
            ("Sunday, 06-Nov-94 00:00:00 GMT", 784_080_000),
            ("Friday, 01-Jan-27 00:00:00 GMT", 1_798_761_600),
            ("Wednesday, 01-Jan-76 00:00:00 GMT", 3_345_062_400),
            ("Saturday, 01-Jan-77 00:00:00 GMT", 220_924_800),
        ] {
            assert_eq!(http_date(date, NOW), Some(seconds), "{date}");
        }
        // 2090-01-01: the century after the present one is within 50 years.
        assert_eq!(
            http_date("Saturday, 01-Jan-01 00:00:00 GMT", 3_786_912_000),
            Some(4_133_980_800)
        );
        assert_eq!(
            http_date("Friday, 01-Jan-77 00:00:00 GMT", NOW),
            None,
            "the weekday of 2077"
        );
        // Exactly 50 years ahead is not more than that.
        let ahead = http_date("Wed, 01 Jan 2076 12:00:00 GMT", NOW).unwrap();
        let (at, before) = (ahead - 50 * YEAR, ahead - 50 * YEAR - 1);
        assert_eq!(http_date("Wed, 01 Jan 76 12:00:00 GMT", at), Some(ahead));
        assert_eq!(http_date("Thu, 01 Jan 76 12:00:00 GMT", before), Some(189_345_600));
    }

    proptest! {
        #[test]
        fn every_day_is_the_day_after_the_one_before(day in 0_u64..2_932_896) {
            let of = |target: u64| {
                let year = 1970 + target * 86_400 / YEAR;
                let all = [year - 1, year, year + 1].into_iter().flat_map(|year| (0..12).map(move |month| (year, month)));
                let mut found = all.flat_map(|(year, month)| (1..=31).map(move |day| (year, month, day)));
                found.find(|(year, month, day)| days(*year, *month, *day) == Some(target))
            };
            let (year, month, number) = of(day).unwrap();
            let text = format!("{}, {number:02} {} {year} 00:00:00 GMT", WEEKDAYS[usize::try_from((day + 4) % 7).unwrap()], MONTHS[month]);
            prop_assert_eq!(http_date(&text, NOW), Some(day * 86_400));
        }

        #[test]
        fn every_text_can_be_parsed(text: String, now: u64) {
            let _ = (http_date(&text, now), http_date("Sun, 06 Nov 94 08:49:37 GMT", now));
        }
    }
}
