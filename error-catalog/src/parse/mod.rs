//! From JSON values to the [AST](crate::ast): the shape of the file (rules EC02) and the spelling of its texts.
//!
//! Nothing here stops at the first mistake: what cannot be read is reported and left out.

mod catalog;
mod common;
mod entry;
mod fallbacks;
mod response;

pub use catalog::catalog;

use std::ops::Range;

use crate::json::{Member, Node, Value, offset_in_string};
use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Source, Span, Spanned};
use crate::suggest;
use crate::text::Text;

/// The member lists of the format, for messages and for the test that compares them with the schema and the document.
pub mod members {
    pub use super::catalog::{CATALOG, PARAMETER};
    pub use super::common::{COMMON, RETRY};
    pub use super::entry::{CATEGORY, ENTRY};
    pub use super::fallbacks::FALLBACK;
    pub use super::response::{CODING, EMPTY, JSON, OPERATION_OUTCOME, PROBLEM, RESPONSE, TEXT};
}

/// Reads values of known types, and reports those of others.
pub(crate) struct Reader<'s, 'p> {
    source: &'s Source,
    problems: &'p mut Problems,
}

impl<'s, 'p> Reader<'s, 'p> {
    pub(crate) fn new(source: &'s Source, problems: &'p mut Problems) -> Self {
        Self { source, problems }
    }

    fn wrong_type(&mut self, node: &Node<'_>, wanted: &str) {
        if matches!(node.value, Value::Unreadable) {
            return;
        }
        let message = format!("{wanted} is expected here, not {}", node.value.type_name());
        let mut problem = Problem::new(&rules::WRONG_TYPE, node.span.clone(), message);
        if let (Value::String(text), true) = (&node.value, wanted.starts_with("an integer"))
            && text.parse::<i64>().is_ok_and(|number| number.to_string() == **text)
        {
            problem = problem
                .label("write it without quotes")
                .fix(node.span.clone(), text.to_string());
        }
        self.problems.push(problem);
    }

