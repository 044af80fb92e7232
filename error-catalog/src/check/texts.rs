//! EC06: placeholders, parameters and their visibility.

mod placeholder;
mod unknown;

use std::collections::HashMap;

use error_layout::program::argument::MAX_PARAMETERS;

use self::unknown::Unknown;
use super::Once;
use super::constants::Constants;
use crate::ast;
use crate::ast::place::Place as Spot;
use crate::ast::template::Template;
use crate::ast::text::{self, Absent, Placeholder, Text};
use crate::model::{Body, Catalog, Parameter};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::Spanned;

/// Checks all texts and sets the parameters of each entry.
pub(super) fn check(ast: &ast::Catalog, catalog: &mut Catalog, problems: &mut Problems) {
    // Texts that no entry uses are checked too, for an entry that has every parameter of the file.
    let all = ast
        .parameters
        .iter()
        .chain(ast.errors.iter().flat_map(|entry| &entry.parameters));
    let everything = ast::Entry {
        parameters: all
            .clone()
            .map(|parameter| ast::Parameter {
                visibility: 0,
                optional: false,
                ..parameter.clone()
            })
            .collect(),
        ..ast::Entry::default()
    };
    let mut checker = Checker {
        ast,
        problems,
        once: Once::default(),
        unknown: Unknown::default(),
        constants: Constants::default(),
        own: HashMap::new(),
        shared: ast::positions(ast.parameters.iter().map(|parameter| parameter.name.value.as_str())),
        used: vec![false; ast.parameters.len()],
        unsure: false,
        bodies: vec![None; catalog.responses.len()],
        // A parameter with the name of a built-in placeholder depends on the entry.
        one_body_for_all: !all
            .into_iter()
            .any(|parameter| text::is_built_in(&parameter.name.value)),
    };
    for (position, ast_entry) in ast.errors.iter().enumerate().take(catalog.entries.len()) {
        let parameters = checker.entry(catalog, position, ast_entry);
        catalog.entries[position].parameters = parameters;
    }
    checker.inherited(catalog, &everything);
    let (unsure, used, constants) = (checker.unsure, checker.used, checker.constants);
    constants.finish(ast, catalog, problems);
    for (parameter, used) in ast.parameters.iter().zip(used) {
        if !unsure && !used {
            let message = format!("parameter `{}` is not used by any entry", parameter.name.value);
            problems
                .push(Problem::new(&rules::UNUSED_PARAMETER, parameter.name.span.clone(), message).label("remove it"));
        }
    }
}

/// The destination of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The response.
    Response,
    /// The response, as a string of a JSON template, in which a placeholder can be a whole value.
    Json,
    /// The response, as a text or an attribute of an XML template.
    Xml,
    /// `docs` and `display`, which have no run-time values.
    Fixed,
    /// The log, which clients do not see.
    Log,
}

impl Place {
    /// Returns the destination of a member's text.
    fn of(member: &str) -> Self {
        match member {
            "log" => Self::Log,
            "docs" | "display" => Self::Fixed,
            _ => Self::Response,
        }
    }
}

struct Checker<'r, 'p> {
    ast: &'r ast::Catalog,
    problems: &'p mut Problems,
    once: Once,
    unknown: Unknown,
    constants: Constants<'r>,
    /// The positions of the parameters of the current entry by name.
    own: HashMap<&'r str, usize>,
    /// The positions of the catalog's parameters by name.
    shared: HashMap<&'r str, usize>,
    /// For each parameter of the catalog, whether an entry uses it.
    used: Vec<bool>,
    /// Whether an invalid or unknown placeholder may stand for a parameter.
    unsure: bool,
    /// For each response whose body was checked: its placeholders for parameters, which depend on the entry.
    bodies: Vec<Option<Vec<BodyPlaceholder>>>,
    one_body_for_all: bool,
}

/// A placeholder for a parameter in a body.
#[derive(Clone)]
struct BodyPlaceholder {
    placeholder: Placeholder,
    whole: bool,
    place: Place,
}

