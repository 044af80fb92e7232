//! The values of parameters of the types `integer` and `decimal`.

use core::fmt;
use core::num::NonZero;

use super::checked::Number;
use super::sealed;

/// Values of a parameter of the type `integer`: Rust's integers, [`NonZero`] of them, and references to these.
///
/// The trait is sealed, because `Display` output is written into JSON without quotes.
pub trait Integer: fmt::Display + sealed::Number {}

/// Values of a parameter of the type `decimal`: Rust's integers, [`NonZero`] of them, [`Number`], and references to these.
///
/// An `f64` may be NaN or infinite, and a text may be anything, so they become a [`Number`] first. The trait is sealed, because
/// the output is written into JSON without quotes.
///
/// ```
/// use error_runtime::Number;
///
/// let share = Number::try_from(0.5)?;
/// let price = Number::new(format!("{}.{:02}", 12, 5))?;
/// # assert_eq!((share.as_str(), price.as_str()), ("0.5", "12.05"));
/// # Ok::<(), error_runtime::InvalidValue>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of a `decimal` parameter",
    note = "a floating-point number may be NaN, and a text may be anything: convert it with `error_runtime::Number::try_from(value)?`"
)]
pub trait Decimal: sealed::Number {
    /// Writes the number in JSON syntax (RFC 8259, section 6).
    ///
    /// # Errors
    ///
    /// If `out` fails.
    fn write_decimal(&self, out: &mut dyn fmt::Write) -> fmt::Result;
}

impl sealed::Number for Number {}

impl Decimal for Number {
    fn write_decimal(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

macro_rules! decimals {
    ($($number:ty)+) => {$(
        impl Decimal for $number {
            fn write_decimal(&self, out: &mut dyn fmt::Write) -> fmt::Result {
                write!(out, "{self}")
            }
        }
    )+};
}

macro_rules! integers {
    ($($number:ty)+) => {$(
        impl sealed::Number for $number {}
        impl Integer for $number {}
        impl sealed::Number for NonZero<$number> {}
        impl Integer for NonZero<$number> {}
        decimals!($number NonZero<$number>);
    )+};
}

integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

impl<T: sealed::Number + ?Sized> sealed::Number for &T {}
impl<T: Integer + ?Sized> Integer for &T {}

impl<T: Decimal + ?Sized> Decimal for &T {
    fn write_decimal(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        (**self).write_decimal(out)
    }
}
