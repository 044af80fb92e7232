//! A parser for XML: FHIR resources (<https://hl7.org/fhir/xml.html>), whose values are attributes, and all other documents, whose values are texts and attributes.
//!
//! Names are compared without prefixes. It knows the five entities of XML and rejects declarations, so entities cannot expand. Narratives (`div`) of FHIR are
//! skipped.

mod tree;

pub(super) use self::tree::tree;

use core::ops::Range;

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
    if reader.html {
        return Markup::Html;
    }
    let name = reader.text.get(reader.at + 1..).unwrap_or("");
    let name = local(
        name.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
            .next()
            .unwrap_or(""),
    );
    let is_html =
        name.eq_ignore_ascii_case("html") || !declared && HTML.iter().any(|known| name.eq_ignore_ascii_case(known));
    if name.starts_with(|c: char| c.is_alphabetic() || c == '_') && !is_html {
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
    let body = Around {
        place: Some(places::BODY),
        id: None,
    };
    let read = reader.prolog().and_then(|()| reader.element(body, 0));
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

/// The element around another one.
#[derive(Clone, Copy)]
struct Around {
    place: Option<Place>,
    /// Its node.
    id: Option<Id>,
}

struct Reader<'t> {
    document: Document<'t>,
    text: &'t str,
    at: usize,
    /// The document type is HTML.
    html: bool,
    /// The root element is an OperationOutcome: its values are attributes.
    fhir: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, places: Places) -> Self {
        Self {
            document: Document::new(text, places, true),
            text,
            at: 0,
            html: false,
            fhir: false,
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

    /// The place of an element in another one.
    ///
    /// In problem details, the elements of an array are elements `i` (RFC 9457, appendix B).
    fn place_in(&mut self, around: Around, name: Span, depth: u8) -> Option<Place> {
        let own = self.child(around.place, self.slice(name));
        if own.is_some() || self.fhir || depth < 2 || self.slice(name) != "i" {
            return own;
        }
        if let Some(id) = around.id {
            self.document.make_array(id);
        }
        around.place
    }

    /// Parses an element; returns whether it is a narrative.
    fn element(&mut self, around: Around, depth: u8) -> Result<bool, Stop> {
        let start = self.at;
        self.at += 1;
        let name = self.name()?;
        let place = if depth == 0 {
            self.fhir = self.slice(name) == "OperationOutcome";
            around.place
        } else {
            self.place_in(around, name, depth)
        };
        let id = self.push(place, Kind::Object, Self::span(start, self.at))?;
        if depth == 0 {
            // `resourceType` is a member in JSON, and the name of the root in XML.
            self.push(self.child(place, "resourceType"), Kind::Content, name)?;
        }
        let (mut value, mut bare) = (None, true);
        let read = match (self.attributes(place, &mut value, &mut bare), value) {
            (Err(stop), _) => Err(stop),
            (Ok(is_empty), Some(value)) if self.fhir && depth > 0 => {
                if let Some(id) = id {
                    self.document.flatten(id, Kind::Attribute, value);
                }
                if !is_empty {
                    self.extensions(name, around.place, depth)?;
                }
                return Ok(false);
            }
            (Ok(true), _) => Ok(Some(Self::span(self.at, self.at)).filter(|_| !self.fhir)),
            (Ok(false), _) => self.content(name, Around { place, id }, depth, &mut bare),
        };
        if let Some(id) = id {
            self.finish(id, value, bare && depth > 0, read);
        }
        read?;
        let is_narrative = self.fhir && self.slice(name) == "div";
        if let Some(id) = id.filter(|_| is_narrative) {
            self.document.drop_from(id);
        }
        Ok(is_narrative)
    }

    /// Closes the node of an element with the attribute `value`, with a text, or as an object. In FHIR, only a `bare` element has a text.
    fn finish(&mut self, id: Id, value: Option<Span>, bare: bool, read: Result<Option<Span>, Stop>) {
        let is_root = id == 0;
        let is_array = self.document.node(id).is_some_and(|node| node.kind == Kind::Array);
        match (value, read) {
            (_, Ok(Some(text))) if self.fhir && bare => self.document.flatten(id, Kind::Content, text),
            // As in FHIR, if the element has nothing else.
            (Some(value), Ok(Some((start, end)))) if start == end && self.document.len() == id + 1 && !is_root => {
                self.document.flatten(id, Kind::Attribute, value);
            }
            (_, Ok(Some(text))) if !self.fhir && !is_array => self.document.close_with(id, text),
            (_, read) => self.document.close(id, read.is_ok()),
        }
    }

    /// Parses the content of an element with a value: its extensions, which are beside it in JSON.
    fn extensions(&mut self, name: Span, parent: Option<Place>, depth: u8) -> Result<(), Stop> {
        let place = parent.and_then(|parent| self.document.places.extensions(parent, self.slice(name)));
        let id = self.push(place, Kind::Object, name)?;
        let read = self.content(name, Around { place, id }, depth, &mut true);
        if let Some(id) = id {
            self.document.close(id, read.is_ok());
        }
        read.map(drop)
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
            let is_namespace = rest.starts_with("xmlns");
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
            let known = place.and_then(|place| self.document.places.attribute(place, self.slice(name)));
            if is_namespace {
                continue;
            }
            if known.is_none() && self.slice(name) == "value" {
                *value = Some(span);
                continue;
            }
            *bare = false;
            let place = known.or_else(|| self.child(place, self.slice(name)));
            self.push(place, Kind::Attribute, span)?;
        }
    }

    /// Parses the content and the end tag of an element; returns its text.
    fn content(&mut self, name: Span, around: Around, depth: u8, bare: &mut bool) -> Result<Option<Span>, Stop> {
        // The last text between elements. It has comments and CDATA sections in it.
        let mut text = self.at..self.at;
        let (mut has_elements, mut is_new) = (false, false);
        loop {
            let start = self.at;
            let found = self.rest().find('<').ok_or(Stop::End)?;
            self.at += found;
            let rest = self.rest();
            let is_data = rest.starts_with("<![CDATA[");
            let is_blank = !is_data
                && self
                    .text
                    .get(start..self.at)
                    .is_some_and(|text| text.trim_ascii().is_empty());
            if !(is_new && is_blank) {
                text = if is_new { start } else { text.start }..self.at;
                is_new = false;
            }
            if rest.starts_with("<!--") {
                self.behind("-->")?;
            } else if is_data {
                self.behind("]]>")?;
                text.end = self.at;
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
                return Ok(self.text_in(text, has_elements));
            } else if depth >= MAX_DEPTH {
                self.document.too_deep = true;
                return Err(Stop::Syntax);
            } else {
                let is_narrative = self.element(around, depth + 1)?;
                *bare &= is_narrative;
                (has_elements, is_new) = (true, true);
            }
        }
    }

    /// The text of an element in a range. White space with a line end around it is layout.
    fn text_in(&self, range: Range<usize>, has_elements: bool) -> Option<Span> {
        let raw = self.text.get(range.clone())?;
        let (start, end) = (raw.trim_ascii_start(), raw.trim_ascii_end());
        if self.fhir || has_elements {
            let span = Self::span(range.end - start.len(), range.start + end.len());
            return (!start.is_empty()).then_some(span);
        }
        let is_layout = |space: Option<&str>| space.is_some_and(|space| space.contains('\n'));
        let skipped = raw.len() - start.len();
        let from = if is_layout(raw.get(..skipped)) { skipped } else { 0 };
        let to = if is_layout(raw.get(end.len()..)) {
            end.len()
        } else {
            raw.len()
        };
        Some(Self::span(range.start + from, range.start + to.max(from)))
    }
}

#[cfg(test)]
mod tests;
