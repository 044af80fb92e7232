//! One issue of an answer, taken out of it.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use error_layout::decoding::role;
use error_layout::program::slot;

use super::document::{Document, Id};
use super::evidence::judge;
use super::resolve::{self, Sent};
use super::shape;
use super::subject::Subject;
use super::text::Part;
use crate::catalog::AsEntry;

/// A code as it was sent, with what stood beside it.
#[derive(Clone, Debug)]
pub(super) struct CodingData {
    pub(super) code: Option<Part>,
    pub(super) system: Option<Part>,
    pub(super) display: Option<Part>,
}

/// What an issue says, and what it was found to be.
#[derive(Clone, Debug)]
pub(super) struct IssueData<C> {
    /// Where it begins in the text.
    pub(super) offset: u32,
    /// The entries it can be.
    pub(super) entries: Vec<C>,
    pub(super) severity: Option<Part>,
    pub(super) issue_type: Option<Part>,
    pub(super) codings: Vec<CodingData>,
    pub(super) text: Option<Part>,
    pub(super) diagnostics: Option<Part>,
    pub(super) expressions: Vec<Part>,
    pub(super) locations: Vec<Part>,
    /// Positions of parameters and their values.
    pub(super) parameters: Vec<(u8, Part)>,
}

/// Members that texts stand in where no template says so.
const TEXTS: [&[&str]; 15] = [
    &["message"],
    &["detail"],
    &["error", "message"],
    &["error_description"],
    &["description"],
    &["title"],
    &["fault", "faultstring"],
    &["errors", "detail"],
    &["errors", "message"],
    &["errors", "title"],
    &["errorMessage"],
    &["error"],
    &["Message"],
    &["Error"],
    &["reason"],
];

/// Members that codes stand in where no template says so: OAuth (RFC 6749, section 5.2), JSON:API, and gateways before an API.
const CODES: [&[&str]; 8] = [
    &["error", "code"],
    &["fault", "detail", "errorcode"],
    &["errors", "code"],
    &["error_code"],
    &["errorCode"],
    &["ErrorCode"],
    &["code"],
    &["error"],
];

/// How many values of a list are kept.
const MAX_LIST: usize = 64;

/// Reads an issue; without `element`, a body that has no issues.
pub(super) fn issue<C: AsEntry>(subject: &Subject<'_>, element: Option<Id>) -> IssueData<C> {
    let keep = |found: Cow<'_, str>| Part::new(subject.text, found);
    let sent = resolve::sent(subject, element);
    let positions = resolve::resolve(subject, element, &sent);
    let fields = Fields { subject, element };
    let text = fields.text().map(keep);
    let offset = element
        .and_then(|id| Some(subject.document?.node(id)?.span.0))
        .unwrap_or(0);
    let mut issue = IssueData {
        offset,
        entries: positions
            .into_iter()
            .filter_map(|position| C::from_place(subject.data, position))
            .collect(),
        severity: fields.word("severity", role::SEVERITY).map(keep),
        issue_type: fields.word("code", role::ISSUE).map(keep),
        codings: Vec::new(),
        text,
        diagnostics: fields.word("diagnostics", role::DIAGNOSTICS).map(keep),
        expressions: fields.list("expression", role::EXPRESSION),
        locations: fields.list("location", role::LOCATION),
        parameters: Vec::new(),
    };
    for one in sent {
        // What may be a text as well as a code, and is none of the codes, is a text if it is more than a word.
        let is_text = issue.entries.is_empty()
            && !subject.is_outcome
            && one.code.as_ref().is_some_and(|code| {
                code.contains(' ') && issue.text.as_ref().is_some_and(|text| text.get(subject.text) == code)
            });
        if !is_text {
            issue.codings.push(coding(subject.text, one));
        }
    }
    if issue.entries.is_empty() && issue.codings.is_empty() && !subject.is_outcome {
        issue.codings.extend(foreign_code(subject, element));
    }
    if let [only] = issue.entries.as_slice() {
        issue.parameters = parameters(subject, element, *only);
    }
    issue
}

/// A code in a body of nobody's form. It makes nothing known, it is only not lost.
fn foreign_code(subject: &Subject<'_>, element: Option<Id>) -> Option<CodingData> {
    let document = subject.document?;
    let base = element.unwrap_or(0);
    // Several words are a text.
    let is_code = |code: &Cow<'_, str>| !code.is_empty() && !code.contains(' ');
    let mut codes = CODES
        .iter()
        .filter_map(|path| document.first(base, path.iter().copied()));
    let code = codes.find(is_code)?;
    Some(CodingData {
        code: Some(Part::new(subject.text, code)),
        system: None,
        display: None,
    })
}

