//! Texts of inputs: their encoding, the places in them, and names and texts for a catalog.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use error_catalog::names;
use error_layout::escape::is_invisible;
use serde_json::{Value, json};

use super::found::{Place, Position};

/// The maximum length of a text in characters; longer ones are cut.
const MAX_TEXT: usize = 2000;

/// The maximum number of placeholders in a text that become parameters.
const MAX_PARAMETERS: usize = 16;

/// Returns the text of a file: UTF-8, UTF-16 with a byte order mark, or otherwise Windows-1252. Also whether the last was assumed.
pub(crate) fn decode(bytes: &[u8]) -> (String, bool) {
    let utf16 = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    let (text, assumed) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (String::from_utf8_lossy(rest).into_owned(), false),
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, u16::from_le_bytes), false),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes), false),
        _ => match str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), false),
            Err(_) => (bytes.iter().map(|byte| windows_1252(*byte)).collect(), true),
        },
    };
    (text.replace("\r\n", "\n").replace('\r', "\n"), assumed)
}

/// Returns the character of a byte in Windows-1252 (<https://encoding.spec.whatwg.org/#legacy-single-byte-encodings>).
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// A file as text, with the starts of its lines.
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "it is the text of the file")]
pub(crate) struct Text {
    pub(crate) file: Arc<str>,
    pub(crate) text: String,
    starts: Vec<usize>,
}

impl Text {
    pub(crate) fn new(file: &str, text: String) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            file: file.into(),
            text,
            starts,
        }
    }

    /// Returns the place of a byte.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        // A line can be a whole file: columns beyond are not counted.
        let column = 1 + before.chars().take(MAX_TEXT).count();
        let position = Position::Line { line, column };
        let file = Arc::clone(&self.file);
        Place { file, position }
    }

    /// Returns the place of a line, which counts from 1.
    pub(crate) fn line(&self, line: usize) -> Place {
        let position = Position::Line { line, column: 1 };
        let file = Arc::clone(&self.file);
        Place { file, position }
    }
}

/// Returns a text on one line, without control characters and unnecessary spaces.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let start = out.len();
        if start > 0 && !word.is_empty() {
            out.push(' ');
        }
        let before = out.len();
        out.extend(word.chars().filter(|c| !is_invisible(*c)).take(MAX_TEXT));
        if out.len() == before {
            out.truncate(start);
        }
        if out.len() > MAX_TEXT {
            break;
        }
    }
    cut(out)
}

/// Returns a text whose lines are tidy; empty lines separate paragraphs.
pub(crate) fn tidy_lines(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines().map(tidy) {
        if line.is_empty() && (out.is_empty() || out.ends_with("\n\n")) {
            continue;
        }
        out.push_str(&line);
        out.push('\n');
        if out.len() > MAX_TEXT {
            break;
        }
    }
    cut(out.trim_end().to_owned())
}

fn cut(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(MAX_TEXT) {
        text.truncate(at);
        text.truncate(text.trim_end().len());
        text.push('…');
    }
    text
}

