//! Finds the entries of an issue from the evidence: one, several, or none.
//!
//! There are no scores. An entry is excluded if evidence contradicts it, or if all its evidence also supports another entry that has more. The entries
//! left are the result.

use alloc::vec::Vec;

use error_layout::bytes;
use error_layout::decoding::{leaf_flag, role, usual};
use error_runtime::__compiled;
use error_runtime::{Entry, Format};

use super::document::{Document, Id};
use super::evidence::{Verdict, bit, judge};
use super::few::Few;
use super::pattern;
use super::places::Place;
use super::shape::{Leaf, Shape};
use super::subject::{Focus, Subject};
use super::way::Context;

/// A code as sent, with its system and display.
#[derive(Clone, Copy)]
pub(super) struct Sent {
    /// The leaf of the code; `None` at a place outside of all templates.
    leaf: Option<Leaf>,
    pub(super) code: Option<Id>,
    pub(super) system: Option<Id>,
    pub(super) display: Option<Id>,
}

/// The largest number of codes of one issue.
pub(super) const MAX_CODES: usize = 16;

/// Reads the codes of an issue, or of a body without issues.
pub(super) fn sent(focus: Focus<'_, '_>) -> Few<Sent> {
    let mut all = Few::None;
    let mut seen: u64 = 0;
    let Some(document) = focus.subject.document else {
        return all;
    };
    let shapes = focus.subject.shapes.as_slice();
    // The code around an element with a code is that of the body.
    let has_own = || shapes.iter().any(|(_, shape)| focus.has_own(*shape, role::CODE));
    for (_, shape) in shapes {
        let is_body = |leaf: &Leaf| !leaf.has(leaf_flag::REPEATED) && focus.element.is_some() && has_own();
        for leaf in shape.with_role(role::CODE).filter(|leaf| !is_body(leaf)) {
            let bit = 1_u64.checked_shl(leaf.number.into()).unwrap_or(0);
            if seen & bit == 0 {
                let parents = focus.nodes_at(leaf, document.places.parent(leaf.place));
                let [system, display] = leaf.beside;
                collect(document, parents, [leaf.place, system, display], Some(leaf), &mut all);
            }
            seen |= bit;
        }
    }
    if all.is_empty() && focus.subject.is_outcome {
        let places = focus.usual_places([usual::CODE, usual::SYSTEM, usual::DISPLAY]);
        collect(document, focus.usual(usual::CODING), places, None, &mut all);
    }
    all
}

/// Adds the codes of some objects, with their systems and displays.
fn collect(
    document: &Document<'_>,
    parents: impl Iterator<Item = Id>,
    places: [Place; 3],
    leaf: Option<Leaf>,
    all: &mut Few<Sent>,
) {
    for object in parents {
        let [code, system, display] = document.firsts(document.inside(object), places);
        if code.is_some() || leaf.is_none() && system.is_some() {
            all.push(Sent {
                leaf,
                code,
                system,
                display,
            });
        }
        if all.as_slice().len() >= MAX_CODES {
            return;
        }
    }
}

/// An entry and its evidence.
struct Candidate {
    entry: Entry<'static>,
    verdict: Verdict,
}

fn candidate(focus: Focus<'_, '_>, entry: Entry<'static>) -> Candidate {
    Candidate {
        entry,
        verdict: judge(focus, entry),
    }
}

