//! JSON values with their places in the source.

mod duplicates;
mod read;
mod recover;
mod syntax;
mod tokens;
pub(crate) mod write;

use std::borrow::Cow;
use std::ops::Range;

use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{File, Source, Span, Spanned};

/// The most levels of arrays and objects. Real catalogs have about ten.
pub const MAX_DEPTH: usize = 64;

/// The most bytes of a catalog.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// A JSON value and its place.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// Its characters, quotes and brackets included.
    pub span: Span,
    /// The value.
    pub value: Value<'a>,
}

/// A JSON value.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as the file has it.
    Number(&'a str),
    /// A string without escapes.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Node<'a>>),
    /// An object in the order of the file, without duplicate members.
    Object(Vec<Member<'a>>),
    /// A value that could not be read. Its problem is reported.
    Unreadable,
}

/// A member of an object.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// The name; its span includes the quotes.
    pub name: Spanned<Cow<'a, str>>,
    /// The value.
    pub value: Node<'a>,
}

impl Value<'_> {
    /// The JSON type, with its article, for messages.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
            Self::Unreadable => "an unreadable value",
        }
    }
}

impl Node<'_> {
    /// Moves a value of a file to the place of that file.
    fn shift(&mut self, start: usize) {
        self.span = self.span.start + start..self.span.end + start;
        match &mut self.value {
            Value::Array(elements) => elements.iter_mut().for_each(|element| element.shift(start)),
            Value::Object(members) => {
                for member in members {
                    let span = &mut member.name.span;
                    *span = span.start + start..span.end + start;
                    member.value.shift(start);
                }
            }
            _ => {}
        }
    }
}

impl<'a> Value<'a> {
    /// Returns the members of an object; those of any other value are none.
    pub fn members(&self) -> &[Member<'a>] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }
}

impl<'a> Node<'a> {
    /// Returns the member of an object.
    pub fn member(&self, name: &str) -> Option<&Member<'a>> {
        self.value.members().iter().find(|member| member.name.value == name)
    }
}

/// Parses the catalog's own file. Returns `None` on a syntax error, which is the only problem then.
pub fn parse<'a>(source: &'a Source, problems: &mut Problems) -> Option<Node<'a>> {
    parse_file(source.file(0), problems)
}

/// Parses a file. Returns `None` on a syntax error, which is the only problem then.
pub fn parse_file<'a>(file: File<'a>, problems: &mut Problems) -> Option<Node<'a>> {
    let mut found = Problems::new();
    let mut node = text(file.text, &mut found);
    let mut found = found.finish();
    if file.start > 0 {
        for problem in &mut found {
            problem.shift(file.start);
        }
        if let Some(node) = &mut node {
            node.shift(file.start);
        }
    }
    problems.extend(found);
    node
}

/// Returns the value of a file, as far as it can be read without its syntax errors.
pub fn recover_file(file: File<'_>) -> Node<'_> {
    let mut node = recover::recover(file.text);
    node.shift(file.start);
    node
}

fn text<'a>(text: &'a str, problems: &mut Problems) -> Option<Node<'a>> {
    if text.len() > MAX_BYTES {
        let message = format!("the file has {} bytes; a catalog has at most {MAX_BYTES}", text.len());
        problems.push(Problem::new(&rules::TOO_LARGE, 0..0, message).help("split it: one catalog for one API"));
        return None;
    }
    if text.starts_with('\u{feff}') {
        let problem = Problem::new(&rules::ENCODING, 0..3, "the file begins with a byte order mark");
        problems.push(
            problem
                .label("remove it")
                .help("save the file as UTF-8 without BOM")
                .fix(0..3, ""),
        );
        return None;
    }
    match read::read(text) {
        Ok((node, found)) => {
            for problem in found {
                problems.push(problem);
            }
            Some(node)
        }
        // Other problems may only follow from this one.
        Err(error) => {
            problems.push(syntax::problem(text, &error));
            None
        }
    }
}

/// A string of the source, to find the places of parts of its value: escapes make the two differ.
pub struct Places {
    /// The span of the string without its quotes.
    body: Span,
    /// The offsets after each escape, in the value and in the body.
    escapes: Vec<(usize, usize)>,
}

impl Places {
    /// Returns the places of a string with the span of its quotes.
    pub fn of(source: &str, string: &Span) -> Self {
        let span = string.start + 1..string.end.saturating_sub(1);
        let body = source.get(span.clone()).unwrap_or("");
        let (mut escapes, mut decoded, mut at) = (Vec::new(), 0, 0);
        while let Some((before, _)) = body.get(at..).unwrap_or_default().split_once('\\') {
            let (raw_len, value_len) = escape_lengths(&body[at + before.len()..]);
            at += before.len() + raw_len;
            decoded += before.len() + value_len;
            escapes.push((decoded, at));
        }
        Self { body: span, escapes }
    }

    /// Returns the offset in the source of an offset in the value.
    pub fn offset(&self, offset: usize) -> usize {
        let after = self.escapes.partition_point(|(decoded, _)| *decoded <= offset);
        let (decoded, at) = after
            .checked_sub(1)
            .and_then(|last| self.escapes.get(last))
            .copied()
            .unwrap_or_default();
        (self.body.start + at + offset - decoded).min(self.body.end)
    }

    /// Returns the span in the source of a range of the value.
    pub fn span(&self, range: &Range<usize>) -> Span {
        self.offset(range.start)..self.offset(range.end)
    }
}

