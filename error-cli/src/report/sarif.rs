//! Problems as SARIF 2.1.0, which code hosts and editors read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use error_artifacts::escape::path_uri;
use error_catalog::report::Report;
use error_catalog::rules::{self, Rule};
use error_catalog::{Fix, Span};
use serde_json::{Value, json};

use super::Finding;
use crate::rules_document::section;

/// Returns a log with one run.
pub(crate) fn sarif(findings: &[Finding<'_>]) -> String {
    let rules: Vec<Value> = rules::all().map(rule).collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": { "name": "error-catalog", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log}\n")
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why },
        "defaultConfiguration": { "level": rule.level.word() },
        "help": { "text": rule.why, "markdown": section(rule, 1) },
    })
}

fn result(finding: &Finding<'_>) -> Value {
    let Finding { report, problem, level } = finding;
    let message = match finding.advice() {
        Some(advice) => format!("{}: {advice}", problem.message),
        None => problem.message.clone(),
    };
    let mut result = json!({
        "ruleId": problem.rule.code,
        "ruleIndex": rules::all().position(|rule| rule.code == problem.rule.code),
        "level": level.word(),
        "message": { "text": message },
        "locations": [{ "physicalLocation": place(report, &problem.span) }],
    });
    if !problem.related.is_empty() {
        let related = problem
            .related
            .iter()
            .map(|(span, why)| json!({ "physicalLocation": place(report, span), "message": { "text": why } }));
        result["relatedLocations"] = related.collect();
    }
    if let Some(change) = &problem.fix {
        result["fixes"] = json!([fix(report, change)]);
    }
    result
}

fn place(report: &Report<'_>, span: &Span) -> Value {
    json!({ "artifactLocation": artifact(report, span), "region": region(report, span) })
}

fn artifact(report: &Report<'_>, span: &Span) -> Value {
    json!({ "uri": path_uri(report.file(span.start).path) })
}

fn region(report: &Report<'_>, span: &Span) -> Value {
    let (start, end) = (report.position(span.start), report.position(span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn fix(report: &Report<'_>, fix: &Fix) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        json!({
            "deletedRegion": region(report, &edit.span),
            "insertedContent": { "text": edit.replacement },
        })
    });
    let replacements: Vec<Value> = replacements.collect();
    json!({
        "artifactChanges": [{ "artifactLocation": artifact(report, &fix.span()), "replacements": replacements }],
    })
}
