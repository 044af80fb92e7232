//! `required`: what must have a value in every entry (EC0505).

use super::Once;
use super::resolve::Levels;
use crate::model::{Catalog, Entry};
use crate::problem::{Problem, Problems};
use crate::raw::{RawCatalog, RawCode, RawEntry};
use crate::rules;
use crate::source::Spanned;
use crate::suggest;
use crate::text::{self, Absent};

/// Checks every entry.
pub(super) fn check(raw: &RawCatalog, catalog: &Catalog, problems: &mut Problems) {
    let mut once = Once::default();
    for (entry, raw_entry) in catalog.entries.iter().zip(&raw.errors) {
        let levels = Levels::of(raw, raw_entry);
        let response = raw.responses.get(entry.response);
        let own: &[Spanned<String>] = response.map_or(&[], |response| &response.required);
        for (_, text) in entry.texts() {
            for hole in text
                .value
                .holes()
                .filter(|hole| hole.absent == Absent::Blank && text::FIXED.contains(&hole.name.as_str()))
            {
                let is_there = hole.name == "message" || has_value(raw, raw_entry, entry, &hole.name) == Some(true);
                if !is_there && !raw_entry.incomplete {
                    let message = format!("`{{{}}}` has no value in the entry `{}`", hole.name, entry.name);
                    let problem = Problem::new(&rules::HOLE_MISUSE, hole.span.clone(), message);
                    let problem =
                        problem.label(format!("write `{{{}?}}` if the text is to be left out then", hole.name));
                    once.report(problems, problem, (&raw_entry.name.span, &raw_entry.span));
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
            let Some(has_value) = has_value(raw, raw_entry, entry, name) else {
                once.report(problems, unknown(required), (&raw_entry.name.span, &raw_entry.span));
                continue;
            };
            if !has_value && !raw_entry.incomplete {
                let message = format!(
                    "the entry `{}` needs `{name}`: a text whose value is always there",
                    entry.name
                );
                let problem = Problem::new(&rules::REQUIRED_TEXT, raw_entry.name.span.clone(), message);
                problems.push(problem.related(required.span.clone(), "required here"));
            }
        }
    }
}

/// Whether a hole always has a value in an entry; nothing if there is no such hole.
fn has_value(raw: &RawCatalog, raw_entry: &RawEntry, entry: &Entry, name: &str) -> Option<bool> {
    let always = |text: &Spanned<text::Text>| text.value.holes().all(|hole| hole.absent == Absent::Blank);
    Some(match name {
        "name" | "status" | "title" | "severity" | "reason" | "catalog" => true,
        "code" => entry.code != RawCode::None,
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
        "version" => raw.version.is_some(),
        "retry_after" => entry.retry.is_some_and(|retry| retry.delay.is_some()),
        // Nothing that the catalog says can make these sure.
        "request_id" | "id" | "instance" | "time" => false,
        _ => {
            let declared = raw_entry
                .parameters
                .iter()
                .chain(&raw.parameters)
                .any(|parameter| parameter.name.value == name);
            let used = entry.parameters.iter().find(|parameter| parameter.name == name);
            return declared.then(|| used.is_some_and(|parameter| !parameter.optional));
        }
    })
}

fn unknown(required: &Spanned<String>) -> Problem {
    let name = &required.value;
    let message = format!("`{name}` is neither a parameter nor a hole that can be required");
    let problem = Problem::new(&rules::UNKNOWN_HOLE, required.span.clone(), message);
    match suggest::nearest(name, text::built_in()) {
        Some(nearest) => problem.label(format!("did you mean `{nearest}`?")),
        None => problem,
    }
}
