//! One issue of an answer, taken out of it.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use error_layout::decoding::{role, usual};
use error_layout::program::argument;
use error_runtime::AsEntry;

use super::document::Id;
use super::evidence::values;
use super::few::Few;
use super::resolve::{self, Sent};
use super::subject::Focus;
use super::text::Part;

/// A code as it was sent, with what stood beside it.
#[derive(Clone, Copy, Debug)]
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
    pub(super) entries: Few<C>,
    pub(super) severity: Option<Part>,
    pub(super) issue_type: Option<Part>,
    pub(super) codings: Few<CodingData>,
    pub(super) text: Option<Part>,
    pub(super) diagnostics: Option<Part>,
    pub(super) expressions: Vec<Part>,
    pub(super) locations: Vec<Part>,
    /// Positions of parameters and their values.
    pub(super) parameters: Vec<(u8, Part)>,
}

/// How many values of a list are kept.
const MAX_LIST: usize = 64;

/// Reads an issue, or a body that has no issues.
pub(super) fn issue<C: AsEntry>(focus: Focus<'_, '_>) -> IssueData<C> {
    let subject = focus.subject;
    let sent = resolve::sent(focus);
    let entries = resolve::resolve(focus, sent.as_slice());
    let node = focus.element.and_then(|id| subject.document?.node(id));
    let words = words(focus);
    let mut issue = IssueData {
        offset: node.map_or(0, |node| node.span.0),
        entries: entries
            .as_slice()
            .iter()
            .filter_map(|entry| C::from_place(subject.data, entry.position()))
            .collect(),
        severity: focus.part(words.severity),
        issue_type: focus.part(words.issue_type),
        codings: Few::None,
        text: focus.part(words.text),
        diagnostics: focus.part(words.diagnostics),
        expressions: words.expressions,
        locations: words.locations,
        parameters: Vec::new(),
    };
    // What may be a text as well as a code, and is none of the codes, is a text if it is more than a word.
    let may_be_text = issue.entries.is_empty() && !subject.is_outcome;
    let is_text = |code: Option<Id>| {
        let code = focus.text(code);
        code.as_ref().is_some_and(|code| code.contains(' ')) && focus.text(words.text) == code
    };
    let codes = sent.as_slice().iter();
    let codes = codes.filter(|one| !may_be_text || !is_text(one.code));
    issue.codings = codes.map(|one| coding(focus, one)).collect();
    if may_be_text && issue.codings.is_empty() {
        issue.codings = foreign_code(focus).into_iter().collect();
    }
    if let [only] = issue.entries.as_slice() {
        issue.parameters = parameters(focus, *only);
    }
    issue
}

/// A code in a body of nobody's form. It makes nothing known, it is only not lost.
fn foreign_code(focus: Focus<'_, '_>) -> Option<CodingData> {
    // Several words are a text.
    let is_code = |code: &Id| {
        let code = focus.text(Some(*code));
        code.is_some_and(|code| !code.is_empty() && !code.contains(' '))
    };
    let code = first_of(focus, usual::CODES, is_code);
    code.is_some().then(|| CodingData {
        code: focus.part(code),
        system: None,
        display: None,
    })
}

fn coding(focus: Focus<'_, '_>, sent: &Sent) -> CodingData {
    CodingData {
        code: focus.part(sent.code),
        system: focus.part(sent.system),
        display: focus.part(sent.display),
    }
}

/// An answer whose body is no document: all that can be said of it is what it is, and its title if it is a page.
pub(super) fn bare<C: AsEntry>(focus: Focus<'_, '_>, text: Option<&str>) -> IssueData<C> {
    let mut issue = issue::<C>(focus);
    issue.text = text.map(|text| focus.subject.keep(text));
    issue
}

