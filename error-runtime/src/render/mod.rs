//! Writing bodies, headers and messages, from what the catalog compiler wrote: frames and programs.
//!
//! [`error_layout::program`] says what each operation does and what a frame is. Both are trusted to make sense but not to be intact:
//! damaged bytes end a text early, and neither panic nor run without bound.

mod frame;
mod interpreter;
mod occurrence;
#[allow(missing_docs, reason = "`error_layout::program` documents the operations")]
pub(crate) mod op;

use alloc::borrow::Cow;
use alloc::string::String;
use core::ops::ControlFlow;

use error_layout::{NONE_U32, bytes, entry, varint};

use self::frame::Frame;
use self::interpreter::{Stop, Writer};
use self::op::{Op, Run};
use crate::data::Data;
use crate::entry::Entry;
use crate::header::Header;
use crate::representation::Form;

pub(crate) use self::occurrence::Occurrence;

/// The errors of an answer.
pub(crate) trait Errors {
    fn count(&self) -> usize;

    /// The error at a position, counted from 0.
    fn get(&self, position: usize) -> Option<Occurrence<'_>>;
}

/// The body of an answer.
pub(crate) struct Body<'b> {
    /// Stands for the whole: its frame or program is followed. The part of it that is repeated takes its values from each of `all`.
    answer: &'b Occurrence<'b>,
    /// None if `answer` is for itself alone.
    all: Option<&'b dyn Errors>,
    form: Form,
    /// The slots to which `answer` gives a value.
    given: u32,
    frame: Option<Frame>,
}

/// What a body usually takes, in bytes, so that most are written without growing the buffer.
const USUAL_BODY: usize = 512;

impl<'b> Body<'b> {
    /// Nothing if the answer has no body.
    pub(crate) fn of(answer: &'b Occurrence<'b>, all: Option<&'b dyn Errors>, form: Form) -> Option<Self> {
        if answer.entry.u32(form.field()) == NONE_U32 {
            return None;
        }
        let given = answer.slots();
        Some(Self {
            answer,
            all,
            form,
            given,
            frame: Frame::of(answer.entry, form).filter(|frame| frame.holds(given)),
        })
    }

    /// All of it, if it is for one error, and that says nothing of its own which the body shows.
    pub(crate) fn fixed(&self) -> Option<&'static str> {
        match self.all {
            Some(all) if all.count() > 1 => None,
            _ => self.frame?.fixed(self.given),
        }
    }

    /// How many bytes it takes, or somewhat more. The errors of one answer are taken to be like the first.
    pub(crate) fn len(&self) -> usize {
        let of_one = self.frame.map_or(USUAL_BODY, |frame| frame.len()) + self.answer.len_of_values();
        of_one * self.all.map_or(1, Errors::count)
    }

    /// Appends it.
    pub(crate) fn write(&self, out: &mut String) {
        let base = out.len();
        match (self.frame, self.all) {
            (Some(frame), Some(all)) if frame.repeats() => {
                frame.write_around(self.answer, self.given, out, |out| {
                    write_each(self.answer, all, self.form, base, out);
                });
            }
            (Some(frame), _) => frame.write(self.answer, self.given, out),
            (None, all) => {
                let mut writer = Writer::new(self.answer.entry.data(), self.form, base, out);
                writer.each = all;
                let program = self.answer.entry.u32(self.form.field());
                // A body cannot be absent, and an early end leaves what was written.
                let _ = writer.run(self.answer, program as usize, usize::MAX, 0);
            }
        }
    }
}

/// Writes the part that stands once for each error, each as its own template has it. The answer begins at `base`; if it is for a request with
/// an id, that is the id of all.
fn write_each(answer: &Occurrence<'_>, all: &dyn Errors, form: Form, base: usize, out: &mut String) {
    let format = answer.entry.response().format();
    for error in (0..all.count()).map_while(|position| all.get(position)) {
        let error = Occurrence {
            request_id: answer.request_id,
            ..error
        };
        let entry = error.entry;
        let program = entry.u32(form.field());
        // Of an error with a body of another format, no part belongs here.
        if program == NONE_U32 || entry.response().format() != format {
            continue;
        }
        let given = error.slots();
        let before = out.len();
        interpreter::comma(form, base, out);
        let started = out.len();
        match Frame::of(entry, form).filter(|frame| frame.holds(given)) {
            Some(frame) => frame.write_one(&error, given, out),
            None => {
                if let Some((start, end)) = op::find_repeat(entry.data().index(), program as usize) {
                    // As for the whole.
                    let _ = Writer::new(entry.data(), form, base, out).run(&error, start, end, 0);
                }
            }
        }
        if out.len() == started {
            out.truncate(before);
        }
    }
}

fn run(data: Data<'static>, run: Run) -> &'static str {
    bytes::str_at(data.text(), run.offset, run.len)
}

/// Whether the body of an entry in its own representation shows the value of a slot, if there is one.
#[cfg(feature = "tower")]
pub(crate) fn shows(entry: Entry<'static>, slot: u8) -> bool {
    let program = entry.u32(entry::BODY);
    match Frame::of(entry, Form::Own) {
        Some(frame) => frame.shows(slot),
        None => program != NONE_U32 && op::asks_for(entry.data().index(), program as usize, slot),
    }
}

/// Whether an entry has a body, and in it no part that is written once for each error of an answer.
pub(crate) fn reports_one(entry: Entry<'static>) -> bool {
    let program = entry.u32(entry::BODY);
    match Frame::of(entry, Form::Own) {
        Some(frame) => !frame.repeats(),
        None => program != NONE_U32 && op::find_repeat(entry.data().index(), program as usize).is_none(),
    }
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
    match Writer::new(data, Form::Own, 0, &mut out).run(occurrence, start, end, 0) {
        ControlFlow::Break(Stop::Absent) => None,
        ControlFlow::Break(Stop::End) | ControlFlow::Continue(()) => Some(Cow::Owned(out)),
    }
}

#[cfg(test)]
mod tests;
