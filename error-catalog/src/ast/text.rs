//! Texts with placeholders, for example `No patient has the id {id}.`

use super::place::Place;
use crate::source::Span;

/// A text, split at its placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Segments and placeholders in order; adjacent segments are merged, except before a pair of a URI that has an optional one.
    pub pieces: Vec<Piece>,
}

/// A segment or a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A segment: constant text.
    Literal(String),
    /// A placeholder.
    Placeholder(Placeholder),
}

/// The place of a value in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// The name of a [built-in placeholder](is_built_in) or of a parameter.
    pub name: String,
    /// The behaviour without a value.
    pub absent: Absent,
    /// `{name*}`: every value of a list.
    pub list: bool,
    /// `{name:string}`: the value as a JSON string, regardless of its type.
    pub string: bool,
    /// The grammar around the value.
    pub place: Place,
    /// The span in the source, including the braces.
    pub span: Span,
}

/// The behaviour of a placeholder without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// `{name}`: JSON `null` as a whole JSON value, otherwise the empty string.
    Blank,
    /// `{name?}`: the surrounding text, member or element is omitted.
    Omit,
    /// `{name?null}`: JSON `null`.
    Null,
}

/// The built-in placeholders with a constant value for each entry.
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

/// The built-in placeholders with a run-time value, apart from lists.
pub static OCCURRENCE: [&str; 6] = ["diagnostics", "request_id", "id", "instance", "time", "retry_after"];

/// The built-in placeholders that are lists.
pub static LISTS: [&str; 2] = ["expression", "location"];

/// Whether `name` is a built-in placeholder, which a parameter cannot have as its name.
pub fn is_built_in(name: &str) -> bool {
    is_among(&FIXED, name) || is_among(&OCCURRENCE, name) || is_among(&LISTS, name)
}

/// Returns the name of the placeholder for a text of the response in another language, such as `details_text@de`.
///
/// The number is 0 for `details_text`, and from 1 on that of a coding. No placeholder of a catalog has such a name.
pub(crate) fn translated_name(number: usize, language: &str) -> String {
    match number {
        0 => format!("details_text@{language}"),
        1 => format!("display@{language}"),
        _ => format!("display{number}@{language}"),
    }
}

/// Returns the number and the language of a text by the name of its placeholder.
pub(crate) fn translated(name: &str) -> Option<(usize, &str)> {
    let (text, language) = name.split_once('@')?;
    let number = match text {
        "details_text" => 0,
        "display" => 1,
        _ => text.strip_prefix("display")?.parse().ok()?,
    };
    Some((number, language))
}

/// Whether `name` is that of a constant of an entry: a member whose name begins with `x-`.
pub fn is_constant(name: &str) -> bool {
    name.starts_with("x-")
}

/// Whether a word is in a list; a plain loop, as macros run without optimization.
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

/// A set of bytes.
pub(crate) type Bytes = [bool; 256];

/// Returns the set of ASCII letters, ASCII digits and the given bytes.
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

/// Whether all bytes of a text are in a set.
///
/// A loop over indexes, as macros run without optimization. `set` must be a `static`: a `const` would be copied for each byte.
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

/// Returns all built-in placeholders.
pub fn built_in() -> impl Iterator<Item = &'static str> + Clone {
    FIXED.into_iter().chain(OCCURRENCE).chain(LISTS)
}

/// A syntax error in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The byte range in the text's value.
    pub at: std::ops::Range<usize>,
    /// The message.
    pub message: String,
    /// Whether a brace is unbalanced; otherwise the content of a placeholder is invalid.
    pub brace: bool,
}

impl Placeholder {
    /// Returns the placeholder as it is written, with another name.
    pub fn with_name(&self, name: &str) -> String {
        let string = if self.string { ":string" } else { "" };
        let absent = match self.absent {
            Absent::Blank => "",
            Absent::Omit if self.list => "*",
            Absent::Omit => "?",
            Absent::Null => "?null",
        };
        format!("{{{name}{string}{absent}}}")
    }
}

