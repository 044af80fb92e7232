//! What the baseline of a catalog remembers: accepted changes, and entries that are no longer sent.

use std::collections::BTreeMap;

use error_catalog::contract::Baseline;
use serde::Serialize;

/// A change of an entry.
#[derive(Debug, Serialize)]
pub(crate) struct Change<'a> {
    /// The day: `2026-11-27`.
    pub(crate) date: &'a str,
    /// The version of the API on that day.
    pub(crate) version: Option<&'a str>,
    /// The change in words: Markdown with code spans.
    pub(crate) text: &'a str,
    pub(crate) reason: &'a str,
}

/// An entry that the catalog does not have any more.
#[derive(Debug, Serialize)]
pub(crate) struct Retired<'a> {
    pub(crate) name: &'a str,
    /// The path of its page without an extension, from the root of the site.
    pub(crate) page: String,
    /// The codes that were sent, and are never sent for another error.
    pub(crate) codes: Vec<&'a str>,
    pub(crate) history: Vec<Change<'a>>,
}

/// Returns the changes of an entry, the newest first; `may_see` decides by the member that changed.
pub(super) fn of<'a>(baseline: &'a Baseline, entry: &str, may_see: impl Fn(&str) -> bool) -> Vec<Change<'a>> {
    // The member is a code span at the start of the text.
    let member = |text: &'a str| {
        text.strip_prefix('`')
            .and_then(|rest| rest.split('`').next())
            .unwrap_or("")
    };
    let all = baseline
        .history_of(entry)
        .filter(|(_, change)| may_see(member(&change.text)));
    let all = all.map(|(accepted, change)| Change {
        date: &accepted.date,
        version: accepted.version.as_deref(),
        text: &change.text,
        reason: &accepted.reason,
    });
    let mut all: Vec<Change<'_>> = all.collect();
    all.reverse();
    all
}

/// Returns the names of the entries that were removed, with their codes; `is_current` are the names that the catalog has.
pub(super) fn retired(baseline: &Baseline, is_current: impl Fn(&str) -> bool) -> BTreeMap<&str, Vec<&str>> {
    let mut retired: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (code, entry) in &baseline.retired {
        retired.entry(entry).or_default().push(code);
    }
    let removed = baseline.history.iter().flat_map(|accepted| &accepted.changes);
    for change in removed.filter(|change| change.change.starts_with("entry-removed")) {
        for entry in &change.entries {
            retired.entry(entry).or_default();
        }
    }
    retired.retain(|entry, _| !is_current(entry));
    retired
}
