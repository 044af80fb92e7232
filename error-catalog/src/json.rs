//! JSON values that know where they stand.
//!
//! `serde_json` does the parsing. A borrowed [`RawValue`] is a slice of the source, for values and member names alike, so an
//! offset is the difference of two pointers; and a map that is read as a list of pairs keeps duplicates, for the checks to find.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::problem::{Problem, Problems};
use crate::rules;
use crate::source::{Source, Span, Spanned};

/// How deep arrays and objects may stand in each other. Real catalogs need about ten.
pub const MAX_DEPTH: usize = 64;

/// How many bytes a catalog may have.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// A JSON value and its place.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// From its first to its last character, quotes and brackets included.
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
    /// A number as it is written.
    Number(&'a str),
    /// A string, its escapes resolved.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Node<'a>>),
    /// An object, in the order of the file; of members of one name only the first.
    Object(Vec<Member<'a>>),
    /// What could not be read, and was reported.
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
            Self::Unreadable => "what cannot be read",
        }
    }
}

/// Parses a whole source. Gives nothing if it is no JSON at all; the problem says where.
pub fn parse<'a>(source: &'a Source, problems: &mut Problems) -> Option<Node<'a>> {
    let text = source.text.as_str();
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
    let raw: &RawValue = match serde_json::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            problems.push(syntax_problem(source, &error));
            return None;
        }
    };
    let mut parser = Parser {
        text,
        problems,
        too_deep: false,
    };
    Some(parser.node(raw, 0))
}

/// Turns the parser's error, which counts bytes in a line, into a problem with a place.
fn syntax_problem(source: &Source, error: &serde_json::Error) -> Problem {
    let text = &source.text;
    let line_start: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
    let full = error.to_string();
    let message = full.split(" at line ").next().unwrap_or(&full).to_owned();
    let rule = if message.starts_with("trailing characters") {
        &rules::TRAILING
    } else {
        &rules::SYNTAX
    };
    let problem = Problem::new(rule, at..end, format!("this is not JSON: {message}"));
    let before = text[..at].trim_end();
    if before.ends_with(',') && text[at..].starts_with(['}', ']']) {
        let comma = before.len() - 1..before.len();
        let problem = Problem::new(
            rule,
            comma.clone(),
            "this is not JSON: a comma stands before a closing bracket",
        );
        return problem.label("remove it").fix(comma, "");
    }
    match message.as_str() {
        "key must be a string" if text[at..].starts_with("//") || text[at..].starts_with("/*") => {
            problem.help("JSON has no comments; use `description`, or a member whose name begins with `x-`")
        }
        "expected `,` or `}`" | "expected `,` or `]`" => {
            problem.label("a comma is missing before this, or a quote or bracket before that")
        }
        "trailing characters" => problem.help("a catalog is one JSON object; remove what stands behind it"),
        _ => problem,
    }
}

struct Parser<'a, 'p> {
    text: &'a str,
    problems: &'p mut Problems,
    /// Whether too deep nesting was reported: once is enough.
    too_deep: bool,
}

impl<'a> Parser<'a, '_> {
    fn span(&self, raw: &'a RawValue) -> Span {
        // Both point into the same allocation; wrapping keeps the difference right in any case.
        let start = (raw.get().as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        start..start + raw.get().len()
    }

    fn node(&mut self, raw: &'a RawValue, depth: usize) -> Node<'a> {
        let span = self.span(raw);
        let text = raw.get();
        if depth > MAX_DEPTH {
            if !self.too_deep {
                let message = format!("more than {MAX_DEPTH} arrays and objects stand in each other");
                self.problems.add(&rules::TOO_DEEP, span.start..span.start + 1, message);
            }
            self.too_deep = true;
            return Node {
                span,
                value: Value::Unreadable,
            };
        }
        let value = match text.as_bytes().first() {
            Some(b'{') => Value::Object(self.members(raw, depth)),
            Some(b'[') => Value::Array(self.elements(raw, depth)),
            Some(b'"') => self.string(raw).map_or(Value::Unreadable, Value::String),
            Some(b't') => Value::Bool(true),
            Some(b'f') => Value::Bool(false),
            Some(b'n') => Value::Null,
            _ => Value::Number(text),
        };
        Node { span, value }
    }

    fn string(&mut self, raw: &'a RawValue) -> Option<Cow<'a, str>> {
        let text = raw.get();
        if !text.contains('\\') {
            return Some(Cow::Borrowed(text.trim_matches('"')));
        }
        match serde_json::from_str::<String>(text) {
            Ok(string) => Some(Cow::Owned(string)),
            Err(error) => {
                let full = error.to_string();
                let reason = full.split(" at line ").next().unwrap_or(&full);
                let message = format!("this string is no Unicode text: {reason}");
                self.problems.add(&rules::ENCODING, self.span(raw), message);
                None
            }
        }
    }

    fn members(&mut self, raw: &'a RawValue, depth: usize) -> Vec<Member<'a>> {
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        let pairs = deserializer.deserialize_map(Pairs).unwrap_or_default();
        let mut members: Vec<Member<'a>> = Vec::with_capacity(pairs.len());
        // To compare a few names is cheaper than to hash them.
        let few = pairs.len() <= 16;
        let mut seen = std::collections::HashMap::with_capacity(if few { 0 } else { pairs.len() });
        for (raw_name, raw_value) in pairs {
            let Some(name) = self.string(raw_name) else {
                continue;
            };
            let value = self.node(raw_value, depth + 1);
            let span = self.span(raw_name);
            let first = if few {
                let same = members.iter().find(|member| member.name.value == name);
                same.map(|member| &member.name.span)
            } else {
                seen.get(&name)
            };
            if let Some(first) = first {
                let message = format!("the member `{name}` stands twice in this object");
                let problem = Problem::new(&rules::DUPLICATE, span, message).label("remove or rename one of them");
                self.problems.push(problem.related(first.clone(), "first defined here"));
                continue;
            }
            if !few {
                seen.insert(name.clone(), span.clone());
            }
            members.push(Member {
                name: Spanned::new(name, span),
                value,
            });
        }
        members
    }

    fn elements(&mut self, raw: &'a RawValue, depth: usize) -> Vec<Node<'a>> {
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        let elements = deserializer.deserialize_seq(Elements).unwrap_or_default();
        elements
            .into_iter()
            .map(|element| self.node(element, depth + 1))
            .collect()
    }
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(&'de RawValue, &'de RawValue)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

struct Elements;

impl<'de> Visitor<'de> for Elements {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element()? {
            elements.push(element);
        }
        Ok(elements)
    }
}

/// The offset in the source of a character of a string, given the offset in the string's value.
///
/// `string` is the span of the string with its quotes. Escapes make the two differ.
pub fn offset_in_string(source: &str, string: &Span, offset: usize) -> usize {
    let body = source.get(string.start + 1..string.end.saturating_sub(1)).unwrap_or("");
    if !body.contains('\\') {
        return string.start + 1 + offset.min(body.len());
    }
    let (mut at, mut decoded) = (0, 0);
    while decoded < offset && at < body.len() {
        let rest = &body[at..];
        let (raw_len, value_len) = escape_lengths(rest);
        at += raw_len;
        decoded += value_len;
    }
    string.start + 1 + at
}

/// How many bytes the first character of `rest` takes in the source and in the value.
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
    fn values_and_member_names_know_where_they_stand() {
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
    fn a_member_that_stands_twice_is_a_problem_at_the_second_place() {
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
        assert_eq!(
            &source[offset_in_string(source, &span, z)..=offset_in_string(source, &span, z)],
            "z"
        );
    }
}
