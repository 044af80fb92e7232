//! What to tell whom: operators, end users, logs.

use core::fmt;

use error_runtime::AsEntry;

use super::Fault;
use crate::decode::{Decoded, Found, Issue};

impl<C: AsEntry> Issue<'_, C> {
    /// What the client's operators or developers should do, as the catalog has it; `None` if it says nothing, or is not the
    /// same for all entries that it can be.
    pub fn action(self) -> Option<&'static str> {
        self.common(|entry| entry.as_entry().action())
    }

    /// A text that is safe to show to an end user: the catalog's, or a general one. Never a word of the answer.
    pub fn user_message(self) -> &'static str {
        self.common(|entry| entry.as_entry().user_message())
            .unwrap_or_else(|| general(self.decoded_status()))
    }

    /// What all entries that it can be have in common.
    fn common(self, fact: impl Fn(C) -> Option<&'static str>) -> Option<&'static str> {
        let (first, others) = self.candidates().split_first()?;
        let text = fact(*first)?;
        others.iter().all(|other| fact(*other) == Some(text)).then_some(text)
    }
}

/// What can be said of a status to somebody who has not heard of statuses.
pub(crate) const fn general(status: u16) -> &'static str {
    match status {
        401 | 403 | 407 => "You are not signed in, or not allowed to do this.",
        404 | 410 => "What was asked for was not found.",
        408 | 425 | 429 | 502..=504 => "The service is not available at the moment. Please try again later.",
        400..=499 => "The request could not be completed. Please check what was entered, or ask for help.",
        _ => "Something went wrong. Please try again later, or ask for help.",
    }
}

impl Fault {
    /// A text that is safe to show to an end user.
    pub const fn user_message(self) -> &'static str {
        "The service cannot be reached at the moment. Please try again later."
    }
}

/// One word, for logs.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "not-sent",
            Self::Lost => "lost",
        })
    }
}

impl<C: AsEntry> Decoded<'_, C> {
    /// What the client's operators or developers should do about the issue that counts most.
    pub fn action(&self) -> Option<&'static str> {
        self.issue()?.action()
    }

    /// A text that is safe to show to an end user.
    pub fn user_message(&self) -> &'static str {
        self.issue().map_or(general(self.status()), Issue::user_message)
    }

    /// The answer in one line for a log.
    pub const fn log_record(&self) -> LogRecord<'_, C> {
        LogRecord { decoded: self }
    }
}

/// An answer in one line: names, codes, ids and whatever is not as documented, but no text of the answer, which may say
/// more than a log may hold. What came from outside is quoted and escaped, so that it makes no lines of its own.
///
/// ```text
/// catalog=gp-connect status=404 request_id="r-1" issue="PATIENT_NOT_FOUND" code="PATIENT_NOT_FOUND"
/// ```
pub struct LogRecord<'d, C> {
    decoded: &'d Decoded<'d, C>,
}

/// How many issues a line shows.
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

/// A word of the answer, in quotes and not too long.
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
