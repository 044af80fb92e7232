//! The published contract of a catalog: the facts that clients and code rely on.
//!
//! ```text
//! model::Catalog ── Contract ── compare ── Change (a row of the table) ── place in the file
//!                   facts, body                table                       place
//! clinic.baseline.json ── Baseline (a recorded contract, the retired codes, the history)
//! ```
//!
//! [`compare`] finds the changes between two contracts. Each belongs to a [`Row`] of the [table](ROWS), which has its [`Class`] and the reason for it.
//! A [`Baseline`] is the contract of the last accepted version, in a file beside the catalog.
//!
//! ```
//! use error_catalog::contract::{Class, Contract, compare};
//! use error_catalog::{Source, compile};
//!
//! let contract = |status: u16| {
//!     let text = format!(
//!         r#"{{ "name": "clinic", "title": "Clinic API", "responses": {{ "default": {{ "format": "problem" }} }},
//!              "errors": {{ "GONE": {{ "status": {status}, "title": "Gone" }} }} }}"#
//!     );
//!     Contract::of(&compile(&Source::new("clinic.json", text)).catalog)
//! };
//! let changes = compare(&contract(410), &contract(404));
//! assert_eq!(changes.len(), 1);
//! assert_eq!(changes[0].row.name, "status-changed");
//! assert_eq!(changes[0].row.class, Class::Clients);
//! assert_eq!(changes[0].to_string(), "`status` of `GONE` changed from 410 to 404");
//! ```

mod baseline;
mod body;
mod check;
mod compare;
mod entry;
mod facts;
mod place;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde_json::Value;

pub use baseline::{Accepted, Baseline, Recorded, path as baseline_path};
pub use check::{Checked, check};
pub use compare::compare;
pub use place::Places;
pub use table::{Class, ROWS, Row, find as find_row};

/// A part of a catalog that has facts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The catalog itself.
    Catalog,
    /// A category, by its name.
    Category(String),
    /// A response, by its name.
    Response(String),
    /// An entry, by its name.
    Entry(String),
}

impl Subject {
    /// Returns the name of the entry, if the subject is one.
    pub fn entry(&self) -> Option<&str> {
        match self {
            Self::Entry(name) => Some(name),
            Self::Catalog | Self::Category(_) | Self::Response(_) => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Catalog => f.write_str("the catalog"),
            Self::Category(name) => write!(f, "the category `{name}`"),
            Self::Response(name) => write!(f, "the response `{name}`"),
            Self::Entry(name) => write!(f, "`{name}`"),
        }
    }
}

/// The facts of one subject: the names of members, with what is inherited or has a default, and their values.
pub type Facts = BTreeMap<String, Value>;

/// The facts of a catalog that clients and code rely on.
///
/// Formatting, comments, and the level at which a value is written (`defaults`, a category or the entry) are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contract {
    /// The facts of each subject.
    pub subjects: BTreeMap<Subject, Facts>,
    /// The names of the entries in the order of the catalog; empty in a baseline.
    pub order: Vec<String>,
    /// Whether texts are included. A baseline has none.
    pub has_texts: bool,
}

impl Contract {
    /// Returns the name of the catalog.
    pub fn name(&self) -> &str {
        self.facts(&Subject::Catalog)
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Returns the version of the API.
    pub fn version(&self) -> Option<&str> {
        self.facts(&Subject::Catalog).get("version").and_then(Value::as_str)
    }

    /// Returns the facts of an entry.
    pub fn entry(&self, name: &str) -> Option<&Facts> {
        self.subjects.get(&Subject::Entry(name.to_owned()))
    }

    /// Returns the entries and their facts, sorted by name.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Facts)> {
        let subjects = self.subjects.iter();
        subjects.filter_map(|(subject, facts)| Some((subject.entry()?, facts)))
    }

    fn facts(&self, subject: &Subject) -> &Facts {
        static NONE: Facts = Facts::new();
        self.subjects.get(subject).unwrap_or(&NONE)
    }
}

