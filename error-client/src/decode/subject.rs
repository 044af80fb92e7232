//! The input of decoding: a response, its parsed body, and one issue of it.

mod form;

use alloc::borrow::Cow;
use core::cell::{Cell, OnceCell};

use error_layout::decoding::{leaf_flag, role, usual};
use error_layout::escape::cut;
use error_layout::grammar::MediaType;
use error_runtime::__compiled::Syntax;
use error_runtime::{Data, Entry, Format, Response};

use super::document::{Document, Extent, Id, Kind};
use super::few::Few;
use super::places::{Place, Places, Region};
use super::received::{BodyEnd, ReceivedResponse};
use super::shape::{Leaf, Shape};
use super::text::{Digits, Kept, Part};
use super::unescape;

/// The largest number of issues of one response.
pub(super) const MAX_ISSUES: usize = 256;

/// A response with its parsed body.
pub(super) struct Subject<'t> {
    pub(super) data: Data<'static>,
    pub(super) received: ReceivedResponse<'t>,
    pub(super) text: &'t str,
    /// The media type of `Content-Type`, without parameters.
    media_type: &'t str,
    /// The body, if it is JSON or XML.
    pub(super) document: Option<&'t Document<'t>>,
    pub(super) status_text: Digits,
    /// The region that is repeated, if the body has elements of it.
    repeated: Option<Region>,
    /// The region of the issues; it can be outside of all templates.
    issues: Region,
    /// The number of issues.
    pub(super) count: usize,
    pub(super) too_many: bool,
    /// The body is an OperationOutcome by its `resourceType`.
    pub(super) is_outcome: bool,
    /// The responses whose shape the body can have; none without a document.
    pub(super) shapes: Few<(Response<'static>, Shape)>,
    /// A bit for each role of a leaf of these shapes.
    roles: u32,
    page: OnceCell<Cow<'t, str>>,
    kept: Cell<Kept>,
}

/// The number of bytes of a page that are searched for an entry's texts.
const MAX_PAGE: usize = 64 << 10;

impl<'t> Subject<'t> {
    pub(super) fn new(
        data: Data<'static>,
        received: ReceivedResponse<'t>,
        text: &'t str,
        media_type: &'t str,
        document: Option<&'t Document<'t>>,
        kept: Kept,
    ) -> Self {
        let mut subject = Self {
            data,
            received,
            text,
            media_type,
            document,
            status_text: Digits::new(received.status()),
            repeated: None,
            issues: Region::BODY,
            count: 0,
            too_many: false,
            is_outcome: false,
            shapes: Few::None,
            roles: 0,
            page: OnceCell::new(),
            kept: Cell::new(kept),
        };
        if let Some(document) = document {
            let resource_type = document.first(document.all(), Region::BODY.usual(data, usual::RESOURCE_TYPE));
            subject.is_outcome = resource_type.and_then(|id| document.value(id)).as_deref() == Some("OperationOutcome");
            subject.find_form(document);
        }
        subject
    }

    /// The issues of the body, if there are any.
    pub(super) fn issues(&self) -> impl Iterator<Item = Id> {
        let document = self.document.filter(|_| self.count > 0);
        let place = self.issues.place(self.data);
        let all = document.into_iter().flat_map(move |document| {
            let at = document.at(document.all(), place);
            at.filter(|id| is_issue(document, *id))
        });
        all.take(self.count)
    }

    /// The start of the text, with decoded character references.
    pub(super) fn page(&self) -> &str {
        self.page.get_or_init(|| unescape::markup(cut(self.text, MAX_PAGE)))
    }

    /// Keeps a string of the body.
    pub(super) fn keep(&self, found: &str) -> Part {
        self.with_kept(|kept| kept.keep(self.text, found))
    }

    /// Reads a kept part of the body.
    pub(super) fn with_part<T>(&self, part: Part, read: impl FnOnce(&str) -> T) -> T {
        self.with_kept(|kept| read(part.get(self.text, &kept.text)))
    }

