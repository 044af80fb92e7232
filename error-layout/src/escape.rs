//! Escapes: what goes into a placeholder must not get out of it.
//!
//! They are here because a value that the catalog knows is escaped when it is compiled, and one that only an occurrence
//! knows when it is written; both must come out the same.
//!
//! Clean text is copied in runs, and looked through in blocks: what stops a run is said without branches, which lets
//! the compiler look at a block at once (measured: a quarter of the time of a table of 256). In UTF-8 a byte that is
//! ASCII or begins a longer character never stands inside of another character, so a run always ends between two.

#![expect(
    clippy::needless_bitwise_bool,
    reason = "a branch for each byte is what the blocks avoid"
)]

use alloc::string::String;
use core::fmt::Write;

use crate::grammar::push_percent;
use crate::program::escape;

/// Whether a byte is a control character of ASCII.
const fn is_control(byte: u8) -> bool {
    (byte < 0x20) | (byte == 0x7f)
}

/// Whether a byte means something in XML or HTML. A `match` would be looked up, byte after byte: six times the instructions.
const fn is_markup(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'')
}

/// Begins U+0080 to U+00BF in UTF-8, of which the first half are control characters, among them a terminal's CSI.
const LATIN: u8 = 0xc2;

/// Writes `text` for the place it goes to. `bare` says that it is a number or a boolean.
///
/// An escape that does not exist is done as that of a header, which lets the fewest characters through.
pub fn write(out: &mut String, text: &str, bare: bool, how: u8) {
    match how {
        escape::PLAIN => plain(out, text),
        escape::JSON => json(out, text),
        escape::JSON_VALUE if bare => out.push_str(text),
        escape::JSON_VALUE | escape::JSON_STRING => json_string(out, text),
        escape::HTML => html(out, text),
        escape::XML_ATTRIBUTE => xml_attribute(out, text),
        escape::JSON_MARKUP => json_markup(out, text),
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

/// Copies `text`, but has `replace` write each character that begins with a byte that stops a run.
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

/// How many bytes are looked at at once: with half as many, the compiler's code takes twice as long for each byte.
const BLOCK: usize = 32;

/// The first byte that stops a run.
#[inline]
fn find(bytes: &[u8], stops: impl Fn(u8) -> bool) -> Option<usize> {
    // No early exit within a block, so that the compiler looks at its bytes all at once.
    let is_clean = |block: &[u8; BLOCK]| !block.iter().fold(false, |stop, byte| stop | stops(*byte));
    let (blocks, rest) = bytes.as_chunks();
    let clean = blocks.iter().take_while(|block| is_clean(block)).count() * BLOCK;
    if clean + rest.len() == bytes.len() {
        let is_rest_clean = match bytes.last_chunk() {
            // What is looked at again of the block before stops nothing.
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

/// A few bytes as a block, with spaces behind them.
#[inline]
fn padded(bytes: &[u8]) -> Option<[u8; BLOCK]> {
    let mut block = [b' '; BLOCK];
    block.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(block)
}

/// Whether nothing in a text can be a control character.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    find(text.as_bytes(), stops_plain).is_none()
}

const fn stops_plain(byte: u8) -> bool {
    is_control(byte) | (byte == LATIN)
}

fn plain(out: &mut String, text: &str) {
    runs(out, text, stops_plain, |out, stop| {
        out.push(if stop.is_control() { ' ' } else { stop });
    });
}

/// RFC 8259, section 7.
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

/// Text and quoted attributes. Control characters other than white space may not even be referred to in XHTML.
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

/// Markup in a JSON string: what [`html`] writes has nothing that JSON escapes but backslashes and white space.
fn json_markup(out: &mut String, text: &str) {
    let mut markup = String::with_capacity(text.len());
    html(&mut markup, text);
    json(out, &markup);
}

/// Begins U+F000 to U+FFFF in UTF-8, the last two of which are no characters of XML.
const LAST: u8 = 0xef;

/// XML 1.0, section 2.2 (characters) and 3.3.3: white space that is not a reference would become a space.
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

/// RFC 9110, section 5.5. What is `special` gets a backslash, as in a quoted string (section 5.6.4).
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
    fn each_escape_keeps_a_value_in_its_place() {
        let text = "a\"\\<'&>\n\u{0}\u{7f}\u{9b}£é";
        assert_eq!(escaped(text, escape::PLAIN), "a\"\\<'&>    £é");
        assert_eq!(escaped(text, escape::JSON), "a\\\"\\\\<'&>\\n\\u0000\\u007f\u{9b}£é");
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
        assert_eq!(escaped("a\tb\r\n", 200), "a\tb%0D%0A", "an unknown escape");
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
        fn json_gives_back_every_text(text in any::<String>()) {
            prop_assert_eq!(serde_json::from_str::<String>(&escaped(&text, escape::JSON_STRING)).unwrap(), text);
        }

        #[test]
        fn no_control_character_gets_through(text in any::<String>()) {
            prop_assert!(!escaped(&text, escape::PLAIN).contains(char::is_control));
            prop_assert!(escaped(&text, escape::HEADER).bytes().all(|byte| byte == b'\t' || matches!(byte, b' '..=b'~')));
            prop_assert!(!escaped(&text, escape::HTML).contains(['<', '>', '"', '\'', '\0']));
            let xml = escaped(&text, escape::XML_ATTRIBUTE);
            let markup = |c| c < ' ' || matches!(c, '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}');
            prop_assert!(!xml.contains(markup));
        }
    }
}
