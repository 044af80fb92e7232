//! The values of parameters: as they are given, and as they are kept.

mod checked;
pub(crate) mod clean;
mod date_time;
mod enumeration;
mod json;
mod list;
mod number;
mod value;

pub use self::checked::{AsToken, AsUuid, InvalidValue, Number, Rfc3339, Token, Uri, Uuid};
pub use self::date_time::DateTime;
pub(crate) use self::date_time::now;
pub use self::enumeration::{ParameterEnum, from_str as parameter_from_str};
pub(crate) use self::json::MAX_JSON;
pub use self::json::{AsJson, Json};
pub use self::list::{IntegerList, StringList};
pub use self::number::{Decimal, Integer};
pub use self::value::Value;
pub(crate) use self::value::{Kind, Values};

/// Prevents other crates from implementing the traits of values, which are written without a check.
pub(crate) mod sealed {
    pub trait DateTime {}
    pub trait Number {}
    pub trait Json {}
    pub trait Uuid {}
}
