//! The evidence for and against an entry.

mod around;
mod json;
mod page;
pub(super) mod redirect;
mod status_code;

use alloc::borrow::Cow;
use alloc::string::String;
use core::cmp::Reverse;

use error_layout::decoding::{leaf_flag, role};
use error_layout::{escape, lookup};
use error_runtime::__compiled::{Syntax, form, has_body, translations};
use error_runtime::{Entry, Format};

use super::document::{Document, Kind};
use super::pattern::{self, Fit, Value};
use super::shape::{Leaf, Offset, Shape};
use super::subject::Focus;
use super::way::Context;
use redirect::Redirect;

/// The evidence of a response about one entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// A bit for each item that agrees with the entry.
    pub(super) agree: u64,
    /// A bit for each item that differs from the entry.
    pub(super) against: u64,
    /// The bits of `against` that exclude the entry, because they identify entries.
    pub(super) foreign: u64,
    /// The number of bytes of the entry's own texts in the response.
    pub(super) literal: usize,
    /// A hash of the entry's own texts that are not in the response.
    pub(super) missed: u32,
    /// The response has the entry's issue type.
    pub(super) issue: bool,
    /// The issue type among the bits of `foreign`.
    pub(super) foreign_issue: u64,
    /// Whether the response has another constant, such as another subcode.
    pub(super) other_constant: bool,
    /// Whether the entry has a constant of its own in place of that other one.
    pub(super) other_than_own: bool,
    /// Whether the response has the entry's code, name or documentation link.
    ///
    /// `None` if the entry writes none of them.
    pub(super) strong: Option<bool>,
}

/// The bits of a verdict that are not leaves.
pub(super) mod bit {
    pub(crate) const STATUS: u64 = 1;
    /// The entry has this status only, not a range.
    pub(crate) const EXACT_STATUS: u64 = 1 << 1;
    pub(crate) const METHOD: u64 = 1 << 2;
    pub(crate) const ENDPOINT: u64 = 1 << 3;
    pub(crate) const TYPE: u64 = 1 << 4;
    /// The format of the body; set in `against` where it differs.
    pub(crate) const BODY: u64 = 1 << 5;
    /// The first of eight bits for headers, by a hash of their names.
    pub(crate) const HEADERS: u32 = 6;
    /// The bits of the request and of the body.
    pub(crate) const CONTENT: u64 = METHOD | ENDPOINT | BODY | u64::MAX << LEAVES;
    /// The challenges are those of the entry, without others.
    pub(crate) const CHALLENGES: u64 = 1 << 14;
    /// The first bit for leaves, by number; leaves over the limit share the last.
    pub(crate) const LEAVES: u32 = 15;
}

fn leaf_bit(number: u16) -> u64 {
    1 << (bit::LEAVES + u32::from(number)).min(63)
}

/// The bits of the leaves of a shape, without the shared last bit.
fn own_bits(shape: Shape) -> u64 {
    shape.numbers() << bit::LEAVES & !(1 << 63)
}

impl Verdict {
    /// Whether nothing contradicts the entry.
    pub(super) fn is_consistent(&self) -> bool {
        self.against == 0
    }

    /// Whether less contradicts it, or more agrees. Both are of one entry, in two languages.
    fn agrees_more_than(&self, other: &Self) -> bool {
        let rank = |one: &Self| {
            (
                Reverse(one.against.count_ones()),
                one.merits().count_ones(),
                one.literal,
            )
        };
        rank(self) > rank(other)
    }

    fn note(&mut self, bit: u64, agrees: bool, foreign: bool) {
        if agrees {
            self.agree |= bit;
        } else {
            self.against |= bit;
            self.foreign |= if foreign { bit } else { 0 };
        }
    }

    /// Notes that a text of the entry is not in the response.
    fn miss(&mut self, context: Context<'_>, number: u16, program: u32) {
        self.missed = self.missed.rotate_left(7) ^ u32::from(number);
        pattern::constants(context, program, &mut |segment| {
            self.missed = self.missed.rotate_left(7) ^ lookup::hash(segment.as_bytes());
            true
        });
    }

    /// The bits that agree. Of items that share a bit, all must agree.
    pub(super) fn merits(&self) -> u64 {
        self.agree & !self.against
    }
}

/// Collects the evidence about an entry, in the language that agrees most.
pub(super) fn judge(focus: Focus<'_, '_>, entry: Entry<'static>) -> Verdict {
    judge_in_languages(focus, entry).1
}

