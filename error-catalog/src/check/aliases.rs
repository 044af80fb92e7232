//! EC0802: aliases are other codes, of entries with a code.

use std::collections::HashMap;

use crate::ast::Code;
use crate::model::{Catalog, Entry};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::Spanned;

/// Checks the aliases of every entry.
pub(super) fn check(catalog: &Catalog, problems: &mut Problems) {
    for entry in &catalog.entries {
        let mut known: HashMap<&str, &Spanned<String>> = HashMap::new();
        for alias in &entry.aliases {
            let first = known.get(alias.value.as_str()).copied();
            known.entry(&alias.value).or_insert(alias);
            problems.extend(redundant(entry, alias, first));
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
