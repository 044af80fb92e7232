//! EC0614: the `x-…` members of entries that placeholders use.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::related_entries;
use crate::ast;
use crate::ast::text::{Absent, Placeholder};
use crate::model::{Catalog, Constant};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::suggest;

/// The constants that placeholders use, while they are found.
#[derive(Default)]
pub(super) struct Constants<'r> {
    /// Their names.
    names: BTreeSet<&'r str>,
    /// The members of the current entry by name, and their JSON.
    own: HashMap<&'r str, &'r str>,
    /// The names of all members of entries that placeholders can use, once they are needed.
    all: Option<BTreeSet<&'r str>>,
    /// Placeholders of constants that some entries lack, by their places.
    missing: BTreeMap<usize, (Placeholder, Vec<&'r ast::Entry>)>,
}

impl<'r> Constants<'r> {
    /// Starts to check the texts of an entry.
    pub(super) fn enter(&mut self, ast: &'r ast::Catalog, entry: &'r ast::Entry) {
        self.own = members(ast, entry);
    }

    /// Checks a placeholder in a text of the current entry or its response; `whole` means that it is a whole JSON value or a condition.
    pub(super) fn check(
        &mut self,
        placeholder: &Placeholder,
        whole: bool,
        entry: &'r ast::Entry,
        ast: &'r ast::Catalog,
        problems: &mut Problems,
    ) -> Option<Problem> {
        let name = &placeholder.name;
        if !self.is_known(name, ast) {
            let all = self.all.get_or_insert_default();
            return Some(unknown(placeholder, all, problems));
        }
        // A text that no entry uses has no value to check.
        if entry.name.value.is_empty() {
            return None;
        }
        let whole = whole && !placeholder.string;
        match self.own.get(name.as_str()).map(|json| json.as_bytes()) {
            Some([bracket @ (b'[' | b'{'), ..]) if !whole => {
                let found = if *bracket == b'[' { "an array" } else { "an object" };
                let message = format!("expected a string, a number or a boolean in `{name}`, found {found}");
                let problem = Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message);
                return Some(problem.help(format!(
                    "in JSON, write `\"{{{name}}}\"` as the whole value of a member"
                )));
            }
            Some(json) if whole || json != b"null" => {}
            _ if placeholder.absent == Absent::Blank => self.miss(placeholder, entry),
            _ => {}
        }
        None
    }

    fn is_known(&mut self, name: &str, ast: &'r ast::Catalog) -> bool {
        if self.names.contains(name) {
            return true;
        }
        let all = self.all.get_or_insert_with(|| {
            let categories = ast.categories.iter().flat_map(|category| &category.metadata);
            let members = ast.errors.iter().flat_map(|entry| &entry.metadata).chain(categories);
            members.map(|(name, _)| name.as_str()).collect()
        });
        let known = all.get(name).copied();
        self.names.extend(known);
        known.is_some()
    }

    fn miss(&mut self, placeholder: &Placeholder, entry: &'r ast::Entry) {
        let at = self.missing.entry(placeholder.span.start);
        let (_, entries) = at.or_insert_with(|| (placeholder.clone(), Vec::new()));
        entries.push(entry);
    }

    /// Reports the missing values, and gives the others to the entries.
    pub(super) fn finish(self, ast: &ast::Catalog, catalog: &mut Catalog, problems: &mut Problems) {
        for (placeholder, entries) in self.missing.values() {
            let message = match entries.as_slice() {
                [only] => format!("`{{{}}}` has no value in entry `{}`", placeholder.name, only.name.value),
                several => format!("`{{{}}}` has no value in {} entries", placeholder.name, several.len()),
            };
            let problem = Problem::new(&rules::MISSING_CONSTANT, placeholder.span.clone(), message);
            let problem = problem.label(format!("write `{{{}?}}` to omit it then", placeholder.name));
            problems.push(related_entries(problem, entries));
        }
        if self.names.is_empty() {
            return;
        }
        let names: Vec<&str> = self.names.into_iter().collect();
        for (entry, ast_entry) in catalog.entries.iter_mut().zip(&ast.errors) {
            let values = members(ast, ast_entry).into_iter().filter_map(|(name, json)| {
                let position = names.binary_search(&name).ok()?;
                Some((position, Constant::of(json)?))
            });
            entry.constants = values.collect();
        }
        catalog.constants = names.into_iter().map(str::to_owned).collect();
    }
}

