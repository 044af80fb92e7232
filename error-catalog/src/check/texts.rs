//! EC06: holes, parameters, and who may see what.

use error_layout::program::slot::MAX_PARAMETERS;
use error_layout::vocabulary::VISIBILITIES;

use super::Once;
use crate::model::{Body, Catalog, Parameter};
use crate::problem::{Problem, Problems};
use crate::raw::{RawCatalog, RawEntry, RawHeader, RawParameter};
use crate::rules;
use crate::source::Spanned;
use crate::suggest;
use crate::template::Template;
use crate::text::{self, Absent, Hole, Text};

/// Checks all texts and fills in which parameters each entry has.
pub(super) fn check(raw: &RawCatalog, catalog: &mut Catalog, problems: &mut Problems) {
    // What no entry uses is checked too, as if by an entry that has every parameter of the file.
    let all = raw
        .parameters
        .iter()
        .chain(raw.errors.iter().flat_map(|entry| &entry.parameters));
    let everything = RawEntry {
        parameters: all
            .clone()
            .map(|parameter| RawParameter {
                visibility: 0,
                optional: false,
                ..parameter.clone()
            })
            .collect(),
        ..RawEntry::default()
    };
    let mut checker = Checker {
        raw,
        problems,
        once: Once::default(),
        used: vec![false; raw.parameters.len()],
        unsure: false,
        bodies: vec![None; catalog.responses.len()],
        // What was reported of such a name stands in the way of the short cut.
        one_body_for_all: !all
            .into_iter()
            .any(|parameter| text::is_built_in(&parameter.name.value)),
    };
    for (position, raw_entry) in raw.errors.iter().enumerate().take(catalog.entries.len()) {
        let parameters = checker.entry(catalog, position, raw_entry);
        catalog.entries[position].parameters = parameters;
    }
    checker.inherited(catalog, &everything);
    let unsure = checker.unsure || raw.errors.iter().any(|entry| entry.incomplete);
    let used = checker.used;
    for (parameter, used) in raw.parameters.iter().zip(used) {
        if !unsure && !used {
            let message = format!("no entry uses the parameter `{}`", parameter.name.value);
            problems
                .push(Problem::new(&rules::UNUSED_PARAMETER, parameter.name.span.clone(), message).label("remove it"));
        }
    }
}

/// Where a text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Into the answer, from an entry or a template.
    Answer,
    /// Into the answer, as a string of a JSON template: only there can a hole be a whole value.
    Json,
    /// Into what is known without an occurrence: `docs`, `display`.
    Fixed,
    /// Into operators' logs.
    Log,
}

impl Place {
    /// Where the text of a member goes.
    fn of(member: &str) -> Self {
        match member {
            "log" => Self::Log,
            "docs" | "display" => Self::Fixed,
            _ => Self::Answer,
        }
    }
}

struct Checker<'r, 'p> {
    raw: &'r RawCatalog,
    problems: &'p mut Problems,
    once: Once,
    /// Which parameters of the catalog some entry uses.
    used: Vec<bool>,
    /// Whether something that could not be read, or an unknown hole, may be meant for a parameter.
    unsure: bool,
    /// By response, once its body was checked for one entry: the holes that mean something else for another entry.
    bodies: Vec<Option<Vec<BodyHole>>>,
    one_body_for_all: bool,
}

/// A hole of a body for a parameter.
#[derive(Clone)]
struct BodyHole {
    hole: Hole,
    whole: bool,
    place: Place,
}

