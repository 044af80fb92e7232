//! How an error shows itself: to people, and to developers.

use alloc::string::String;
use core::fmt;

use error_layout::entry;

use super::{Details, Error};
use crate::catalog::AsEntry;
use crate::parameter::Parameters;
use crate::render::{self, Occurrence};
use crate::vocabulary::Visibility;

/// The code, if there is one, and the message: `PATIENT_NOT_FOUND: Patient not found`.
impl<C: AsEntry> fmt::Display for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.occurrence().fmt(f)
    }
}

impl fmt::Display for Occurrence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = self.entry.code() {
            write!(f, "{code}: ")?;
        }
        f.write_str(&self.message())
    }
}

impl Occurrence<'_> {
    /// What happened, for developers.
    pub(super) fn message(&self) -> String {
        render::text(self, self.entry.u32(entry::MESSAGE)).unwrap_or_else(|| self.entry.title().into())
    }

    /// What the program writes that a fact points at.
    pub(crate) fn fact_text(&self, tag: u8) -> Option<String> {
        render::text(self, self.entry.facts().number(tag)?)
    }
}

/// Everything that was set. Values of `internal` and `personal` parameters are shown as `<internal>` and `<personal>`.
#[expect(clippy::missing_fields_in_debug, reason = "the details show as fields of their own")]
impl<C: AsEntry> fmt::Debug for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("entry", &self.entry);
        if let Some(details) = self.details() {
            let parameters = self.entry.as_entry().parameters();
            if !details.parameters.is_empty() {
                out.field("parameters", &Redacted { parameters, details });
            }
            for (name, list) in [("expressions", &details.expressions), ("locations", &details.locations)] {
                if !list.is_empty() {
                    out.field(name, list);
                }
            }
            let texts = [
                ("diagnostics", &details.diagnostics),
                ("request_id", &details.request_id),
                ("id", &details.id),
                ("instance", &details.instance),
            ];
            for (name, text) in texts {
                if let Some(text) = text {
                    out.field(name, text);
                }
            }
            if let Some(time) = &details.time {
                out.field("time", time);
            }
            if let Some(delay) = &details.retry_after {
                out.field("retry_after", delay);
            }
            if let Some(status) = &details.status {
                out.field("status", status);
            }
            if !details.headers.is_empty() {
                out.field("headers", &details.headers);
            }
            if let Some(source) = &details.source {
                out.field("source", source);
            }
        }
        out.finish()
    }
}

impl<C: AsEntry> core::error::Error for Error<C> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.details()?.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}

/// Parameters by name, those that are not public without their values.
struct Redacted<'d> {
    parameters: Parameters<'static>,
    details: &'d Details,
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_map();
        for (position, parameter) in self.parameters.iter().enumerate() {
            let Some((value, _)) = self.details.parameters.get(position) else {
                continue;
            };
            out.key(&format_args!("{}", parameter.name));
            match parameter.visibility {
                Visibility::Public => out.value(&value),
                Visibility::Internal => out.value(&format_args!("<internal>")),
                Visibility::Personal => out.value(&format_args!("<personal>")),
            };
        }
        out.finish()
    }
}
