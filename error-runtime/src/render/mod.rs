//! Writing bodies, headers and messages: the interpreter of the programs that the catalog compiler wrote.
//!
//! [`error_layout::program`] says what each operation does. A program is trusted to make sense but not to be intact:
//! damaged bytes end it early, and neither panic nor run without bound.

mod occurrence;
pub(crate) mod op;

use alloc::borrow::Cow;
use alloc::string::String;
use core::ops::ControlFlow;

use error_layout::{NONE_U32, entry, escape, program, varint};

use self::op::{Op, Run};
use crate::bytes;
use crate::data::Data;
use crate::entry::Entry;
use crate::header::Header;
use crate::representation::Form;

pub(crate) use self::occurrence::Occurrence;

/// How deep parts may be nested; as deep as a catalog may be.
const MAX_DEPTH: u8 = 64;

/// The body of an answer that reports `answer` and no other error, if that says nothing of its own which the body shows, and
/// the catalog knows the text for that case.
pub(crate) fn fixed(answer: &Occurrence<'_>, form: Form) -> Option<&'static str> {
    let program = answer.entry.u32(form.field());
    let data = answer.entry.data();
    match Op::read(data.index(), program as usize) {
        (Op::Fixed { slots, body }, _) if answer.slots() & slots == 0 => Some(run(data, body)),
        _ => None,
    }
}

fn run(data: Data<'static>, run: Run) -> &'static str {
    bytes::str_at(data.text(), run.offset, run.len)
}

/// What a body usually takes, in bytes, so that most are written without growing the buffer.
const USUAL_BODY: usize = 512;

/// Appends the body of an answer that reports `all`, or `answer` alone if `all` is empty. Writes nothing if there is no
/// body.
///
/// `answer` stands for the whole: its program is run. The part of it that is repeated takes its values from each of
/// `all`.
pub(crate) fn body(answer: &Occurrence<'_>, all: &[Occurrence<'_>], form: Form, out: &mut String) {
    let program = answer.entry.u32(form.field());
    if program == NONE_U32 {
        return;
    }
    out.reserve(estimate(answer, all));
    let mut writer = Writer::new(answer.entry.data(), out);
    writer.each = all;
    writer.form = form;
    // A body cannot be absent, and an early end leaves what was written.
    let _ = writer.run(answer, program as usize, usize::MAX, 0);
}

/// How many bytes a body will take, or somewhat more.
pub(crate) fn estimate(answer: &Occurrence<'_>, all: &[Occurrence<'_>]) -> usize {
    match all {
        [] => USUAL_BODY + answer.estimate(),
        all => all.iter().map(|error| USUAL_BODY + error.estimate()).sum(),
    }
}

/// Whether the body of an entry in its own representation shows the value of a slot, if there is one.
#[cfg(feature = "tower")]
pub(crate) fn shows(entry: Entry<'_>, slot: u8) -> bool {
    let at = entry.u32(entry::BODY);
    let index = entry.data().index();
    at != NONE_U32
        && match Op::read(index, at as usize) {
            // It says which slots the program asks for.
            (Op::Fixed { slots, .. }, _) => slots & program::slot::bit(slot) != 0,
            _ => op::asks_for(index, at as usize, slot),
        }
}

/// Whether an entry has a body, and in it no part that is written once for each error of an answer.
pub(crate) fn reports_one(entry: Entry<'_>) -> bool {
    let program = entry.u32(entry::BODY);
    program != NONE_U32 && op::find_repeat(entry.data().index(), program as usize).is_none()
}

/// The text that the program at `offset` writes; `None` if it has no value after all, or there is no program.
pub(crate) fn text(occurrence: &Occurrence<'_>, offset: u32) -> Option<String> {
    if offset == NONE_U32 {
        return None;
    }
    part(occurrence, offset as usize, usize::MAX).map(Cow::into_owned)
}

/// Gives the headers that the catalog has for an occurrence, in the order of the catalog.
pub(crate) fn headers(occurrence: &Occurrence<'_>, mut each: impl FnMut(Header)) {
    let data = occurrence.entry.data();
    let mut at = occurrence.entry.u32(entry::HEADERS) as usize;
    loop {
        let (offset, next) = varint::read(data.index(), at);
        let (len, next) = varint::read(data.index(), next);
        if len == 0 {
            return;
        }
        let (length, start) = varint::read(data.index(), next);
        at = start.saturating_add(length as usize);
        let name = bytes::str_at(data.text(), offset, len);
        // An optional value that is there and empty says as little as one that is not.
        if let Some(value) = part(occurrence, start, at).filter(|value| !value.trim_ascii().is_empty()) {
            each(Header::of_catalog(name, value));
        }
    }
}

/// What the part of a program between two positions writes.
fn part(occurrence: &Occurrence<'_>, start: usize, end: usize) -> Option<Cow<'static, str>> {
    let data = occurrence.entry.data();
    if let (Op::Lit(all), next) = Op::read(data.index(), start)
        && matches!(Op::read(data.index(), next), (Op::End, _))
    {
        return Some(Cow::Borrowed(run(data, all)));
    }
    let mut out = String::new();
    match Writer::new(data, &mut out).run(occurrence, start, end, 0) {
        ControlFlow::Break(Stop::Absent) => None,
        ControlFlow::Break(Stop::End) | ControlFlow::Continue(()) => Some(Cow::Owned(out)),
    }
}

/// Why a program stopped before the end of its part.
enum Stop {
    /// It ended, as every whole program does, or is damaged.
    End,
    /// Its text has no value.
    Absent,
}

/// One run of a program.
struct Writer<'w> {
    data: Data<'static>,
    out: &'w mut String,
    /// Where the program's own output begins: the buffer may hold something before.
    base: usize,
    /// The errors that a `REPEAT` stands for; empty if it is for the one that is written, and inside of one, so that damaged bytes
    /// cannot multiply them.
    each: &'w [Occurrence<'w>],
    /// Of which form the program is: XML has no commas.
    form: Form,
}

