//! From the AST to a checked [`Catalog`]: inheritance, references, and every rule that needs more than one member.
//!
//! What belongs here: whatever is true or false of the catalog as a whole. What the shape of one value can tell is in
//! [`read`](crate::parse). The checks never stop each other.

mod allow;
mod fallbacks;
mod fhir;
mod http;
mod inline;
mod life_cycle;
mod names;
mod required;
mod resolve;
mod texts;

pub use allow::apply as apply_allowances;

use std::collections::HashSet;

use crate::ast;
use crate::model::Catalog;
use crate::problem::{Problem, Problems};
use crate::source::Span;

/// Checks a ast catalog and resolves it.
pub fn check(ast: &ast::Catalog, problems: &mut Problems) -> Catalog {
    let mut catalog = resolve::catalog(ast, problems);
    names::check(ast, &mut catalog, problems);
    texts::check(ast, &mut catalog, problems);
    inline::check(ast, &mut catalog, problems);
    required::check(ast, &catalog, problems);
    http::check(ast, &catalog, problems);
    fhir::check(ast, &catalog, problems);
    life_cycle::check(ast, &mut catalog, problems);
    fallbacks::check(ast, &mut catalog, problems);
    catalog
}

/// Reports a problem of an inherited value once, however many entries inherit it.
#[derive(Default)]
pub(crate) struct Once {
    seen: HashSet<(&'static str, usize)>,
}

impl Once {
    /// Reports `problem` unless its rule was already reported at its place. Where the place is not in the entry itself, the entry is named
    /// as the second place; an entry without a place stands for all of them and is not.
    pub(crate) fn report(&mut self, problems: &mut Problems, problem: Problem, entry: (&Span, &Span)) {
        let (name, whole) = entry;
        if self.seen.insert((problem.rule.code, problem.span.start)) {
            let inside = problem.span == *name || whole.contains(&problem.span.start);
            problems.push(if inside || name.is_empty() {
                problem
            } else {
                problem.related(name.clone(), "inherited by this entry")
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Example;
    use crate::{Source, compile};

    #[test]
    fn a_problem_of_what_no_entry_uses_names_no_entry() {
        let members = r#""responses": { "default": { "format": "empty" }, "page": { "format": "text", "body": "{mesage}" } },
            "errors": { "NOT_FOUND": { "status": 404, "title": "Not found" } }"#;
        let source = Source::new("c.json", Example::Catalog(members).to_catalog());
        let problems = compile(&source).problems;
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].rule.code, "EC0601");
        assert_eq!(problems[0].related, []);
    }
}
