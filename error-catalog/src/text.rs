//! Texts with placeholders: `No patient has the id {id}.`

use crate::source::Span;

/// A text, split at its placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Literal runs and placeholders, in order; no two literals follow each other.
    pub pieces: Vec<Piece>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Characters that stand for themselves.
    Literal(String),
    /// A place for a value.
    Placeholder(Placeholder),
}

/// A place for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// What goes there: a [built-in value](is_built_in) or a parameter.
    pub name: String,
    /// What happens if there is no value.
    pub absent: Absent,
    /// `{name*}`: every value of a list.
    pub list: bool,
    /// `{name:string}`: as a JSON string, whatever the type.
    pub string: bool,
    /// From brace to brace, in the source.
    pub span: Span,
}

/// What happens to a placeholder without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// `{name}`: JSON `null`, or nothing.
    Blank,
    /// `{name?}`: what is around the placeholder is left out.
    Omit,
    /// `{name?null}`: JSON `null`.
    Null,
}

/// Placeholders that the catalog fills.
pub static FIXED: [&str; 17] = [
    "name",
    "code",
    "status",
    "title",
    "message",
    "detail",
    "display",
    "severity",
    "issue",
    "category",
    "docs",
    "action",
    "user_message",
    "since",
    "reason",
    "catalog",
    "version",
];

/// Placeholders that an occurrence fills, lists apart.
pub static OCCURRENCE: [&str; 6] = ["diagnostics", "request_id", "id", "instance", "time", "retry_after"];

/// Lists that an occurrence fills.
pub static LISTS: [&str; 2] = ["expression", "location"];

/// Whether `name` is a placeholder that no parameter may be named after.
pub fn is_built_in(name: &str) -> bool {
    is_among(&FIXED, name) || is_among(&OCCURRENCE, name) || is_among(&LISTS, name)
}

/// Whether a word is in a list: for unoptimised builds, in which a loop that compares lengths first costs a third of `contains`.
pub(crate) fn is_among(list: &[&str], word: &str) -> bool {
    let mut at = 0;
    while at < list.len() {
        if list[at].len() == word.len() && list[at] == word {
            return true;
        }
        at += 1;
    }
    false
}

/// Which bytes are in a set.
pub(crate) type Bytes = [bool; 256];

/// ASCII's letters and digits, and some more.
pub(crate) const fn bytes(more: &[u8]) -> Bytes {
    let mut set = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        set[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < more.len() {
        set[more[at] as usize] = true;
        at += 1;
    }
    set
}

/// Whether all bytes of a text are in a set, as is so of most texts. In a macro, which is not optimised, a loop over indexes and a table finds
/// that out in a fraction of the time that looking at characters takes; as long as the table is no constant, of which it would make a copy for
/// each byte.
pub(crate) fn is_all(text: &str, set: &'static Bytes) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !set[bytes[at] as usize] {
            return false;
        }
        at += 1;
    }
    true
}

/// All built-in placeholders.
pub fn built_in() -> impl Iterator<Item = &'static str> + Clone {
    FIXED.into_iter().chain(OCCURRENCE).chain(LISTS)
}

/// What is wrong with the spelling of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where, in bytes of the text's value.
    pub at: std::ops::Range<usize>,
    /// What, in one sentence.
    pub message: String,
    /// Whether a brace is unbalanced; otherwise the inside of a placeholder is misspelt.
    pub brace: bool,
}

impl Text {
    /// Splits a string at its placeholders. `place` turns a range of the string into a span of the source.
    ///
    /// # Errors
    /// All mistakes of spelling in it.
    pub fn parse(
        string: &str,
        mut place: impl FnMut(std::ops::Range<usize>) -> Span,
    ) -> Result<Self, Vec<SyntaxError>> {
        // One character is looked for in a fraction of the time that two take.
        if !string.is_empty() && !string.contains('{') && !string.contains('}') {
            return Ok(Self::literal(string));
        }
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut errors = Vec::new();
        let mut at = 0;
        while let Some(brace) = next_brace(string, at) {
            literal.push_str(&string[at..brace]);
            let rest = &string[brace..];
            if rest.starts_with("{{") || rest.starts_with("}}") {
                literal.push_str(&rest[..1]);
                at = brace + 2;
            } else if rest.starts_with('}') {
                let message = "this `}` closes nothing; write `}}` for the character".to_owned();
                errors.push(SyntaxError {
                    at: brace..brace + 1,
                    message,
                    brace: true,
                });
                at = brace + 1;
            } else if let Some(end) = next_brace(string, brace + 1).filter(|&end| string[end..].starts_with('}')) {
                let range = brace..end + 1;
                match placeholder(&string[brace + 1..end], place(range.clone())) {
                    Ok(placeholder) => {
                        if !literal.is_empty() {
                            pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                        }
                        pieces.push(Piece::Placeholder(placeholder));
                    }
                    Err(message) => errors.push(SyntaxError {
                        at: range.clone(),
                        message,
                        brace: false,
                    }),
                }
                at = range.end;
            } else {
                let message = "this `{` is never closed; write `{{` for the character".to_owned();
                errors.push(SyntaxError {
                    at: brace..brace + 1,
                    message,
                    brace: true,
                });
                at = brace + 1;
            }
        }
        literal.push_str(&string[at..]);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        if errors.is_empty() {
            Ok(Self { pieces })
        } else {
            Err(errors)
        }
    }

