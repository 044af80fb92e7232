//! Builds the [AST](crate::ast) from JSON values; reports wrong members, types and values (rules EC02) and syntax errors in texts.
//!
//! Parsing does not stop at the first problem: an invalid value is reported and left out.

mod catalog;
mod common;
mod entry;
mod extension;
mod fallbacks;
mod object;
mod response;
mod translation;
mod xml;

pub(crate) use catalog::bases;
pub use catalog::catalog;
pub(crate) use entry::intended;
pub use translation::translation;
pub(crate) use xml::is_local_name;

use std::ops::Range;

use error_layout::grammar;

use crate::ast::text::{Piece, Text};
use crate::json::{Member, Node, Places, Value};
use crate::names;
use crate::places;
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Source, Span, Spanned};
use crate::suggest;

/// The names of the members, for messages and for the test that compares them with the schema and the documentation.
pub mod members {
    pub use super::catalog::{CATALOG, INHERITED, PARAMETER};
    pub use super::common::{COMMON, RETRY};
    pub use super::entry::{CATEGORY, ENTRY};
    pub use super::fallbacks::FALLBACK;
    pub use super::object::COMMENT;
    pub use super::response::{CODING, EMPTY, JSON, OPERATION_OUTCOME, PROBLEM, RESPONSE, TEXT, XML};
    pub use super::translation::{TEXTS, TITLE, TRANSLATION};
}

/// Parses values of an expected type and reports others.
pub(crate) struct Parser<'s, 'p> {
    source: &'s Source,
    problems: &'p mut Problems,
}

impl<'s, 'p> Parser<'s, 'p> {
    pub(crate) fn new(source: &'s Source, problems: &'p mut Problems) -> Self {
        Self { source, problems }
    }

    fn empty(&mut self, node: &Node<'_>, message: &str) {
        let problem = Problem::new(&rules::EMPTY, node.span.clone(), message);
        self.problems.push(problem.label("add a value or omit it"));
    }

    /// Parses a string that is not empty, and has no control characters and no untidy spaces.
    fn string(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        if let Value::String(text) = &node.value
            && is_tidy(text)
        {
            return Some(Spanned::new(text.to_string(), node.span.clone()));
        }
        let string = self.markdown(node)?;
        self.tidy_spaces(&string.value, &string.span);
        Some(string)
    }

    /// Parses a string that is not empty and has no control characters; all spaces are allowed, as in Markdown.
    fn markdown(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let Value::String(text) = &node.value else {
            if let Some(problem) = wrong_type(node, "a string") {
                self.problems.push(match node.value {
                    Value::Number(digits) => problem
                        .label("add quotes")
                        .fix(node.span.clone(), format!("\"{digits}\"")),
                    _ => problem,
                });
            }
            return None;
        };
        if text.is_empty() {
            self.empty(node, "empty string");
            return None;
        }
        self.control_characters(text, &node.span);
        Some(Spanned::new(text.to_string(), node.span.clone()))
    }