/// A difference between two contracts.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The kind of change, with its class and the reason for it.
    pub row: &'static Row,
    /// The part of the catalog that changed: by its new name, or the old one if it was removed.
    pub subject: Subject,
    /// The old name of a subject that was renamed.
    pub was: Option<String>,
    /// The member that changed, for example `status`; empty for the subject as a whole.
    pub member: String,
    /// The old value.
    pub old: Option<Value>,
    /// The new value.
    pub new: Option<Value>,
}

impl Change {
    /// Returns the change in words, without its subject: two changes with the same words can be reported together.
    pub fn words(&self) -> String {
        words(self.row.name, &self.member, [self.old.as_ref(), self.new.as_ref()])
    }

    /// Returns the change with `{name}` in place of the entry's own name in longer texts: the same for entries whose values differ only in it.
    fn pattern(&self) -> Self {
        let Some(name) = self.subject.entry() else {
            return self.clone();
        };
        let pattern = |value: &Option<Value>, name: &str| match value {
            // A name or a code is the value itself.
            Some(Value::String(text)) if text != name => Some(text.replace(name, "{name}").into()),
            value => value.clone(),
        };
        Self {
            old: pattern(&self.old, self.was.as_deref().unwrap_or(name)),
            new: pattern(&self.new, name),
            ..self.clone()
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words();
        if self.member.is_empty() {
            return write!(f, "{} {words}", self.subject);
        }
        let rest = words.get(self.member.len() + 2..).unwrap_or("");
        write!(f, "`{}` of {}{rest}", self.member, self.subject)
    }
}

/// Returns a change in words: of the kind `row`, at a member or of a subject as a whole, from an old value to a new one.
fn words(row: &str, member: &str, values: [Option<&Value>; 2]) -> String {
    let member = if member.is_empty() {
        String::new()
    } else {
        format!("`{member}` ")
    };
    match values {
        [Some(old), Some(new)] => format!("{member}changed from {} to {}", shown(old), shown(new)),
        [None, Some(new)] => format!("{member}added: {}", shown(new)),
        [Some(old), None] => format!("{member}removed: {}", shown(old)),
        [None, None] => {
            let verb = ["removed", "added"].into_iter().find(|verb| row.contains(verb));
            format!("{member}{}", verb.unwrap_or("moved"))
        }
    }
}

/// Changes that have the same words, apart from the name of the entry: those of one subject, or of several entries.
#[derive(Debug, Clone)]
pub struct Group<'c> {
    /// At least one.
    pub changes: Vec<&'c Change>,
}

impl Group<'_> {
    /// Returns one change for all: the first, with `{name}` for the names of the entries if their values differ in it.
    ///
    /// `None` if the group is empty.
    pub fn change(&self) -> Option<Change> {
        let first = *self.changes.first()?;
        let is_same = |other: &&Change| (&other.old, &other.new) == (&first.old, &first.new);
        Some(if self.changes.iter().all(is_same) {
            first.clone()
        } else {
            first.pattern()
        })
    }

    /// Returns the change as the history has it.
    fn record(&self) -> Recorded {
        let Some(first) = self.change() else {
            return Recorded::default();
        };
        Recorded {
            change: first.row.name.to_owned(),
            subjects: self.changes.iter().map(|change| change.subject.clone()).collect(),
            member: first.member,
            old: first.old,
            new: first.new,
        }
    }
}

/// Groups changes of entries that have the same words, such as those of a value in `defaults`.
///
/// Values that differ only in the name of the entry count as the same. The order is that of the first of each group.
pub fn grouped(changes: &[Change]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut positions = HashMap::new();
    for change in changes {
        let subject = match &change.subject {
            Subject::Entry(_) => None,
            subject => Some(subject),
        };
        let position = *positions
            .entry((change.row.name, subject, change.pattern().words()))
            .or_insert(groups.len());
        match groups.get_mut(position) {
            Some(group) => group.changes.push(change),
            None => groups.push(Group { changes: vec![change] }),
        }
    }
    groups
}

/// Returns a value for people: JSON, cut if it is long.
pub fn shown(value: &Value) -> String {
    /// The maximum number of characters.
    const SHOWN: usize = 120;
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
