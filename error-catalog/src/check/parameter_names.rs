//! EC0305: names of parameters.

use crate::ast::template::Xml;
use crate::ast::text::{self, Placeholder, Text};
use crate::ast::{self, Common};
use crate::model::{Body, Catalog};
use crate::names;
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::Span;
use crate::suggest;

/// Checks the names of all parameters.
pub(super) fn check(ast: &ast::Catalog, catalog: &Catalog, problems: &mut Problems) {
    let is_wrong = |parameter: &&ast::Parameter| {
        let name = &parameter.name.value;
        text::is_built_in(name) || !names::is_field(name)
    };
    // Collected for the first wrong name; most catalogs have none.
    let mut shared: Option<Vec<Use<'_>>> = None;
    for parameter in ast.parameters.iter().filter(is_wrong) {
        let mut uses = shared.get_or_insert_with(|| shared_uses(ast, catalog)).clone();
        ast.errors.iter().for_each(|entry| entry_uses(entry, &mut uses));
        let is_own = ast.errors.iter().any(|entry| declares(entry, &parameter.name.value));
        problems.push(wrong_name(parameter, &uses, !is_own));
    }
    for entry in &ast.errors {
        for parameter in entry.parameters.iter().filter(is_wrong) {
            let shared = shared.get_or_insert_with(|| shared_uses(ast, catalog));
            let is_shared = shared.iter().any(|one| one.name == parameter.name.value);
            let mut uses = Vec::new();
            entry_uses(entry, &mut uses);
            problems.push(wrong_name(parameter, &uses, !is_shared));
        }
    }
}

/// A place that names a parameter.
#[derive(Clone, Copy)]
struct Use<'r> {
    name: &'r str,
    /// `None` for a place that is not a placeholder, such as `required`.
    placeholder: Option<&'r Placeholder>,
}

fn declares(entry: &ast::Entry, name: &str) -> bool {
    entry.parameters.iter().any(|parameter| parameter.name.value == name)
}

fn text_uses<'r>(text: &'r Text, uses: &mut Vec<Use<'r>>) {
    uses.extend(text.placeholders().map(|placeholder| Use {
        name: &placeholder.name,
        placeholder: Some(placeholder),
    }));
}

fn name_uses<'r>(names: impl Iterator<Item = &'r String>, uses: &mut Vec<Use<'r>>) {
    uses.extend(names.map(|name| Use {
        name,
        placeholder: None,
    }));
}

fn common_uses<'r>(common: &'r Common, uses: &mut Vec<Use<'r>>) {
    let headers = common.headers.iter().flat_map(|header| &header.values);
    let texts = common.texts().map(|(_, text)| text).chain(headers);
    texts.for_each(|text| text_uses(&text.value, uses));
    name_uses(common.required.iter().map(|name| &name.value), uses);
}

/// The uses in the texts of an entry itself.
fn entry_uses<'r>(entry: &'r ast::Entry, uses: &mut Vec<Use<'r>>) {
    common_uses(&entry.common, uses);
    let lists = entry.expression.iter().chain(&entry.location);
    lists.for_each(|text| text_uses(&text.value, uses));
}

/// The uses in everything that entries inherit or use.
fn shared_uses<'r>(ast: &'r ast::Catalog, catalog: &'r Catalog) -> Vec<Use<'r>> {
    let mut uses = Vec::new();
    ast.commons().for_each(|common| common_uses(common, &mut uses));
    for response in &ast.responses {
        let headers = response.headers.iter().flat_map(|header| &header.values);
        headers.for_each(|text| text_uses(&text.value, &mut uses));
        name_uses(response.required.iter().map(|name| &name.value), &mut uses);
        if let Some(ast::Format::OperationOutcome(preset)) = &response.format {
            preset
                .diagnostics
                .iter()
                .for_each(|text| text_uses(&text.value, &mut uses));
        }
    }
    for response in &catalog.responses {
        match &response.body {
            Body::Json(template) | Body::Xml(Xml { element: template, .. }) => {
                template.texts(&mut |text| text_uses(&text.value, &mut uses));
                template.guards(&mut |guard| name_uses(std::iter::once(&guard.value), &mut uses));
            }
            Body::Text(text) => text_uses(text, &mut uses),
            Body::Empty => {}
        }
    }
    for fallback in &ast.fallbacks {
        name_uses(fallback.parameters.iter().map(|(name, _)| &name.value), &mut uses);
    }
    uses
}

/// Returns the problem of a name. It can be fixed if all its uses are known placeholders.
fn wrong_name(parameter: &ast::Parameter, uses: &[Use<'_>], all_known: bool) -> Problem {
    let name = &parameter.name.value;
    let span = parameter.name.span.clone();
    let likely = names::field(name);
    if text::is_built_in(name) {
        let message = format!("`{name}` is the name of a built-in placeholder");
        let problem = Problem::new(&rules::PARAMETER_NAME, span, message);
        let built_in = suggest::by_likeness(name, text::built_in());
        return problem.help(format!(
            "choose another name, for example `{name}_value`; built-in placeholders are {}",
            suggest::list(built_in)
        ));
    }
    if names::is_keyword(name) {
        let message = format!("`{name}` is a keyword of Rust, not a field name");
        let problem = Problem::new(&rules::PARAMETER_NAME, span, message);
        return problem.label(format!("for example `{name}_value`"));
    }
    let message = format!("`{name}` is not a valid field name");
    let problem = Problem::new(&rules::PARAMETER_NAME, span.clone(), message);
    let Some(likely) = likely else {
        return problem.label("expected snake case, for example `patient_id`");
    };
    let problem = problem.label(format!("did you mean `{likely}`?"));
    let own: Vec<&Use<'_>> = uses.iter().filter(|one| one.name == name).collect();
    let known: Option<Vec<&Placeholder>> = own.iter().map(|one| one.placeholder).collect();
    match known {
        // Only another spelling of the same words is certain.
        Some(known) if all_known && suggest::fold(name) == suggest::fold(&likely) => {
            let rename = |problem: Problem, (span, text): (Span, String)| problem.fix(span, text);
            let edits = known.into_iter().map(|one| (one.span.clone(), one.with_name(&likely)));
            edits.fold(problem.fix(span, format!("\"{likely}\"")), rename)
        }
        _ => problem,
    }
}