    fn control_characters(&mut self, text: &str, span: &Span) {
        if let Some((at, control)) = text
            .char_indices()
            .find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            let place = self.place(span, at..at + control.len_utf8());
            let message = format!("control character U+{:04X} in text", control as u32);
            self.problems
                .push(Problem::new(&rules::CONTROL_CHARACTER, place, message).label("remove it"));
        }
    }

    fn tidy_spaces(&mut self, text: &str, span: &Span) {
        // Spaces at the start of a further line indent it, as in the lists of Markdown.
        let double = text.match_indices("  ").map(|(at, _)| at).find(|at| {
            let line = text[..*at].rfind('\n').map_or(0, |end| end + 1);
            line == 0 || !text[line..*at].trim_start_matches(' ').is_empty()
        });
        let double = double.map(|at| (at..at + 2, "double space"));
        let trailing = text
            .ends_with([' ', '\t'])
            .then(|| (text.len() - 1..text.len(), "trailing space"));
        let leading = text.starts_with([' ', '\t']).then_some((0..1, "leading space"));
        for (range, message) in [double, trailing, leading].into_iter().flatten() {
            let place = self.place(span, range);
            self.problems
                .push(Problem::new(&rules::UNTIDY_SPACE, place, message).label("is this intended?"));
        }
    }

    /// Returns the span of a byte range of a string's value.
    fn place(&self, string: &Span, range: Range<usize>) -> Span {
        Places::of(&self.source.text, string).span(&range)
    }

    /// Parses a text with placeholders.
    fn text(&mut self, node: &Node<'_>) -> Option<Spanned<Text>> {
        let string = self.string(node)?;
        self.parse_text(string)
    }

    fn parse_text(&mut self, string: Spanned<String>) -> Option<Spanned<Text>> {
        let places = Places::of(&self.source.text, &string.span);
        let place = |range: Range<usize>| places.span(&range);
        let text = self.placeholders(&string.value, &place)?;
        Some(Spanned::new(text, string.span))
    }

    /// Parses the placeholders of a text, whose ranges are at a place of the file.
    fn placeholders(&mut self, text: &str, place: &dyn Fn(Range<usize>) -> Span) -> Option<Text> {
        match Text::parse(text, place) {
            Ok(text) => Some(text),
            Err(errors) => {
                for error in errors {
                    let rule = if error.brace {
                        &rules::UNBALANCED_BRACE
                    } else {
                        &rules::PLACEHOLDER_MISUSE
                    };
                    let problem = Problem::new(rule, place(error.at.clone()), error.message);
                    let name = text.get(error.at).filter(|_| !error.brace).and_then(spelled_elsewhere);
                    self.problems.push(match name {
                        Some(name) => problem.help(format!("write `{{{name}}}`")),
                        None => problem,
                    });
                }
                None
            }
        }
    }

    /// Parses a text that is a URI reference.
    fn uri(&mut self, node: &Node<'_>) -> Option<Spanned<Text>> {
        let mut text = self.text(node)?;
        places::uri(&mut text.value);
        let sample = text.value.pieces.iter().map(|piece| match piece {
            Piece::Literal(literal) => literal.as_str(),
            Piece::Placeholder(_) => "x",
        });
        let sample: String = sample.collect();
        if !grammar::is_uri_reference(&sample) {
            let message = format!("`{}` is not a URI reference", text.value.to_source());
            let problem = Problem::new(&rules::MALFORMED, text.span.clone(), message);
            self.problems
                .push(problem.label("for example `https://…`, without spaces and with other characters as `%XX`"));
        }
        Some(text)
    }

    /// Parses a word of a closed list; returns its position. `what` is a noun with its article.
    fn word(&mut self, node: &Node<'_>, known: &[&'static str], what: &str) -> Option<Spanned<u8>> {
        let all = || known.iter().copied();
        let Value::String(word) = &node.value else {
            if let Some(problem) = wrong_type(node, &format!("{what} (string)")) {
                self.problems.push(problem.help(suggest::expected(all())));
            }
            return None;
        };
        if let Some(position) = known.iter().position(|candidate| candidate == word) {
            return Some(Spanned::new(
                u8::try_from(position).unwrap_or(u8::MAX),
                node.span.clone(),
            ));
        }
        let mut problem = Problem::new(
            &rules::UNKNOWN_WORD,
            node.span.clone(),
            format!("`{word}` is not {what}"),
        );
        problem = match suggest::nearest(word, known.iter().copied()) {
            Some(nearest) => {
                let is_safe = nearest.eq_ignore_ascii_case(&word.replace('_', "-"));
                let labelled = problem.label(format!("did you mean `{nearest}`?"));
                if is_safe {
                    labelled.fix(node.span.clone(), format!("\"{nearest}\""))
                } else {
                    labelled
                }
            }
            None => problem.help(suggest::expected_like(word, known)),
        };
        self.problems.push(problem);
        None
    }

    fn boolean(&mut self, node: &Node<'_>) -> Option<bool> {
        match &node.value {
            Value::Bool(value) => Some(*value),
            _ => {
                self.wrong_type(node, "a boolean");
                None
            }
        }
    }

    /// Parses an integer within the range of `T`.
    fn integer<T: TryFrom<i64>>(&mut self, node: &Node<'_>, expected: &str) -> Option<Spanned<T>> {
        let Value::Number(digits) = node.value else {
            if let Some(problem) = wrong_type(node, expected) {
                self.problems.push(match &node.value {
                    Value::String(text) if text.parse::<i64>().is_ok_and(|number| number.to_string() == **text) => {
                        problem
                            .label("remove the quotes")
                            .fix(node.span.clone(), text.to_string())
                    }
                    _ => problem,
                });
            }
            return None;
        };
        if digits.contains(['.', 'e', 'E']) {
            let problem = Problem::new(
                &rules::WRONG_TYPE,
                node.span.clone(),
                format!("expected {expected}, found a number with a fraction or an exponent"),
            );
            self.problems.push(problem);
            return None;
        }
        match digits.parse::<i64>().ok().and_then(|value| T::try_from(value).ok()) {
            Some(value) => Some(Spanned::new(value, node.span.clone())),
            None => {
                self.problems.add(
                    &rules::NUMBER_RANGE,
                    node.span.clone(),
                    format!("number out of range: expected {expected}, found {digits}"),
                );
                None
            }
        }
    }

    fn array<'n, 'a>(&mut self, node: &'n Node<'a>, expected: &str) -> &'n [Node<'a>] {
        match &node.value {
            Value::Array(elements) if elements.is_empty() => {
                self.empty(node, "empty array");
                &[]
            }
            Value::Array(elements) => elements,
            _ => {
                self.wrong_type(node, expected);
                &[]
            }
        }
    }

    fn strings(&mut self, node: &Node<'_>) -> Vec<Spanned<String>> {
        self.array(node, "an array of strings")
            .iter()
            .filter_map(|element| self.string(element))
            .collect()
    }

    fn texts(&mut self, node: &Node<'_>) -> Vec<Spanned<Text>> {
        self.array(node, "an array of strings")
            .iter()
            .filter_map(|element| self.text(element))
            .collect()
    }

    /// Returns the name of a metadata member and its value as compact JSON.
    fn metadata(member: &Member<'_>) -> (String, String) {
        (
            member.name.value.to_string(),
            crate::json::write::compact(&member.value),
        )
    }

    /// Parses the name of a member that the user chooses.
    fn key(&mut self, member: &Member<'_>) -> Spanned<String> {
        if !is_tidy(&member.name.value) {
            self.control_characters(&member.name.value, &member.name.span);
            self.tidy_spaces(&member.name.value, &member.name.span);
        }
        Spanned::new(member.name.value.to_string(), member.name.span.clone())
    }
}