/// Returns the `x-…` members of an entry by name, and their JSON: its own, and those of its category that it does not have.
fn members<'r>(ast: &'r ast::Catalog, entry: &'r ast::Entry) -> HashMap<&'r str, &'r str> {
    let category = entry
        .category_position
        .and_then(|position| ast.categories.get(position));
    let inherited = category.map_or(&[][..], |category| &category.metadata);
    let members = inherited.iter().rev().chain(entry.metadata.iter().rev());
    members.map(|(name, json)| (name.as_str(), json.as_str())).collect()
}

fn unknown(placeholder: &Placeholder, all: &BTreeSet<&str>, problems: &mut Problems) -> Problem {
    let name = &placeholder.name;
    let message = format!("no entry has a member `{name}`");
    let problem = Problem::new(&rules::UNKNOWN_PLACEHOLDER, placeholder.span.clone(), message);
    let near = problems
        .may_suggest(all.len())
        .then(|| suggest::nearest(name, all.iter().copied()))
        .flatten();
    match near {
        Some(nearest) => problem.label(format!("did you mean `{{{nearest}}}`?")),
        None => problem.help(format!("add it to the entries, for example `\"{name}\": 463`")),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Example;
    use crate::{Source, compile};

    /// The messages about two entries with these members and this body.
    fn messages(body: &str, one: &str, two: &str) -> Vec<String> {
        let members = format!(
            r#""responses": {{ "default": {{ "format": "json", "body": {body} }} }},
            "errors": {{ "A": {{ "status": 404, "title": "a", {one} }}, "B": {{ "status": 409, "title": "b", {two} }} }}"#
        );
        let leaked: &'static str = members.leak();
        let source = Source::new("c.json", Example::Catalog(leaked).to_catalog());
        let problems = compile(&source).problems;
        problems.iter().map(|problem| problem.message.clone()).collect()
    }

    #[test]
    fn a_text_has_strings_numbers_and_booleans() {
        let all = r#""x-a": "a", "x-b": 1.5, "x-c": true"#;
        assert_eq!(messages(r#"["{x-a} {x-b} {x-c}"]"#, all, all), [""; 0]);
        assert_eq!(
            messages(r#"["{x-a}!"]"#, r#""x-a": ["a"]"#, r#""x-a": null"#),
            [
                "expected a string, a number or a boolean in `x-a`, found an array",
                "`{x-a}` has no value in entry `B`"
            ]
        );
        assert_eq!(
            messages(r#"["{x-a:string}"]"#, r#""x-a": {}"#, r#""x-a": "a""#),
            ["expected a string, a number or a boolean in `x-a`, found an object"]
        );
    }

    #[test]
    fn a_whole_value_has_any_json() {
        let members = r#""x-a": { "b": [null] }"#;
        assert_eq!(messages(r#"["{x-a}"]"#, members, r#""x-a": null"#), [""; 0]);
        assert_eq!(messages(r#"["{x-a?}"]"#, members, r#""x-b": 1"#), [""; 0]);
        assert_eq!(
            messages(r#"["{x-a}"]"#, r#""x-b": 1"#, r#""x-a": 1"#),
            ["`{x-a}` has no value in entry `A`"]
        );
    }

    #[test]
    fn an_entry_inherits_the_members_of_its_category() {
        let members = r#""x-a": 1, "category": "c" }, "C": { "status": 410, "title": "c", "category": "c""#;
        let category = r#""category": "c" } }, "categories": { "c": { "x-a": 2, "x-b": []"#;
        assert_eq!(messages(r#"["{x-a}"]"#, members, category), [""; 0]);
        assert_eq!(
            messages(r#"["{x-a} {x-b}"]"#, members, category)[0],
            "expected a string, a number or a boolean in `x-b`, found an array"
        );
    }

    #[test]
    fn a_name_that_no_entry_has_is_a_mistake() {
        assert_eq!(
            messages(r#"["{x-subcod}"]"#, r#""x-subcode": 1"#, r#""x-subcode": 2"#),
            ["no entry has a member `x-subcod`"]
        );
    }
}
