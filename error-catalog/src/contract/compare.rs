//! Compares two contracts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::table as rows;
use super::{Change, Contract, Facts, Row, Subject, body, entry};
use crate::ast::text::{FIXED, Text};

/// Returns the changes from one contract to another, the gravest first, then by subject and member.
///
/// If one of the two is that of a baseline, texts and the order of the entries are not compared.
pub fn compare(old: &Contract, new: &Contract) -> Vec<Change> {
    let pairs = Pairs::of(old, new);
    let mut comparison = Comparison {
        old,
        new,
        old_codes: codes(old),
        new_codes: codes(new),
        changes: Vec::new(),
    };
    comparison.catalog();
    comparison.categories();
    comparison.entries(&pairs);
    comparison.responses(&pairs);
    comparison.order(&pairs);
    let mut changes = comparison.changes;
    changes.sort_by(|a, b| {
        let key = |change: &Change| (change.row.class, change.row.name);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.subject.cmp(&b.subject))
            .then_with(|| a.member.cmp(&b.member))
    });
    changes
}

/// The entries of both contracts that are the same.
struct Pairs<'c> {
    /// Old and new names.
    same: Vec<(&'c str, &'c str)>,
    removed: Vec<&'c str>,
    added: Vec<&'c str>,
}

impl<'c> Pairs<'c> {
    /// Pairs entries by name; others only by evidence: the same code, an alias, or the Rust name.
    fn of(old: &'c Contract, new: &'c Contract) -> Self {
        let mut same = Vec::new();
        let mut removed: Vec<(&str, &Facts)> = Vec::new();
        for (name, facts) in old.entries() {
            match new.subjects.get_key_value(&Subject::Entry(name.to_owned())) {
                Some((key, _)) => same.push((name, key.entry().unwrap_or(name))),
                None => removed.push((name, facts)),
            }
        }
        let is_new = |name: &&str| old.entry(name).is_none();
        let mut added: BTreeMap<&str, &Facts> = new.entries().filter(|(name, _)| is_new(name)).collect();
        let evidence: [fn(&Facts) -> Vec<&Value>; 3] = [
            |facts| code(facts).into_iter().collect(),
            |facts| match facts.get("aliases") {
                Some(Value::Array(aliases)) => aliases.iter().collect(),
                _ => Vec::new(),
            },
            |facts| facts.get("rust").into_iter().collect(),
        ];
        for (number, of_new) in evidence.into_iter().enumerate() {
            // Values of several new entries are evidence for none of them.
            let mut by_value: HashMap<String, Option<&str>> = HashMap::new();
            for (name, facts) in &added {
                for value in of_new(facts) {
                    by_value
                        .entry(value.to_string())
                        .and_modify(|one| *one = None)
                        .or_insert(Some(name));
                }
            }
            let of_old: fn(&Facts) -> Option<&Value> = if number == 2 { |facts| facts.get("rust") } else { code };
            let mut count: HashMap<String, usize> = HashMap::new();
            for (_, facts) in &removed {
                if let Some(value) = of_old(facts) {
                    *count.entry(value.to_string()).or_default() += 1;
                }
            }
            removed.retain(|(name, facts)| {
                let value = of_old(facts).map(ToString::to_string).unwrap_or_default();
                let found = by_value.get(&value).copied().flatten();
                match found.filter(|_| count.get(&value) == Some(&1)) {
                    Some(other) if added.remove(other).is_some() => {
                        same.push((name, other));
                        false
                    }
                    _ => true,
                }
            });
        }
        same.sort_unstable();
        Self {
            same,
            removed: removed.into_iter().map(|(name, _)| name).collect(),
            added: added.into_keys().collect(),
        }
    }
}

/// Returns the code of an entry that has one.
fn code(facts: &Facts) -> Option<&Value> {
    facts.get("code").filter(|code| !code.is_null())
}

/// Returns how many entries have each code, aliases included.
fn codes(contract: &Contract) -> HashMap<String, usize> {
    let mut count = HashMap::new();
    for (_, facts) in contract.entries() {
        let aliases = match facts.get("aliases") {
            Some(Value::Array(aliases)) => aliases.as_slice(),
            _ => &[],
        };
        for code in code(facts).into_iter().chain(aliases) {
            *count.entry(as_text(code)).or_default() += 1;
        }
    }
    count
}

/// Returns a code as text: an alias of an integer is a string.
pub(super) fn as_text(code: &Value) -> String {
    code.as_str().map_or_else(|| code.to_string(), str::to_owned)
}

/// Two contracts and the changes that were found.
pub(super) struct Comparison<'c> {
    pub(super) old: &'c Contract,
    pub(super) new: &'c Contract,
    old_codes: HashMap<String, usize>,
    new_codes: HashMap<String, usize>,
    pub(super) changes: Vec<Change>,
}

