//! JSON values (RFC 8259) in their canonical form: without white space, and with the escapes of [`crate::escape`].

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::is_number;
use crate::escape;

/// The largest depth of nested arrays and objects.
const MAX_DEPTH: usize = 64;

/// Returns the canonical form of a JSON value; `None` if the text is not one, or is nested deeper than 64 levels.
#[must_use]
pub fn compact_json(text: &str) -> Option<Cow<'_, str>> {
    let mut out = String::with_capacity(text.len());
    let rest = value(text, &mut out, 0)?;
    if !behind_space(rest).is_empty() {
        return None;
    }
    // Most texts are canonical already.
    Some(if out == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(out)
    })
}

/// Returns the canonical form of a JSON value with the members of all objects sorted by name: their order has no meaning (section 4).
///
/// `None` if the text is not a JSON value.
#[must_use]
pub fn sorted_json(text: &str) -> Option<String> {
    let json = compact_json(text)?;
    let mut out = String::with_capacity(json.len());
    push_sorted(&json, &mut out);
    Some(out)
}

/// Writes a canonical value with sorted members. The depth of the value is limited.
fn push_sorted(json: &str, out: &mut String) {
    let inside = || json.get(1..json.len().saturating_sub(1)).unwrap_or_default();
    let mut parts: Vec<&str> = match json.as_bytes().first() {
        Some(b'[' | b'{') => Elements { rest: inside() }.collect(),
        _ => return out.push_str(json),
    };
    let (open, close) = if json.starts_with('{') { ('{', '}') } else { ('[', ']') };
    if open == '{' {
        parts.sort_unstable();
    }
    out.push(open);
    for (position, part) in parts.into_iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        let value = if open == '{' { name_end(part) } else { 0 };
        let (name, value) = part.split_at_checked(value).unwrap_or((part, ""));
        out.push_str(name);
        push_sorted(value, out);
    }
    out.push(close);
}

/// Returns the position behind the name of a member and its colon.
fn name_end(member: &str) -> usize {
    let mut escaped = false;
    let end = member.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    });
    end.map_or(0, |end| end + 3)
}

/// Returns the elements of a canonical JSON array as canonical JSON; `None` if the text is not one.
#[must_use]
pub fn json_elements(array: &str) -> Option<Elements<'_>> {
    let inside = array.strip_prefix('[')?.strip_suffix(']')?;
    Some(Elements { rest: inside })
}

/// Iterator over the elements of an array.
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Elements<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = element_end(self.rest);
        let (element, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest.strip_prefix(',').unwrap_or("");
        Some(element)
    }
}

/// Returns the position of the comma behind the first element, or of the end.
fn element_end(text: &str) -> usize {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

/// Returns the characters of a JSON string with quotes; `None` if the text is not one.
#[must_use]
pub fn json_string_text(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    if !inside.contains('\\') {
        return Some(Cow::Borrowed(inside));
    }
    let mut text = String::with_capacity(inside.len());
    string(json.strip_prefix('"')?, &mut text)?;
    Some(Cow::Owned(text))
}

fn behind_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
}

/// Writes the value at the start; returns the rest.
fn value<'a>(text: &'a str, out: &mut String, depth: usize) -> Option<&'a str> {
    let text = behind_space(text);
    if let Some(rest) = text.strip_prefix('"') {
        return whole_string(rest, out);
    }
    if let Some(rest) = text.strip_prefix('[') {
        return container(rest, ']', out, depth);
    }
    if let Some(rest) = text.strip_prefix('{') {
        return container(rest, '}', out, depth);
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    (matches!(word, "null" | "true" | "false") || is_number(word)).then(|| out.push_str(word))?;
    Some(rest)
}

fn container<'a>(mut rest: &'a str, close: char, out: &mut String, depth: usize) -> Option<&'a str> {
    if depth == MAX_DEPTH {
        return None;
    }
    out.push(if close == ']' { '[' } else { '{' });
    if let Some(rest) = behind_space(rest).strip_prefix(close) {
        out.push(close);
        return Some(rest);
    }
    loop {
        if close == '}' {
            rest = whole_string(behind_space(rest).strip_prefix('"')?, out)?;
            rest = behind_space(rest).strip_prefix(':')?;
            out.push(':');
        }
        rest = behind_space(value(rest, out, depth + 1)?);
        match rest.strip_prefix(',') {
            Some(behind) => rest = behind,
            None => {
                out.push(close);
                return rest.strip_prefix(close);
            }
        }
        out.push(',');
    }
}

/// Writes the string behind a quote, with its quotes; returns the rest.
fn whole_string<'a>(rest: &'a str, out: &mut String) -> Option<&'a str> {
    let mut text = String::new();
    let rest = string(rest, &mut text)?;
    escape::json_string(out, &text);
    Some(rest)
}

/// Writes the characters of the string behind a quote; returns the rest.
fn string<'a>(mut rest: &'a str, out: &mut String) -> Option<&'a str> {
    loop {
        let end = rest.find(|c: char| c == '"' || c == '\\' || c < ' ')?;
        let (plain, behind) = rest.split_at_checked(end)?;
        out.push_str(plain);
        if let Some(rest) = behind.strip_prefix('"') {
            return Some(rest);
        }
        rest = escaped(behind.strip_prefix('\\')?, out)?;
    }
}

