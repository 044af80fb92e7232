//! The values of a body at the places of a catalog, as a flat list.
//!
//! Strings are not copied.
//!
//! JSON and XML are parsed into the same form. A body with many nodes has an index by place.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};

use error_layout::grammar;

use super::long_values::LongValues;
use super::places::{Place, Places};
use super::unescape;

/// The largest number of nodes of a body. An OperationOutcome with a hundred issues has about a thousand.
pub(super) const MAX_NODES: usize = 8_192;

/// The largest depth of nested containers; deeper ones are skipped.
pub(super) const MAX_DEPTH: u8 = 64;

/// The number of node visits for one response; after them, all nodes count as absent.
const MAX_WORK: u32 = 8_000_000;

/// The number of a node.
pub(super) type Id = u16;

/// An extent with at most this number of nodes is always searched node by node.
const FEW: Id = 32;

/// The number of visited nodes after which the index is built.
const MANY: u32 = 4_096;

/// The start and end of a part of the text, in bytes.
pub(super) type Span = (u32, u32);

/// The kind of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    /// A JSON string without escapes; its span is the content between the quotes.
    String,
    /// A JSON string with escapes.
    Escaped,
    /// An array that a leaf reads as one value. Its elements have nodes too.
    Array,
    /// A number, `true` or `false`.
    Bare,
    Null,
    /// The value of an XML attribute.
    Attribute,
    /// The text of an XML element, which can have attributes and elements too.
    Content,
}

/// A value or an object. An array that no leaf reads as one value has no node: its elements have the place of the array.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) kind: Kind,
    /// Whether the end of the object was found.
    pub(super) closed: bool,
    /// The number of the first node after this one and all nodes in it.
    next: Id,
    /// The span of the value; of an object or an array without an end, only the start is valid.
    pub(super) span: Span,
}

impl Node {
    /// Whether it is neither an object, an array nor `null`.
    fn is_value(&self) -> bool {
        !matches!(self.kind, Kind::Object | Kind::Array | Kind::Null)
    }
}

/// The reason why parsing ended too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The text ended.
    End,
    /// A syntax error.
    Syntax,
    /// The limit of nodes.
    Full,
}

/// A body that was parsed as far as possible.
#[expect(clippy::struct_excessive_bools, reason = "they are independent")]
#[derive(Debug)]
pub(super) struct Document<'t> {
    pub(super) text: &'t str,
    /// The position at which the body starts in the text.
    pub(super) start: usize,
    pub(super) places: Places,
    nodes: Vec<Node>,
    by_place: OnceCell<ByPlace>,
    /// The number of nodes that were searched.
    looked_through: Cell<u32>,
    /// The reason why parsing ended early.
    pub(super) stop: Option<Stop>,
    /// There are small syntax errors: a missing or extra comma, or text after the end.
    pub(super) sloppy: bool,
    /// A container was too deep and was skipped.
    pub(super) too_deep: bool,
    /// An object has two members of one name.
    pub(super) duplicates: bool,
    /// An object of JSON below the body may be an OperationOutcome.
    pub(super) inner_outcome: bool,
    pub(super) xml: bool,
    work: Cell<u32>,
    /// Long values, once as text and once as JSON.
    long: LongValues,
}

impl<'t> Document<'t> {
    pub(super) fn new(text: &'t str, places: Places, xml: bool) -> Self {
        Self {
            text,
            start: 0,
            places,
            // An issue of an OperationOutcome has about ten nodes in 400 bytes.
            nodes: Vec::with_capacity((text.len() / 16).clamp(8, 64)),
            by_place: OnceCell::new(),
            looked_through: Cell::new(0),
            stop: None,
            sloppy: false,
            too_deep: false,
            duplicates: false,
            inner_outcome: false,
            xml,
            work: Cell::new(0),
            long: LongValues::default(),
        }
    }