/// The bytes of the first character of `rest` in the source and in the value.
fn escape_lengths(rest: &str) -> (usize, usize) {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    if !rest.starts_with('\\') {
        return (first, first);
    }
    if !rest.starts_with("\\u") {
        return (2, 1);
    }
    let unit = rest
        .get(2..6)
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .unwrap_or(0);
    if (0xd800..0xdc00).contains(&unit) {
        return (12, 4);
    }
    (6, char::from_u32(unit).map_or(3, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_core::de::IgnoredAny;

    fn problems_of(text: &str) -> Vec<(String, Span)> {
        let source = Source::new("x.json", text);
        let mut problems = Problems::new();
        parse(&source, &mut problems);
        problems
            .finish()
            .into_iter()
            .map(|problem| (problem.rule.code.to_owned(), problem.span))
            .collect()
    }

    #[test]
    fn values_and_member_names_have_places() {
        let source = Source::new("x.json", "{ \"a\": [1, \"b\"] }");
        let mut problems = Problems::new();
        let Some(Node {
            value: Value::Object(members),
            ..
        }) = parse(&source, &mut problems)
        else {
            panic!("an object was expected")
        };
        assert_eq!(source.slice(&members[0].name.span), "\"a\"");
        let Value::Array(elements) = &members[0].value.value else {
            panic!("an array was expected")
        };
        assert_eq!(source.slice(&elements[1].span), "\"b\"");
        assert!(problems.finish().is_empty());
    }

    #[test]
    fn a_duplicate_member_is_a_problem_at_the_second_place() {
        assert_eq!(problems_of(r#"{"a":1,"\u0061":2}"#), [("EC0103".to_owned(), 7..15)]);
    }

    #[test]
    fn a_byte_order_mark_trailing_content_and_bad_syntax_have_rules_of_their_own() {
        assert_eq!(problems_of("\u{feff}{}")[0].0, "EC0102");
        assert_eq!(problems_of("{} x"), [("EC0106".to_owned(), 3..4)]);
        assert_eq!(problems_of("{\"a\" 1}")[0].0, "EC0101");
        assert_eq!(problems_of(r#"{"a":"\ud800"}"#)[0].0, "EC0102");
    }

    #[test]
    fn values_of_all_kinds_are_read() {
        let source = Source::new(
            "x.json",
            r#" {"a":[],"b":{},"c":[-0.5e+3,true,false,null],"d":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"} "#,
        );
        let mut problems = Problems::new();
        let node = parse(&source, &mut problems);
        assert!(problems.finish().is_empty());
        let Some(Node {
            value: Value::Object(members),
            ..
        }) = node
        else {
            panic!("an object was expected")
        };
        let kinds: Vec<_> = members.iter().map(|member| member.value.value.type_name()).collect();
        assert_eq!(kinds, ["an array", "an object", "an array", "a string"]);
        let Value::String(text) = &members[3].value.value else {
            panic!("a string was expected")
        };
        assert_eq!(text, "\"\\/\u{8}\u{c}\n\r\té😀");
        assert_eq!(source.slice(&members[2].value.span), "[-0.5e+3,true,false,null]");
    }

    /// The value as `serde_json` has it.
    fn plain(node: &Node<'_>) -> Option<serde_json::Value> {
        Some(match &node.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(truth) => (*truth).into(),
            Value::Number(digits) => serde_json::from_str(digits).ok()?,
            Value::String(text) => text.as_ref().into(),
            Value::Array(elements) => elements.iter().map(plain).collect::<Option<_>>()?,
            Value::Object(members) => members
                .iter()
                .map(|member| Some((member.name.value.to_string(), plain(&member.value)?)))
                .collect::<Option<serde_json::Map<_, _>>>()?
                .into(),
            Value::Unreadable => return None,
        })
    }

    /// Mostly JSON, as tokens in a row.
    fn tokens() -> impl Strategy<Value = String> {
        let token = prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "{\"a\":",
            "\"a\"",
            "\"\\u00e9\\n\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\x\"",
            "\"\t\"",
            "0",
            "-1.5e+3",
            "01",
            "1.",
            "-",
            "1e9",
            "true",
            "false",
            "null",
            "nul",
            " ",
            "\n",
            "é",
            "\u{0}",
            "\"",
        ]);
        prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #[test]
        fn a_text_is_json_if_serde_json_says_so_and_has_the_same_value(text in tokens()) {
            let source = Source::new("x.json", text.clone());
            let mut problems = Problems::new();
            let node = parse(&source, &mut problems);
            let problems = problems.finish();
            let other: Result<IgnoredAny, _> = serde_json::from_str(&text);
            let is_json = problems.iter().all(|problem| !["EC0101", "EC0106"].contains(&problem.rule.code));
            prop_assert_eq!(is_json, other.is_ok(), "{}: {:?}", text, other);
            if problems.is_empty() {
                prop_assert_eq!(node.and_then(|node| plain(&node)), serde_json::from_str(&text).ok());
            }
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        assert_eq!(problems_of(&deep)[0].0, "EC0104");
    }

    #[test]
    fn offsets_in_a_string_count_escapes() {
        let source = r#"  "a\n\u00e9\ud83d\ude00z""#;
        let span = 2..source.len();
        let value = "a\né😀z";
        let z = value.find('z').unwrap_or_default();
        let places = Places::of(source, &span);
        for at in [z, 0, z] {
            assert_eq!(&source[places.span(&(at..at + 1))], &value[at..=at]);
        }
    }
}
