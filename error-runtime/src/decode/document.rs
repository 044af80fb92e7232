//! A body as a flat list of nodes: the least that answers "what stands at this path", with no string copied.
//!
//! JSON and FHIR's XML are read into the same form, so that what is asked of a body does not depend on how it was written: an XML element
//! that occurs twice is two members of one name, an array one member with elements, and [`Document::each`] goes through both.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cell::Cell;

use super::unescape;

/// How many nodes are kept of a body. An OperationOutcome with a hundred issues has about a thousand.
const MAX_NODES: usize = 8_192;

/// How deep containers may be nested; what stands deeper is skipped.
pub(super) const MAX_DEPTH: u8 = 64;

/// How many nodes are looked at for one answer before the rest counts as not there.
const MAX_WORK: u32 = 8_000_000;

/// A place in a document.
pub(super) type Id = u32;

/// A part of the text, in bytes.
pub(super) type Span = (u32, u32);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    /// A JSON string; its span is what stands between the quotes.
    String,
    /// A number, `true` or `false`.
    Bare,
    Null,
    /// The value of an XML attribute.
    Attribute,
    /// The text of an XML element.
    Content,
}

/// What a node is called in the object it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// It is an element of an array, or the whole.
    None,
    /// A name that stands in the text; with `true` it has escapes.
    At(Span, bool),
    /// `resourceType`, which in XML is the name of the root element.
    ResourceType,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) name: Name,
    pub(super) kind: Kind,
    /// The value; of a container only where it begins.
    pub(super) span: Span,
    /// Where the first node behind this one and all in it stands.
    next: Id,
    /// Whether the end of the container was seen.
    pub(super) closed: bool,
}

/// Why reading ended before the end of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The text ended.
    End,
    /// It goes on with something that cannot stand here.
    Syntax,
    /// There are more nodes than are kept.
    Full,
}

/// A body that was read as far as it goes.
#[derive(Debug)]
pub(super) struct Document<'t> {
    pub(super) text: &'t str,
    nodes: Vec<Node>,
    /// Why reading ended early.
    pub(super) stop: Option<Stop>,
    /// It is readable, but not as its standard has it: a comma too many, or something behind the end.
    pub(super) sloppy: bool,
    /// Something was nested too deep and skipped.
    pub(super) too_deep: bool,
    pub(super) xml: bool,
    work: Cell<u32>,
}

impl<'t> Document<'t> {
    pub(super) fn new(text: &'t str, xml: bool) -> Self {
        Self {
            text,
            // A body of 500 bytes has some 30 nodes.
            nodes: Vec::with_capacity((text.len() / 16).clamp(8, 64)),
            stop: None,
            sloppy: false,
            too_deep: false,
            xml,
            work: Cell::new(0),
        }
    }

    /// Adds a node; containers are [closed](Self::close) later.
    pub(super) fn push(&mut self, name: Name, kind: Kind, span: Span) -> Result<Id, Stop> {
        if self.nodes.len() >= MAX_NODES {
            return Err(Stop::Full);
        }
        let id = Id::try_from(self.nodes.len()).map_err(|_| Stop::Full)?;
        self.nodes.push(Node {
            name,
            kind,
            span,
            next: id + 1,
            closed: !matches!(kind, Kind::Object | Kind::Array),
        });
        Ok(id)
    }

