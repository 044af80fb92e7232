//! A JSON reader that keeps what it has: every node that was whole when the text ended or went wrong is there.
//!
//! Readers that give all or nothing are of no use for an answer whose connection broke behind the code. It is also lenient where
//! published bodies are wrong: a comma too many or too few does not stop it.

use super::document::{Document, Kind, MAX_DEPTH, Name, Span, Stop};
use crate::grammar;

/// Reads a text that should be one JSON value.
pub(super) fn parse(text: &str) -> Document<'_> {
    let mut reader = Reader {
        document: Document::new(text, false),
        bytes: text.as_bytes(),
        at: 0,
    };
    if let Err(stop) = reader.value(Name::None, 0) {
        reader.document.stop = Some(stop);
    } else {
        reader.space();
        reader.document.sloppy |= reader.peek().is_some();
    }
    reader.document
}

struct Reader<'t> {
    document: Document<'t>,
    bytes: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn span(start: usize, end: usize) -> Span {
        // The text is cut to a few megabytes.
        (
            u32::try_from(start).unwrap_or(u32::MAX),
            u32::try_from(end).unwrap_or(u32::MAX),
        )
    }

    fn value(&mut self, name: Name, depth: u8) -> Result<(), Stop> {
        self.space();
        let start = self.at;
        match self.peek() {
            None => Err(Stop::End),
            Some(b'{') => self.container(name, Kind::Object, depth),
            Some(b'[') => self.container(name, Kind::Array, depth),
            Some(b'"') => {
                self.string()?;
                let span = Self::span(start + 1, self.at - 1);
                self.document.push(name, Kind::String, span).map(|_| ())
            }
            Some(_) => self.bare(name, start),
        }
    }

    /// A number or a word.
    fn bare(&mut self, name: Name, start: usize) -> Result<(), Stop> {
        while let Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.') = self.peek() {
            self.at += 1;
        }
        let span = Self::span(start, self.at);
        let token = self.document.text.get(start..self.at).unwrap_or("");
        // At the end of the text more of it may be missing: 40 of 404.
        if self.peek().is_none() && start > 0 {
            return Err(Stop::End);
        }
        let kind = match token {
            "null" => Kind::Null,
            "true" | "false" => Kind::Bare,
            number if grammar::is_number(number) => Kind::Bare,
            _ => return Err(Stop::Syntax),
        };
        self.document.push(name, kind, span).map(|_| ())
    }

    /// Goes behind the string that begins here.
    fn string(&mut self) -> Result<(), Stop> {
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or(&[]);
            let Some(found) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) else {
                self.at = self.bytes.len();
                return Err(Stop::End);
            };
            self.at += found + 1;
            if rest.get(found) == Some(&b'"') {
                return Ok(());
            }
            // What stands behind a backslash is no end. It may be the first byte of a longer character, none of which ends a string.
            self.at += 1;
        }
    }

    fn container(&mut self, name: Name, kind: Kind, depth: u8) -> Result<(), Stop> {
        if depth >= MAX_DEPTH {
            self.document.too_deep = true;
            return self.skip();
        }
        let span = Self::span(self.at, self.at + 1);
        let id = self.document.push(name, kind, span)?;
        self.at += 1;
        let read = self.inside(kind, depth);
        self.document.close(id, read.is_ok());
        read
    }

    /// Members or elements, up to and with the closing bracket.
    fn inside(&mut self, kind: Kind, depth: u8) -> Result<(), Stop> {
        let close = if kind == Kind::Object { b'}' } else { b']' };
        let mut commas = 0;
        let mut first = true;
        loop {
            self.space();
            match self.peek() {
                None => return Err(Stop::End),
                Some(b',') => {
                    commas += 1;
                    self.at += 1;
                    continue;
                }
                Some(byte) if byte == close => {
                    self.document.sloppy |= commas > 0;
                    self.at += 1;
                    return Ok(());
                }
                Some(_) => self.document.sloppy |= commas != usize::from(!first),
            }
            let name = if kind == Kind::Object { self.name()? } else { Name::None };
            self.value(name, depth + 1)?;
            (commas, first) = (0, false);
        }
    }

    fn name(&mut self) -> Result<Name, Stop> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(Stop::Syntax);
        }
        self.string()?;
        let escaped = self.bytes.get(start..self.at).is_some_and(|name| name.contains(&b'\\'));
        let span = Self::span(start + 1, self.at - 1);
        self.space();
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(_) => return Err(Stop::Syntax),
            None => return Err(Stop::End),
        }
        Ok(Name::At(span, escaped))
    }

    /// Goes behind the container that begins here, however deep it is.
    fn skip(&mut self) -> Result<(), Stop> {
        let mut depth: usize = 0;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
        Err(Stop::End)
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::{Id, at};
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;
    use std::string::{String, ToString};
    use std::vec::Vec;

    #[test]
    fn what_was_whole_before_the_end_is_kept() {
        let text = r#"{"a":{"b":"x","c":[1,2,{"d":"cut"#;
        let document = parse(text);
        assert_eq!(
            (document.stop, at(&document, &["a", "b"])),
            (Some(Stop::End), ["x".to_string()].to_vec())
        );
        assert_eq!(at(&document, &["a", "c"]), ["1", "2"]);
        assert!(at(&document, &["a", "c", "d"]).is_empty());
        assert!(document.is_open(0));
        assert!(at(&parse("{\"status\":40"), &["status"]).is_empty(), "half a number");
    }

    #[test]
    fn published_mistakes_are_read() {
        let document = parse("{\"a\":[1,2,],}\n}");
        assert_eq!((document.stop, document.sloppy), (None, true));
        assert_eq!(at(&document, &["a"]), ["1", "2"]);
        assert_eq!(at(&parse("{\"a\":1,\"b\":nope,\"c\":2}"), &["a"]), ["1"]);
        assert!(!parse(r#"{"a":[1,{}],"b":[]}"#).sloppy);
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let deep = std::format!("{{\"a\":{}{},\"b\":1}}", "[".repeat(100_000), "]".repeat(100_000));
        let document = parse(&deep);
        assert!(document.too_deep && document.len() < 100);
        assert_eq!(at(&document, &["b"]), ["1"]);
        assert_eq!(parse(&"[".repeat(1_000_000)).stop, Some(Stop::End));
        let wide = std::format!("[{}1]", "1,".repeat(1_000_000));
        assert_eq!(parse(&wide).stop, Some(Stop::Full));
    }

    /// Every leaf of a value with its path, arrays left out of it.
    fn leaves(value: &Value, path: &mut Vec<String>, out: &mut Vec<(Vec<String>, Option<String>)>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    path.push(name.clone());
                    leaves(member, path, out);
                    path.pop();
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| leaves(element, path, out)),
            Value::String(text) => out.push((path.clone(), Some(text.clone()))),
            Value::Null => {}
            other => out.push((path.clone(), Some(other.to_string()))),
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 64, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((".{0,4}", inner), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_is_where_serde_json_has_it(value in any_json(), pretty: bool) {
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
            let document = parse(&text);
            prop_assert_eq!((document.stop, document.sloppy), (None, false));
            let mut expected = Vec::new();
            leaves(&value, &mut Vec::new(), &mut expected);
            for (path, text) in expected {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                prop_assert!(at(&document, &path).contains(&text.unwrap()), "{:?}", path);
            }
        }

        #[test]
        fn a_cut_text_has_nothing_that_the_whole_has_not(value in any_json(), cut in 0.0..1.0_f64) {
            let text = serde_json::to_string(&[value]).unwrap();
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let mut at = (text.len() as f64 * cut) as usize;
            while !text.is_char_boundary(at) { at -= 1; }
            let (whole, part) = (parse(&text), parse(&text[..at]));
            for id in 0..part.len() {
                let id = Id::try_from(id).unwrap();
                prop_assert_eq!(part.value(id), whole.value(id));
            }
        }

        #[test]
        fn any_text_can_be_read(text in r#"[\[\]{}",:\\a-c0-9 \n-]{0,200}|.{0,80}"#) {
            let document = parse(&text);
            let _ = (at(&document, &["a"]), at(&document, &[]));
        }
    }
}
