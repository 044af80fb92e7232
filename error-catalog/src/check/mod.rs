//! Turns the AST into a checked [`Catalog`]: inheritance, references, and rules that concern more than one member.
//!
//! Rules that concern a single value are in [`parse`](crate::parse). All checks run, whether or not an earlier one reported problems;
//! `add_without_consequences` drops the problems that follow from a value which could not be parsed.

mod aliases;
mod allow;
mod consequences;
mod constants;
mod fallbacks;
mod fhir;
mod http;
mod in_languages;
mod inline;
mod life_cycle;
mod literals;
mod names;
mod parameter_names;
mod places;
mod required;
mod resolve;
mod texts;
mod translations;

pub(crate) use allow::{apply as apply_allowances, remove as apply_translated_allowances};
pub(crate) use consequences::add as add_without_consequences;
pub(crate) use in_languages::add as add_texts_in_languages;
pub(crate) use literals::braced;
pub(crate) use resolve::TEXT_TYPE;
pub(crate) use translations::{Files as TranslatedFiles, add as add_translation};

use std::collections::HashSet;

use crate::ast;
use crate::model::Catalog;
use crate::problem::{Problem, Problems};
use crate::source::Span;

/// Checks and resolves a parsed catalog.
pub fn check(ast: &ast::Catalog, problems: &mut Problems) -> Catalog {
    let mut catalog = resolve::catalog(ast, problems);
    names::check(ast, &mut catalog, problems);
    parameter_names::check(ast, &catalog, problems);
    texts::check(ast, &mut catalog, problems);
    literals::check(ast, problems);
    inline::check(ast, &mut catalog, problems);
    places::check(ast, &catalog, problems);
    required::check(ast, &catalog, problems);
    http::check(ast, &catalog, problems);
    fhir::check(ast, &catalog, problems);
    life_cycle::check(ast, &mut catalog, problems);
    fallbacks::check(ast, &mut catalog, problems);
    aliases::check(&catalog, problems);
    in_languages::check(ast, problems);
    catalog
}

/// The names of some entries, as related places of a problem that they share.
fn related_entries(mut problem: Problem, entries: &[&ast::Entry]) -> Problem {
    /// How many are shown.
    const SHOWN: usize = 3;
    for (position, entry) in entries.iter().take(SHOWN).enumerate() {
        let rest = entries.len() - position - 1;
        problem = problem.related(
            entry.name.span.clone(),
            if position + 1 == SHOWN && rest > 0 {
                format!("this entry and {rest} more")
            } else {
                "this entry".to_owned()
            },
        );
    }
    problem
}

/// Reports a problem of an inherited value only for the first entry that inherits it.
#[derive(Default)]
pub(crate) struct Once {
    seen: HashSet<(&'static str, usize)>,
}

impl Once {
    /// Reports `problem` unless its rule was already reported at its place.
    ///
    /// An entry that inherits the value is added as a related place; an empty `entry` stands for all entries and is not added.
    pub(crate) fn report(&mut self, problems: &mut Problems, problem: Problem, entry: (&Span, &Span)) {
        let (name, whole) = entry;
        if self.seen.insert((problem.rule.code, problem.span.start)) {
            let inside = problem.span == *name || whole.contains(&problem.span.start);
            problems.push(if inside || name.is_empty() {
                problem
            } else {
                problem.related(name.clone(), "inherited by this entry")
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Example;
    use crate::{Source, compile};

    #[test]
    fn a_problem_of_an_unused_response_names_no_entry() {
        let members = r#""responses": { "default": { "format": "empty" }, "page": { "format": "text", "body": "{mesage}" } },
            "errors": { "NOT_FOUND": { "status": 404, "title": "Not found" } }"#;
        let source = Source::new("c.json", Example::Catalog(members).to_catalog());
        let problems = compile(&source).problems;
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].rule.code, "EC0601");
        assert_eq!(problems[0].related, []);
    }
}
