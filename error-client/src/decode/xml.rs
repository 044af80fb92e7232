//! A parser for FHIR resources in XML (<https://hl7.org/fhir/xml.html>): elements with attributes as values.
//!
//! It knows the five entities of XML and rejects declarations, so entities cannot expand. Narratives (`div`) are skipped.

mod tree;

pub(super) use self::tree::tree;

use super::document::{Document, Id, Kind, MAX_DEPTH, Span, Stop};
use super::places::{self, Place, Places};

/// The kind of a text that starts with `<`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    Html,
    /// The first element is not one of HTML, or an XML declaration is present.
    Xml,
}

/// Detects the kind from the prolog and the name of the first element.
pub(super) fn kind(text: &str) -> Markup {
    let mut reader = Reader::new(text, Places::NONE);
    let declared = text.trim_ascii_start().starts_with("<?xml");
    if reader.prolog().is_err() {
        return if declared { Markup::Xml } else { Markup::Html };
    }
    let name = reader.text.get(reader.at + 1..).unwrap_or("");
    let name = local(
        name.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
            .next()
            .unwrap_or(""),
    );
    let is_html = reader.html || name.eq_ignore_ascii_case("html");
    let is_piece = !declared && HTML.iter().any(|known| name.eq_ignore_ascii_case(known));
    if name.starts_with(|c: char| c.is_alphabetic() || c == '_') && !is_html && !is_piece {
        Markup::Xml
    } else {
        Markup::Html
    }
}

/// Elements that a page or a piece of one can start with.
const HTML: [&str; 29] = [
    "head", "body", "title", "meta", "link", "script", "style", "p", "div", "span", "h1", "h2", "h3", "h4", "h5", "h6",
    "a", "b", "i", "u", "em", "strong", "br", "hr", "pre", "center", "font", "table", "ul",
];

/// Parses a text that should be one XML element.
pub(super) fn parse(text: &str, places: Places) -> Document<'_> {
    parse_from(text, 0, places)
}

/// Parses the XML element that starts at a position in a text and ends with the text.
pub(super) fn parse_from(text: &str, start: usize, places: Places) -> Document<'_> {
    let mut reader = Reader::new(text, places);
    reader.at = start;
    reader.document.start = start;
    let read = reader.prolog().and_then(|()| reader.element(Some(places::BODY), 0));
    match read {
        Ok(_) => {
            let behind = reader.prolog();
            reader.document.sloppy |= behind != Err(Stop::End) || reader.at < text.len();
        }
        Err(stop) => reader.document.stop = Some(stop),
    }
    reader.document
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

