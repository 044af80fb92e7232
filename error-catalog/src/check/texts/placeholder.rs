//! One placeholder, at its place.

use error_layout::vocabulary::{PARAMETER_TYPES, VISIBILITIES};

use super::{Checker, Place};
use crate::ast;
use crate::ast::place::Place as Spot;
use crate::ast::text::{self, Absent, Placeholder, Text};
use crate::problem::Problem;
use crate::rules;
use crate::source::Spanned;
use crate::suggest;

impl<'r> Checker<'r, '_> {
    /// Reports a list placeholder that is not an element of an array.
    pub(super) fn list_place(&mut self, text: &Spanned<Text>, in_array: bool, ast: &ast::Entry) {
        if let Some(placeholder) = text
            .value
            .only_placeholder()
            .filter(|placeholder| placeholder.list && !in_array)
        {
            let message = format!("`{{{}*}}` is only valid as an element of an array", placeholder.name);
            self.report(
                Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message),
                ast,
            );
        }
    }

    /// Checks a placeholder; `whole` means that it is a whole JSON value or a condition.
    pub(super) fn placeholder(
        &mut self,
        placeholder: &Placeholder,
        whole: bool,
        place: Place,
        ast: &'r ast::Entry,
        used: &mut Vec<usize>,
    ) {
        let name = placeholder.name.as_str();
        if text::is_built_in(name) {
            // A parameter of this name was reported. It keeps its field, so that code which uses it compiles.
            used.extend(self.find_parameter(ast, name).map(|(position, _)| position));
            self.built_in(placeholder, place, whole, ast);
        } else if text::is_constant(name) {
            let is_whole = whole || placeholder.place == Spot::JsonValue;
            let problem = self
                .constants
                .check(placeholder, is_whole, ast, self.ast, self.problems);
            if let Some(problem) = problem {
                self.report(problem, ast);
            }
        } else if let Some((position, parameter)) = self.find_parameter(ast, name) {
            used.push(position);
            self.parameter_placeholder(placeholder, parameter, place, ast);
        } else {
            self.unsure = true;
            self.unknown_placeholder(placeholder, ast);
            return;
        }
        if placeholder.absent == Absent::Null && !whole {
            let message = format!("`{{{name}?null}}` is only valid as a whole JSON value");
            self.report(
                Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message)
                    .label(format!("did you mean `{{{name}?}}`?")),
                ast,
            );
        }
        if placeholder.list && !text::LISTS.contains(&name) {
            let parameter = self.find_parameter(ast, name).map(|(_, parameter)| parameter);
            let kind = parameter.and_then(|parameter| PARAMETER_TYPES.get(usize::from(parameter.kind)));
            let is_list = kind.is_some_and(|kind| kind.ends_with("[]"));
            let problem = if is_list {
                let message = format!("`{{{name}*}}` is only valid for {}", suggest::list(text::LISTS));
                let problem = Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message);
                if place == Place::Json {
                    problem.help(format!("write `\"{{{name}}}\"`, which is an array itself"))
                } else {
                    problem.help(format!("write `{{{name}}}`, whose items are joined with `, `"))
                }
            } else {
                let message = format!("`{name}` is a single value, not a list");
                let problem = Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message);
                problem.help(format!("list placeholders are {}", suggest::list(text::LISTS)))
            };
            self.report(problem, ast);
        }
    }

    fn built_in(&mut self, placeholder: &Placeholder, place: Place, whole: bool, ast: &ast::Entry) {
        let name = placeholder.name.as_str();
        if text::LISTS.contains(&name)
            && !(placeholder.list && whole)
            && placeholder.span != (0..0)
            && place != Place::Json
            // The parser knows the places of lists.
            && !(place == Place::Xml && placeholder.list)
        {
            let form = if place == Place::Xml {
                "the whole text of an element"
            } else {
                "an element of an array in a JSON body"
            };
            let message = format!("`{name}` is a list: write `{{{name}*}}` as {form}");
            self.report(
                Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message),
                ast,
            );
        }
        if place == Place::Fixed && !text::FIXED.contains(&name) {
            self.not_fixed(placeholder, ast);
        }
    }

    fn not_fixed(&mut self, placeholder: &Placeholder, ast: &ast::Entry) {
        let message = format!(
            "`{{{}}}` is a run-time value, but this text is constant",
            placeholder.name
        );
        let problem = Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message);
        let fixed = suggest::list(text::FIXED);
        self.report(
            problem.help(format!("placeholders with a constant value are {fixed}")),
            ast,
        );
    }

    fn parameter_placeholder(
        &mut self,
        placeholder: &Placeholder,
        parameter: &ast::Parameter,
        place: Place,
        ast: &ast::Entry,
    ) {
        let name = &parameter.name.value;
        let visibility = VISIBILITIES
            .get(usize::from(parameter.visibility))
            .copied()
            .unwrap_or("public");
        if place != Place::Log && visibility != "public" {
            let message = format!("{visibility} parameter `{name}` in a text that clients see");
            let problem = Problem::new(&rules::LEAK, placeholder.span.clone(), message)
                .related(parameter.name.span.clone(), format!("declared {visibility} here"));
            self.report(problem.help("use it in `log`, which is not sent to clients"), ast);
        }
        if place == Place::Fixed {
            self.not_fixed(placeholder, ast);
        }
        if parameter.optional && placeholder.absent == Absent::Blank {
            let message = format!("a placeholder of the optional parameter `{name}` needs `?` or `?null`");
            let problem = Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message)
                .related(parameter.name.span.clone(), "declared optional here");
            self.report(problem.label(format!("did you mean `{{{name}?}}`?")), ast);
        }
    }

    fn unknown_placeholder(&mut self, placeholder: &Placeholder, ast: &ast::Entry) {
        if let Some(problem) = self
            .unknown
            .problem(placeholder, &ast.parameters, &self.ast.parameters, self.problems)
        {
            self.report(problem, ast);
        }
    }
}
