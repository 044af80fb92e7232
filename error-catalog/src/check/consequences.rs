//! Drops problems that follow from others, so that one mistake has one message.
//!
//! A member whose value could not be parsed is broken. A rule that depends on it is not reported for its entry, or for the entries that
//! inherit it, until it is corrected.

use std::collections::HashMap;

use super::resolve::Levels;
use crate::ast;
use crate::json::{Node, Value};
use crate::parse::intended;
use crate::problem::{Problem, Problems};
use crate::rules::{self, ALL, Rule};
use crate::source::Span;

/// The members of a catalog on which no rule depends, apart from rules about their own content.
const HARMLESS: [&str; 9] = [
    "$schema",
    "format_version",
    "name",
    "title",
    "description",
    "language",
    "translations",
    "fallbacks",
    "allow",
];

/// Rules of which a violation breaks a member, like a value that cannot be parsed.
const BREAKING: [&Rule; 4] = [
    &rules::PARAMETER_NAME,
    &rules::UNKNOWN_REFERENCE,
    &rules::MISSING_MEMBER,
    &rules::STATUS_RANGE,
];

/// Adds the problems of `found` to `problems`, except those that follow from another one.
pub(crate) fn add(nodes: &[Option<Node<'_>>], ast: &ast::Catalog, found: Problems, problems: &mut Problems) {
    let mut broken = Broken::new(nodes, ast);
    for problem in problems.iter() {
        broken.add(problem);
    }
    let mut rest = found.finish();
    for rule in BREAKING {
        let is_breaking = |problem: &Problem| problem.rule.code == rule.code;
        let (mut breaking, others): (Vec<Problem>, Vec<Problem>) = rest.into_iter().partition(is_breaking);
        rest = others;
        breaking.retain(|problem| !broken.explains(problem));
        for problem in &breaking {
            broken.add(problem);
        }
        problems.extend(breaking);
    }
    rest.retain(|problem| !broken.explains(problem));
    problems.extend(rest);
}

/// Names of members.
type Members = Vec<String>;

/// The broken members of a catalog.
struct Broken<'r, 'a> {
    /// The values of the catalog's own file and of its bases.
    nodes: &'r [Option<Node<'a>>],
    ast: &'r ast::Catalog,
    /// Whether all entries or all responses are missing, or another member of the catalog as a whole.
    all: bool,
    /// Whether a parameter of the catalog is broken, or its version, which is one for all texts.
    parameters: bool,
    defaults: Members,
    entries: HashMap<String, Members>,
    categories: HashMap<String, Members>,
    /// The names of broken responses and the keys of broken fallbacks.
    responses: Members,
    fallbacks: Members,
}

