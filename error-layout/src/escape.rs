//! Escapes, which keep the value of a placeholder inside its place.
//!
//! Constant values are escaped when a catalog is compiled, arguments when a body is written. Both use this module.
//!
//! Text is copied in runs of characters that need no escape, and searched in blocks. The predicates have no branches, so
//! that the compiler can vectorise a block. A run always ends between two characters: in UTF-8, a byte that is ASCII or
//! starts a character is never inside of another one.

#![expect(clippy::needless_bitwise_bool, reason = "the predicates must not branch")]

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::Write;

use crate::grammar::{
    push_http_date, push_percent, push_percent_encoded, push_segment, push_token_list, push_uri_reference,
};
use crate::program::escape;

/// Whether a byte is an ASCII control character.
const fn is_control(byte: u8) -> bool {
    (byte < 0x20) | (byte == 0x7f)
}

/// Whether a byte is special in XML or HTML. A `match` would prevent vectorisation.
const fn is_markup(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'')
}

/// The first byte of U+0080 to U+00BF in UTF-8, the first half of which are control characters.
const LATIN: u8 = 0xc2;

/// Writes `text` with an escape. `bare` is whether it is a number or a boolean.
///
/// An unknown escape is that of a header, which is the strictest.
pub fn write(out: &mut String, text: &str, bare: bool, how: u8) {
    match how {
        escape::PLAIN => plain(out, text),
        escape::JSON => json(out, text),
        escape::JSON_VALUE if bare => out.push_str(text),
        escape::JSON_VALUE | escape::JSON_STRING => json_string(out, text),
        escape::HTML => html(out, text),
        escape::XML_ATTRIBUTE => xml_attribute(out, text),
        escape::JSON_MARKUP => json_markup(out, text),
        escape::URI => push_uri_reference(out, text),
        escape::URI_MARKUP => {
            let mut uri = String::with_capacity(text.len());
            push_uri_reference(&mut uri, text);
            html(out, &uri);
        }
        escape::PERCENT => push_percent_encoded(out, text),
        escape::SEGMENT => push_segment(out, text),
        escape::TOKENS => push_token_list(out, text),
        escape::HTTP_DATE if push_http_date(out, text) => {}
        escape::HEADER_QUOTED => header(out, text, |byte| (byte == b'"') | (byte == b'\\')),
        _ => header(out, text, |_| false),
    }
}

/// Writes a JSON string with its quotes.
pub fn json_string(out: &mut String, text: &str) {
    out.push('"');
    json(out, text);
    out.push('"');
}

/// Copies `text`. `replace` writes each character that starts with a byte that stops a run.
#[inline]
fn runs(out: &mut String, mut text: &str, stops: impl Fn(u8) -> bool, replace: impl Fn(&mut String, char)) {
    while let Some(at) = find(text.as_bytes(), &stops) {
        let Some((clean, rest)) = text.split_at_checked(at) else {
            return;
        };
        out.push_str(clean);
        let mut rest = rest.chars();
        if let Some(stop) = rest.next() {
            replace(out, stop);
        }
        text = rest.as_str();
    }
    out.push_str(text);
}

/// The number of bytes of a block.
const BLOCK: usize = 32;

/// Returns the position of the first byte that stops a run.
#[inline]
fn find(bytes: &[u8], stops: impl Fn(u8) -> bool) -> Option<usize> {
    // A block has no early exit, so that the compiler can vectorise it.
    let is_clean = |block: &[u8; BLOCK]| !block.iter().fold(false, |stop, byte| stop | stops(*byte));
    let (blocks, rest) = bytes.as_chunks();
    let clean = blocks.iter().take_while(|block| is_clean(block)).count() * BLOCK;
    if clean + rest.len() == bytes.len() {
        let is_rest_clean = match bytes.last_chunk() {
            // The bytes that overlap with the previous block stop no run.
            Some(last) => rest.is_empty() || is_clean(last),
            None => padded(rest).is_some_and(|block| is_clean(&block)),
        };
        if is_rest_clean {
            return None;
        }
    }
    let at = bytes.get(clean..)?.iter().position(|byte| stops(*byte))?;
    Some(clean + at)
}

/// Returns a short text as a block, padded with spaces.
#[inline]
fn padded(bytes: &[u8]) -> Option<[u8; BLOCK]> {
    let mut block = [b' '; BLOCK];
    block.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(block)
}

/// Whether a text has no control characters.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    find(text.as_bytes(), stops_plain).is_none()
}

