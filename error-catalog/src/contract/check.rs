//! EC11: a catalog and its baseline.

use std::collections::BTreeMap;
use std::io;

use super::compare::as_text;
use super::{Baseline, Change, Contract, Group, Places, baseline_path, compare, grouped};
use crate::problem::Problem;
use crate::source::{Source, Span};
use crate::{Catalog, Read, rules, source_from_bytes};

/// The result of comparing a catalog with its baseline.
#[derive(Debug)]
pub struct Checked {
    /// The problems of the catalog, in the order of the file: breaking changes, and codes that were retired.
    pub problems: Vec<Problem>,
    /// The file of the baseline, if it could be read, with its own problems.
    pub baseline: Option<(Source, Vec<Problem>)>,
}

/// Compares a catalog without errors with the baseline beside it.
///
/// ```
/// use error_catalog::contract::{self, Baseline, Contract};
/// use error_catalog::{Source, compile};
///
/// let text = |status: u16| {
///     format!(
///         r#"{{ "name": "clinic", "title": "Clinic API", "responses": {{ "default": {{ "format": "problem" }} }},
///              "errors": {{ "GONE": {{ "status": {status}, "title": "Gone" }} }} }}"#
///     )
/// };
/// let old = compile(&Source::new("clinic.json", text(410))).catalog;
/// let baseline = Baseline::new(&Contract::of(&old)).to_json();
///
/// let source = Source::new("clinic.json", text(404));
/// let checked = contract::check(&source, &compile(&source).catalog, &|path| {
///     assert_eq!(path, "clinic.baseline.json");
///     Ok(baseline.clone().into_bytes())
/// });
/// assert_eq!(checked.problems[0].rule.name, "breaking-change");
/// assert_eq!(source.slice(&checked.problems[0].span), "404");
/// ```
pub fn check(source: &Source, catalog: &Catalog, read: &Read<'_>) -> Checked {
    let path = baseline_path(&source.path);
    let bytes = match read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return Checked {
                problems: vec![unreadable(source, &path, &error)],
                baseline: None,
            };
        }
    };
    let (file, baseline, problems) = match source_from_bytes(path, bytes) {
        Ok(file) => {
            let (baseline, problems) = Baseline::read(&file);
            (file, baseline, problems)
        }
        Err((file, problem)) => (file, Baseline::default(), vec![*problem]),
    };
    let mut found = Vec::new();
    if !problems.iter().any(Problem::is_error) {
        found = differences(source, &Contract::of(catalog), &baseline);
        found.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.rule.code));
    }
    Checked {
        problems: found,
        baseline: Some((file, problems)),
    }
}

fn unreadable(source: &Source, path: &str, error: &io::Error) -> Problem {
    if error.kind() == io::ErrorKind::NotFound {
        let problem = Problem::new(
            &rules::NO_BASELINE,
            0..0,
            format!("the baseline `{path}` does not exist"),
        );
        return problem.help(format!("`error-catalog baseline init {}` writes it", source.path));
    }
    Problem::new(
        &rules::NO_BASELINE,
        0..0,
        format!("cannot read the baseline `{path}`: {error}"),
    )
}

/// Returns the problems of a catalog that its baseline has.
fn differences(source: &Source, contract: &Contract, baseline: &Baseline) -> Vec<Problem> {
    let changes = compare(&baseline.contract, contract);
    let breaking: Vec<Change> = changes
        .into_iter()
        .filter(|change| change.row.class.is_breaking())
        .collect();
    let places = Places::new(source);
    let mut problems: Vec<Problem> = Vec::new();
    for group in grouped(&breaking) {
        // A value in `defaults` is reported once, with the entries that inherit it.
        let mut by_place: BTreeMap<(usize, usize), (Span, Group<'_>)> = BTreeMap::new();
        for change in group.changes {
            let span = places.of(change);
            let here = by_place
                .entry((span.start, span.end))
                .or_insert_with(|| (span, Group { changes: Vec::new() }));
            here.1.changes.push(change);
        }
        let here = by_place.into_values();
        problems.extend(here.filter_map(|(span, group)| breaking_change(source, span, &group)));
    }
    let retired = contract.entries().filter_map(|(name, facts)| {
        let code = as_text(facts.get("code")?);
        let owner = baseline.retired.get(&code)?;
        let message = format!("the code `{code}` of `{name}` is retired: clients know it as that of `{owner}`");
        let span = places.of_member(name, "code");
        Some(Problem::new(&rules::RETIRED_CODE, span, message).help("choose a code that was never sent"))
    });
    problems.extend(retired);
    problems
}

fn breaking_change(source: &Source, span: Span, group: &Group<'_>) -> Option<Problem> {
    let change = group.change()?;
    let row = change.row;
    let message = match group.changes.len() {
        1 => change.to_string(),
        entries => format!("{} of {entries} entries", change.words()),
    };
    let message = format!("{message} ({})", row.class.title().to_ascii_lowercase());
    let problem = Problem::new(&rules::BREAKING_CHANGE, span, message).label(row.advice);
    Some(problem.help(format!(
        "{} If the change is meant: `error-catalog baseline accept {} --reason \"…\"`; `error-catalog diff --explain {}` has the rule",
        row.why, source.path, row.name
    )))
}
