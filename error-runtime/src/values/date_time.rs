//! The values of parameters of the type `date-time`, and their syntax.

use alloc::string::String;
use core::fmt;

use super::checked::Rfc3339;
use super::sealed;

/// Values of a parameter of the type `date-time`.
///
/// These are [`Rfc3339`], `SystemTime` (feature `std`), `Timestamp` and `Zoned` of `jiff`, `DateTime` of `chrono`, and `OffsetDateTime` and
/// `UtcDateTime` of `time` (features of these names). Times are written in UTC, with milliseconds unless they are 0. A text is checked first:
/// [`Rfc3339::new`]. The trait is sealed, so that no value is lost.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of a `date-time` parameter",
    note = "a text may be anything: convert it with `error_runtime::Rfc3339::try_from(value)?`; the features `jiff`, `chrono` and `time` accept the times of these crates"
)]
pub trait DateTime: sealed::DateTime {
    /// Writes the time in the syntax of RFC 3339, section 5.6.
    ///
    /// # Errors
    ///
    /// If `out` fails.
    fn write_date_time(&self, out: &mut dyn fmt::Write) -> fmt::Result;
}

impl sealed::DateTime for Rfc3339 {}

impl DateTime for Rfc3339 {
    fn write_date_time(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl<T: DateTime + ?Sized> sealed::DateTime for &T {}

impl<T: DateTime + ?Sized> DateTime for &T {
    fn write_date_time(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        (**self).write_date_time(out)
    }
}

/// Implements the trait by a time in milliseconds since 1970.
#[cfg(any(feature = "std", feature = "jiff", feature = "chrono", feature = "time"))]
macro_rules! times {
    ($($(#[$attribute:meta])* [$($generic:tt)*] $time:ty, |$this:ident| $milliseconds:expr;)+) => {$(
        $(#[$attribute])*
        impl $($generic)* sealed::DateTime for $time {}

        $(#[$attribute])*
        impl $($generic)* DateTime for $time {
            fn write_date_time(&self, out: &mut dyn fmt::Write) -> fmt::Result {
                let $this = self;
                write_unix($milliseconds, out)
            }
        }
    )+};
}

// RFC 3339 has years of four digits. Times outside of its range are clamped.
#[cfg(any(feature = "std", feature = "jiff", feature = "chrono", feature = "time"))]
times! {
    #[cfg(feature = "std")] [] std::time::SystemTime, |time| match time.duration_since(Self::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |before| -before),
    };
    #[cfg(feature = "jiff")] [] jiff::Timestamp, |time| time.as_millisecond();
    #[cfg(feature = "jiff")] [] jiff::Zoned, |time| time.timestamp().as_millisecond();
    #[cfg(feature = "chrono")] [<Z: chrono::TimeZone>] chrono::DateTime<Z>, |time| time.timestamp_millis();
    #[cfg(feature = "time")] [] time::OffsetDateTime, |time| milliseconds(time.unix_timestamp_nanos());
    #[cfg(feature = "time")] [] time::UtcDateTime, |time| milliseconds(time.unix_timestamp_nanos());
}

#[cfg(feature = "time")]
fn milliseconds(nanoseconds: i128) -> i64 {
    let clamped = nanoseconds.div_euclid(1_000_000).clamp(RANGE.0.into(), RANGE.1.into());
    i64::try_from(clamped).unwrap_or(RANGE.1)
}

/// Returns the current time (feature `std`).
pub(crate) fn now() -> Option<String> {
    #[cfg(feature = "std")]
    {
        let mut out = String::new();
        std::time::SystemTime::now()
            .write_date_time(&mut out)
            .ok()
            .map(|()| out)
    }
    #[cfg(not(feature = "std"))]
    {
        None
    }
}

/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59.999Z, in milliseconds since 1970.
#[cfg(any(feature = "std", feature = "jiff", feature = "chrono", feature = "time", test))]
const RANGE: (i64, i64) = (-62_167_219_200_000, 253_402_300_799_999);

/// Writes a time in milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[cfg(any(feature = "std", feature = "jiff", feature = "chrono", feature = "time", test))]
fn write_unix(milliseconds: i64, out: &mut dyn fmt::Write) -> fmt::Result {
    let milliseconds = milliseconds.clamp(RANGE.0, RANGE.1);
    let (seconds, fraction) = (milliseconds.div_euclid(1000), milliseconds.rem_euclid(1000));
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil_from_days(days);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
    if fraction != 0 {
        write!(out, ".{fraction:03}")?;
    }
    out.write_char('Z')
}

/// Returns year, month and day of a day number since 1970-01-01 in the proleptic Gregorian calendar.
///
/// This is Howard Hinnant's `civil_from_days` (<https://howardhinnant.github.io/date_algorithms.html>): years begin in
/// March, so the leap day is the last of its year.
#[cfg(any(feature = "std", feature = "jiff", feature = "chrono", feature = "time", test))]
pub(crate) const fn civil_from_days(days: i64) -> (i64, i64, i64) {
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

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(feature = "std")]
    use error_layout::grammar;

    fn written(milliseconds: i64) -> String {
        let mut out = String::new();
        write_unix(milliseconds, &mut out).unwrap();
        out
    }

    #[test]
    fn times_are_written_in_utc() {
        for (milliseconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
            (1_700_000_000_050, "2023-11-14T22:13:20.050Z"),
        ] {
            assert_eq!(written(milliseconds), expected);
        }
    }

    #[test]
    fn years_of_more_than_four_digits_are_clamped() {
        assert_eq!(written(i64::MAX), "9999-12-31T23:59:59.999Z");
        assert_eq!(written(i64::MIN), "0000-01-01T00:00:00Z");
        assert_eq!(written(RANGE.1 - 999), "9999-12-31T23:59:59Z");
    }

    #[test]
    #[cfg(feature = "std")]
    fn the_current_time_is_a_date_time() {
        assert!(now().is_some_and(|now| grammar::is_date_time(&now)));
        let time = std::time::SystemTime::UNIX_EPOCH - core::time::Duration::from_millis(1500);
        let mut out = String::new();
        time.write_date_time(&mut out).unwrap();
        assert_eq!(out, "1969-12-31T23:59:58.500Z");
    }
}
