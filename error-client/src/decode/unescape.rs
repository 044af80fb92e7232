//! Decodes escapes of JSON (RFC 8259, section 7) and character references of XML and HTML.

use alloc::borrow::Cow;
use alloc::string::String;

/// Decodes the content of a JSON string. An unpaired surrogate becomes U+FFFD.
pub(super) fn json(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((clean, behind)) = rest.split_once('\\') {
        out.push_str(clean);
        rest = escape(behind, &mut out);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Decodes an escape after its `\`; returns the rest.
fn escape<'r>(behind: &'r str, out: &mut String) -> &'r str {
    let mut chars = behind.chars();
    match chars.next() {
        Some('n') => out.push('\n'),
        Some('t') => out.push('\t'),
        Some('r') => out.push('\r'),
        Some('b') => out.push('\u{8}'),
        Some('f') => out.push('\u{c}'),
        Some('u') => return unicode(chars.as_str(), out),
        // `"`, `\`, `/`, and escapes that are not in JSON.
        Some(other) => out.push(other),
        None => {}
    }
    chars.as_str()
}

fn unicode<'r>(behind: &'r str, out: &mut String) -> &'r str {
    let Some((high, rest)) = hex(behind) else {
        out.push(char::REPLACEMENT_CHARACTER);
        return behind;
    };
    if (0xd800..0xdc00).contains(&high)
        && let Some((low, rest)) = rest.strip_prefix("\\u").and_then(hex)
        && (0xdc00..0xe000).contains(&low)
    {
        let c = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        out.push(char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER));
        return rest;
    }
    out.push(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
    rest
}

fn hex(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let valid = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((u32::from_str_radix(digits, 16).ok().filter(|_| valid)?, rest))
}

/// Decodes character references; a name that is not in XML is kept as it is.
pub(super) fn markup(raw: &str) -> Cow<'_, str> {
    references(raw, String::push_str, false)
}

/// Decodes the content of an XML element without elements in it: text, CDATA sections, and comments, which are not part of it.
pub(super) fn content(raw: &str) -> Cow<'_, str> {
    if !raw.contains('<') {
        return markup(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((text, behind)) = rest.split_once('<') {
        out.push_str(&markup(text));
        rest = if let Some(data) = behind.strip_prefix("![CDATA[") {
            let (data, behind) = data.split_once("]]>").unwrap_or((data, ""));
            out.push_str(data);
            behind
        } else {
            let end = if behind.starts_with("!--") { "-->" } else { ">" };
            behind.split_once(end).map_or("", |(_, behind)| behind)
        };
    }
    out.push_str(&markup(rest));
    Cow::Owned(out)
}

/// Decodes the value of an XML attribute (XML 1.0, section 3.3.3).
///
/// Each white space character becomes a space.
pub(super) fn attribute(raw: &str) -> Cow<'_, str> {
    let spaces = raw.contains(['\t', '\n', '\r']);
    let normal = |out: &mut String, text: &str| {
        // A line end of two characters counts as one (section 2.11).
        let mut before = ' ';
        for c in text.chars() {
            match c {
                '\n' if before == '\r' => {}
                '\t' | '\n' | '\r' => out.push(' '),
                other => out.push(other),
            }
            before = c;
        }
    };
    references(raw, normal, spaces)
}

fn references(raw: &str, mut literal: impl FnMut(&mut String, &str), changes: bool) -> Cow<'_, str> {
    if !changes && !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((clean, behind)) = rest.split_once('&') {
        literal(&mut out, clean);
        // The longest reference is `&#x10FFFF;`.
        let found = behind.bytes().take(10).position(|byte| byte == b';');
        let name = found.and_then(|end| behind.split_at_checked(end));
        match name.and_then(|(name, behind)| Some((character(name)?, behind))) {
            Some((c, behind)) => {
                out.push(c);
                rest = behind.strip_prefix(';').unwrap_or(behind);
            }
            None => {
                out.push('&');
                rest = behind;
            }
        }
    }
    literal(&mut out, rest);
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16),
                None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse(),
                _ => return None,
            };
            char::from_u32(code.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use error_layout::{escape as written, program::escape};
    use proptest::prelude::*;

    #[test]
    fn invalid_escapes_are_decoded_as_far_as_possible() {
        for (raw, text) in [
            ("\\", ""),
            ("\\u", "\u{fffd}"),
            ("\\u12", "\u{fffd}12"),
            ("\\ud83d\\ude00", "😀"),
            ("\\ud83dx", "\u{fffd}x"),
            ("\\ud83d\\u0041", "\u{fffd}A"),
            ("\\q\\/", "q/"),
        ] {
            assert_eq!(json(raw), text, "{raw}");
        }
        assert_eq!(
            markup("&amp;&bogus;&#x41;&#66;&;&#xffffffff;&"),
            "&&bogus;AB&;&#xffffffff;&"
        );
        assert_eq!(attribute("a\r\nb\tc&#10;"), "a b c\n");
    }

    proptest! {
        #[test]
        fn escaped_text_is_decoded_to_the_original(text: String) {
            let mut out = String::new();
            written::write(&mut out, &text, false, escape::JSON);
            prop_assert_eq!(json(&out), text.as_str());
            out.clear();
            let plain: String = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
            written::write(&mut out, &plain, false, escape::HTML);
            prop_assert_eq!(markup(&out), plain.as_str());
            out.clear();
            written::write(&mut out, &plain, false, escape::XML_ATTRIBUTE);
            prop_assert_eq!(attribute(&out), plain.as_str());
        }

        #[test]
        fn json_agrees_with_serde_json(raw in r#"(\\["\\/bfnrt]|\\u[0-9a-d][0-9a-f]{3}|[^"\\\x00-\x1f]){0,20}"#) {
            let quoted = std::format!("\"{raw}\"");
            if let Ok(expected) = serde_json::from_str::<String>(&quoted) {
                prop_assert_eq!(json(&raw), expected.as_str());
            }
        }

        #[test]
        fn every_text_can_be_decoded(raw: String) {
            let _ = (json(&raw), markup(&raw), attribute(&raw));
        }
    }
}
