//! EC0505: parts that are `required` have a value in every entry.

use super::resolve::Levels;
use super::{Once, related_entries};
use crate::ast;
use crate::ast::text::{self, Absent};
use crate::model::{Catalog, Entry, Parameter};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::Spanned;
use crate::suggest;

/// Checks every entry.
pub(super) fn check(ast: &ast::Catalog, catalog: &Catalog, problems: &mut Problems) {
    let mut once = Once::default();
    let mut missing: Vec<Missing<'_>> = Vec::new();
    for (entry, ast_entry) in catalog.entries.iter().zip(&ast.errors) {
        let levels = Levels::of(ast, ast_entry);
        let response = ast.responses.get(entry.response);
        let own: &[Spanned<String>] = response.map_or(&[], |response| &response.required);
        for (_, text) in entry.texts() {
            for placeholder in text.value.placeholders().filter(|placeholder| {
                placeholder.absent == Absent::Blank && text::FIXED.contains(&placeholder.name.as_str())
            }) {
                let is_there =
                    placeholder.name == "message" || has_value(ast, ast_entry, entry, &placeholder.name) == Some(true);
                if !is_there {
                    let message = format!("`{{{}}}` has no value in entry `{}`", placeholder.name, entry.name);
                    let problem = Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message);
                    let problem = problem.label(format!("write `{{{}?}}` to omit the text then", placeholder.name));
                    once.report(problems, problem, (&ast_entry.name.span, &ast_entry.span));
                }
            }
        }
        let mut seen: Vec<&str> = Vec::new();
        for required in own.iter().chain(levels.all(|level| &level.required)) {
            let name = required.value.as_str();
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let Some(has_value) = has_value(ast, ast_entry, entry, name) else {
                once.report(problems, unknown(required), (&ast_entry.name.span, &ast_entry.span));
                continue;
            };
            if !has_value {
                let parameter = entry.parameters.iter().find(|parameter| parameter.name == name);
                match missing
                    .iter_mut()
                    .find(|missing| missing.required.value == required.value)
                {
                    Some(missing) => missing.entries.push(ast_entry),
                    None => missing.push(Missing {
                        required,
                        entries: vec![ast_entry],
                        parameter_type: parameter.map(Parameter::type_name),
                    }),
                }
            }
        }
    }
    for missing in &missing {
        problems.extend(can_be_missing(missing));
    }
}

/// A required text, and the entries in which it can be missing.
struct Missing<'a> {
    required: &'a Spanned<String>,
    entries: Vec<&'a ast::Entry>,
    /// The type of the optional parameter that it is.
    parameter_type: Option<&'static str>,
}

/// Returns the problem of all entries in which a required text can be missing.
fn can_be_missing(missing: &Missing<'_>) -> Option<Problem> {
    let required = missing.required;
    let (first, others) = missing.entries.split_first()?;
    let name = &required.value;
    let message = match others.len() {
        0 => format!("required `{name}` can be missing in entry `{}`", first.name.value),
        _ => format!("required `{name}` can be missing in {} entries", missing.entries.len()),
    };
    let problem = Problem::new(&rules::REQUIRED_TEXT, first.name.span.clone(), message);
    let problem = problem.related(required.span.clone(), "required here");
    let problem = match missing.parameter_type {
        // The values of an enum are not repeated here.
        Some("enum") => problem.help(format!(
            "declare the parameter `{name}` in the entry, without `optional`"
        )),
        Some(kind) => problem.help(format!(
            "declare the parameter in the entry, without `optional`: `\"parameters\": {{ \"{name}\": \"{kind}\" }}`"
        )),
        None => problem,
    };
    Some(related_entries(problem, others))
}

/// Whether a placeholder always has a value in an entry; `None` for an unknown placeholder.
fn has_value(ast: &ast::Catalog, ast_entry: &ast::Entry, entry: &Entry, name: &str) -> Option<bool> {
    let always = |text: &Spanned<text::Text>| {
        text.value
            .placeholders()
            .all(|placeholder| placeholder.absent == Absent::Blank)
    };
    Some(match name {
        "name" | "status" | "title" | "severity" | "reason" | "catalog" => true,
        "code" => entry.code != ast::Code::None,
        "message" | "detail" => entry.message.as_ref().is_some_and(always),
        "display" => entry.display.as_ref().is_some_and(always),
        "docs" => entry.docs.as_ref().is_some_and(always),
        "diagnostics" => entry.diagnostics.as_ref().is_some_and(always),
        "expression" => !entry.expression.is_empty(),
        "location" => !entry.location.is_empty(),
        "user_message" => entry.user_message.is_some(),
        "action" => entry.action.is_some(),
        "since" => entry.since.is_some(),
        "issue" => entry.issue.is_some(),
        "category" => entry.category.is_some(),
        "version" => ast.version.is_some(),
        "retry_after" => entry.retry.is_some_and(|retry| retry.delay.is_some()),
        // Run-time values, which can always be missing.
        "request_id" | "id" | "instance" | "time" => false,
        _ if text::is_constant(name) => entry
            .metadata
            .iter()
            .any(|(known, json)| known == name && json != "null"),
        _ => {
            let declared = ast_entry
                .parameters
                .iter()
                .chain(&ast.parameters)
                .any(|parameter| parameter.name.value == name);
            let used = entry.parameters.iter().find(|parameter| parameter.name == name);
            return declared.then(|| used.is_some_and(|parameter| !parameter.optional));
        }
    })
}

fn unknown(required: &Spanned<String>) -> Problem {
    let name = &required.value;
    let message = format!("`{name}` is neither a parameter nor a built-in placeholder");
    let problem = Problem::new(&rules::UNKNOWN_PLACEHOLDER, required.span.clone(), message);
    match suggest::nearest(name, text::built_in()) {
        Some(nearest) => problem.label(format!("did you mean `{nearest}`?")),
        None => problem,
    }
}
