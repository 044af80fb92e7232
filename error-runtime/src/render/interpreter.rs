//! Following a program, operation by operation.

use alloc::borrow::Cow;
use alloc::string::String;
use core::ops::ControlFlow;

use error_layout::{escape, program};

use super::frame::write_filled;
use super::op::{self, Op, Run};
use super::{Errors, Occurrence, write_each};
use crate::data::Data;
use crate::representation::Form;

/// How deep parts may be nested; as deep as a catalog may be.
const MAX_DEPTH: u8 = 64;

/// Why a program stopped before the end of its part.
pub(super) enum Stop {
    /// It ended, as every whole program does, or is damaged.
    End,
    /// Its text has no value.
    Absent,
}

/// One run of a program.
pub(super) struct Writer<'w, 'e> {
    data: Data<'static>,
    out: &'w mut String,
    /// Where the program's own output begins: the buffer may hold something before.
    base: usize,
    /// The errors that a `REPEAT` stands for; none if it is for the one that is written, and inside of one, so that damaged bytes
    /// cannot multiply them.
    pub(super) each: Option<&'e dyn Errors>,
    /// Of which form the program is: XML has no commas.
    form: Form,
}

impl<'w> Writer<'w, '_> {
    pub(super) fn new(data: Data<'static>, form: Form, base: usize, out: &'w mut String) -> Self {
        Self {
            data,
            out,
            base,
            each: None,
            form,
        }
    }

    /// Does the operations from `at` up to `end`.
    pub(super) fn run(&mut self, error: &Occurrence<'_>, mut at: usize, end: usize, depth: u8) -> ControlFlow<Stop> {
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
                Op::Placeholder { slot, escape } => error.write(slot, escape, self.out),
                Op::If { slot, length } => {
                    if !error.has(slot) {
                        at = at.saturating_add(length);
                    }
                }
                // Whom a frame holds did not come here.
                Op::Skip(length) | Op::Frame(length) => at = at.saturating_add(length),
                Op::Comma => self.comma(),
                Op::Each(slot) => self.list(error.list(slot)),
                Op::EachXml { slot, open, close } => {
                    let around = (super::run(self.data, open), super::run(self.data, close));
                    write_filled(error.list(slot), program::escape::XML_ATTRIBUTE, around, self.out);
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
                Op::Repeat(length) => match self.each.take() {
                    // Of one error, the part is just what comes next.
                    None => self.comma(),
                    Some(all) => {
                        at = at.saturating_add(length);
                        write_each(error, all, self.form, self.base, self.out);
                    }
                },
            }
        }
        ControlFlow::Continue(())
    }

    fn literal(&mut self, run: Run) {
        self.out.push_str(super::run(self.data, run));
    }

    /// Writes the values of a list as JSON strings.
    fn list(&mut self, values: &[Cow<'static, str>]) {
        for value in values {
            self.comma();
            escape::json_string(self.out, value);
        }
    }

    fn comma(&mut self) {
        comma(self.form, self.base, self.out);
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
}

/// Writes a comma where JSON needs one, in an answer that begins at `base`. After a comma none is needed: a `REPEAT` may follow one.
pub(super) fn comma(form: Form, base: usize, out: &mut String) {
    if form == Form::Xml {
        return;
    }
    match out.as_bytes().get(base..).and_then(<[u8]>::last) {
        None | Some(b'{' | b'[' | b',') => {}
        Some(_) => out.push(','),
    }
}
