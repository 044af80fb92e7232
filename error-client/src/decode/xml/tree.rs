//! Parses a body into a tree of all its elements and attributes.

use alloc::borrow::Cow;

use super::super::document::{MAX_DEPTH, Stop};
use super::super::foreign::tree::{Kind, Tree};
use super::super::places::Places;
use super::super::unescape;
use super::Reader;

/// Parses a text that should be one XML element, as far as possible.
///
/// The tree is that of the same body in JSON: an element with elements is an object, and one with a text or a `value` is a value.
pub(in super::super) fn tree(text: &str) -> Tree<'_> {
    let mut builder = Builder {
        reader: Reader::new(text, Places::NONE),
        tree: Tree::default(),
    };
    // The tree has all elements before an error; the notes about it come from the document.
    if builder.reader.prolog().is_ok() {
        let _ = builder.element(0);
    }
    builder.tree
}

struct Builder<'t> {
    reader: Reader<'t>,
    tree: Tree<'t>,
}

impl<'t> Builder<'t> {
    fn element(&mut self, depth: u8) -> Result<(), Stop> {
        if depth >= MAX_DEPTH {
            return Err(Stop::Syntax);
        }
        let start = self.reader.at;
        self.reader.at += 1;
        let name = self.reader.name()?;
        let name = self.reader.slice(name);
        let id = self.tree.push(Cow::Borrowed(name), Kind::Null, start, None)?;
        let mut text = None;
        let read = self.attributes(&mut text).and_then(|empty| {
            if empty {
                return Ok(());
            }
            self.content(depth, &mut text)
        });
        self.tree.close(id);
        let kind = match text {
            Some(_) => Kind::Value,
            None if self.tree.children(id).next().is_some() => Kind::Object,
            None => Kind::Null,
        };
        self.tree.set(id, kind, text);
        read
    }

    /// Parses attributes up to the end of the tag; returns whether the element is empty.
    fn attributes(&mut self, text: &mut Option<Cow<'t, str>>) -> Result<bool, Stop> {
        loop {
            self.reader.space();
            let rest = self.reader.rest();
            if let Some(end) = ["/>", ">"].into_iter().find(|end| rest.starts_with(end)) {
                self.reader.at += end.len();
                return Ok(end == "/>");
            }
            let start = self.reader.at;
            let name = self.reader.name()?;
            let is_namespace = rest.starts_with("xmlns");
            let name = self.reader.slice(name);
            self.reader.behind("=")?;
            self.reader.space();
            let quote = match self.reader.rest().bytes().next() {
                Some(b'"') => "\"",
                Some(b'\'') => "'",
                Some(_) => return Err(Stop::Syntax),
                None => return Err(Stop::End),
            };
            self.reader.at += 1;
            let begin = self.reader.at;
            self.reader.behind(quote)?;
            let value = self.reader.text.get(begin..self.reader.at - 1).unwrap_or("");
            let value = unescape::attribute(value);
            if name == "value" {
                *text = Some(value);
            } else if !is_namespace {
                let id = self.tree.push(Cow::Borrowed(name), Kind::Value, start, Some(value))?;
                self.tree.close(id);
            }
        }
    }

    fn content(&mut self, depth: u8, text: &mut Option<Cow<'t, str>>) -> Result<(), Stop> {
        loop {
            let start = self.reader.at;
            let found = self.reader.rest().find('<').ok_or(Stop::End)?;
            self.reader.at += found;
            let literal = self.reader.text.get(start..self.reader.at).unwrap_or("").trim_ascii();
            if !literal.is_empty() && text.is_none() {
                *text = Some(unescape::markup(literal));
            }
            let rest = self.reader.rest();
            if rest.starts_with("<!--") {
                self.reader.behind("-->")?;
            } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
                self.reader.behind("]]>")?;
                let data = data.split("]]>").next().unwrap_or("").trim_ascii();
                if !data.is_empty() && text.is_none() {
                    *text = Some(Cow::Borrowed(data));
                }
            } else if rest.starts_with("<?") {
                self.reader.behind("?>")?;
            } else if rest.starts_with("</") {
                return self.reader.behind(">");
            } else {
                self.element(depth + 1)?;
            }
        }
    }
}
