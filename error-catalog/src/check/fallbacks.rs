//! EC0410, EC0411: the entries of `fallbacks`.

use super::resolve::{Levels, unknown_reference};
use crate::ast::{self, Scalar, Statuses};
use crate::model::{Catalog, Entry, Fallback, Parameter};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::Spanned;
use crate::suggest;

/// Resolves `fallbacks`.
pub(super) fn check(ast: &ast::Catalog, catalog: &mut Catalog, problems: &mut Problems) {
    for fallback in &ast.fallbacks {
        let names = catalog.entries.iter().map(|entry| entry.name.as_str());
        let Some(position) = names.clone().position(|name| name == fallback.entry.value) else {
            let problem = unknown_reference(&fallback.entry, "entry", names, problems);
            problems.push(problem);
            continue;
        };
        let entry = &catalog.entries[position];
        let has_status = |entry| Levels::of(ast, entry).nearest(|level| level.status.as_ref()).is_some();
        if ast.errors.get(position).is_some_and(has_status) {
            status(fallback, entry, problems);
        }
        let parameters = parameters(fallback, entry, problems);
        missing(fallback, entry, problems);
        catalog.fallbacks.push(Fallback {
            statuses: fallback.statuses.value,
            entry: position,
            parameters,
        });
    }
}

fn status(fallback: &ast::Fallback, entry: &Entry, problems: &mut Problems) {
    let fits = match fallback.statuses.value {
        Statuses::One(status) => entry.status == status || entry.has_status(status),
        Statuses::Class(digit) => entry.all_statuses().any(|status| status / 100 == u16::from(digit)),
    };
    if !fits {
        let statuses: Vec<String> = entry.listed_statuses().iter().map(u16::to_string).collect();
        let message = format!(
            "expected an entry with status {}, found `{}` with status {}",
            fallback.statuses.value,
            entry.name,
            statuses.join(", ")
        );
        let problem = Problem::new(&rules::FALLBACK_STATUS, fallback.entry.span.clone(), message);
        problems.push(problem.related(entry.name_span.clone(), "defined here"));
    }
}

/// Returns the arguments as text; reports those that have no parameter or another type.
fn parameters(fallback: &ast::Fallback, entry: &Entry, problems: &mut Problems) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for (name, value) in &fallback.parameters {
        let known = || entry.parameters.iter().map(|parameter| parameter.name.as_str());
        let Some(parameter) = entry.parameters.iter().find(|parameter| parameter.name == name.value) else {
            let problem = unknown_reference(name, "parameter", known(), problems);
            problems.push(problem);
            continue;
        };
        let is_value = |text: &String| parameter.values.is_empty() || parameter.values.contains(text);
        match value.value.of_type(parameter.kind).filter(is_value) {
            Some(text) => values.push((name.value.clone(), text)),
            None => problems.push(wrong_type(parameter, value)),
        }
    }
    values
}

fn wrong_type(parameter: &Parameter, value: &Spanned<Scalar>) -> Problem {
    let (name, kind) = (&parameter.name, parameter.type_name());
    let message = format!("expected a value of type `{kind}` for parameter `{name}`");
    Problem::new(&rules::FALLBACK_PARAMETER, value.span.clone(), message)
}

fn missing(fallback: &ast::Fallback, entry: &Entry, problems: &mut Problems) {
    let has_argument = |parameter: &Parameter| fallback.parameters.iter().any(|(name, _)| name.value == parameter.name);
    let missing: Vec<&Parameter> = entry
        .parameters
        .iter()
        .filter(|parameter| !parameter.optional && !has_argument(parameter))
        .collect();
    let Some(first) = missing.first() else { return };
    let names = missing.iter().map(|parameter| parameter.name.as_str());
    let s = if missing.len() == 1 { "" } else { "s" };
    let message = format!(
        "missing required parameter{s} {} of entry `{}`",
        suggest::list(names),
        entry.name
    );
    let problem = Problem::new(&rules::FALLBACK_PARAMETER, fallback.entry.span.clone(), message);
    let problem = problem.related(entry.name_span.clone(), "defined here");
    problems.push(problem.help(format!(
        "write `{{ \"entry\": \"{}\", \"parameters\": {{ \"{}\": \"…\" }} }}`, or use an entry without required parameters",
        entry.name, first.name
    )));
}

#[cfg(test)]
mod tests {
    use crate::rules::Example;
    use crate::{Source, compile};