    /// Says that all nodes behind `id` stand in it, and whether it is whole.
    pub(super) fn close(&mut self, id: Id, whole: bool) {
        let next = Id::try_from(self.nodes.len()).unwrap_or(Id::MAX);
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.next = next;
            node.closed = whole;
        }
    }

    /// Turns a container into a value, without what stands in it.
    pub(super) fn flatten(&mut self, id: Id, kind: Kind, span: Span) {
        self.nodes.truncate(id as usize + 1);
        if let Some(node) = self.nodes.get_mut(id as usize) {
            (node.kind, node.span, node.closed) = (kind, span, true);
        }
        self.close(id, true);
    }

    /// Takes back a node and all behind it.
    pub(super) fn drop_from(&mut self, id: Id) {
        self.nodes.truncate(id as usize);
    }

    /// The number of nodes so far.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// Whether there may be more in it than was seen.
    pub(super) fn is_open(&self, id: Id) -> bool {
        self.node(id).is_none_or(|node| !node.closed) || self.too_deep
    }

    fn slice(&self, (start, end): Span) -> &'t str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// The text of a value; `None` for containers and `null`.
    pub(super) fn value(&self, id: Id) -> Option<Cow<'t, str>> {
        let node = self.node(id)?;
        let raw = self.slice(node.span);
        Some(match node.kind {
            Kind::String => unescape::json(raw),
            Kind::Attribute => unescape::attribute(raw),
            Kind::Content => unescape::markup(raw),
            Kind::Bare => Cow::Borrowed(raw),
            Kind::Object | Kind::Array | Kind::Null => return None,
        })
    }

    fn is_named(&self, node: &Node, name: &str) -> bool {
        match node.name {
            Name::None => false,
            Name::ResourceType => name == "resourceType",
            Name::At(span, false) => self.slice(span) == name,
            // An escape is at most six times as long as what it stands for: a long name is not unescaped for every short one.
            Name::At(span, true) => {
                let raw = self.slice(span);
                raw.len() <= name.len().saturating_mul(6) && unescape::json(raw) == name
            }
        }
    }

    /// The nodes directly in a container.
    fn children(&self, id: Id) -> impl Iterator<Item = (Id, &Node)> {
        let end = self.node(id).map_or(0, |node| node.next);
        let mut next = id.saturating_add(1);
        core::iter::from_fn(move || {
            let at = next;
            if at >= end || self.work.get() > MAX_WORK {
                return None;
            }
            self.work.set(self.work.get() + 1);
            let node = self.node(at)?;
            // Every node ends behind its beginning, so this goes on.
            next = node.next.max(at + 1);
            Some((at, node))
        })
    }

    /// Calls `visit` for the node, or if it is an array for each of its elements, until it says `true`.
    fn elements(&self, id: Id, visit: &mut dyn FnMut(Id) -> bool) -> bool {
        match self.node(id) {
            Some(node) if node.kind == Kind::Array => {
                self.children(id).any(|(element, _)| self.elements(element, visit))
            }
            Some(_) => visit(id),
            None => false,
        }
    }

    /// Calls `visit` for every node at the path from `start`, arrays passed through, until it says `true`.
    pub(super) fn each<'p>(
        &self,
        start: Id,
        mut path: impl Iterator<Item = &'p str> + Clone,
        visit: &mut dyn FnMut(Id) -> bool,
    ) -> bool {
        let Some(step) = path.next() else {
            return self.elements(start, visit);
        };
        self.elements(start, &mut |object| {
            self.children(object)
                .any(|(child, node)| self.is_named(node, step) && self.each_dyn(child, &mut path.clone(), visit))
        })
    }

    /// The same for the rest of a path, without a new type for each of its steps.
    fn each_dyn<'p>(
        &self,
        start: Id,
        path: &mut (impl Iterator<Item = &'p str> + Clone),
        visit: &mut dyn FnMut(Id) -> bool,
    ) -> bool {
        self.each(start, path.clone(), visit)
    }

    /// The first value at the path.
    pub(super) fn first<'p>(&self, start: Id, path: impl Iterator<Item = &'p str> + Clone) -> Option<Cow<'t, str>> {
        let mut found = None;
        self.each(start, path, &mut |id| {
            found = self.value(id);
            found.is_some()
        });
        found
    }
}

/// The values at a path, for tests of what parses.
#[cfg(test)]
pub(super) fn at(document: &Document<'_>, path: &[&str]) -> Vec<std::string::String> {
    let mut found = Vec::new();
    document.each(0, path.iter().copied(), &mut |id| {
        found.extend(document.value(id).map(std::string::String::from));
        false
    });
    found
}