/// Returns an entry in the language of the body.
pub(super) fn in_language_of_body(focus: Focus<'_, '_>, entry: Entry<'static>) -> Entry<'static> {
    if translations(entry).next().is_none() {
        return entry;
    }
    judge_in_languages(focus, entry).0
}

fn judge_in_languages(focus: Focus<'_, '_>, entry: Entry<'static>) -> (Entry<'static>, Verdict) {
    let mut best = (entry, judge_one(focus, entry));
    for entry in translations(entry) {
        let verdict = judge_one(focus, entry);
        if verdict.agrees_more_than(&best.1) {
            best = (entry, verdict);
        }
    }
    best
}

fn judge_one(focus: Focus<'_, '_>, entry: Entry<'static>) -> Verdict {
    let subject = focus.subject;
    let mut verdict = Verdict::default();
    around::request(subject, entry, &mut verdict);
    let status = subject.received.status();
    if entry.has_status(status) {
        verdict.agree |= bit::STATUS | if entry.forwards_status() { 0 } else { bit::EXACT_STATUS };
    } else if !(subject.several() && entry.code().is_some()) {
        // A response with several errors has one status for all, so it counts only for entries without a code.
        verdict.note(bit::STATUS, false, true);
    }
    if let Some(agrees) = subject.agrees_in_type(entry) {
        verdict.note(bit::TYPE, agrees, false);
    }
    let context = Context::new(entry, status, subject.status_text.as_str());
    around::headers(subject, context, &mut verdict);
    if subject.received.is_head() {
        // `Content-Length` is that of the response to `GET`.
        let has_body = subject.received.content_length().is_some_and(|length| length > 0);
        if has_body && entry.response().format() == Format::Empty {
            verdict.note(bit::BODY, false, true);
        }
        return verdict;
    }
    match Form::of(focus, entry) {
        // A body that was lost is not an empty one.
        _ if subject.is_lost() => verdict.note(bit::BODY, false, true),
        Form::Empty => match Redirect::of(context, subject.received) {
            Some(redirect) => redirect.judge(&mut verdict),
            None => verdict.note(bit::BODY, subject.text.trim_ascii().is_empty(), true),
        },
        Form::Text => page::text(subject, context, &mut verdict),
        Form::Document(shape) => {
            verdict.agree |= bit::BODY;
            leaves(focus, context, shape, &mut verdict);
            unexpected(focus, shape, &mut verdict);
        }
        Form::Other => verdict.note(bit::BODY, false, true),
    }
    verdict
}

/// Passes the values of the placeholders in an entry's texts to `give`.
pub(super) fn values<'t>(focus: Focus<'_, 't>, entry: Entry<'static>, give: &mut dyn FnMut(Value<'t>)) {
    let subject = focus.subject;
    if subject.has_no_body() {
        return;
    }
    let context = Context::new(entry, subject.received.status(), subject.status_text.as_str());
    match Form::of(focus, entry) {
        Form::Text => {
            if let Some(form) = form(entry).filter(|_| has_body(entry, Syntax::Own)) {
                pattern::fit(context, form.body(), Some(subject.text), give);
            }
        }
        Form::Document(shape) => {
            for (one, program) in compared(focus, shape, entry) {
                compare(focus, context, one, program, give);
            }
        }
        Form::Empty => {
            if let Some(redirect) = Redirect::of(context, subject.received) {
                redirect.values(give);
            }
        }
        Form::Other => {}
    }
}

/// The way in which a body is compared with an entry.
enum Form {
    Empty,
    Text,
    Document(Shape),
    /// The format of the body is not the entry's.
    Other,
}

impl Form {
    fn of(focus: Focus<'_, '_>, entry: Entry<'static>) -> Self {
        match (entry.response().format(), Shape::of(entry.data(), entry.response())) {
            (Format::Empty, _) => Self::Empty,
            // A body with one element for each error is not a text.
            (Format::Text, _) if focus.element.is_some() => Self::Other,
            (Format::Text, _) => Self::Text,
            (format, Some(shape)) => {
                let document = focus.subject.document;
                let is_read = document.is_some_and(|document| match format {
                    Format::OperationOutcome | Format::Problem => true,
                    format => document.xml == (format == Format::Xml),
                });
                if is_read && focus.subject.has_form_of(shape) {
                    Self::Document(shape)
                } else {
                    Self::Other
                }
            }
            _ => Self::Other,
        }
    }
}

/// The leaves that are evidence about an entry, with its programs.
fn compared(focus: Focus<'_, '_>, shape: Shape, entry: Entry<'static>) -> impl Iterator<Item = (Leaf, Offset)> {
    let leaves = shape.leaves(Some(entry)).filter_map(|one| Some((one, one.program?)));
    leaves.filter(move |(one, _)| !focus.is_of_others(*one, shape))
}

fn leaves(focus: Focus<'_, '_>, context: Context<'_>, shape: Shape, verdict: &mut Verdict) {
    let ignored = status_code::places(focus, shape, context.entry);
    for (one, program) in compared(focus, shape, context.entry) {
        let mut fit = compare(focus, context, one, program, &mut |_| {});
        if fit == Fit::No && one.role == role::DIAGNOSTICS && context.entry.code().is_none() {
            fit = status_code::display(focus, context, one, program);
        }
        let ignored = ignored.is_some_and(|places| places.contains(&one.place));
        let identity = one.has(leaf_flag::IDENTITY) && !ignored;
        match fit {
            // The issue of another server, like its status.
            Fit::No if one.role == role::ISSUE && context.entry.forwards_status() => {}
            Fit::No if is_of_another_part(focus, context, shape, one, program) => {}
            // The status of the response again.
            Fit::Yes { .. } if one.role == role::STATUS => {}
            Fit::Yes { literal } => {
                verdict.note(leaf_bit(one.number), true, false);
                verdict.issue |= one.role == role::ISSUE;
                if one.has(leaf_flag::WORDS) {
                    verdict.literal += literal;
                }
            }
            Fit::No => {
                verdict.note(leaf_bit(one.number), false, identity);
                if one.has(leaf_flag::CONSTANT) && focus.nodes(one).take(2).count() == 1 {
                    verdict.other_constant = true;
                    let can_be_absent = pattern::fit(context, program.get(), None, &mut |_| {}) != Fit::No;
                    verdict.other_than_own |= !can_be_absent;
                }
                if one.role == role::ISSUE {
                    verdict.foreign_issue |= leaf_bit(one.number);
                }
                if one.has(leaf_flag::WORDS) {
                    verdict.miss(context, one.number, program.get());
                }
            }
            Fit::Overridden | Fit::Unknown => {}
        }
        // A code that neither the entry nor the body has says nothing.
        if one.has(leaf_flag::STRONG) && fit != (Fit::Yes { literal: 0 }) {
            let agrees = matches!(fit, Fit::Yes { literal } if literal > 0);
            verdict.strong = Some(verdict.strong.unwrap_or(true) && agrees);
        }
    }
}

/// Whether a leaf is absent, and the value at its place is that of another leaf.
///
/// The elements of an array have one place, and the entry may omit one of them.
fn is_of_another_part(focus: Focus<'_, '_>, context: Context<'_>, shape: Shape, one: Leaf, program: Offset) -> bool {
    let others =
        || compared(focus, shape, context.entry).filter(|other| other.0.number == one.number && other.1 != program);
    others().next().is_some()
        && pattern::fit(context, program.get(), None, &mut |_| {}) != Fit::No
        && others()
            .any(|(other, program)| matches!(compare(focus, context, other, program, &mut |_| {}), Fit::Yes { .. }))
}

/// The type of a problem that has none (RFC 9457, section 4.2.1).
const NO_TYPE: &str = "about:blank";

/// Compares a leaf with the entry's program; `values` gets the placeholders' values.
pub(super) fn compare<'t>(
    focus: Focus<'_, 't>,
    context: Context<'_>,
    one: Leaf,
    program: Offset,
    values: &mut dyn FnMut(Value<'t>),
) -> Fit {
    let Some(document) = focus.subject.document else {
        return Fit::No;
    };
    let program = program.get();
    if one.has(leaf_flag::JSON) && !document.xml {
        return json::compare(focus, document, context, one, program, values);
    }
    let mut best = None;
    for id in focus.nodes(one) {
        let Some(value) = document.value(id) else {
            // `null` counts as absent; an object cannot be written by a leaf.
            let null = document.node(id).is_some_and(|node| node.kind == Kind::Null);
            if !null {
                best = best.or(Some(Fit::No));
            }
            continue;
        };
        if one.has(leaf_flag::PROBLEM_TYPE) && value == NO_TYPE {
            continue;
        }
        let mut fit = match &value {
            Cow::Borrowed(value) => pattern::fit(context, program, Some(value), values),
            Cow::Owned(value) => fit_owned(context, program, value, values),
        };
        if fit == Fit::No
            && let Some(name) = qualified(document, context, program, &value)
        {
            fit = fit_owned(context, program, &name, values);
        }
        if fit == Fit::No && one.role == role::CODE && context.entry.aliases().contains(&value) {
            fit = Fit::Yes { literal: value.len() };
        }
        if fit == Fit::No && one.has(leaf_flag::JSON) {
            // XML has no quotes that tell a string from a number.
            let mut json = String::new();
            escape::json_string(&mut json, &value);
            fit = pattern::fit(context, program, Some(&json), &mut |_| {});
        }
        if fit == Fit::No && one.role == role::ISSUE {
            // Published bodies have `too costly`; the codes of FHIR are words with hyphens.
            let word = value.trim_ascii().to_ascii_lowercase().replace([' ', '_'], "-");
            fit = pattern::fit(context, program, Some(&word), &mut |_| {});
        }
        if matches!(fit, Fit::Yes { .. }) {
            return fit;
        }
        if !matches!(best, Some(Fit::Overridden | Fit::Unknown)) {
            best = Some(fit);
        }
    }
    if let Some(fit) = best {
        return fit;
    }
    let absent = pattern::fit(context, program, None, &mut |_| {});
    if absent != Fit::No {
        return if focus.is_cut(one) { Fit::Unknown } else { absent };
    }
    if one.has(leaf_flag::PROBLEM_TYPE) && !focus.is_cut(one) {
        return match pattern::fit(context, program, Some(NO_TYPE), &mut |_| {}) {
            Fit::Yes { .. } => Fit::Yes { literal: 0 },
            fit => fit,
        };
    }
    // The value may be in the part that was cut off. FHIR's XML has no empty values, and narratives are not read.
    let empty = || pattern::fit(context, program, Some(""), &mut |_| {}) != Fit::No;
    if focus.is_cut(one) || document.xml && (document.places.is_named(one.place, "div") || empty()) {
        return Fit::Unknown;
    }
    Fit::No
}

/// Compares a text that is not in the body in this form.
fn fit_owned<'t>(context: Context<'_>, program: u32, text: &str, values: &mut dyn FnMut(Value<'t>)) -> Fit {
    pattern::fit(context, program, Some(text), &mut |(argument, text)| {
        values((argument, text.map(|text| Cow::Owned(text.into_owned()))));
    })
}

/// A qualified name in XML with the prefix of the catalog: `soap:Client` for `s:Client`. `None` if the program or the value has none.
fn qualified(document: &Document<'_>, context: Context<'_>, program: u32, value: &str) -> Option<String> {
    if !document.xml || value.contains(' ') {
        return None;
    }
    let mut prefix = None;
    pattern::constants(context, program, &mut |segment| {
        prefix = segment.split_once(':').map(|(prefix, _)| String::from(prefix));
        false
    });
    let mut prefix = prefix.filter(|prefix| prefix.bytes().all(|byte| byte.is_ascii_alphanumeric()))?;
    let local = match value.split_once(':') {
        Some((own, local)) => {
            let mut declarations = document.text.match_indices("xmlns:");
            let is_own = |rest: &str| rest.strip_prefix(own).is_some_and(|rest| rest.starts_with('='));
            let is_declared = declarations.any(|(at, word)| document.text.get(at + word.len()..).is_some_and(is_own));
            is_declared.then_some(local)?
        }
        // The name is in the default namespace.
        None => value,
    };
    prefix.push(':');
    prefix.push_str(local);
    Some(prefix)
}

/// Compares values at places that only other responses have.
fn unexpected(focus: Focus<'_, '_>, shape: Shape, verdict: &mut Verdict) {
    // The shared last bit is not evidence here.
    let known = own_bits(shape);
    for &(_, other) in focus.subject.shapes.as_slice() {
        if own_bits(other) & !known == 0 || other.is(shape) {
            continue;
        }
        for one in other.leaves(None) {
            let bit = leaf_bit(one.number) & !(1 << 63);
            if bit & !known == 0 {
                continue;
            }
            let (mut found, mut says_more) = (false, false);
            if let Some(document) = focus.subject.document {
                // An argument that is an object can have members of any name.
                let own = focus.outside_values(one, shape);
                for value in own.filter_map(|id| document.value(id)) {
                    found = true;
                    // A code that repeats the status, as the Spine Secure Proxy sends it, identifies no entry.
                    says_more = *value != *focus.subject.status_text.as_str();
                    if says_more {
                        break;
                    }
                }
            }
            if found {
                verdict.note(bit, false, one.role == role::CODE && says_more);
            }
        }
    }
}
