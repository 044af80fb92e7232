//! The closed lists of words, as enums.

use alloc::boxed::Box;
use core::fmt;
use core::str::FromStr;

use error_layout::grammar;

/// Defines an enum over a list of [`error_layout::vocabulary`]; a test compares the two.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $name:ident, $what:literal;
        $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// All values, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the spelling in catalogs and responses.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Returns the value at `position` of the list, as the index stores it.
            pub(crate) const fn at(position: u8) -> Option<Self> {
                match Self::ALL.split_at_checked(position as usize) {
                    Some((_, [found, ..])) => Some(*found),
                    _ => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                let found = Self::ALL.iter().find(|known| known.as_str() == word);
                found.copied().ok_or_else(|| UnknownWord { word: word.into(), what: $what })
            }
        }
    };
}

/// The error of the `FromStr` of [`Severity`] and the other word lists: an unknown word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    word: Box<str>,
    what: &'static str,
}

impl UnknownWord {
    /// `what` is a noun with its article.
    pub(crate) const fn new(word: Box<str>, what: &'static str) -> Self {
        Self { word, what }
    }
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}", self.word.escape_debug(), self.what)
    }
}

impl core::error::Error for UnknownWord {}

words! {
    /// FHIR's issue severity (<https://hl7.org/fhir/valueset-issue-severity.html>).
    ///
    /// The highest severity is first in the order, as in FHIR's list.
    Severity, "an issue severity";
    /// The action failed and no further checking could be done.
    Fatal = "fatal",
    /// The issue made the action fail.
    Error = "error",
    /// The action succeeded, but may be wrong or incomplete.
    Warning = "warning",
    /// Information that does not affect the success of the action.
    Information = "information",
    /// The action succeeded. Since R5.
    Success = "success",
}

words! {
    /// FHIR's issue type (<https://hl7.org/fhir/valueset-issue-type.html>), of all versions.
    IssueType, "an issue type of FHIR";
    /// The content does not conform to the specification or a profile.
    Invalid = "invalid",
    /// The content is not well-formed, or has an unknown element.
    Structure = "structure",
    /// A required element is missing.
    Required = "required",
    /// An element or a header has a value that is not allowed.
    Value = "value",
    /// The content violates an invariant.
    Invariant = "invariant",
    /// Authentication, authorisation or another security issue.
    Security = "security",
    /// The client has to authenticate first.
    Login = "login",
    /// The user or system is unknown, or its credentials are wrong.
    Unknown = "unknown",
    /// The session has ended; the client has to authenticate again.
    Expired = "expired",
    /// The user does not have the rights for this action.
    Forbidden = "forbidden",
    /// Information is withheld for privacy or security.
    Suppressed = "suppressed",
    /// The request was understood but could not be processed.
    Processing = "processing",
    /// The interaction, operation, resource or profile is not supported.
    NotSupported = "not-supported",
    /// The record exists already.
    Duplicate = "duplicate",
    /// Several records match, and one was expected. Since R4.
    MultipleMatches = "multiple-matches",
    /// The referenced resource does not exist.
    NotFound = "not-found",
    /// The referenced resource has been deleted. Since R4.
    Deleted = "deleted",
    /// The content exceeds a size limit.
    TooLong = "too-long",
    /// The code or code system is unknown or not valid here.
    CodeInvalid = "code-invalid",
    /// An extension is unknown, or not valid here.
    Extension = "extension",
    /// The operation was stopped to protect the server's resources.
    TooCostly = "too-costly",
    /// A business rule prevents the action.
    BusinessRule = "business-rule",
    /// The record was changed by another request.
    Conflict = "conflict",
    /// Only some of the records were searched. Since R5.
    LimitedFilter = "limited-filter",
    /// A temporary fault; the same request may succeed later.
    Transient = "transient",
    /// A lock of a resource or record could not be acquired.
    LockError = "lock-error",
    /// The store is not available.
    NoStore = "no-store",
    /// An unexpected internal error.
    Exception = "exception",
    /// An internal timeout.
    Timeout = "timeout",
    /// Not all sources of data were available.
    Incomplete = "incomplete",
    /// The client sends too many requests and has to slow down.
    Throttled = "throttled",
    /// Information without a problem.
    Informational = "informational",
    /// The operation completed. Since R5.
    Success = "success",
}