impl<'w> Writer<'w> {
    fn new(data: Data<'static>, out: &'w mut String) -> Self {
        let base = out.len();
        Self {
            data,
            out,
            base,
            each: &[],
            form: Form::Own,
        }
    }

    /// Does the operations from `at` up to `end`.
    fn run(&mut self, error: &Occurrence<'_>, mut at: usize, end: usize, depth: u8) -> ControlFlow<Stop> {
        if depth > MAX_DEPTH {
            return ControlFlow::Break(Stop::End);
        }
        while at < end {
            let (op, next) = Op::read(self.data.index(), at);
            at = next;
            match op {
                Op::End => return ControlFlow::Break(Stop::End),
                Op::Absent => return ControlFlow::Break(Stop::Absent),
                Op::Lit(run) => self.literal(run),
                Op::Hole { slot, escape } => error.write(slot, escape, self.out),
                Op::If { slot, length } => {
                    if !error.has(slot) {
                        at = at.saturating_add(length);
                    }
                }
                Op::Skip(length) => at = at.saturating_add(length),
                Op::Comma => self.comma(),
                Op::Each(slot) => self.list(error.list(slot)),
                Op::EachXml { slot, open, close } => {
                    for value in error.list(slot).iter().filter(|value| !value.is_empty()) {
                        self.literal(open);
                        escape::write(self.out, value, false, program::escape::XML_ATTRIBUTE);
                        self.literal(close);
                    }
                }
                Op::Wrap {
                    comma,
                    open,
                    close,
                    length,
                } => {
                    let part = (at, at.saturating_add(length).min(end));
                    at = at.saturating_add(length);
                    self.wrap(error, comma, (open, close), part, depth)?;
                }
                Op::Optional { slot, escape, length } => {
                    if let Some(value) = error.value(slot) {
                        let (open, close) = op::runs(self.data.index(), at);
                        self.literal(open);
                        value.write(escape, self.out);
                        self.literal(close);
                    }
                    at = at.saturating_add(length);
                }
                Op::List { slot, comma, length } => {
                    let values = error.list(slot);
                    if !values.is_empty() {
                        let (open, close) = op::runs(self.data.index(), at);
                        if comma {
                            self.comma();
                        }
                        self.literal(open);
                        self.list(values);
                        self.literal(close);
                    }
                    at = at.saturating_add(length);
                }
                // Whoever needs no more than this did not come here.
                Op::Fixed { .. } => {}
                // Of one error, the part is just what comes next.
                Op::Repeat(_) if self.each.is_empty() => self.comma(),
                Op::Repeat(length) => {
                    let part = (at, at.saturating_add(length).min(end));
                    at = at.saturating_add(length);
                    self.repeat(error, part, depth)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn literal(&mut self, run: Run) {
        self.out.push_str(self::run(self.data, run));
    }

    /// Writes the values of a list as JSON strings.
    fn list(&mut self, values: &[Cow<'static, str>]) {
        for value in values {
            self.comma();
            escape::json_string(self.out, value);
        }
    }

    /// Writes a comma where JSON needs one. After a comma none is needed: a `REPEAT` may follow one.
    fn comma(&mut self) {
        if self.form == Form::Xml {
            return;
        }
        match self.out.as_bytes().get(self.base..).and_then(<[u8]>::last) {
            None | Some(b'{' | b'[' | b',') => {}
            Some(_) => self.out.push(','),
        }
    }

    /// Writes a part between two runs, or nothing at all if the part writes nothing.
    fn wrap(
        &mut self,
        error: &Occurrence<'_>,
        comma: bool,
        (open, close): (Run, Run),
        (start, end): (usize, usize),
        depth: u8,
    ) -> ControlFlow<Stop> {
        let before = self.out.len();
        if comma {
            self.comma();
        }
        self.literal(open);
        let opened = self.out.len();
        let flow = self.run(error, start, end, depth + 1);
        if self.out.len() == opened {
            self.out.truncate(before);
        } else {
            self.literal(close);
        }
        flow
    }

    /// Writes the part that stands once for each error, each from the error's own program.
    fn repeat(&mut self, error: &Occurrence<'_>, part: (usize, usize), depth: u8) -> ControlFlow<Stop> {
        let Some((first, others)) = core::mem::take(&mut self.each).split_first() else {
            return ControlFlow::Continue(());
        };
        self.element(first, part, depth)?;
        for other in others {
            let program = other.entry.u32(self.form.field());
            // Of an error with a body of another format, no part belongs here.
            if program == NONE_U32 || other.entry.response().format() != error.entry.response().format() {
                continue;
            }
            if let Some(part) = op::find_repeat(self.data.index(), program as usize) {
                self.element(other, part, depth)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn element(&mut self, error: &Occurrence<'_>, (start, end): (usize, usize), depth: u8) -> ControlFlow<Stop> {
        let before = self.out.len();
        self.comma();
        let started = self.out.len();
        let flow = self.run(error, start, end, depth + 1);
        if self.out.len() == started {
            self.out.truncate(before);
        }
        flow
    }
}

#[cfg(test)]
mod tests;