    /// A text without placeholders.
    pub fn literal(text: impl Into<String>) -> Self {
        Self {
            pieces: vec![Piece::Literal(text.into())],
        }
    }

    /// A text that is one placeholder, for presets.
    pub fn placeholder(name: &str, absent: Absent) -> Self {
        let placeholder = Placeholder {
            name: name.to_owned(),
            absent,
            list: false,
            string: false,
            span: 0..0,
        };
        Self {
            pieces: vec![Piece::Placeholder(placeholder)],
        }
    }

    /// A text that is one list placeholder, for presets.
    pub fn list(name: &str) -> Self {
        let placeholder = Placeholder {
            name: name.to_owned(),
            absent: Absent::Omit,
            list: true,
            string: false,
            span: 0..0,
        };
        Self {
            pieces: vec![Piece::Placeholder(placeholder)],
        }
    }

    /// Its placeholders.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(placeholder),
            Piece::Literal(_) => None,
        })
    }

    /// The placeholder, if the text is one placeholder and nothing else.
    pub fn only_placeholder(&self) -> Option<&Placeholder> {
        match self.pieces.as_slice() {
            [Piece::Placeholder(placeholder)] => Some(placeholder),
            _ => None,
        }
    }

    /// The characters, if the text has no placeholders.
    pub fn as_literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Literal(literal)] => Some(literal),
            _ => None,
        }
    }

    /// The text as it would be written in a catalog, for documents.
    pub fn to_source(&self) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => out.push_str(&literal.replace('{', "{{").replace('}', "}}")),
                Piece::Placeholder(placeholder) => {
                    out.push('{');
                    out.push_str(&placeholder.name);
                    out.push('}');
                }
            }
        }
        out
    }
}

/// Where the next brace stands, from a place on.
fn next_brace(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if matches!(bytes[at], b'{' | b'}') {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn placeholder(inside: &str, span: Span) -> Result<Placeholder, String> {
    let bytes = inside.as_bytes();
    let mut end = 0;
    while end < bytes.len() && (bytes[end].is_ascii_alphanumeric() || bytes[end] == b'_') {
        end += 1;
    }
    let (name, rest) = inside.split_at(end);
    if name.is_empty() {
        return Err("a placeholder needs a name: `{name}`".to_owned());
    }
    let (rest, string) = match rest.strip_prefix(":string") {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let (absent, list) = match rest {
        "" => (Absent::Blank, false),
        "?" => (Absent::Omit, false),
        "?null" => (Absent::Null, false),
        "*" if !string => (Absent::Omit, true),
        _ => {
            return Err(format!(
                "`{rest}` is nothing a placeholder can have: write `{{{name}}}`, `{{{name}?}}`, `{{{name}?null}}`, `{{{name}*}}` or `{{{name}:string}}`"
            ));
        }
    };
    Ok(Placeholder {
        name: name.to_owned(),
        absent,
        list,
        string,
        span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Text, Vec<SyntaxError>> {
        Text::parse(text, |range| range)
    }

    #[test]
    fn a_text_is_split_at_its_placeholders_and_doubled_braces_are_braces() {
        let text = parse("a {x?} {{b}} {y:string?null}").unwrap_or_default();
        assert_eq!(text.pieces.len(), 4);
        let placeholders: Vec<_> = text
            .placeholders()
            .map(|placeholder| {
                (
                    placeholder.name.as_str(),
                    placeholder.absent,
                    placeholder.string,
                    placeholder.span.clone(),
                )
            })
            .collect();
        assert_eq!(
            placeholders,
            [("x", Absent::Omit, false, 2..6), ("y", Absent::Null, true, 13..28)]
        );
        assert_eq!(text.pieces[2], Piece::Literal(" {b} ".to_owned()));
        assert_eq!(text.to_source(), "a {x} {{b}} {y}");
    }

    #[test]
    fn every_misspelling_is_found_in_one_pass() {
        let errors = parse("} {a {b!} {").unwrap_err();
        assert_eq!(
            errors
                .iter()
                .map(|error| (error.at.clone(), error.brace))
                .collect::<Vec<_>>(),
            [(0..1, true), (2..3, true), (5..9, false), (10..11, true)]
        );
    }
}
