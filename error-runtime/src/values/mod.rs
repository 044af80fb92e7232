//! The values of parameters: as they are given, and as they are kept.

mod checked;
pub(crate) mod clean;
mod date_time;
mod number;
mod value;

pub use self::checked::{AsToken, InvalidValue, Number, Rfc3339, Token, Uri};
pub use self::date_time::DateTime;
pub(crate) use self::date_time::now;
pub use self::number::{Decimal, Integer};
pub use self::value::Value;
pub(crate) use self::value::{Kind, Values};

/// Prevents other crates from implementing the traits of values, which are written without a check.
pub(crate) mod sealed {
    pub trait DateTime {}
    pub trait Number {}
}
