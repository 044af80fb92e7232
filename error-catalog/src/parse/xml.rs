//! Parses the XML template of a body (<https://www.w3.org/TR/xml/>, <https://www.w3.org/TR/xml-names/>).
//!
//! Names and references are checked here, so that every body that is written from the template is well-formed. White space between elements and comments are not
//! kept.

use std::ops::Range;

mod characters;

use super::Parser;
use crate::ast::template::{ATTRIBUTE, Object, TEXT, Template, Xml};
use crate::ast::text::{Piece, Placeholder, Text};
use crate::json::{Node, Value, offset_in_string};
use crate::problem::Problem;
use crate::rules::{self, Rule};
use crate::source::{Span, Spanned};

pub(crate) use self::characters::is_local_name;
use self::characters::{is_character, is_name, is_name_start, is_space, pseudo_attribute, reference, unescaped};

/// The largest depth of nested elements; as deep as JSON may be.
const MAX_DEPTH: usize = 64;

/// The maximum length of a name, in bytes: both tags of an element have to fit into one step of a program.
const MAX_NAME: usize = 200;

impl Parser<'_, '_> {
    /// Parses a string, or an array of strings that are joined with line feeds, as XML.
    pub(super) fn xml(&mut self, node: &Node<'_>) -> Option<Xml> {
        let mut lines: Vec<(usize, Span)> = Vec::new();
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
            lines.push((text.len(), line.span.clone()));
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
        match reader.document() {
            Ok(xml) => Some(xml),
            Err(problem) => {
                self.problems.push(*problem);
                None
            }
        }
    }
}

/// A result whose error ends the parsing.
type Parsed<T> = Result<T, Box<Problem>>;

struct Reader<'r, 's, 'p, 't> {
    parser: &'r mut Parser<'s, 'p>,
    text: &'t str,
    /// The start of each line in the text, and its string in the source.
    lines: Vec<(usize, Span)>,
    at: usize,
    /// The prefixes of namespaces that are declared here.
    prefixes: Vec<&'t str>,
    /// The number of `$repeat`s so far.
    repeats: usize,
}

/// An attribute of the element that is being read.
struct Attribute<'t> {
    name: &'t str,
    /// The range of the name.
    range: Range<usize>,
    /// The range of the value, without its quotes.
    value: Range<usize>,
}

