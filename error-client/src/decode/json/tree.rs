//! Parses a body into a tree of all its members.

use alloc::borrow::Cow;

use super::super::document::{Document, MAX_DEPTH, Stop};
use super::super::foreign::tree::{Kind, Tree};
use super::super::places::Places;
use super::super::unescape;
use super::{Next, Reader, Rest, behind_name, behind_space, behind_string};

/// Parses a text that should be one JSON value, as far as possible.
pub(in super::super) fn tree(text: &str) -> Tree<'_> {
    let mut builder = Builder {
        reader: Reader {
            document: Document::new(text, Places::NONE, false),
        },
        tree: Tree::default(),
    };
    // The tree has all values before an error; the notes about it come from the document.
    let _ = builder.value(text.as_bytes(), Cow::Borrowed(""), 0);
    builder.tree
}

struct Builder<'t> {
    reader: Reader<'t>,
    tree: Tree<'t>,
}

impl<'t> Builder<'t> {
    fn value(&mut self, rest: Rest<'t>, name: Cow<'t, str>, depth: u8) -> Result<Rest<'t>, Stop> {
        let start = behind_space(rest);
        let at = self.reader.offset(start);
        match start {
            [] => Err(Stop::End),
            [b'"', content @ ..] => {
                let (rest, _) = behind_string(content)?;
                let raw = self.reader.slice(content, rest);
                let raw = raw.get(..raw.len().saturating_sub(1)).unwrap_or("");
                self.tree.push(name, Kind::Value, at, Some(unescape::json(raw)))?;
                Ok(rest)
            }
            [b'{' | b'[', ..] if depth >= MAX_DEPTH => self.reader.skip(start),
            [bracket @ (b'{' | b'['), behind @ ..] => {
                let is_object = *bracket == b'{';
                let kind = if is_object { Kind::Object } else { Kind::List };
                let id = self.tree.push(name, kind, at, None)?;
                let read = self.content(behind, is_object, depth);
                self.tree.close(id);
                read
            }
            _ => {
                let (_, rest) = self.reader.bare(start)?;
                let value = Some(self.reader.slice(start, rest)).filter(|value| *value != "null");
                let kind = if value.is_some() { Kind::Value } else { Kind::Null };
                self.tree.push(name, kind, at, value.map(Cow::Borrowed))?;
                Ok(rest)
            }
        }
    }

    fn content(&mut self, mut rest: Rest<'t>, is_object: bool, depth: u8) -> Result<Rest<'t>, Stop> {
        let (close, mut first) = (if is_object { b'}' } else { b']' }, true);
        loop {
            rest = match self.reader.next(rest, close, first)? {
                Next::End(rest) => return Ok(rest),
                Next::One(element) if !is_object => self.value(element, Cow::Borrowed(""), depth + 1)?,
                Next::One(member) => {
                    let name = behind_name(member)?;
                    let raw = self.reader.slice(member, name.end);
                    let raw = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
                    self.value(name.rest, unescape::json(raw), depth + 1)?
                }
            };
            first = false;
        }
    }
}
