//! Texts that were checked to be values of a parameter type.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use error_layout::grammar;

use super::clean::MAX_VALUE;
#[cfg(any(feature = "std", feature = "jiff", feature = "chrono", feature = "time"))]
use super::date_time::DateTime;
use super::sealed;

/// The error of a conversion: the value is not of the type.
///
/// The message does not contain the value, which may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidValue {
    expected: &'static str,
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl InvalidValue {
    /// The error of a value that is not what was expected.
    pub(super) const fn new(expected: &'static str) -> Self {
        Self { expected }
    }
}

impl core::error::Error for InvalidValue {}

/// Declares a type for checked texts.
macro_rules! checked {
    ($(#[$doc:meta])* $name:ident, $check:path, $expected:literal;) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(Cow<'static, str>);

        impl $name {
            /// Checks a text.
            ///
            /// # Errors
            ///
            /// If the text is not of the type, or has more than 1,024 bytes.
            pub fn new(text: impl Into<Cow<'static, str>>) -> Result<Self, InvalidValue> {
                let text = text.into();
                if text.len() <= MAX_VALUE && $check(&text) {
                    Ok(Self(text))
                } else {
                    Err(InvalidValue { expected: $expected })
                }
            }

            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidValue;

            fn from_str(text: &str) -> Result<Self, InvalidValue> {
                Self::new(String::from(text))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidValue;

            fn try_from(text: &str) -> Result<Self, InvalidValue> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidValue;

            fn try_from(text: String) -> Result<Self, InvalidValue> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

checked! {
    /// A token of HTTP (RFC 9110, section 5.6.2): the value of a parameter of the type `token`.
    ///
    /// ```
    /// use error_runtime::Token;
    ///
    /// assert_eq!(Token::new("patient.read")?.as_str(), "patient.read");
    /// assert_eq!(Token::new("a, Basic").unwrap_err().to_string(), "expected a token: letters, digits and ``!#$%&'*+-.^_`|~``");
    /// # Ok::<(), error_runtime::InvalidValue>(())
    /// ```
    Token, grammar::is_token, "a token: letters, digits and ``!#$%&'*+-.^_`|~``";
}

checked! {
    /// A date and time as text (RFC 3339, section 5.6): a value of a parameter of the type `date-time`.
    ///
    /// ```
    /// use error_runtime::Rfc3339;
    ///
    /// assert_eq!(Rfc3339::new("2026-01-31T09:30:00+01:00")?.as_str(), "2026-01-31T09:30:00+01:00");
    /// assert!("banana".parse::<Rfc3339>().is_err());
    /// # Ok::<(), error_runtime::InvalidValue>(())
    /// ```
    Rfc3339, grammar::is_date_time, "a date and time of RFC 3339, such as `2026-01-31T09:30:00Z`";
}

checked! {
    /// A number as text (RFC 8259, section 6): a value of a parameter of the type `decimal`.
    ///
    /// The conversion of an `f64` fails if it is NaN or infinite.
    ///
    /// ```
    /// use error_runtime::Number;
    ///
    /// assert_eq!(Number::try_from(0.5)?.as_str(), "0.5");
    /// assert_eq!(Number::new("1.50")?.as_str(), "1.50");
    /// assert!(Number::try_from(f64::NAN).is_err());
    /// # Ok::<(), error_runtime::InvalidValue>(())
    /// ```
    Number, grammar::is_number, "a finite number, such as `1.5`";
}

checked! {
    /// A UUID as text (RFC 9562, section 4): the value of a parameter of the type `uuid`.
    ///
    /// ```
    /// use error_runtime::Uuid;
    ///
    /// let id = Uuid::new("3f1e7d5a-9c42-4b8e-8d11-6a0c2f9b7e54")?;
    /// assert!(Uuid::new("3f1e7d5a").is_err());
    /// # Ok::<(), error_runtime::InvalidValue>(())
    /// ```
    Uuid, grammar::is_uuid, "a UUID, such as `3f1e7d5a-9c42-4b8e-8d11-6a0c2f9b7e54`";
}

/// Values of a parameter of the type `uuid`: a [`Uuid`], `uuid::Uuid` (feature `uuid`), and references to these.
///
/// The trait is sealed, because not every text is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of a `uuid` parameter",
    note = "a text may be anything: convert it with `error_runtime::Uuid::try_from(value)?`; the feature `uuid` accepts `uuid::Uuid`"
)]
pub trait AsUuid: fmt::Display + sealed::Uuid {}

impl sealed::Uuid for Uuid {}
impl AsUuid for Uuid {}
impl<T: AsUuid + ?Sized> sealed::Uuid for &T {}
impl<T: AsUuid + ?Sized> AsUuid for &T {}
#[cfg(feature = "uuid")]
impl sealed::Uuid for uuid::Uuid {}
#[cfg(feature = "uuid")]
impl AsUuid for uuid::Uuid {}

/// Writes the hyphenated form.
#[cfg(feature = "uuid")]
impl From<uuid::Uuid> for Uuid {
    fn from(uuid: uuid::Uuid) -> Self {
        Self(Cow::Owned(uuid.to_string()))
    }
}

impl TryFrom<f64> for Number {
    type Error = InvalidValue;

    fn try_from(number: f64) -> Result<Self, InvalidValue> {
        Self::new(number.to_string())
    }
}

impl TryFrom<f32> for Number {
    type Error = InvalidValue;

    fn try_from(number: f32) -> Result<Self, InvalidValue> {
        Self::new(number.to_string())
    }
}

/// Implements the conversion of integers into a type for checked texts.
macro_rules! from_integers {
    ($name:ident) => {
        from_integers! { $name: u8 u16 u32 u64 usize i8 i16 i32 i64 isize }
    };
    ($name:ident: $($integer:ty)+) => {$(
        impl From<$integer> for $name {
            fn from(number: $integer) -> Self {
                Self(Cow::Owned(number.to_string()))
            }
        }
    )+};
}
pub(super) use from_integers;

from_integers!(Number);

/// A URI reference (RFC 3986): the value of an optional parameter of the type `uri`.
///
/// Every text becomes one: what cannot be in a URI is percent-encoded.
///
/// ```
/// assert_eq!(error_runtime::Uri::from("/a b").as_str(), "/a%20b");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Uri(Cow<'static, str>);

impl Uri {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<Cow<'static, str>> for Uri {
    fn from(text: Cow<'static, str>) -> Self {
        if grammar::is_uri_reference(&text) {
            return Self(text);
        }
        let mut uri = String::with_capacity(text.len());
        grammar::push_uri_reference(&mut uri, &text);
        Self(Cow::Owned(uri))
    }
}

impl From<&'static str> for Uri {
    fn from(text: &'static str) -> Self {
        Cow::Borrowed(text).into()
    }
}

impl From<String> for Uri {
    fn from(text: String) -> Self {
        Cow::<'static, str>::Owned(text).into()
    }
}

#[cfg(feature = "url")]
impl From<url::Url> for Uri {
    fn from(url: url::Url) -> Self {
        String::from(url).into()
    }
}

/// Writes the hyphenated form.
#[cfg(feature = "uuid")]
impl From<uuid::Uuid> for Token {
    fn from(uuid: uuid::Uuid) -> Self {
        Self(Cow::Owned(uuid.to_string()))
    }
}

/// Values of a parameter of the type `token`: a [`Token`], and references to one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of a `token` parameter",
    note = "a text may be anything: convert it with `error_runtime::Token::try_from(value)?`"
)]
pub trait AsToken {
    /// Returns the text.
    fn as_token(&self) -> &str;
}

