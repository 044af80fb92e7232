//! The codes that a catalog no longer sends, from its baseline.

use std::collections::HashMap;

use error_catalog::contract::{Accepted, Baseline, Recorded};

use super::codes::{Codes, is_code};
use crate::Api;
use crate::names::Names;

/// A code that is no longer sent.
#[derive(Debug)]
pub(super) struct Retired {
    pub code: String,
    /// The name of its entry.
    pub entry: String,
    /// The day, the version of the API and the reason of the removal.
    pub date: Option<String>,
    pub version: Option<String>,
    pub reason: Option<String>,
    /// The code of the entry that has this one as an alias, or that had it before.
    pub replaced_by: Option<String>,
}

/// Returns the retired codes of a baseline that are not in `codes`, by code. What FHIR does not allow as a code is left out.
pub(super) fn of(baseline: &Baseline, api: &Api, codes: &Codes<'_>) -> Vec<Retired> {
    let current = codes.by_entry();
    let (mut successors, mut aliases): (HashMap<&str, &str>, HashMap<&str, &str>) = Default::default();
    for (position, entry) in api.catalog().entries.iter().enumerate() {
        let Some(code) = current.get(&position) else { continue };
        successors.insert(&entry.name, code);
        aliases.extend(entry.aliases.iter().map(|alias| (alias.value.as_str(), &**code)));
    }
    let names = Names::of(baseline, |name| successors.contains_key(name));
    let gone = baseline
        .retired
        .iter()
        .filter(|(code, _)| is_code(code) && !codes.has(code));
    gone.map(|(code, entry)| {
        let present = names.present(entry).unwrap_or(entry);
        let removal = removal(&names.history(present));
        // An alias says more than the name of an entry.
        let successor = aliases.get(&**code).or_else(|| successors.get(present));
        Retired {
            code: code.clone(),
            entry: entry.clone(),
            date: removal.map(|accepted| accepted.date.clone()),
            version: removal.and_then(|accepted| accepted.version.clone()),
            reason: removal.map(|accepted| accepted.reason.clone()),
            replaced_by: successor.map(|code| (*code).to_owned()),
        }
    })
    .collect()
}

/// Returns the last accepted change by which an entry or its code was removed.
fn removal<'b>(history: &[(&'b Accepted, &Recorded)]) -> Option<&'b Accepted> {
    let removes = |change: &str| change.starts_with("entry-removed") || change.starts_with("code-changed");
    let mut latest = history.iter().rev();
    latest
        .find(|(_, change)| removes(&change.change))
        .map(|(accepted, _)| *accepted)
}
