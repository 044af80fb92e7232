//! The names that entries had before, as the baseline of a catalog records them.

use std::collections::{BTreeMap, HashMap};

use error_catalog::contract::{Accepted, Baseline, Recorded};
use serde_json::Value;

/// The earlier names of entries, and the accepted changes under each name.
#[derive(Debug, Default)]
pub(crate) struct Names<'b> {
    /// The present names by the earlier ones.
    present: BTreeMap<&'b str, &'b str>,
    /// The earlier names by the present ones.
    earlier: BTreeMap<&'b str, Vec<&'b str>>,
    /// The changes by the names of their entries, with their numbers.
    changes: HashMap<&'b str, Vec<(usize, &'b Accepted, &'b Recorded)>>,
}

impl<'b> Names<'b> {
    /// Reads the history of a baseline; `is_current` are the names that the catalog has.
    pub(crate) fn of(baseline: &'b Baseline, is_current: impl Fn(&str) -> bool) -> Self {
        let accepted = baseline.history.iter();
        let all = accepted.flat_map(|accepted| accepted.changes.iter().map(move |change| (accepted, change)));
        // A later change replaces an earlier one.
        let renamed: BTreeMap<&str, &str> = all.clone().filter_map(|(_, change)| renamed(change)).collect();
        let mut names = Self::default();
        for (number, (accepted, change)) in all.enumerate() {
            for entry in change.entries() {
                let changes = names.changes.entry(entry).or_default();
                changes.push((number, accepted, change));
            }
        }
        for &old in renamed.keys().filter(|old| !is_current(old)) {
            let mut name = old;
            // Names can change in a circle, of which the catalog has none.
            for _ in 0..renamed.len() {
                match renamed.get(name) {
                    Some(new) if !is_current(name) => name = new,
                    _ => break,
                }
            }
            if is_current(name) {
                names.present.insert(old, name);
                names.earlier.entry(name).or_default().push(old);
            }
        }
        names
    }

    /// Returns the name that an entry with this one has in the catalog, if it was renamed.
    pub(crate) fn present(&self, name: &str) -> Option<&'b str> {
        self.present.get(name).copied()
    }

    /// Returns the earlier names of all entries.
    pub(crate) fn all_earlier(&self) -> impl Iterator<Item = &'b str> {
        self.present.keys().copied()
    }

    /// Returns the accepted changes of an entry under all its names, the oldest first.
    pub(crate) fn history(&self, name: &str) -> Vec<(&'b Accepted, &'b Recorded)> {
        let earlier = self.earlier.get(name).into_iter().flatten().copied();
        let all = std::iter::once(name).chain(earlier);
        let all = all.filter_map(|name| self.changes.get(name)).flatten();
        // A change can be of both names.
        let by_number: BTreeMap<usize, _> = all
            .map(|(number, accepted, change)| (*number, (*accepted, *change)))
            .collect();
        by_number.into_values().collect()
    }
}

/// Returns the earlier and the present name of a change that renames an entry.
fn renamed(change: &Recorded) -> Option<(&str, &str)> {
    let names = [&change.old, &change.new].map(|name| name.as_ref().and_then(Value::as_str));
    let [Some(old), Some(new)] = names else { return None };
    (change.change == "entry-renamed").then_some((old, new))
}

#[cfg(test)]
mod tests {
    use error_catalog::contract::Subject;

    use super::*;

    /// A baseline in which an entry was renamed several times.
    fn baseline(names: &[(&str, &str)]) -> Baseline {
        let accepted = names.iter().map(|(old, new)| Accepted {
            date: "2026-11-27".to_owned(),
            changes: vec![Recorded {
                change: "entry-renamed".to_owned(),
                subjects: vec![Subject::Entry((*new).to_owned())],
                member: "name".to_owned(),
                old: Some((*old).into()),
                new: Some((*new).into()),
            }],
            ..Accepted::default()
        });
        Baseline {
            history: accepted.collect(),
            ..Baseline::default()
        }
    }

    #[test]
    fn the_present_name_of_an_entry_is_its_last() {
        let baseline = baseline(&[("A", "B"), ("B", "C")]);
        let names = Names::of(&baseline, |name| name == "C");
        assert_eq!([names.present("A"), names.present("B")], [Some("C"), Some("C")]);
        assert_eq!(names.all_earlier().collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(names.history("C").len(), 2);
    }

    #[test]
    fn a_long_name_is_followed_like_a_short_one() {
        let long = "LONG_".repeat(100);
        let baseline = baseline(&[(&long, "SHORT")]);
        let names = Names::of(&baseline, |name| name == "SHORT");
        assert_eq!(names.present(&long), Some("SHORT"));
    }

    #[test]
    fn a_name_that_an_entry_has_again_is_not_an_earlier_one() {
        let baseline = baseline(&[("A", "B"), ("B", "A")]);
        let names = Names::of(&baseline, |name| name == "A");
        assert_eq!([names.present("A"), names.present("B")], [None, Some("A")]);
        let none = Names::of(&baseline, |_| false);
        assert_eq!(none.all_earlier().count(), 0);
    }
}
