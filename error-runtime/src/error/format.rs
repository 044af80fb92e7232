//! `Display` and `Debug` of errors.

use core::fmt;

use super::single::Error;
use crate::catalog::AsEntry;
use crate::catalog::Parameters;
use crate::catalog::Visibility;
use crate::render::Arguments;

/// Writes the code, if there is one, and the message: `PATIENT_NOT_FOUND: Patient not found`.
impl<C: AsEntry> fmt::Display for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.render_context().fmt(f)
    }
}

#[expect(clippy::missing_fields_in_debug, reason = "the details are separate fields")]
impl<C: AsEntry> fmt::Debug for Error<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("entry", &self.entry);
        if let Some(details) = self.details() {
            let parameters = self.entry.as_entry().parameters();
            let arguments = &details.arguments;
            if !arguments.parameters.is_empty() {
                out.field("parameters", &Redacted { parameters, arguments });
            }
            for (name, list) in [
                ("expressions", &arguments.expressions),
                ("locations", &arguments.locations),
            ] {
                if !list.is_empty() {
                    out.field(name, list);
                }
            }
            let texts = [
                ("diagnostics", &arguments.diagnostics),
                ("request_id", &arguments.request_id),
                ("id", &arguments.id),
                ("instance", &arguments.instance),
            ];
            for (name, text) in texts {
                if let Some(text) = text {
                    out.field(name, text);
                }
            }
            if let Some(time) = &arguments.time {
                out.field("time", time);
            }
            if let Some(delay) = &arguments.retry_after {
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

/// Parameters by name. Values that are not public are replaced.
struct Redacted<'d> {
    parameters: Parameters<'static>,
    arguments: &'d Arguments,
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_map();
        for (position, parameter) in self.parameters.iter().enumerate() {
            let Some((value, _)) = self.arguments.parameters.get(position) else {
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
