//! An escaped value stays in its place, and unescaping returns the value.

use error_layout::escape::write;
use error_layout::program::escape;

/// The first byte says which escape (its lower seven bits) and whether the value is bare (the highest); the rest is the value.
pub fn escapes(input: &[u8]) {
    let Some((first, value)) = input.split_first() else {
        return;
    };
    let (how, bare) = (first & 0x7f, first & 0x80 != 0);
    let text = String::from_utf8_lossy(value);
    let mut out = String::new();
    write(&mut out, &text, bare, how);
    match how {
        escape::PLAIN => assert_eq!(out, spaced(&text, |c| c.is_control())),
        escape::JSON => assert_eq!(json(&format!("\"{out}\"")), text),
        escape::JSON_VALUE if bare => assert_eq!(out, text),
        escape::JSON_VALUE | escape::JSON_STRING => assert_eq!(json(&out), text),
        escape::HTML => html(&out, &text),
        escape::JSON_MARKUP => html(&json(&format!("\"{out}\"")), &text),
        escape::XML_ATTRIBUTE => {
            let kept = text.replace(is_no_xml, "\u{fffd}");
            let document = format!("<a v=\"{out}\"/>");
            let document = roxmltree::Document::parse(&document).expect("one attribute");
            assert_eq!(document.root_element().attribute("v"), Some(kept.as_str()));
            assert_eq!(document.root_element().attributes().len(), 1);
        }
        escape::URI | escape::URI_MARKUP => uri(&out, &text, how),
        escape::PERCENT => {
            assert!(
                out.bytes()
                    .all(|byte| byte == b'%' || byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)),
                "{out:?}"
            );
            assert_eq!(decoded(&out), text.as_bytes());
        }
        escape::SEGMENT => {
            assert!(
                !matches!(&*out.to_ascii_lowercase().replace("%2e", "."), "." | ".."),
                "{out:?}"
            );
            if !matches!(&*text, "." | "..") {
                assert_eq!(decoded(&out), text.as_bytes());
            }
        }
        escape::HTTP_DATE if error_layout::grammar::is_date_time(&text) => {
            assert!(
                error_layout::grammar::is_field_value(&out) && out.ends_with(" GMT"),
                "{out:?}"
            );
        }
        escape::TOKENS => {
            assert!(
                out.bytes()
                    .all(|byte| matches!(byte, b',' | b' ') || is_token_byte(byte)),
                "{out:?}"
            );
            header(&out, &text, &out);
        }
        escape::HEADER_QUOTED => header(&unquoted(&out), &text, &out),
        _ => header(&out, &text, &out),
    }
}

fn json(text: &str) -> String {
    serde_json::from_str(text).expect("a string of JSON")
}

/// Replaces some characters of a text by spaces.
fn spaced(text: &str, is: impl Fn(char) -> bool) -> String {
    text.chars().map(|c| if is(c) { ' ' } else { c }).collect()
}

fn html(out: &str, text: &str) {
    assert!(!out.contains(['<', '>', '"', '\'']), "{out:?}");
    let mut plain = out.to_owned();
    // The ampersand last: what it stands for is not looked at again.
    for (reference, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(reference, c);
    }
    assert_eq!(
        plain,
        spaced(text, |c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
    );
}

/// The characters of a token (RFC 9110, section 5.6.2).
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// A URI reference (RFC 3986): only its characters, and each `%` begins an escape.
fn uri(out: &str, text: &str, how: u8) {
    let plain = if how == escape::URI_MARKUP {
        out.replace("&#39;", "'").replace("&amp;", "&")
    } else {
        out.to_owned()
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    assert!(
        plain.bytes().all(allowed) && plain.matches('#').count() <= 1,
        "{plain:?}"
    );
    if !text.contains('%') {
        assert_eq!(decoded(&plain), text.as_bytes());
    }
}

/// Characters that XML 1.0 cannot hold (section 2.2).
fn is_no_xml(c: char) -> bool {
    matches!(c, '\0'..'\t' | '\u{b}' | '\u{c}' | '\u{e}'..' ' | '\u{fffe}' | '\u{ffff}')
}

/// A value in a header (RFC 9110, section 5.5): what is no ASCII or controls something is written in percent-encoding.
fn header(meant: &str, text: &str, out: &str) {
    assert!(out.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')), "{out:?}");
    // If the value itself has percent signs, the written ones cannot be distinguished from them.
    if !text.contains('%') {
        assert_eq!(decoded(meant), text.as_bytes());
    }
}

/// The content of a quoted string (RFC 9110, section 5.6.4).
fn unquoted(out: &str) -> String {
    let mut plain = String::new();
    let mut rest = out.chars();
    while let Some(c) = rest.next() {
        assert_ne!(c, '"', "the end of the string");
        plain.push(if c == '\\' {
            rest.next().expect("half of a pair")
        } else {
            c
        });
    }
    plain
}

fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first == b'%' {
            let (digits, behind) = behind.split_at(2);
            rest = behind;
            let digits = std::str::from_utf8(digits).expect("ASCII");
            bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
        } else {
            bytes.push(*first);
        }
    }
    bytes
}
