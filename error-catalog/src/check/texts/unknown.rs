//! EC0601: placeholders that are neither parameters nor built in.

use std::collections::HashSet;

use crate::ast::text::Placeholder;
use crate::ast::{Parameter, text};
use crate::names;
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::suggest;

/// The names that are nowhere declared. Each is reported at one of its places: a declaration corrects all.
#[derive(Default)]
pub(super) struct Unknown {
    reported: HashSet<String>,
}

impl Unknown {
    /// Returns the problem of a placeholder in an entry with these parameters, unless its name was reported already.
    pub(super) fn problem(
        &mut self,
        placeholder: &Placeholder,
        own: &[Parameter],
        shared: &[Parameter],
        problems: &mut Problems,
    ) -> Option<Problem> {
        let name = &placeholder.name;
        let mut parameters: Vec<&str> = Vec::new();
        if problems.may_suggest(own.len() + shared.len()) {
            let all = own.iter().chain(shared);
            parameters.extend(all.map(|parameter| parameter.name.value.as_str()));
        }
        let mut known: Vec<&str> = text::built_in().collect();
        known.extend(&parameters);
        let message = format!("`{name}` is neither a parameter nor a built-in placeholder");
        let problem = Problem::new(&rules::UNKNOWN_PLACEHOLDER, placeholder.span.clone(), message);
        if let Some(problem) = position(placeholder, own, &problem) {
            return Some(problem);
        }
        if let Some(nearest) = suggest::nearest(name, known) {
            let problem = problem.label(format!("did you mean `{{{nearest}}}`?"));
            // Only another spelling of the same words is certain.
            let is_safe = suggest::fold(name) == suggest::fold(nearest) && parameters.contains(&nearest);
            return Some(if is_safe && !placeholder.span.is_empty() {
                problem.fix(placeholder.span.clone(), placeholder.with_name(nearest))
            } else {
                problem
            });
        }
        if !self.reported.insert(name.clone()) {
            return None;
        }
        let field = names::field(name).unwrap_or_else(|| "value".to_owned());
        let declaration = format!("declare a parameter: `\"parameters\": {{ \"{field}\": \"string\" }}`");
        Some(problem.help(if field == *name {
            declaration
        } else {
            format!("{declaration}, and write `{{{field}}}`")
        }))
    }
}

/// Returns the problem of a number, which other libraries use for the position of an argument.
fn position(placeholder: &Placeholder, own: &[Parameter], problem: &Problem) -> Option<Problem> {
    let position = placeholder.name.parse::<usize>().ok()?;
    let meant = &own.get(position)?.name.value;
    let problem = problem.clone().label(format!("did you mean `{{{meant}}}`?"));
    Some(match own {
        [_] if !placeholder.span.is_empty() => problem.fix(placeholder.span.clone(), placeholder.with_name(meant)),
        _ => problem,
    })
}
