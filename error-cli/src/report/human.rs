//! Problems as people read them, in colour.

use std::fmt::Write as _;

use error_catalog::rules::Level;

use super::Finding;
use error_artifacts::words::count;

use crate::files::Found;
use crate::output::{GREEN, colored, level};

/// The message of one problem.
pub(crate) fn message(finding: &Finding<'_>) -> String {
    colored(&finding.report.message(finding.problem, finding.level), finding.level)
}

/// One line about all problems.
pub(crate) fn summary(findings: &[Finding<'_>], found: &Found) -> String {
    let number = |level| findings.iter().filter(|finding| finding.level == level).count();
    let (errors, warnings) = (number(Level::Error), number(Level::Warning));
    let paint = |style: anstyle::Style, text: String| format!("{style}{text}{style:#}");
    let mut verdict = Vec::new();
    if errors > 0 {
        verdict.push(paint(level(Level::Error), count(errors, "error")));
    }
    if warnings > 0 {
        verdict.push(paint(level(Level::Warning), count(warnings, "warning")));
    }
    if verdict.is_empty() {
        verdict.push(paint(GREEN, "no problems".to_owned()));
    }
    let mut line = format!(
        "{} checked: {}",
        count(found.catalogs.len(), "catalog"),
        verdict.join(", ")
    );
    let fixes = findings.iter().filter(|finding| finding.problem.fix.is_some()).count();
    if fixes > 0 {
        let _ = write!(line, "; `error-catalog fix` can fix {fixes}");
    }
    if !found.others.is_empty() {
        let _ = write!(line, "; {} left out", count(found.others.len(), "other JSON file"));
    }
    line
}