/// Writes the character of an escape behind its backslash; returns the rest.
fn escaped<'a>(rest: &'a str, out: &mut String) -> Option<&'a str> {
    let mut chars = rest.chars();
    out.push(match chars.next()? {
        same @ ('"' | '\\' | '/') => same,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => {
            let (mut code, mut rest) = hex(chars.as_str())?;
            if (0xd800..0xdc00).contains(&code) {
                let (low, behind) = hex(rest.strip_prefix("\\u")?)?;
                code = 0x1_0000 + ((code - 0xd800) << 10) + low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                rest = behind;
            }
            // A low surrogate alone is not a character.
            out.push(char::from_u32(code)?);
            return Some(rest);
        }
        _ => return None,
    });
    Some(chars.as_str())
}

fn hex(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let valid = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((u32::from_str_radix(digits, 16).ok().filter(|_| valid)?, rest))
}

/// Returns the numbers of a JSON text, as they are written.
pub fn json_numbers(json: &str) -> impl Iterator<Item = &str> {
    let mut is_inside = false;
    let mut is_escaped = false;
    let parts = json.split(move |c: char| {
        let was_inside = is_inside;
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_inside => is_escaped = true,
            '"' => is_inside = !is_inside,
            _ => {}
        }
        was_inside || !(c.is_ascii_digit() || "+-.eE".contains(c))
    });
    // Outside of strings, every digit is part of a number.
    parts.filter(|part| part.contains(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    #[test]
    fn the_order_of_members_has_no_meaning() {
        let sorted = r#"{"a":[{"b":"}","c":{}},2,1],"a\"b":null,"z":"x"}"#;
        for text in [
            r#"{"z": "x", "a": [{"c": {}, "b": "}"}, 2, 1], "a\"b": null}"#,
            r#"{"a\"b":null,"z":"x","a":[{"b":"}","c":{}},2,1]}"#,
        ] {
            assert_eq!(sorted_json(text), sorted_json(sorted), "{text}");
        }
        assert_ne!(sorted_json(r#"{"a":[1,2]}"#), sorted_json(r#"{"a":[2,1]}"#));
        assert_ne!(sorted_json(r#"{"a":{"b":1}}"#), sorted_json(r#"{"a":{"c":1}}"#));
        assert_eq!(sorted_json("{"), None);
        for text in ["{}", "[]", "null", r#""a""#, "[{}]"] {
            assert_eq!(sorted_json(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn the_canonical_form_has_no_white_space_and_one_way_to_write_a_character() {
        for (text, expected) in [
            (
                " { \"a\" : [ 1 , -0.5e3, true,null ] , \"b\":{} } ",
                r#"{"a":[1,-0.5e3,true,null],"b":{}}"#,
            ),
            (r#""\u00e9\ud83d\ude00\/\u0041\n""#, "\"é😀/A\\n\""),
            ("[]", "[]"),
        ] {
            assert_eq!(compact_json(text).as_deref(), Some(expected), "{text}");
        }
        for other in [
            "",
            "a",
            "01",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{a:1}",
            "{\"a\":1,}",
            "\"a",
            "\"\n\"",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "1 2",
            "[1",
            "nul",
            "'a'",
        ] {
            assert_eq!(compact_json(other), None, "{other}");
        }
        let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(compact_json(&deep(64)).is_some() && compact_json(&deep(65)).is_none());
    }

    #[test]
    fn elements_end_at_commas_outside_of_strings_and_brackets() {
        let elements = |array| json_elements(array).map(Iterator::collect::<Vec<_>>);
        assert_eq!(
            elements(r#"["a,\"]","b",[1,2],{"c":","}]"#),
            Some(alloc::vec![r#""a,\"]""#, "\"b\"", "[1,2]", r#"{"c":","}"#])
        );
        assert_eq!((elements("[]"), elements("7")), (Some(Vec::new()), None));
        assert_eq!(json_string_text(r#""a\"b""#).as_deref(), Some("a\"b"));
    }

    #[test]
    fn numbers_are_outside_of_strings() {
        let json = r#"{"a1":1.50,"b":[-2e3,"3\"4",true],"c\\":5}"#;
        assert!(json_numbers(json).eq(["1.50", "-2e3", "5"]));
    }

    proptest! {
        #[test]
        fn serde_json_reads_the_same_texts_as_the_same_values(text in r#"([\[\]{},: "]|"a"|"\\u00e9"|1|-|true|nu|ll){0,12}"#) {
            let read = serde_json::from_str::<serde_json::Value>(&text);
            let compact = compact_json(&text);
            prop_assert_eq!(compact.is_some(), read.is_ok());
            if let (Some(compact), Ok(read)) = (compact, read) {
                prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&compact).unwrap(), read);
                let again = compact_json(&compact);
                prop_assert_eq!(again.as_deref(), Some(&*compact));
            }
        }

        #[test]
        fn every_text_is_a_string(text: String) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(json_string_text(&compact_json(&json).unwrap()).map(|text| text.to_string()), Some(text));
        }
    }
}
