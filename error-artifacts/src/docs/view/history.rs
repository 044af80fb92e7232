//! What the baseline of a catalog remembers: accepted changes, and entries that are no longer sent.

use std::collections::BTreeMap;

use error_catalog::contract::Baseline;
use serde::Serialize;

use super::entry::Link;
use crate::names::Names;

/// A change of an entry.
#[derive(Debug, Serialize)]
pub(crate) struct Change<'a> {
    /// The day: `2026-11-27`.
    pub(crate) date: &'a str,
    /// The version of the API on that day.
    pub(crate) version: Option<&'a str>,
    /// The change in words: Markdown with code spans.
    pub(crate) text: String,
    pub(crate) reason: &'a str,
}

/// A name that the catalog had: of an entry that is no longer sent, or that has another name now.
#[derive(Debug, Serialize)]
pub(crate) struct Retired<'a> {
    pub(crate) name: String,
    /// The path of its page without an extension, from the root of the site.
    pub(crate) page: String,
    /// The codes that were sent, and are never sent for another error.
    pub(crate) codes: Vec<&'a str>,
    /// Whether the entry is still sent, with the name of `replaced_by`.
    pub(crate) renamed: bool,
    /// The entry with another name, or the one that has one of the codes as an alias.
    pub(crate) replaced_by: Option<Link<'a>>,
    pub(crate) history: Vec<Change<'a>>,
}

impl Retired<'_> {
    /// Returns the state in a sentence without a full stop.
    pub(crate) fn lead(&self) -> String {
        match &self.replaced_by {
            Some(link) if self.renamed => format!("Renamed to {}", link.name),
            _ => "No longer sent".to_owned(),
        }
    }
}

/// Returns the changes of an entry, the newest first; `may_see` decides by the member that changed.
pub(super) fn of<'a>(names: &Names<'a>, entry: &str, may_see: impl Fn(&str) -> bool) -> Vec<Change<'a>> {
    let all = names.history(entry).into_iter();
    let all = all.filter(|(_, change)| may_see(&change.member));
    let all = all.map(|(accepted, change)| Change {
        date: &accepted.date,
        version: accepted.version.as_deref(),
        text: change.words(),
        reason: &accepted.reason,
    });
    let mut all: Vec<Change<'_>> = all.collect();
    all.reverse();
    all
}

/// Returns the codes that are no longer sent by the names of their entries, with the names of entries that were removed or renamed.
pub(super) fn retired<'a>(baseline: &'a Baseline, names: &Names<'_>) -> BTreeMap<String, Vec<&'a str>> {
    let mut retired: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names.all_earlier() {
        retired.entry(name.to_owned()).or_default();
    }
    for (code, entry) in &baseline.retired {
        retired.entry(entry.clone()).or_default().push(code);
    }
    let removed = baseline.history.iter().flat_map(|accepted| &accepted.changes);
    for change in removed.filter(|change| change.change.starts_with("entry-removed")) {
        for entry in change.entries() {
            retired.entry(entry.to_owned()).or_default();
        }
    }
    retired
}
