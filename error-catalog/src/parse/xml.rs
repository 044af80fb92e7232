//! Parses the XML template of a body (<https://www.w3.org/TR/xml/>, <https://www.w3.org/TR/xml-names/>).
//!
//! Names and references are checked here, so that every body that is written from the template is well-formed. White space between elements and comments are not
//! kept.

use std::ops::Range;

mod attributes;
mod characters;
mod texts;

use super::Parser;
use crate::ast::template::{Object, TEXT, Template, Xml};
use crate::ast::text::Piece;
use crate::json::{Node, Places, Value};
use crate::problem::Problem;
use crate::rules::{self, Rule};
use crate::source::{Span, Spanned};

pub(crate) use self::characters::is_local_name;
use self::characters::{is_character, is_name, is_name_start, is_space, pseudo_attribute};
use self::texts::{is_layout, trimmed};

/// The largest depth of nested elements; as deep as JSON may be.
const MAX_DEPTH: usize = 64;

/// The maximum length of a name, in bytes: both tags of an element have to fit into one step of a program.
const MAX_NAME: usize = 200;

impl Parser<'_, '_> {
    /// Parses a string, or an array of strings that are joined with line feeds, as XML.
    pub(super) fn xml(&mut self, node: &Node<'_>) -> Option<Xml> {
        let source = self.source;
        let mut lines: Vec<(usize, Places)> = Vec::new();
        let mut text = String::new();
        let all = match &node.value {
            Value::Array(lines) => lines.as_slice(),
            _ => std::slice::from_ref(node),
        };
        for line in all {
            let Value::String(string) = &line.value else {
                self.wrong_type(line, "a string or an array of strings");
                return None;
            };
            if !lines.is_empty() {
                text.push('\n');
            }
            lines.push((text.len(), Places::of(&source.text, &line.span)));
            text.push_str(string);
        }
        let mut reader = Reader {
            parser: self,
            text: &text,
            lines,
            at: 0,
            prefixes: Vec::new(),
            repeats: 0,
        };
        reader.document()
    }
}

struct Reader<'r, 's, 'p, 't> {
    parser: &'r mut Parser<'s, 'p>,
    text: &'t str,
    /// The start of each line in the text, and its string in the source.
    lines: Vec<(usize, Places)>,
    at: usize,
    /// The prefixes of namespaces that are declared here.
    prefixes: Vec<&'t str>,
    /// The number of `$repeat`s so far.
    repeats: usize,
}

/// Returns the span in the source of a range of the text, by the start of each line and its string.
fn span_in(lines: &[(usize, Places)], range: &Range<usize>) -> Span {
    let place = |at: usize| {
        let after = lines.partition_point(|(start, _)| *start <= at);
        let line = after.checked_sub(1).and_then(|line| lines.get(line));
        line.map_or(0, |(start, places)| places.offset(at - start))
    };
    let start = place(range.start);
    start..place(range.end).max(start)
}

