//! Decodes bytes to text: byte order marks, charsets, and invalid bytes.

use alloc::borrow::Cow;
use alloc::string::String;

/// The number of bytes of a body that are read, which bounds memory and time.
pub(crate) const MAX_BYTES: usize = 4 << 20;

/// A body as text.
pub(super) struct Decoded<'b> {
    pub(super) text: Cow<'b, str>,
    /// Bytes are not of the charset, or the charset is one that bodies must not have.
    pub(super) damaged: bool,
    /// The body is longer than [`MAX_BYTES`].
    pub(super) cut: bool,
    /// The last character is incomplete.
    pub(super) truncated: bool,
}

/// Decodes a body. `charset` is the parameter of its media type.
///
/// Valid UTF-8 is decoded as UTF-8, whatever the header names: JSON has no other charset (RFC 8259, section 8.1), and text in another charset is seldom
/// valid UTF-8.
pub(super) fn decode<'b>(bytes: &'b [u8], charset: Option<&str>) -> Decoded<'b> {
    let cut = bytes.len() > MAX_BYTES;
    let bytes = bytes.get(..MAX_BYTES).unwrap_or(bytes);
    let mut decoded = if let Some(rest) = bytes.strip_prefix(b"\xff\xfe\0\0") {
        utf_32(rest, u32::from_le_bytes)
    } else if let Some(rest) = bytes.strip_prefix(b"\0\0\xfe\xff") {
        utf_32(rest, u32::from_be_bytes)
    } else if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        utf_8(rest, None)
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        utf_16(rest, u16::from_le_bytes)
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        utf_16(rest, u16::from_be_bytes)
    } else {
        without_mark(bytes, charset)
    };
    decoded.cut = cut;
    decoded.truncated |= cut;
    decoded
}

fn without_mark<'b>(bytes: &'b [u8], charset: Option<&str>) -> Decoded<'b> {
    let is =
        |names: &[&str]| charset.is_some_and(|charset| names.iter().any(|name| charset.eq_ignore_ascii_case(name)));
    // The texts that matter here start with an ASCII character: `{`, `[`, `<` or a space.
    match bytes {
        [0, 1..0x80, ..] if !is(&["utf-16le"]) => return utf_16(bytes, u16::from_be_bytes),
        [1..0x80, 0, ..] if !is(&["utf-16be"]) => return utf_16(bytes, u16::from_le_bytes),
        _ => {}
    }
    utf_8(bytes, charset)
}

/// Decodes UTF-8, or Windows-1252 where a Latin charset is named or where bytes are not UTF-8.
fn utf_8<'b>(bytes: &'b [u8], charset: Option<&str>) -> Decoded<'b> {
    let done = |text, damaged, truncated| Decoded {
        text,
        damaged,
        cut: false,
        truncated,
    };
    let error = match core::str::from_utf8(bytes) {
        Ok(text) => return done(Cow::Borrowed(text), false, false),
        Err(error) => error,
    };
    let latin = [
        "iso-8859-1",
        "latin1",
        "iso_8859-1",
        "l1",
        "windows-1252",
        "cp1252",
        "us-ascii",
        "ascii",
    ];
    let charset = charset.or_else(|| declared(bytes));
    if charset.is_some_and(|charset| latin.iter().any(|name| charset.eq_ignore_ascii_case(name))) {
        return done(
            Cow::Owned(bytes.iter().copied().map(windows_1252).collect()),
            false,
            false,
        );
    }
    let (valid, _) = bytes.split_at_checked(error.valid_up_to()).unwrap_or((bytes, &[]));
    match (error.error_len(), core::str::from_utf8(valid)) {
        // The text ends within a character: the connection was closed.
        (None, Ok(text)) => done(Cow::Borrowed(text), false, true),
        _ => done(Cow::Owned(mixed(bytes)), true, false),
    }
}

/// Decodes valid UTF-8 as such and all other bytes as Windows-1252.
fn mixed(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().copied().map(windows_1252));
    }
    text
}

/// The encoding in an XML declaration (XML 1.0, section 4.3.3).
fn declared(bytes: &[u8]) -> Option<&str> {
    let declaration = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = declaration.iter().take(200).position(|byte| *byte == b'>')?;
    let declaration = core::str::from_utf8(declaration.get(..end)?).ok()?;
    let value = declaration
        .split_once("encoding")?
        .1
        .trim_ascii_start()
        .strip_prefix('=')?;
    value.split(['"', '\'']).nth(1)
}

/// Whether a body is compressed, by its first bytes or by a `Content-Encoding` that its bytes confirm.
pub(super) fn is_compressed(bytes: &[u8], coding: Option<&str>) -> bool {
    if bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return true;
    }
    let is_coded = coding.is_some_and(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"));
    let head = bytes.get(..512).unwrap_or(bytes);
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    let is_text =
        matches!(head.trim_ascii_start(), [b'{' | b'[' | b'<' | b'"', ..]) || core::str::from_utf8(head).is_ok();
    // A text in UTF-16 has zero bytes, and nearly no other control characters.
    is_coded && (head.iter().any(|byte| is_control(byte) && *byte != 0) || !is_text)
}

