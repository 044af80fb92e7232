//! Changes as JSON, as workflow commands of GitHub Actions, and as SARIF.

use error_catalog::contract::{Class, Contract, ROWS, Row, Subject};
use error_catalog::report::Report;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

use super::{Diff, Shown, phrase, positions};
use crate::annotate::{github_command, sarif_log, sarif_place};

impl Diff<'_> {
    /// Returns the changes as a JSON object: each change by itself, with its place in the new file.
    pub fn json(&self) -> String {
        let side = |contract: &Contract| json!({ "name": contract.name(), "version": contract.version() });
        let counts = self.counts();
        let summary = Class::ALL.map(|class| (class.name().to_owned(), json!(counts.get(&class).unwrap_or(&0))));
        let report = Report::new(self.source);
        let places = error_catalog::contract::Places::new(self.source);
        let changes = self.changes.iter().map(|change| {
            let (kind, name) = match &change.subject {
                Subject::Catalog => ("catalog", None),
                Subject::Category(name) => ("category", Some(name)),
                Subject::Response(name) => ("response", Some(name)),
                Subject::Entry(name) => ("entry", Some(name)),
            };
            let span = places.of(change);
            let (start, end) = positions(&report, &span);
            let object = json!({
                "change": change.row.name,
                "class": change.row.class.name(),
                "kind": kind,
                "name": name,
                "was": change.was,
                "member": Some(&change.member).filter(|member| !member.is_empty()),
                "old": change.old,
                "new": change.new,
                "text": change.to_string(),
                "why": change.row.why,
                "advice": Some(change.row.advice).filter(|advice| !advice.is_empty()),
                "path": report.file(span.start).path,
                "line": start.line,
                "column": start.column,
                "end": { "line": end.line, "column": end.column },
            });
            format!("    {object}")
        });
        let changes: Vec<String> = changes.collect();
        let changes = if changes.is_empty() {
            "[]".to_owned()
        } else {
            format!("[\n{}\n  ]", changes.join(",\n"))
        };
        format!(
            "{{\n  \"old\": {},\n  \"new\": {},\n  \"summary\": {},\n  \"changes\": {changes}\n}}\n",
            side(&self.old),
            side(&self.new),
            Value::Object(summary.into_iter().collect::<Map<String, Value>>())
        )
    }

    /// Returns the changes as workflow commands of GitHub Actions, one a line: errors, warnings, and notices for what breaks nothing.
    pub fn github(&self) -> String {
        let report = Report::new(self.source);
        let command = |group: &Shown<'_>| {
            let row = group.change.row;
            let level = match level(row.class) {
                "note" => "notice",
                level => level,
            };
            let title = format!("{}: {}", row.class.title(), row.name);
            github_command(&report, &group.span, level, &title, &message(group))
        };
        self.shown().iter().map(command).collect()
    }

    /// Returns the changes as a SARIF 2.1.0 log with one run.
    ///
    /// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
    pub fn sarif(&self) -> String {
        let report = Report::new(self.source);
        let rule = |row: &&Row| {
            json!({
                "id": row.name,
                "shortDescription": { "text": row.summary },
                "fullDescription": { "text": row.why },
                "defaultConfiguration": { "level": level(row.class) },
                "help": { "text": format!("{} {}", row.why, row.advice).trim_end() },
                "properties": { "class": row.class.name() },
            })
        };
        let result = |group: &Shown<'_>| {
            json!({
                "ruleId": group.change.row.name,
                "ruleIndex": ROWS.iter().position(|row| *row == group.change.row),
                "level": level(group.change.row.class),
                "message": { "text": message(group) },
                "locations": [{ "physicalLocation": sarif_place(&report, &group.span) }],
            })
        };
        let rules: Vec<Value> = ROWS.iter().map(rule).collect();
        let results: Vec<Value> = self.shown().iter().map(result).collect();
        sarif_log(&rules, &results)
    }
}

/// Returns the level of a class in SARIF.
fn level(class: Class) -> &'static str {
    match class {
        Class::Clients | Class::Code => "error",
        Class::Risky => "warning",
        Class::Compatible | Class::Textual => "note",
    }
}

/// Returns a group in words, with the reason and the advice.
fn message(group: &Shown<'_>) -> String {
    let row = group.change.row;
    let mut text = format!("{}. {}", phrase(group, str::to_owned), row.why);
    if !row.advice.is_empty() {
        let _ = write!(text, "\n{}", row.advice);
    }
    text
}
