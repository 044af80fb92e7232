//! Problems as SARIF 2.1.0, which code hosts and editors read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use error_artifacts::annotate::{sarif_artifact, sarif_log, sarif_place, sarif_region};
use error_catalog::Fix;
use error_catalog::report::Report;
use error_catalog::rules::{self, Rule};
use serde_json::{Value, json};

use super::Finding;
use crate::rules_document::section;

/// Returns a log with one run.
pub(crate) fn sarif(findings: &[Finding<'_>]) -> String {
    let rules: Vec<Value> = rules::all().map(rule).collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    sarif_log(&rules, &results)
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
        "locations": [{ "physicalLocation": sarif_place(report, &problem.span) }],
    });
    if !problem.related.is_empty() {
        let related = problem
            .related
            .iter()
            .map(|(span, why)| json!({ "physicalLocation": sarif_place(report, span), "message": { "text": why } }));
        result["relatedLocations"] = related.collect();
    }
    if let Some(change) = &problem.fix {
        result["fixes"] = json!([fix(report, change)]);
    }
    result
}

fn fix(report: &Report<'_>, fix: &Fix) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        json!({
            "deletedRegion": sarif_region(report, &edit.span),
            "insertedContent": { "text": edit.replacement },
        })
    });
    let replacements: Vec<Value> = replacements.collect();
    json!({
        "artifactChanges": [{ "artifactLocation": sarif_artifact(report, &fix.span()), "replacements": replacements }],
    })
}
