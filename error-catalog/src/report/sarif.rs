//! Problems as SARIF 2.1.0, which code hosts and editors read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::fmt::Write as _;

use super::json::{advice, array, object, string};
use super::{Finding, Report};
use crate::problem::Fix;
use crate::rules::{self, Rule};
use crate::source::Span;

/// A log with one run.
pub fn sarif(findings: &[Finding<'_>]) -> String {
    let driver = object(&[
        ("name", string("error-catalog")),
        ("semanticVersion", string(env!("CARGO_PKG_VERSION"))),
        ("rules", array(rules::all().map(rule))),
    ]);
    let results: Vec<String> = findings.iter().map(result).collect();
    let run = object(&[
        ("tool", object(&[("driver", driver)])),
        ("columnKind", string("unicodeCodePoints")),
        ("results", format!("[{}]", results.join(",\n"))),
    ]);
    let log = object(&[
        ("$schema", string("https://json.schemastore.org/sarif-2.1.0.json")),
        ("version", string("2.1.0")),
        ("runs", array([run])),
    ]);
    format!("{log}\n")
}

fn text(text: &str) -> String {
    object(&[("text", string(text))])
}

fn rule(rule: &Rule) -> String {
    let configuration = object(&[("level", string(rule.level.word()))]);
    object(&[
        ("id", string(rule.code)),
        ("name", string(rule.name)),
        ("shortDescription", text(rule.summary)),
        ("fullDescription", text(rule.why)),
        ("defaultConfiguration", configuration),
        (
            "help",
            object(&[
                ("text", string(rule.why)),
                ("markdown", string(&rules::document::section(rule, 1))),
            ]),
        ),
    ])
}

fn result(finding: &Finding<'_>) -> String {
    let Finding { report, problem, level } = finding;
    let message = match advice(problem) {
        Some(advice) => format!("{}: {advice}", problem.message),
        None => problem.message.clone(),
    };
    let index = rules::all().position(|rule| rule.code == problem.rule.code);
    let mut members = vec![("ruleId", string(problem.rule.code))];
    members.extend(index.map(|index| ("ruleIndex", index.to_string())));
    members.extend([
        ("level", string(level.word())),
        ("message", text(&message)),
        ("locations", array([location(report, &problem.span, None)])),
    ]);
    if !problem.related.is_empty() {
        let related = problem.related.iter();
        let related = related.map(|(span, why)| location(report, span, Some(why)));
        members.push(("relatedLocations", array(related)));
    }
    if let Some(fixed) = &problem.fix {
        members.push(("fixes", array([fix(report, fixed)])));
    }
    object(&members)
}

fn location(report: &Report<'_>, span: &Span, why: Option<&str>) -> String {
    let physical = object(&[("artifactLocation", artifact(report)), ("region", region(report, span))]);
    let mut members = vec![("physicalLocation", physical)];
    members.extend(why.map(|why| ("message", text(why))));
    object(&members)
}

fn artifact(report: &Report<'_>) -> String {
    object(&[("uri", string(&uri(&report.source().path)))])
}

fn region(report: &Report<'_>, span: &Span) -> String {
    let (start, end) = (report.position(span.start), report.position(span.end));
    object(&[
        ("startLine", start.line.to_string()),
        ("startColumn", start.column.to_string()),
        ("endLine", end.line.to_string()),
        ("endColumn", end.column.to_string()),
    ])
}

fn fix(report: &Report<'_>, fix: &Fix) -> String {
    let replacement = object(&[
        ("deletedRegion", region(report, &fix.span)),
        ("insertedContent", text(&fix.replacement)),
    ]);
    let change = object(&[
        ("artifactLocation", artifact(report)),
        ("replacements", array([replacement])),
    ]);
    object(&[("artifactChanges", array([change]))])
}

/// A path as a URI reference: relative ones stay relative, to where the command ran.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut uri = if path.starts_with('/') {
        "file://".to_owned()
    } else if path.as_bytes().get(1) == Some(&b':') && cfg!(windows) {
        "file:///".to_owned()
    } else {
        String::new()
    };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_becomes_a_uri_reference() {
        assert_eq!(uri("./a b/é:c.json"), "a%20b/%C3%A9%3Ac.json");
        assert_eq!(uri("/x/y.json"), "file:///x/y.json");
    }
}
