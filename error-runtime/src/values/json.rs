//! The values of parameters of the type `json`.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use error_layout::{escape, grammar};

use super::checked::{InvalidValue, from_integers};
use super::sealed;

/// The maximum length of a `json` value or a list, in bytes. A longer `json` value counts as missing, and a list has fewer elements.
pub(crate) const MAX_JSON: usize = 64 << 10;

/// A checked JSON value: the value of a parameter of the type `json`.
///
/// A value of more than 65,536 bytes counts as missing in an error. [`new`](Self::new) rejects it.
///
/// ```
/// use error_runtime::Json;
///
/// assert_eq!(Json::new(r#"{ "name": ["too long"] }"#)?.as_str(), r#"{"name":["too long"]}"#);
/// assert_eq!((Json::from(7).as_str(), Json::string("7").as_str(), Json::NULL.as_str()), ("7", "\"7\"", "null"));
/// assert!(Json::new("{").is_err());
/// # Ok::<(), error_runtime::InvalidValue>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Json(Cow<'static, str>);

impl Json {
    /// `null`.
    pub const NULL: Self = Self(Cow::Borrowed("null"));

    /// Checks a text, and removes its white space.
    ///
    /// # Errors
    ///
    /// If the text is not JSON (RFC 8259), has more than 64 levels, or more than 65,536 bytes.
    pub fn new(text: &str) -> Result<Self, InvalidValue> {
        match grammar::compact_json(text) {
            Some(json) if json.len() <= MAX_JSON => Ok(Self(Cow::Owned(json.into_owned()))),
            _ => Err(InvalidValue::new("JSON")),
        }
    }

    /// Returns a JSON string with these characters.
    #[must_use]
    pub fn string(text: &str) -> Self {
        let mut json = String::with_capacity(text.len() + 2);
        escape::json_string(&mut json, text);
        Self(Cow::Owned(json))
    }

    /// Returns the JSON, without white space.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Json {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::new(text)
    }
}

impl TryFrom<&str> for Json {
    type Error = InvalidValue;

    fn try_from(text: &str) -> Result<Self, InvalidValue> {
        Self::new(text)
    }
}

impl TryFrom<String> for Json {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, InvalidValue> {
        Self::new(&text)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self(Cow::Borrowed(if value { "true" } else { "false" }))
    }
}

from_integers!(Json);

/// Values of a parameter of the type `json`: a [`Json`], and with the feature `serde` every value that implements `Serialize`.
///
/// The trait is sealed, because the output is written into JSON without a check.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of a `json` parameter",
    note = "the feature `serde` of `error-runtime` accepts what implements `serde::Serialize`; without it, use `error_runtime::Json`"
)]
pub trait AsJson: sealed::Json {
    /// Writes the value as JSON.
    ///
    /// # Errors
    ///
    /// If the value cannot be written as JSON. It counts as missing then.
    fn write_json(&self, out: &mut String) -> fmt::Result;
}

impl sealed::Json for Json {}
impl sealed::Json for &Json {}

impl AsJson for Json {
    fn write_json(&self, out: &mut String) -> fmt::Result {
        out.push_str(&self.0);
        Ok(())
    }
}

impl AsJson for &Json {
    fn write_json(&self, out: &mut String) -> fmt::Result {
        (**self).write_json(out)
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize + ?Sized> sealed::Json for T {}

#[cfg(feature = "serde")]
impl<T: serde::Serialize + ?Sized> AsJson for T {
    fn write_json(&self, out: &mut String) -> fmt::Result {
        let json = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        // The form of a decoded value.
        out.push_str(&grammar::compact_json(&json).ok_or(fmt::Error)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_json_is_an_error() {
        for text in ["", "{", "a", "[1,]", "'a'"] {
            assert_eq!(Json::new(text).unwrap_err().to_string(), "expected JSON", "{text}");
        }
        assert!(Json::new(&Json::string(&"a".repeat(MAX_JSON)).to_string()).is_err());
        let list = Json::new("[1]").unwrap();
        assert_eq!(" [ 1 ] ".parse::<Json>().unwrap(), list);
        assert_eq!(Json::try_from("[1]"), Json::try_from("[1 ]".to_string()));
        assert_eq!(
            (Json::try_from("[1]").unwrap(), Json::try_from("[").is_err()),
            (list, true)
        );
        assert_eq!((Json::from(true).as_str(), Json::from(-7_i64).as_str()), ("true", "-7"));
    }

    #[test]
    #[cfg(feature = "serde")]
    fn what_serde_serialises_is_json() {
        let mut out = String::new();
        let value = (1, "é\u{7f}", [Some(true), None], serde_json::json!({ "a": 1.5 }));
        value.write_json(&mut out).unwrap();
        assert_eq!(out, "[1,\"é\\u007f\",[true,null],{\"a\":1.5}]");
    }
}
