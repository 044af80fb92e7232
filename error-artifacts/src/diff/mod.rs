//! The changes from one catalog to another, as people and other programs read them.
//!
//! The changes themselves, their classes and reasons are those of [`error_catalog::contract`].

mod formats;
mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use error_catalog::contract::{Change, Class, Contract, Group, Places, Subject, compare, grouped, shown};
use error_catalog::report::Report;
use error_catalog::{Catalog, Position, Source, Span};

use crate::escape::{markdown_code, readable};
pub use table::{explain, list, table};

/// The changes from an old catalog to a new one.
///
/// ```
/// use error_artifacts::diff::Diff;
/// use error_catalog::contract::Class;
/// use error_catalog::{Source, compile};
///
/// let source = |status: u16| {
///     let text = format!(
///         r#"{{ "name": "clinic", "title": "Clinic API", "responses": {{ "default": {{ "format": "problem" }} }},
///              "errors": {{ "GONE": {{ "status": {status}, "title": "Gone" }} }} }}"#
///     );
///     Source::new("clinic.json", text)
/// };
/// let (old, new) = (source(410), source(404));
/// let diff = Diff::new(&compile(&old).catalog, &compile(&new).catalog, &new);
/// assert_eq!(diff.gravest(), Some(Class::Clients));
/// assert!(diff.markdown().contains("- `status` of `GONE` changed from `410` to `404`."));
/// ```
#[derive(Debug)]
pub struct Diff<'s> {
    old: Contract,
    new: Contract,
    source: &'s Source,
    changes: Vec<Change>,
}

/// Changes that are reported together, at one place.
struct Shown<'d> {
    change: Change,
    /// The names of the entries, if there are several.
    entries: Vec<&'d str>,
    span: Span,
}

impl<'s> Diff<'s> {
    /// Compares two catalogs. The places of the changes are those of `source`, the file of the new one.
    pub fn new(old: &Catalog, new: &Catalog, source: &'s Source) -> Self {
        Self::of_contracts(Contract::of(old), Contract::of(new), source)
    }

    /// Compares two contracts, of which the old one can be that of a baseline.
    pub fn of_contracts(old: Contract, new: Contract, source: &'s Source) -> Self {
        let changes = compare(&old, &new);
        Self {
            old,
            new,
            source,
            changes,
        }
    }

    /// Returns all changes, the gravest first.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Returns the gravest class of a change; `None` without any.
    pub fn gravest(&self) -> Option<Class> {
        self.changes.iter().map(|change| change.row.class).min()
    }

    /// Returns the number of changes of each class that has any.
    pub fn counts(&self) -> BTreeMap<Class, usize> {
        let mut counts = BTreeMap::new();
        for change in &self.changes {
            *counts.entry(change.row.class).or_default() += 1;
        }
        counts
    }

