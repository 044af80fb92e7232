//! EC07: `replaced_by`.

use std::collections::HashMap;

use super::resolve::unknown_reference;
use crate::ast;
use crate::model::Catalog;
use crate::problem::{Problem, Problems};
use crate::rules;

/// Resolves `replaced_by`.
pub(super) fn check(ast: &ast::Catalog, catalog: &mut Catalog, problems: &mut Problems) {
    if ast.errors.iter().all(|entry| entry.replaced_by.is_none()) {
        return;
    }
    let positions: HashMap<&str, usize> = ast
        .errors
        .iter()
        .enumerate()
        .map(|(position, entry)| (entry.name.value.as_str(), position))
        .collect();
    let next = |position: usize| {
        ast.errors
            .get(position)?
            .replaced_by
            .as_ref()
            .and_then(|name| positions.get(name.value.as_str()).copied())
    };
    let circular = in_cycles(ast.errors.len(), next);
    let mut reported = vec![false; ast.errors.len()];
    for (position, entry) in ast.errors.iter().enumerate() {
        let Some(name) = &entry.replaced_by else { continue };
        let Some(&replacement) = positions.get(name.value.as_str()) else {
            let known = ast.errors.iter().map(|entry| entry.name.value.as_str());
            let mut problem = unknown_reference(name, "entry", known, problems);
            problem.rule = &rules::UNKNOWN_REPLACEMENT;
            problems.push(problem);
            continue;
        };
        let target = &ast.errors[replacement];
        if circular[position] {
            // A cycle is reported once, at its first entry.
            if !reported[position] {
                let others: Vec<usize> = std::iter::successors(next(position), |&at| next(at))
                    .take_while(|&at| at != position)
                    .collect();
                for &other in &others {
                    reported[other] = true;
                }
                let message = format!("the replacements of `{}` lead back to it", entry.name.value);
                let mut problem = Problem::new(&rules::REPLACEMENT_CYCLE, name.span.clone(), message);
                for other in others {
                    problem = problem.related(ast.errors[other].name.span.clone(), "part of the cycle");
                }
                problems.push(problem.help("remove `replaced_by` from the entry that should be used"));
            }
        } else if target.deprecated.is_some() || target.replaced_by.is_some() {
            let problem = Problem::new(
                &rules::RETIRED_REPLACEMENT,
                name.span.clone(),
                format!("the replacement `{}` is itself deprecated", name.value),
            );
            let problem = problem.related(target.name.span.clone(), "deprecated entry");
            problems.push(match &target.replaced_by {
                Some(last) => problem.label(format!("did you mean `{}`?", last.value)),
                None => problem.label("expected an entry that is not deprecated"),
            });
        }
        if let Some(entry) = catalog.entries.get_mut(position) {
            entry.replaced_by = Some(replacement);
        }
    }
}

/// Returns for each position whether following `next` from it leads back to it.
fn in_cycles(len: usize, next: impl Fn(usize) -> Option<usize>) -> Vec<bool> {
    let mut circular = vec![false; len];
    // The walk in which a position was first visited; 0 for none.
    let mut seen_in = vec![0; len];
    for start in 0..len {
        let walk = start + 1;
        let mut at = Some(start);
        while let Some(position) = at.filter(|&position| seen_in[position] == 0) {
            seen_in[position] = walk;
            at = next(position);
        }
        // A walk that reaches one of its own positions has found a cycle.
        if let Some(meeting) = at.filter(|&position| seen_in[position] == walk) {
            let mut position = meeting;
            while !circular[position] {
                circular[position] = true;
                position = next(position).unwrap_or(meeting);
            }
        }
    }
    circular
}

#[cfg(test)]
mod tests {
    use crate::{Source, compile};

    /// The problems of a catalog with so many entries, each of which is replaced by the one whose name is made of its position.
    fn problems(count: usize, replacement: impl Fn(usize) -> String) -> Vec<crate::Problem> {
        let entries = (0..count).map(|position| {
            let replacement = replacement(position);
            format!(
                r#""ENTRY_{position}": {{ "status": 409, "code": "C{position}", "title": "T", "deprecated": true, "replaced_by": "{replacement}" }}"#
            )
        });
        let entries: Vec<String> = entries.collect();
        let text = format!(
            r#"{{ "name": "big", "title": "Big", "responses": {{ "default": {{ "format": "json", "body": "{{code}}" }} }}, "errors": {{ {} }} }}"#,
            entries.join(",")
        );
        compile(&Source::new("big.json", text)).problems
    }

    #[test]
    fn only_the_first_of_thousands_of_mistakes_have_suggestions() {
        let found = problems(2_000, |position| format!("ENTRY{position}"));
        assert_eq!(found.len(), 2_000);
        let suggested = found.iter().filter(|problem| !problem.label.is_empty()).count();
        assert_eq!(suggested, 500);
        assert_eq!(found[7].label, "did you mean `ENTRY_7`?");
        assert_eq!(found[1_999].message, "unknown entry `ENTRY1999`");
    }

    #[test]
    fn a_long_cycle_is_reported_once() {
        let found = problems(1_000, |position| format!("ENTRY_{}", (position + 1) % 1_000));
        let cycles: Vec<_> = found.iter().filter(|problem| problem.rule.code == "EC0703").collect();
        assert_eq!(cycles.len(), 1);
        assert_eq!(cycles[0].related.len(), 999);
    }
}