impl<'c> Comparison<'c> {
    /// Adds a change of a member of a subject.
    pub(super) fn add(
        &mut self,
        row: &'static Row,
        subject: &Subject,
        member: &str,
        old: Option<&Value>,
        new: Option<&Value>,
    ) {
        self.changes.push(Change {
            row,
            subject: subject.clone(),
            was: None,
            member: member.to_owned(),
            old: old.cloned(),
            new: new.cloned(),
        });
    }

    /// Whether texts are compared.
    pub(super) fn has_texts(&self) -> bool {
        self.old.has_texts && self.new.has_texts
    }

    /// Whether clients cannot recognize an entry by its code alone.
    pub(super) fn is_weak(&self, old: Option<&Facts>, new: &Facts) -> bool {
        let is_weak = |facts: &Facts| match code(facts) {
            None => true,
            Some(code) => {
                let count = |codes: &HashMap<String, usize>| codes.get(&as_text(code)).copied().unwrap_or(0);
                count(&self.old_codes) > 1 || count(&self.new_codes) > 1
            }
        };
        old.is_some_and(is_weak) || is_weak(new)
    }

    fn catalog(&mut self) {
        let subject = Subject::Catalog;
        let (old, new) = (self.old.facts(&subject), self.new.facts(&subject));
        let version_is_sent = self.new.entries().any(|(_, facts)| entry::is_sent(facts, "version"));
        for (member, old, new) in differences(old, new) {
            match member {
                "translations" => self.languages(old, new),
                "language" => self.add(&rows::LANGUAGE_CHANGED, &subject, member, old, new),
                "version" if version_is_sent => self.add(&rows::VERSION_CHANGED_SENT, &subject, member, old, new),
                "version" => self.add(&rows::VERSION_CHANGED, &subject, member, old, new),
                _ if member.starts_with("fallbacks.") => {
                    self.add(&rows::FALLBACK_CHANGED, &subject, member, old, new);
                }
                _ if self.has_texts() || member == "name" => {
                    self.add(&rows::CATALOG_CHANGED, &subject, member, old, new);
                }
                _ => {}
            }
        }
    }

    fn languages(&mut self, old: Option<&Value>, new: Option<&Value>) {
        let is_evidence = self.new.entries().any(|(_, facts)| self.is_weak(None, facts));
        let (removed, added) = set_difference(old, new);
        let added_row = if is_evidence {
            &rows::LANGUAGE_ADDED_EVIDENCE
        } else {
            &rows::LANGUAGE_ADDED
        };
        for language in added {
            self.add(added_row, &Subject::Catalog, "translations", None, Some(language));
        }
        for language in removed {
            self.add(
                &rows::LANGUAGE_REMOVED,
                &Subject::Catalog,
                "translations",
                Some(language),
                None,
            );
        }
    }

