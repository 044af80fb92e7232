//! What speaks for an entry and what against it.

use alloc::borrow::Cow;

use error_layout::decoding::{leaf, role};
use error_layout::{NONE_U32, entry as field, varint};

use super::document::{Id, Kind};
use super::endpoint;
use super::pattern::{self, Context, Fit, Value};
use super::shape::{self, Leaf, Shape};
use super::subject::Subject;
use crate::bytes;
use crate::entry::Entry;
use crate::vocabulary::Format;

/// What an answer says of one entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// A bit for each thing that is as the entry has it.
    pub(super) agree: u64,
    /// A bit for each thing that is otherwise than the entry has it.
    pub(super) against: u64,
    /// What makes the entry another one than its like speaks against it; which of them is in `against`, too.
    pub(super) foreign: u64,
    /// The entry's own words stand there: so many bytes.
    pub(super) literal: usize,
    /// The issue type stands there.
    pub(super) issue: bool,
    /// Of what is foreign, the issue type.
    pub(super) foreign_issue: u64,
    /// The entry's code, name or documentation link stands there, and nothing else in its place.
    pub(super) strong: Option<bool>,
}

/// The bits of a verdict that are no leaves.
pub(super) mod bit {
    pub(crate) const STATUS: u64 = 1;
    /// The entry has this status only, and not a range of them.
    pub(crate) const EXACT_STATUS: u64 = 1 << 1;
    pub(crate) const METHOD: u64 = 1 << 2;
    pub(crate) const ENDPOINT: u64 = 1 << 3;
    pub(crate) const TYPE: u64 = 1 << 4;
    /// The body is not of the kind that the entry has.
    pub(crate) const BODY: u64 = 1 << 5;
    /// Headers, eight bits by their names.
    pub(crate) const HEADERS: u32 = 6;
    /// Leaves, by their numbers; the last bit is for all that have no bit of their own.
    pub(crate) const LEAVES: u32 = 14;
}

fn leaf_bit(number: u32) -> u64 {
    1 << bit::LEAVES.saturating_add(number).min(63)
}

impl Verdict {
    /// Whether the entry could have written this answer.
    pub(super) fn is_consistent(&self) -> bool {
        self.against == 0
    }

    fn note(&mut self, bit: u64, agrees: bool, foreign: bool) {
        if agrees {
            self.agree |= bit;
        } else {
            self.against |= bit;
            self.foreign |= if foreign { bit } else { 0 };
        }
    }

    /// What is for it without what is against it: of several things that share a bit, all must agree.
    pub(super) fn merits(&self) -> u64 {
        self.agree & !self.against
    }
}

/// Judges an entry by an answer; `values` gets what stood in the holes of its texts.
pub(super) fn judge<'t>(
    subject: &'t Subject<'_>,
    element: Option<Id>,
    entry: Entry<'static>,
    values: &mut dyn FnMut(Value<'t>),
) -> Verdict {
    let mut verdict = Verdict::default();
    request(subject, entry, &mut verdict);
    let (lowest, highest) = entry.status_range();
    let status = subject.answer.status();
    if (lowest..=highest).contains(&status) {
        verdict.agree |= bit::STATUS | if lowest == highest { bit::EXACT_STATUS } else { 0 };
    } else if !(subject.several() && entry.code().is_some()) {
        // The status of several errors need not be that of each. It is what else there is to tell those without a code by.
        verdict.note(bit::STATUS, false, true);
    }
    if let Some(agrees) = subject.agrees_in_type(entry) {
        verdict.note(bit::TYPE, agrees, false);
    }
    let context = Context::new(entry, status, &subject.status_text);
    headers(subject, context, &mut verdict);
    match (entry.response().format(), Shape::of(entry.data(), entry.response())) {
        (Format::Empty, _) => verdict.note(bit::BODY, subject.text.trim_ascii().is_empty(), true),
        // A body with a part for each error is no page.
        (Format::Text, _) if element.is_some() => verdict.note(bit::BODY, false, true),
        (Format::Text, _) => text(subject, context, &mut verdict, values),
        (format, Some(shape)) => {
            let document = subject
                .document
                .filter(|document| !document.xml || format == Format::OperationOutcome);
            if document.is_some() && subject.has_form_of(shape) {
                verdict.agree |= bit::BODY;
                leaves(subject, element, context, shape, &mut verdict, values);
                unexpected(subject, element, shape, &mut verdict);
            } else {
                verdict.note(bit::BODY, false, true);
            }
        }
        _ => verdict.note(bit::BODY, false, true),
    }
    verdict
}