fn utf_32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Decoded<'static> {
    let (units, rest) = bytes.as_chunks::<4>();
    let chars = units.iter().map(|bytes| char::from_u32(unit(*bytes)));
    Decoded {
        text: Cow::Owned(chars.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()),
        // No format of error bodies has this charset (RFC 8259, section 8.1).
        damaged: true,
        cut: false,
        truncated: !rest.is_empty(),
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded<'static> {
    let (units, rest) = bytes.as_chunks::<2>();
    let mut damaged = false;
    let text = char::decode_utf16(units.iter().map(|bytes| unit(*bytes)))
        .map(|c| {
            damaged |= c.is_err();
            c.unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect();
    Decoded {
        text: Cow::Owned(text),
        damaged,
        cut: false,
        truncated: !rest.is_empty(),
    }
}

/// Decodes a byte of Windows-1252, which the WHATWG Encoding Standard also uses for Latin-1 labels.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let high = byte.checked_sub(0x80).and_then(|at| HIGH.get(usize::from(at)));
    high.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::vec::Vec;

    #[test]
    fn charsets_are_detected_by_mark_name_and_zero_bytes() {
        let read = |bytes: &[u8], charset| decode(bytes, charset).text.into_owned();
        assert_eq!(read(b"\xef\xbb\xbf{}", None), "{}");
        assert_eq!(read(b"\xff\xfe{\0}\0", None), "{}");
        assert_eq!(read(b"\xfe\xff\0{\0\xe9", None), "{é");
        assert_eq!(read(b"{\0}\0", None), "{}");
        assert_eq!(read(b"\0{\0}", Some("utf-16")), "{}");
        assert_eq!(read(b"caf\xe9 \x80", Some("ISO-8859-1")), "café €");
        assert_eq!(read("café".as_bytes(), Some("latin1")), "café", "a wrong label");
    }

    #[test]
    fn the_encoding_of_an_xml_declaration_counts() {
        for encoding in ["\"ISO-8859-1\"", "'windows-1252'"] {
            let body = [
                b"<?xml version='1.0' encoding = ",
                encoding.as_bytes(),
                b" ?><a>caf\xe9</a>",
            ]
            .concat();
            let decoded = decode(&body, None);
            assert!(
                decoded.text.ends_with("<a>café</a>") && !decoded.damaged,
                "{}",
                decoded.text
            );
        }
        let unknown = decode(b"<?xml version='1.0' encoding='x'?>\xe9<", None);
        assert!(unknown.text.ends_with("é<") && unknown.damaged);
    }

    #[test]
    fn utf_32_is_decoded_after_its_mark() {
        for unit in [u32::to_le_bytes, u32::to_be_bytes] {
            let bytes: Vec<u8> = "\u{feff}{é😀}".chars().flat_map(|c| unit(c.into())).collect();
            let decoded = decode(&bytes, None);
            assert_eq!((decoded.text.as_ref(), decoded.damaged), ("{é😀}", true));
        }
    }

    #[test]
    fn compressed_bytes_are_detected() {
        let gzip = b"\x1f\x8b\x08\0\0\0\0\0";
        assert!(is_compressed(gzip, None));
        assert!(is_compressed(b"\x28\xb5\x2f\xfd\x04", Some("zstd")));
        // Brotli has no mark: the header and the bytes say it.
        assert!(is_compressed(b"\x0b\x02\x80{}\x03", Some("br")));
        assert!(!is_compressed(b"\x0b\x02\x80{}\x03", None));
        // A client that decoded the body may leave the header.
        for text in [
            &b"{\"a\":\"caf\xe9\"}"[..],
            b"Bad gateway",
            "é".as_bytes(),
            b"{\0}\0",
            b"",
        ] {
            assert!(!is_compressed(text, Some("gzip")), "{text:?}");
        }
        assert!(!is_compressed(b"x", Some("identity")));
    }

    #[test]
    fn incomplete_and_invalid_bytes_are_reported() {
        let cut = decode(b"caf\xc3", None);
        assert_eq!((cut.text.as_ref(), cut.truncated, cut.damaged), ("caf", true, false));
        let broken = decode(b"caf\xe9!", None);
        assert_eq!((broken.text.as_ref(), broken.damaged), ("café!", true));
        // Only the bytes that are not UTF-8 are read as Windows-1252.
        assert_eq!(decode("é\u{20ac} \u{e9}".as_bytes(), None).text, "é€ é");
        assert_eq!(decode(b"\xc3\xa9 \xe9 \x80.", None).text, "é é €.");
        assert!(decode(b"\xff\xfe\0\xd8", None).damaged);
        let long: Vec<u8> = std::iter::repeat_n(b' ', MAX_BYTES + 1).collect();
        assert!(decode(&long, None).cut);
    }

    proptest! {
        #[test]
        fn all_bytes_are_decoded_to_text(bytes: Vec<u8>, latin: bool) {
            let _ = decode(&bytes, latin.then_some("latin1"));
        }

        #[test]
        fn utf_16_is_decoded(text in "[ -~éß漢😀]{0,40}") {
            let bytes: Vec<u8> = core::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
            prop_assert_eq!(decode(&bytes, None).text, text);
        }
    }
}
