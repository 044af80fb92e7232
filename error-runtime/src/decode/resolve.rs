//! From what speaks for and against entries to one of them, to several that cannot be told apart, or to none.
//!
//! Nothing here is a matter of scores. An entry is left out because something speaks against it, or because all that speaks for it speaks for
//! another one, too, and something more besides. What is left is one entry, or several of which any could be meant.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use error_layout::decoding::role;

use super::document::Id;
use super::evidence::{Verdict, bit, judge};
use super::pattern::{self, Context};
use super::shape::{self, Path, Shape};
use super::subject::Subject;
use crate::entry::Entry;
use crate::vocabulary::Format;

/// A code as it was sent.
pub(super) struct Sent<'t> {
    /// The number and the path of the leaf it stands in; `None` for a place that no template of the catalog has.
    place: Option<(u32, Path)>,
    pub(super) code: Option<Cow<'t, str>>,
    pub(super) system: Option<Cow<'t, str>>,
    pub(super) display: Option<Cow<'t, str>>,
}

/// Where the codes of an OperationOutcome stand (<https://hl7.org/fhir/operationoutcome.html>).
const CODINGS: [&str; 2] = ["details", "coding"];

/// How many codes of one issue are looked at.
const MAX_CODES: usize = 16;

/// The codes of an issue, or of a body without issues.
pub(super) fn sent<'t>(subject: &Subject<'t>, element: Option<Id>) -> Vec<Sent<'t>> {
    let mut all: Vec<Sent<'t>> = Vec::new();
    let mut seen: u64 = 0;
    for response in shape::responses(subject.data) {
        let Some(shape) = subject.shape_of(response) else {
            continue;
        };
        for leaf in shape.leaves(None).filter(|leaf| leaf.role == role::CODE) {
            let bit = 1_u64.checked_shl(leaf.number).unwrap_or(0);
            if let (0, Some(base), Some(last)) = (seen & bit, Subject::base(leaf, element), leaf.path.steps().last()) {
                let parents = leaf.path.steps().count() - 1;
                let place = Some((leaf.number, leaf.path));
                collect(subject, base, leaf.path.steps().take(parents), (last, place), &mut all);
            }
            seen |= bit;
        }
    }
    if all.is_empty() && subject.is_outcome {
        collect(
            subject,
            element.unwrap_or(0),
            CODINGS.into_iter(),
            ("code", None),
            &mut all,
        );
    }
    all
}

/// Adds the codes that stand under a name in the objects at a path.
fn collect<'t, 'p>(
    subject: &Subject<'t>,
    base: Id,
    path: impl Iterator<Item = &'p str> + Clone,
    (last, place): (&str, Option<(u32, Path)>),
    all: &mut Vec<Sent<'t>>,
) {
    let Some(document) = subject.document else { return };
    document.each(base, path, &mut |parent| {
        let member = |name: &'static str| document.first(parent, [name].into_iter());
        let one = Sent {
            place,
            code: document.first(parent, [last].into_iter()),
            system: member("system"),
            display: member("display"),
        };
        if one.code.is_some() || place.is_none() && one.system.is_some() {
            all.push(one);
        }
        all.len() >= MAX_CODES
    });
}

/// An entry and what speaks for it.
struct Candidate {
    entry: Entry<'static>,
    verdict: Verdict,
}

fn candidate(subject: &Subject<'_>, element: Option<Id>, entry: Entry<'static>) -> Candidate {
    Candidate {
        entry,
        verdict: judge(subject, element, entry, &mut |_| {}),
    }
}

/// The entries that an issue can be, by their positions; none if it is none of the catalog.
pub(super) fn resolve(subject: &Subject<'_>, element: Option<Id>, sent: &[Sent<'_>]) -> Vec<usize> {
    let mut coded: Vec<Candidate> = Vec::new();
    for one in sent {
        let Some(code) = &one.code else { continue };
        for position in subject.data.positions_by_code(code) {
            let Some(entry) = subject.data.entry(position) else {
                continue;
            };
            let known = coded.iter().any(|known| known.entry.position() == position);
            if !known && writes_code(subject, entry, one) {
                coded.push(candidate(subject, element, entry));
            }
        }
    }
    if !coded.is_empty() {
        if coded.iter().any(|one| one.verdict.is_consistent()) {
            coded.retain(|one| one.verdict.is_consistent());
            return undominated(&coded);
        }
        // Another response may have a text where these have their code. Otherwise the code says that it is one of them, however
        // little else agrees.
        let text = without_code(subject, element, sent, &[Verdict::is_consistent]);
        return if text.is_empty() { undominated(&coded) } else { text };
    }
    let found = without_code(
        subject,
        element,
        sent,
        &[Verdict::is_consistent, is_like, is_like_but_for_issue],
    );
    if !found.is_empty() {
        return found;
    }
    let found = whatever_the_status(subject, element);
    if found.is_empty() {
        by_status_alone(subject, element, sent)
    } else {
        found
    }
}

