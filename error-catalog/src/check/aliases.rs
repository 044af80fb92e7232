//! EC0802: aliases are other codes, of entries with a code.

use crate::ast::Code;
use crate::model::{Catalog, Entry};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::Spanned;

/// Checks the aliases of every entry.
pub(super) fn check(catalog: &Catalog, problems: &mut Problems) {
    for entry in &catalog.entries {
        for (position, alias) in entry.aliases.iter().enumerate() {
            let first = entry.aliases[..position]
                .iter()
                .find(|other| other.value == alias.value);
            if let Some(problem) = redundant(entry, alias, first) {
                problems.push(problem);
            }
        }
    }
}

fn redundant(entry: &Entry, alias: &Spanned<String>, first: Option<&Spanned<String>>) -> Option<Problem> {
    let problem = |message: String| Problem::new(&rules::REDUNDANT_ALIAS, alias.span.clone(), message);
    if entry.code == Code::None {
        let message = format!("alias `{}` of entry `{}`, which has no code", alias.value, entry.name);
        return Some(problem(message).help("remove `aliases`, or set `code`"));
    }
    if entry.code.text().as_deref() == Some(&*alias.value) {
        return Some(problem(format!("alias `{}` is the code of the entry itself", alias.value)).label("remove it"));
    }
    let first = first?;
    let problem = problem(format!("duplicate alias `{}`", alias.value)).label("remove it");
    Some(problem.related(first.span.clone(), "the first one"))
}