    fn with_kept<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        let mut kept = self.kept.take();
        let result = work(&mut kept);
        self.kept.set(kept);
        result
    }

    /// Returns the kept strings that are not in the text in this form.
    pub(super) fn into_kept(self) -> Kept {
        self.kept.into_inner()
    }

    /// Whether there is no body to compare: the method is `HEAD`, or the body was lost.
    pub(super) fn has_no_body(&self) -> bool {
        self.received.is_head() || self.is_lost()
    }

    /// Whether a body was sent, and no part of it was received.
    pub(super) fn is_lost(&self) -> bool {
        self.text.trim_ascii().is_empty() && self.received.end() != BodyEnd::Complete
    }

    /// Whether the response has several errors.
    pub(super) fn several(&self) -> bool {
        self.count > 1
    }

    /// Whether shape and body have the same repeated region, or none.
    ///
    /// A body can lack the elements of a region if it has a code outside of it.
    pub(super) fn has_form_of(&self, shape: Shape) -> bool {
        match (shape.repeated(), self.repeated) {
            (Some(wanted), Some(found)) => wanted == found,
            (None, _) => self.count == 0,
            (Some(_), None) => self.count == 0 && self.has_outer_code(shape),
        }
    }

    fn has_outer_code(&self, shape: Shape) -> bool {
        let is_there = |leaf: Leaf| {
            let document = self.document.filter(|_| !leaf.has(leaf_flag::REPEATED));
            document.is_some_and(|document| document.first(document.all(), leaf.place).is_some())
        };
        shape.with_role(role::CODE).any(is_there)
    }

    /// The shape of a response, if the body can have it.
    pub(super) fn shape_of(&self, response: Response<'static>) -> Option<Shape> {
        let is_json = self.document.is_some_and(|document| !document.xml);
        if is_json && response.format() == Format::Xml {
            return None;
        }
        Shape::of(self.data, response).filter(|shape| self.has_form_of(*shape))
    }

    /// Whether `Content-Type` is that of the response; `None` without the header.
    ///
    /// FHIR's formats have several names each (<https://hl7.org/fhir/http.html#mime-type>).
    pub(super) fn agrees_in_type(&self, entry: Entry<'static>) -> Option<bool> {
        let found = Some(self.media_type).filter(|found| !found.is_empty())?;
        let documented = entry.response().content_type()?;
        let forms: &[Syntax] = match self.document {
            Some(document) if document.xml => &[Syntax::Xml],
            None if self.received.is_head() => &[Syntax::Own, Syntax::Xml],
            _ => &[Syntax::Own],
        };
        let format = entry.response().format();
        let mut names = forms.iter().flat_map(|form| form.names(format));
        let is_name = names.any(|known| found.eq_ignore_ascii_case(known));
        Some(MediaType::split(documented).is(found) || is_name)
    }
}

/// Whether an element is an issue: a string of JSON has no members to read, and an element of XML has its text.
fn is_issue(document: &Document<'_>, id: Id) -> bool {
    document
        .node(id)
        .is_some_and(|node| matches!(node.kind, Kind::Object | Kind::Null | Kind::Content))
}

/// The part of the body for one error: an issue or the whole body.
#[derive(Clone, Copy)]
pub(super) struct Focus<'s, 't> {
    pub(super) subject: &'s Subject<'t>,
    /// The issue.
    pub(super) element: Option<Id>,
    /// The nodes of it.
    extent: Extent,
}

impl<'s, 't> Focus<'s, 't> {
    /// Focuses on the whole body.
    pub(super) fn whole(subject: &'s Subject<'t>) -> Self {
        Self {
            subject,
            element: None,
            extent: subject.document.map_or(Extent::NOTHING, Document::all),
        }
    }

    /// Focuses on an issue.
    pub(super) fn issue(subject: &'s Subject<'t>, issue: Id) -> Self {
        Self {
            subject,
            element: Some(issue),
            extent: subject
                .document
                .map_or(Extent::NOTHING, |document| document.inside(issue)),
        }
    }

    /// The document and the nodes among which a leaf is searched.
    fn extent_of(self, leaf: Leaf) -> Option<(&'t Document<'t>, Extent)> {
        let document = self.subject.document?;
        if !leaf.has(leaf_flag::REPEATED) {
            return Some((document, document.all()));
        }
        self.element.map(|_| (document, self.extent))
    }

    /// The nodes of a leaf.
    pub(super) fn nodes(self, leaf: Leaf) -> impl Iterator<Item = Id> {
        self.nodes_at(leaf, leaf.place)
    }

    /// The nodes of a leaf that are not inside another one of it.
    pub(super) fn outermost(self, leaf: Leaf) -> impl Iterator<Item = Id> {
        let found = self.extent_of(leaf);
        found
            .into_iter()
            .flat_map(move |(document, extent)| document.outermost(extent, leaf.place))
    }

    /// The nodes at a place on the path of a leaf.
    pub(super) fn nodes_at(self, leaf: Leaf, place: Place) -> impl Iterator<Item = Id> {
        let found = self.extent_of(leaf);
        found
            .into_iter()
            .flat_map(move |(document, extent)| document.at(extent, place))
    }

    /// The nodes of a leaf of another shape that are not inside a value of this one that can be an array or an object.
    pub(super) fn outside_values(self, leaf: Leaf, shape: Shape) -> impl Iterator<Item = Id> {
        let places = self.subject.document.map_or(Places::NONE, |document| document.places);
        let (mut is_inside, mut is_same) = (false, false);
        if shape.has_flag(leaf_flag::JSON) {
            for whole in shape.leaves(None).filter(|whole| whole.has(leaf_flag::JSON)) {
                is_inside |= places.is_below(leaf.place, whole.place);
                is_same |= leaf.place == whole.place;
            }
        }
        // The elements of an array have its place.
        let outermost = (is_same && !is_inside).then(|| self.outermost(leaf));
        let all = (!is_same && !is_inside).then(|| self.nodes(leaf));
        outermost.into_iter().flatten().chain(all.into_iter().flatten())
    }

