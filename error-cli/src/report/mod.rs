//! The problems of catalogs, as text for people and in the formats that other programs read.

mod github;
mod human;
mod json;
mod sarif;

use error_catalog::Problem;
use error_catalog::report::Report;
use error_catalog::rules::Level;

pub(crate) use github::github;
pub(crate) use human::{message, summary};
pub(crate) use json::json;
pub(crate) use sarif::sarif;

/// A problem, its level, and the files of its catalog.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finding<'a> {
    /// The files.
    pub(crate) report: &'a Report<'a>,
    /// The problem.
    pub(crate) problem: &'a Problem,
    /// The level of the rule, or an error where warnings are denied.
    pub(crate) level: Level,
}

impl Finding<'_> {
    /// The label and the help in one text, if there is any.
    fn advice(&self) -> Option<String> {
        let parts = [Some(self.problem.label.as_str()), self.problem.help.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}