/// Finds the entries that an issue matches.
pub(super) fn resolve(focus: Focus<'_, '_>, sent: &[Sent]) -> Few<Entry<'static>> {
    if focus.subject.received.is_head() {
        return without_body(focus);
    }
    let data = focus.subject.data;
    let mut coded: Few<Entry<'static>> = Few::None;
    for one in sent {
        let Some(code) = focus.text(one.code) else { continue };
        let positions = data.positions_by_code(&code).chain(data.positions_by_alias(&code));
        for entry in positions.filter_map(|position| data.entry(position)) {
            let known = coded
                .as_slice()
                .iter()
                .any(|known| known.position() == entry.position());
            if !known && writes_code(focus, entry, one) {
                coded.push(entry);
            }
        }
    }
    if let [only] = coded.as_slice()
        && !codeless(focus.subject).any(|entry| has_status(focus.subject, entry))
    {
        // No other entry is possible. An entry that is added later can have the same code and another subcode.
        let is_other = has_constant(focus.subject, *only) && judge(focus, *only).other_than_own;
        return if is_other { Few::None } else { Few::One(*only) };
    }
    if !coded.is_empty() {
        let coded = coded.as_slice().iter();
        let mut coded: Vec<Candidate> = coded.map(|entry| candidate(focus, *entry)).collect();
        if coded.iter().any(|one| one.verdict.is_consistent()) {
            coded.retain(|one| one.verdict.is_consistent());
            return undominated(&coded);
        }
        // Another response may have a text at the place of the code. Otherwise the code decides, whatever else differs.
        let text = without_code(focus, sent, &[Verdict::is_consistent]);
        // Of entries that share a code, none has another subcode than its own; a single one may lack it.
        let is_shared = coded.len() > 1;
        coded.retain(|one| !(one.verdict.other_than_own || is_shared && one.verdict.other_constant));
        return if text.is_empty() { undominated(&coded) } else { text };
    }
    let found = without_code(focus, sent, &[Verdict::is_consistent, is_like, is_like_but_for_issue]);
    if !found.is_empty() {
        return found;
    }
    let found = whatever_the_status(focus);
    if found.is_empty() {
        by_status_alone(focus, sent)
    } else {
        found
    }
}

/// Finds the entries of a response to `HEAD`, by status, request and headers.
///
/// A `Content-Type` that differs contradicts an entry: the page of a proxy is of another type than the responses of the API. So does another challenge; if
/// the only entry left lacks a part of it, the API has an error that the catalog does not describe.
fn without_body(focus: Focus<'_, '_>) -> Few<Entry<'static>> {
    let subject = focus.subject;
    let all = entries(subject).filter(|entry| has_status(subject, *entry));
    let mut has_others = false;
    let mut is_possible = |one: &Candidate| {
        has_others |= one.verdict.foreign & bit::CHALLENGES != 0;
        one.verdict.foreign == 0 && one.verdict.against & bit::TYPE == 0
    };
    let all = all.map(|entry| candidate(focus, entry));
    let mut all: Vec<Candidate> = all.filter(&mut is_possible).collect();
    if all.iter().any(|one| one.verdict.is_consistent()) {
        all.retain(|one| one.verdict.is_consistent());
    } else if has_others && all.len() == 1 {
        return Few::None;
    }
    undominated(&all)
}

/// Whether an entry writes its code at this place, with the same system.
fn writes_code(focus: Focus<'_, '_>, entry: Entry<'static>, sent: &Sent) -> bool {
    let subject = focus.subject;
    let (Some(shape), Some(place)) = (subject.shape_of(entry.response()), sent.leaf) else {
        return false;
    };
    if !shape.with_role(role::CODE).any(|leaf| leaf.number == place.number) {
        return false;
    }
    let Some(found) = focus.text(sent.system) else {
        // A missing system contradicts none.
        return true;
    };
    let [system, _] = place.beside;
    let Some(program) = shape.program_at(system, entry) else {
        return true;
    };
    let program = program.get();
    if let Some(only) = pattern::only_segment(entry, program) {
        return is_same_system(only, &found) || names_no_system(&found);
    }
    let context = Context::new(entry, subject.received.status(), subject.status_text.as_str());
    let mut documented = None;
    let whole = pattern::constants(context, program, &mut |segment| {
        documented = Some(documented.is_none() && is_same_system(segment, &found));
        true
    });
    let documented = documented.filter(|_| whole.is_some());
    documented.unwrap_or(true) || names_no_system(&found)
}

