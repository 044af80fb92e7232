//! EC08: entries that a client cannot distinguish.
//!
//! A client knows the status, headers and body of a response, and the method and endpoint of its request. Two entries are distinguishable if
//! one of these differs for all arguments of their placeholders. The decoder applies the same criterion to a received response.
//!
//! [`side`] has the texts of an entry in each place of a response ([`challenge`]: those of `WWW-Authenticate`), [`sequence`] compares two of them, and
//! [`search`] finds the pairs.

mod challenge;
mod search;
mod sequence;
mod side;

use std::collections::HashSet;

use crate::lower::shape;
use crate::model::Catalog;
use crate::problem::{Problem, Problems};
use crate::rules;
use search::Search;
use side::Side;

/// Reports entries that cannot be distinguished from an earlier one.
pub fn check(catalog: &Catalog, problems: &mut Problems) {
    let shapes = shape::shapes(catalog);
    let sides = catalog.in_all_languages().map(|(original, entry)| Side {
        catalog,
        entry,
        original,
        shape: shapes.get(entry.response).and_then(Option::as_ref),
    });
    let sides: Vec<Side<'_>> = sides.collect();
    // Entries that are the same in one language are not reported again for others.
    let mut reported: HashSet<(usize, usize)> = HashSet::new();
    for (side, twins) in sides.iter().zip(Search::run(&sides)) {
        let mut twins: Vec<&Side<'_>> = twins.into_iter().filter_map(|twin| sides.get(twin)).collect();
        twins.retain(|twin| {
            let (one, other) = (side.original, twin.original);
            reported.insert((one.min(other), one.max(other)))
        });
        if let Some(problem) = report(side, &twins) {
            problems.push(problem);
        }
    }
}

fn report(side: &Side<'_>, twins: &[&Side<'_>]) -> Option<Problem> {
    let (one, first) = (side.entry, twins.first()?);
    let other = first.entry;
    let alias = side.shared_alias(first).or_else(|| first.shared_alias(side));
    let why = match alias {
        _ if side.is_same(first) => "status, headers and body are the same".to_owned(),
        Some(alias) => format!("the alias `{alias}` can be both"),
        None if side.is_translation() || first.is_translation() => {
            "some of their responses are the same in a translation".to_owned()
        }
        None => "some of their responses are the same".to_owned(),
    };
    let message = format!("clients cannot distinguish `{}` from `{}`: {why}", one.name, other.name);
    let mut problem = Problem::new(&rules::INDISTINGUISHABLE, one.name_span.clone(), message)
        .related(other.name_span.clone(), "the other entry");
    for twin in twins.iter().skip(1) {
        problem = problem.related(twin.entry.name_span.clone(), "another such entry");
    }
    Some(problem.help("give one of them a different code, status, issue type, fixed text, method or endpoint"))
}