impl<'t> Reader<'_, '_, '_, 't> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Returns the span of a range in the source.
    fn span(&self, range: &Range<usize>) -> Span {
        let place = |at: usize| {
            let after = self.lines.partition_point(|(start, _)| *start <= at);
            let line = after.checked_sub(1).and_then(|line| self.lines.get(line));
            line.map_or(0, |(start, span)| {
                offset_in_string(&self.parser.source.text, span, at - start)
            })
        };
        let start = place(range.start);
        start..place(range.end).max(start)
    }

    fn problem(&self, rule: &'static Rule, range: &Range<usize>, message: impl Into<String>) -> Box<Problem> {
        Box::new(Problem::new(rule, self.span(range), message))
    }

    /// Returns the problem of what is not well-formed in a range.
    fn malformed(&self, range: Range<usize>, message: impl Into<String>) -> Box<Problem> {
        self.problem(&rules::MALFORMED_XML, &range, message)
    }

    /// The range of the next character.
    fn next(&self) -> Range<usize> {
        self.at..self.at + self.rest().chars().next().map_or(0, char::len_utf8)
    }

    fn expected(&self, what: &str) -> Box<Problem> {
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

    fn document(&mut self) -> Parsed<Xml> {
        if let Some((at, c)) = self.text.char_indices().find(|(_, c)| !is_character(*c)) {
            let message = format!("U+{:04X} is not a character of XML", u32::from(c));
            return Err(self.malformed(at..at + c.len_utf8(), message));
        }
        let declaration = self.declaration()?;
        self.between()?;
        if !self.rest().starts_with('<') {
            return Err(self.expected("the root element"));
        }
        let (root, element) = self.element(0)?;
        self.between()?;
        if self.rest().is_empty() {
            return Ok(Xml {
                declaration,
                root: root.to_owned(),
                element: Template::Object(element),
            });
        }
        let range = self.at..self.text.len();
        let problem = self.malformed(range, format!("expected the end of the body behind `</{root}>`"));
        Err(help(problem, "a document has one root element"))
    }

    /// Reads the XML declaration, if there is one.
    fn declaration(&mut self) -> Parsed<String> {
        let is_declaration = |rest: &str| {
            rest.strip_prefix("<?xml")
                .is_some_and(|rest| rest.starts_with(is_space))
        };
        if !is_declaration(self.rest()) {
            if is_declaration(self.rest().trim_start_matches(is_space)) {
                self.space();
                let range = 0..self.at;
                let problem = self.malformed(range, "white space before the XML declaration");
                return Err(help(problem, "begin the body with the declaration"));
            }
            return Ok(String::new());
        }
        let start = self.at;
        self.behind("?>", "the XML declaration")?;
        let range = start..self.at;
        let declaration = self.text.get(range.clone()).unwrap_or("");
        let encoding = pseudo_attribute(declaration, "encoding");
        if encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case("utf-8")) {
            let problem = self.malformed(range, "expected the encoding UTF-8 in the XML declaration");
            return Err(help(
                problem,
                "bodies are sent in UTF-8: write `encoding=\\\"UTF-8\\\"` or leave it out",
            ));
        }
        if pseudo_attribute(declaration, "version") != Some("1.0") {
            let problem = self.malformed(range, "expected version 1.0 in the XML declaration");
            return Err(help(
                problem,
                "write `<?xml version=\\\"1.0\\\" encoding=\\\"UTF-8\\\"?>`",
            ));
        }
        Ok(declaration.to_owned())
    }

    /// Skips white space and comments outside of elements.
    fn between(&mut self) -> Parsed<()> {
        loop {
            self.space();
            if !self.skip_comment()? {
                return self.no_declaration();
            }
        }
    }

    /// Skips a comment, if one is next.
    fn skip_comment(&mut self) -> Parsed<bool> {
        if !self.rest().starts_with("<!--") {
            return Ok(false);
        }
        self.at += 4;
        let start = self.at;
        self.behind("-->", "the comment")?;
        match self.text.get(start..self.at - 3).and_then(|text| text.find("--")) {
            Some(found) => Err(self.malformed(start + found..start + found + 2, "`--` in a comment")),
            None => Ok(true),
        }
    }

    /// Rejects a document type and a processing instruction.
    fn no_declaration(&self) -> Parsed<()> {
        let rest = self.rest();
        let range = self.at..self.at + rest.find('>').map_or(rest.len(), |end| end + 1);
        if rest.starts_with("<!") && !rest.starts_with("<![CDATA[") {
            let problem = self.malformed(range, "a document type or another declaration");
            let way_out = "remove it: parsers of errors reject it; write a character as `&#233;` in place of an entity";
            return Err(help(problem, way_out));
        }
        if rest.starts_with("<?") {
            let problem = self.malformed(range, "a processing instruction");
            return Err(help(
                problem,
                "remove it: only an XML declaration at the start is valid",
            ));
        }
        Ok(())
    }

    /// Moves behind the next `end`.
    fn behind(&mut self, end: &str, what: &str) -> Parsed<()> {
        match self.rest().find(end) {
            Some(found) => {
                self.at += found + end.len();
                Ok(())
            }
            None => {
                let range = self.at..self.text.len();
                Err(self.malformed(range, format!("{what} does not end: expected `{end}`")))
            }
        }
    }

    /// Reads a name, with a prefix or without.
    fn name(&mut self, what: &str) -> Parsed<&'t str> {
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
            return Err(if is_placeholder {
                help(
                    problem,
                    "a name has no placeholders; write the value into a text or an attribute",
                )
            } else {
                problem
            });
        }
        if end > MAX_NAME {
            return Err(self.malformed(self.at..self.at + end, format!("name exceeds {MAX_NAME} bytes")));
        }
        if !is_qualified {
            return Err(self.malformed(self.at..self.at + end, format!("`{name}` is not {what}")));
        }
        self.at += end;
        Ok(name)
    }

    fn element(&mut self, depth: usize) -> Parsed<(&'t str, Object)> {
        let start = self.at;
        if depth >= MAX_DEPTH {
            return Err(self.malformed(self.next(), format!("nesting exceeds {MAX_DEPTH} levels")));
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
        Ok((name, object))
    }

    /// Checks that the prefix of a name is declared.
    fn is_declared(&self, name: &str, range: &Range<usize>) -> Parsed<()> {
        let Some((prefix, _)) = name.split_once(':') else {
            return Ok(());
        };
        if ["xml", "xmlns"].contains(&prefix) || self.prefixes.contains(&prefix) {
            return Ok(());
        }
        let message = format!("the prefix `{prefix}` is not declared");
        let problem = self.malformed(range.start..range.start + prefix.len(), message);
        Err(help(
            problem,
            format!("add `xmlns:{prefix}=\\\"…\\\"` with the URI of its namespace"),
        ))
    }

    /// Reads the attributes up to the end of the tag; returns whether the element is empty.
    fn attributes(&mut self, element: &str) -> Parsed<(Vec<Attribute<'t>>, bool)> {
        let mut all: Vec<Attribute<'t>> = Vec::new();
        loop {
            let before = self.at;
            self.space();
            if self.rest().starts_with("/>") {
                self.at += 2;
                return Ok((all, true));
            }
            if self.rest().starts_with('>') {
                self.at += 1;
                return Ok((all, false));
            }
            if before == self.at || self.rest().is_empty() {
                return Err(self.expected(&format!("`>` or an attribute in `<{element}`")));
            }
            let start = self.at;
            // No name begins with `$`, so the members of an object have the same names here.
            self.at += usize::from(self.rest().starts_with('$'));
            self.name("the name of an attribute")?;
            let range = start..self.at;
            let name = self.text.get(range.clone()).unwrap_or("");
            self.space();
            if !self.rest().starts_with('=') {
                return Err(self.expected(&format!("`=` and a value in quotes behind `{name}`")));
            }
            self.at += 1;
            self.space();
            let quote = match self.rest().chars().next() {
                Some('"') => "\"",
                Some('\'') => "'",
                _ => return Err(self.expected(&format!("the value of `{name}` in quotes"))),
            };
            self.at += 1;
            let begin = self.at;
            self.behind(quote, &format!("the value of `{name}`"))?;
            let value = begin..self.at - 1;
            if let Some(found) = self.text.get(value.clone()).and_then(|value| value.find('<')) {
                let problem = self.malformed(begin + found..begin + found + 1, "`<` in the value of an attribute");
                return Err(help(problem, "write `&lt;`, or close the quotes before it"));
            }
            if all.iter().any(|known| known.name == name) {
                return Err(self.malformed(range, format!("duplicate attribute `{name}`")));
            }
            all.push(Attribute { name, range, value });
        }
    }

    /// Adds an attribute to the object of its element.
    fn attribute(&mut self, attribute: &Attribute<'t>, depth: usize, object: &mut Object) -> Parsed<()> {
        let name = attribute.name;
        let value = self.text.get(attribute.value.clone()).unwrap_or("");
        match name {
            "$if" => {
                let base = value.as_ptr().addr();
                for word in value.split_whitespace() {
                    let start = attribute.value.start + word.as_ptr().addr() - base;
                    let span = self.span(&(start..start + word.len()));
                    object.guard.push(Spanned::new(word.to_owned(), span));
                }
                if object.guard.is_empty() {
                    let message = "expected the name of a placeholder in `$if`";
                    return Err(self.problem(&rules::PLACEHOLDER_MISUSE, &attribute.range, message));
                }
            }
            "$repeat" => {
                self.repeats += 1;
                let message = match value {
                    "true" if depth == 0 => "`$repeat` is not valid in the root element",
                    "true" if self.repeats > 1 => "more than one `$repeat` in a template",
                    "true" => "",
                    _ => "expected `true` in `$repeat`",
                };
                if !message.is_empty() {
                    return Err(self.problem(&rules::PLACEHOLDER_MISUSE, &attribute.range, message));
                }
                object.repeat = true;
            }
            _ if name.starts_with('$') => {
                let message = format!("unknown attribute `{name}`");
                let problem = self.problem(&rules::UNKNOWN_MEMBER, &attribute.range, message);
                return Err(help(problem, "expected `$if` or `$repeat`"));
            }
            _ => {
                self.is_declared(name, &attribute.range)?;
                let text = self.text_of(attribute.value.clone())?;
                if name == "xmlns" || name.starts_with("xmlns:") {
                    self.namespace(attribute, &text)?;
                }
                if let Some(list) = text.value.placeholders().find(|placeholder| placeholder.list) {
                    return Err(Box::new(misplaced_list(list)));
                }
                let (prefix, local) = name
                    .rsplit_once(':')
                    .map_or(("", name), |(_, local)| (name.strip_suffix(local).unwrap_or(""), local));
                let name = format!("{prefix}{ATTRIBUTE}{local}");
                object.members.push((name, Template::Text(text)));
            }
        }
        if let (true, Some(guard)) = (object.repeat, object.guard.first()) {
            let message = "`$if` cannot be combined with `$repeat`";
            return Err(Box::new(Problem::new(
                &rules::PLACEHOLDER_MISUSE,
                guard.span.clone(),
                message,
            )));
        }
        Ok(())
    }

    /// Checks the declaration of a namespace.
    fn namespace(&self, attribute: &Attribute<'_>, uri: &Spanned<Text>) -> Parsed<()> {
        if let Some(placeholder) = uri.value.placeholders().next() {
            let message = format!(
                "placeholder `{{{}}}` in the declaration of a namespace",
                placeholder.name
            );
            let problem = Problem::new(&rules::UNSAFE_PLACE, placeholder.span.clone(), message);
            return Err(Box::new(problem.help("write the URI of the namespace itself")));
        }
        if attribute.name != "xmlns" && uri.value.pieces.is_empty() {
            let message = format!("`{}` has no URI", attribute.name);
            return Err(self.malformed(attribute.range.clone(), message));
        }
        Ok(())
    }

    /// Reads the content and the end tag of an element.
    fn content(&mut self, name: &str, tag: &Range<usize>, depth: usize, object: &mut Object) -> Parsed<()> {
        let mut text: Vec<Piece> = Vec::new();
        let mut written: Option<Range<usize>> = None;
        let mut has_elements = false;
        loop {
            let start = self.at;
            self.at += self.rest().find('<').unwrap_or(self.rest().len());
            let range = start..self.at;
            if let Some(found) = self.text.get(range.clone()).and_then(|text| text.find("]]>")) {
                let problem = self.malformed(start + found..start + found + 3, "`]]>` in a text");
                return Err(help(problem, "write `]]&gt;`"));
            }
            let is_text = |text: &str| !text.trim_matches(is_space).is_empty();
            if self.text.get(range.clone()).is_some_and(is_text) {
                written = written.or_else(|| Some(range.clone()));
            }
            text.extend(self.text_of(range)?.value.pieces);
            let rest = self.rest();
            if rest.is_empty() {
                let problem = self.malformed(tag.clone(), format!("`<{name}>` is not closed"));
                return Err(help(problem, format!("add `</{name}>`")));
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
            return Err(Box::new(problem.related(self.span(tag), "opened here")));
        }
        self.space();
        if !self.rest().starts_with('>') {
            return Err(self.expected(&format!("`>` behind `</{name}`")));
        }
        self.at += 1;
        match written {
            Some(range) if has_elements => {
                let message = format!("text beside elements in `<{name}>`");
                let problem = self.malformed(range, message);
                Err(help(
                    problem,
                    "write the text into an element of its own, or use `\"format\": \"text\"`",
                ))
            }
            // White space with a line end is the layout of the template.
            None if has_elements || text.iter().any(|piece| is_layout(piece)) => Ok(()),
            _ if text.is_empty() => Ok(()),
            _ => {
                let text = Spanned::new(trimmed(text), self.span(&(tag.end..end)));
                object.members.push((TEXT.to_owned(), Template::Text(text)));
                Ok(())
            }
        }
    }

    /// Checks the list that is the text of an element: the element is repeated for each of its values.
    fn list(&self, object: &Object) -> Parsed<()> {
        let texts = object.members.iter().filter_map(|(name, member)| match member {
            Template::Text(text) => Some((name, &text.value)),
            _ => None,
        });
        let mut lists = texts.clone().flat_map(|(_, text)| {
            let is_alone = text.pieces.len() == 1;
            text.placeholders().map(move |placeholder| (placeholder, is_alone))
        });
        let Some((list, is_alone)) = lists.find(|(placeholder, _)| placeholder.list) else {
            return Ok(());
        };
        let mut attributes = texts.filter(|(name, _)| name.contains(ATTRIBUTE));
        if is_alone && !object.repeat && attributes.all(|(_, text)| text.as_literal().is_some()) {
            return Ok(());
        }
        Err(Box::new(misplaced_list(list)))
    }

    /// Parses the text of a range, with its references.
    fn text_of(&mut self, range: Range<usize>) -> Parsed<Spanned<Text>> {
        let raw = self.text.get(range.clone()).unwrap_or("");
        for (at, _) in raw.match_indices('&') {
            let behind = raw.get(at + 1..).unwrap_or("");
            let name = behind
                .split(|c: char| !(c.is_alphanumeric() || c == '#'))
                .next()
                .unwrap_or("");
            let ends = behind.get(name.len()..).is_some_and(|rest| rest.starts_with(';'));
            if ends && reference(name).is_some() {
                continue;
            }
            let start = range.start + at;
            let end = start + 1 + if ends { name.len() + 1 } else { 0 };
            let problem = if ends {
                let message = format!("`&{name};` is not a reference of XML");
                let way_out = "write the character itself, its number as in `&#233;`, or one of `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`";
                help(self.malformed(start..end, message), way_out)
            } else {
                help(
                    self.malformed(start..end, "`&` that begins no reference"),
                    "write `&amp;`",
                )
            };
            return Err(problem);
        }
        let mut text = self.parse(range)?;
        for piece in &mut text.value.pieces {
            if let Piece::Literal(literal) = piece {
                *literal = unescaped(literal);
            }
        }
        Ok(text)
    }

    /// Parses the placeholders of a range.
    fn parse(&mut self, range: Range<usize>) -> Parsed<Spanned<Text>> {
        let raw = self.text.get(range.clone()).unwrap_or("");
        let place = |inner: Range<usize>| self.span(&(range.start + inner.start..range.start + inner.end));
        match Text::parse(raw, place) {
            Ok(mut text) => {
                text.pieces.retain(|piece| *piece != Piece::Literal(String::new()));
                Ok(Spanned::new(text, self.span(&range)))
            }
            Err(errors) => {
                let mut problems = errors.into_iter().map(|error| {
                    let rule = if error.brace {
                        &rules::UNBALANCED_BRACE
                    } else {
                        &rules::PLACEHOLDER_MISUSE
                    };
                    let place = range.start + error.at.start..range.start + error.at.end;
                    self.problem(rule, &place, error.message)
                });
                let first = problems.next();
                let others: Vec<Box<Problem>> = problems.collect();
                self.parser.problems.extend(others.into_iter().map(|problem| *problem));
                Err(first.unwrap_or_else(|| self.malformed(range, "a text that cannot be read")))
            }
        }
    }
}

fn help(problem: Box<Problem>, way_out: impl Into<String>) -> Box<Problem> {
    Box::new(problem.help(way_out))
}

fn misplaced_list(placeholder: &Placeholder) -> Problem {
    let name = &placeholder.name;
    let message = format!("`{{{name}*}}` is only valid as the whole text of an element with constant attributes");
    Problem::new(&rules::PLACEHOLDER_MISUSE, placeholder.span.clone(), message)
}

fn is_layout(piece: &Piece) -> bool {
    matches!(piece, Piece::Literal(literal) if literal.contains('\n') && literal.trim_matches(is_space).is_empty())
}

/// Joins the literals of a text, without the layout at its ends: white space with a line end.
fn trimmed(pieces: Vec<Piece>) -> Text {
    let mut text = Text::default();
    for piece in pieces {
        match (text.pieces.last_mut(), piece) {
            (Some(Piece::Literal(before)), Piece::Literal(literal)) => before.push_str(&literal),
            (_, piece) => text.pieces.push(piece),
        }
    }
    if let Some(Piece::Literal(first)) = text.pieces.first_mut() {
        let rest = first.trim_start_matches(is_space);
        if first
            .get(..first.len() - rest.len())
            .is_some_and(|space| space.contains('\n'))
        {
            *first = rest.to_owned();
        }
    }
    if let Some(Piece::Literal(last)) = text.pieces.last_mut() {
        let rest = last.trim_end_matches(is_space);
        if last.get(rest.len()..).is_some_and(|space| space.contains('\n')) {
            last.truncate(rest.len());
        }
    }
    text.pieces.retain(|piece| *piece != Piece::Literal(String::new()));
    text
}

#[cfg(test)]
mod tests;