struct Reader<'t> {
    document: Document<'t>,
    text: &'t str,
    at: usize,
    /// The document type is HTML.
    html: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, places: Places) -> Self {
        Self {
            document: Document::new(text, places, true),
            text,
            at: 0,
            html: false,
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_ascii_start().len();
    }

    /// Moves after the next `end`.
    fn behind(&mut self, end: &str) -> Result<(), Stop> {
        match self.rest().find(end) {
            Some(found) => {
                self.at += found + end.len();
                Ok(())
            }
            None => {
                self.at = self.text.len();
                Err(Stop::End)
            }
        }
    }

    /// Moves to the next element: skips declarations, comments and the document type.
    fn prolog(&mut self) -> Result<(), Stop> {
        loop {
            self.space();
            let rest = self.rest();
            if rest.is_empty() {
                return Err(Stop::End);
            } else if rest.starts_with("<!--") {
                self.behind("-->")?;
            } else if rest.starts_with("<?") {
                self.behind("?>")?;
            } else if rest.starts_with("<!") {
                let upper = |text: &str| text.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("<!DOCTYPE"));
                let kind = rest.get(9..).unwrap_or("").trim_ascii_start();
                self.html |= upper(rest) && kind.get(..4).is_some_and(|kind| kind.eq_ignore_ascii_case("html"));
                // Own declarations, which no FHIR resource has, could change the rest.
                let end = rest.find(['>', '[']).ok_or(Stop::End)?;
                if rest.as_bytes().get(end) == Some(&b'[') {
                    return Err(Stop::Syntax);
                }
                self.at += end + 1;
            } else if rest.starts_with('<') {
                return Ok(());
            } else {
                return Err(Stop::Syntax);
            }
        }
    }

    fn span(start: usize, end: usize) -> Span {
        // The text has at most 4 MiB, so positions fit.
        (
            u32::try_from(start).unwrap_or(u32::MAX),
            u32::try_from(end).unwrap_or(u32::MAX),
        )
    }

    /// Parses a name.
    fn name(&mut self) -> Result<Span, Stop> {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/' | '<' | '"' | '\''));
        let start = self.at;
        self.at += end.ok_or(Stop::End)?;
        if self.at == start {
            return Err(Stop::Syntax);
        }
        let prefix = rest
            .get(..self.at - start)
            .and_then(|name| name.rfind(':'))
            .map_or(0, |colon| colon + 1);
        Ok(Self::span(start + prefix, self.at))
    }

    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.0 as usize..span.1 as usize).unwrap_or("")
    }

    /// The place of the member with this name.
    fn child(&self, place: Option<Place>, name: &str) -> Option<Place> {
        self.document.places.child(place?, name)
    }

    /// Adds a node, if its place is in the catalog.
    fn push(&mut self, place: Option<Place>, kind: Kind, span: Span) -> Result<Option<Id>, Stop> {
        place.map(|place| self.document.push(place, kind, span)).transpose()
    }

    /// Parses an element; returns whether it is a narrative.
    fn element(&mut self, place: Option<Place>, depth: u8) -> Result<bool, Stop> {
        let start = self.at;
        self.at += 1;
        let name = self.name()?;
        let place = if depth == 0 {
            place
        } else {
            self.child(place, self.slice(name))
        };
        let id = self.push(place, Kind::Object, Self::span(start, self.at))?;
        if depth == 0 {
            // `resourceType` is a member in JSON, and the name of the root in XML.
            self.push(self.child(place, "resourceType"), Kind::Content, name)?;
        }
        let (mut value, mut bare) = (None, true);
        let read = self.attributes(place, &mut value, &mut bare).and_then(|empty| {
            if empty {
                return Ok(None);
            }
            self.content(name, place, depth, &mut bare)
        });
        match (id, value, &read) {
            (None, _, _) => {}
            // The extension of a value is not used.
            (Some(id), Some(span), Ok(_)) if depth > 0 => self.document.flatten(id, Kind::Attribute, span),
            (Some(id), _, Ok(Some(text))) if depth > 0 && bare => self.document.flatten(id, Kind::Content, *text),
            (Some(id), _, read) => self.document.close(id, read.is_ok()),
        }
        read?;
        let is_narrative = self.slice(name) == "div";
        if let Some(id) = id.filter(|_| is_narrative) {
            self.document.drop_from(id);
        }
        Ok(is_narrative)
    }

    /// Parses attributes up to the end of the tag; returns whether the element is empty. Clears `bare` if there is another attribute than `value`.
    fn attributes(&mut self, place: Option<Place>, value: &mut Option<Span>, bare: &mut bool) -> Result<bool, Stop> {
        loop {
            self.space();
            let rest = self.rest();
            if rest.starts_with("/>") {
                self.at += 2;
                return Ok(true);
            }
            if rest.starts_with('>') {
                self.at += 1;
                return Ok(false);
            }
            if rest.is_empty() || rest == "/" {
                return Err(Stop::End);
            }
            let start = self.at;
            let name = self.name()?;
            self.space();
            match self.rest().strip_prefix('=') {
                Some(_) => self.at += 1,
                None if self.rest().is_empty() => return Err(Stop::End),
                None => return Err(Stop::Syntax),
            }
            self.space();
            let quote = match self.rest().bytes().next() {
                Some(b'"') => "\"",
                Some(b'\'') => "'",
                Some(_) => return Err(Stop::Syntax),
                None => return Err(Stop::End),
            };
            self.at += 1;
            let begin = self.at;
            self.behind(quote)?;
            let span = Self::span(begin, self.at - 1);
            if self.slice(name) == "value" {
                *value = Some(span);
            } else if !self
                .text
                .get(start..)
                .is_some_and(|attribute| attribute.starts_with("xmlns"))
            {
                *bare = false;
                self.push(self.child(place, self.slice(name)), Kind::Attribute, span)?;
            }
        }
    }

    /// Parses the content and the end tag of an element; returns its text.
    fn content(&mut self, name: Span, place: Option<Place>, depth: u8, bare: &mut bool) -> Result<Option<Span>, Stop> {
        let mut text = None;
        loop {
            let start = self.at;
            let found = self.rest().find('<').ok_or(Stop::End)?;
            self.at += found;
            let literal = self.text.get(start..self.at).unwrap_or("");
            if !literal.trim_ascii().is_empty() {
                let skipped = literal.len() - literal.trim_ascii_start().len();
                text = Some(Self::span(start + skipped, start + literal.trim_ascii_end().len()));
            }
            let rest = self.rest();
            if rest.starts_with("<!--") {
                self.behind("-->")?;
            } else if rest.starts_with("<![CDATA[") {
                self.behind("]]>")?;
            } else if rest.starts_with("<?") {
                self.behind("?>")?;
            } else if rest.starts_with("</") {
                self.at += 2;
                let end = self.name()?;
                self.space();
                if self.rest().is_empty() {
                    return Err(Stop::End);
                }
                if self.slice(end) != self.slice(name) || !self.rest().starts_with('>') {
                    return Err(Stop::Syntax);
                }
                self.at += 1;
                return Ok(text);
            } else if depth >= MAX_DEPTH {
                self.document.too_deep = true;
                return Err(Stop::Syntax);
            } else {
                let is_narrative = self.element(place, depth + 1)?;
                *bare &= is_narrative;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::at;
    use super::super::places::places_at;
    use super::*;
    use proptest::prelude::*;
    use std::string::String;

    const OUTCOME: &str = "<?xml version='1.0'?>\n<!-- x --><OperationOutcome xmlns=\"http://hl7.org/fhir\">
        <id value='o&amp;1'/><text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a<br/></p></div></text>
        <issue><severity value=\"error\"/><code value=\"value\"><extension url=\"u\"><valueString value=\"v\"/></extension></code>
        <location value=\"a\"/><location value=\"b\"/></issue><issue><diagnostics value=\"&lt;&#10;é\"/></issue></OperationOutcome>";

    /// Parses a text along the places of these tests.
    fn parse(text: &str) -> Document<'_> {
        let names = [["resourceType"], ["id"], ["a"], ["b"]];
        let issue = [
            ["issue", "code"],
            ["issue", "location"],
            ["issue", "diagnostics"],
            ["text", "status"],
        ];
        let paths = names
            .iter()
            .map(<[_; 1]>::as_slice)
            .chain(issue.iter().map(<[_; 2]>::as_slice));
        super::parse(text, places_at(&paths.collect::<std::vec::Vec<_>>()))
    }

    #[test]
    fn an_outcome_has_the_same_values_as_its_json() {
        let document = parse(OUTCOME);
        assert_eq!((document.stop, document.sloppy), (None, false));
        assert_eq!(at(&document, &["resourceType"]), ["OperationOutcome"]);
        assert_eq!(at(&document, &["id"]), ["o&1"]);
        assert_eq!(at(&document, &["issue", "code"]), ["value"]);
        assert_eq!(at(&document, &["issue", "location"]), ["a", "b"]);
        assert_eq!(at(&document, &["issue", "diagnostics"]), ["<\né"]);
        assert_eq!(at(&document, &["text", "status"]), ["generated"]);
    }

    #[test]
    fn xml_and_html_are_distinguished() {
        assert_eq!(kind(OUTCOME), Markup::Xml);
        assert_eq!(kind("<f:OperationOutcome>"), Markup::Xml);
        assert_eq!(kind("<?xml version='1.0'?><error/>"), Markup::Xml);
        for html in [
            "<!DOCTYPE html><html>",
            "<html>",
            "<?xml version='1.0'?><!doctype HTML PUBLIC '-'><html>",
            "<p>x",
            "<HTML>",
            "<",
        ] {
            assert_eq!(kind(html), Markup::Html, "{html}");
        }
    }

    #[test]
    fn entity_declarations_and_deep_nesting_are_rejected() {
        let document = parse("<!DOCTYPE a [<!ENTITY b \"c\">]><OperationOutcome/>");
        assert_eq!((document.stop, document.len()), (Some(Stop::Syntax), 0));
        let deep = "<a>".repeat(100_000);
        assert!(parse(&deep).too_deep);
    }

    proptest! {
        #[test]
        fn a_cut_text_has_only_values_of_the_whole_text(cut in 0..OUTCOME.len()) {
            let mut cut = cut;
            while !OUTCOME.is_char_boundary(cut) { cut -= 1; }
            let (whole, part) = (parse(OUTCOME), parse(&OUTCOME[..cut]));
            for path in [&["id"][..], &["issue", "code"], &["issue", "location"], &["issue", "diagnostics"]] {
                prop_assert!(at(&part, path).iter().all(|value| at(&whole, path).contains(value)));
            }
        }

        #[test]
        fn values_are_those_of_roxmltree(value in "[ -~\n\té😀]{0,30}", text in "[ -~]{0,10}") {
            let mut escaped = String::new();
            error_layout::escape::write(&mut escaped, &value, false, error_layout::program::escape::XML_ATTRIBUTE);
            let plain = value.replace(['&', '<', '"'], "");
            let text = text.replace(['&', '<', ']'], "");
            let xml = std::format!("<r>{text}<a value=\"{escaped}\"/><b value=\"{plain}\">{text}</b></r>");
            let tree = roxmltree::Document::parse(&xml).unwrap();
            let document = parse(&xml);
            for name in ["a", "b"] {
                let expected = tree.descendants().find(|node| node.has_tag_name(name)).unwrap();
                prop_assert_eq!(at(&document, &[name]), [expected.attribute("value").unwrap()]);
            }
        }

        #[test]
        fn texts_that_roxmltree_parses_are_parsed(text in "(<a( b=\"[c&;#0-9]{0,4}\")?>|</a>|<c/>|<!--x-->|d|\\s|<\\?e\\?>){0,20}") {
            let document = parse(&text);
            if roxmltree::Document::parse(&text).is_ok() {
                prop_assert_eq!((document.stop, document.sloppy), (None, false));
            }
        }

        #[test]
        fn every_text_can_be_parsed(text in "[<>/a-c=\"' &;!\\[\\-]{0,100}|.{0,60}") {
            let _ = (kind(&text), at(&parse(&text), &["a"]));
        }
    }
}
