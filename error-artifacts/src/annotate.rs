//! Remarks at places of a catalog, in the formats that code hosts and editors read.

use std::fmt::Write as _;

use error_catalog::Span;
use error_catalog::report::Report;
use serde_json::{Value, json};

/// Returns a remark as a workflow command of GitHub Actions, which shows it beside the changed lines of a pull request.
///
/// `level` is `error`, `warning` or `notice`. <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
pub fn github_command(report: &Report<'_>, span: &Span, level: &str, title: &str, text: &str) -> String {
    let (start, end) = (report.position(span.start), report.position(span.end));
    let mut place = format!("line={},endLine={}", start.line, end.line);
    // GitHub rejects columns of an annotation that spans lines.
    if start.line == end.line {
        let _ = write!(place, ",col={},endColumn={}", start.column, end.column);
    }
    format!(
        "::{level} file={},{place},title={}::{}\n",
        github_property(report.file(span.start).path),
        github_property(title),
        github_data(text)
    )
}

/// Returns a SARIF 2.1.0 log with one run of this tool.
///
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
pub fn sarif_log(rules: &[Value], results: &[Value]) -> String {
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

/// Returns a place as the `physicalLocation` of SARIF.
pub fn sarif_place(report: &Report<'_>, span: &Span) -> Value {
    json!({ "artifactLocation": sarif_artifact(report, span), "region": sarif_region(report, span) })
}

/// Returns the file of a place as the `artifactLocation` of SARIF.
pub fn sarif_artifact(report: &Report<'_>, span: &Span) -> Value {
    json!({ "uri": path_uri(report.file(span.start).path) })
}

/// Returns a place in its file as the `region` of SARIF.
pub fn sarif_region(report: &Report<'_>, span: &Span) -> Value {
    let (start, end) = (report.position(span.start), report.position(span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// Escapes the text after the second `::` of a workflow command of GitHub Actions.
///
/// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property of a workflow command of GitHub Actions.
fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Returns a path as a URI reference. A relative path stays relative to the folder in which the command ran.
fn path_uri(path: &str) -> String {
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
    use super::*;

    #[test]
    fn a_path_becomes_a_uri_reference() {
        assert_eq!(path_uri("./a b/é:c.json"), "a%20b/%C3%A9%3Ac.json");
        assert_eq!(path_uri("/x/y.json"), "file:///x/y.json");
    }
}
