//! Texts of a catalog with their language.

use std::borrow::Cow;

use error_catalog::ast::text::{Piece, Text};
use error_catalog::model;
use error_layout::vocabulary::{ISSUE_TYPES, SEVERITIES, reason};
use serde::{Serialize, Serializer};

/// A text of a catalog.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Said<'a> {
    pub(crate) parts: Vec<Part>,
    /// The language, if the catalog names it.
    pub(crate) language: Option<&'a str>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Literal(String),
    /// The name of a placeholder, with braces.
    Placeholder(String),
}

impl Part {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Literal(text) | Self::Placeholder(text) => text,
        }
    }
}

impl Said<'_> {
    /// Returns the characters, placeholders as `{name}`.
    pub(crate) fn text(&self) -> String {
        self.parts.iter().map(Part::text).collect()
    }

    /// Returns the language, if it is not that of the pages' own words.
    pub(crate) fn foreign(&self) -> Option<&str> {
        self.language.filter(|language| !language.eq_ignore_ascii_case("en"))
    }
}

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

/// Makes texts of one entry in one language.
pub(super) struct Speaker<'a> {
    pub(super) catalog: &'a model::Catalog,
    pub(super) entry: &'a model::Entry,
    /// The language of translated texts.
    pub(super) translation: Option<&'a str>,
}

impl<'a> Speaker<'a> {
    /// Returns the language of a text: that of the translation, unless it is the original text.
    fn language(&self, text: &str, original: Option<&str>) -> Option<&'a str> {
        let own = self.catalog.language.as_deref();
        if original == Some(text) {
            own
        } else {
            self.translation.or(own)
        }
    }

    /// Returns a text without placeholders. `original` is the same text in the language of the catalog.
    pub(super) fn plain(&self, text: &str, original: Option<&str>) -> Said<'a> {
        Said {
            language: self.language(text, original),
            parts: vec![Part::Literal(text.to_owned())],
        }
    }

    /// Returns a text with the values of the placeholders that are constant for the entry.
    pub(super) fn text(&self, text: &Text, original: Option<&Text>) -> Said<'a> {
        let mut parts = Vec::new();
        for piece in &text.pieces {
            match piece {
                Piece::Literal(text) => add(&mut parts, text),
                Piece::Placeholder(placeholder) => match self.constant(&placeholder.name) {
                    Some(value) => add(&mut parts, &value),
                    None => parts.push(Part::Placeholder(format!("{{{}}}", placeholder.name))),
                },
            }
        }
        let original = original.map(Text::to_whole_source);
        Said {
            language: self.language(&text.to_whole_source(), original.as_deref()),
            parts,
        }
    }

    /// Returns the value of a placeholder that is the same in every error of the entry.
    fn constant(&self, name: &str) -> Option<Cow<'a, str>> {
        let word = |list: &'static [&'static str], at: u8| list.get(usize::from(at)).copied().map(Cow::Borrowed);
        let (catalog, entry) = (self.catalog, self.entry);
        match name {
            "name" => Some(Cow::Borrowed(&entry.name)),
            "code" => entry.code.text(),
            // Of an entry with several statuses, the server selects one.
            "status" if entry.status_range.0 == entry.status_range.1 => Some(Cow::Owned(entry.status.to_string())),
            "reason" if entry.status_range.0 == entry.status_range.1 => Some(Cow::Borrowed(reason(entry.status))),
            "title" => Some(Cow::Borrowed(&entry.title)),
            "severity" => word(&SEVERITIES, entry.severity),
            "issue" => word(&ISSUE_TYPES, entry.issue?),
            "category" => Some(Cow::Borrowed(&catalog.categories.get(entry.category?)?.name)),
            "catalog" => Some(Cow::Borrowed(&catalog.name)),
            "version" => catalog.version.as_deref().map(Cow::Borrowed),
            "since" => entry.since.as_deref().map(Cow::Borrowed),
            _ => {
                let at = catalog.constants.iter().position(|constant| constant == name)?;
                Some(Cow::Borrowed(entry.constants.get(&at)?.text()))
            }
        }
    }
}

/// Adds a literal text, as one part with a literal before it.
fn add(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        Some(Part::Literal(last)) => last.push_str(text),
        _ => parts.push(Part::Literal(text.to_owned())),
    }
}
