//! The form of a body: the region whose elements are its issues, or none.
//!
//! Several responses of a catalog can have different values at one place: a list of errors, and a map of fields that is also named `errors`.

use error_runtime::__compiled::responses;
use error_runtime::Format;

use super::super::document::{Document, Id, Kind};
use super::super::evidence::judge;
use super::super::few::Few;
use super::super::places::{self, Region};
use super::super::resolve;
use super::super::shape::Shape;
use super::{Focus, MAX_ISSUES, Subject, is_issue};

/// What speaks for a form, the most important first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Whether its first issue has an entry.
    is_known: bool,
    /// The number of values of its best shape that the body has.
    values: u32,
    /// Whether nothing contradicts an entry of its first issue.
    is_consistent: bool,
}

impl<'t> Subject<'t> {
    /// Selects the form of the body, and finds its issues and shapes.
    pub(super) fn find_form(&mut self, document: &'t Document<'t>) {
        let regions = self.regions(document);
        let regions = regions.as_slice();
        let first = regions.first().copied();
        self.take_form(document, first);
        let is_whole = first.is_some() && !self.is_outcome && self.can_be_whole(document);
        if regions.len() + usize::from(is_whole) < 2 {
            return;
        }
        let mut best = (self.rank(document), first);
        let others = regions.iter().skip(1).copied().map(Some);
        for form in others.chain(is_whole.then_some(None)) {
            self.take_form(document, form);
            let rank = self.rank(document);
            if rank > best.0 {
                best = (rank, form);
            }
        }
        self.take_form(document, best.1);
    }

    /// The repeated regions of which the body has elements.
    fn regions(&self, document: &Document<'_>) -> Few<Region> {
        let data = self.data;
        // The place of a list is that of its elements, so a body that is not a list has none.
        let is_list = !document.xml && document.body().trim_ascii_start().starts_with('[');
        let mut found: Few<Region> = Few::None;
        for response in responses(data).filter(|response| document.xml || response.format() != Format::Xml) {
            if let Some(region) = Shape::of(data, response).and_then(Shape::repeated)
                && (is_list || region.place(data) != places::BODY)
                && !found.as_slice().contains(&region)
                && has_elements(self, document, region)
            {
                found.push(region);
            }
        }
        found
    }

    /// Whether a response without a repeated region has a value that the body has.
    fn can_be_whole(&self, document: &Document<'_>) -> bool {
        responses(self.data)
            .filter(|response| document.xml || response.format() != Format::Xml)
            .filter_map(|response| Shape::of(self.data, response).filter(|shape| shape.repeated().is_none()))
            .any(|shape| {
                let mut leaves = shape.leaves(None);
                leaves.any(|leaf| document.at(document.all(), leaf.place).next().is_some())
            })
    }

    /// Reads the body in a form.
    fn take_form(&mut self, document: &Document<'_>, form: Option<Region>) {
        (self.repeated, self.issues, self.count, self.too_many) = (form, Region::BODY, 0, false);
        if let Some(region) = form.or(self.is_outcome.then_some(Region::ISSUE)) {
            self.issues = region;
            self.count_issues(document);
        }
        (self.shapes, self.roles) = (Few::None, 0);
        for response in responses(self.data) {
            if let Some(shape) = self.shape_of(response) {
                self.shapes.push((response, shape));
                self.roles |= shape.roles();
            }
        }
    }

    fn count_issues(&mut self, document: &Document<'_>) {
        let mut has_elements = false;
        for id in document.at(document.all(), self.issues.place(self.data)) {
            let is_full = self.count >= MAX_ISSUES;
            self.too_many |= is_full;
            self.count += usize::from(!is_full && is_issue(document, id));
            has_elements |= is_element(document, id);
        }
        // `null` alone is the same as no elements.
        self.count *= usize::from(has_elements);
    }

    fn rank(&self, document: &Document<'_>) -> Rank {
        let issue = self.issues().next();
        let focus = issue.map_or_else(|| Focus::whole(self), |issue| Focus::issue(self, issue));
        let entries = resolve::resolve(focus, resolve::sent(focus).as_slice());
        let values = |shape: Shape| {
            let there = shape.leaves(None).filter(|leaf| {
                focus
                    .nodes(*leaf)
                    .any(|id| document.node(id).is_some_and(|node| node.kind != Kind::Null))
            });
            let numbers = there.fold(0_u64, |bits, leaf| bits | 1 << leaf.number.min(63));
            numbers.count_ones()
        };
        Rank {
            is_known: !entries.is_empty(),
            values: self
                .shapes
                .as_slice()
                .iter()
                .map(|(_, shape)| values(*shape))
                .max()
                .unwrap_or(0),
            is_consistent: entries
                .as_slice()
                .iter()
                .any(|entry| judge(focus, *entry).is_consistent()),
        }
    }
}

fn has_elements(subject: &Subject<'_>, document: &Document<'_>, region: Region) -> bool {
    let mut all = document.at(document.all(), region.place(subject.data));
    all.any(|id| is_element(document, id))
}

/// Whether a node is an issue other than `null`.
fn is_element(document: &Document<'_>, id: Id) -> bool {
    is_issue(document, id) && document.node(id).is_some_and(|node| node.kind != Kind::Null)
}
