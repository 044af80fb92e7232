//! The values of parameters: as they are given, and as they are kept.

pub(crate) mod clean;
mod date_time;
mod number;
mod value;

pub use self::date_time::DateTime;
pub(crate) use self::date_time::now;
pub use self::number::{Decimal, Integer};
pub use self::value::Value;
pub(crate) use self::value::{Kind, Values};
