//! Dates and times (RFC 3339, section 5.6).

use core::ops::RangeInclusive;

use super::http_date::is_leap_year;
use super::strip_digits;

/// Whether a text is a date and time. Its day exists in its month (section 5.7).
#[must_use]
pub fn is_date_time(text: &str) -> bool {
    fn rest(text: &str) -> Option<&str> {
        let (year, rest) = field(text, 4, 0..=9999, "-")?;
        let (month, rest) = field(rest, 2, 1..=12, "-")?;
        let (_, rest) = field(rest, 2, 1..=days(year, month), "")?;
        let rest = rest.strip_prefix(['T', 't'])?;
        let (_, rest) = field(rest, 2, 0..=23, ":")?;
        let (_, rest) = field(rest, 2, 0..=59, ":")?;
        // 60 is a leap second.
        let (_, mut rest) = field(rest, 2, 0..=60, "")?;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = strip_digits(fraction)?;
        }
        match rest.strip_prefix(['Z', 'z']) {
            Some(rest) => Some(rest),
            None => {
                let (_, rest) = field(rest.strip_prefix(['+', '-'])?, 2, 0..=23, ":")?;
                Some(field(rest, 2, 0..=59, "")?.1)
            }
        }
    }
    rest(text) == Some("")
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
