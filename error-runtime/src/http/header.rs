//! Headers, and the response that a server sends.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use error_layout::{grammar, vocabulary};

/// One header of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// The field name (RFC 9110, section 5.1), which is case-insensitive.
    pub name: Cow<'static, str>,
    /// The field value: visible ASCII, spaces and tabs only (RFC 9110, section 5.5).
    pub value: Cow<'static, str>,
}

impl Header {
    /// Returns a header of the catalog. Its name and value are valid, and its arguments are escaped.
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

    /// Checks a header that a server adds.
    pub(crate) fn checked(name: Cow<'static, str>, value: String) -> Result<Self, InvalidHeader> {
        let reason = if !grammar::is_token(&name) {
            Reason::Name
        } else if grammar::describes_body(&name) {
            Reason::DescribesBody
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

    /// Whether the header has this name.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The error of [`Error::with_header`](crate::Error::with_header): the header is not valid.
///
/// The message does not contain the value, which may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidHeader {
    name: Box<str>,
    reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Name,
    DescribesBody,
    Value,
}

impl fmt::Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.escape_debug();
        match self.reason {
            Reason::Name => write!(f, "`{name}` is not a header name (RFC 9110, section 5.1)"),
            Reason::DescribesBody => write!(f, "the header `{name}` cannot be set, because it describes the body"),
            Reason::Value => {
                write!(
                    f,
                    "the value of the header `{name}` contains characters other than visible ASCII (RFC 9110, section 5.5)"
                )
            }
        }
    }
}

impl core::error::Error for InvalidHeader {}

/// The HTTP response that a server sends for an error.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::clinic;
/// use error_runtime::Respond;
///
/// let response = clinic::Unavailable.error().response();
///
/// assert_eq!((response.status, response.reason()), (503, "Service Unavailable"));
/// assert_eq!(response.headers[0].value, "application/problem+json");
/// assert_eq!((&*response.headers[1].name, &*response.headers[1].value), ("Retry-After", "30"));
/// assert!(response.body.unwrap().contains(r#""code":"UNAVAILABLE""#));
/// ```
#[doc(alias = "IntoResponse")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The status (RFC 9110, section 15).
    pub status: u16,
    /// The headers, `Content-Type` first if there is a body. The server adds `Content-Length`.
    pub headers: Vec<Header>,
    /// The body; `None` if the response of the entry has none.
    pub body: Option<Cow<'static, str>>,
}

impl HttpResponse {
    /// Returns the reason phrase of the status in the IANA registry of HTTP status codes; empty if it is not registered.
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
    fn a_header_that_could_split_a_response_is_rejected_without_its_value() {
        assert_eq!(
            rejection("a b", "x"),
            "`a b` is not a header name (RFC 9110, section 5.1)"
        );
        assert_eq!(
            rejection("content-length", "3"),
            "the header `content-length` cannot be set, because it describes the body"
        );
        let message = rejection("X-Token", "secret\r\nSet-Cookie: a");
        assert!(message.contains("X-Token") && !message.contains("secret"), "{message}");
        assert!(Header::checked("X-Token".into(), "a, b".into()).is_ok());
    }

    #[test]
    fn a_registered_status_has_a_reason_phrase() {
        let reason = |status| {
            let (headers, body) = (Vec::new(), None);
            HttpResponse { status, headers, body }.reason()
        };
        assert_eq!([404, 503, 599].map(reason), ["Not Found", "Service Unavailable", ""]);
    }
}