    /// Returns the code, the source text and the label of each problem.
    fn problems(fallbacks: &str) -> Vec<String> {
        let errors = r#""NOT_FOUND": { "status": 404, "title": "Not found" }, "EITHER": { "status": [500, 404], "title": "Either" },
            "UPSTREAM": { "status": 500, "status_range": "500-504", "title": "Upstream", "message": "{lab} took {seconds} s",
                "parameters": { "lab": "string", "seconds": "integer" } },
            "LOCKED": { "status": 423, "title": "Locked", "message": "{names} {why} {more}", "parameters": {
                "names": "string[]", "why": { "type": "enum", "values": ["full", "closed"] }, "more": "json" } },
            "GONE": { "status": 410, "title": "Gone", "message": "{link} is gone since {when}",
                "parameters": { "link": "uri", "when": "date-time" } }"#;
        let members = format!(
            r#""fallbacks": {{ {fallbacks} }}, "errors": {{ {errors} }}, "responses": {{ "default": {{ "format": "problem" }} }}"#
        );
        let source = Source::new(
            "c.json",
            Example::Catalog(Box::leak(members.into_boxed_str())).to_catalog(),
        );
        let problems = compile(&source).problems.into_iter().map(|problem| {
            let place = &source.text[problem.span.clone()];
            format!("{} {place} {}", problem.rule.code, problem.label)
        });
        problems.collect()
    }

    #[test]
    fn a_status_a_class_and_a_range_are_valid_keys() {
        assert_eq!(
            problems(r#""4xx": "EITHER", "5xx": "EITHER", "404": "EITHER""#),
            [""; 0]
        );
        assert_eq!(problems(r#""403": "EITHER""#), [r#"EC0410 "EITHER" "#]);
        let values = r#"{ "entry": "UPSTREAM", "parameters": { "lab": "north", "seconds": 3 } }"#;
        let good = format!(r#""404": "NOT_FOUND", "4xx": "NOT_FOUND", "504": {values}, "5xx": {values}"#);
        assert_eq!(problems(&good), [""; 0]);
    }

    #[test]
    fn a_value_that_the_runtime_would_not_accept_is_a_problem() {
        let values = |when: &str, link: &str| {
            format!(r#""410": {{ "entry": "GONE", "parameters": {{ "when": "{when}", "link": "{link}" }} }}"#)
        };
        let found = problems(&values("2026-13-45T99:99:99Z", "a`b"));
        assert_eq!(found, ["EC0411 \"2026-13-45T99:99:99Z\" ", "EC0411 \"a`b\" "]);
        assert_eq!(problems(&values("2026-12-31T23:59:60Z", "../a?b#c")), [""; 0]);
    }

    #[test]
    fn an_argument_has_the_structure_of_its_type() {
        let values = |names: &str, why: &str, more: &str| {
            format!(
                r#""423": {{ "entry": "LOCKED", "parameters": {{ "names": {names}, "why": {why}, "more": {more} }} }}"#
            )
        };
        assert_eq!(problems(&values(r#"["a"]"#, "\"full\"", r#"{ "b": [null] }"#)), [""; 0]);
        assert_eq!(problems(&values("[]", "\"closed\"", "null")), [""; 0]);
        assert_eq!(
            problems(&values("\"a\"", "\"open\"", "1")),
            ["EC0411 \"a\" ", "EC0411 \"open\" "]
        );
        let found = problems(
            r#""404": "NOT_FOUND", "410": { "entry": "GONE", "parameters": { "when": null, "link": ["a"] } }"#,
        );
        assert_eq!(found, ["EC0411 null ", "EC0411 [\"a\"] "]);
    }

    #[test]
    fn other_keys_are_malformed() {
        for key in ["399", "600", "4x", "04", "6xx", "+404", "default", "0404"] {
            let found = problems(&format!(r#""{key}": "NOT_FOUND""#));
            assert_eq!(
                found,
                [format!("EC0206 \"{key}\" expected `400` to `599`, `4xx` or `5xx`")]
            );
        }
        assert_eq!(
            problems(r#""4XX": "NOT_FOUND""#),
            ["EC0206 \"4XX\" did you mean `4xx`?"]
        );
    }

    #[test]
    fn a_similar_name_is_suggested_for_an_unknown_one() {
        assert_eq!(
            problems(r#""404": "NOT_FUOND""#),
            ["EC0207 \"NOT_FUOND\" did you mean `NOT_FOUND`?"]
        );
        let values = r#""5xx": { "entry": "UPSTREAM", "parameters": { "lab": "north", "second": 3, "seconds": "3" } }"#;
        assert_eq!(
            problems(values),
            ["EC0207 \"second\" did you mean `seconds`?", "EC0411 \"3\" "]
        );
        assert_eq!(
            problems(r#""5xx": { "entri": "UPSTREAM" }"#),
            ["EC0201 \"entri\" did you mean `entry`?"]
        );
    }
}
