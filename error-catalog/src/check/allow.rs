//! Applies `allow`: removes the warnings that a catalog or an entry allows.

use std::cell::LazyCell;
use std::collections::HashMap;

use super::consequences::path;
use super::resolve::unknown_reference;
use crate::ast;
use crate::json::Node;
use crate::problem::{Problem, Problems};
use crate::rules::{self, Level, Rule};
use crate::source::{Span, Spanned};

/// Removes allowed warnings; reports unknown rules and rules that are errors.
pub(crate) fn apply(nodes: &[Option<Node<'_>>], ast: &ast::Catalog, problems: &mut Problems) {
    let all: Vec<&Spanned<String>> = ast
        .allow
        .iter()
        .chain(ast.errors.iter().flat_map(|entry| &entry.allow))
        .collect();
    for allowed in all {
        match rules::find(&allowed.value) {
            None => {
                let known: Vec<&str> = rules::all()
                    .filter(|rule| rule.level == Level::Warning)
                    .map(|rule| rule.code)
                    .collect();
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
    remove(nodes, ast, problems);
}

/// Removes the warnings that a catalog allows, and those of its entries that they allow.
///
/// The places are in the catalog's files, or in those of a translation.
pub(crate) fn remove(nodes: &[Option<Node<'_>>], ast: &ast::Catalog, problems: &mut Problems) {
    let entries: LazyCell<HashMap<&str, &ast::Entry>, _> = LazyCell::new(|| {
        let entries = ast.errors.iter();
        entries.map(|entry| (entry.name.value.as_str(), entry)).collect()
    });
    let entry_at = |place: &Span| match path(nodes, place).as_slice() {
        ["errors", name, ..] => entries.get(name).copied(),
        _ => None,
    };
    let entry_allows = |problem: &Problem| {
        let related = problem.related.iter().map(|(span, _)| span);
        let mut entries = std::iter::once(&problem.span).chain(related).filter_map(entry_at);
        entries.any(|entry| allows(&entry.allow, problem))
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
