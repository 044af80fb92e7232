//! Published, damaged and foreign responses with everything that the decoder reports about them, one file for each.
//!
//! A file in `golden/decoded` has a response in the form of [`Exchange`], then the report. To add a case, write the response;
//! `UPDATE_GOLDEN=1 cargo test -p behaviour-tests --test decode snapshots` writes the reports. Review them in the diff.

use std::fmt::Write as _;
use std::{env, fs};

use behaviour_tests::exchange::{CatalogVisitor, Exchange};
use behaviour_tests::folder;
use behaviour_tests::recorded::Decode;
use error_client::{Attempt, Budget, Decoded, Found, Issue, ReceivedResponse};
use error_runtime::Catalog;

/// The line between a response and its report.
const REPORT: &str = "\n=== decoded\n";

struct Report<'r>(ReceivedResponse<'r>);

impl CatalogVisitor for Report<'_> {
    type Output = String;

    fn visit<C: Catalog>(self) -> String {
        report(&C::decode(self.0))
    }
}

#[test]
fn every_response_is_decoded_as_reviewed() {
    let mut differences = String::new();
    let mut files: Vec<_> = fs::read_dir(folder("golden/decoded"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() > 50, "{files:?}");
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let (response, expected) = text.split_once(REPORT).unwrap_or((&text, ""));
        let exchange = Exchange::parse(response.as_bytes());
        let headers = exchange.headers();
        let actual = exchange.with_catalog(Report(exchange.received(&headers)));
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, format!("{response}{REPORT}{actual}")).unwrap();
        } else if actual != expected {
            let _ = write!(differences, "--- {}\n{actual}", path.display());
        }
    }
    assert!(
        differences.is_empty(),
        "other reports than the reviewed ones:\n{differences}"
    );
}

/// Everything that the decoder reports; absent values are left out.
pub fn report<C: Catalog>(decoded: &Decoded<'_, C>) -> String {
    let mut out = Lines::default();
    out.line("body", Some(format!("{:?}", decoded.kind())));
    out.line("response", decoded.response().map(error_runtime::Response::name));
    out.list("note", decoded.notes().map(|note| format!("{note:?}")));
    out.line("request id", decoded.request_id());
    out.line("id", decoded.id());
    out.line("instance", decoded.instance());
    out.line("retry after", decoded.retry_after().map(|value| format!("{value:?}")));
    let advice = decoded.advice();
    let sources = [
        (advice.by_endpoint, ", by the endpoint"),
        (advice.by_status, ", by the status"),
    ];
    let sources = sources
        .iter()
        .filter(|(applies, _)| *applies)
        .map(|(_, source)| *source);
    let class = format!("{:?}{}", advice.class, sources.collect::<String>());
    out.line("advice", Some(class));
    out.line("advised delay", advice.delay.map(|delay| format!("{delay:?}")));
    for method in ["GET", "POST"] {
        let decision = decoded.decide(&Attempt::new(method), &Budget::default());
        out.line(method, Some(decision.to_string()));
    }
    out.line("log", Some(decoded.log_record().to_string()));
    let leading = decoded.issue().map(Issue::position);
    for found in decoded.issues() {
        let mark = if leading == Some(found.position()) {
            "issue, leading"
        } else {
            "issue"
        };
        issue(&mut out, mark, found);
    }
    out.0
}

fn issue<C: Catalog>(out: &mut Lines, title: &str, issue: Issue<'_, C>) {
    let names = issue.candidates().iter().map(|entry| entry.entry().name());
    let names = names.collect::<Vec<_>>().join(" or ");
    out.line(
        title,
        Some(match issue.found() {
            Found::Known(_) => names,
            Found::Ambiguous(_) => format!("ambiguous, {names}"),
            Found::Unknown => "unknown".to_owned(),
        }),
    );
    out.line("  code", issue.code());
    out.line("  severity", issue.severity_text());
    out.line("  issue type", issue.issue_type_text());
    out.line("  text", issue.text());
    out.line("  diagnostics", issue.diagnostics());
    out.line("  offset", Some(issue.offset().to_string()));
    for (name, value) in issue.parameters() {
        out.line("  parameter", Some(format!("{name} = {value}")));
    }
    for coding in issue.codings() {
        let parts = [("", coding.system), ("#", coding.code), (" ", coding.display)];
        let parts = parts
            .into_iter()
            .filter_map(|(before, part)| Some(format!("{before}{}", part?)));
        out.line("  coding", Some(parts.collect::<String>()));
    }
    out.list("  expression", issue.expressions());
    out.list("  location", issue.locations());
    out.line(
        "  drift",
        Some(issue.drift())
            .filter(|drift| !drift.is_none())
            .map(|drift| drift.to_string()),
    );
    out.line("  action", issue.action());
    out.line("  for the user", Some(issue.user_message()));
}

/// Lines of the form `name: value`.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, name: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            // A value is one line, and white space at its ends is visible.
            let value = value
                .as_ref()
                .escape_debug()
                .to_string()
                .replace("\\\"", "\"")
                .replace("\\'", "'");
            let quote = if value.trim() == value && !value.is_empty() {
                ""
            } else {
                "`"
            };
            let _ = writeln!(self.0, "{name}: {quote}{value}{quote}");
        }
    }

    fn list<T: AsRef<str>>(&mut self, name: &str, values: impl Iterator<Item = T>) {
        for value in values {
            self.line(name, Some(value));
        }
    }
}
