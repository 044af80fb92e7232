//! The search for pairs of entries that cannot be distinguished, without a comparison of all pairs.
//!
//! A group of entries is split by the status, by the code and by each place whose texts can be listed, until each part is small. The rest of a
//! part is sorted by the literal starts (or ends) of its texts: only a text that is a prefix of another can be the same.

use std::cmp::Reverse;

use super::sequence::Sequences;
use super::side::{Places, Side, Texts};
use crate::hash::Table;

/// The number of places by which a group may be split or sorted: those that most entries have.
const MAX_PLACES: usize = 32;
/// How many earlier entries are reported for one.
const MAX_TWINS: usize = 3;
/// A group of this size is compared pair by pair.
const SMALL: usize = 16;
/// The number of comparisons that each entry has in a group.
const COMPARISONS: usize = 64;
/// The number of comparisons beyond that, in a whole catalog.
const MORE_COMPARISONS: usize = 100_000;
/// The number of comparisons of single endpoint patterns, which take long.
const ENDPOINT_COMPARISONS: usize = 20_000;

/// The search.
pub struct Search<'s, 'c> {
    sides: &'s [Side<'c>],
    places: Places,
    /// Of each entry, once it is compared.
    texts: Vec<Option<Texts>>,
    /// Of each entry: earlier ones from which it cannot be distinguished.
    twins: Vec<Vec<usize>>,
    /// The number of comparisons so far.
    compared: usize,
    /// The rest of [`MORE_COMPARISONS`].
    more: usize,
    /// The rest of [`ENDPOINT_COMPARISONS`].
    endpoints: usize,
}

/// The next criterion for a split.
#[derive(Clone, Copy)]
enum Step {
    Status,
    Code,
    Texts,
}

/// A text of an entry in the place by which a group is sorted.
struct Item {
    /// The start of the text, or its end backwards.
    key: String,
    /// Whether the key is the whole text.
    is_whole: bool,
    entry: usize,
}