impl<'r, 'a> Broken<'r, 'a> {
    fn new(nodes: &'r [Option<Node<'a>>], ast: &'r ast::Catalog) -> Self {
        Self {
            nodes,
            ast,
            all: ast.responses.is_empty() || ast.errors.is_empty(),
            parameters: false,
            defaults: Vec::new(),
            entries: HashMap::new(),
            categories: HashMap::new(),
            responses: Vec::new(),
            fallbacks: Vec::new(),
        }
    }

    /// Adds the member with an error.
    fn add(&mut self, problem: &Problem) {
        if !problem.is_error() {
            return;
        }
        let path = path(self.nodes, &problem.span);
        let owned = |name: &str| name.to_owned();
        let member = |name: &str| intended(name).unwrap_or(ALL).to_owned();
        match path.as_slice() {
            ["errors", entry, name, ..] => self.entries.entry(owned(entry)).or_default().push(member(name)),
            ["errors", entry] => {
                // A member that is missing in an entry has no place.
                if problem.rule.code != rules::MISSING_MEMBER.code {
                    self.entries.entry(owned(entry)).or_default().push(owned(ALL));
                }
            }
            ["categories", category, rest @ ..] => {
                let name = rest.first().map_or(ALL.to_owned(), |name| member(name));
                self.categories.entry(owned(category)).or_default().push(name);
            }
            ["defaults", name, ..] => self.defaults.push(member(name)),
            ["responses", response, ..] => self.responses.push(owned(response)),
            ["fallbacks", key, ..] => self.fallbacks.push(owned(key)),
            ["parameters", _, ..] | ["version"] => self.parameters = true,
            [name, ..] => self.all |= !HARMLESS.contains(name) && !name.starts_with("x-"),
            [] => {}
        }
    }

    /// Whether a problem may follow from a broken member.
    fn explains(&self, problem: &Problem) -> bool {
        if self.all {
            return true;
        }
        let Some(members) = problem.rule.depends_on else {
            return false;
        };
        let parameters = self.parameters && is_any(&["parameters"], members);
        let places = std::iter::once(&problem.span).chain(problem.related.iter().map(|(span, _)| span));
        let places: Vec<Vec<&str>> = places.map(|place| path(self.nodes, place)).collect();
        // A text of a response, for an entry that may not have that response.
        let in_response = places.first().is_some_and(|path| path.first() == Some(&"responses"));
        places.iter().any(|path| match path.as_slice() {
            ["errors", entry, ..] => {
                let broken = self.of_entry(entry);
                is_any(&broken, members) || (in_response && is_any(&broken, &["response"]))
            }
            ["categories", category, ..] => {
                let own = self.categories.get(*category);
                parameters || own.is_some_and(|own| is_any(own, members))
            }
            ["defaults", ..] => parameters || is_any(&self.defaults, members),
            ["responses", response, ..] => parameters || self.responses.iter().any(|broken| broken == response),
            ["fallbacks", key, rest @ ..] => {
                // Two arguments have nothing to do with each other.
                let is_own = rest.first() != Some(&"parameters") && self.fallbacks.iter().any(|broken| broken == key);
                let fallback = self
                    .ast
                    .fallbacks
                    .iter()
                    .find(|one| one.statuses.value.to_string() == *key);
                is_own || fallback.is_some_and(|one| is_any(&self.of_entry(&one.entry.value), members))
            }
            ["parameters", ..] => self.is_any_broken(),
            _ => false,
        })
    }

    fn is_any_broken(&self) -> bool {
        !self.entries.is_empty()
            || !self.categories.is_empty()
            || !self.responses.is_empty()
            || !self.defaults.is_empty()
            || self.parameters
    }

    /// Returns the broken members of an entry, its own and inherited ones.
    fn of_entry(&self, name: &str) -> Members {
        let mut broken = self.entries.get(name).cloned().unwrap_or_default();
        broken.extend(self.defaults.iter().cloned());
        if self.parameters {
            broken.push("parameters".to_owned());
        }
        let is_named = |entry: &&ast::Entry| entry.name.value == name;
        let needs_entry = !self.categories.is_empty() || !self.responses.is_empty();
        let Some(entry) = self.ast.errors.iter().filter(|_| needs_entry).find(is_named) else {
            return broken;
        };
        if let Some(category) = entry
            .category
            .as_ref()
            .and_then(|name| self.categories.get(&name.value))
        {
            broken.extend(category.iter().cloned());
        }
        let response = Levels::of(self.ast, entry).nearest(|level| level.response.as_ref());
        let response = response.map_or("default", |name| name.value.as_str());
        if self.responses.iter().any(|name| name == response) {
            broken.push("response".to_owned());
        }
        broken
    }
}

/// Whether one of the broken members is among those that a rule depends on. Everything can be inherited from an unknown category.
fn is_any(broken: &[impl AsRef<str>], members: &[&str]) -> bool {
    broken
        .iter()
        .map(AsRef::as_ref)
        .any(|broken| broken == ALL || broken == "category" || members.contains(&broken) || members.contains(&ALL))
}

/// Returns the names of the members that a place is in, outermost first. Each file has a value.
pub(super) fn path<'n>(nodes: &'n [Option<Node<'_>>], place: &Span) -> Vec<&'n str> {
    let mut path: Vec<&str> = Vec::new();
    let mut files = nodes.iter().flatten();
    let Some(mut node) = files.find(|node| node.span.start <= place.start && place.start < node.span.end) else {
        return path;
    };
    loop {
        match &node.value {
            Value::Object(members) => {
                let after = members.partition_point(|member| member.name.span.start <= place.start);
                let member = after.checked_sub(1).and_then(|position| members.get(position));
                let Some(member) = member.filter(|member| place.start < member.value.span.end) else {
                    return path;
                };
                path.push(&member.name.value);
                node = &member.value;
            }
            Value::Array(elements) => {
                let after = elements.partition_point(|element| element.span.start <= place.start);
                let element = after.checked_sub(1).and_then(|position| elements.get(position));
                let Some(element) = element.filter(|element| place.start < element.span.end) else {
                    return path;
                };
                node = element;
            }
            _ => return path,
        }
    }
}
