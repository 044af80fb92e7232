//! Finds the places of placeholders, with a small scanner for each grammar that a text can have.

mod constant;
mod header;
mod markup;
mod pairs;
mod uri;

use error_layout::grammar::MediaType;

use crate::ast::place::{Place, Refusal};
use crate::ast::text::{Piece, Text};

pub use self::constant::header_mistake;
pub use self::header::{has_uri, header, is_date, is_single};
pub use self::markup::is_safe_scheme;
pub use self::pairs::{HeaderPart, header_parts};
pub use self::uri::uri;

/// Follows the constant text of a grammar.
trait Scanner {
    /// Continues behind a constant text. `rest` is the pieces behind it.
    fn pass(&mut self, text: &str, rest: &[Piece]);

    /// Returns the place of a placeholder here, and continues behind it. `rest` is the pieces behind it.
    fn place(&mut self, rest: &[Piece]) -> Place;
}

/// The character for a placeholder in the text that a scanner keeps.
const PLACEHOLDER: char = '\u{fffc}';

/// Returns the constant texts of pieces.
fn literals(pieces: &[Piece]) -> impl Iterator<Item = &str> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Literal(text) => Some(text.as_str()),
        Piece::Placeholder(_) => None,
    })
}

/// Sets the places of a text's placeholders.
fn scan(text: &mut Text, scanner: &mut impl Scanner) {
    let mut pieces = text.pieces.as_mut_slice();
    while let [piece, rest @ ..] = pieces {
        match piece {
            Piece::Literal(literal) => scanner.pass(literal, rest),
            Piece::Placeholder(placeholder) => placeholder.place = scanner.place(rest),
        }
        pieces = rest;
    }
}

/// Sets the places in a body of a media type.
pub fn body(text: &mut Text, media_type: &str) {
    if text.as_literal().is_some() {
        return;
    }
    let essence = MediaType::split(media_type).essence.to_ascii_lowercase();
    let suffix = essence.rsplit_once('+').map(|(_, suffix)| suffix);
    match essence.as_str() {
        "text/html" => scan(text, &mut markup::Scanner::new(markup::Kind::Html, Place::Html)),
        "application/xhtml+xml" | "image/svg+xml" => {
            scan(text, &mut markup::Scanner::new(markup::Kind::Xhtml, Place::Html));
        }
        "application/x-www-form-urlencoded" => scan(text, &mut uri::Encoded::default()),
        _ if suffix == Some("xml") || essence.ends_with("/xml") || essence.ends_with("/xml-dtd") => {
            scan(text, &mut markup::Scanner::new(markup::Kind::Xml, Place::XmlAttribute));
        }
        // `json`, `x-ndjson`, `json-seq` and others.
        _ if suffix.is_some_and(|suffix| suffix.starts_with("json")) || is_json(&essence) => {
            scan(text, &mut Json::default());
        }
        _ if is_code(&essence) => each(text, Place::Refused(Refusal::CodeBody)),
        _ => each(text, Place::Plain),
    }
}

/// Whether a browser runs a body: JavaScript under any of its names (RFC 9239, section 6), or CSS.
fn is_code(essence: &str) -> bool {
    let subtype = essence.split_once('/').map_or("", |(_, subtype)| subtype);
    let names = ["javascript", "ecmascript", "jscript", "livescript"];
    subtype == "css" || names.iter().any(|name| subtype.contains(name))
}

fn is_json(essence: &str) -> bool {
    let subtype = essence.split_once('/').map_or("", |(_, subtype)| subtype);
    let words = subtype.split(['-', '.', '+']);
    words
        .into_iter()
        .any(|word| matches!(word, "json" | "ndjson" | "jsonl" | "json5"))
}

/// Sets the places in the `div` of a FHIR narrative, whose own place depends on the syntax of the body.
pub fn narrative(text: &mut Text) {
    scan(text, &mut markup::Scanner::new(markup::Kind::Xhtml, Place::Inherited));
}

