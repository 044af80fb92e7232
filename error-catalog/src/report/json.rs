//! Problems as JSON, for programs. The fields are documented in the command's README and stay as they are.

use super::{Finding, Report};
use crate::problem::Problem;
use crate::source::{Position, Span};

/// An array of objects, one for each problem, one a line.
pub fn json(findings: &[Finding<'_>]) -> String {
    let objects: Vec<String> = findings.iter().map(finding).collect();
    if objects.is_empty() {
        return "[]\n".to_owned();
    }
    format!("[\n  {}\n]\n", objects.join(",\n  "))
}

fn finding(finding: &Finding<'_>) -> String {
    let Finding { report, problem, level } = finding;
    let related = problem.related.iter().map(|(span, why)| {
        let mut fields = place(report, span);
        fields.push(("message", string(why)));
        object(&fields)
    });
    let related = array(related);
    let mut fields = place(report, &problem.span);
    fields.extend([
        ("code", string(problem.rule.code)),
        ("severity", string(level.word())),
        ("message", string(&problem.message)),
        (
            "help",
            advice(problem).map_or_else(|| "null".to_owned(), |help| string(&help)),
        ),
        ("related", related),
    ]);
    object(&fields)
}

/// What to do about a problem, in one text: the words under its underline and the help.
pub(super) fn advice(problem: &Problem) -> Option<String> {
    let parts = [Some(problem.label.as_str()), problem.help.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// `path`, `line`, `column` and `end`.
fn place(report: &Report<'_>, span: &Span) -> Vec<(&'static str, String)> {
    let Position { line, column } = report.position(span.start);
    let end = report.position(span.end);
    let end = object(&[("line", end.line.to_string()), ("column", end.column.to_string())]);
    vec![
        ("path", string(&report.source().path)),
        ("line", line.to_string()),
        ("column", column.to_string()),
        ("end", end),
    ]
}

/// An object of members that are JSON already, in this order.
pub(super) fn object(members: &[(&str, String)]) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{}: {value}", string(name)))
        .collect();
    format!("{{{}}}", members.join(", "))
}

/// An array of elements that are JSON already.
pub(super) fn array(elements: impl IntoIterator<Item = String>) -> String {
    let elements: Vec<String> = elements.into_iter().collect();
    format!("[{}]", elements.join(", "))
}

/// A JSON string.
pub(super) fn string(text: &str) -> String {
    let mut out = String::new();
    error_layout::escape::json_string(&mut out, text);
    out
}