impl AsToken for Token {
    fn as_token(&self) -> &str {
        &self.0
    }
}

impl<T: AsToken + ?Sized> AsToken for &T {
    fn as_token(&self) -> &str {
        (**self).as_token()
    }
}

/// Implements the conversions of times, which are always valid.
#[cfg(any(feature = "std", feature = "jiff", feature = "chrono", feature = "time"))]
macro_rules! times {
    ($($(#[$attribute:meta])* [$($generic:tt)*] $time:ty;)+) => {$(
        $(#[$attribute])*
        impl $($generic)* From<$time> for Rfc3339 {
            fn from(time: $time) -> Self {
                let mut text = String::new();
                // Writing into a string cannot fail.
                let _ = time.write_date_time(&mut text);
                Self(Cow::Owned(text))
            }
        }
    )+};
}

#[cfg(any(feature = "std", feature = "jiff", feature = "chrono", feature = "time"))]
times! {
    #[cfg(feature = "std")] [] std::time::SystemTime;
    #[cfg(feature = "jiff")] [] jiff::Timestamp;
    #[cfg(feature = "jiff")] [] jiff::Zoned;
    #[cfg(feature = "chrono")] [<Z: chrono::TimeZone>] chrono::DateTime<Z>;
    #[cfg(feature = "time")] [] time::OffsetDateTime;
    #[cfg(feature = "time")] [] time::UtcDateTime;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_another_type_is_an_error() {
        assert!("banana".parse::<Rfc3339>().is_err() && Rfc3339::new("2026-01-31").is_err());
        assert!(Token::try_from("").is_err() && Token::try_from(String::from("a b")).is_err());
        assert!(Token::new("x".repeat(1_025)).is_err() && Token::new("x".repeat(1_024)).is_ok());
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = Number::try_from(number).unwrap_err();
            assert_eq!(error.to_string(), "expected a finite number, such as `1.5`");
        }
        assert_eq!(Number::try_from(1.5_f32).unwrap().to_string(), "1.5");
        assert_eq!(
            (Number::from(-3_i64).as_str(), Number::from(u64::MAX).as_str()),
            ("-3", "18446744073709551615")
        );
    }

    #[test]
    fn every_text_becomes_a_uri() {
        assert_eq!(Uri::from("see the wiki").as_str(), "see%20the%20wiki");
        assert_eq!(
            Uri::from(String::from("https://e.example/é")).as_str(),
            "https://e.example/%C3%A9"
        );
    }

    #[test]
    #[cfg(feature = "std")]
    fn a_system_time_is_a_text() {
        assert_eq!(
            Rfc3339::from(std::time::SystemTime::UNIX_EPOCH).as_str(),
            "1970-01-01T00:00:00Z"
        );
    }

    #[test]
    #[cfg(all(
        feature = "jiff",
        feature = "chrono",
        feature = "time",
        feature = "uuid",
        feature = "url"
    ))]
    fn the_types_of_other_crates_are_values() {
        let expected = "2023-11-14T22:13:20.050Z";
        let jiff = jiff::Timestamp::from_millisecond(1_700_000_000_050).unwrap();
        assert_eq!(Rfc3339::from(jiff).as_str(), expected);
        assert_eq!(Rfc3339::from(jiff.to_zoned(jiff::tz::TimeZone::UTC)).as_str(), expected);
        let chrono = chrono::DateTime::from_timestamp_millis(1_700_000_000_050).unwrap();
        assert_eq!(Rfc3339::from(chrono).as_str(), expected);
        assert_eq!(
            Rfc3339::from(chrono::DateTime::<chrono::Utc>::MAX_UTC).as_str(),
            "9999-12-31T23:59:59.999Z"
        );
        let time = time::OffsetDateTime::from_unix_timestamp_nanos(1_700_000_000_050_000_000).unwrap();
        assert_eq!(Rfc3339::from(time).as_str(), expected);
        assert_eq!(Rfc3339::from(time::UtcDateTime::from(time)).as_str(), expected);
        assert_eq!(
            Token::from(uuid::Uuid::nil()).as_str(),
            "00000000-0000-0000-0000-000000000000"
        );
        assert_eq!(
            Uuid::from(uuid::Uuid::nil()).to_string(),
            Token::from(uuid::Uuid::nil()).to_string()
        );
        let url = url::Url::parse("https://e.example/a b").unwrap();
        assert_eq!(Uri::from(url).as_str(), "https://e.example/a%20b");
    }
}