impl Text {
    /// Parses a string; `place` converts a byte range of the string to a span of the source.
    ///
    /// # Errors
    /// All syntax errors in the string.
    pub fn parse(
        string: &str,
        mut place: impl FnMut(std::ops::Range<usize>) -> Span,
    ) -> Result<Self, Vec<SyntaxError>> {
        // Two searches for one character each, as macros run without optimization.
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
                let message = "unmatched `}`; write `}}` for a literal brace".to_owned();
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
                let message = "unclosed `{`; write `{{` for a literal brace".to_owned();
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

    /// Returns a text without placeholders.
    pub fn literal(text: impl Into<String>) -> Self {
        Self {
            pieces: vec![Piece::Literal(text.into())],
        }
    }

    /// Returns a text that consists of one placeholder, for presets.
    pub fn placeholder(name: &str, absent: Absent) -> Self {
        let placeholder = Placeholder {
            name: name.to_owned(),
            absent,
            list: false,
            string: false,
            place: Place::Inherited,
            span: 0..0,
        };
        Self {
            pieces: vec![Piece::Placeholder(placeholder)],
        }
    }

    /// Returns a text that consists of one list placeholder, for presets.
    pub fn list(name: &str) -> Self {
        let placeholder = Placeholder {
            name: name.to_owned(),
            absent: Absent::Omit,
            list: true,
            string: false,
            place: Place::Inherited,
            span: 0..0,
        };
        Self {
            pieces: vec![Piece::Placeholder(placeholder)],
        }
    }

    /// Returns the placeholders in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(placeholder),
            Piece::Literal(_) => None,
        })
    }

    /// Returns the placeholder of a text that consists of one placeholder.
    pub fn only_placeholder(&self) -> Option<&Placeholder> {
        match self.pieces.as_slice() {
            [Piece::Placeholder(placeholder)] => Some(placeholder),
            _ => None,
        }
    }

    /// Returns the characters of a text without placeholders.
    pub fn as_literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Literal(literal)] => Some(literal),
            _ => None,
        }
    }

    /// Returns the text as it is written in a catalog, for generated documents: without what follows the name of a placeholder.
    pub fn to_source(&self) -> String {
        self.source(|placeholder| format!("{{{}}}", placeholder.name))
    }

    /// Returns the text as it is written in a catalog.
    pub fn to_whole_source(&self) -> String {
        self.source(Placeholder::to_source)
    }

    fn source(&self, shown: impl Fn(&Placeholder) -> String) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Literal(literal) => literal.replace('{', "{{").replace('}', "}}"),
            Piece::Placeholder(placeholder) => shown(placeholder),
        });
        pieces.collect()
    }
}

impl Placeholder {
    /// Returns the placeholder as it is written in a catalog.
    pub fn to_source(&self) -> String {
        self.with_name(&self.name)
    }
}

/// Returns the position of the next brace at or after `at`.
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

/// Parses the content between two braces.
fn placeholder(inside: &str, span: Span) -> Result<Placeholder, String> {
    let bytes = inside.as_bytes();
    let is_constant = is_constant(inside);
    let mut end = 0;
    while end < bytes.len()
        && (bytes[end].is_ascii_alphanumeric()
            || bytes[end] == b'_'
            || is_constant && matches!(bytes[end], b'-' | b'.'))
    {
        end += 1;
    }
    let (name, rest) = inside.split_at(end);
    if name.is_empty() {
        return Err("expected a placeholder name, as in `{name}`".to_owned());
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
                "unexpected `{rest}` in placeholder: expected one of `{{{name}}}`, `{{{name}?}}`, `{{{name}?null}}`, `{{{name}*}}`, `{{{name}:string}}`"
            ));
        }
    };
    Ok(Placeholder {
        name: name.to_owned(),
        absent,
        list,
        string,
        place: Place::Inherited,
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
    fn only_a_constant_of_an_entry_has_hyphens_in_its_name() {
        let text = parse("{x-sub.code-2?}{x-a:string}").unwrap_or_default();
        let names: Vec<&str> = text
            .placeholders()
            .map(|placeholder| placeholder.name.as_str())
            .collect();
        assert_eq!(names, ["x-sub.code-2", "x-a"]);
        assert!(parse("{sub-code}").is_err() && parse("{x.a}").is_err());
    }

    #[test]
    fn all_syntax_errors_are_reported() {
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
