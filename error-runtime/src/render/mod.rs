//! Writing bodies, headers and messages: the interpreter of the programs that the catalog compiler wrote.
//!
//! [`error_layout::program`] says what each operation does. A program is trusted to make sense but not to be intact:
//! damaged bytes end it early, and neither panic nor run without bound.

mod occurrence;
pub(crate) mod op;

use alloc::string::String;
use alloc::vec::Vec;
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
    let each = if all.is_empty() {
        core::slice::from_ref(answer)
    } else {
        all
    };
    out.reserve(each.iter().map(|error| USUAL_BODY + error.estimate()).sum());
    let mut writer = Writer::new(answer.entry.data(), out);
    writer.each = each;
    writer.form = form;
    // A body cannot be absent, and an early end leaves what was written.
    let _ = writer.run(answer, program as usize, usize::MAX, 0);
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
    part(occurrence, offset as usize, usize::MAX)
}

/// Appends the headers that the catalog gives to an occurrence, in the order of the catalog.
pub(crate) fn headers(occurrence: &Occurrence<'_>, out: &mut Vec<Header>) {
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
            out.push(Header::of_catalog(name, &value));
        }
    }
}

/// What the part of a program between two positions writes.
fn part(occurrence: &Occurrence<'_>, start: usize, end: usize) -> Option<String> {
    let mut out = String::new();
    match Writer::new(occurrence.entry.data(), &mut out).run(occurrence, start, end, 0) {
        ControlFlow::Break(Stop::Absent) => None,
        ControlFlow::Break(Stop::End) | ControlFlow::Continue(()) => Some(out),
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
    /// The errors that a `REPEAT` stands for; empty inside of one, so that damaged bytes cannot multiply them.
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
                Op::Each(slot) => {
                    for value in error.list(slot) {
                        self.comma();
                        escape::json_string(self.out, value);
                    }
                }
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
                    if !self.is_empty_list(error, part) {
                        self.wrap(error, comma, (open, close), part, depth)?;
                    }
                }
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
        self.out.push_str(bytes::str_at(self.data.text(), run.offset, run.len));
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

    /// Whether a part is a list without values and nothing else: most often nobody says where an error is at fault, and
    /// then nothing has to be written and taken back.
    fn is_empty_list(&self, error: &Occurrence<'_>, (start, end): (usize, usize)) -> bool {
        match Op::read(self.data.index(), start) {
            (Op::Each(slot), next) => next == end && error.list(slot).is_empty(),
            _ => false,
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
            return self.run(error, part.0, part.1, depth + 1);
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