/// Whether two systems are equal apart from scheme, case and a final slash.
///
/// NHS bodies have both `CodeSystem` and `Codesystem`.
fn is_same_system(one: &str, other: &str) -> bool {
    fn bare(system: &str) -> &str {
        let system = system
            .strip_prefix("https://")
            .or_else(|| system.strip_prefix("http://"))
            .unwrap_or(system);
        system.trim_end_matches('/')
    }
    one == other || bare(one.trim_ascii()).eq_ignore_ascii_case(bare(other.trim_ascii()))
}

/// Whether a system is the URL of a value set, which identifies no system.
///
/// A value set defines no codes, so `Coding.system` must not name one (<https://hl7.org/fhir/datatypes.html#Coding>).
fn names_no_system(system: &str) -> bool {
    let wanted = b"/valueset/";
    system
        .as_bytes()
        .windows(wanted.len())
        .any(|part| part.eq_ignore_ascii_case(wanted))
}

/// The number of bytes of own texts that identify an entry in an incomplete body.
const TELLING: usize = 8;

/// Finds entries whose responses have no code, by all other evidence.
fn without_code(focus: Focus<'_, '_>, sent: &[Sent], tiers: &[fn(&Verdict) -> bool]) -> Few<Entry<'static>> {
    let subject = focus.subject;
    let cut = focus.is_open();
    // A code of another system, where no entry has one.
    if sent.iter().any(|one| one.leaf.is_none() && says_more(focus, one)) {
        return Few::None;
    }
    let mut all: Vec<Candidate> = Vec::new();
    let mut weigh = |entry: Entry<'static>| {
        if has_status(subject, entry) {
            let one = candidate(focus, entry);
            if is_telling(subject, &one) && (!cut || one.verdict.literal >= TELLING) {
                all.push(one);
            }
        }
    };
    if cut && sent.is_empty() {
        // The code may be in the part that was cut off.
        entries(subject).for_each(&mut weigh);
    } else {
        codeless(subject).for_each(&mut weigh);
    }
    for tier in tiers {
        if all.iter().any(|one| tier(&one.verdict)) {
            all.retain(|one| tier(&one.verdict));
            if all.iter().any(|one| one.verdict.issue) {
                all.retain(|one| one.verdict.issue || !one.entry.forwards_status());
            }
            // An entry with a code is identified by that code only.
            let guessed = all.iter().any(|one| shows_code(subject, one.entry));
            return if guessed { Few::None } else { undominated(&all) };
        }
    }
    Few::None
}