fn coding(text: &str, sent: Sent<'_>) -> CodingData {
    let keep = |found: Option<Cow<'_, str>>| found.map(|found| Part::new(text, found));
    CodingData {
        code: keep(sent.code),
        system: keep(sent.system),
        display: keep(sent.display),
    }
}

/// An answer whose body is no document: all that can be said of it is what it is, and its title if it is a page.
pub(super) fn bare<C: AsEntry>(subject: &Subject<'_>, text: Option<&str>) -> IssueData<C> {
    let mut issue = issue::<C>(subject, None);
    issue.text = text.map(|text| Part::new(subject.text, Cow::Borrowed(text)));
    issue
}

/// The title of a page.
pub(super) fn page_title(text: &str) -> Option<&str> {
    let find = |from: usize, wanted: &str| {
        let windows = text.as_bytes().get(from..)?.windows(wanted.len());
        let found = windows
            .take(4_096)
            .position(|part| part.eq_ignore_ascii_case(wanted.as_bytes()))?;
        Some(from + found)
    };
    let start = find(0, "<title")?;
    let begin = start + text.get(start..)?.find('>')? + 1;
    let end = find(begin, "</title")?;
    Some(text.get(begin..end)?.trim_ascii()).filter(|title| !title.is_empty())
}

struct Fields<'s, 't> {
    subject: &'s Subject<'t>,
    element: Option<Id>,
}

impl<'t> Fields<'_, 't> {
    fn outcome(&self) -> Option<(&'t Document<'t>, Id)> {
        let document = self.subject.document.filter(|_| self.subject.is_outcome)?;
        Some((document, self.element?))
    }

    /// A member of an issue of an OperationOutcome, or what a template has in such a hole.
    fn word(&self, name: &'static str, role: u8) -> Option<Cow<'t, str>> {
        match self.outcome() {
            Some((document, id)) => document.first(id, [name].into_iter()),
            None => self.subject.by_role(role, self.element),
        }
    }

    fn text(&self) -> Option<Cow<'t, str>> {
        if let Some((document, id)) = self.outcome() {
            return document.first(id, ["details", "text"].into_iter());
        }
        let document = self.subject.document?;
        let by_role = |role| self.subject.by_role(role, self.element);
        let base = self.element.unwrap_or(0);
        by_role(role::MESSAGE)
            .or_else(|| by_role(role::TITLE))
            .or_else(|| TEXTS.iter().find_map(|path| document.first(base, path.iter().copied())))
    }

    fn list(&self, name: &'static str, role: u8) -> Vec<Part> {
        let mut list = Vec::new();
        let Some(document) = self.subject.document else {
            return list;
        };
        let mut keep = |id| {
            list.extend(document.value(id).map(|value| Part::new(self.subject.text, value)));
            list.len() >= MAX_LIST
        };
        if let Some((document, id)) = self.outcome() {
            document.each(id, [name].into_iter(), &mut keep);
            return list;
        }
        for response in shape::responses(self.subject.data) {
            let shape = self.subject.shape_of(response);
            let leaf = shape.and_then(|shape| shape.leaves(None).find(|leaf| leaf.role == role));
            if let Some(leaf) = leaf {
                self.subject.each(leaf, self.element, &mut keep);
                break;
            }
        }
        list
    }
}

/// The values of an entry's parameters, as far as the texts that the entry wrote give them back.
fn parameters<C: AsEntry>(subject: &Subject<'_>, element: Option<Id>, entry: C) -> Vec<(u8, Part)> {
    let entry = entry.as_entry();
    if entry.parameters().is_empty() {
        return Vec::new();
    }
    let xml = subject.document.is_some_and(|document| document.xml);
    let mut found: Vec<(u8, Option<Cow<'_, str>>)> = Vec::new();
    judge(subject, element, entry, &mut |(slot, value)| {
        let (Some(position), Some(value)) = (slot.checked_sub(slot::PARAMETER), value) else {
            return;
        };
        match found.iter_mut().find(|(known, _)| *known == position) {
            // Two texts that disagree give no value at all.
            Some((_, known)) => *known = known.take().filter(|known| *known == value),
            None => found.push((position, Some(value))),
        }
    });
    let exact = found.into_iter().filter_map(|(position, value)| {
        let value = value?;
        let parameter = entry.parameters().get(usize::from(position))?;
        // Nothing may have been written because there was no value; and U+FFFD for what XML cannot hold.
        let lost = parameter.optional && value.is_empty() || xml && value.contains(char::REPLACEMENT_CHARACTER);
        (!lost).then(|| (position, Part::new(subject.text, value)))
    });
    exact.collect()
}