/// Whether an entry writes its code at the place where one was found, and means the same system of codes.
fn writes_code(subject: &Subject<'_>, entry: Entry<'static>, sent: &Sent<'_>) -> bool {
    let Some(shape) = subject.shape_of(entry.response()) else {
        return false;
    };
    let Some((number, place)) = sent.place else {
        return false;
    };
    if !shape
        .leaves(None)
        .any(|leaf| leaf.role == role::CODE && leaf.number == number)
    {
        return false;
    }
    let Some(found) = sent.system.as_deref() else {
        // Without a system it is at least the code of no other one.
        return true;
    };
    let parents = place.steps().count() - 1;
    let own = shape.leaves(Some(entry)).find(|leaf| {
        let mut steps = leaf.path.steps();
        place.steps().take(parents).all(|step| steps.next() == Some(step)) && steps.eq(["system"])
    });
    let Some(program) = own.and_then(|leaf| leaf.program) else {
        return true;
    };
    let context = Context::new(entry, subject.answer.status(), &subject.status_text);
    let mut documented = None;
    let _ = pattern::constants(context, program, &mut |run| {
        documented = Some(documented.is_none() && is_same_system(run, found));
        true
    });
    documented.unwrap_or(true) || names_no_system(found)
}

/// Whether two systems are the same but for the spelling of the scheme, letters and a slash at the end: NHS bodies have `CodeSystem` and
/// `Codesystem`.
fn is_same_system(one: &str, other: &str) -> bool {
    fn bare(system: &str) -> &str {
        let system = system
            .strip_prefix("https://")
            .or_else(|| system.strip_prefix("http://"))
            .unwrap_or(system);
        system.trim_end_matches('/')
    }
    bare(one.trim_ascii()).eq_ignore_ascii_case(bare(other.trim_ascii()))
}

/// Whether a system is the URL of a value set. A value set defines no codes, so `Coding.system` must not name one
/// (<https://hl7.org/fhir/datatypes.html#Coding>): it says nothing about whose code it is.
fn names_no_system(system: &str) -> bool {
    let wanted = b"/valueset/";
    system
        .as_bytes()
        .windows(wanted.len())
        .any(|part| part.eq_ignore_ascii_case(wanted))
}

/// How many bytes of an entry's own words make it known in a body that is not whole.
const TELLING: usize = 8;

