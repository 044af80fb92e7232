//! Reads one issue of a response.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::iter;

use error_layout::decoding::{role, usual};
use error_layout::program::argument;
use error_runtime::AsEntry;

use super::document::Id;
use super::evidence::{in_language_of_body, values};
use super::few::Few;
use super::foreign::Fault;
use super::received::ReceivedResponse;
use super::resolve::{self, MAX_CODES, Sent};
use super::subject::Focus;
use super::text::{Kept, Part};

/// The positions of a code, its system and display.
#[derive(Clone, Copy, Debug)]
pub(super) struct CodingData {
    pub(super) code: Option<Part>,
    pub(super) system: Option<Part>,
    pub(super) display: Option<Part>,
}

/// The positions of the parts of an issue, and its entries.
#[derive(Clone, Debug)]
pub(super) struct IssueData<C> {
    /// The position of its first byte in the text.
    pub(super) offset: u32,
    /// The status in the Bundle around it, if it is not that of the response.
    pub(super) status: Option<u16>,
    /// Whether it is the only issue of its body or outcome.
    pub(super) alone: bool,
    /// The entries that match.
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

impl<C> IssueData<C> {
    /// An issue without entries and values.
    pub(super) const fn unknown(offset: u32) -> Self {
        Self {
            offset,
            status: None,
            alone: true,
            entries: Few::None,
            severity: None,
            issue_type: None,
            codings: Few::None,
            text: None,
            diagnostics: None,
            expressions: Vec::new(),
            locations: Vec::new(),
            parameters: Vec::new(),
        }
    }

    /// Completes an issue with an error of the body that the catalog does not describe.
    ///
    /// Values that were read at places of the catalog stay.
    pub(super) fn complete(&mut self, fault: &Fault<'_>, text: &str, kept: &mut Kept, status: &str) {
        // A text at a place of the catalog stays the text.
        let own = self.text.map(|own| own.get(text, &kept.text).to_owned());
        let other = fault
            .text
            .as_ref()
            .filter(|found| own.as_ref().is_some_and(|own| own != *found));
        let mut part = |found: &Option<Cow<'_, str>>| found.as_ref().map(|found| kept.keep(text, found));
        self.text = self.text.or_else(|| part(&fault.text));
        self.diagnostics = self.diagnostics.or_else(|| match other {
            Some(other) => part(&Some(Cow::Borrowed(other))),
            None => part(&fault.diagnostics),
        });
        self.severity = self.severity.or_else(|| part(&fault.severity));
        let display = part(&fault.title);
        if self.expressions.is_empty() {
            let fields = fault.fields.iter().take(MAX_LIST);
            self.expressions = fields.map(|field| kept.keep(text, field)).collect();
        }
        let mut all: Vec<CodingData> = self.codings.as_slice().to_vec();
        for code in fault.codes.iter().take(MAX_CODES - all.len().min(MAX_CODES)) {
            let is_it = |known: &CodingData| known.code.is_some_and(|part| part.get(text, &kept.text) == code.code);
            if !all.iter().any(is_it) {
                all.push(CodingData {
                    code: Some(kept.keep(text, &code.code)),
                    system: code.system.as_ref().map(|system| kept.keep(text, system)),
                    display: None,
                });
            }
        }
        // A code that only repeats the status says the least.
        all.sort_by_key(|coding| coding.code.is_some_and(|code| code.get(text, &kept.text) == status));
        match all.first_mut() {
            Some(first) => first.display = first.display.or(display),
            None => all.extend(display.map(|display| CodingData {
                code: None,
                system: None,
                display: Some(display),
            })),
        }
        self.codings = all.into_iter().collect();
    }