    /// The text of the body.
    pub(super) fn body(&self) -> &'t str {
        self.text.get(self.start..).unwrap_or("")
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
            closed: !matches!(kind, Kind::Object | Kind::Array),
            next: id + 1,
            span,
        });
        Ok(id)
    }

    /// Closes an object: all later nodes so far are in it. `whole` is whether its end was found.
    pub(super) fn close(&mut self, id: Id, whole: bool) {
        let next = self.len();
        if let Some(node) = self.nodes.get_mut(usize::from(id)) {
            node.next = next;
            node.closed = whole;
        }
    }

    /// Closes an object or an array of JSON at a position in the text.
    pub(super) fn close_at(&mut self, id: Id, end: Option<u32>) {
        self.close(id, end.is_some());
        if let Some(node) = self.nodes.get_mut(usize::from(id)) {
            node.span.1 = end.unwrap_or(node.span.1);
        }
    }

    /// Closes an object that is an element of XML, with the text in it.
    pub(super) fn close_with(&mut self, id: Id, text: Span) {
        self.close(id, true);
        if let Some(node) = self.nodes.get_mut(usize::from(id)) {
            (node.kind, node.span) = (Kind::Content, text);
        }
    }

    /// Turns an object into an array: its elements have its place.
    pub(super) fn make_array(&mut self, id: Id) {
        if let Some(node) = self.nodes.get_mut(usize::from(id)) {
            node.kind = Kind::Array;
        }
    }

    /// The position of the first byte of a node.
    pub(super) fn start_of(&self, node: &Node) -> u32 {
        let before = self
            .text
            .get(..node.span.0 as usize)
            .filter(|_| node.kind == Kind::Content);
        let tag = before.and_then(|before| before.rfind('<'));
        tag.and_then(|tag| u32::try_from(tag).ok()).unwrap_or(node.span.0)
    }

    /// Turns an object into a value, and removes the nodes in it.
    pub(super) fn flatten(&mut self, id: Id, kind: Kind, span: Span) {
        self.nodes.truncate(usize::from(id) + 1);
        if let Some(node) = self.nodes.get_mut(usize::from(id)) {
            (node.kind, node.span) = (kind, span);
        }
        self.close(id, true);
    }

    /// Removes a node and all later ones.
    pub(super) fn drop_from(&mut self, id: Id) {
        self.nodes.truncate(usize::from(id));
    }

    /// The number of nodes so far.
    pub(super) fn len(&self) -> Id {
        Id::try_from(self.nodes.len()).unwrap_or(Id::MAX)
    }

    pub(super) fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(usize::from(id))
    }

    /// Whether the body may have more values than were read.
    pub(super) fn is_open(&self) -> bool {
        self.stop.is_some() || self.too_deep
    }

    fn slice(&self, (start, end): Span) -> &'t str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// The text of a value; `None` for objects and `null`.
    #[inline]
    pub(super) fn value(&'t self, id: Id) -> Option<Cow<'t, str>> {
        let node = self.node(id)?;
        let convert = match node.kind {
            Kind::String | Kind::Bare => return Some(Cow::Borrowed(self.slice(node.span))),
            Kind::Escaped => unescape::json,
            Kind::Attribute => unescape::attribute,
            Kind::Content => unescape::content,
            Kind::Object | Kind::Array | Kind::Null => return None,
        };
        self.long.once(self.slice(node.span), |text| Some(convert(text)))
    }

    /// A node of JSON as canonical JSON; `None` if its end is missing.
    pub(super) fn json(&'t self, id: Id) -> Option<Cow<'t, str>> {
        let node = self.node(id)?;
        let (start, end) = match node.kind {
            // The span of a string is without its quotes.
            Kind::String | Kind::Escaped => (node.span.0.checked_sub(1)?, node.span.1.checked_add(1)?),
            Kind::Attribute | Kind::Content => return None,
            _ => node.span,
        };
        if !node.closed {
            return None;
        }
        self.long.once(self.slice((start, end)), grammar::compact_json)
    }

    /// The nodes at a place in an extent that are not inside another one there.
    pub(super) fn outermost(&self, extent: Extent, place: Place) -> impl Iterator<Item = Id> + use<'_, 't> {
        let mut behind = 0;
        self.at(extent, place).filter(move |id| {
            let is_outside = *id >= behind;
            if is_outside {
                behind = self.node(*id).map_or(behind, |node| node.next);
            }
            is_outside
        })
    }

    /// The span of a value that is in the text without escapes.
    #[inline]
    pub(super) fn plain(&self, id: Id) -> Option<Span> {
        let node = self.node(id)?;
        matches!(node.kind, Kind::String | Kind::Bare).then_some(node.span)
    }

    /// Whether the node is a value: neither an object, an array nor `null`.
    pub(super) fn is_value(&self, id: Id) -> bool {
        self.node(id).is_some_and(Node::is_value)
    }

    /// All nodes.
    pub(super) fn all(&self) -> Extent {
        Extent {
            first: 0,
            end: self.len(),
        }
    }

    /// An object and the nodes in it.
    pub(super) fn inside(&self, object: Id) -> Extent {
        Extent {
            first: object,
            end: self.node(object).map_or(0, |node| node.next),
        }
    }

    /// The nodes of an extent with their numbers.
    fn nodes(&self, extent: Extent) -> impl Iterator<Item = (Id, &Node)> + use<'_, 't> {
        let nodes = self.nodes.get(usize::from(extent.first)..usize::from(extent.end));
        (extent.first..).zip(nodes.unwrap_or(&[]))
    }

    /// The nodes at a place in an extent, in order.
    pub(super) fn at(&self, extent: Extent, place: Place) -> impl Iterator<Item = Id> + use<'_, 't> {
        let look_through = self.look_through(extent);
        let mut listed = if look_through {
            &[]
        } else {
            self.by_place().at(extent, place)
        }
        .iter();
        let mut from = if look_through { extent.first } else { extent.end };
        core::iter::from_fn(move || {
            self.work.set(self.work.get().saturating_add(1));
            if self.is_exhausted() {
                return None;
            }
            if let Some((_, id)) = listed.next() {
                return Some(*id);
            }
            let nodes = self.nodes.get(usize::from(from)..usize::from(extent.end))?;
            let found = (from..).zip(nodes).find(|(_, node)| node.place == place);
            from = found.map_or(extent.end, |(id, _)| id + 1);
            found.map(|(id, _)| id)
        })
    }

    /// Whether the limit of node visits was reached.
    pub(super) fn is_exhausted(&self) -> bool {
        self.work.get() > MAX_WORK
    }

    /// Whether to search an extent node by node, without the index.
    fn look_through(&self, extent: Extent) -> bool {
        let len = extent.end.saturating_sub(extent.first);
        if len <= FEW {
            return true;
        }
        let looked = self.looked_through.get();
        self.looked_through.set(looked.saturating_add(len.into()));
        looked < MANY
    }

    fn by_place(&self) -> &ByPlace {
        self.by_place.get_or_init(|| ByPlace::new(&self.nodes))
    }

    /// The first value at a place in an extent.
    pub(super) fn first(&self, extent: Extent, place: Place) -> Option<Id> {
        self.at(extent, place).find(|id| self.is_value(*id))
    }

    /// The first value at each of several places in an extent.
    pub(super) fn firsts<const N: usize>(&self, extent: Extent, places: [Place; N]) -> [Option<Id>; N] {
        let mut all = [None; N];
        for (id, node) in self.nodes(extent) {
            let wanted = places.iter().position(|place| *place == node.place);
            if let Some(first) = wanted.and_then(|number| all.get_mut(number))
                && first.is_none()
                && node.is_value()
            {
                *first = Some(id);
            }
        }
        all
    }
}

/// The nodes of a body, or of an object in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    first: Id,
    /// The first node after it.
    end: Id,
}

impl Extent {
    /// No nodes.
    pub(super) const NOTHING: Self = Self { first: 0, end: 0 };
}

/// An index: the places and numbers of all nodes, sorted.
#[derive(Debug)]
struct ByPlace(Vec<(Place, Id)>);

impl ByPlace {
    fn new(nodes: &[Node]) -> Self {
        let mut all: Vec<_> = nodes.iter().map(|node| node.place).zip(0..).collect();
        all.sort_unstable();
        Self(all)
    }

    /// The nodes at a place in an extent.
    fn at(&self, extent: Extent, place: Place) -> &[(Place, Id)] {
        let behind = |id: Id| self.0.partition_point(|known| *known < (place, id));
        self.0.get(behind(extent.first)..behind(extent.end)).unwrap_or(&[])
    }
}

/// The values at a path, for tests of the parsers.
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