impl<'s, 'c> Search<'s, 'c> {
    /// Returns, for each entry, earlier ones from which it cannot be distinguished.
    pub fn run(sides: &'s [Side<'c>]) -> Vec<Vec<usize>> {
        let mut search = Self::new(sides);
        search.group((0..sides.len()).collect(), Step::Status);
        search.twins.iter_mut().for_each(|twins| twins.sort_unstable());
        search.twins
    }

    fn new(sides: &'s [Side<'c>]) -> Self {
        Self {
            sides,
            places: Places::default(),
            texts: sides.iter().map(|_| None).collect(),
            twins: vec![Vec::new(); sides.len()],
            compared: 0,
            more: MORE_COMPARISONS,
            endpoints: ENDPOINT_COMPARISONS,
        }
    }

    fn group(&mut self, group: Vec<usize>, step: Step) {
        let mut originals = group.iter().map(|entry| self.sides[*entry].original);
        let first = originals.next();
        // One entry in several languages needs no comparison.
        if originals.all(|original| Some(original) == first) {
            return;
        }
        let (parts, next) = match step {
            Step::Status => {
                let sides = self.sides;
                let statuses = |entry: usize| Some(sides[entry].entry.all_statuses().map(u32::from).collect());
                (split(&group, statuses), Step::Code)
            }
            Step::Code => (split(&group, |entry| self.sides[entry].codes()), Step::Texts),
            Step::Texts => (self.split_by_texts(&group), Step::Texts),
        };
        match (parts, step) {
            (Some(parts), _) => parts.into_iter().for_each(|part| self.group(part, next)),
            (None, Step::Texts) => self.compare_group(&group),
            (None, _) => self.group(group, next),
        }
    }

    /// Splits by the place that makes the smallest groups.
    fn split_by_texts(&mut self, group: &[usize]) -> Option<Vec<Vec<usize>>> {
        self.read(group);
        if group.len() <= SMALL {
            return None;
        }
        let mut best: Option<(usize, Vec<Vec<usize>>)> = None;
        for place in self.places_of(group) {
            let Some(parts) = split(group, |entry| self.at(entry, place)?.keys()) else {
                continue;
            };
            let pairs = parts.iter().map(|part| part.len() * part.len()).sum();
            if best.as_ref().is_none_or(|(least, _)| pairs < *least) {
                best = Some((pairs, parts));
            }
        }
        best.map(|(_, parts)| parts)
    }

    /// Prepares the texts of some entries.
    fn read(&mut self, group: &[usize]) {
        for &entry in group {
            if self.texts[entry].is_none() {
                self.texts[entry] = Some(self.sides[entry].texts(&mut self.places));
            }
        }
    }

    /// The places in which most of some entries have texts.
    fn places_of(&self, group: &[usize]) -> Vec<usize> {
        let mut counts: Vec<usize> = Vec::new();
        let texts = group.iter().filter_map(|entry| self.texts[*entry].as_ref());
        for place in texts.flat_map(Texts::places) {
            if place >= counts.len() {
                counts.resize(place + 1, 0);
            }
            counts[place] += 1;
        }
        let mut known: Vec<usize> = (0..counts.len()).filter(|place| counts[*place] > 0).collect();
        known.sort_by_key(|place| Reverse(counts[*place]));
        known.truncate(MAX_PLACES);
        known
    }

    fn at(&self, entry: usize, place: usize) -> Option<&Sequences> {
        Some(self.texts[entry].as_ref()?.at(place, &self.places))
    }

    /// Compares the pairs of a group that nothing splits.
    fn compare_group(&mut self, group: &[usize]) {
        let sorted = if group.len() <= SMALL { None } else { self.sort(group) };
        let items = sorted.unwrap_or_else(|| {
            let items = group.iter().map(|&entry| Item {
                key: String::new(),
                is_whole: false,
                entry,
            });
            items.collect()
        });
        visit(&items, |item, others| {
            for (number, &other) in others.iter().enumerate() {
                if number >= COMPARISONS {
                    match self.more.checked_sub(1) {
                        Some(more) => self.more = more,
                        None => break,
                    }
                }
                self.compare(item.entry, other);
            }
        });
    }

    /// Sorts by the place with the fewest pairs left.
    fn sort(&self, group: &[usize]) -> Option<Vec<Item>> {
        let mut best: Option<(usize, Vec<Item>)> = None;
        for place in self.places_of(group) {
            for backwards in [false, true] {
                let items = self.items(group, place, backwards);
                let mut pairs = 0;
                visit(&items, |_, others| pairs += others.len());
                if best.as_ref().is_none_or(|(least, _)| pairs < *least) {
                    best = Some((pairs, items));
                }
                if pairs <= group.len() * SMALL {
                    return best.map(|(_, items)| items);
                }
            }
        }
        best.map(|(_, items)| items)
    }

    /// The texts of a group in a place, sorted.
    fn items(&self, group: &[usize], place: usize, backwards: bool) -> Vec<Item> {
        let mut items = Vec::with_capacity(group.len());
        for &entry in group {
            let before = items.len();
            for way in self.at(entry, place).into_iter().flat_map(Sequences::ways) {
                items.push(match way {
                    // No text of a catalog has this character.
                    None => Item {
                        key: "\0".to_owned(),
                        is_whole: true,
                        entry,
                    },
                    Some(pattern) => Item {
                        key: if backwards {
                            pattern.end().chars().rev().collect()
                        } else {
                            pattern.start().to_owned()
                        },
                        is_whole: pattern.text().is_some(),
                        entry,
                    },
                });
            }
            if items.len() == before {
                items.push(Item {
                    key: String::new(),
                    is_whole: false,
                    entry,
                });
            }
        }
        items.sort_by(|one, two| {
            let own = |item: &Item| (item.is_whole, item.entry);
            one.key.cmp(&two.key).then_with(|| own(one).cmp(&own(two)))
        });
        items
    }

    /// Compares two entries, unless the later one has enough twins.
    fn compare(&mut self, one: usize, other: usize) {
        let (first, later) = (one.min(other), one.max(other));
        let known = &self.twins[later];
        let is_other = self.sides[first].original != self.sides[later].original;
        if is_other && known.len() < MAX_TWINS && !known.contains(&first) && !self.differ(first, later) {
            self.twins[later].push(first);
        }
    }

    /// Whether no response can come from both.
    fn differ(&mut self, one: usize, two: usize) -> bool {
        self.compared += 1;
        let (Some(one_texts), Some(two_texts)) = (&self.texts[one], &self.texts[two]) else {
            return false;
        };
        let (one, two) = (self.sides[one], self.sides[two]);
        if !one.entry.all_statuses().any(|status| two.entry.has_status(status))
            // A text can happen to be JSON, so only another content type distinguishes it.
            || one.shape.is_some() != two.shape.is_some() && one.content_type() != two.content_type()
            || one_texts.apart(two_texts, &self.places)
        {
            return true;
        }
        if !one_texts.has_other_endpoints(two_texts) {
            return false;
        }
        match self.endpoints.checked_sub(one_texts.endpoint_pairs(two_texts)) {
            Some(left) => self.endpoints = left,
            None => return true,
        }
        one_texts.endpoints_apart(two_texts)
    }
}

