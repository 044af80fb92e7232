//! From what speaks for and against entries to one of them, to several that cannot be told apart, or to none.
//!
//! Nothing here is a matter of scores. An entry is left out because something speaks against it, or because all that speaks for it speaks for
//! another one, too, and something more besides. What is left is one entry, or several of which any could be meant.

use alloc::vec::Vec;

use error_layout::bytes;
use error_layout::decoding::{role, usual};
use error_runtime::__compiled;
use error_runtime::{Entry, Format};

use super::document::{Document, Id};
use super::evidence::{Verdict, bit, judge};
use super::few::Few;
use super::pattern::{self, Context};
use super::places::Place;
use super::shape::{Leaf, Shape};
use super::subject::{Focus, Subject};

/// A code as it was sent: the values of it and of what stood beside it.
#[derive(Clone, Copy)]
pub(super) struct Sent {
    /// The leaf it stands in; `None` for a place that no template of the catalog has.
    leaf: Option<Leaf>,
    pub(super) code: Option<Id>,
    pub(super) system: Option<Id>,
    pub(super) display: Option<Id>,
}

/// How many codes of one issue are looked at.
const MAX_CODES: usize = 16;

/// The codes of an issue, or of a body without issues.
pub(super) fn sent(focus: Focus<'_, '_>) -> Few<Sent> {
    let mut all = Few::None;
    let mut seen: u64 = 0;
    let Some(document) = focus.subject.document else {
        return all;
    };
    for (_, shape) in focus.subject.shapes.as_slice() {
        for leaf in shape.with_role(role::CODE) {
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

/// Adds the codes in some objects, with what stands beside them.
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

/// An entry and what speaks for it.
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

/// The entries that an issue can be; none if it is none of the catalog.
pub(super) fn resolve(focus: Focus<'_, '_>, sent: &[Sent]) -> Few<Entry<'static>> {
    let data = focus.subject.data;
    let mut coded: Few<Entry<'static>> = Few::None;
    for one in sent {
        let Some(code) = focus.text(one.code) else { continue };
        for entry in data
            .positions_by_code(&code)
            .filter_map(|position| data.entry(position))
        {
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
        // Nothing could take its place, so that nothing has to be weighed.
        return Few::One(*only);
    }
    if !coded.is_empty() {
        let coded = coded.as_slice().iter();
        let mut coded: Vec<Candidate> = coded.map(|entry| candidate(focus, *entry)).collect();
        if coded.iter().any(|one| one.verdict.is_consistent()) {
            coded.retain(|one| one.verdict.is_consistent());
            return undominated(&coded);
        }
        // Another response may have a text where these have their code. Otherwise the code says that it is one of them, however
        // little else agrees.
        let text = without_code(focus, sent, &[Verdict::is_consistent]);
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

/// Whether an entry writes its code at the place where one was found, and means the same system of codes.
fn writes_code(focus: Focus<'_, '_>, entry: Entry<'static>, sent: &Sent) -> bool {
    let subject = focus.subject;
    let (Some(shape), Some(place)) = (subject.shape_of(entry.response()), sent.leaf) else {
        return false;
    };
    if !shape.with_role(role::CODE).any(|leaf| leaf.number == place.number) {
        return false;
    }
    let Some(found) = focus.text(sent.system) else {
        // Without a system it is at least the code of no other one.
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
    let whole = pattern::constants(context, program, &mut |run| {
        documented = Some(documented.is_none() && is_same_system(run, &found));
        true
    });
    let documented = documented.filter(|_| whole.is_some());
    documented.unwrap_or(true) || names_no_system(&found)
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
    one == other || bare(one.trim_ascii()).eq_ignore_ascii_case(bare(other.trim_ascii()))
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
fn without_code(focus: Focus<'_, '_>, sent: &[Sent], tiers: &[fn(&Verdict) -> bool]) -> Few<Entry<'static>> {
    let subject = focus.subject;
    let cut = focus.is_open();
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
        // The code may have stood behind the end.
        entries(subject).for_each(&mut weigh);
    } else {
        codeless(subject).for_each(&mut weigh);
    }
    for tier in tiers {
        if all.iter().any(|one| tier(&one.verdict)) {
            all.retain(|one| tier(&one.verdict));
            // Nothing has its code but by that code.
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

/// The entries whose answers carry no code.
fn codeless(subject: &Subject<'_>) -> impl Iterator<Item = Entry<'static>> {
    let data = subject.data;
    let header = __compiled::header(data);
    let count = header.codeless_count();
    let (positions, _) = bytes::tail(data.index(), header.codeless() as usize).as_chunks();
    let positions = positions.iter().take(count.into());
    positions.filter_map(move |position| data.entry(u16::from_le_bytes(*position).into()))
}

/// Whether the answer has a status that the entry can have.
fn has_status(subject: &Subject<'_>, entry: Entry<'static>) -> bool {
    let (lowest, highest) = entry.status_range();
    (lowest..=highest).contains(&subject.received.status())
}

/// How many bytes of an entry's own words make it known in spite of its status.
const UNMISTAKABLE: usize = 24;

/// The one entry without a code whose link or whose own words stand in an answer with another status than it has. A link that no other
/// entry has is as good as a code (RFC 9457, section 3.1.1); a long text at the right endpoint is not there by chance.
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

/// The one entry with exactly this status, in a form in which the catalog has no codes at all: the table of such an API has a row for each
/// status, and its issue type may be another one. Everything else must agree, and a code that says more than the status is somebody else's. The status
/// of several issues need not be that of each.
fn by_status_alone(focus: Focus<'_, '_>, sent: &[Sent]) -> Few<Entry<'static>> {
    let subject = focus.subject;
    let status = subject.received.status();
    let has_form = |entry: &Entry<'static>| subject.shape_of(entry.response()).is_some();
    let mut same_form = entries(subject).filter(has_form);
    let says_more = |one: &Sent| {
        focus
            .text(one.code)
            .is_some_and(|code| *code != *subject.status_text.as_str())
    };
    if !subject.is_outcome
        || subject.several()
        || focus.is_open()
        || sent.iter().any(says_more)
        || same_form.any(|entry| shows_code(subject, entry))
    {
        return Few::None;
    }
    let mut all = entries(subject)
        .filter(has_form)
        .filter(|entry| entry.status_range() == (status, status) && entry.issue_type().is_some());
    match (all.next(), all.next()) {
        (Some(only), None) => {
            let verdict = judge(focus, only);
            let is_it = verdict.foreign == verdict.foreign_issue;
            if is_it { Few::One(only) } else { Few::None }
        }
        _ => Few::None,
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
    entry.code().is_some() && Shape::of(subject.data, entry.response()).is_some_and(|shape| shape.has_role(role::CODE))
}

/// Whether what agrees is more than a status: an entry of some endpoints whose text can be any is not known by its status alone.
fn is_telling(subject: &Subject<'_>, one: &Candidate) -> bool {
    one.verdict.literal > 0
        || one.verdict.issue
        || one.verdict.agree & bit::ENDPOINT != 0
        || one.entry.response().format() == Format::Empty
        || subject.received.path().is_none() && one.entry.endpoints().is_empty()
}

/// The candidates for which nothing more speaks than for another one.
fn undominated(candidates: &[Candidate]) -> Few<Entry<'static>> {
    let merits = |one: &Candidate| one.verdict.merits();
    let is_less = |one: u64, other: u64| one != other && one & !other == 0;
    candidates
        .iter()
        .filter(|one| !candidates.iter().any(|other| is_less(merits(one), merits(other))))
        .map(|one| one.entry)
        .collect()
}