fn each(text: &mut Text, place: Place) {
    for piece in &mut text.pieces {
        if let Piece::Placeholder(placeholder) = piece {
            placeholder.place = place;
        }
    }
}

/// Scans JSON that is written as text.
#[derive(Default)]
struct Json {
    quoted: bool,
    escaped: bool,
    /// The number of digits that are missing from an escape such as `\u00e9`.
    digits: u8,
}

impl Scanner for Json {
    fn pass(&mut self, text: &str, _: &[Piece]) {
        for c in text.chars() {
            self.digits = match self.digits {
                _ if self.escaped && c == 'u' => 4,
                digits => digits.saturating_sub(1),
            };
            self.quoted ^= c == '"' && !self.escaped;
            self.escaped = self.quoted && c == '\\' && !self.escaped;
        }
    }

    fn place(&mut self, _: &[Piece]) -> Place {
        let in_escape = std::mem::take(&mut self.escaped) || std::mem::take(&mut self.digits) > 0;
        match self.quoted {
            true if in_escape => Place::Refused(Refusal::Escape),
            true => Place::Json,
            false => Place::JsonValue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places in a body.
    pub(super) fn places(media_type: &str, body_text: &str) -> Vec<Place> {
        let mut text = Text::parse(body_text, |range| range).unwrap();
        body(&mut text, media_type);
        text.placeholders().map(|placeholder| placeholder.place).collect()
    }

    #[test]
    fn the_media_type_decides_about_the_places() {
        for (media_type, place) in [
            ("text/plain", Place::Plain),
            ("Text/HTML; charset=utf-8", Place::Html),
            ("application/xhtml+xml", Place::Html),
            ("application/xml", Place::XmlAttribute),
            ("text/xml", Place::XmlAttribute),
            ("application/soap+xml;charset=utf-8", Place::XmlAttribute),
            ("application/json", Place::JsonValue),
            ("application/vnd.api+json", Place::JsonValue),
            ("application/x-ndjson", Place::JsonValue),
            ("application/geo+json-seq", Place::JsonValue),
            ("application/x-www-form-urlencoded", Place::Percent),
            ("application/yaml", Place::Plain),
            ("text/javascript", Place::Refused(Refusal::CodeBody)),
            ("application/x-ecmascript;v=1", Place::Refused(Refusal::CodeBody)),
            ("text/css", Place::Refused(Refusal::CodeBody)),
        ] {
            assert_eq!(places(media_type, "{a}"), [place], "{media_type}");
        }
    }

    #[test]
    fn json_as_text_has_strings_and_whole_values() {
        assert_eq!(
            places("application/json", r#"{{"a\"{x}":"\\{x}","b":{x},"c":"\\"{x}}}"#),
            [Place::Json, Place::Json, Place::JsonValue, Place::JsonValue]
        );
    }

    #[test]
    fn a_value_does_not_continue_an_escape() {
        const ESCAPE: Place = Place::Refused(Refusal::Escape);
        assert_eq!(
            places("application/json", r#"{{"a":"\{x} \\{x} \u00{x} \u00e9{x}"}}"#),
            [ESCAPE, Place::Json, ESCAPE, Place::Json]
        );
        assert_eq!(
            places("application/x-www-form-urlencoded", "a=%{x}&b=%2{x}&c=%20{x}"),
            [ESCAPE, ESCAPE, Place::Percent]
        );
        for media_type in ["text/html", "application/xml"] {
            let all = places(media_type, "<p title='&#1{x}'>&{x}; &am{x} &amp;{x} & {x}</p>");
            let content = all[3];
            assert_eq!(all, [ESCAPE, ESCAPE, ESCAPE, content, content], "{media_type}");
            assert_ne!(content, ESCAPE);
        }
        assert_eq!(
            places("text/html", "<script>a&&{x}</script>"),
            [Place::Refused(Refusal::Script)]
        );
    }
}