    fn categories(&mut self) {
        let of = |contract: &'c Contract| -> BTreeMap<&'c str, &'c Facts> {
            let named = contract.subjects.iter().filter_map(|(subject, facts)| match subject {
                Subject::Category(name) => Some((name.as_str(), facts)),
                _ => None,
            });
            named.collect()
        };
        let (old, new) = (of(self.old), of(self.new));
        let by_rust: HashMap<Option<&Value>, &str> =
            new.iter().map(|(name, facts)| (facts.get("rust"), *name)).collect();
        let mut found = BTreeSet::new();
        for (name, facts) in &old {
            let renamed = by_rust
                .get(&facts.get("rust"))
                .filter(|other| !old.contains_key(*other));
            let Some((name, others)) = new.get_key_value(name).or_else(|| new.get_key_value(renamed?)) else {
                self.add(
                    &rows::CATEGORY_REMOVED,
                    &Subject::Category((*name).to_owned()),
                    "",
                    None,
                    None,
                );
                continue;
            };
            found.insert(*name);
            let subject = Subject::Category((*name).to_owned());
            for (member, old, new) in differences(facts, others) {
                if member == "rust" {
                    self.add(&rows::CATEGORY_RENAMED, &subject, member, old, new);
                } else if self.has_texts() {
                    self.add(&rows::CATALOG_CHANGED, &subject, member, old, new);
                }
            }
        }
        for name in new.keys().filter(|name| !found.contains(*name)) {
            self.add(
                &rows::CATEGORY_ADDED,
                &Subject::Category((*name).to_owned()),
                "",
                None,
                None,
            );
        }
    }

    fn entries(&mut self, pairs: &Pairs<'c>) {
        for &name in &pairs.removed {
            let subject = Subject::Entry(name.to_owned());
            let is_deprecated = self.old.facts(&subject).contains_key("deprecated");
            let row = if is_deprecated {
                &rows::ENTRY_REMOVED_DEPRECATED
            } else {
                &rows::ENTRY_REMOVED
            };
            self.add(row, &subject, "", None, None);
        }
        for &name in &pairs.added {
            let subject = Subject::Entry(name.to_owned());
            let is_weak = self.is_weak(None, self.new.facts(&subject));
            let row = if is_weak {
                &rows::ENTRY_ADDED_SHARED
            } else {
                &rows::ENTRY_ADDED
            };
            self.add(row, &subject, "", None, None);
        }
        for &(was, name) in &pairs.same {
            let old = self.old.facts(&Subject::Entry(was.to_owned()));
            let new = self.new.facts(&Subject::Entry(name.to_owned()));
            let first = self.changes.len();
            let subject = Subject::Entry(name.to_owned());
            if was != name {
                self.add(
                    &rows::ENTRY_RENAMED,
                    &subject,
                    "name",
                    Some(&was.into()),
                    Some(&name.into()),
                );
            }
            if was != name || old != new {
                entry::compare(self, &subject, old, new);
            }
            if was != name {
                for change in &mut self.changes[first..] {
                    change.was = Some(was.to_owned());
                }
            }
        }
    }

    /// Compares the responses of the entries: once for all entries with the same two responses.
    fn responses(&mut self, pairs: &Pairs<'c>) {
        let mut groups: BTreeMap<(String, String), Vec<(&Facts, &Facts)>> = BTreeMap::new();
        for &(was, name) in &pairs.same {
            let old = self.old.facts(&Subject::Entry(was.to_owned()));
            let new = self.new.facts(&Subject::Entry(name.to_owned()));
            groups
                .entry((response(old), response(new)))
                .or_default()
                .push((old, new));
        }
        for ((was, name), entries) in groups {
            let old = self.old.facts(&Subject::Response(was.clone()));
            let subject = Subject::Response(name);
            let new = self.new.facts(&subject);
            let first = self.changes.len();
            if old != new {
                body::compare(self, &subject, (old, new), &entries);
            }
            for change in &mut self.changes[first..] {
                change.was = Some(was.clone()).filter(|was| *was != change.subject_name());
            }
        }
    }

    fn order(&mut self, pairs: &Pairs<'c>) {
        let positions = |order: &'c [String]| -> HashMap<&'c str, usize> {
            order
                .iter()
                .enumerate()
                .map(|(position, name)| (name.as_str(), position))
                .collect()
        };
        let (old, new) = (positions(&self.old.order), positions(&self.new.order));
        let mut both: Vec<(usize, usize, &str)> = pairs
            .same
            .iter()
            .filter_map(|(was, name)| Some((*old.get(was)?, *new.get(name)?, *name)))
            .collect();
        both.sort_unstable();
        let moved = both.windows(2).find(|two| two[0].1 > two[1].1);
        if let Some([_, (_, _, name)]) = moved {
            self.add(
                &rows::ORDER_CHANGED,
                &Subject::Entry((*name).to_owned()),
                "",
                None,
                None,
            );
        }
    }
}

impl Change {
    fn subject_name(&self) -> &str {
        match &self.subject {
            Subject::Catalog => "",
            Subject::Category(name) | Subject::Response(name) | Subject::Entry(name) => name,
        }
    }
}

/// Returns the name of the response of an entry.
pub(super) fn response(facts: &Facts) -> String {
    facts
        .get("response")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Returns the members that differ, with both values.
pub(super) fn differences<'f>(
    old: &'f Facts,
    new: &'f Facts,
) -> impl Iterator<Item = (&'f str, Option<&'f Value>, Option<&'f Value>)> {
    let names: BTreeSet<&str> = old.keys().chain(new.keys()).map(String::as_str).collect();
    let both = names.into_iter().map(|name| (name, old.get(name), new.get(name)));
    both.filter(|(_, old, new)| old != new)
}

/// Returns the elements of two arrays that only the first has, and those that only the second has.
pub(super) fn set_difference<'v>(old: Option<&'v Value>, new: Option<&'v Value>) -> (Vec<&'v Value>, Vec<&'v Value>) {
    let elements = |value: Option<&'v Value>| match value {
        Some(Value::Array(elements)) => elements.as_slice(),
        _ => &[],
    };
    let (old, new) = (elements(old), elements(new));
    let without = |these: &'v [Value], those: &'v [Value]| these.iter().filter(|one| !those.contains(one)).collect();
    (without(old, new), without(new, old))
}

/// Returns the texts of a value: a string, or an array of strings.
pub(super) fn texts(value: Option<&Value>) -> Vec<Text> {
    let parse = |text: &str| Text::parse(text, |at| at).unwrap_or_default();
    match value {
        Some(Value::String(text)) => vec![parse(text)],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(parse).collect(),
        _ => Vec::new(),
    }
}

/// Returns the placeholders of some texts.
pub(super) fn names(texts: &[Text]) -> BTreeSet<String> {
    texts
        .iter()
        .flat_map(Text::placeholders)
        .map(|one| one.name.clone())
        .collect()
}

/// Whether one of the texts has a value that only a server knows.
pub(super) fn has_values(texts: &[Text]) -> bool {
    let mut all = texts.iter().flat_map(Text::placeholders);
    all.any(|one| !FIXED.contains(&one.name.as_str()) && !crate::ast::text::is_constant(&one.name))
}