    /// Returns the changes in groups: those of several entries with the same words and place are one.
    fn shown(&self) -> Vec<Shown<'_>> {
        let places = Places::new(self.source);
        let mut shown = Vec::new();
        for group in grouped(&self.changes) {
            let mut by_place: BTreeMap<(usize, usize), Group<'_>> = BTreeMap::new();
            for change in group.changes {
                let span = places.of(change);
                let here = by_place.entry((span.start, span.end));
                let here = here.or_insert_with(|| Group { changes: Vec::new() });
                here.changes.push(change);
            }
            let here = by_place.into_iter();
            shown.extend(here.filter_map(|((start, end), group)| Shown::new(&group, start..end)));
        }
        shown
    }

    /// Returns the changes as text for people, without places. `paint` gives the title of a class its colour.
    pub fn human(&self, paint: impl Fn(Class, &str) -> String) -> String {
        let mut out = String::new();
        for (class, groups) in self.by_class() {
            out.push_str(&paint(class, class.title()));
            out.push('\n');
            for (at, group) in groups.iter().enumerate() {
                let row = group.change.row;
                let _ = writeln!(out, "  {}", readable(&phrase(group, str::to_owned)));
                // Once for changes of one kind, which follow each other.
                let is_last = groups.get(at + 1).is_none_or(|next| next.change.row != row);
                if class <= Class::Risky && is_last {
                    let _ = writeln!(out, "    {}: {}", row.name, row.why);
                }
            }
            out.push('\n');
        }
        out.push_str(&self.summary());
        out.push('\n');
        out
    }

    /// Returns the number of changes in one line.
    pub fn summary(&self) -> String {
        let counts = self.counts();
        let total: usize = counts.values().sum();
        let parts = counts.iter();
        let parts: Vec<String> = parts
            .map(|(class, count)| format!("{count} {}", class.title().to_lowercase()))
            .collect();
        match total {
            0 => "no changes".to_owned(),
            1 => format!("1 change: {}", parts.join(", ")),
            _ => format!("{total} changes: {}", parts.join(", ")),
        }
    }

    /// Returns the changes as a section of a changelog in Markdown.
    pub fn markdown(&self) -> String {
        let version = |contract: &Contract| contract.version().unwrap_or_default().to_owned();
        let (old, new) = (version(&self.old), version(&self.new));
        let versions = if old == new {
            old
        } else {
            [old, new].join(" → ").trim().to_owned()
        };
        let title = format!("{} {versions}", self.new.name());
        let mut out = format!("## {}\n", markdown_text(title.trim_end()));
        for (class, groups) in self.by_class() {
            let _ = writeln!(out, "\n### {}\n", class.title());
            for group in groups {
                let _ = write!(out, "- {}.", phrase(&group, markdown_code));
                if class <= Class::Risky {
                    let _ = write!(out, " {}", group.change.row.why);
                }
                out.push('\n');
            }
        }
        if self.changes.is_empty() {
            out.push_str("\nNo changes.\n");
        }
        out
    }

    /// Returns the groups of each class, whatever their places are.
    fn by_class(&self) -> BTreeMap<Class, Vec<Shown<'_>>> {
        let mut classes: BTreeMap<Class, Vec<Shown<'_>>> = BTreeMap::new();
        for group in grouped(&self.changes) {
            if let Some(shown) = Shown::new(&group, 0..0) {
                classes.entry(shown.change.row.class).or_default().push(shown);
            }
        }
        classes
    }
}

impl<'d> Shown<'d> {
    /// `None` if the group is empty.
    fn new(group: &Group<'d>, span: Span) -> Option<Self> {
        let entries = group.changes.iter().filter_map(|change| change.subject.entry());
        Some(Self {
            change: group.change()?,
            entries: entries.collect(),
            span,
        })
    }
}

/// Returns a group in words. `code` quotes names and values.
fn phrase(group: &Shown<'_>, code: fn(&str) -> String) -> String {
    let change = &group.change;
    let quoted = |text: &str| {
        // Text for people has backticks around names, and none around values.
        let coded = code(text);
        if coded == text { format!("`{text}`") } else { coded }
    };
    let subject = match (&change.subject, group.entries.as_slice()) {
        (Subject::Catalog, _) => "the catalog".to_owned(),
        (Subject::Category(name), _) => format!("the category {}", quoted(name)),
        (Subject::Response(name), _) => format!("the response {}", quoted(name)),
        (Subject::Entry(_), [] | [_]) => quoted(change.subject.entry().unwrap_or_default()),
        (Subject::Entry(_), all) => {
            /// The number of entries that are named.
            const NAMED: usize = 8;
            let names = all
                .iter()
                .take(NAMED)
                .map(|name| quoted(name))
                .collect::<Vec<_>>()
                .join(", ");
            let more = all.len().saturating_sub(NAMED);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            format!("{} entries ({names}{more})", all.len())
        }
    };
    if change.member.is_empty() {
        return format!("{subject} {}", change.words());
    }
    let value = |value: &serde_json::Value| code(&shown(value));
    let action = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("changed from {} to {}", value(old), value(new)),
        (None, Some(new)) => format!("added: {}", value(new)),
        (Some(old), None) => format!("removed: {}", value(old)),
        (None, None) => change.row.name.rsplit('-').next().unwrap_or_default().to_owned(),
    };
    format!("{} of {subject} {action}", quoted(&change.member))
}

/// Escapes a text of a heading.
fn markdown_text(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '-');
            escape
                .then_some('\\')
                .into_iter()
                .chain([if c.is_control() { ' ' } else { c }])
        })
        .collect()
}

/// The lines and columns of a span.
fn positions(report: &Report<'_>, span: &Span) -> (Position, Position) {
    (report.position(span.start), report.position(span.end))
}
