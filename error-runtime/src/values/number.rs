//! The values of parameters of the types `integer` and `decimal`.

use core::fmt;
use core::num::NonZero;

mod sealed {
    pub trait Sealed {}
}

/// Values of a parameter of the type `integer`: Rust's integers, [`NonZero`] of them, and references to these.
///
/// The trait is sealed, because `Display` output is written into JSON without quotes.
pub trait Integer: fmt::Display + sealed::Sealed {}

/// Values of a parameter of the type `decimal`. Implement it for your own decimal types.
///
/// ```
/// # use core::fmt;
/// struct Pence(i64);
///
/// impl error_runtime::Decimal for Pence {
///     fn write_decimal(&self, out: &mut dyn fmt::Write) -> fmt::Result {
///         write!(out, "{}.{:02}", self.0 / 100, self.0 % 100)
///     }
/// }
/// ```
pub trait Decimal {
    /// Writes the number in JSON syntax (RFC 8259, section 6).
    ///
    /// Any other output, such as `NaN` or an infinity, counts as a missing value.
    ///
    /// # Errors
    ///
    /// If the number cannot be written. It then counts as a missing value.
    fn write_decimal(&self, out: &mut dyn fmt::Write) -> fmt::Result;
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
        impl sealed::Sealed for $number {}
        impl Integer for $number {}
        impl sealed::Sealed for NonZero<$number> {}
        impl Integer for NonZero<$number> {}
        decimals!($number NonZero<$number>);
    )+};
}

integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
decimals!(f32 f64);

impl<T: Integer + ?Sized> sealed::Sealed for &T {}
impl<T: Integer + ?Sized> Integer for &T {}

impl<T: Decimal + ?Sized> Decimal for &T {
    fn write_decimal(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        (**self).write_decimal(out)
    }
}
