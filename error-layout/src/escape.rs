//! Escapes: what goes into a hole must not get out of it.
//!
//! They are here because a value that the catalog knows is escaped when it is compiled, and one that only an occurrence knows when it is
//! written; both must come out the same.
//!
//! Clean text is copied in runs: a table of 256 says which bytes stop a run. In UTF-8 a table can single out ASCII characters and
//! first bytes of longer ones, so a run always ends between characters.

use alloc::string::String;
use core::fmt::Write;

use crate::program::escape;

type Table = [bool; 256];

/// The bytes that `stops` (of ASCII) and everything above ASCII, if so wished.
const fn table(controls: bool, stops: &[u8], above_ascii: bool) -> Table {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = (controls && (byte < 0x20 || byte == 0x7f)) || (above_ascii && byte >= 0x80);
        byte += 1;
    }
    let mut at = 0;
    while at < stops.len() {
        table[stops[at] as usize] = true;
        at += 1;
    }
    table
}

/// 0xC2 begins U+0080 to U+00BF, of which the first half are control characters, among them a terminal's CSI.
const PLAIN: Table = table(true, &[0xc2], false);
const JSON: Table = table(true, b"\"\\", false);
const HTML: Table = table(true, b"&<>\"'\xc2", false);
const HEADER: Table = table(true, b"", true);

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
        _ => header(out, text),
    }
}

/// Writes a JSON string with its quotes.
pub fn json_string(out: &mut String, text: &str) {
    out.push('"');
    json(out, text);
    out.push('"');
}

/// Copies `text`, but has `replace` write each character that begins with a byte of the table.
#[inline]
fn runs(out: &mut String, mut text: &str, table: &Table, replace: impl Fn(&mut String, char)) {
    while let Some(at) = text.bytes().position(|byte| table[usize::from(byte)]) {
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

fn plain(out: &mut String, text: &str) {
    runs(out, text, &PLAIN, |out, stop| {
        out.push(if stop.is_control() { ' ' } else { stop });
    });
}

/// RFC 8259, section 7.
fn json(out: &mut String, text: &str) {
    runs(out, text, &JSON, |out, stop| match stop {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ => {
            // Writing into a string cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(stop));
        }
    });
}

/// Text and quoted attributes. Control characters other than white space may not even be referred to in XHTML.
fn html(out: &mut String, text: &str) {
    runs(out, text, &HTML, |out, stop| match stop {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        '\t' | '\n' | '\r' => out.push(stop),
        _ => out.push(if stop.is_control() { ' ' } else { stop }),
    });
}

/// RFC 9110, section 5.5.
fn header(out: &mut String, text: &str) {
    runs(out, text, &HEADER, |out, stop| {
        if stop == '\t' {
            return out.push(stop);
        }
        for byte in stop.encode_utf8(&mut [0; 4]).bytes() {
            // Writing into a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    });
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
        assert_eq!(escaped(text, escape::HEADER), "a\"\\<'&>%0A%00%7F%C2%9B%C2%A3%C3%A9");
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
        }
    }
}
