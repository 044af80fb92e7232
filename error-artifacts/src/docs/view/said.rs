//! Texts of a catalog with their language.

use error_catalog::ast::text::{Piece, Text};
use error_catalog::{constant_value, model};
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
                Piece::Placeholder(placeholder) => match constant_value(self.catalog, self.entry, &placeholder.name) {
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
}

/// Adds a literal text, as one part with a literal before it.
fn add(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        Some(Part::Literal(last)) => last.push_str(text),
        _ => parts.push(Part::Literal(text.to_owned())),
    }
}
