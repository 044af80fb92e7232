//! Dates and times (RFC 3339, section 5.6).

use core::ops::RangeInclusive;

use super::strip_digits;

/// Whether a text is a date and time. The day may be up to 31 in every month.
#[must_use]
pub fn is_date_time(text: &str) -> bool {
    fn rest(text: &str) -> Option<&str> {
        let rest = field(text, 4, 0..=9999, "-")?;
        let rest = field(rest, 2, 1..=12, "-")?;
        let rest = field(rest, 2, 1..=31, "")?.strip_prefix(['T', 't'])?;
        let rest = field(rest, 2, 0..=23, ":")?;
        let rest = field(rest, 2, 0..=59, ":")?;
        // 60 is a leap second.
        let mut rest = field(rest, 2, 0..=60, "")?;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = strip_digits(fraction)?;
        }
        match rest.strip_prefix(['Z', 'z']) {
            Some(rest) => Some(rest),
            None => field(field(rest.strip_prefix(['+', '-'])?, 2, 0..=23, ":")?, 2, 0..=59, ""),
        }
    }
    rest(text) == Some("")
}

/// Returns the rest after a number of exactly `len` digits within `range`, and `mark`.
fn field<'t>(text: &'t str, len: usize, range: RangeInclusive<u16>, mark: &str) -> Option<&'t str> {
    let (digits, rest) = text.split_at_checked(len)?;
    let number = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())??;
    range.contains(&number).then(|| rest.strip_prefix(mark))?
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
        ] {
            assert!(is_date_time(time), "{time}");
        }
        for other in [
            "",
            "2024-02-29",
            "2024-13-01T00:00:00Z",
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
