//! What stands in a body at the places that a catalog has, as a flat list of nodes: no string is copied, and nothing else is kept.
//!
//! JSON and FHIR's XML are read into the same form, so that what is asked of a body does not depend on how it was written. The nodes of one
//! place are linked in their order, so that no question looks through the others.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cell::Cell;

use super::places::{Place, Places};
use super::text::Part;
use super::unescape;

/// How many nodes are kept of a body. An OperationOutcome with a hundred issues has about a thousand.
const MAX_NODES: usize = 8_192;

/// How deep containers may be nested; what stands deeper is skipped.
pub(super) const MAX_DEPTH: u8 = 64;

/// How many nodes are looked at for one answer before the rest counts as not there.
const MAX_WORK: u32 = 8_000_000;

/// The number of a node.
pub(super) type Id = u16;

/// No node: there are fewer.
const NO_NODE: Id = Id::MAX;

/// A part of the text, in bytes.
pub(super) type Span = (u32, u32);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    /// A JSON string without escapes; its span is what stands between the quotes.
    String,
    /// A JSON string with escapes.
    Escaped,
    /// A number, `true` or `false`.
    Bare,
    Null,
    /// The value of an XML attribute.
    Attribute,
    /// The text of an XML element.
    Content,
}

/// A value or an object. Arrays are none: their elements stand where they stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) kind: Kind,
    /// Whether the end of the object was seen.
    pub(super) closed: bool,
    /// Where the first node behind this one and all in it stands.
    next: Id,
    /// The next node at the same place.
    same: Id,
    /// The value; of an object only where it begins.
    pub(super) span: Span,
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
    pub(super) places: Places,
    nodes: Vec<Node>,
    /// By place the first node, and behind these by place the first one that was not [left](Self::leave).
    first: Vec<Cell<Id>>,
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
    pub(super) fn new(text: &'t str, places: Places, xml: bool) -> Self {
        Self {
            text,
            places,
            // An issue of an OperationOutcome has some ten nodes in 400 bytes.
            nodes: Vec::with_capacity((text.len() / 16).clamp(8, 64)),
            first: Vec::new(),
            stop: None,
            sloppy: false,
            too_deep: false,
            xml,
            work: Cell::new(0),
        }
    }

    /// Adds a node; objects are [closed](Self::close) later.
    pub(super) fn push(&mut self, place: Place, kind: Kind, span: Span) -> Result<Id, Stop> {
        if self.nodes.len() >= MAX_NODES {
            return Err(Stop::Full);
        }
        let id = self.len();
        self.nodes.push(Node {
            place,
            kind,
            closed: kind != Kind::Object,
            next: id + 1,
            same: NO_NODE,
            span,
        });
        Ok(id)
    }

    /// Says that all nodes behind `id` stand in it, and whether it is whole.
    pub(super) fn close(&mut self, id: Id, whole: bool) {
        let next = self.len();
        if let Some(node) = self.nodes.get_mut(usize::from(id)) {
            node.next = next;
            node.closed = whole;
        }
    }

    /// Turns an object into a value, without what stands in it.
    pub(super) fn flatten(&mut self, id: Id, kind: Kind, span: Span) {
        self.nodes.truncate(usize::from(id) + 1);
        if let Some(node) = self.nodes.get_mut(usize::from(id)) {
            (node.kind, node.span) = (kind, span);
        }
        self.close(id, true);
    }

    /// Takes back a node and all behind it.
    pub(super) fn drop_from(&mut self, id: Id) {
        self.nodes.truncate(usize::from(id));
    }

    /// Links the nodes, when all are there.
    pub(super) fn link(&mut self) {
        let places = self.places.len();
        self.first = Vec::with_capacity(2 * places);
        self.first.resize(places, Cell::new(NO_NODE));
        for (id, node) in (0..self.len()).zip(&mut self.nodes).rev() {
            if let Some(first) = self.first.get(usize::from(node.place)) {
                node.same = first.replace(id);
            }
        }
        self.first.extend_from_within(..);
    }

    /// The number of nodes so far.
    pub(super) fn len(&self) -> Id {
        Id::try_from(self.nodes.len()).unwrap_or(NO_NODE)
    }

    pub(super) fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(usize::from(id))
    }

    /// Whether there may be more in the body than was seen.
    pub(super) fn is_open(&self) -> bool {
        self.stop.is_some() || self.too_deep
    }

    fn slice(&self, (start, end): Span) -> &'t str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// The text of a value; `None` for objects and `null`.
    pub(super) fn value(&self, id: Id) -> Option<Cow<'t, str>> {
        let node = self.node(id)?;
        Some(match node.kind {
            Kind::String | Kind::Bare => Cow::Borrowed(self.slice(node.span)),
            Kind::Escaped => unescape::json(self.slice(node.span)),
            Kind::Attribute => unescape::attribute(self.slice(node.span)),
            Kind::Content => unescape::markup(self.slice(node.span)),
            Kind::Object | Kind::Null => return None,
        })
    }

    /// The same, to be kept.
    pub(super) fn part(&self, id: Id) -> Option<Part> {
        let node = self.node(id)?;
        match node.kind {
            Kind::String | Kind::Bare => Some(Part::At(node.span.0, node.span.1)),
            _ => self.value(id).map(|value| Part::new(self.text, value)),
        }
    }

    /// Whether the node is a value: neither an object nor `null`.
    pub(super) fn is_value(&self, id: Id) -> bool {
        self.node(id)
            .is_some_and(|node| !matches!(node.kind, Kind::Object | Kind::Null))
    }

    /// All of it.
    pub(super) fn all(&self) -> Extent {
        Extent {
            first: 0,
            end: self.len(),
        }
    }

    /// What stands in an object, when those at its place before it were [left](Self::leave).
    pub(super) fn inside(&self, object: Id) -> Extent {
        Extent {
            first: self.places.len(),
            end: self.end(object),
        }
    }

    /// The first node behind all that stands in an object.
    fn end(&self, object: Id) -> Id {
        self.node(object).map_or(0, |node| node.next)
    }

    /// Goes on behind an object, to look into those behind it.
    pub(super) fn leave(&self, object: Id) {
        let nodes = usize::from(object)..usize::from(self.end(object));
        let ahead = self.first.get(self.places.len()..).unwrap_or(&[]);
        for node in self.nodes.get(nodes).unwrap_or(&[]) {
            if let Some(first) = ahead.get(usize::from(node.place)) {
                first.set(node.same);
            }
        }
    }

    /// The nodes at a place in an extent, in their order.
    pub(super) fn at(&self, extent: Extent, place: Place) -> impl Iterator<Item = Id> + use<'_, 't> {
        let place = usize::from(place);
        let known = place < self.places.len();
        let first = self.first.get(extent.first + place).filter(|_| known);
        let mut next = first.map_or(NO_NODE, Cell::get);
        core::iter::from_fn(move || {
            if next >= extent.end || self.work.get() > MAX_WORK {
                return None;
            }
            self.work.set(self.work.get() + 1);
            let id = next;
            next = self.node(id)?.same;
            Some(id)
        })
    }

    /// The first value at a place in an extent.
    pub(super) fn first(&self, extent: Extent, place: Place) -> Option<Id> {
        self.at(extent, place).find(|id| self.is_value(*id))
    }

    /// The first value at each of some places in an object.
    pub(super) fn members<const N: usize>(&self, object: Id, places: [Place; N]) -> [Option<Id>; N] {
        let mut found = [None; N];
        for id in object..self.end(object) {
            for (place, found) in places.iter().zip(&mut found) {
                if found.is_none() && self.node(id).is_some_and(|node| node.place == *place) && self.is_value(id) {
                    *found = Some(id);
                }
            }
        }
        found
    }
}

/// The nodes of a body, or of an object in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// Where the first node of each place is found.
    first: usize,
    /// The first node behind all of them.
    end: Id,
}

impl Extent {
    /// Of no body.
    pub(super) const NOTHING: Self = Self { first: 0, end: 0 };
}

/// The values at a path, for tests of what parses.
#[cfg(test)]
pub(super) fn at(document: &Document<'_>, path: &[&str]) -> Vec<std::string::String> {
    let place = path
        .iter()
        .try_fold(super::places::BODY, |place, name| document.places.child(place, name))
        .unwrap();
    let nodes = document.at(document.all(), place);
    nodes
        .filter_map(|id| document.value(id).map(std::string::String::from))
        .collect()
}
