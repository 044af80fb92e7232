//! Dates and times (RFC 3339, section 5.6).

use core::fmt;
use core::ops::RangeInclusive;

use super::http_date::is_leap_year;
use super::strip_digits;

/// Whether a text is a date and time. Its day exists in its month (section 5.7).
#[must_use]
pub fn is_date_time(text: &str) -> bool {
    date_time(text).is_some()
}

/// Parses a date and time to seconds since 1970-01-01T00:00:00Z, without its fraction.
#[must_use]
pub fn date_time(text: &str) -> Option<i64> {
    let (year, rest) = field(text, 4, 0..=9999, "-")?;
    let (month, rest) = field(rest, 2, 1..=12, "-")?;
    let (day, rest) = field(rest, 2, 1..=days(year, month), "")?;
    let rest = rest.strip_prefix(['T', 't'])?;
    let (hour, rest) = field(rest, 2, 0..=23, ":")?;
    let (minute, rest) = field(rest, 2, 0..=59, ":")?;
    // 60 is a leap second.
    let (second, mut rest) = field(rest, 2, 0..=60, "")?;
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = strip_digits(fraction)?;
    }
    let (offset, rest) = match rest.strip_prefix(['Z', 'z']) {
        Some(rest) => (0, rest),
        None => {
            let sign = if rest.starts_with('-') { -1 } else { 1 };
            let (hours, rest) = field(rest.strip_prefix(['+', '-'])?, 2, 0..=23, ":")?;
            let (minutes, rest) = field(rest, 2, 0..=59, "")?;
            (sign * (i64::from(hours) * 60 + i64::from(minutes)), rest)
        }
    };
    let minutes = i64::from(hour) * 60 + i64::from(minute) - offset;
    let days = days_from_civil(year.into(), month.into(), day.into());
    rest.is_empty()
        .then(|| days * 86_400 + minutes * 60 + i64::from(second))
}

/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z, in seconds since 1970: a year has four digits.
const RANGE: (i64, i64) = (-62_167_219_200, 253_402_300_799);

/// Year, month, day, hour, minute, second, and the days since 1970-01-01.
pub(super) type Civil = (i64, i64, i64, i64, i64, i64, i64);

/// Splits seconds since 1970-01-01T00:00:00Z, without leap seconds. A time in a year without four digits is clamped.
pub(super) const fn split(seconds: i64) -> Civil {
    let seconds = if seconds < RANGE.0 {
        RANGE.0
    } else if seconds > RANGE.1 {
        RANGE.1
    } else {
        seconds
    };
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil_from_days(days);
    (year, month, day, of_day / 3600, of_day / 60 % 60, of_day % 60, days)
}

/// Writes a time in milliseconds since 1970-01-01T00:00:00Z, in UTC. A time in a year without four digits is clamped.
///
/// # Errors
///
/// If `out` fails.
pub fn write_date_time(milliseconds: i64, out: &mut dyn fmt::Write) -> fmt::Result {
    let milliseconds = milliseconds.clamp(RANGE.0 * 1000, RANGE.1 * 1000 + 999);
    let (year, month, day, hour, minute, second, _) = split(milliseconds.div_euclid(1000));
    write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
    let fraction = milliseconds.rem_euclid(1000);
    if fraction != 0 {
        write!(out, ".{fraction:03}")?;
    }
    out.write_char('Z')
}

/// Returns year, month and day of a day number since 1970-01-01 in the proleptic Gregorian calendar.
///
/// This is Howard Hinnant's `civil_from_days` (<https://howardhinnant.github.io/date_algorithms.html>): years begin in
/// March, so the leap day is the last of its year.
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

/// Returns the day number of a date: the inverse of [`civil_from_days`].
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * march_month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
}

/// Returns the number of days of a month, which counts from 1.
const fn days(year: u16, month: u16) -> u16 {
    match month {
        2 if is_leap_year(year as u64) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns a number of exactly `len` digits within `range`, and the rest after it and `mark`.
fn field<'t>(text: &'t str, len: usize, range: RangeInclusive<u16>, mark: &str) -> Option<(u16, &'t str)> {
    let (digits, rest) = text.split_at_checked(len)?;
    let number = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())??;
    range
        .contains(&number)
        .then(|| Some((number, rest.strip_prefix(mark)?)))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use proptest::prelude::*;

    #[test]
    fn a_date_time_is_parsed_to_the_second_in_utc() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2026-01-31T09:30:00+05:30", 1_769_832_000),
            ("2026-01-31T09:30:00-05:30", 1_769_871_600),
            ("2016-12-31T23:59:60Z", 1_483_228_800),
            ("0000-01-01T00:00:00Z", RANGE.0),
            ("9999-12-31T23:59:59Z", RANGE.1),
        ] {
            assert_eq!(date_time(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn times_are_written_in_utc() {
        for (milliseconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
            (1_700_000_000_050, "2023-11-14T22:13:20.050Z"),
            (i64::MAX, "9999-12-31T23:59:59.999Z"),
            (i64::MIN, "0000-01-01T00:00:00Z"),
        ] {
            let mut out = String::new();
            write_date_time(milliseconds, &mut out).unwrap();
            assert_eq!(out, expected);
        }
    }

    proptest! {
        #[test]
        fn a_written_time_is_parsed_to_itself(seconds in RANGE.0..=RANGE.1) {
            let mut out = String::new();
            write_date_time(seconds * 1000, &mut out).unwrap();
            prop_assert_eq!(date_time(&out), Some(seconds));
        }
    }

    #[test]
    fn date_times_are_those_of_rfc_3339() {
        for time in [
            "2024-02-29T23:59:60Z",
            "2024-02-29t00:00:00.123456+05:30",
            "0000-01-01T00:00:00-00:00",
            "2000-02-29T00:00:00Z",
            "2024-12-31T00:00:00Z",
        ] {
            assert!(is_date_time(time), "{time}");
        }
        for other in [
            "",
            "2024-02-29",
            "2024-13-01T00:00:00Z",
            "2024-02-30T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2024-04-31T00:00:00Z",
            "2024-01-00T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:00:00",
            "2026-01-31T09:30:00.Z",
            "2026-01-31T09:30:00+24:00",
            "+024-01-01T00:00:00Z",
        ] {
            assert!(!is_date_time(other), "{other}");
        }
    }
}
