//! The Rust types that a parameter accepts, by its type in the catalog.

use core::fmt;

use super::checks::Slot;
use crate::values::DateTime;
use crate::values::Value;
use crate::values::{AsJson, AsToken, AsUuid, Decimal, Integer, IntegerList, ParameterEnum, StringList};

/// The types of parameters, by the names that compile errors show.
pub mod kinds {
    #![expect(
        non_camel_case_types,
        missing_debug_implementations,
        reason = "they appear in messages only"
    )]

    /// A type that is `AsRef<str>`.
    pub enum string {}
    /// An integer.
    pub enum integer {}
    /// A number.
    pub enum decimal {}
    /// `bool`.
    pub enum boolean {}
    /// A type that displays as a URI reference.
    pub enum uri {}
    /// A time.
    pub enum date_time {}
    /// A type that is `Display`.
    pub enum display {}
    /// A token of HTTP.
    pub enum token {}
    /// A UUID.
    pub enum uuid {}
    /// The enum that is generated for the parameter.
    pub enum r#enum {}
    /// Any JSON.
    pub enum json {}
    /// A list of strings.
    pub enum strings {}
    /// A list of integers.
    pub enum integers {}
    /// The entry has no such parameter.
    pub enum nothing {}
}

/// A type of parameters, by its number.
#[derive(Debug)]
pub enum Number<const KIND: u8> {}

/// A type of parameters.
pub trait Kind {
    /// The marker type.
    type Kind;
}

/// The type with this number.
pub type KindOf<const KIND: u8> = <Number<KIND> as Kind>::Kind;

macro_rules! kinds {
    ($($number:expr => $kind:ident,)+) => {
        $(impl Kind for Number<{ $number }> {
            type Kind = kinds::$kind;
        })+
    };
}

// In the order of `error_layout::vocabulary::PARAMETER_TYPES`; a test compares them.
kinds! {
    0 => string,
    1 => integer,
    2 => decimal,
    3 => boolean,
    4 => uri,
    5 => date_time,
    6 => display,
    7 => token,
    8 => uuid,
    9 => r#enum,
    10 => json,
    11 => strings,
    12 => integers,
    Slot::NOWHERE => nothing,
}

/// A value that a parameter of the type `K` accepts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of the parameter type `{K}`",
    label = "the catalog declares another type for this parameter",
    note = "a `string` accepts `AsRef<str>`, an `integer` an integer, a `decimal` an integer or an `error_runtime::Number`, a `boolean` a `bool`, a `date_time` a time or an `error_runtime::Rfc3339`, a `token` an `error_runtime::Token`, a `uuid` an `error_runtime::Uuid`, an `enum` the enum of the parameter, `json` an `error_runtime::Json` (with the feature `serde` any `Serialize`), a list a slice or a `Vec`, a `uri` or `display` any `Display`"
)]
pub trait ParameterValue<K> {
    /// Returns the value.
    fn value(&self) -> Value<'_>;
}

macro_rules! values {
    ($($kind:ident, $bound:path, $make:ident;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: $bound> ParameterValue<kinds::$kind> for T {
            fn value(&self) -> Value<'_> {
                Value::$make(self)
            }
        }
    )+};
}

values! {
    string, AsRef<str>, string;
    integer, Integer, integer;
    decimal, Decimal, decimal;
    boolean, Boolean, boolean_of;
    uri, fmt::Display, uri;
    date_time, DateTime, date_time;
    display, fmt::Display, display;
    token, AsToken, token;
    uuid, AsUuid, uuid;
    r#enum, EnumText, enum_of;
    json, AsJson, json;
    strings, StringList, strings;
    integers, IntegerList, integers;
}

#[diagnostic::do_not_recommend]
impl<T> ParameterValue<kinds::nothing> for T {
    fn value(&self) -> Value<'_> {
        Value::absent()
    }
}

/// The text of a generated enum, or a literal.
pub trait EnumText {
    /// Returns the text.
    fn text(&self) -> &str;
}

impl<T: ParameterEnum> EnumText for T {
    fn text(&self) -> &str {
        (*self).as_str()
    }
}

impl EnumText for super::literal::Word {
    fn text(&self) -> &str {
        self.0
    }
}

/// `bool`, and references to one.
pub trait Boolean {
    /// Returns the value.
    fn get(&self) -> bool;
}

impl Boolean for bool {
    fn get(&self) -> bool {
        *self
    }
}

impl<T: Boolean + ?Sized> Boolean for &T {
    fn get(&self) -> bool {
        (**self).get()
    }
}

impl<'a> Value<'a> {
    fn boolean_of(value: &impl Boolean) -> Self {
        Self::boolean(value.get())
    }

    fn enum_of(value: &'a impl EnumText) -> Self {
        Self::string(value.text())
    }
}

impl Slot {
    /// Returns the value of the enum of another parameter as a missing one.
    fn checked(self, value: Value<'_>) -> Value<'_> {
        if self.values.is_empty() {
            value
        } else {
            value.among(self.values)
        }
    }
}

/// Returns the value of a field.
pub fn value<K, T: ParameterValue<K>>(slot: Slot, field: &T) -> (u8, Value<'_>) {
    (slot.position, slot.checked(field.value()))
}

/// Returns the value of an optional field.
pub fn optional_value<K, T: ParameterValue<K>>(slot: Slot, field: Option<&T>) -> (u8, Value<'_>) {
    (slot.position, slot.checked(Value::optional(field.map(T::value))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::any::type_name;

    #[test]
    fn the_types_have_the_numbers_of_the_layout() {
        let names = [
            type_name::<KindOf<0>>(),
            type_name::<KindOf<1>>(),
            type_name::<KindOf<2>>(),
            type_name::<KindOf<3>>(),
            type_name::<KindOf<4>>(),
            type_name::<KindOf<5>>(),
            type_name::<KindOf<6>>(),
            type_name::<KindOf<7>>(),
            type_name::<KindOf<8>>(),
            type_name::<KindOf<9>>(),
            type_name::<KindOf<10>>(),
            type_name::<KindOf<11>>(),
            type_name::<KindOf<12>>(),
        ];
        let words = error_layout::vocabulary::PARAMETER_TYPES.map(|word| word.replace('-', "_").replace("[]", "s"));
        assert!(
            names
                .iter()
                .zip(&words)
                .all(|(name, word)| name.ends_with(word.as_str())),
            "{names:?}"
        );
    }
}
