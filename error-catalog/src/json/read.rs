//! Reads a text with `serde_json`, and gives each value its place.
//!
//! `serde_json` visits values in the order of the text but does not say where they are. [`Tokens`] walks over the same text in step with it: each visit takes
//! one token. Numbers keep their digits that way too.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::tokens::{Kind, Token, Tokens};
use super::{MAX_DEPTH, Member, Node, Value, duplicates};
use crate::problem::Problem;
use crate::rules;
use crate::source::{Span, Spanned};

/// Reads a text that is one JSON value. The problems are those of well-formed JSON.
///
/// # Errors
/// The text is not JSON.
pub(super) fn read(text: &str) -> serde_json::Result<(Node<'_>, Vec<Problem>)> {
    let mut reader = Reader {
        text,
        tokens: Tokens::new(text),
        depth: 0,
        too_deep: false,
        problems: Vec::new(),
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let node = ValueSeed(&mut reader).deserialize(&mut json)?;
    json.end()?;
    Ok((node, reader.problems))
}

struct Reader<'a> {
    text: &'a str,
    tokens: Tokens<'a>,
    /// The number of arrays and objects around the next value.
    depth: usize,
    /// Whether too deep nesting was reported: once is enough.
    too_deep: bool,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn slice(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// A string. Returns `None` if it has an unpaired surrogate, which is reported.
    fn string<D: Deserializer<'a>>(&mut self, token: &Token, json: D) -> Result<Option<Cow<'a, str>>, D::Error> {
        let raw = self.slice(&token.span);
        // Half of a pair is an error in a string, but not among bytes.
        if !may_be_unpaired(raw) || token.kind == Kind::Unterminated {
            return json.deserialize_str(Text);
        }
        let text = json.deserialize_bytes(Text)?;
        if text.is_none() {
            let message = "string contains an unpaired surrogate";
            self.problems
                .push(Problem::new(&rules::ENCODING, token.span.clone(), message));
        }
        Ok(text)
    }

    /// An array or object that is too deep to be looked at.
    fn skip<D: Deserializer<'a>>(&mut self, token: &Token, json: D) -> Result<Node<'a>, D::Error> {
        if !self.too_deep {
            self.too_deep = true;
            let message = format!("nesting exceeds {MAX_DEPTH} levels");
            let start = token.span.start;
            self.problems
                .push(Problem::new(&rules::TOO_DEEP, start..start + 1, message));
        }
        json.deserialize_ignored_any(IgnoredAny)?;
        let end = match token.kind {
            Kind::Open => self.tokens.skip_container(),
            _ => token.span.end,
        };
        Ok(Node {
            span: token.span.start..end,
            value: Value::Unreadable,
        })
    }
}

/// Whether a string has an escape of half of a surrogate pair.
fn may_be_unpaired(raw: &str) -> bool {
    // Most strings have no escape, and this is a call of optimised code.
    raw.as_bytes().contains(&b'\\') && (raw.contains("\\ud") || raw.contains("\\uD"))
}

/// Reads a value.
struct ValueSeed<'r, 'a>(&'r mut Reader<'a>);

impl<'a> DeserializeSeed<'a> for ValueSeed<'_, 'a> {
    type Value = Node<'a>;

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Node<'a>, D::Error> {
        let reader = self.0;
        let token = reader.tokens.next_value();
        if reader.depth > MAX_DEPTH {
            return reader.skip(&token, json);
        }
        let raw = reader.slice(&token.span);
        let value = match token.kind {
            Kind::Open => {
                reader.depth += 1;
                let value = match raw {
                    "{" => json.deserialize_map(Container(reader))?,
                    _ => json.deserialize_seq(Container(reader))?,
                };
                reader.depth -= 1;
                let end = reader.tokens.next_value().span.end;
                return Ok(Node {
                    span: token.span.start..end,
                    value,
                });
            }
            Kind::String | Kind::Unterminated => reader.string(&token, json)?.map_or(Value::Unreadable, Value::String),
            _ => {
                json.deserialize_ignored_any(IgnoredAny)?;
                match raw {
                    "null" => Value::Null,
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    digits => Value::Number(digits),
                }
            }
        };
        Ok(Node {
            span: token.span,
            value,
        })
    }
}

/// Reads the name of a member.
struct NameSeed<'r, 'a>(&'r mut Reader<'a>);

impl<'a> DeserializeSeed<'a> for NameSeed<'_, 'a> {
    type Value = Option<Spanned<Cow<'a, str>>>;

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Self::Value, D::Error> {
        let token = self.0.tokens.next_value();
        let name = self.0.string(&token, json)?;
        Ok(name.map(|name| Spanned::new(name, token.span)))
    }
}

/// Reads what is in an array or object.
struct Container<'r, 'a>(&'r mut Reader<'a>);

impl<'a> Visitor<'a> for Container<'_, 'a> {
    type Value = Value<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array or object")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<Value<'a>, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element_seed(ValueSeed(self.0))? {
            elements.push(element);
        }
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Value<'a>, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = map.next_key_seed(NameSeed(self.0))? {
            let value = map.next_value_seed(ValueSeed(self.0))?;
            if let Some(name) = name {
                members.push(Member { name, value });
            }
        }
        duplicates::remove(&mut members, &mut self.0.problems);
        Ok(Value::Object(members))
    }
}

/// A string as text, or as bytes that may not be text.
struct Text;

impl<'a> Visitor<'a> for Text {
    type Value = Option<Cow<'a, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Ok(std::str::from_utf8(bytes).ok().map(|text| Cow::Owned(text.to_owned())))
    }
}