/// The title of a page.
pub(super) fn page_title(text: &str) -> Option<&str> {
    let find = |from: usize, wanted: &str| {
        let windows = text.as_bytes().get(from..)?.windows(wanted.len());
        let found = windows
            .take(4_096)
            .position(|part| part.first() == Some(&b'<') && part.eq_ignore_ascii_case(wanted.as_bytes()))?;
        Some(from + found)
    };
    let start = find(0, "<title")?;
    let begin = start + text.get(start..)?.find('>')? + 1;
    let end = find(begin, "</title")?;
    Some(text.get(begin..end)?.trim_ascii()).filter(|title| !title.is_empty())
}

/// Whether it is an issue of an OperationOutcome, whose members are known.
fn is_fhir(focus: Focus<'_, '_>) -> bool {
    focus.subject.is_outcome && focus.element.is_some()
}

/// What an issue says besides its codes.
struct Words {
    severity: Option<Id>,
    issue_type: Option<Id>,
    text: Option<Id>,
    diagnostics: Option<Id>,
    expressions: Vec<Part>,
    locations: Vec<Part>,
}

/// The members of an issue of an OperationOutcome, or what a template has in such placeholders.
fn words(focus: Focus<'_, '_>) -> Words {
    if !is_fhir(focus) {
        return Words {
            severity: focus.by_role(role::SEVERITY),
            issue_type: focus.by_role(role::ISSUE),
            text: text(focus),
            diagnostics: focus.by_role(role::DIAGNOSTICS),
            expressions: list(focus, role::EXPRESSION),
            locations: list(focus, role::LOCATION),
        };
    }
    let members = [
        usual::SEVERITY,
        usual::ISSUE_TYPE,
        usual::TEXT,
        usual::DIAGNOSTICS,
        usual::EXPRESSION,
        usual::LOCATION,
    ];
    let [severity, issue_type, text, diagnostics, expression, location] = focus.usual_values(members);
    let all = |first: Option<Id>, member| first.map_or_else(Vec::new, |_| parts(focus, focus.usual(member)));
    Words {
        severity,
        issue_type,
        text,
        diagnostics,
        expressions: all(expression, usual::EXPRESSION),
        locations: all(location, usual::LOCATION),
    }
}

fn text(focus: Focus<'_, '_>) -> Option<Id> {
    focus
        .by_role(role::MESSAGE)
        .or_else(|| focus.by_role(role::TITLE))
        .or_else(|| first_of(focus, usual::TEXTS, |_| true))
}

/// The first value at one of the usual paths that is accepted, if each has only one.
fn first_of(focus: Focus<'_, '_>, mut paths: Range<usize>, accepts: impl Fn(&Id) -> bool) -> Option<Id> {
    focus.subject.document?;
    paths.find_map(|path| focus.usual_value(path).filter(&accepts))
}

/// The values of the first leaf with a role.
fn list(focus: Focus<'_, '_>, role: u8) -> Vec<Part> {
    let mut shapes = focus.subject.shapes.as_slice().iter();
    let leaf = shapes.find_map(|(_, shape)| shape.with_role(role).next());
    leaf.map_or_else(Vec::new, |leaf| parts(focus, focus.nodes(leaf)))
}

fn parts(focus: Focus<'_, '_>, nodes: impl Iterator<Item = Id>) -> Vec<Part> {
    nodes.filter_map(|id| focus.part(Some(id))).take(MAX_LIST).collect()
}

/// The values of an entry's parameters, as far as the texts that the entry wrote give them back.
fn parameters<C: AsEntry>(focus: Focus<'_, '_>, entry: C) -> Vec<(u8, Part)> {
    let subject = focus.subject;
    let entry = entry.as_entry();
    if entry.parameters().is_empty() {
        return Vec::new();
    }
    let xml = subject.document.is_some_and(|document| document.xml);
    let mut found: Vec<(u8, Option<Cow<'_, str>>)> = Vec::new();
    values(focus, entry, &mut |(slot, value)| {
        let (Some(position), Some(value)) = (slot.checked_sub(argument::PARAMETER), value) else {
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
        (!lost).then(|| (position, subject.keep(&value)))
    });
    exact.collect()
}
