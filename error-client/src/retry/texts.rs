//! Reports of a failure: for operators, for end users, and for logs.

use core::fmt;

use error_runtime::{AsEntry, Entry};

use super::Fault;
use crate::decode::{Decoded, Found, Issue, is_failure};

impl<C: AsEntry> Issue<'_, C> {
    /// Returns the catalog's instructions for the operators or developers of the client.
    ///
    /// `None` if the catalog has none, or not the same for all [candidates](Issue::candidates).
    pub fn action(self) -> Option<&'static str> {
        self.common(|entry| entry.as_entry().action())
    }

    /// Returns a text that is safe to show to an end user.
    ///
    /// It comes from the catalog, or else from the status and severity; never from the response.
    pub fn user_message(self) -> &'static str {
        self.user_message_or_general(Entry::user_message)
    }

    /// Returns a text that is safe to show to an end user, in a language: a tag of BCP 47, such as `de-AT`.
    ///
    /// A text that the catalog does not have in this language is in that of the catalog, and the texts about a status are in English.
    pub fn user_message_in(self, language: &str) -> &'static str {
        self.user_message_or_general(|entry| entry.user_message_in(language))
    }

    fn user_message_or_general(self, text: impl Fn(Entry<'static>) -> Option<&'static str>) -> &'static str {
        self.common(|entry| text(entry.as_entry())).unwrap_or_else(|| {
            if self.is_success() {
                SUCCESS
            } else {
                general(self.status())
            }
        })
    }

    /// Whether it reports no failure: the status is a success, and the issue has no code and text, or a severity below an error.
    pub(super) fn is_success(self) -> bool {
        if let Some(is_success) = self.is_success_in_band() {
            return is_success;
        }
        let is_harmless = match self.severity() {
            Some(severity) => !is_failure(severity),
            None => {
                let is_silent = self.code().is_none() && self.text().is_none();
                is_silent && self.severity_text().is_none() && self.candidates().is_empty()
            }
        };
        matches!(self.status(), 200..=299) && is_harmless
    }

    /// The fact that all candidates share.
    fn common(self, fact: impl Fn(C) -> Option<&'static str>) -> Option<&'static str> {
        let (first, others) = self.candidates().split_first()?;
        let text = fact(*first)?;
        others.iter().all(|other| fact(*other) == Some(text)).then_some(text)
    }
}

/// The text for end users about a success.
const SUCCESS: &str = "Your request was completed.";

/// The text for end users about a status.
pub(crate) const fn general(status: u16) -> &'static str {
    match status {
        401 | 403 | 407 => "You are not signed in, or you do not have permission to do this.",
        404 | 410 => "We could not find what you asked for.",
        408 | 425 | 429 | 502..=504 => "The service is currently unavailable. Please try again later.",
        400..=499 => "We could not complete the request. Please check your input or contact support.",
        _ => "Something went wrong. Please try again later or contact support.",
    }
}

impl Fault {
    /// Returns a text that is safe to show to an end user.
    pub const fn user_message(self) -> &'static str {
        "We cannot reach the service at the moment. Please try again later."
    }
}

/// Writes `not-sent` or `lost`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "not-sent",
            Self::Lost => "lost",
        })
    }
}

impl<C: AsEntry> Decoded<'_, C> {
    /// Returns the catalog's instructions about the [most severe issue](Self::issue).
    pub fn action(&self) -> Option<&'static str> {
        self.issue()?.action()
    }

    /// Returns a text that is safe to show to an end user: see [`Issue::user_message`].
    pub fn user_message(&self) -> &'static str {
        self.issue().map_or(general(self.status()), Issue::user_message)
    }

    /// Returns a text that is safe to show to an end user, in a language: see [`Issue::user_message_in`].
    pub fn user_message_in(&self, language: &str) -> &'static str {
        let issue = self.issue();
        issue.map_or(general(self.status()), |issue| issue.user_message_in(language))
    }

    /// Returns the response as one line for a log.
    pub const fn log_record(&self) -> LogRecord<'_, C> {
        LogRecord { decoded: self }
    }
}