fn entries(subject: &Subject<'_>) -> impl Iterator<Item = Entry<'static>> {
    let data = subject.data;
    (0..data.entries()).filter_map(move |position| data.entry(position))
}

/// The entries whose responses have no code.
fn codeless(subject: &Subject<'_>) -> impl Iterator<Item = Entry<'static>> {
    let data = subject.data;
    let header = __compiled::header(data);
    let count = usize::from(header.codeless_count());
    let (positions, _) = bytes::tail(data.index(), header.codeless() as usize).as_chunks();
    let positions = positions.get(..count).unwrap_or(positions);
    positions
        .iter()
        .filter_map(move |position| data.entry(u16::from_le_bytes(*position).into()))
}

/// Whether the entry can have the status of the response.
fn has_status(subject: &Subject<'_>, entry: Entry<'static>) -> bool {
    entry.has_status(subject.received.status())
}

/// The number of bytes of an entry's own texts that identify it with another status.
const UNMISTAKABLE: usize = 24;

/// Finds the one entry whose link or texts are in a response with another status.
///
/// A unique link identifies an entry like a code does (RFC 9457, section 3.1.1); a long text at the right endpoint is not a coincidence.
fn whatever_the_status(focus: Focus<'_, '_>) -> Few<Entry<'static>> {
    if focus.is_open() {
        return Few::None;
    }
    let is_it = |verdict: &Verdict| {
        verdict.strong == Some(true) || verdict.foreign == bit::STATUS && verdict.literal >= UNMISTAKABLE
    };
    let mut all = codeless(focus.subject).filter(|entry| is_it(&judge(focus, *entry)));
    match (all.next(), all.next()) {
        (Some(only), None) => Few::One(only),
        _ => Few::None,
    }
}

/// Finds the one entry with exactly this status, in a form without codes.
///
/// Such an API documents one row for each status, and its issue type may differ. All other evidence must agree, and the response must have no code other
/// than its status. It does not apply to several issues, which share one status. A code that repeats the status means such a row also in a form that has
/// codes.
fn by_status_alone(focus: Focus<'_, '_>, sent: &[Sent]) -> Few<Entry<'static>> {
    let subject = focus.subject;
    let status = subject.received.status();
    let has_form = |entry: &Entry<'static>| subject.shape_of(entry.response()).is_some();
    let mut same_form = entries(subject).filter(has_form);
    if !subject.is_outcome
        || subject.several()
        || focus.is_open()
        || sent.iter().any(|one| says_more(focus, one))
        || sent.is_empty() && same_form.any(|entry| shows_code(subject, entry))
    {
        return Few::None;
    }
    let mut all = entries(subject)
        .filter(has_form)
        .filter(|entry| entry.has_status(status) && !entry.forwards_status() && entry.issue_type().is_some());
    match (all.next(), all.next()) {
        (Some(only), None) => {
            let verdict = judge(focus, only);
            let is_it = verdict.foreign == verdict.foreign_issue && !shows_code(subject, only);
            if is_it { Few::One(only) } else { Few::None }
        }
        _ => Few::None,
    }
}

/// Whether a code is not only the status.
fn says_more(focus: Focus<'_, '_>, sent: &Sent) -> bool {
    let code = focus.text(sent.code);
    code.is_some_and(|code| *code != *focus.subject.status_text.as_str())
}

/// Whether all evidence that identifies an entry agrees.
fn is_like(verdict: &Verdict) -> bool {
    verdict.foreign == 0 && (verdict.literal > 0 || verdict.issue)
}

/// Whether status and texts agree, but not the issue type.
fn is_like_but_for_issue(verdict: &Verdict) -> bool {
    verdict.foreign == verdict.foreign_issue && verdict.literal >= TELLING
}

/// Whether the responses of an entry have its constants, such as a subcode.
fn has_constant(subject: &Subject<'_>, entry: Entry<'static>) -> bool {
    Shape::of(subject.data, entry.response()).is_some_and(|shape| shape.has_flag(leaf_flag::CONSTANT))
}

/// Whether the responses of an entry have its code.
fn shows_code(subject: &Subject<'_>, entry: Entry<'static>) -> bool {
    entry.code().is_some() && Shape::of(subject.data, entry.response()).is_some_and(|shape| shape.has_role(role::CODE))
}

/// Whether the evidence is more than a status.
///
/// A status alone does not identify an entry that has endpoints and a free text.
fn is_telling(subject: &Subject<'_>, one: &Candidate) -> bool {
    one.verdict.literal > 0
        || one.verdict.issue
        || one.verdict.agree & bit::ENDPOINT != 0
        || one.entry.response().format() == Format::Empty
        || subject.received.path().is_none() && one.entry.endpoints().is_empty()
}

/// The candidates whose evidence is not exceeded by that of another one.
///
/// Status and headers alone do not exceed the evidence of an entry if a text that would distinguish both is absent or another one.
fn undominated(candidates: &[Candidate]) -> Few<Entry<'static>> {
    let is_less = |one: &Verdict, other: &Verdict| {
        let more = other.merits() & !one.merits();
        one.merits() & !other.merits() == 0 && (more & bit::CONTENT != 0 || more != 0 && one.missed == other.missed)
    };
    let is_best = |one: &&Candidate| !candidates.iter().any(|other| is_less(&one.verdict, &other.verdict));
    candidates.iter().filter(is_best).map(|one| one.entry).collect()
}