/// Method and endpoint. An entry that occurs with any agrees with all.
fn request(subject: &Subject<'_>, entry: Entry<'static>, verdict: &mut Verdict) {
    if let Some(method) = subject.answer.method() {
        let mut methods = entry.methods().iter();
        let agrees = entry.methods().is_empty() || methods.any(|known| known.eq_ignore_ascii_case(method));
        verdict.note(bit::METHOD, agrees, true);
    }
    if let Some(path) = subject.answer.path() {
        verdict.note(bit::ENDPOINT, endpoint::of_entry(entry, path).unwrap_or(true), true);
    }
}

/// Headers that the entry sends. Proxies add and drop headers, so they never make it another entry.
fn headers(subject: &Subject<'_>, context: Context<'_>, verdict: &mut Verdict) {
    let (index, text) = (subject.data.index(), subject.data.text());
    let mut at = context.entry.u32(field::HEADERS) as usize;
    loop {
        let (offset, next) = varint::read(index, at);
        let (len, next) = varint::read(index, next);
        if len == 0 {
            return;
        }
        let (length, start) = varint::read(index, next);
        at = start.saturating_add(length as usize);
        let name = bytes::str_at(text, offset, len);
        let bit = 1
            << (bit::HEADERS
                + name
                    .bytes()
                    .fold(0, |sum, byte| sum ^ u32::from(byte.to_ascii_lowercase()))
                    % 8);
        match pattern::fit(context, start, subject.answer.header(name), &mut |_| {}) {
            Fit::Yes { .. } => verdict.note(bit, true, false),
            Fit::No => verdict.note(bit, false, false),
            Fit::Overridden | Fit::Unknown => {}
        }
    }
}

/// A body that is one text.
fn text<'t>(subject: &'t Subject<'_>, context: Context<'_>, verdict: &mut Verdict, values: &mut dyn FnMut(Value<'t>)) {
    let program = context.entry.u32(field::BODY);
    if program == NONE_U32 {
        return verdict.note(bit::BODY, false, true);
    }
    match pattern::fit(context, program as usize, Some(subject.text), values) {
        Fit::Yes { literal } => {
            verdict.agree |= bit::BODY;
            verdict.literal += literal;
        }
        // The markup around a message is seldom a part of what an API promises.
        Fit::No => match quoted(subject, context) {
            Some(literal) => {
                verdict.against |= bit::BODY;
                verdict.literal += literal;
            }
            None => verdict.note(bit::BODY, false, true),
        },
        Fit::Overridden | Fit::Unknown => {}
    }
}

/// How short a text is too short to know an entry by it in other surroundings.
const TELLING: usize = 24;

/// Looks for the constant parts of the entry's message in a text, one behind the other; gives their length.
fn quoted(subject: &Subject<'_>, context: Context<'_>) -> Option<usize> {
    let mut rest = subject.page();
    let mut literal = 0;
    pattern::constants(context, context.entry.u32(field::MESSAGE) as usize, &mut |run| {
        let found = rest.find(run).and_then(|at| rest.get(at + run.len()..));
        literal += run.len();
        rest = found.unwrap_or("");
        found.is_some()
    })
    .filter(|all| *all && literal >= TELLING)
    .map(|_| literal)
}

