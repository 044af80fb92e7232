//! Writes JSON values as YAML.

use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::ser::CharEscape;

/// The longest plain key. A parser accepts keys of up to 1024 characters on one line (YAML 1.2.2, section 7.4.2).
const LONGEST_KEY: usize = 500;

/// Plain scalars that YAML 1.1 or 1.2 reads as another type, in lower case.
const RESERVED: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// Writes block style in place of JSON: a string is plain where every version of YAML reads it as that string.
#[derive(Default)]
pub(crate) struct Formatter {
    /// For each open array and object, whether it has no item yet.
    open: Vec<bool>,
    before: Before,
    /// The string that is being written.
    text: String,
    is_key: bool,
}

/// The last thing before the next value.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Before {
    #[default]
    Start,
    /// The `:` of a key.
    Colon,
    /// The `-` of an item.
    Dash,
}

impl Formatter {
    /// Writes a value that is on the line of its key or dash.
    fn scalar<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        if std::mem::take(&mut self.before) != Before::Start {
            out.write_all(b" ")?;
        }
        out.write_all(text.as_bytes())
    }

    /// Starts the line of an item. The first one of a container in an array is on the line of its dash.
    fn item<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let is_first = self.open.last_mut().is_some_and(std::mem::take);
        match std::mem::take(&mut self.before) {
            Before::Start if is_first => Ok(()),
            Before::Dash => out.write_all(b" "),
            _ => Self::line(out, self.open.len()),
        }
    }

    fn line<W: ?Sized + Write>(out: &mut W, depth: usize) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..column(depth)).try_for_each(|_| out.write_all(b" "))
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, empty: &str) -> io::Result<()> {
        match self.open.pop() {
            Some(true) => self.scalar(out, empty),
            _ => Ok(()),
        }
    }

    /// Writes the lines of a text as they are.
    fn block<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        self.scalar(out, "|-")?;
        for line in text.split('\n') {
            if line.is_empty() {
                out.write_all(b"\n")?;
            } else {
                Self::line(out, self.open.len() + 1)?;
                out.write_all(line.as_bytes())?;
            }
        }
        Ok(())
    }
}

impl serde_json::ser::Formatter for Formatter {
    fn write_null<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.scalar(out, "null")
    }

    fn write_bool<W: ?Sized + Write>(&mut self, out: &mut W, value: bool) -> io::Result<()> {
        self.scalar(out, if value { "true" } else { "false" })
    }

    fn write_i64<W: ?Sized + Write>(&mut self, out: &mut W, value: i64) -> io::Result<()> {
        self.scalar(out, &value.to_string())
    }

    fn write_u64<W: ?Sized + Write>(&mut self, out: &mut W, value: u64) -> io::Result<()> {
        self.scalar(out, &value.to_string())
    }

    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        self.scalar(out, &serde_json::Value::from(value).to_string())
    }

    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.text.clear();
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, _: &mut W, fragment: &str) -> io::Result<()> {
        self.text.push_str(fragment);
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, _: &mut W, escape: CharEscape) -> io::Result<()> {
        self.text.push(match escape {
            CharEscape::Quote => '"',
            CharEscape::ReverseSolidus => '\\',
            CharEscape::Solidus => '/',
            CharEscape::Backspace => '\u{8}',
            CharEscape::FormFeed => '\u{c}',
            CharEscape::LineFeed => '\n',
            CharEscape::CarriageReturn => '\r',
            CharEscape::Tab => '\t',
            CharEscape::AsciiControl(byte) => char::from(byte),
        });
        Ok(())
    }

    fn end_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let text = std::mem::take(&mut self.text);
        if self.is_key {
            out.write_all(key(&text, column(self.open.len())).as_bytes())?;
        } else if is_block(&text) && !self.open.is_empty() {
            self.block(out, &text)?;
        } else {
            self.scalar(out, &string(&text))?;
        }
        // Its memory is used again.
        self.text = text;
        Ok(())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.open.push(true);
        Ok(())
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, _: bool) -> io::Result<()> {
        self.item(out)?;
        self.before = Before::Dash;
        out.write_all(b"-")
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, "[]")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.open.push(true);
        Ok(())
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, _: bool) -> io::Result<()> {
        self.is_key = true;
        self.item(out)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.is_key = false;
        self.before = Before::Colon;
        Ok(())
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, "{}")
    }
}

