//! The values of parameters: as passed to an error, and as stored in it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use error_layout::{escape, grammar};

use crate::catalog::{Parameter, ParameterType};
use crate::values::clean;
use crate::values::{AsJson, DateTime, IntegerList, MAX_JSON, StringList};
use crate::values::{AsToken, AsUuid, Decimal, Integer, Token, Uuid};

/// A value that a generated struct passes to an [`Error`](crate::Error).
///
/// Only the constructors are generic, so the code that stores values is compiled once.
#[derive(Clone, Copy)]
pub struct Value<'a>(Given<'a>);

#[derive(Clone, Copy)]
enum Given<'a> {
    Absent,
    Text(&'a str),
    Display(&'a dyn fmt::Display),
    Uri(&'a dyn fmt::Display),
    Integer(&'a dyn fmt::Display),
    Long(i64),
    Decimal(&'a dyn Decimal),
    Boolean(bool),
    DateTime(&'a dyn DateTime),
    Json(&'a dyn AsJson),
    Strings(&'a dyn StringList),
    Integers(&'a dyn IntegerList),
}

impl<'a> Value<'a> {
    /// Returns a missing value.
    pub const fn absent() -> Self {
        Self(Given::Absent)
    }

    /// Returns an optional value.
    pub fn optional(value: Option<Self>) -> Self {
        value.unwrap_or(Self::absent())
    }

    /// Returns a string.
    pub fn string<T: AsRef<str> + ?Sized>(value: &'a T) -> Self {
        Self(Given::Text(value.as_ref()))
    }

    /// Returns an integer.
    pub fn integer<T: Integer>(value: &'a T) -> Self {
        Self(Given::Integer(value))
    }

    /// Returns a number.
    pub fn decimal<T: Decimal>(value: &'a T) -> Self {
        Self(Given::Decimal(value))
    }

    /// Returns `true` or `false`.
    pub const fn boolean(value: bool) -> Self {
        Self(Given::Boolean(value))
    }

    /// Returns a URI reference. What cannot be in one is percent-encoded.
    pub fn uri<T: fmt::Display>(value: &'a T) -> Self {
        Self(Given::Uri(value))
    }

    /// Returns a date and time.
    pub fn date_time<T: DateTime>(value: &'a T) -> Self {
        Self(Given::DateTime(value))
    }

    /// Returns a value that implements `Display`.
    pub fn display<T: fmt::Display>(value: &'a T) -> Self {
        Self(Given::Display(value))
    }

    /// Returns a UUID.
    pub fn uuid<T: AsUuid>(value: &'a T) -> Self {
        Self(Given::Display(value))
    }

    /// Returns any JSON.
    pub fn json<T: AsJson>(value: &'a T) -> Self {
        Self(Given::Json(value))
    }

    /// Returns a list of strings.
    pub fn strings<T: StringList>(value: &'a T) -> Self {
        Self(Given::Strings(value))
    }

    /// Returns a list of integers.
    pub fn integers<T: IntegerList>(value: &'a T) -> Self {
        Self(Given::Integers(value))
    }

    /// Returns optional JSON.
    pub fn optional_json(value: Option<&'a dyn AsJson>) -> Self {
        Self(value.map_or(Given::Absent, Given::Json))
    }

    /// Returns an optional list of strings.
    pub fn optional_strings(value: Option<&'a dyn StringList>) -> Self {
        Self(value.map_or(Given::Absent, Given::Strings))
    }

    /// Returns an optional list of integers.
    pub fn optional_integers(value: Option<&'a dyn IntegerList>) -> Self {
        Self(value.map_or(Given::Absent, Given::Integers))
    }

    /// Returns the value if it is one of some lines of text, and otherwise a missing one.
    pub(crate) fn among(self, lines: &str) -> Self {
        match self.0 {
            Given::Text(text) if !lines.lines().any(|line| line == text) => Self::absent(),
            _ => self,
        }
    }

    /// Returns an optional string or displayed value.
    pub fn optional_text(value: Option<&'a str>) -> Self {
        Self(value.map_or(Given::Absent, Given::Text))
    }

    /// Returns an optional URI reference. What cannot be in one is percent-encoded.
    pub fn optional_uri<T: fmt::Display>(value: Option<&'a T>) -> Self {
        Self(value.map_or(Given::Absent, |value| Given::Uri(value)))
    }

    /// Returns an optional integer.
    pub fn optional_integer(value: Option<i64>) -> Self {
        Self(value.map_or(Given::Absent, Given::Long))
    }

    /// Returns an optional number.
    pub fn optional_decimal<T: Decimal>(value: Option<&'a T>) -> Self {
        Self(value.map_or(Given::Absent, |value| Given::Decimal(value)))
    }

    /// Returns an optional date and time.
    pub fn optional_date_time<T: DateTime>(value: Option<&'a T>) -> Self {
        Self(value.map_or(Given::Absent, |value| Given::DateTime(value)))
    }

    /// Returns a token.
    pub fn token<T: AsToken>(value: &'a T) -> Self {
        Self(Given::Text(value.as_token()))
    }

    /// Returns an optional token.
    pub fn optional_token(value: Option<&'a Token>) -> Self {
        Self(value.map_or(Given::Absent, |value| Given::Text(value.as_str())))
    }

    /// Returns an optional UUID.
    pub fn optional_uuid(value: Option<&'a Uuid>) -> Self {
        Self(value.map_or(Given::Absent, |value| Given::Text(value.as_str())))
    }

    /// Returns an optional boolean.
    pub fn optional_boolean(value: Option<bool>) -> Self {
        Self(value.map_or(Given::Absent, Given::Boolean))
    }

    /// Returns the length in bytes, estimated for values that are not strings.
    fn len(&self) -> usize {
        /// The digits of the largest 64-bit integer.
        const NUMBER: usize = 20;
        match self.0 {
            Given::Absent => 0,
            Given::Text(text) => text.len().min(clean::MAX_VALUE),
            _ => NUMBER,
        }
    }

    /// Writes the value, and returns its kind in JSON. An error counts as a missing value.
    ///
    /// Strings may be client input: control characters are removed, and the length is limited to [`clean::MAX_VALUE`].
    fn write(self, out: &mut String) -> Result<Kind, fmt::Error> {
        match self.0 {
            Given::Absent => return Ok(Kind::Absent),
            Given::Text(text) => clean::push(out, text, clean::MAX_VALUE),
            Given::Display(value) => clean::display(out, value, clean::MAX_VALUE)?,
            Given::Uri(value) => write_uri(value, out)?,
            Given::DateTime(value) => clean::write(out, clean::MAX_VALUE, |out| value.write_date_time(out))?,
            Given::Integer(value) => return write!(out, "{value}").map(|()| Kind::Bare),
            Given::Long(value) => return write!(out, "{value}").map(|()| Kind::Bare),
            Given::Boolean(value) => {
                out.push_str(if value { "true" } else { "false" });
                return Ok(Kind::Bare);
            }
            Given::Decimal(value) => return value.write_decimal(out).map(|()| Kind::Bare),
            Given::Json(value) => {
                let start = out.len();
                value.write_json(out)?;
                return if out.len() - start > MAX_JSON {
                    Err(fmt::Error)
                } else {
                    Ok(Kind::Json)
                };
            }
            Given::Strings(list) => return Ok(write_list(out, &|item| list.each(item))),
            Given::Integers(list) => return Ok(write_list(out, &|item| list.each(item))),
        }
        Ok(Kind::Quoted)
    }
}

/// A function that calls another one with each item of a list.
type Each<'a> = dyn Fn(&mut dyn FnMut(Value<'_>)) + 'a;

/// Writes the items of a list as a JSON array of at most [`MAX_JSON`] bytes.
fn write_list(out: &mut String, each: &Each<'_>) -> Kind {
    let start = out.len();
    let (mut text, mut is_full) = (String::new(), false);
    out.push('[');
    each(&mut |value| {
        if is_full {
            return;
        }
        let end = out.len();
        if end > start + 1 {
            out.push(',');
        }
        text.clear();
        match value.write(&mut text) {
            Ok(Kind::Quoted) => escape::json_string(out, &text),
            Ok(Kind::Absent) | Err(fmt::Error) => out.push_str("null"),
            Ok(_) => out.push_str(&text),
        }
        // The closing bracket follows.
        is_full = out.len() - start >= MAX_JSON;
        if is_full {
            out.truncate(end);
        }
    });
    out.push(']');
    Kind::List
}

/// Returns the form in which a list is stored: canonical JSON whose strings have no control characters.
fn clean_list(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    write_list(&mut out, &|item| {
        for element in grammar::json_elements(json).into_iter().flatten() {
            match grammar::json_string_text(element) {
                Some(text) => item(Value::string(&*text)),
                None => item(Value(Given::Integer(&element))),
            }
        }
    });
    out
}

/// Writes a URI reference, whatever the value displays.
fn write_uri(value: &dyn fmt::Display, out: &mut String) -> fmt::Result {
    let start = out.len();
    clean::display(out, value, clean::MAX_VALUE)?;
    if out.get(start..).is_some_and(|uri| !grammar::is_uri_reference(uri)) {
        let raw = out.split_off(start);
        grammar::push_uri_reference(out, &raw);
    }
    Ok(())
}

/// The kind of a value in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A missing value.
    Absent,
    /// A number or a boolean.
    Bare,
    /// A string.
    Quoted,
    /// Any JSON, which is the text.
    Json,
    /// An array, whose JSON is the text.
    List,
}

impl Kind {
    /// Returns `text` as a value of a parameter is stored, and its kind; `None` if it is not one.
    pub(crate) fn of<'t>(text: &'t str, parameter: Parameter<'_>) -> Option<(Cow<'t, str>, Self)> {
        let of_json = || grammar::compact_json(text).filter(|json| json.len() <= MAX_JSON);
        let plain = Cow::Borrowed(text);
        parameter.accepts(text).then_some(())?;
        Some(match parameter.kind {
            ParameterType::Integer | ParameterType::Decimal | ParameterType::Boolean => (plain, Self::Bare),
            ParameterType::Json => (of_json()?, Self::Json),
            ParameterType::Strings | ParameterType::Integers => (Cow::Owned(clean_list(&of_json()?)), Self::List),
            _ => (plain, Self::Quoted),
        })
    }
}

/// The values of all parameters of one error, by position: one string and the end of each value in it.
#[derive(Clone, Default)]
pub(crate) struct Values {
    text: String,
    ends: Vec<(usize, Kind)>,
}

impl Values {
    /// Stores the values of a generated struct.
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

    /// Stores values by position. The values of other positions are missing.
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

    /// Returns the value of the parameter at `position`, and its kind in JSON.
    pub(crate) fn get(&self, position: usize) -> Option<(&str, Kind)> {
        let (end, kind) = *self.ends.get(position)?;
        let start = match position.checked_sub(1) {
            Some(before) => self.ends.get(before)?.0,
            None => 0,
        };
        let text = self.text.get(start..end)?;
        (kind != Kind::Absent).then_some((text, kind))
    }

    /// Returns the values at some positions, in that order.
    pub(crate) fn at(&self, positions: impl Iterator<Item = Option<usize>>) -> Self {
        let mut next = Self::default();
        for position in positions {
            let value = position.and_then(|position| self.get(position));
            let (text, kind) = value.unwrap_or(("", Kind::Absent));
            next.text.push_str(text);
            next.ends.push((next.text.len(), kind));
        }
        next
    }

    /// Sets the value of the parameter at `position`, and copies all others.
    pub(crate) fn set(&mut self, position: usize, text: &str, kind: Kind) {
        let mut next = Self::default();
        for at in 0..self.ends.len().max(position.saturating_add(1)) {
            let value = if at == position {
                Some((text, kind))
            } else {
                self.get(at)
            };
            let (text, kind) = value.unwrap_or(("", Kind::Absent));
            match kind {
                Kind::Json | Kind::List => next.text.push_str(text),
                _ => clean::push(&mut next.text, text, clean::MAX_VALUE),
            }
            next.ends.push((next.text.len(), kind));
        }
        *self = next;
    }

    /// Whether no values were stored.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the length of all values together, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }
}

#[cfg(test)]
mod tests;
