//! EC07: what replaces what.

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
    let circular = on_a_circle(ast.errors.len(), next);
    for (position, entry) in ast.errors.iter().enumerate() {
        let Some(name) = &entry.replaced_by else { continue };
        let Some(&replacement) = positions.get(name.value.as_str()) else {
            let mut problem =
                unknown_reference(name, "entry", ast.errors.iter().map(|entry| entry.name.value.as_str()));
            problem.rule = &rules::UNKNOWN_REPLACEMENT;
            problems.push(problem);
            continue;
        };
        let target = &ast.errors[replacement];
        if circular[position] {
            // One circle is one mistake: its first entry tells, and names the others.
            let others: Vec<usize> = std::iter::successors(next(position), |&at| next(at))
                .take_while(|&at| at != position)
                .collect();
            if others.iter().all(|&other| other > position) {
                let message = format!("`{}` is replaced, in the end, by itself", entry.name.value);
                let mut problem = Problem::new(&rules::REPLACEMENT_CYCLE, name.span.clone(), message);
                for other in others {
                    problem = problem.related(ast.errors[other].name.span.clone(), "and by this");
                }
                problems.push(problem.help("leave `replaced_by` out of the entry that is to be used"));
            }
        } else if target.deprecated.is_some() || target.replaced_by.is_some() {
            let problem = Problem::new(
                &rules::RETIRED_REPLACEMENT,
                name.span.clone(),
                format!("`{}` is itself retired", name.value),
            );
            let problem = problem.related(target.name.span.clone(), "retired here");
            problems.push(match &target.replaced_by {
                Some(last) => problem.label(format!("did you mean `{}`?", last.value)),
                None => problem.label("name an entry that is to be used"),
            });
        }
        if let Some(entry) = catalog.entries.get_mut(position) {
            entry.replaced_by = Some(replacement);
        }
    }
}

/// For each position, whether following `next` from it leads back to it.
fn on_a_circle(len: usize, next: impl Fn(usize) -> Option<usize>) -> Vec<bool> {
    let mut circular = vec![false; len];
    // In which walk a position was first seen; 0 for not yet.
    let mut seen_in = vec![0; len];
    for start in 0..len {
        let walk = start + 1;
        let mut at = Some(start);
        while let Some(position) = at.filter(|&position| seen_in[position] == 0) {
            seen_in[position] = walk;
            at = next(position);
        }
        // The walk met itself: what it met is on a circle.
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