/// Returns the words of a text or name in lower case, each between spaces: `" patient not found "`.
pub(crate) fn words(text: &str) -> String {
    let mut out = String::from(" ");
    let mut before = ' ';
    for c in text.chars().take(MAX_TEXT) {
        if c.is_alphanumeric() {
            if c.is_uppercase() && before.is_lowercase() {
                out.push(' ');
            }
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
        before = c;
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Returns a code as the start of a sentence: `Patient not found` for `PATIENT_NOT_FOUND`.
pub(crate) fn humanise(code: &str) -> String {
    let words = tidy(&words(code));
    let mut chars = words.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// Returns the first words of a text as a name: `PATIENT_NOT_FOUND` for `Patient not found.`.
pub(crate) fn screaming(text: &str) -> String {
    let words = words(text);
    let ascii = words.split(' ').map(|word| {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        word.to_uppercase()
    });
    let all: Vec<String> = ascii.filter(|word| !word.is_empty()).take(8).collect();
    all.join("_")
}

/// Returns a text of a catalog that is sent letter for letter.
pub(crate) fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Returns a text for members without placeholders, such as `title`: braces become parentheses.
pub(crate) fn without_braces(text: &str) -> String {
    text.replace(['{'], "(").replace(['}'], ")")
}

/// Returns a text of a catalog, in which `{a name}` and `<a name>` of a documented message are parameters.
pub(crate) fn with_parameters(text: &str, parameters: &mut BTreeMap<String, Value>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '<']) {
        out.push_str(&literal(&rest[..at]));
        let close = if rest[at..].starts_with('{') { '}' } else { '>' };
        let inner = &rest[at + 1..];
        let end = inner.find(close);
        let name = end.and_then(|end| inner.get(..end)).and_then(parameter_name);
        let is_free = parameters.len() < MAX_PARAMETERS;
        match (end, name.filter(|_| is_free)) {
            (Some(end), Some(name)) => {
                let prefix = if out.ends_with(['$', '%']) { out.pop() } else { None };
                // A sign before the brace is the notation of a template, unless it is the sign of a price.
                if prefix == Some('%') {
                    out.push('%');
                }
                let _ = write!(out, "{{{name}}}");
                parameters.entry(name).or_insert_with(|| json!("string"));
                rest = &inner[end + 1..];
            }
            _ => {
                out.push_str(&literal(&rest[at..=at]));
                rest = inner;
            }
        }
    }
    out.push_str(&literal(rest));
    out
}

/// Returns the parameter that a placeholder in prose means; `None` for text that is not a placeholder.
fn parameter_name(inner: &str) -> Option<String> {
    let words = inner.split_whitespace().count();
    let is_prose = inner.len() <= 80 && (1..=8).contains(&words) && inner.starts_with(|c: char| c.is_alphabetic());
    let plain = |c: char| c.is_alphanumeric() || " _-./,()#".contains(c);
    if !is_prose || !inner.chars().all(plain) {
        return None;
    }
    let short: String = inner.chars().take_while(|c| !",(".contains(*c)).collect();
    let short: Vec<&str> = short.split_whitespace().take(4).collect();
    names::field(&short.join(" ")).filter(|name| name.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_decoded_by_their_byte_order_mark() {
        assert_eq!(decode(b"a\r\nb\rc"), ("a\nb\nc".to_owned(), false));
        assert_eq!(decode(b"\xef\xbb\xbfa"), ("a".to_owned(), false));
        assert_eq!(decode(b"\xff\xfea\0\xe9\0"), ("aé".to_owned(), false));
        assert_eq!(decode(b"\xfe\xff\0a\0\xe9"), ("aé".to_owned(), false));
        assert_eq!(decode(b"a\x93b\xe9"), ("a“bé".to_owned(), true));
    }

    #[test]
    fn names_are_words_of_texts() {
        assert_eq!(humanise("PATIENT_NOT_FOUND"), "Patient not found");
        assert_eq!(humanise("patientNotFound"), "Patient not found");
        assert_eq!(screaming("Patient not found."), "PATIENT_NOT_FOUND");
        assert_eq!(screaming("…"), "");
    }

    #[test]
    fn placeholders_of_documents_are_parameters() {
        for (text, expected, names) in [
            (
                "No patient {patient id}.",
                "No patient {patient_id}.",
                &["patient_id"][..],
            ),
            (
                "at <Receiver Identifier (ODS)>: x",
                "at {receiver_identifier}: x",
                &["receiver_identifier"],
            ),
            (
                "${name} is %{status}",
                "{name_value} is %{status_value}",
                &["name_value", "status_value"],
            ),
            ("a < b and {} or {\"a\": 1}", "a < b and {{}} or {{\"a\": 1}}", &[]),
            ("<b", "<b", &[]),
        ] {
            let mut parameters = BTreeMap::new();
            assert_eq!(with_parameters(text, &mut parameters), expected);
            assert_eq!(parameters.keys().collect::<Vec<_>>(), names);
        }
    }

    #[test]
    fn places_count_characters() {
        let text = Text::new("a.md", "é|x\ny".to_owned());
        assert_eq!(text.place(3).to_string(), "a.md:1:3");
        assert_eq!(text.place(5).to_string(), "a.md:2:1");
        assert_eq!(text.place(99).to_string(), "a.md:2:1");
    }
}