/// Entries whose answers carry no code, by everything else.
fn without_code(
    subject: &Subject<'_>,
    element: Option<Id>,
    sent: &[Sent<'_>],
    tiers: &[fn(&Verdict) -> bool],
) -> Vec<usize> {
    let cut = is_cut(subject, element);
    let code_may_be_missing = cut && sent.is_empty();
    let status = subject.answer.status();
    let mut all: Vec<Candidate> = Vec::new();
    for entry in entries(subject) {
        let (lowest, highest) = entry.status_range();
        if !(lowest..=highest).contains(&status) || shows_code(subject, entry) && !code_may_be_missing {
            continue;
        }
        let one = candidate(subject, element, entry);
        if is_telling(subject, &one) && (!cut || one.verdict.literal >= TELLING) {
            all.push(one);
        }
    }
    for tier in tiers {
        if all.iter().any(|one| tier(&one.verdict)) {
            all.retain(|one| tier(&one.verdict));
            // Nothing has its code but by that code.
            let guessed = all.iter().any(|one| shows_code(subject, one.entry));
            return if guessed { Vec::new() } else { undominated(&all) };
        }
    }
    Vec::new()
}

fn entries(subject: &Subject<'_>) -> impl Iterator<Item = Entry<'static>> {
    let data = subject.data;
    (0..data.entries()).filter_map(move |position| data.entry(position))
}

/// Whether the end of an issue, or of a body without issues, was not seen.
fn is_cut(subject: &Subject<'_>, element: Option<Id>) -> bool {
    subject
        .document
        .is_some_and(|document| document.is_open(element.unwrap_or(0)))
}

/// How many bytes of an entry's own words make it known in spite of its status.
const UNMISTAKABLE: usize = 24;

/// The one entry without a code whose link or whose own words stand in an answer with another status than it has. A link that no other
/// entry has is as good as a code (RFC 9457, section 3.1.1); a long text at the right endpoint is not there by chance.
fn whatever_the_status(subject: &Subject<'_>, element: Option<Id>) -> Vec<usize> {
    if is_cut(subject, element) {
        return Vec::new();
    }
    let is_it = |verdict: &Verdict| {
        verdict.strong == Some(true) || verdict.foreign == bit::STATUS && verdict.literal >= UNMISTAKABLE
    };
    let mut all = entries(subject)
        .filter(|entry| !shows_code(subject, *entry))
        .filter(|entry| is_it(&candidate(subject, element, *entry).verdict));
    match (all.next(), all.next()) {
        (Some(only), None) => [only.position()].into(),
        _ => Vec::new(),
    }
}

/// The one entry with exactly this status, in a form in which the catalog has no codes at all: the table of such an API has a row for each
/// status, and its issue type may be another one. Everything else must agree, and a code that says more than the status is somebody else's. The status
/// of several issues need not be that of each.
fn by_status_alone(subject: &Subject<'_>, element: Option<Id>, sent: &[Sent<'_>]) -> Vec<usize> {
    let status = subject.answer.status();
    let has_form = |entry: &Entry<'static>| subject.shape_of(entry.response()).is_some();
    let mut same_form = entries(subject).filter(has_form);
    let says_more = |one: &Sent<'_>| {
        one.code
            .as_ref()
            .is_some_and(|code| *code != subject.status_text.as_str())
    };
    if !subject.is_outcome
        || subject.several()
        || is_cut(subject, element)
        || sent.iter().any(says_more)
        || same_form.any(|entry| shows_code(subject, entry))
    {
        return Vec::new();
    }
    let mut all = entries(subject)
        .filter(has_form)
        .filter(|entry| entry.status_range() == (status, status) && entry.issue_type().is_some());
    match (all.next(), all.next()) {
        (Some(only), None) => {
            let verdict = candidate(subject, element, only).verdict;
            let is_it = verdict.foreign == verdict.foreign_issue;
            is_it.then(|| only.position()).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What makes the entry another one than its like agrees; what decorates it need not.
fn is_like(verdict: &Verdict) -> bool {
    verdict.foreign == 0 && (verdict.literal > 0 || verdict.issue)
}

/// Status and words agree, only the issue type does not.
fn is_like_but_for_issue(verdict: &Verdict) -> bool {
    verdict.foreign == verdict.foreign_issue && verdict.literal >= TELLING
}

/// Whether the answers of an entry carry its code.
fn shows_code(subject: &Subject<'_>, entry: Entry<'static>) -> bool {
    entry.code().is_some()
        && Shape::of(subject.data, entry.response())
            .is_some_and(|shape| shape.leaves(None).any(|leaf| leaf.role == role::CODE))
}

/// Whether what agrees is more than a status: an entry of some endpoints whose text can be any is not known by its status alone.
fn is_telling(subject: &Subject<'_>, one: &Candidate) -> bool {
    one.verdict.literal > 0
        || one.verdict.issue
        || one.verdict.agree & bit::ENDPOINT != 0
        || one.entry.response().format() == Format::Empty
        || subject.answer.path().is_none() && one.entry.endpoints().is_empty()
}

/// The candidates for which nothing more speaks than for another one.
fn undominated(candidates: &[Candidate]) -> Vec<usize> {
    let merits = |one: &Candidate| one.verdict.merits();
    let is_less = |one: u64, other: u64| one != other && one & !other == 0;
    candidates
        .iter()
        .filter(|one| !candidates.iter().any(|other| is_less(merits(one), merits(other))))
        .map(|one| one.entry.position())
        .collect()
}
