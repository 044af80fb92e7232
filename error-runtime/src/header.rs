//! Headers, and an answer as a whole.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use error_layout::{grammar, vocabulary};

/// One header of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// The field name (RFC 9110, section 5.1). Compared without regard to case.
    pub name: Cow<'static, str>,
    /// The field value: visible ASCII, spaces and tabs only (RFC 9110, section 5.5).
    pub value: Cow<'static, str>,
}

impl Header {
    /// A header of the catalog, which was checked when it was compiled; its placeholders are escaped.
    pub(crate) fn of_catalog(name: &'static str, value: Cow<'static, str>) -> Self {
        let value = match value {
            Cow::Borrowed(value) => Cow::Borrowed(value.trim_ascii()),
            Cow::Owned(value) if value.trim_ascii().len() == value.len() => Cow::Owned(value),
            Cow::Owned(value) => Cow::Owned(value.trim_ascii().into()),
        };
        Self {
            name: Cow::Borrowed(name),
            value,
        }
    }

    /// Checks a header that a server gives.
    pub(crate) fn checked(name: Cow<'static, str>, value: String) -> Result<Self, InvalidHeader> {
        let reason = if !grammar::is_token(&name) {
            Reason::Name
        } else if ["content-type", "content-length"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
        {
            Reason::Framing
        } else if !grammar::is_field_value(&value) {
            Reason::Value
        } else {
            let value = Cow::Owned(value);
            return Ok(Self { name, value });
        };
        Err(InvalidHeader {
            name: name.into(),
            reason,
        })
    }

    /// Whether this is the header `name`.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// A header that must not be sent. Made by [`Error::with_header`](crate::Error::with_header).
///
/// The value is not shown: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidHeader {
    name: Box<str>,
    reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Name,
    Framing,
    Value,
}

impl fmt::Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.escape_debug();
        match self.reason {
            Reason::Name => write!(f, "`{name}` is not the name of a header (RFC 9110, section 5.1)"),
            Reason::Framing => write!(f, "the header `{name}` follows from the body and cannot be set"),
            Reason::Value => {
                write!(
                    f,
                    "the value of the header `{name}` has other characters than visible ASCII (RFC 9110, section 5.5)"
                )
            }
        }
    }
}

impl core::error::Error for InvalidHeader {}

/// An answer: what a server has to send for an error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The status (RFC 9110, section 15).
    pub status: u16,
    /// The headers, `Content-Type` first if there is a body. `Content-Length` is left to the server.
    pub headers: Vec<Header>,
    /// The body; `None` where the catalog says that there is none.
    pub body: Option<Cow<'static, str>>,
}

impl HttpResponse {
    /// The reason phrase of the status, as in the IANA registry of HTTP status codes; empty if the status is not in it.
    pub const fn reason(&self) -> &'static str {
        vocabulary::reason(self.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    fn rejection(name: &'static str, value: &str) -> String {
        Header::checked(name.into(), value.into()).unwrap_err().to_string()
    }

    #[test]
    fn a_header_that_could_split_an_answer_is_rejected_without_its_value() {
        assert_eq!(
            rejection("a b", "x"),
            "`a b` is not the name of a header (RFC 9110, section 5.1)"
        );
        assert_eq!(
            rejection("content-length", "3"),
            "the header `content-length` follows from the body and cannot be set"
        );
        let message = rejection("X-Token", "secret\r\nSet-Cookie: a");
        assert!(message.contains("X-Token") && !message.contains("secret"), "{message}");
        assert!(Header::checked("X-Token".into(), "a, b".into()).is_ok());
    }
}
