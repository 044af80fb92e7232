//! The values of an error's parameters: as they are given, and as they are kept.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use error_layout::grammar;

use crate::clean;
use crate::date_time::DateTime;
use crate::number::{Decimal, Integer};
use crate::vocabulary::ParameterType;

/// A value on its way from a generated struct into an [`Error`](crate::Error).
///
/// The constructors are generic and tiny; what is done with a value is compiled once.
#[derive(Clone, Copy)]
pub struct Value<'a>(Given<'a>);

#[derive(Clone, Copy)]
enum Given<'a> {
    Absent,
    Text(&'a str),
    Display(&'a dyn fmt::Display),
    Integer(&'a dyn fmt::Display),
    Long(i64),
    Decimal(&'a dyn Decimal),
    Double(f64),
    Boolean(bool),
    DateTime(&'a dyn DateTime),
}

impl<'a> Value<'a> {
    /// No value.
    pub const fn absent() -> Self {
        Self(Given::Absent)
    }

    /// A value that may be missing.
    pub fn optional(value: Option<Self>) -> Self {
        value.unwrap_or(Self::absent())
    }

    /// A string.
    pub fn string<T: AsRef<str> + ?Sized>(value: &'a T) -> Self {
        Self(Given::Text(value.as_ref()))
    }

    /// An integer.
    pub fn integer<T: Integer>(value: &'a T) -> Self {
        Self(Given::Integer(value))
    }

    /// A number.
    pub fn decimal<T: Decimal>(value: &'a T) -> Self {
        Self(Given::Decimal(value))
    }

    /// `true` or `false`.
    pub const fn boolean(value: bool) -> Self {
        Self(Given::Boolean(value))
    }

    /// A URI reference.
    pub fn uri<T: fmt::Display>(value: &'a T) -> Self {
        Self(Given::Display(value))
    }

    /// A date and time.
    pub fn date_time<T: DateTime>(value: &'a T) -> Self {
        Self(Given::DateTime(value))
    }

    /// Whatever can be displayed.
    pub fn display<T: fmt::Display>(value: &'a T) -> Self {
        Self(Given::Display(value))
    }

    /// A string, URI, date-time or displayed value that may be missing.
    pub fn optional_text(value: Option<&'a str>) -> Self {
        Self(value.map_or(Given::Absent, Given::Text))
    }

    /// An integer that may be missing.
    pub fn optional_integer(value: Option<i64>) -> Self {
        Self(value.map_or(Given::Absent, Given::Long))
    }

    /// A number that may be missing.
    pub fn optional_decimal(value: Option<f64>) -> Self {
        Self(value.map_or(Given::Absent, Given::Double))
    }

    /// A boolean that may be missing.
    pub fn optional_boolean(value: Option<bool>) -> Self {
        Self(value.map_or(Given::Absent, Given::Boolean))
    }

    /// How many bytes it takes, or about so many.
    fn len(&self) -> usize {
        /// More than any integer has digits.
        const NUMBER: usize = 20;
        match self.0 {
            Given::Absent => 0,
            Given::Text(text) => text.len().min(clean::MAX_VALUE),
            _ => NUMBER,
        }
    }

    /// Writes the value, and says how JSON writes it. An error counts as "no value".
    ///
    /// Who knows where a string comes from: it is kept without control characters and not longer than [`clean::MAX_VALUE`].
    fn write(self, out: &mut String) -> Result<Kind, fmt::Error> {
        match self.0 {
            Given::Absent => return Ok(Kind::Absent),
            Given::Text(text) => clean::push(out, text, clean::MAX_VALUE),
            Given::Display(value) => clean::display(out, value, clean::MAX_VALUE)?,
            Given::DateTime(value) => clean::write(out, clean::MAX_VALUE, |out| value.write_date_time(out))?,
            Given::Integer(value) => return write!(out, "{value}").map(|()| Kind::Bare),
            Given::Long(value) => return write!(out, "{value}").map(|()| Kind::Bare),
            Given::Boolean(value) => {
                out.push_str(if value { "true" } else { "false" });
                return Ok(Kind::Bare);
            }
            Given::Decimal(value) => return write_decimal(value, out),
            Given::Double(value) => return write_decimal(&value, out),
        }
        Ok(Kind::Quoted)
    }
}

/// Writes a number and checks that JSON has such numbers: it is written into bodies as it is.
fn write_decimal(value: &dyn Decimal, out: &mut String) -> Result<Kind, fmt::Error> {
    let start = out.len();
    value.write_decimal(out)?;
    let valid = out.get(start..).is_some_and(grammar::is_number);
    if valid { Ok(Kind::Bare) } else { Err(fmt::Error) }
}

/// How JSON writes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// There is none.
    Absent,
    /// As it is: a number or a boolean.
    Bare,
    /// As a string.
    Quoted,
}

impl Kind {
    /// The kind of `text` as the value of a parameter of this type; `None` if it is not of the type.
    pub(crate) fn of(text: &str, kind: ParameterType) -> Option<Self> {
        kind.accepts(text).then_some(match kind {
            ParameterType::Integer | ParameterType::Decimal | ParameterType::Boolean => Self::Bare,
            ParameterType::String | ParameterType::Uri | ParameterType::DateTime | ParameterType::Display => {
                Self::Quoted
            }
        })
    }
}

/// The values of all parameters of one error, by position: one string and where each value ends in it.
#[derive(Clone, Default)]
pub(crate) struct Values {
    text: String,
    ends: Vec<(usize, Kind)>,
}

impl Values {
    /// Keeps the values that a generated struct gives.
    pub(crate) fn collect(given: &[Value<'_>]) -> Self {
        let mut values = Self {
            text: String::with_capacity(given.iter().map(Value::len).sum()),
            ends: Vec::with_capacity(given.len()),
        };
        for value in given {
            values.push(*value);
        }
        values
    }

    /// Keeps the values of the parameters whose positions are given; the others have none.
    pub(crate) fn placed(given: &[(u8, Value<'_>)]) -> Self {
        let mut values = Self::default();
        let given = || given.iter().filter(|(_, value)| !matches!(value.0, Given::Absent));
        let count = given().map(|(position, _)| u16::from(*position) + 1).max();
        for position in 0..count.unwrap_or(0) {
            let value = given().find(|(at, _)| u16::from(*at) == position);
            values.push(value.map_or(Value::absent(), |(_, value)| *value));
        }
        values
    }

    fn push(&mut self, value: Value<'_>) {
        let start = self.text.len();
        let kind = value.write(&mut self.text).unwrap_or_else(|fmt::Error| {
            self.text.truncate(start);
            Kind::Absent
        });
        self.ends.push((self.text.len(), kind));
    }

    /// The value of the parameter at `position`, and how JSON writes it.
    pub(crate) fn get(&self, position: usize) -> Option<(&str, Kind)> {
        let (end, kind) = *self.ends.get(position)?;
        let start = match position.checked_sub(1) {
            Some(before) => self.ends.get(before)?.0,
            None => 0,
        };
        let text = self.text.get(start..end)?;
        (kind != Kind::Absent).then_some((text, kind))
    }

    /// Gives the parameter at `position` a value. Rare, so the simple way: everything is written anew.
    pub(crate) fn set(&mut self, position: usize, text: &str, kind: Kind) {
        let mut next = Self::default();
        for at in 0..self.ends.len().max(position.saturating_add(1)) {
            let value = if at == position {
                Some((text, kind))
            } else {
                self.get(at)
            };
            let (text, kind) = value.unwrap_or(("", Kind::Absent));
            clean::push(&mut next.text, text, clean::MAX_VALUE);
            next.ends.push((next.text.len(), kind));
        }
        *self = next;
    }

    /// Whether no value was ever given.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Length of all values together, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Broken;

    impl fmt::Display for Broken {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("half")?;
            Err(fmt::Error)
        }
    }

    #[test]
    fn values_of_every_type_are_kept_in_order() {
        let (count, share) = (core::num::NonZero::<u8>::MAX, 0.5_f32);
        let values = Values::collect(&[
            Value::string("é"),
            Value::integer(&count),
            Value::absent(),
            Value::decimal(&share),
            Value::boolean(true),
            Value::uri(&"/x"),
            Value::date_time(&"2024-01-01T00:00:00Z"),
            Value::optional(None),
            Value::optional_integer(Some(-3)),
            Value::optional_decimal(Some(1e21)),
            Value::optional_boolean(Some(false)),
            Value::optional_text(Some("")),
        ]);
        let expected = [
            Some(("é", Kind::Quoted)),
            Some(("255", Kind::Bare)),
            None,
            Some(("0.5", Kind::Bare)),
            Some(("true", Kind::Bare)),
            Some(("/x", Kind::Quoted)),
            Some(("2024-01-01T00:00:00Z", Kind::Quoted)),
            None,
            Some(("-3", Kind::Bare)),
            Some(("1000000000000000000000", Kind::Bare)),
            Some(("false", Kind::Bare)),
            Some(("", Kind::Quoted)),
            None,
        ];
        for (position, expected) in expected.into_iter().enumerate() {
            assert_eq!(values.get(position), expected, "{position}");
        }
    }

    #[test]
    fn what_json_cannot_express_is_no_value() {
        let values = Values::collect(&[
            Value::string("a"),
            Value::decimal(&f64::NAN),
            Value::display(&Broken),
            Value::string("b"),
        ]);
        assert_eq!(values.get(1), None);
        assert_eq!(values.get(2), None);
        assert_eq!(values.get(3), Some(("b", Kind::Quoted)));
    }

    #[test]
    fn values_may_be_given_in_any_order_and_not_all() {
        let values = Values::placed(&[(0, Value::absent()), (2, Value::string("c")), (0, Value::boolean(true))]);
        assert_eq!((values.get(0), values.get(1)), (Some(("true", Kind::Bare)), None));
        assert_eq!((values.get(2), values.get(3)), (Some(("c", Kind::Quoted)), None));
        assert!(Values::placed(&[]).is_empty());
    }

    #[test]
    fn strings_are_kept_short_and_without_control_characters() {
        let long = "é".repeat(5_000);
        let mut values = Values::collect(&[
            Value::string("a\r\nb\u{9b}"),
            Value::display(&long),
            Value::date_time(&long),
        ]);
        assert_eq!(values.get(0), Some(("a  b ", Kind::Quoted)));
        let (text, kind) = values.get(1).unwrap();
        assert_eq!(
            (text.chars().count(), text.ends_with("é…"), kind),
            (1_024, true, Kind::Quoted)
        );
        assert_eq!(values.get(2), None, "it is no date-time");
        values.set(0, &long, Kind::Quoted);
        assert_eq!(values.get(0).unwrap().0.chars().count(), 1_024);
    }

    #[test]
    fn a_value_can_be_set_and_replaced_by_position() {
        let mut values = Values::default();
        values.set(2, "c", Kind::Quoted);
        values.set(0, "long", Kind::Quoted);
        values.set(2, "3", Kind::Bare);
        assert_eq!((values.get(0), values.get(1)), (Some(("long", Kind::Quoted)), None));
        assert_eq!((values.get(2), values.len()), (Some(("3", Kind::Bare)), 5));
    }
}
