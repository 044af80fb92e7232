//! The interpreter of programs: see [`error_layout::program`].
//!
//! A program is trusted to make sense but not to be intact: damaged bytes end a text early, and neither panic nor run without bound.

use alloc::borrow::Cow;
use alloc::string::String;
use core::ops::ControlFlow;

use error_layout::escape;
use error_layout::program::{self, Steps, Texts, argument, op, step};

use super::argument::is_blank;
use super::{Errors, RenderContext, Syntax};
use crate::catalog::Entry;

/// How deep parts may be nested; as deep as a catalog may be.
const MAX_DEPTH: u8 = 64;

/// Why a program stopped before the last step of its part.
pub(super) enum Stop {
    /// It ended, as every whole program does, or is damaged.
    End,
    /// Its text has no value.
    Absent,
}

/// Writes the texts of one error.
pub(super) struct Interpreter<'w> {
    context: &'w RenderContext<'w>,
    /// The arguments that may be given, as bits: most are not, and asked for in one place.
    given: u32,
    texts: Texts<'static>,
    out: &'w mut String,
    /// The length of the output at the beginning of the innermost content.
    content: usize,
    /// The errors that a `REPEAT` stands for; `None` if it is for this one alone, and inside of one, so that damaged bytes cannot multiply them.
    all: Option<(&'w dyn Errors, Syntax)>,
}

impl<'w> Interpreter<'w> {
    pub(super) fn new(context: &'w RenderContext<'w>, texts: Texts<'static>, out: &'w mut String) -> Self {
        Self {
            given: context.given(),
            texts,
            context,
            out,
            content: 0,
            all: None,
        }
    }

    /// With a `REPEAT` for each of several errors.
    pub(super) fn for_all(mut self, all: Option<&'w dyn Errors>, syntax: Syntax) -> Self {
        self.all = all.map(|all| (all, syntax));
        self
    }

    /// Does steps.
    pub(super) fn run(&mut self, steps: Steps<'static>) -> ControlFlow<Stop> {
        self.part(steps, 0)
    }

    fn part(&mut self, mut steps: Steps<'static>, depth: u8) -> ControlFlow<Stop> {
        if depth > MAX_DEPTH {
            return ControlFlow::Break(Stop::End);
        }
        while let [step, rest @ ..] = steps {
            steps = rest;
            let step = step::View::new(step);
            let argument = step.argument();
            if step.text_len() != 0 {
                self.out.push_str(self.texts.of(step));
            }
            match step.op() {
                op::TEXT => {}
                op::FIELD => self.out.push_str(self.texts.field(argument)),
                op::ARGUMENT => self.context.write(argument, step.escape(), self.out),
                op @ (op::OPTIONAL | op::FILLED) => self.value(step, op == op::FILLED),
                op::LIST => self.list(step),
                op::ELEMENTS => self.elements(step),
                op::COMMA => self.comma(),
                op::IF => {
                    if !self.has(argument) {
                        steps = skip(steps, step);
                    }
                }
                op::IF_FILLED => {
                    if !self.is_filled(argument) {
                        steps = skip(steps, step);
                    }
                }
                op::SKIP => steps = skip(steps, step),
                op::WRAP => {
                    let (part, rest) = steps.split_at_checked(step.part()).unwrap_or((steps, &[]));
                    steps = rest;
                    self.wrap(part, depth)?;
                }
                op::CONTENT => self.content = self.out.len(),
                op::REPEAT => match self.all.take() {
                    // For one error, the part is just the next steps.
                    None => self.repeat_comma(step),
                    Some((all, syntax)) => {
                        steps = skip(steps, step);
                        self.repeat(step, all, syntax);
                    }
                },
                op::ABSENT => return ControlFlow::Break(Stop::Absent),
                _ => return ControlFlow::Break(Stop::End),
            }
        }
        ControlFlow::Continue(())
    }

    fn may_have(&self, argument: u8) -> bool {
        self.given & argument::bit(argument) != 0
    }

    fn has(&self, argument: u8) -> bool {
        self.may_have(argument) && self.context.has(argument)
    }