/// Returns the problem of a value that has another type; `None` for one whose problem was reported already.
fn wrong_type(node: &Node<'_>, expected: &str) -> Option<Problem> {
    let found = match &node.value {
        Value::Unreadable => return None,
        Value::Null => "`null`",
        Value::Bool(true) => "`true`",
        Value::Bool(false) => "`false`",
        value => value.type_name(),
    };
    let message = format!("expected {expected}, found {found}");
    Some(Problem::new(&rules::WRONG_TYPE, node.span.clone(), message))
}

/// Returns the name of a placeholder with spaces around it, or with hyphens and dots: `user_id` for `{ user-id }`.
fn spelled_elsewhere(placeholder: &str) -> Option<String> {
    let name = placeholder.trim_matches(['{', '}']).trim();
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if name.is_empty() || !is_name {
        return None;
    }
    if names::is_field(name) {
        Some(name.to_owned())
    } else {
        names::field(name)
    }
}

/// Whether a text has no control characters, no double spaces, and no space at its ends.
///
/// Works on bytes, as macros run without optimization. May return `false` for a tidy text that is not ASCII.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Starting as if after a space rejects a leading one.
    let mut after_space = true;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        // 0xC2 is the first byte of U+0080 to U+00BF in UTF-8, which include the other control characters.
        if byte < b' ' || byte == 0x7f || byte == 0xc2 || (after_space && byte == b' ') {
            return false;
        }
        after_space = byte == b' ';
        at += 1;
    }
    !after_space
}
