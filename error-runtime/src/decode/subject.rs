//! What is to be decoded: an answer, its body as a document, and one issue in it.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::OnceCell;

use error_layout::decoding::{leaf, role};

use super::answer::{Answer, essence};
use super::document::{Document, Id};
use super::shape::{self, Leaf, Path, Shape};
use super::unescape;
use crate::data::Data;
use crate::entry::Entry;
use crate::group::Response;
use crate::representation::Form;
use crate::vocabulary::Format;

/// The path of the issues of an OperationOutcome, for answers in a form that the catalog does not have.
const ISSUES: [&str; 1] = ["issue"];

/// How many issues of one answer are looked at.
pub(super) const MAX_ISSUES: usize = 256;

/// An answer, read as far as it goes.
pub(super) struct Subject<'t> {
    pub(super) data: Data<'static>,
    pub(super) answer: Answer<'t>,
    pub(super) text: &'t str,
    /// The body, if it is JSON or XML.
    pub(super) document: Option<&'t Document<'t>>,
    pub(super) status_text: String,
    /// The path of the parts that are repeated, if the body has such parts.
    pub(super) repeated: Option<Path>,
    /// These parts.
    pub(super) elements: Vec<Id>,
    pub(super) too_many: bool,
    /// It is an OperationOutcome by its own name.
    pub(super) is_outcome: bool,
    page: OnceCell<Cow<'t, str>>,
}

/// How much of a page is looked through for the words of an entry, in bytes.
const MAX_PAGE: usize = 64 << 10;

impl<'t> Subject<'t> {
    pub(super) fn new(
        data: Data<'static>,
        answer: Answer<'t>,
        text: &'t str,
        document: Option<&'t Document<'t>>,
    ) -> Self {
        let mut subject = Self {
            data,
            answer,
            text,
            document,
            status_text: answer.status().to_string(),
            repeated: None,
            elements: Vec::new(),
            too_many: false,
            is_outcome: false,
            page: OnceCell::new(),
        };
        let Some(document) = document else { return subject };
        subject.is_outcome = document.first(0, ["resourceType"].into_iter()).as_deref() == Some("OperationOutcome");
        let paths = shape::responses(data).filter_map(|response| Shape::of(data, response)?.repeated);
        for path in paths {
            if subject.collect(document, path.steps()) {
                subject.repeated = Some(path);
                return subject;
            }
        }
        if subject.is_outcome {
            subject.collect(document, ISSUES.into_iter());
        }
        subject
    }

    fn collect<'p>(&mut self, document: &Document<'_>, path: impl Iterator<Item = &'p str> + Clone) -> bool {
        let elements = &mut self.elements;
        self.too_many = document.each(0, path, &mut |id| {
            if elements.len() >= MAX_ISSUES {
                return true;
            }
            // A string in the place of an issue says nothing that could be looked for in it.
            if document.value(id).is_none() {
                elements.push(id);
            }
            false
        });
        !self.elements.is_empty()
    }

    /// The text without the character references of markup, as far as it is looked through for the words of entries.
    pub(super) fn page(&self) -> &str {
        self.page.get_or_init(|| {
            let end = (0..=MAX_PAGE.min(self.text.len()))
                .rev()
                .find(|end| self.text.is_char_boundary(*end));
            let part = end.and_then(|end| self.text.get(..end));
            unescape::markup(part.unwrap_or(self.text))
        })
    }

    /// Whether the answer reports several errors.
    pub(super) fn several(&self) -> bool {
        self.elements.len() > 1
    }

    /// Whether a shape repeats the parts that this body has, or neither has any.
    pub(super) fn has_form_of(&self, shape: Shape) -> bool {
        match (shape.repeated, self.repeated) {
            (Some(wanted), Some(found)) => wanted.is(found),
            (wanted, _) => wanted.is_none() && self.elements.is_empty(),
        }
    }

    /// The shape of a response, if the body can have it.
    pub(super) fn shape_of(&self, response: Response<'static>) -> Option<Shape> {
        Shape::of(self.data, response).filter(|shape| self.has_form_of(*shape))
    }

    /// Where the path of a leaf begins.
    pub(super) fn base(leaf: Leaf, element: Option<Id>) -> Option<Id> {
        if leaf.has(leaf::REPEATED) { element } else { Some(0) }
    }

    /// Calls `visit` for what stands in a leaf, until it says `true`.
    pub(super) fn each(&self, leaf: Leaf, element: Option<Id>, visit: &mut dyn FnMut(Id) -> bool) -> bool {
        match (self.document, Self::base(leaf, element)) {
            (Some(document), Some(base)) => document.each(base, leaf.path.steps(), visit),
            _ => false,
        }
    }

    /// The first value in a leaf.
    pub(super) fn value(&self, leaf: Leaf, element: Option<Id>) -> Option<Cow<'t, str>> {
        self.document?.first(Self::base(leaf, element)?, leaf.path.steps())
    }

    /// Whether more may have stood where a leaf is looked for.
    pub(super) fn is_cut(&self, leaf: Leaf, element: Option<Id>) -> bool {
        match (self.document, Self::base(leaf, element)) {
            (Some(document), Some(base)) => document.is_open(base),
            _ => false,
        }
    }

    /// The value of the first leaf with this role, in the order of the responses that fit the body best.
    pub(super) fn by_role(&self, wanted: u8, element: Option<Id>) -> Option<Cow<'t, str>> {
        let mut best: Option<(i32, Cow<'t, str>)> = None;
        for response in shape::responses(self.data) {
            let Some(shape) = self.shape_of(response) else { continue };
            let found = shape
                .leaves(None)
                .filter(|leaf| leaf.role == wanted)
                .find_map(|leaf| self.value(leaf, element));
            let Some(value) = found else { continue };
            let score = self.score(shape, element);
            if best.as_ref().is_none_or(|(before, _)| score > *before) {
                best = Some((score, value));
            }
        }
        best.map(|(_, value)| value)
    }

    /// How well a body fits a shape: leaves that are there, less those that are not.
    fn score(&self, shape: Shape, element: Option<Id>) -> i32 {
        let leaves = shape
            .leaves(None)
            .filter(|leaf| !matches!(leaf.role, role::EXPRESSION | role::LOCATION));
        leaves
            .map(|leaf| if self.value(leaf, element).is_some() { 1 } else { -1 })
            .sum()
    }

    /// The response that the body fits best, if it fits one at all.
    pub(super) fn best_response(&self, element: Option<Id>) -> Option<Response<'static>> {
        let mut best = None;
        for response in shape::responses(self.data) {
            let Some(shape) = self.shape_of(response) else { continue };
            let score = self.score(shape, element);
            let there = shape.leaves(None).any(|leaf| self.value(leaf, element).is_some());
            if there && best.is_none_or(|(before, _)| score > before) {
                best = Some((score, response));
            }
        }
        best.map(|(_, response)| response)
    }

    /// Whether the header's media type is that of the response; `None` if the header says none.
    ///
    /// FHIR's formats have several names each (<https://hl7.org/fhir/http.html#mime-type>).
    pub(super) fn agrees_in_type(&self, entry: Entry<'static>) -> Option<bool> {
        let found = self.answer.media_type()?;
        let documented = essence(entry.response().content_type()?);
        let form = if self.document.is_some_and(|document| document.xml) {
            Form::Xml
        } else {
            Form::Own
        };
        let is_fhir = entry.response().format() == Format::OperationOutcome;
        let is_name = form.names().iter().any(|known| found.eq_ignore_ascii_case(known));
        Some(found.eq_ignore_ascii_case(documented) || is_fhir && is_name)
    }
}