/// Returns the column of the members of an object at a depth, which is 1 for that of the document.
pub(crate) fn column(depth: usize) -> usize {
    2 * depth.saturating_sub(1)
}

/// Returns a key in a column, with its colon.
pub(crate) fn key(text: &str, column: usize) -> String {
    let written = string(text);
    if written.len() > LONGEST_KEY {
        format!("? {written}\n{:column$}:", "")
    } else {
        format!("{written}:")
    }
}

/// Returns a text in one line, with quotes where they are needed.
fn string(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(quoted(text))
    }
}

/// Whether a text needs no quotes in block style, by YAML 1.1 and 1.2.
fn is_plain(text: &str) -> bool {
    let is_start = |c: char| c.is_alphabetic() || "/_$".contains(c);
    let is_inside = |c: char| c.is_alphanumeric() || " /_$.-+*()[]{}<>,;=!?&@^~'`".contains(c);
    text.starts_with(is_start)
        && text.chars().all(is_inside)
        && !text.ends_with(' ')
        && !RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a text of several lines can be written without escapes.
fn is_block(text: &str) -> bool {
    text.contains('\n') && !text.starts_with([' ', '\n']) && !text.ends_with('\n') && !text.contains(needs_escape)
}

/// Whether a character is not printable in YAML, or ends a line for some parsers (YAML 1.2.2, sections 5.1 and 5.4).
fn needs_escape(c: char) -> bool {
    let is_special = matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    (c.is_control() && c != '\n') || is_special
}

/// Returns a text in double quotes: the escapes of JSON are escapes of YAML too.
fn quoted(text: &str) -> String {
    use std::fmt::Write as _;
    let json = serde_json::Value::from(text).to_string();
    if !json.contains(needs_escape) {
        return json;
    }
    let mut out = String::new();
    for c in json.chars() {
        if needs_escape(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_core::Serialize as _;
    use serde_json::{Value, json};

    use super::*;
    use crate::yaml;

    fn written(value: &Value) -> String {
        let mut out = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut out, Formatter::default());
        value.serialize(&mut serializer).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn values_are_in_block_style() {
        let value = json!({
            "openapi": "3.1.0",
            "paths": { "/cards/{card_id}": { "get": { "$ref": "#/a", "tags": ["one", ["two", {}], { "a": 1, "b": [] }] } } },
            "404": "no",
            "text": "- `A`: one\n\n  two: #3",
            "values": [true, null, 1.5, -1, ""],
            "": { "last": " x" },
        });
        let expected = r##"openapi: "3.1.0"
paths:
  /cards/{card_id}:
    get:
      $ref: "#/a"
      tags:
        - one
        - - two
          - {}
        - a: 1
          b: []
"404": "no"
text: |-
  - `A`: one

    two: #3
values:
  - true
  - null
  - 1.5
  - -1
  - ""
"":
  last: " x""##;
        assert_eq!(written(&value), expected);
    }

    #[test]
    fn texts_that_look_like_other_values_are_quoted() {
        for text in [
            "",
            " ",
            "~",
            "null",
            "Yes",
            "n",
            "OFF",
            "1",
            "1_000",
            "0x1f",
            ".inf",
            "-",
            "- a",
            "---",
            "...",
            "a: b",
            "a #b",
            "#",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "'",
            "\"",
            "{",
            "[",
            "?",
            "? a",
            "<<",
            "=",
            "a ",
            "2026-01-31",
            "a\u{85}b",
            "a\tb",
            "\u{7f}",
            "\u{feff}",
            "\u{2028}",
        ] {
            let out = written(&json!(text));
            assert!(out.starts_with('"') && out.ends_with('"'), "{out}");
            assert_eq!(yaml::value(&out), Ok(json!(text)));
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let text = || {
            prop_oneof![
                "\\PC{0,6}",
                ".{0,6}",
                "[-:#?|>&*!%@`'\" \n\t\\[\\]{},a]{0,8}",
                "x{1100}"
            ]
        };
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            text().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec((text(), inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_is_read_back(value in any_value()) {
            let text = written(&value);
            prop_assert_eq!(yaml::value(&text), Ok(value), "{}", text);
        }
    }
}
