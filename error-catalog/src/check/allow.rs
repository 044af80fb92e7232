//! Applies `allow`: removes the warnings that a catalog or an entry allows.

use super::resolve::unknown_reference;
use crate::ast;
use crate::problem::{Problem, Problems};
use crate::rules::{self, Level, Rule};
use crate::source::{Span, Spanned};

/// Removes allowed warnings; reports unknown rules and rules that are errors.
pub fn apply(ast: &ast::Catalog, problems: &mut Problems) {
    let all: Vec<&Spanned<String>> = ast
        .allow
        .iter()
        .chain(ast.errors.iter().flat_map(|entry| &entry.allow))
        .collect();
    for allowed in all {
        match rules::find(&allowed.value) {
            None => {
                let known: Vec<&str> = rules::all().map(|rule| rule.code).collect();
                let problem = unknown_reference(allowed, "rule", known.into_iter(), problems);
                problems.push(problem);
            }
            Some(rule) if rule.level == Level::Error => {
                let message = format!("`{}` is an error; only warnings can be allowed", allowed.value);
                problems.push(Problem::new(&rules::UNKNOWN_REFERENCE, allowed.span.clone(), message));
            }
            Some(_) => {}
        }
    }
    // Entries are in the order of the file.
    let entry_at = |place: &Span| {
        let after = ast.errors.partition_point(|entry| entry.name.span.start <= place.start);
        let entry = ast.errors.get(after.checked_sub(1)?)?;
        (place.start < entry.span.end).then_some(entry)
    };
    let entry_allows = |problem: &Problem| {
        let related = problem.related.iter().map(|(span, _)| span);
        let mut entries = std::iter::once(&problem.span).chain(related).filter_map(entry_at);
        entries.any(|entry| allows(&entry.allow, problem))
    };
    problems.retain(|problem| problem.is_error() || !(allows(&ast.allow, problem) || entry_allows(problem)));
}

/// Removes the warnings of a translation that its catalog or the original of an entry allows.
pub(super) fn apply_to_translation(ast: &ast::Catalog, translation: &ast::Translation, problems: &mut Problems) {
    let entry_allows = |problem: &Problem| {
        let mut entries = translation.errors.iter();
        let own = entries.find(|entry| (entry.name.span.start..entry.span.end).contains(&problem.span.start));
        let original = own.and_then(|own| ast.errors.iter().find(|entry| entry.name.value == own.name.value));
        original.is_some_and(|original| allows(&original.allow, problem))
    };
    problems.retain(|problem| problem.is_error() || !(allows(&ast.allow, problem) || entry_allows(problem)));
}

fn allows(list: &[Spanned<String>], problem: &Problem) -> bool {
    allows_rule(list, problem.rule)
}

/// Whether a list names a rule.
pub(super) fn allows_rule(list: &[Spanned<String>], wanted: &Rule) -> bool {
    list.iter()
        .any(|allowed| rules::find(&allowed.value).is_some_and(|rule| rule.code == wanted.code))
}
