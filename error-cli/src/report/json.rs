//! Problems as JSON, for programs. The README of the command documents the fields.

use error_catalog::Span;
use error_catalog::report::Report;
use serde_json::{Map, Value, json};

use super::Finding;

/// Returns an array of objects, one for each problem and in a line of its own.
pub(crate) fn json(findings: &[Finding<'_>]) -> String {
    if findings.is_empty() {
        return "[]\n".to_owned();
    }
    let objects: Vec<String> = findings.iter().map(|finding| object(finding).to_string()).collect();
    format!("[\n  {}\n]\n", objects.join(",\n  "))
}

fn object(finding: &Finding<'_>) -> Value {
    let Finding { report, problem, level } = finding;
    let related = problem.related.iter().map(|(span, why)| {
        let mut fields = place(report, span);
        fields.insert("message".to_owned(), json!(why));
        fields
    });
    let related: Vec<Map<String, Value>> = related.collect();
    let mut fields = place(report, &problem.span);
    let rest = [
        ("code", json!(problem.rule.code)),
        ("severity", json!(level.word())),
        ("message", json!(problem.message)),
        ("help", json!(finding.advice())),
        ("related", json!(related)),
    ];
    fields.extend(rest.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(fields)
}

/// `path`, `line`, `column` and `end`.
fn place(report: &Report<'_>, span: &Span) -> Map<String, Value> {
    let (start, end) = (report.position(span.start), report.position(span.end));
    let fields = [
        ("path", json!(report.file(span.start).path)),
        ("line", json!(start.line)),
        ("column", json!(start.column)),
        ("end", json!({ "line": end.line, "column": end.column })),
    ];
    fields
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}