/// A response as one line for a log: names, codes, ids and differences.
///
/// The texts of the response are left out, because they may hold personal data. Received values are quoted, escaped, and cut after 128 characters.
/// The line has at most 8 issues; `more` counts the others.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; } }
/// # use api::Clinic;
/// use error_client::{Decode, ReceivedResponse};
///
/// let headers = [("X-Request-Id", "r-1")];
/// let decoded = Clinic::decode(ReceivedResponse::new(502, &headers, br#"{ "code": "UPSTREAM", "message": "Upstream db failed" }"#));
/// let line = r#"catalog=clinic status=502 request_id="r-1" issue="UPSTREAM" code="UPSTREAM""#;
/// assert_eq!(decoded.log_record().to_string(), line);
/// ```
#[doc(alias("log", "logging"))]
pub struct LogRecord<'d, C> {
    decoded: &'d Decoded<'d, C>,
}

/// The number of issues in a line.
const MAX_ISSUES: usize = 8;

impl<C: AsEntry> fmt::Display for LogRecord<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decoded = self.decoded;
        write!(f, "catalog={} status={}", decoded.data().name(), decoded.status())?;
        for (name, id) in [
            ("request_id", decoded.request_id()),
            ("id", decoded.id()),
            ("instance", decoded.instance()),
        ] {
            if let Some(id) = id {
                write!(f, " {name}={}", Quoted(id))?;
            }
        }
        for issue in decoded.issues().take(MAX_ISSUES) {
            f.write_str(" issue=")?;
            match issue.found() {
                Found::Known(entry) => write!(f, "{}", Quoted(entry.as_entry().name()))?,
                Found::Unknown => f.write_str("unknown")?,
                Found::Ambiguous(entries) => {
                    for (number, entry) in entries.iter().take(MAX_ISSUES).enumerate() {
                        let separator = if number == 0 { "" } else { "|" };
                        write!(f, "{separator}{}", Quoted(entry.as_entry().name()))?;
                    }
                }
            }
            if let Some(code) = issue.code() {
                write!(f, " code={}", Quoted(code))?;
            }
            if !issue.drift().is_none() {
                write!(f, " drift=\"{}\"", issue.drift())?;
            }
        }
        if let Some(more) = decoded.issues().len().checked_sub(MAX_ISSUES).filter(|more| *more > 0) {
            write!(f, " more={more}")?;
        }
        for note in decoded.notes() {
            write!(f, " note={note:?}")?;
        }
        Ok(())
    }
}

impl<C: AsEntry> fmt::Debug for LogRecord<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A received word, quoted, escaped and cut.
struct Quoted<'t>(&'t str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for c in self.0.chars().take(128) {
            write!(f, "{}", c.escape_debug())?;
        }
        f.write_str("\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Decode, ReceivedResponse};
    use crate::testing::Clinic;
    use std::format;
    use std::string::ToString;
    use std::vec;

    #[test]
    fn a_status_of_success_with_a_code_or_a_text_is_not_a_success() {
        let decode = |body: &'static str| Clinic::decode(ReceivedResponse::new(200, &[], body.as_bytes()));
        assert_eq!(decode(r#"{"id":"p-1"}"#).user_message(), SUCCESS);
        for body in [
            r#"{"code":"NEW"}"#,
            r#"{"message":"It failed"}"#,
            r#"{"code":"NEW","message":"It failed"}"#,
            r#"{"code":"UPSTREAM","message":"Upstream db failed"}"#,
        ] {
            let decoded = decode(body);
            assert_eq!(decoded.user_message(), general(200), "{decoded:?}");
        }
    }

    #[test]
    fn a_fault_has_a_word_for_logs_and_a_text_for_end_users() {
        let faults = [Fault::NotSent, Fault::Lost];
        assert_eq!(faults.map(|fault| fault.to_string()), ["not-sent", "lost"]);
        for fault in faults {
            assert!(fault.user_message().starts_with("We cannot reach the service"));
        }
    }

    #[test]
    fn a_line_has_eight_issues_and_the_number_of_the_others() {
        for (issues, shown, end) in [
            (7, 7, r#" code="NEW" note=Foreign"#),
            (8, 8, r#" code="NEW" note=Foreign"#),
            (9, 8, r#" code="NEW" more=1 note=Foreign"#),
            (20, 8, r#" code="NEW" more=12 note=Foreign"#),
        ] {
            let body = format!(r#"{{"errors":[{}]}}"#, vec![r#"{"code":"NEW"}"#; issues].join(","));
            let decoded = Clinic::decode(ReceivedResponse::new(400, &[], body.as_bytes()));
            let line = decoded.log_record().to_string();
            assert_eq!(line.matches(" issue=unknown").count(), shown, "{line}");
            assert!(line.ends_with(end), "{line}");
            assert_eq!(format!("{:?}", decoded.log_record()), line);
        }
    }
}