fn leaves<'t>(
    subject: &'t Subject<'_>,
    element: Option<Id>,
    context: Context<'_>,
    shape: Shape,
    verdict: &mut Verdict,
    values: &mut dyn FnMut(Value<'t>),
) {
    for one in shape.leaves(Some(context.entry)) {
        let Some(program) = one.program else { continue };
        let fit = compare(subject, element, context, one, program, values);
        let identity = one.has(leaf::IDENTITY);
        match fit {
            Fit::Yes { literal } => {
                verdict.note(leaf_bit(one.number), true, false);
                verdict.issue |= one.role == role::ISSUE;
                if one.has(leaf::WORDS) {
                    verdict.literal += literal;
                }
            }
            Fit::No => {
                verdict.note(leaf_bit(one.number), false, identity);
                if one.role == role::ISSUE {
                    verdict.foreign_issue |= leaf_bit(one.number);
                }
            }
            Fit::Overridden | Fit::Unknown => {}
        }
        if one.has(leaf::STRONG) {
            let agrees = matches!(fit, Fit::Yes { literal } if literal > 0);
            verdict.strong = Some(verdict.strong.unwrap_or(true) && agrees);
        }
    }
}

/// Compares what stands in a leaf with what the entry writes there.
fn compare<'t>(
    subject: &'t Subject<'_>,
    element: Option<Id>,
    context: Context<'_>,
    one: Leaf,
    program: usize,
    values: &mut dyn FnMut(Value<'t>),
) -> Fit {
    let Some(document) = subject.document else {
        return Fit::No;
    };
    let mut best = None;
    subject.each(one, element, &mut |id| {
        let Some(value) = document.value(id) else {
            // `null` is no value; anything else that is none does not belong here.
            let null = document.node(id).is_some_and(|node| node.kind == Kind::Null);
            if !null {
                best = best.or(Some(Fit::No));
            }
            return false;
        };
        let mut fit = match &value {
            Cow::Borrowed(value) => pattern::fit(context, program, Some(value), values),
            Cow::Owned(value) => pattern::fit(context, program, Some(value), &mut |(slot, text)| {
                values((slot, text.map(|text| Cow::Owned(text.into_owned()))));
            }),
        };
        if fit == Fit::No && one.role == role::ISSUE {
            // Published bodies have `too costly`; the codes of FHIR are words with hyphens.
            let word = value.trim_ascii().to_ascii_lowercase().replace([' ', '_'], "-");
            fit = pattern::fit(context, program, Some(&word), &mut |_| {});
        }
        if !matches!(best, Some(Fit::Overridden | Fit::Unknown)) || matches!(fit, Fit::Yes { .. }) {
            best = Some(fit);
        }
        matches!(fit, Fit::Yes { .. })
    });
    if let Some(fit) = best {
        return fit;
    }
    let absent = pattern::fit(context, program, None, &mut |_| {});
    if absent != Fit::No {
        return if subject.is_cut(one, element) {
            Fit::Unknown
        } else {
            absent
        };
    }
    // It may have stood behind the end. FHIR's XML has no empty values, and no narrative is read.
    let empty = || pattern::fit(context, program, Some(""), &mut |_| {}) != Fit::No;
    if subject.is_cut(one, element) || document.xml && (one.path.steps().last() == Some("div") || empty()) {
        return Fit::Unknown;
    }
    Fit::No
}

/// Values at places that other responses have and this one has not.
fn unexpected(subject: &Subject<'_>, element: Option<Id>, shape: Shape, verdict: &mut Verdict) {
    // Leaves without a bit of their own say nothing here.
    let place = |number: u32| {
        1_u64
            .checked_shl(bit::LEAVES.saturating_add(number))
            .filter(|bit| bit >> 63 == 0)
            .unwrap_or(0)
    };
    let known = shape.leaves(None).fold(0, |known, own| known | place(own.number));
    for response in shape::responses(subject.data) {
        let Some(other) = subject.shape_of(response).filter(|other| !other.is(shape)) else {
            continue;
        };
        for one in other.leaves(None) {
            let bit = place(one.number);
            if bit & !known == 0 {
                continue;
            }
            let (mut found, mut says_more) = (false, false);
            subject.each(one, element, &mut |id| {
                if let Some(value) = subject.document.and_then(|document| document.value(id)) {
                    found = true;
                    // A code that repeats the status, as the Spine Secure Proxy's does, is no code of anybody.
                    says_more |= value != subject.status_text.as_str();
                }
                says_more
            });
            if found {
                verdict.note(bit, false, one.role == role::CODE && says_more);
            }
        }
    }
}
