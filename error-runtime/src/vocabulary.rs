//! The closed lists of words as enums.

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
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as catalogs and answers spell it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The one at `position` of the list, which is how the layout stores it.
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

/// A word that is not in the list it was looked up in. Made by the `FromStr` of [`Severity`] and the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    word: Box<str>,
    what: &'static str,
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}", self.word.escape_debug(), self.what)
    }
}

impl core::error::Error for UnknownWord {}

words! {
    /// How bad an issue is: FHIR's issue severity (<https://hl7.org/fhir/valueset-issue-severity.html>).
    ///
    /// The most severe is the least in order, as in FHIR's list.
    Severity, "an issue severity";
    /// The action failed and no further checking could be done.
    Fatal = "fatal",
    /// The action failed because of this.
    Error = "error",
    /// The action went through, but it may have been wrong or incomplete.
    Warning = "warning",
    /// Worth knowing; it has no effect on whether the action went through.
    Information = "information",
    /// The action went through without a problem. From R5.
    Success = "success",
}

words! {
    /// What kind of issue it is: FHIR's issue type (<https://hl7.org/fhir/valueset-issue-type.html>), of all versions.
    IssueType, "an issue type of FHIR";
    /// The content does not conform to the specification or a profile.
    Invalid = "invalid",
    /// The content's structure is wrong: not well-formed, or an unknown element.
    Structure = "structure",
    /// A required element is missing.
    Required = "required",
    /// An element or a header has a value that is not allowed.
    Value = "value",
    /// A rule about the content does not hold.
    Invariant = "invariant",
    /// Authentication, authorisation or another matter of security.
    Security = "security",
    /// The client has to authenticate first.
    Login = "login",
    /// The user or the system could not be authenticated: unknown, or the credentials are wrong.
    Unknown = "unknown",
    /// The session has ended; the client has to authenticate again.
    Expired = "expired",
    /// The user has no right to do this.
    Forbidden = "forbidden",
    /// Something was left out of the answer for reasons of privacy or security.
    Suppressed = "suppressed",
    /// The request was understood but could not be processed.
    Processing = "processing",
    /// The interaction, operation, resource or profile is not supported.
    NotSupported = "not-supported",
    /// There is already such a record.
    Duplicate = "duplicate",
    /// There should be one match and there are several. From R4.
    MultipleMatches = "multiple-matches",
    /// What was referred to does not exist.
    NotFound = "not-found",
    /// What was referred to has been deleted. From R4.
    Deleted = "deleted",
    /// The content is too long: a size limit was passed.
    TooLong = "too-long",
    /// The code or the code system is not known or not right here.
    CodeInvalid = "code-invalid",
    /// An extension is not acceptable: unknown, or used in the wrong place.
    Extension = "extension",
    /// The operation was stopped to protect the server's resources.
    TooCostly = "too-costly",
    /// A rule of the business stands against it.
    BusinessRule = "business-rule",
    /// Somebody else changed the record in the meantime.
    Conflict = "conflict",
    /// Only part of the records was searched. From R5.
    LimitedFilter = "limited-filter",
    /// A fault that may pass; the same request may succeed later.
    Transient = "transient",
    /// A resource or record lock could not be had.
    LockError = "lock-error",
    /// The store is not available.
    NoStore = "no-store",
    /// An unexpected fault inside the server.
    Exception = "exception",
    /// Something inside the server took too long.
    Timeout = "timeout",
    /// Not all sources of the answer could be reached.
    Incomplete = "incomplete",
    /// The client sends too much and has to slow down.
    Throttled = "throttled",
    /// Worth knowing; nothing is wrong.
    Informational = "informational",
    /// The operation completed. From R5.
    Success = "success",
}

words! {
    /// What a client may do with the same request.
    Retry, "a retry class";
    /// It will fail again.
    Never = "never",
    /// It may be sent again at once.
    Immediate = "immediate",
    /// It may be sent again after the delay that the answer (`Retry-After`, RFC 9110, section 10.2.3) or the catalog
    /// states.
    After = "after",
    /// The fault is transient: it may be sent again with growing delays.
    Backoff = "backoff",
    /// It may be sent again only after a user or an operator has looked at it.
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
    /// Whatever Rust can display.
    Display = "display",
}

impl ParameterType {
    /// Whether a text is a value of this type.
    pub fn accepts(self, text: &str) -> bool {
        grammar::is_of_type(self as u8, text)
    }
}

words! {
    /// Who may see a parameter.
    Visibility, "a visibility";
    /// Anyone.
    Public = "public",
    /// Only those who run the service.
    Internal = "internal",
    /// Identifies a patient: only where a policy allows it.
    Personal = "personal",
}

words! {
    /// The kind of template that a body is made from.
    Format, "a format of a response";
    /// Any JSON.
    Json = "json",
    /// Plain text, HTML, or another text.
    Text = "text",
    /// No body.
    Empty = "empty",
    /// A FHIR `OperationOutcome` (<https://hl7.org/fhir/operationoutcome.html>).
    OperationOutcome = "operation-outcome",
    /// Problem details (RFC 9457).
    Problem = "problem",
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
    fn an_unknown_word_is_named() {
        let error = "not_found".parse::<IssueType>().unwrap_err();
        assert_eq!(error.to_string(), "`not_found` is not an issue type of FHIR");
    }
}
