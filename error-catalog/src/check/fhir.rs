//! EC05: entries whose response is an OperationOutcome.

use error_layout::vocabulary::FHIR_VERSIONS;

use super::resolve::Levels;
use super::{Once, related_entries};
use crate::ast;
use crate::model::{Catalog, Entry};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::Span;
use crate::suggest;

/// Checks every entry whose response is an OperationOutcome.
pub(super) fn check(ast: &ast::Catalog, catalog: &Catalog, problems: &mut Problems) {
    let mut once = Once::default();
    let mut without_issue: Vec<Vec<&ast::Entry>> = vec![Vec::new(); catalog.responses.len()];
    for (entry, ast_entry) in catalog.entries.iter().zip(&ast.errors) {
        let Some(response) = catalog
            .responses
            .get(entry.response)
            .filter(|_| is_outcome(ast, entry.response))
        else {
            continue;
        };
        let levels = Levels::of(ast, ast_entry);
        let at = |span: Option<&Span>| span.cloned().unwrap_or_else(|| ast_entry.name.span.clone());
        let issue_span = at(levels.nearest(|level| level.issue.as_ref()).map(|issue| &issue.span));
        let severity_span = at(levels
            .nearest(|level| level.severity.as_ref())
            .map(|severity| &severity.span));
        let mut report = |problem: Problem| once.report(problems, problem, (&ast_entry.name.span, &ast_entry.span));
        match entry.issue_name() {
            None => without_issue[entry.response].push(ast_entry),
            Some(issue) => {
                let missing = response
                    .fhir
                    .iter()
                    .find(|&&version| !issue_type_exists(issue, version));
                if let Some(&version) = missing {
                    report(no_such_issue_type(issue, version, issue_span.clone()));
                } else if levels.nearest(|level| level.status.as_ref()).is_some() {
                    mismatch(entry, issue, &issue_span, &mut report);
                }
            }
        }
        if let Some(&version) = response
            .fhir
            .iter()
            .find(|&&version| entry.severity_name() == "success" && version < 4)
        {
            let message = format!("`success` is not a severity in FHIR {}", version_name(version));
            report(Problem::new(&rules::SEVERITY_VERSION, severity_span, message).label("did you mean `information`?"));
        }
        if let (Some(expression), true) = (ast_entry.expression.first(), response.fhir.contains(&0)) {
            let message = "`expression` does not exist in FHIR DSTU2".to_owned();
            report(
                Problem::new(&rules::ELEMENT_VERSION, expression.span.clone(), message)
                    .help("use `location` with an XPath"),
            );
        }
    }
    for (position, entries) in without_issue.iter().enumerate() {
        problems.extend(missing_issue(ast, position, entries));
    }
}

/// Returns the problem of all entries of a response that have no issue type.
fn missing_issue(ast: &ast::Catalog, response: usize, entries: &[&ast::Entry]) -> Option<Problem> {
    let (first, others) = entries.split_first()?;
    let message = match others.len() {
        0 => format!("missing member `issue` in entry `{}`", first.name.value),
        _ => format!("missing member `issue` in {} entries", entries.len()),
    };
    let mut problem = Problem::new(&rules::MISSING_MEMBER, first.name.span.clone(), message);
    if let Some(response) = ast.responses.get(response) {
        problem = problem.related(response.name.span.clone(), "required by this response");
    }
    let problem = related_entries(problem, others);
    Some(problem.help(
        "an OperationOutcome needs an issue type, for example `\"issue\": \"not-found\"`; `issue` can also be set in a category or in `defaults`",
    ))
}

fn is_outcome(ast: &ast::Catalog, response: usize) -> bool {
    let format = ast
        .responses
        .get(response)
        .and_then(|response| response.format.as_ref());
    matches!(format, Some(ast::Format::OperationOutcome(_)))
}

fn version_name(version: u8) -> &'static str {
    FHIR_VERSIONS.get(usize::from(version)).copied().unwrap_or("")
}

/// Whether a version has an issue type (<https://hl7.org/fhir/valueset-issue-type.html> and its older editions).
fn issue_type_exists(issue: &str, version: u8) -> bool {
    match issue {
        "multiple-matches" | "deleted" => version >= 2,
        "limited-filter" | "success" => version >= 4,
        _ => true,
    }
}

fn no_such_issue_type(issue: &str, version: u8, span: Span) -> Problem {
    let message = format!("`{issue}` is not an issue type in FHIR {}", version_name(version));
    let problem = Problem::new(&rules::ISSUE_TYPE_VERSION, span, message);
    match issue {
        "deleted" => problem.label("did you mean `not-found`?"),
        "multiple-matches" => problem.label("did you mean `processing`?"),
        "limited-filter" => problem.label("did you mean `incomplete`?"),
        "success" => problem.label("did you mean `informational`?"),
        _ => problem,
    }
}

/// Returns the statuses that match an issue type; an empty list means all.
///
/// FHIR has no normative table. This one follows FHIR's page on HTTP (<https://hl7.org/fhir/http.html#Status-Codes>) and RFC 9110; issue types
/// that published APIs use with various statuses have an empty list.
fn statuses(issue: &str) -> &'static [u16] {
    match issue {
        "security" | "login" | "unknown" | "expired" | "forbidden" => &[401, 403, 407, 511],
        "throttled" => &[429, 503],
        "timeout" => &[408, 500, 502, 503, 504],
        "not-found" => &[400, 404, 410, 422],
        "deleted" => &[404, 410],
        "conflict" | "duplicate" | "lock-error" => &[400, 409, 412, 422, 423],
        "no-store" | "exception" => &[500, 501, 502, 503, 504, 507],
        "structure" | "required" | "value" | "invariant" | "code-invalid" => {
            &[400, 404, 406, 409, 412, 413, 414, 415, 422, 431]
        }
        _ => &[],
    }
}

fn mismatch(entry: &Entry, issue: &str, span: &Span, report: &mut impl FnMut(Problem)) {
    let usual = statuses(issue);
    if entry.status < 400 || usual.is_empty() || usual.contains(&entry.status) {
        return;
    }
    if usual.iter().any(|status| entry.has_status(*status)) {
        return;
    }
    let words: Vec<String> = usual.iter().map(u16::to_string).collect();
    let message = format!(
        "issue type `{issue}` does not match status {} of entry `{}`",
        entry.status, entry.name
    );
    let problem = Problem::new(&rules::STATUS_ISSUE_MISMATCH, span.clone(), message);
    let statuses = suggest::list(words.iter().map(String::as_str));
    report(problem.help(format!("`{issue}` matches {statuses}")));
}

#[cfg(test)]
mod tests {
    use super::*;
    use error_layout::vocabulary::ISSUE_TYPES;

    #[test]
    fn issue_types_exist_from_the_version_that_added_them() {
        let of = |version| {
            ISSUE_TYPES
                .iter()
                .filter(|issue| issue_type_exists(issue, version))
                .count()
        };
        assert_eq!([of(0), of(1), of(2), of(3), of(4)], [29, 29, 31, 31, 33]);
    }
}