    fn is_filled(&self, argument: u8) -> bool {
        self.may_have(argument) && self.context.argument(argument).is_some_and(|value| !value.is_blank())
    }

    /// Writes an argument between two texts, if it is given.
    fn value(&mut self, step: step::View<'_>, filled: bool) {
        if self.may_have(step.argument())
            && let Some(value) = self.context.argument(step.argument())
            && !(filled && value.is_blank())
        {
            let (before, after) = self.texts.around(step);
            self.out.push_str(before);
            value.write(step.escape(), self.out);
            self.out.push_str(after);
        }
    }

    /// Writes the items of a list argument as JSON strings.
    fn list(&mut self, step: step::View<'_>) {
        let items = self.items(step);
        if items.is_empty() {
            return;
        }
        let (before, after) = self.texts.around(step);
        self.out.push_str(before);
        for item in items {
            self.comma();
            escape::json_string(self.out, item);
        }
        self.out.push_str(after);
    }

    /// Writes each item of a list argument that is not blank between two texts.
    fn elements(&mut self, step: step::View<'_>) {
        for item in self.items(step).iter().filter(|item| !is_blank(item)) {
            let (before, after) = self.texts.around(step);
            self.out.push_str(before);
            escape::write(self.out, item, false, step.escape());
            self.out.push_str(after);
        }
    }

    fn items(&self, step: step::View<'_>) -> &'w [Cow<'static, str>] {
        if self.may_have(step.argument()) {
            self.context.list(step.argument())
        } else {
            &[]
        }
    }

    /// Writes a comma where JSON needs one.
    fn comma(&mut self) {
        if !matches!(self.out.as_bytes().last(), None | Some(b'{' | b'[' | b',')) {
            self.out.push(',');
        }
    }

    /// Does a part, and takes it back if its content writes nothing.
    fn wrap(&mut self, part: Steps<'static>, depth: u8) -> ControlFlow<Stop> {
        let Some((close, part)) = part.split_last() else {
            return ControlFlow::Continue(());
        };
        let (start, outer) = (self.out.len(), self.content);
        let flow = self.part(part, depth + 1);
        if self.out.len() == self.content {
            self.out.truncate(start);
        } else {
            self.out.push_str(self.texts.of(step::View::new(close)));
        }
        self.content = outer;
        flow
    }

    /// Writes the comma that is due before a repeated part.
    fn repeat_comma(&mut self, step: step::View<'_>) {
        if step.escape() != 0 {
            self.comma();
        }
    }

    /// Writes the part that is repeated for each error, as the error's own form has it.
    fn repeat(&mut self, step: step::View<'_>, all: &dyn Errors, syntax: Syntax) {
        for error in (0..all.count()).map_while(|position| all.get(position)) {
            // The id of the request is the same for all.
            let error = RenderContext {
                request_id: self.context.request_id,
                ..error.in_language(self.context.language)
            };
            let Some(part) = repeated_part(error.entry, self.context.entry, syntax) else {
                continue;
            };
            let start = self.out.len();
            self.repeat_comma(step);
            let started = self.out.len();
            // A part is never absent, and an early end leaves the text before it.
            let _ = Interpreter::new(&error, error.entry.texts(), self.out).run(part);
            if self.out.len() == started {
                self.out.truncate(start);
            }
        }
    }
}

/// The part of an entry's body that is repeated; `None` if it does not belong into the response of another one.
pub(super) fn repeated_part(entry: Entry<'static>, response: Entry<'static>, syntax: Syntax) -> Option<Steps<'static>> {
    let steps = super::body_steps(entry, syntax)?;
    if !entry.has_format_of(response) {
        return None;
    }
    let repeat = program::find(steps, op::REPEAT)?;
    let (repeat, rest) = steps.get(repeat..)?.split_first()?;
    rest.get(..step::View::new(repeat).part())
}

/// The steps behind the part of one.
fn skip(steps: Steps<'static>, step: step::View<'_>) -> Steps<'static> {
    steps.get(step.part()..).unwrap_or(&[])
}