/// Splits a group by the values that each entry can have; an entry without a list of them belongs to every part. Returns `None` if the parts
/// are not smaller, or are too many copies.
fn split(group: &[usize], values: impl Fn(usize) -> Option<Vec<u32>>) -> Option<Vec<Vec<usize>>> {
    let mut table = Table::default();
    let mut keys: Vec<u32> = Vec::new();
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut anywhere: Vec<usize> = Vec::new();
    let mut copies = 0;
    for &entry in group {
        let Some(values) = values(entry) else {
            anywhere.push(entry);
            continue;
        };
        copies += values.len();
        if copies > group.len() * 4 {
            return None;
        }
        for value in values {
            let part = table.find(value, |number| keys[number] == value).unwrap_or_else(|| {
                table.add(value, keys.len());
                keys.push(value);
                parts.push(Vec::new());
                keys.len() - 1
            });
            if parts[part].last() != Some(&entry) {
                parts[part].push(entry);
            }
        }
    }
    let largest = parts.iter().map(Vec::len).max().unwrap_or(0) + anywhere.len();
    if largest >= group.len() || copies + anywhere.len() * parts.len() > group.len() * 4 {
        return None;
    }
    for part in &mut parts {
        part.extend(&anywhere);
        part.sort_unstable();
    }
    Some(parts)
}

