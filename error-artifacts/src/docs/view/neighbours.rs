//! Entries that are easily confused with another one.

use std::collections::HashMap;

use error_catalog::model::{Catalog, Entry};
use serde::Serialize;

/// The largest number of neighbours of an entry that are listed.
const MOST: usize = 8;

/// The entries of a catalog by what they share.
pub(super) struct Groups {
    by_code: HashMap<String, Vec<usize>>,
    by_response: HashMap<(u16, usize), Vec<usize>>,
}

/// A position, and what the entry shares with its neighbour.
pub(super) struct Near {
    pub(super) position: usize,
    pub(super) shared: Shared,
}

/// The facts that two entries share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shared {
    Code,
    StatusAndResponse,
}

impl Groups {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let mut groups = Self {
            by_code: HashMap::new(),
            by_response: HashMap::new(),
        };
        for (position, entry) in catalog.entries.iter().enumerate() {
            if let Some(code) = entry.code.text() {
                groups.by_code.entry(code.into_owned()).or_default().push(position);
            }
            let kind = (entry.status, entry.response);
            groups.by_response.entry(kind).or_default().push(position);
        }
        groups
    }

    /// Returns the nearest neighbours of an entry, and the number of others.
    ///
    /// First those with the same code, then those with the same status and response: of the same category and nearest in the catalog first.
    pub(super) fn of(&self, catalog: &Catalog, position: usize) -> (Vec<Near>, usize) {
        let Some(entry) = catalog.entries.get(position) else {
            return (Vec::new(), 0);
        };
        let none = Vec::new();
        let code = entry.code.text();
        let same_code = code.and_then(|code| self.by_code.get(&*code)).unwrap_or(&none);
        let kind = (entry.status, entry.response);
        let same_response = self.by_response.get(&kind).unwrap_or(&none);
        let nearest = |positions: &[usize], skipped: &[usize]| {
            let at = positions.partition_point(|other| *other < position);
            // Twice as many as are listed, so that those of the same category can be first.
            let window = at.saturating_sub(2 * MOST)..(at + 2 * MOST + 1).min(positions.len());
            let mut near: Vec<usize> = positions.get(window).unwrap_or_default().to_vec();
            near.retain(|other| *other != position && !skipped.contains(other));
            near.sort_by_key(|other| {
                let category = catalog
                    .entries
                    .get(*other)
                    .map(|other| other.category == entry.category);
                (category != Some(true), other.abs_diff(position))
            });
            near.truncate(MOST);
            near
        };
        let codes = nearest(same_code, &[]);
        let mut responses = nearest(same_response, same_code);
        responses.truncate(MOST - codes.len());
        let in_both = same_code.iter().filter(|other| {
            let other = catalog.entries.get(**other);
            other.is_some_and(|other| (other.status, other.response) == kind)
        });
        // The entry itself is in both groups.
        let all = same_code.len().max(1) + same_response.len() - in_both.count().max(1) - 1;
        let left = all - codes.len() - responses.len();
        let near = |shared| move |position| Near { position, shared };
        let codes = codes.into_iter().map(near(Shared::Code));
        let responses = responses.into_iter().map(near(Shared::StatusAndResponse));
        (codes.chain(responses).collect(), left)
    }
}

/// Returns the fact by which a client distinguishes an entry from its neighbour `other`.
pub(super) fn difference(entry: &Entry, other: &Entry, sends_code: bool) -> String {
    if sends_code && entry.code != other.code {
        return match other.code.text() {
            Some(code) => format!("its code is {code}"),
            None => "it has no code".to_owned(),
        };
    }
    if entry.status != other.status {
        return format!("its status is {}", other.status);
    }
    if entry.issue != other.issue {
        return match other.issue_name() {
            Some(issue) => format!("its issue type is {issue}"),
            None => "it has no issue type".to_owned(),
        };
    }
    if entry.response != other.response {
        return "its body has another structure".to_owned();
    }
    let text = |entry: &Entry| {
        let texts = entry.texts().filter(|(member, _)| !matches!(*member, "log" | "docs"));
        let texts: Vec<String> = texts.map(|(_, text)| text.value.to_whole_source()).collect();
        (entry.title.clone(), texts)
    };
    if text(entry) != text(other) {
        return "its text differs".to_owned();
    }
    if entry.methods != other.methods {
        return format!("it occurs with {}", other.methods.join(", "));
    }
    if entry.endpoints != other.endpoints {
        return "it occurs at other endpoints".to_owned();
    }
    "their responses are equal".to_owned()
}