    fn object<'n, 'a>(&mut self, node: &'n Node<'a>, wanted: &str) -> &'n [Member<'a>] {
        match &node.value {
            Value::Object(members) => members,
            _ => {
                self.wrong_type(node, wanted);
                &[]
            }
        }
    }

    /// An object that must have at least one member.
    fn filled_object<'n, 'a>(&mut self, node: &'n Node<'a>, wanted: &str) -> &'n [Member<'a>] {
        let members = self.object(node, wanted);
        if matches!(&node.value, Value::Object(members) if members.is_empty()) {
            self.problems.add(
                &rules::EMPTY,
                node.span.clone(),
                format!("{wanted} needs at least one member"),
            );
        }
        members
    }

    fn unknown_member(&mut self, member: &Member<'_>, known: &[&[&'static str]], owner: &str) {
        let name = &member.name.value;
        let words = || known.iter().flat_map(|list| list.iter().copied());
        let mut problem = Problem::new(
            &rules::UNKNOWN_MEMBER,
            member.name.span.clone(),
            format!("{owner} has no member `{name}`"),
        );
        problem = match suggest::nearest(name, words()) {
            Some(nearest) => problem.label(format!("did you mean `{nearest}`?")),
            None => {
                let metadata = format!(
                    "the team's own data goes under a name that begins with `x-`, as in `x-{name}`; known are {}",
                    suggest::one_of(words())
                );
                problem.help(metadata)
            }
        };
        self.problems.push(problem);
    }

    /// A string that is not empty and has no control characters.
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

    /// A string in which spaces mean something.
    fn markdown(&mut self, node: &Node<'_>) -> Option<Spanned<String>> {
        let Value::String(text) = &node.value else {
            self.wrong_type(node, "a string");
            return None;
        };
        if text.is_empty() {
            let problem = Problem::new(&rules::EMPTY, node.span.clone(), "this string is empty");
            self.problems
                .push(problem.label("say something or leave the member out"));
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
            let message = format!("the text has the control character U+{:04X}", control as u32);
            self.problems
                .push(Problem::new(&rules::CONTROL_CHARACTER, place, message).label("remove it"));
        }
    }

    fn tidy_spaces(&mut self, text: &str, span: &Span) {
        let double = text.find("  ").map(|at| (at..at + 2, "two spaces stand together"));
        let trailing = text
            .ends_with([' ', '\t'])
            .then(|| (text.len() - 1..text.len(), "the text ends with a space"));
        let leading = text
            .starts_with([' ', '\t'])
            .then_some((0..1, "the text begins with a space"));
        for (range, message) in [double, trailing, leading].into_iter().flatten() {
            let place = self.place(span, range);
            self.problems
                .push(Problem::new(&rules::UNTIDY_SPACE, place, message).label("is this meant?"));
        }
    }

    /// The span of a range of a string's value.
    fn place(&self, string: &Span, range: Range<usize>) -> Span {
        let text = &self.source.text;
        offset_in_string(text, string, range.start)..offset_in_string(text, string, range.end)
    }

    /// A text with placeholders.
    fn text(&mut self, node: &Node<'_>) -> Option<Spanned<Text>> {
        let string = self.string(node)?;
        self.parse_text(string)
    }

    fn parse_text(&mut self, string: Spanned<String>) -> Option<Spanned<Text>> {
        let source = self.source;
        let place = |range: Range<usize>| {
            offset_in_string(&source.text, &string.span, range.start)
                ..offset_in_string(&source.text, &string.span, range.end)
        };
        match Text::parse(&string.value, place) {
            Ok(text) => Some(Spanned::new(text, string.span)),
            Err(errors) => {
                for error in errors {
                    let rule = if error.brace {
                        &rules::UNBALANCED_BRACE
                    } else {
                        &rules::PLACEHOLDER_MISUSE
                    };
                    let place = self.place(&string.span, error.at);
                    self.problems.add(rule, place, error.message);
                }
                None
            }
        }
    }

    /// A word out of a closed list; gives its position.
    fn word(&mut self, node: &Node<'_>, known: &[&'static str], what: &str) -> Option<Spanned<u8>> {
        let Value::String(word) = &node.value else {
            self.wrong_type(node, &format!("a string, {}", suggest::one_of(known.iter().copied())));
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
                let certain = nearest.eq_ignore_ascii_case(&word.replace('_', "-"));
                let labelled = problem.label(format!("did you mean `{nearest}`?"));
                if certain {
                    labelled.fix(node.span.clone(), format!("\"{nearest}\""))
                } else {
                    labelled
                }
            }
            None => problem.help(format!("known are {}", suggest::one_of(known.iter().copied()))),
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

    /// An integer that fits `T`.
    fn integer<T: TryFrom<i64>>(&mut self, node: &Node<'_>, wanted: &str) -> Option<Spanned<T>> {
        let Value::Number(digits) = node.value else {
            self.wrong_type(node, wanted);
            return None;
        };
        if digits.contains(['.', 'e', 'E']) {
            let problem = Problem::new(
                &rules::WRONG_TYPE,
                node.span.clone(),
                format!("{wanted} is expected here, without fraction or exponent"),
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
                    format!("{digits} does not fit here: {wanted} is expected"),
                );
                None
            }
        }
    }

    fn array<'n, 'a>(&mut self, node: &'n Node<'a>, wanted: &str) -> &'n [Node<'a>] {
        match &node.value {
            Value::Array(elements) if elements.is_empty() => {
                let problem = Problem::new(&rules::EMPTY, node.span.clone(), "this array is empty");
                self.problems
                    .push(problem.label("say something or leave the member out"));
                &[]
            }
            Value::Array(elements) => elements,
            _ => {
                self.wrong_type(node, wanted);
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

    /// The JSON of a metadata member, the same however it is laid out in the file.
    fn metadata(member: &Member<'_>) -> (String, String) {
        (
            member.name.value.to_string(),
            crate::json::write::compact(&member.value),
        )
    }

    /// The name of a member that is a key of the user's own.
    fn key(&mut self, member: &Member<'_>) -> Spanned<String> {
        if !is_tidy(&member.name.value) {
            self.control_characters(&member.name.value, &member.name.span);
            self.tidy_spaces(&member.name.value, &member.name.span);
        }
        Spanned::new(member.name.value.to_string(), member.name.span.clone())
    }
}

/// Whether nothing is to be said of the characters of a text, as of most. A macro, which is not optimised, sees that much sooner by their bytes.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    // As if a space stood before: none begins a text, none ends it, and no two stand together.
    let mut after_space = true;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        // 0xC2 begins U+0080 to U+009F in UTF-8, among which are the other control characters.
        if byte < b' ' || byte == 0x7f || byte == 0xc2 || (after_space && byte == b' ') {
            return false;
        }
        after_space = byte == b' ';
        at += 1;
    }
    !after_space
}