words! {
    /// The advice of the catalog about repeating a request.
    Retry, "a retry class";
    /// The request fails again.
    Never = "never",
    /// The request may be sent again at once.
    Immediate = "immediate",
    /// The request may be sent again after the delay of the response (`Retry-After`, RFC 9110, section 10.2.3) or of the
    /// catalog.
    After = "after",
    /// The request may be sent again with growing delays: the fault is temporary.
    Backoff = "backoff",
    /// The request may be sent again only after a person reviewed it.
    Manual = "manual",
}

words! {
    /// A release of FHIR.
    FhirVersion, "a version of FHIR";
    /// DSTU2, 1.0.2.
    Dstu2 = "DSTU2",
    /// STU3, 3.0.2.
    Stu3 = "STU3",
    /// R4, 4.0.1.
    R4 = "R4",
    /// R4B, 4.3.0.
    R4b = "R4B",
    /// R5, 5.0.0.
    R5 = "R5",
}

words! {
    /// The type of a parameter.
    ParameterType, "a parameter type";
    /// A string.
    String = "string",
    /// An integer.
    Integer = "integer",
    /// A number.
    Decimal = "decimal",
    /// `true` or `false`.
    Boolean = "boolean",
    /// A URI reference (RFC 3986).
    Uri = "uri",
    /// A date and time (RFC 3339, section 5.6).
    DateTime = "date-time",
    /// Any text: a Rust value that implements `Display`.
    Display = "display",
    /// A token of HTTP (RFC 9110, section 5.6.2).
    Token = "token",
    /// A UUID (RFC 9562, section 4).
    Uuid = "uuid",
    /// One of a list of texts: see [`Parameter::values`](crate::Parameter::values).
    Enum = "enum",
    /// Any JSON.
    Json = "json",
    /// Strings, as a JSON array.
    Strings = "string[]",
    /// Integers, as a JSON array.
    Integers = "integer[]",
}

impl ParameterType {
    /// Whether a text is a value of this type. Every text is one of an `enum`; [`Parameter::accepts`](crate::Parameter::accepts) knows its values.
    pub fn accepts(self, text: &str) -> bool {
        grammar::is_of_type(self as u8, text)
    }
}

words! {
    /// The readers that may see the value of a parameter.
    Visibility, "a visibility";
    /// All readers, including clients.
    Public = "public",
    /// Operators of the service only.
    Internal = "internal",
    /// Values that identify a patient, which are shown only where a policy allows it.
    Personal = "personal",
}

words! {
    /// The format of a body.
    #[doc(alias = "problem details")]
    Format, "a format of a response";
    /// JSON.
    Json = "json",
    /// Plain text, HTML, or other text.
    Text = "text",
    /// No body.
    Empty = "empty",
    /// A FHIR `OperationOutcome` (<https://hl7.org/fhir/operationoutcome.html>).
    OperationOutcome = "operation-outcome",
    /// Problem details (RFC 9457).
    Problem = "problem",
    /// XML.
    Xml = "xml",
}

#[cfg(test)]
mod tests {
    use super::*;
    use error_layout::vocabulary;
    use std::string::ToString;

    #[test]
    fn the_enums_agree_with_the_lists_of_the_layout() {
        macro_rules! agree {
            ($($name:ident $list:ident)+) => {$(
                assert!($name::ALL.iter().map(|word| word.as_str()).eq(vocabulary::$list));
                for (position, word) in $name::ALL.iter().enumerate() {
                    assert_eq!($name::at(u8::try_from(position).unwrap()), Some(*word));
                    assert_eq!(word.to_string().parse(), Ok(*word));
                }
                assert_eq!($name::at(u8::MAX), None);
            )+};
        }
        agree!(Severity SEVERITIES IssueType ISSUE_TYPES Retry RETRY_CLASSES FhirVersion FHIR_VERSIONS);
        agree!(ParameterType PARAMETER_TYPES Visibility VISIBILITIES Format FORMATS);
    }

    #[test]
    fn an_unknown_word_is_reported() {
        let error = "not_found".parse::<IssueType>().unwrap_err();
        assert_eq!(error.to_string(), "`not_found` is not an issue type of FHIR");
    }
}