impl<'r> Checker<'r, '_> {
    fn entry(&mut self, catalog: &Catalog, position: usize, ast: &'r ast::Entry) -> Vec<Parameter> {
        let Some(entry) = catalog.entries.get(position) else {
            return Vec::new();
        };
        self.enter(ast);
        let mut used: Vec<usize> = Vec::new();
        for (name, text) in entry.texts() {
            self.text(&text.value, Place::of(name), ast, &mut used);
        }
        if let Some(response) = catalog.responses.get(entry.response) {
            self.response(entry.response, &response.body, ast, &mut used);
        }
        for string in [&ast.title, &ast.common.user_message].into_iter().flatten() {
            self.fixed_string(string, ast);
        }
        used.sort_unstable();
        used.dedup();
        self.parameters(ast, &used)
    }

    /// Starts to check the texts of an entry.
    fn enter(&mut self, ast: &'r ast::Entry) {
        self.own = ast::positions(ast.parameters.iter().map(|parameter| parameter.name.value.as_str()));
        self.constants.enter(self.ast, ast);
    }

    /// Checks inherited texts, whether or not an entry uses them.
    fn inherited(&mut self, catalog: &Catalog, everything: &'r ast::Entry) {
        self.enter(everything);
        let mut used = Vec::new();
        for response in &catalog.responses {
            self.body(&response.body, everything, &mut used);
        }
        let ast = self.ast;
        let mut header = |checker: &mut Self, header: &ast::Header| {
            for value in &header.values {
                checker.text(&value.value, Place::Response, everything, &mut used);
            }
        };
        ast.responses
            .iter()
            .flat_map(|response| &response.headers)
            .for_each(|one| header(self, one));
        for common in ast.commons() {
            common.headers.iter().for_each(|one| header(self, one));
        }
        for common in ast.commons() {
            for (name, text) in common.texts() {
                self.text(&text.value, Place::of(name), everything, &mut used);
            }
            if let Some(string) = &common.user_message {
                self.fixed_string(string, everything);
            }
        }
    }

    /// Checks the body of an entry's response; the parts that do not depend on the entry only once.
    fn response(&mut self, position: usize, body: &Body, ast: &'r ast::Entry, used: &mut Vec<usize>) {
        let Some(known) = self.bodies.get_mut(position).and_then(Option::take) else {
            let placeholders = self.body(body, ast, used);
            if self.one_body_for_all {
                self.bodies[position] = Some(placeholders);
            }
            return;
        };
        for one in &known {
            self.placeholder(&one.placeholder, one.whole, one.place, ast, used);
        }
        self.bodies[position] = Some(known);
    }

    /// Checks a body; returns its placeholders for parameters.
    fn body(&mut self, body: &Body, ast: &'r ast::Entry, used: &mut Vec<usize>) -> Vec<BodyPlaceholder> {
        let mut placeholders = Vec::new();
        let mut add = |placeholder: &Placeholder, whole, place| {
            if !text::is_built_in(&placeholder.name) {
                let placeholder = placeholder.clone();
                placeholders.push(BodyPlaceholder {
                    placeholder,
                    whole,
                    place,
                });
            }
        };
        let (template, destination) = match body {
            Body::Json(template) => (template, Place::Json),
            Body::Xml(xml) => (&xml.element, Place::Xml),
            Body::Text(text) => {
                text.placeholders()
                    .for_each(|placeholder| add(placeholder, false, Place::Response));
                self.text(text, Place::Response, ast, used);
                return placeholders;
            }
            Body::Empty => return placeholders,
        };
        template_texts(template, false, &mut |text, in_array| {
            let whole = destination == Place::Json && text.value.only_placeholder().is_some();
            if destination == Place::Json {
                self.list_place(text, in_array, ast);
            }
            text.value
                .placeholders()
                .for_each(|placeholder| add(placeholder, whole, destination));
            self.text(&text.value, destination, ast, used);
        });
        template.guards(&mut |name| {
            let placeholder = Placeholder {
                name: name.value.clone(),
                absent: Absent::Omit,
                list: text::LISTS.contains(&name.value.as_str()),
                string: false,
                place: Spot::Inherited,
                span: name.span.clone(),
            };
            add(&placeholder, true, Place::Json);
            self.placeholder(&placeholder, true, Place::Json, ast, used);
        });
        placeholders
    }

    fn text(&mut self, text: &Text, place: Place, ast: &'r ast::Entry, used: &mut Vec<usize>) {
        let whole = place == Place::Json && text.only_placeholder().is_some();
        for placeholder in text.placeholders() {
            self.placeholder(placeholder, whole, place, ast, used);
        }
    }

    fn report(&mut self, problem: Problem, ast: &ast::Entry) {
        self.once.report(self.problems, problem, (&ast.name.span, &ast.span));
    }

    /// Returns the parameter with a name and its position; the catalog's parameters follow those of the current entry.
    fn find_parameter(&self, ast: &'r ast::Entry, name: &str) -> Option<(usize, &'r ast::Parameter)> {
        if let Some(&position) = self.own.get(name) {
            return Some((position, ast.parameters.get(position)?));
        }
        let position = *self.shared.get(name)?;
        Some((ast.parameters.len() + position, self.ast.parameters.get(position)?))
    }

    /// Reports the first known placeholder in a text in which placeholders are not supported.
    fn fixed_string(&mut self, string: &Spanned<String>, ast: &'r ast::Entry) {
        if !string.value.contains('{') {
            return;
        }
        let Ok(text) = Text::parse(&string.value, |range| range) else {
            return;
        };
        let is_known = |placeholder: &&Placeholder| {
            text::is_built_in(&placeholder.name)
                || text::is_constant(&placeholder.name)
                || self.find_parameter(ast, &placeholder.name).is_some()
        };
        if let Some(placeholder) = text.placeholders().find(is_known) {
            let message = format!("placeholder `{{{}}}` in a text without placeholders", placeholder.name);
            let problem = Problem::new(&rules::PLACEHOLDER_MISUSE, string.span.clone(), message);
            self.report(problem.help("use it in `message` or `diagnostics`"), ast);
        }
    }

    /// Returns the parameters that an entry uses in the order of their declaration, its own first. The used positions are sorted.
    fn parameters(&mut self, ast: &'r ast::Entry, used: &[usize]) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for (position, parameter) in ast.parameters.iter().enumerate() {
            if !self.unsure && used.binary_search(&position).is_err() {
                let message = format!("unused parameter `{}`", parameter.name.value);
                self.problems.push(
                    Problem::new(&rules::UNUSED_PARAMETER, parameter.name.span.clone(), message)
                        .label("use it or remove it"),
                );
            }
            // A parameter of the catalog that is shadowed counts as used.
            if let Some(shared) = self.shared.get(parameter.name.value.as_str()) {
                self.used[*shared] = true;
            }
        }
        // A text that could not be read may use the parameters of its entry.
        let all_own = self.unsure || ast.incomplete;
        let first_shared = used.partition_point(|position| *position < ast.parameters.len());
        let (own, shared) = used.split_at(first_shared);
        let own = ast
            .parameters
            .iter()
            .enumerate()
            .filter(|(position, _)| all_own || own.binary_search(position).is_ok());
        let shared = shared.iter().filter_map(|position| {
            let position = position - ast.parameters.len();
            self.used[position] = true;
            self.ast.parameters.get(position)
        });
        for parameter in own.map(|(_, parameter)| parameter).chain(shared) {
            // An invalid field name was reported and must not be in the expansion.
            if crate::names::is_field(&parameter.name.value) {
                parameters.push(Parameter {
                    name: parameter.name.value.clone(),
                    kind: parameter.kind,
                    values: parameter.values.iter().map(|value| value.value.clone()).collect(),
                    visibility: parameter.visibility,
                    optional: parameter.optional,
                    description: parameter.description.clone(),
                    example: parameter.example.as_ref().map(|example| example.value.clone()),
                });
            }
        }
        if parameters.len() > MAX_PARAMETERS {
            let message = format!(
                "expected at most {MAX_PARAMETERS} parameters, found {}",
                parameters.len()
            );
            self.problems.add(&rules::TOO_LARGE, ast.name.span.clone(), message);
            parameters.truncate(MAX_PARAMETERS);
        }
        parameters
    }
}

/// Visits the texts of a template; `true` for those that are elements of an array.
fn template_texts<'t>(template: &'t Template, in_array: bool, visit: &mut dyn FnMut(&'t Spanned<Text>, bool)) {
    match template {
        Template::Raw(_) => {}
        Template::Text(text) => visit(text, in_array),
        Template::Array(elements) => elements.iter().for_each(|element| template_texts(element, true, visit)),
        Template::Object(object) => object
            .members
            .iter()
            .for_each(|(_, value)| template_texts(value, false, visit)),
    }
}