impl<'r> Checker<'r, '_> {
    fn entry(&mut self, catalog: &Catalog, position: usize, raw: &'r RawEntry) -> Vec<Parameter> {
        let Some(entry) = catalog.entries.get(position) else {
            return Vec::new();
        };
        let mut used: Vec<usize> = Vec::new();
        for (name, text) in entry.texts() {
            self.text(&text.value, Place::of(name), raw, &mut used);
        }
        if let Some(response) = catalog.responses.get(entry.response) {
            self.response(entry.response, &response.body, raw, &mut used);
        }
        for string in [&raw.title, &raw.common.user_message].into_iter().flatten() {
            self.fixed_string(string, raw);
        }
        self.parameters(raw, &used)
    }

    /// What entries inherit, whether or not one does.
    fn inherited(&mut self, catalog: &Catalog, everything: &'r RawEntry) {
        let mut used = Vec::new();
        for response in &catalog.responses {
            self.body(&response.body, everything, &mut used);
        }
        let raw = self.raw;
        let mut header = |checker: &mut Self, header: &RawHeader| {
            if let Some(value) = &header.value {
                checker.text(&value.value, Place::Answer, everything, &mut used);
            }
        };
        raw.responses
            .iter()
            .flat_map(|response| &response.headers)
            .for_each(|one| header(self, one));
        for common in raw.commons() {
            common.headers.iter().for_each(|one| header(self, one));
        }
        for common in raw.commons() {
            for (name, text) in common.texts() {
                self.text(&text.value, Place::of(name), everything, &mut used);
            }
            if let Some(string) = &common.user_message {
                self.fixed_string(string, everything);
            }
        }
    }

    /// The body of an entry's response: what does not depend on the entry is looked at for the first one only.
    fn response(&mut self, position: usize, body: &Body, raw: &'r RawEntry, used: &mut Vec<usize>) {
        let Some(known) = self.bodies.get_mut(position).and_then(Option::take) else {
            let holes = self.body(body, raw, used);
            if self.one_body_for_all {
                self.bodies[position] = Some(holes);
            }
            return;
        };
        for one in &known {
            self.hole(&one.hole, one.whole, one.place, raw, used);
        }
        self.bodies[position] = Some(known);
    }

    /// Checks a body; gives its holes for parameters.
    fn body(&mut self, body: &Body, raw: &'r RawEntry, used: &mut Vec<usize>) -> Vec<BodyHole> {
        let mut holes = Vec::new();
        let mut add = |hole: &Hole, whole, place| {
            if !text::is_built_in(&hole.name) {
                let hole = hole.clone();
                holes.push(BodyHole { hole, whole, place });
            }
        };
        let template = match body {
            Body::Json(template) => template,
            Body::Text(text) | Body::Html(text) => {
                text.holes().for_each(|hole| add(hole, false, Place::Answer));
                self.text(text, Place::Answer, raw, used);
                return holes;
            }
            Body::Empty => return holes,
        };
        template_texts(template, false, &mut |text, in_array| {
            self.list_place(text, in_array, raw);
            let whole = text.value.only_hole().is_some();
            text.value.holes().for_each(|hole| add(hole, whole, Place::Json));
            self.text(&text.value, Place::Json, raw, used);
        });
        template.guards(&mut |name| {
            let hole = Hole {
                name: name.value.clone(),
                absent: Absent::Omit,
                list: text::LISTS.contains(&name.value.as_str()),
                string: false,
                span: name.span.clone(),
            };
            add(&hole, true, Place::Json);
            self.hole(&hole, true, Place::Json, raw, used);
        });
        holes
    }

    fn text(&mut self, text: &Text, place: Place, raw: &'r RawEntry, used: &mut Vec<usize>) {
        let whole = place == Place::Json && text.only_hole().is_some();
        for hole in text.holes() {
            self.hole(hole, whole, place, raw, used);
        }
    }

    /// Reports a list hole that is no element of an array.
    fn list_place(&mut self, text: &Spanned<Text>, in_array: bool, raw: &RawEntry) {
        if let Some(hole) = text.value.only_hole().filter(|hole| hole.list && !in_array) {
            let message = format!(
                "`{{{}*}}` writes several values; it can only be an element of an array",
                hole.name
            );
            self.report(Problem::new(&rules::HOLE_MISUSE, hole.span.clone(), message), raw);
        }
    }

    /// `whole`: whether it is a whole JSON value, or a condition.
    fn hole(&mut self, hole: &Hole, whole: bool, place: Place, raw: &'r RawEntry, used: &mut Vec<usize>) {
        let name = hole.name.as_str();
        if text::is_built_in(name) {
            // A parameter of that name was reported; that it has a field all the same keeps other code compiling.
            used.extend(self.find_parameter(raw, name).map(|(position, _)| position));
            self.built_in(hole, place, whole, raw);
        } else if let Some((position, parameter)) = self.find_parameter(raw, name) {
            used.push(position);
            self.parameter_hole(hole, parameter, place, raw);
        } else {
            self.unsure = true;
            self.unknown_hole(hole, raw);
            return;
        }
        if hole.absent == Absent::Null && !whole {
            let message =
                format!("`{{{name}?null}}` is JSON `null` if absent, so it must be a whole JSON value of a template");
            self.report(
                Problem::new(&rules::HOLE_MISUSE, hole.span.clone(), message)
                    .label(format!("did you mean `{{{name}?}}`?")),
                raw,
            );
        }
        if hole.list && !text::LISTS.contains(&name) {
            let message = format!("`{name}` is one value, not a list");
            self.report(
                Problem::new(&rules::HOLE_MISUSE, hole.span.clone(), message)
                    .help(format!("lists are {}", suggest::one_of(text::LISTS))),
                raw,
            );
        }
    }

    fn built_in(&mut self, hole: &Hole, place: Place, whole: bool, raw: &RawEntry) {
        let name = hole.name.as_str();
        if text::LISTS.contains(&name) && !(hole.list && whole) && hole.span != (0..0) && place != Place::Json {
            let message =
                format!("`{name}` is a list; write `{{{name}*}}` as an element of an array in a JSON template");
            self.report(Problem::new(&rules::HOLE_MISUSE, hole.span.clone(), message), raw);
        }
        if place == Place::Fixed && !text::FIXED.contains(&name) {
            self.not_fixed(hole, raw);
        }
    }

    fn not_fixed(&mut self, hole: &Hole, raw: &RawEntry) {
        let message = format!(
            "`{{{}}}` is known only when the error occurs, but this text is the same for every occurrence",
            hole.name
        );
        let problem = Problem::new(&rules::HOLE_MISUSE, hole.span.clone(), message);
        self.report(problem.help(format!("fixed are {}", suggest::one_of(text::FIXED))), raw);
    }

    fn parameter_hole(&mut self, hole: &Hole, parameter: &RawParameter, place: Place, raw: &RawEntry) {
        let name = &parameter.name.value;
        let visibility = VISIBILITIES
            .get(usize::from(parameter.visibility))
            .copied()
            .unwrap_or("public");
        if place != Place::Log && visibility != "public" {
            let message = format!("the parameter `{name}` is {visibility}, but clients see this text");
            let problem = Problem::new(&rules::LEAK, hole.span.clone(), message)
                .related(parameter.name.span.clone(), format!("declared {visibility} here"));
            self.report(problem.help("put it into `log`, which only operators see"), raw);
        }
        if place == Place::Fixed {
            self.not_fixed(hole, raw);
        }
        if parameter.optional && hole.absent == Absent::Blank {
            let message = format!("the parameter `{name}` is optional, so the hole must say what happens without it");
            let problem = Problem::new(&rules::HOLE_MISUSE, hole.span.clone(), message)
                .related(parameter.name.span.clone(), "declared optional here");
            self.report(problem.label(format!("did you mean `{{{name}?}}`?")), raw);
        }
    }

    fn unknown_hole(&mut self, hole: &Hole, raw: &RawEntry) {
        let mut known: Vec<&str> = text::built_in().collect();
        known.extend(
            raw.parameters
                .iter()
                .chain(&self.raw.parameters)
                .map(|parameter| parameter.name.value.as_str()),
        );
        let nearest = suggest::nearest(&hole.name, known).map(str::to_owned);
        let problem = Problem::new(
            &rules::UNKNOWN_HOLE,
            hole.span.clone(),
            format!("`{}` is neither a parameter nor a built-in hole", hole.name),
        );
        self.report(
            match nearest {
                Some(nearest) => problem.label(format!("did you mean `{{{nearest}}}`?")),
                None => problem.help(format!(
                    "declare it: `\"parameters\": {{ \"{}\": \"string\" }}`",
                    hole.name
                )),
            },
            raw,
        );
    }

    fn report(&mut self, problem: Problem, raw: &RawEntry) {
        self.once.report(self.problems, problem, (&raw.name.span, &raw.span));
    }

    /// The parameter of a name, with its position among the entry's own and, behind those, the catalog's.
    fn find_parameter(&self, raw: &'r RawEntry, name: &str) -> Option<(usize, &'r RawParameter)> {
        let mut parameters = raw.parameters.iter().chain(&self.raw.parameters).enumerate();
        parameters.find(|(_, parameter)| parameter.name.value == name)
    }

    /// Reports a hole in a text that has none, if it looks like one.
    fn fixed_string(&mut self, string: &Spanned<String>, raw: &'r RawEntry) {
        if !string.value.contains('{') {
            return;
        }
        let Ok(text) = Text::parse(&string.value, |range| range) else {
            return;
        };
        let is_known = |hole: &&Hole| text::is_built_in(&hole.name) || self.find_parameter(raw, &hole.name).is_some();
        if let Some(hole) = text.holes().find(is_known) {
            let message = format!(
                "this text is the same for every occurrence; it cannot hold `{{{}}}`",
                hole.name
            );
            let problem = Problem::new(&rules::HOLE_MISUSE, string.span.clone(), message);
            self.report(problem.help("put what varies into `message` or `diagnostics`"), raw);
        }
    }

    /// The parameters an entry has: those used, the entry's own first, in the order of their declaration.
    fn parameters(&mut self, raw: &'r RawEntry, used: &[usize]) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for (position, parameter) in raw.parameters.iter().enumerate() {
            if !self.unsure && !raw.incomplete && !used.contains(&position) {
                let message = format!("the entry does not use its parameter `{}`", parameter.name.value);
                self.problems.push(
                    Problem::new(&rules::UNUSED_PARAMETER, parameter.name.span.clone(), message)
                        .label("use it or remove it"),
                );
            }
            // What it hides counts as used.
            for (shared, used) in self.raw.parameters.iter().zip(&mut self.used) {
                *used |= shared.name.value == parameter.name.value;
            }
        }
        for (position, parameter) in raw.parameters.iter().chain(&self.raw.parameters).enumerate() {
            if !used.contains(&position) {
                continue;
            }
            if let Some(shared) = position.checked_sub(raw.parameters.len()) {
                self.used[shared] = true;
            }
            // A name that is no field was reported; the expansion must not show it.
            if crate::names::is_field(&parameter.name.value) {
                parameters.push(Parameter {
                    name: parameter.name.value.clone(),
                    kind: parameter.kind,
                    visibility: parameter.visibility,
                    optional: parameter.optional,
                    description: parameter.description.clone(),
                    example: parameter.example.as_ref().map(|example| example.value.clone()),
                });
            }
        }
        if parameters.len() > MAX_PARAMETERS {
            let message = format!(
                "the entry has {} parameters; at most {MAX_PARAMETERS} are possible",
                parameters.len()
            );
            self.problems.add(&rules::TOO_LARGE, raw.name.span.clone(), message);
            parameters.truncate(MAX_PARAMETERS);
        }
        parameters
    }
}

/// Visits the texts of a template with whether they are elements of an array.
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