    /// The text of a value.
    pub(super) fn text(self, value: Option<Id>) -> Option<Cow<'t, str>> {
        self.subject.document?.value(value?)
    }

    /// The position of a value, which is kept.
    #[inline]
    pub(super) fn part(self, value: Option<Id>) -> Option<Part> {
        let (document, id) = (self.subject.document?, value?);
        match document.plain(id) {
            Some((start, end)) => Some(Part::At(start, end)),
            None => {
                let value = || document.value(id);
                self.subject.with_kept(|kept| kept.keep_node(document.text, id, value))
            }
        }
    }

    /// The first value of a leaf.
    pub(super) fn value(self, leaf: Leaf) -> Option<Id> {
        let (document, extent) = self.extent_of(leaf)?;
        document.first(extent, leaf.place)
    }

    /// Whether the value of a leaf may be in a part that was cut off.
    pub(super) fn is_cut(self, leaf: Leaf) -> bool {
        self.extent_of(leaf).is_some()
            && if leaf.has(leaf_flag::REPEATED) {
                self.is_open()
            } else {
                Self::whole(self.subject).is_open()
            }
    }

    /// Whether the end of the issue or body is missing.
    pub(super) fn is_open(self) -> bool {
        self.subject.document.is_some_and(|document| match self.element {
            Some(element) => document.too_deep || document.node(element).is_none_or(|node| !node.closed),
            None => document.is_open(),
        })
    }

    /// The places of some [usual paths](usual).
    #[inline]
    pub(super) fn usual_places<const N: usize>(self, paths: [usize; N]) -> [Place; N] {
        let region = self.element.map_or(Region::BODY, |_| self.subject.issues);
        region.usuals(self.subject.data, paths)
    }

    /// The first value at each of some usual paths.
    pub(super) fn usual_values<const N: usize>(self, paths: [usize; N]) -> [Option<Id>; N] {
        let places = self.usual_places(paths);
        let document = self.subject.document;
        document.map_or([None; N], |document| document.firsts(self.extent, places))
    }

    /// The nodes at a usual path.
    pub(super) fn usual(self, path: usize) -> impl Iterator<Item = Id> {
        let [place] = self.usual_places([path]);
        let document = self.subject.document.into_iter();
        document.flat_map(move |document| document.at(self.extent, place))
    }

    /// The first value at a usual path.
    pub(super) fn usual_value(self, path: usize) -> Option<Id> {
        let document = self.subject.document?;
        let [place] = self.usual_places([path]);
        document.first(self.extent, place)
    }

    /// The first value of a leaf with this role, in the best shape.
    ///
    /// An element whose template has such a leaf has its own value or none, and never that of the body around it.
    pub(super) fn by_role(self, wanted: u8) -> Option<Id> {
        if self.subject.roles >> (wanted & 31) & 1 == 0 {
            return None;
        }
        let mut best: Option<(Shape, Id)> = None;
        for &(_, shape) in self.subject.shapes.as_slice() {
            let is_body =
                |leaf: &Leaf| self.element.is_some() && !leaf.has(leaf_flag::REPEATED) && shape.repeats(wanted);
            let mut leaves = shape.with_role(wanted).filter(|leaf| !is_body(leaf));
            let Some(value) = leaves.find_map(|leaf| self.value(leaf)) else {
                continue;
            };
            // A single shape needs no score.
            if best.is_none_or(|(before, _)| self.score(shape) > self.score(before)) {
                best = Some((shape, value));
            }
        }
        best.map(|(_, value)| value)
    }

    /// Whether a response with this shape writes a leaf for the body or for another error than this one.
    pub(super) fn is_of_others(self, leaf: Leaf, shape: Shape) -> bool {
        let repeated = leaf.has(leaf_flag::REPEATED);
        if self.element.is_none() || repeated {
            return repeated && self.element.is_none();
        }
        // The body around several errors has the texts of the first.
        let depends = leaf.role != role::NONE || leaf.has(leaf_flag::IDENTITY);
        depends && (self.subject.several() || self.has_own(shape, leaf.role))
    }

    /// Whether the element itself has a value with this role.
    pub(super) fn has_own(self, shape: Shape, wanted: u8) -> bool {
        let mut own = shape.with_role(wanted).filter(|leaf| leaf.has(leaf_flag::REPEATED));
        wanted != role::NONE && self.element.is_some() && own.any(|leaf| self.value(leaf).is_some())
    }

    /// The score of a shape: leaves that are present, minus leaves that are absent.
    fn score(self, shape: Shape) -> i32 {
        let leaves = shape
            .leaves(None)
            .filter(|leaf| !matches!(leaf.role, role::EXPRESSION | role::LOCATION));
        leaves.map(|leaf| if self.value(leaf).is_some() { 1 } else { -1 }).sum()
    }

    /// The response that fits the body best, if one fits.
    pub(super) fn best_response(self) -> Option<Response<'static>> {
        let mut best: Option<(Shape, Response<'static>)> = None;
        for &(response, shape) in self.subject.shapes.as_slice() {
            let there = shape.leaves(None).any(|leaf| self.value(leaf).is_some());
            // A single shape needs no score.
            if there && best.is_none_or(|(before, _)| self.score(shape) > self.score(before)) {
                best = Some((shape, response));
            }
        }
        best.map(|(_, response)| response)
    }
}