/// Calls a function with each item and the entries of earlier items whose texts can be the same.
fn visit<'i>(items: &'i [Item], mut with: impl FnMut(&'i Item, &[usize])) {
    let mut open: Vec<&Item> = Vec::new();
    let mut entries: Vec<usize> = Vec::new();
    for item in items {
        while let Some(last) = open.last() {
            let fits = item.key.starts_with(&last.key) && (!last.is_whole || item.key.len() == last.key.len());
            if fits {
                break;
            }
            open.pop();
            entries.pop();
        }
        with(item, &entries);
        open.push(item);
        entries.push(item.entry);
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::lower::shape;
    use crate::model::Catalog;
    use crate::{Source, compile};

    /// The members of a catalog behind its title.
    fn catalog(responses: &str, entries: impl Iterator<Item = String>) -> Catalog {
        let entries = entries
            .enumerate()
            .map(|(number, entry)| format!(r#""E{number}":{{{entry}}}"#));
        let entries: Vec<String> = entries.collect();
        let text = format!(
            r#"{{"name":"a","title":"A","parameters":{{"a":"string","b":"string"}},"defaults":{{"status":409}},"responses":{{{responses}}},"errors":{{{}}}}}"#,
            entries.join(",")
        );
        let compiled = compile(&Source::new("a.json", text));
        assert!(compiled.is_usable(), "{:?}", compiled.problems);
        compiled.catalog
    }

    /// The twins of each entry, once found by the search and once by a comparison of all pairs.
    fn both(catalog: &Catalog) -> [Vec<Vec<usize>>; 2] {
        let shapes = shape::shapes(catalog);
        let sides = catalog.in_all_languages().map(|(original, entry)| Side {
            catalog,
            entry,
            original,
            shape: shapes.get(entry.response).and_then(Option::as_ref),
        });
        let sides: Vec<Side<'_>> = sides.collect();
        let mut pairs = Search::new(&sides);
        let all: Vec<usize> = (0..sides.len()).collect();
        pairs.read(&all);
        for later in 0..sides.len() {
            for first in 0..later {
                if !pairs.differ(first, later) {
                    pairs.twins[later].push(first);
                }
            }
        }
        [Search::run(&sides), pairs.twins]
    }

    #[test]
    fn the_search_finds_the_pairs_that_a_comparison_of_all_finds() {
        let words = ["x", "y", "{a}", "x{a}", "{a}y", "{a} z {b}", "xy", "x z y"];
        let response = |word: usize| match word % 3 {
            0 => r#""response":"json""#,
            1 => r#""response":"text""#,
            _ => r#""response":"problem""#,
        };
        let responses = r#""json":{"format":"json","body":{"m":"{message}","s":"{severity}"}},
            "text":{"format":"text","body":"{message}"},"problem":{"format":"problem","type":"urn:{severity}"}"#;
        // Digits of a number in which each member has its own place.
        let entry = |number: usize| {
            let digit = |unit: usize, of: usize| number / unit % of;
            let mut entry = format!(
                r#""title":"T","message":"{}{}","#,
                words[digit(1, 8)],
                words[digit(8, 5)]
            );
            entry += response(digit(40, 3));
            if digit(120, 2) == 1 {
                entry += r#","status_range":"400-410""#;
            }
            if digit(240, 3) > 0 {
                let _ = write!(entry, r#","severity":"{}""#, ["error", "fatal"][digit(240, 3) - 1]);
            }
            if digit(720, 3) > 0 {
                let _ = write!(entry, r#","methods":["{}"]"#, ["GET", "PUT"][digit(720, 3) - 1]);
            }
            if digit(2160, 3) > 0 {
                let _ = write!(entry, r#","endpoints":["{}"]"#, ["/a/.*", "/b"][digit(2160, 3) - 1]);
            }
            entry
        };
        // Every seventh number of a long cycle, so that the entries vary in all members.
        let catalog = catalog(responses, (0..400).map(|number| entry(number * 2347 % 6480)));
        let [found, expected] = both(&catalog);
        let mut count = 0;
        for (entry, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(
                found.is_empty(),
                expected.is_empty(),
                "{entry}: {:?}",
                catalog.entries[entry].message
            );
            assert_eq!(found.len(), expected.len().min(MAX_TWINS), "{entry}");
            assert!(found.iter().all(|twin| expected.contains(twin)), "{entry}");
            count += expected.len();
        }
        assert!(count > 1_000, "{count}");
    }

    /// Returns the members of an entry by its number.
    type Member = fn(usize) -> String;

    #[test]
    fn the_number_of_comparisons_grows_with_the_number_of_entries() {
        let body = r#""default":{"format":"json","body":{"m":"{message}"}}"#;
        let shapes: [(&str, Member); 6] = [
            (
                r#""default":{"format":"problem","type":"https://e.example/{name}"}"#,
                |_| String::new(),
            ),
            (
                r#""default":{"format":"text","body":"ERROR {code}: {message}"}"#,
                |_| String::new(),
            ),
            (body, |number| format!(r#","message":"The record {number} is gone.""#)),
            (body, |number| {
                format!(r#","message":"The record {{a}} is held by {number}.""#)
            }),
            (body, |_| r#","message":"The same.""#.to_owned()),
            (body, |number| match number % 2 {
                0 => format!(r#","message":"The record is held by {number} of them.""#),
                _ => format!(r#","message":"The record {{a}} is {number} times held by {{b}} of them.""#),
            }),
        ];
        for (responses, entry) in shapes {
            let compared = |entries: usize| {
                let entries = (0..entries).map(|number| format!(r#""title":"Title {number}"{}"#, entry(number)));
                let catalog = catalog(responses, entries);
                let shapes = shape::shapes(&catalog);
                let sides = catalog.in_all_languages().map(|(original, entry)| Side {
                    catalog: &catalog,
                    entry,
                    original,
                    shape: shapes.get(entry.response).and_then(Option::as_ref),
                });
                let sides: Vec<Side<'_>> = sides.collect();
                let mut search = Search::new(&sides);
                search.group((0..sides.len()).collect(), Step::Status);
                search.compared
            };
            let most = 3_000 * COMPARISONS + MORE_COMPARISONS;
            assert!(compared(3_000) <= most, "{responses} {}", entry(1));
            assert!(compared(300) <= 300 * 300 / 2, "{responses} {}", entry(1));
        }
    }
}
