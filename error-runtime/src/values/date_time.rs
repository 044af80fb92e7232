//! The values of parameters of the type `date-time`, and their syntax.

use alloc::string::String;
use core::fmt;

#[cfg(any(feature = "std", feature = "jiff", feature = "chrono", feature = "time"))]
use error_layout::grammar;

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
                grammar::write_date_time($milliseconds, out)
            }
        }
    )+};
}

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
    let milliseconds = nanoseconds.div_euclid(1_000_000);
    i64::try_from(milliseconds).unwrap_or(if milliseconds < 0 { i64::MIN } else { i64::MAX })
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

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    #[test]
    fn the_current_time_is_a_date_time() {
        assert!(now().is_some_and(|now| grammar::is_date_time(&now)));
        let time = std::time::SystemTime::UNIX_EPOCH - core::time::Duration::from_millis(1500);
        let mut out = String::new();
        time.write_date_time(&mut out).unwrap();
        assert_eq!(out, "1969-12-31T23:59:58.500Z");
    }
}