    /// Adds the code of the entry, if it was sent inside of a text or, in a response with one issue, anywhere in the body or in a header.
    pub(super) fn complete_code(&mut self, received: Option<ReceivedResponse<'_>>, text: &str, kept: &mut Kept)
    where
        C: AsEntry,
    {
        let [only] = self.entries.as_slice() else { return };
        let codes = self.codings.as_slice().iter().filter_map(|coding| coding.code);
        let (Some(code), 0) = (only.as_entry().code(), codes.count()) else {
            return;
        };
        let code = code.to_string();
        let whole = received.map(|received| iter::once(text).chain(received.headers().map(|(_, value)| value)));
        let own = [self.text, self.diagnostics].into_iter().flatten();
        let own: Vec<String> = own.map(|part| part.get(text, &kept.text).to_owned()).collect();
        let mut texts = whole.into_iter().flatten().chain(own.iter().map(String::as_str));
        let Some(found) = texts.find_map(|text| word(text, &code)) else {
            return;
        };
        let code = Some(kept.keep(text, found));
        let mut all = self.codings.as_slice().to_vec();
        match all.first_mut() {
            Some(first) => first.code = code,
            None => all.push(CodingData {
                code,
                system: None,
                display: None,
            }),
        }
        self.codings = all.into_iter().collect();
    }
}

/// Returns the place of a text in another one where it is a word of its own.
fn word<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut places = text.match_indices(wanted).filter(|(at, found)| {
        let before = text.get(..*at).unwrap_or_default();
        let behind = text.get(at + found.len()..).unwrap_or_default();
        !found.is_empty() && !before.ends_with(is_part) && !behind.starts_with(is_part)
    });
    places.next().map(|(_, found)| found)
}

/// The largest number of values of a list.
const MAX_LIST: usize = 64;

/// Reads an issue, or a body without issues.
pub(super) fn issue<C: AsEntry>(focus: Focus<'_, '_>) -> IssueData<C> {
    let subject = focus.subject;
    let sent = resolve::sent(focus);
    let entries = resolve::resolve(focus, sent.as_slice());
    let node = focus.element.and_then(|id| subject.document?.node(id));
    let words = words(focus);
    let mut issue = IssueData {
        offset: node.map_or(0, |node| subject.document.map_or(0, |document| document.start_of(node))),
        status: None,
        alone: !subject.several(),
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
    // A value at the place of a code and of a text, in a body whose entry has no code: several words are a text.
    let may_be_text = !subject.is_outcome && entries.as_slice().iter().all(|entry| entry.code().is_none());
    let is_text = |code: Option<Id>| {
        let code = focus.text(code);
        code.as_ref().is_some_and(|code| code.contains(' ')) && focus.text(words.text) == code
    };
    let codes = sent.as_slice().iter();
    let codes = codes.filter(|one| !may_be_text || !is_text(one.code));
    issue.codings = codes.map(|one| coding(focus, one)).collect();
    if let [only] = issue.entries.as_slice() {
        issue.parameters = parameters(focus, *only);
    }
    issue
}

fn coding(focus: Focus<'_, '_>, sent: &Sent) -> CodingData {
    CodingData {
        code: focus.part(sent.code),
        system: focus.part(sent.system),
        display: focus.part(sent.display),
    }
}

/// Reads a body that is neither JSON nor XML.
///
/// `text` is the text of the body or the title of the page.
pub(super) fn bare<C: AsEntry>(focus: Focus<'_, '_>, text: Option<&str>) -> IssueData<C> {
    let mut issue = issue::<C>(focus);
    issue.text = text.map(|text| focus.subject.keep(text));
    issue
}

/// Whether the focus is an issue of an OperationOutcome.
fn is_fhir(focus: Focus<'_, '_>) -> bool {
    focus.subject.is_outcome && focus.element.is_some()
}

/// The members of an issue other than codes.
struct Words {
    severity: Option<Id>,
    issue_type: Option<Id>,
    text: Option<Id>,
    diagnostics: Option<Id>,
    expressions: Vec<Part>,
    locations: Vec<Part>,
}

/// Reads the members of an OperationOutcome's issue, or the leaves with these roles.
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
    let usual = || usual::TEXTS.into_iter().find_map(|path| focus.usual_value(path));
    let by_role = || focus.by_role(role::MESSAGE).or_else(|| focus.by_role(role::TITLE));
    let mut shapes = focus.subject.shapes.as_slice().iter();
    if focus.element.is_none() || shapes.any(|(_, shape)| shape.repeats(role::MESSAGE)) {
        return by_role().or_else(usual);
    }
    // The text around several elements is not theirs.
    usual().or_else(|| by_role().filter(|_| !focus.subject.several()))
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

/// The values of an entry's parameters, as far as its texts determine them.
fn parameters<C: AsEntry>(focus: Focus<'_, '_>, entry: C) -> Vec<(u8, Part)> {
    let subject = focus.subject;
    let entry = entry.as_entry();
    if entry.parameters().is_empty() {
        return Vec::new();
    }
    let entry = in_language_of_body(focus, entry);
    let xml = subject.document.is_some_and(|document| document.xml);
    let mut found: Vec<(u8, Option<Cow<'_, str>>)> = Vec::new();
    values(focus, entry, &mut |(argument, value)| {
        let (Some(position), Some(value)) = (argument.checked_sub(argument::PARAMETER), value) else {
            return;
        };
        match found.iter_mut().find(|(known, _)| *known == position) {
            // Two texts with different values determine none.
            Some((_, known)) => *known = known.take().filter(|known| *known == value),
            None => found.push((position, Some(value))),
        }
    });
    let exact = found.into_iter().filter_map(|(position, value)| {
        let value = value?;
        let parameter = entry.parameters().get(usize::from(position))?;
        // An empty text may be a missing value, and U+FFFD a character that XML does not have.
        let lost = parameter.optional && value.is_empty() || xml && value.contains(char::REPLACEMENT_CHARACTER);
        (!lost).then(|| (position, subject.keep(&value)))
    });
    exact.collect()
}