impl<'t> Reader<'_, '_, '_, 't> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Returns the span of a range in the source.
    fn span(&self, range: &Range<usize>) -> Span {
        span_in(&self.lines, range)
    }

    fn problem(&self, rule: &'static Rule, range: &Range<usize>, message: impl Into<String>) -> Problem {
        Problem::new(rule, self.span(range), message)
    }

    /// Returns the problem of what is not well-formed in a range.
    fn malformed(&self, range: Range<usize>, message: impl Into<String>) -> Problem {
        self.problem(&rules::MALFORMED_XML, &range, message)
    }

    /// The range of the next character.
    fn next(&self) -> Range<usize> {
        self.at..self.at + self.rest().chars().next().map_or(0, char::len_utf8)
    }

    /// Reports a problem, which ends the parsing.
    fn fail<T>(&mut self, problem: Problem) -> Option<T> {
        self.parser.problems.push(problem);
        None
    }

    fn expected(&self, what: &str) -> Problem {
        let found = match self.rest().chars().next() {
            Some('\n') => "a line end".to_owned(),
            Some(c) => format!("`{c}`"),
            None => "the end of the body".to_owned(),
        };
        self.malformed(self.next(), format!("expected {what}, found {found}"))
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(is_space).len();
    }

    fn document(&mut self) -> Option<Xml> {
        if let Some((at, c)) = self.text.char_indices().find(|(_, c)| !is_character(*c)) {
            let message = format!("U+{:04X} is not a character of XML", u32::from(c));
            return self.fail(self.malformed(at..at + c.len_utf8(), message));
        }
        let declaration = self.declaration()?;
        self.between()?;
        if !self.rest().starts_with('<') {
            return self.fail(self.expected("the root element"));
        }
        let (root, element) = self.element(0)?;
        self.between()?;
        if self.rest().is_empty() {
            return Some(Xml {
                declaration,
                root: root.to_owned(),
                element: Template::Object(element),
            });
        }
        let range = self.at..self.text.len();
        let problem = self.malformed(range, format!("expected the end of the body behind `</{root}>`"));
        self.fail(problem.help("a document has one root element"))
    }

    /// Reads the XML declaration, if there is one.
    fn declaration(&mut self) -> Option<String> {
        let is_declaration = |rest: &str| {
            rest.strip_prefix("<?xml")
                .is_some_and(|rest| rest.starts_with(is_space))
        };
        if !is_declaration(self.rest()) {
            if is_declaration(self.rest().trim_start_matches(is_space)) {
                self.space();
                let range = 0..self.at;
                let problem = self.malformed(range, "white space before the XML declaration");
                return self.fail(problem.help("begin the body with the declaration"));
            }
            return Some(String::new());
        }
        let start = self.at;
        self.behind("?>", "the XML declaration")?;
        let range = start..self.at;
        let declaration = self.text.get(range.clone()).unwrap_or("");
        let encoding = pseudo_attribute(declaration, "encoding");
        if encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case("utf-8")) {
            let problem = self.malformed(range, "expected the encoding UTF-8 in the XML declaration");
            return self.fail(problem.help("bodies are sent in UTF-8: write `encoding=\\\"UTF-8\\\"` or leave it out"));
        }
        if pseudo_attribute(declaration, "version") != Some("1.0") {
            let problem = self.malformed(range, "expected version 1.0 in the XML declaration");
            return self.fail(problem.help("write `<?xml version=\\\"1.0\\\" encoding=\\\"UTF-8\\\"?>`"));
        }
        Some(declaration.to_owned())
    }

    /// Skips white space and comments outside of elements.
    fn between(&mut self) -> Option<()> {
        loop {
            self.space();
            if !self.skip_comment()? {
                return self.no_declaration();
            }
        }
    }

    /// Skips a comment, if one is next.
    fn skip_comment(&mut self) -> Option<bool> {
        if !self.rest().starts_with("<!--") {
            return Some(false);
        }
        self.at += 4;
        let start = self.at;
        self.behind("-->", "the comment")?;
        match self.text.get(start..self.at - 3).and_then(|text| text.find("--")) {
            Some(found) => self.fail(self.malformed(start + found..start + found + 2, "`--` in a comment")),
            None => Some(true),
        }
    }

    /// Rejects a document type and a processing instruction.
    fn no_declaration(&mut self) -> Option<()> {
        let rest = self.rest();
        let range = self.at..self.at + rest.find('>').map_or(rest.len(), |end| end + 1);
        if rest.starts_with("<!") && !rest.starts_with("<![CDATA[") {
            let problem = self.malformed(range, "a document type or another declaration");
            let way_out = "remove it: parsers of errors reject it; write a character as `&#233;` in place of an entity";
            return self.fail(problem.help(way_out));
        }
        if rest.starts_with("<?") {
            let problem = self.malformed(range, "a processing instruction");
            return self.fail(problem.help("remove it: only an XML declaration at the start is valid"));
        }
        Some(())
    }

    /// Moves behind the next `end`.
    fn behind(&mut self, end: &str, what: &str) -> Option<()> {
        match self.rest().find(end) {
            Some(found) => {
                self.at += found + end.len();
                Some(())
            }
            None => {
                let range = self.at..self.text.len();
                self.fail(self.malformed(range, format!("{what} does not end: expected `{end}`")))
            }
        }
    }

    /// Reads a name, with a prefix or without.
    fn name(&mut self, what: &str) -> Option<&'t str> {
        let rest = self.rest();
        let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or("");
        let is_valid = |part: &str| part.starts_with(is_name_start) && !part.contains(':');
        let is_qualified = match name.split_once(':') {
            Some((prefix, local)) => is_valid(prefix) && is_valid(local),
            None => is_valid(name),
        };
        if name.is_empty() {
            let is_placeholder = rest.starts_with('{');
            let problem = self.expected(what);
            return self.fail(if is_placeholder {
                problem.help("a name has no placeholders; write the value into a text or an attribute")
            } else {
                problem
            });
        }
        if end > MAX_NAME {
            return self.fail(self.malformed(self.at..self.at + end, format!("name exceeds {MAX_NAME} bytes")));
        }
        if !is_qualified {
            return self.fail(self.malformed(self.at..self.at + end, format!("`{name}` is not {what}")));
        }
        self.at += end;
        Some(name)
    }

    fn element(&mut self, depth: usize) -> Option<(&'t str, Object)> {
        let start = self.at;
        if depth >= MAX_DEPTH {
            return self.fail(self.malformed(self.next(), format!("nesting exceeds {MAX_DEPTH} levels")));
        }
        self.at += 1;
        let name = self.name("the name of an element")?;
        let tag = start..self.at;
        let (attributes, is_empty) = self.attributes(name)?;
        let outer = self.prefixes.len();
        let declared = attributes.iter().filter_map(|one| one.name.strip_prefix("xmlns:"));
        self.prefixes.extend(declared);
        self.is_declared(name, &(tag.start + 1..tag.end))?;
        let mut object = Object::default();
        for attribute in &attributes {
            self.attribute(attribute, depth, &mut object)?;
        }
        if !is_empty {
            self.content(name, &tag, depth, &mut object)?;
        }
        self.prefixes.truncate(outer);
        self.list(&object)?;
        Some((name, object))
    }

    /// Reads the content and the end tag of an element.
    fn content(&mut self, name: &str, tag: &Range<usize>, depth: usize, object: &mut Object) -> Option<()> {
        let mut text: Vec<Piece> = Vec::new();
        let mut written: Option<Range<usize>> = None;
        let mut has_elements = false;
        loop {
            let start = self.at;
            self.at += self.rest().find('<').unwrap_or(self.rest().len());
            let range = start..self.at;
            if let Some(found) = self.text.get(range.clone()).and_then(|text| text.find("]]>")) {
                let problem = self.malformed(start + found..start + found + 3, "`]]>` in a text");
                return self.fail(problem.help("write `]]&gt;`"));
            }
            let is_text = |text: &str| !text.trim_matches(is_space).is_empty();
            if self.text.get(range.clone()).is_some_and(is_text) {
                written = written.or_else(|| Some(range.clone()));
            }
            text.extend(self.text_of(range)?.value.pieces);
            let rest = self.rest();
            if rest.is_empty() {
                let problem = self.malformed(tag.clone(), format!("`<{name}>` is not closed"));
                return self.fail(problem.help(format!("add `</{name}>`")));
            } else if rest.starts_with("</") {
                break;
            } else if self.skip_comment()? {
                continue;
            } else if rest.starts_with("<![CDATA[") {
                let start = self.at + 9;
                self.behind("]]>", "the CDATA section")?;
                let range = start..self.at - 3;
                written = written.or_else(|| Some(range.clone()));
                text.extend(self.parse(range)?.value.pieces);
                continue;
            }
            self.no_declaration()?;
            let (name, element) = self.element(depth + 1)?;
            object.members.push((name.to_owned(), Template::Object(element)));
            has_elements = true;
        }
        let end = self.at;
        self.at += 2;
        let closed = self.name("the name of an element")?;
        if closed != name {
            let message = format!("expected `</{name}>`, found `</{closed}>`");
            let problem = self.malformed(end..self.at, message);
            return self.fail(problem.related(self.span(tag), "opened here"));
        }
        self.space();
        if !self.rest().starts_with('>') {
            return self.fail(self.expected(&format!("`>` behind `</{name}`")));
        }
        self.at += 1;
        match written {
            Some(range) if has_elements => {
                let message = format!("text beside elements in `<{name}>`");
                let problem = self.malformed(range, message);
                self.fail(problem.help("write the text into an element of its own, or use `\"format\": \"text\"`"))
            }
            // White space with a line end is the layout of the template.
            None if has_elements || text.iter().any(is_layout) => Some(()),
            _ if text.is_empty() => Some(()),
            _ => {
                let text = Spanned::new(trimmed(text), self.span(&(tag.end..end)));
                object.members.push((TEXT.to_owned(), Template::Text(text)));
                Some(())
            }
        }
    }
}

#[cfg(test)]
mod tests;