/// Returns the start of a text: at most `max` bytes, cut between two characters.
#[must_use]
pub fn cut(text: &str, max: usize) -> &str {
    let mut end = max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Whether a character has no glyph of its own, so that a text can look like another one.
///
/// These are the format characters of Unicode, such as U+202E, which reverses the text after it; separators of lines and
/// paragraphs; and letters that are blank.
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Returns a text for a log: control characters and [invisible](is_invisible) ones are written as `\u{202e}`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| c.is_control() || is_invisible(c);
    if text.is_ascii() && is_plain(text) || !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

const fn stops_plain(byte: u8) -> bool {
    is_control(byte) | (byte == LATIN)
}

fn plain(out: &mut String, text: &str) {
    runs(out, text, stops_plain, |out, stop| {
        out.push(if stop.is_control() { ' ' } else { stop });
    });
}

/// Escapes for a JSON string (RFC 8259, section 7).
fn json(out: &mut String, text: &str) {
    runs(
        out,
        text,
        |byte| is_control(byte) | (byte == b'"') | (byte == b'\\'),
        |out, stop| match stop {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ => {
                // Writing into a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(stop));
            }
        },
    );
}

/// Escapes for HTML text and quoted attributes. Control characters become spaces, because XHTML cannot express them.
fn html(out: &mut String, text: &str) {
    runs(
        out,
        text,
        |byte| is_control(byte) | is_markup(byte) | (byte == LATIN),
        |out, stop| match stop {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(stop),
            _ => out.push(if stop.is_control() { ' ' } else { stop }),
        },
    );
}

/// Escapes for markup in a JSON string. In the output of [`html`], JSON escapes only backslashes and white space.
fn json_markup(out: &mut String, text: &str) {
    let mut markup = String::with_capacity(text.len());
    html(&mut markup, text);
    json(out, &markup);
}

/// The first byte of U+F000 to U+FFFF in UTF-8. The last two of these are not valid in XML.
const LAST: u8 = 0xef;

/// Escapes for an XML attribute (XML 1.0, section 2.2). References keep white space (section 3.3.3).
fn xml_attribute(out: &mut String, text: &str) {
    runs(
        out,
        text,
        |byte| (byte < 0x20) | is_markup(byte) | (byte == LAST),
        |out, stop| match stop {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..=' ' | '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            _ => out.push(stop),
        },
    );
}

/// Escapes for a header (RFC 9110, section 5.5). A `special` byte gets a backslash, as in a quoted string (section 5.6.4).
fn header(out: &mut String, text: &str, special: impl Fn(u8) -> bool) {
    runs(
        out,
        text,
        |byte| is_control(byte) | !byte.is_ascii() | special(byte),
        |out, stop| {
            if stop == '\t' {
                return out.push(stop);
            }
            if matches!(stop, '"' | '\\') {
                return out.extend(['\\', stop]);
            }
            for byte in stop.encode_utf8(&mut [0; 4]).bytes() {
                push_percent(out, byte);
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn escaped(text: &str, how: u8) -> String {
        let mut out = String::new();
        write(&mut out, text, false, how);
        out
    }

    #[test]
    fn a_text_is_cut_between_two_characters() {
        for (max, expected) in [
            (0, ""),
            (1, "a"),
            (2, "a"),
            (3, "aé"),
            (6, "aé"),
            (7, "aé😀"),
            (9, "aé😀"),
        ] {
            assert_eq!(cut("aé😀", max), expected, "{max}");
        }
    }

    #[test]
    fn each_escape_keeps_a_value_in_its_place() {
        let text = "a\"\\<'&>\n\u{0}\u{7f}\u{9b}£é";
        assert_eq!(escaped(text, escape::PLAIN), "a\"\\<'&>    £é");
        assert_eq!(escaped(text, escape::JSON), "a\\\"\\\\<'&>\\n\\u0000\\u007f\u{9b}£é");
        assert_eq!(escaped("\t\r", escape::JSON), "\\t\\r");
        assert_eq!(escaped(text, escape::HTML), "a&quot;\\&lt;&#39;&amp;&gt;\n   £é");
        assert_eq!(
            escaped(text, escape::XML_ATTRIBUTE),
            "a&quot;\\&lt;&#39;&amp;&gt;&#10;\u{fffd}\u{7f}\u{9b}£é"
        );
        assert_eq!(
            escaped("\t\r ﬁ\u{fffe}\u{ffff}\u{1}", escape::XML_ATTRIBUTE),
            "&#9;&#13; ﬁ\u{fffd}\u{fffd}\u{fffd}"
        );
        assert_eq!(escaped(text, escape::HEADER), "a\"\\<'&>%0A%00%7F%C2%9B%C2%A3%C3%A9");
        assert_eq!(escaped("a\"\\\r", escape::HEADER_QUOTED), "a\\\"\\\\%0D");
        assert_eq!(escaped("<a \\\n>", escape::JSON_MARKUP), "&lt;a \\\\\\n&gt;");
        assert_eq!(escaped("1", escape::JSON_VALUE), "\"1\"");
        assert_eq!(
            escaped("2026-01-31T09:30:00.5+01:00", escape::HTTP_DATE),
            "Sat, 31 Jan 2026 08:30:00 GMT"
        );
        assert_eq!(escaped("soon\n", escape::HTTP_DATE), "soon%0A");
        for (segment, expected) in [
            ("..", "%252E%252E"),
            (".", "%252E"),
            ("...", "..."),
            ("a/..", "a%2F.."),
            ("", ""),
        ] {
            assert_eq!(escaped(segment, escape::SEGMENT), expected);
        }
        assert_eq!(escaped("a\tb\r\n", 200), "a\tb%0D%0A", "an unknown escape");
    }

    #[test]
    fn a_plain_text_has_no_control_characters() {
        assert!(is_plain("größer than <this>") && is_plain(""));
        assert!(!is_plain("a\u{1b}[0m") && !is_plain(&"a".repeat(40).replacen('a', "\n", 1)));
    }

    #[test]
    fn a_value_in_a_uri_or_a_list_is_percent_encoded() {
        let text = "https://a.example/b c?d=e&f='é'\"<";
        let reference = "https://a.example/b%20c?d=e&f='%C3%A9'%22%3C";
        assert_eq!(escaped(text, escape::URI), reference);
        let in_markup = reference.replace('&', "&amp;").replace('\'', "&#39;");
        assert_eq!(escaped(text, escape::URI_MARKUP), in_markup);
        assert_eq!(escaped("a-b/c é&", escape::PERCENT), "a-b%2Fc%20%C3%A9%26");
        assert_eq!(escaped("GET, a/b;é", escape::TOKENS), "GET, a%2Fb%3B%C3%A9");
    }

    proptest! {
        #[test]
        fn the_first_stop_is_found_wherever_it_is(text in "[ab!]{0,100}") {
            prop_assert_eq!(find(text.as_bytes(), |byte| byte == b'!'), text.find('!'));
        }
    }

    #[test]
    fn only_a_json_value_is_written_bare() {
        let mut out = String::new();
        write(&mut out, "1", true, escape::JSON_VALUE);
        write(&mut out, "1", true, escape::JSON_STRING);
        assert_eq!(out, "1\"1\"");
    }

    proptest! {
        #[test]
        fn parsing_reverses_the_json_escape(text in any::<String>()) {
            prop_assert_eq!(serde_json::from_str::<String>(&escaped(&text, escape::JSON_STRING)).unwrap(), text);
        }

        #[test]
        fn no_control_character_is_written(text in any::<String>()) {
            prop_assert!(!escaped(&text, escape::PLAIN).contains(char::is_control));
            prop_assert!(escaped(&text, escape::HEADER).bytes().all(|byte| byte == b'\t' || matches!(byte, b' '..=b'~')));
            prop_assert!(!escaped(&text, escape::HTML).contains(['<', '>', '"', '\'', '\0']));
            let xml = escaped(&text, escape::XML_ATTRIBUTE);
            let markup = |c| c < ' ' || matches!(c, '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}');
            prop_assert!(!xml.contains(markup));
        }
    }

    #[test]
    fn a_text_for_a_log_shows_characters_without_a_glyph() {
        assert!(matches!(visible("plain"), Cow::Borrowed("plain")));
        assert!(matches!(visible("größer 病人 😀"), Cow::Borrowed(_)));
        assert_eq!(visible("a\u{202e}b\u{200b}\u{feff}c"), r"a\u{202e}b\u{200b}\u{feff}c");
        assert_eq!(visible("a\n\u{1b}[31m\u{85}"), r"a\u{a}\u{1b}[31m\u{85}");
        assert_eq!(visible("tag\u{e0041}"), r"tag\u{e0041}");
    }
}
