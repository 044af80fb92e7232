//! From programs to steps: see [`error_layout::program`].

use error_layout::escape::cut;
use error_layout::program::{MAX_PART, escape, op, step};

use super::strings::StringTable;
use crate::lower::ir::{Op, Part, Segment};

/// Returns the bytes of a program. Its texts go into the string table.
pub(super) fn bytes(program: &[Op], strings: &mut StringTable) -> Vec<u8> {
    let mut steps = Steps::default();
    steps.program(program);
    steps.push(op::END, 0, 0);
    let mut bytes = Vec::with_capacity(steps.all.len() * step::SIZE);
    for step in steps.all {
        bytes.extend_from_slice(&step.record(strings).to_bytes());
    }
    bytes
}

/// A step before its texts have a place.
#[derive(Default)]
struct Step {
    op: u8,
    argument: u8,
    escape: u8,
    text: String,
    /// What is around a value.
    before: String,
    after: String,
    /// How many steps the part has.
    part: usize,
}

impl Step {
    fn record(self, strings: &mut StringTable) -> step::Record {
        // Other lengths than those that fit were split, or have no step like this.
        let len = |len: usize| u16::try_from(len).unwrap_or(u16::MAX);
        let text_len = len(self.text.len());
        let before = self.before.len() | self.part & 0xffff;
        let after = self.after.len() | self.part >> 16;
        let text = self.text + &self.before + &self.after;
        step::Record {
            op: self.op,
            argument: self.argument,
            escape: self.escape,
            after: u8::try_from(after).unwrap_or(u8::MAX),
            text: strings.add(&text).offset,
            text_len,
            before: len(before),
        }
    }
}

#[derive(Default)]
struct Steps {
    all: Vec<Step>,
    /// Text that the next step begins with.
    text: String,
}

impl Steps {
    fn program(&mut self, program: &[Op]) {
        for one in program {
            self.op(one);
        }
    }

    fn op(&mut self, one: &Op) {
        match one {
            Op::Segment(segment) => self.segment(segment),
            Op::Argument { argument, escape } => self.push(op::ARGUMENT, *argument, *escape),
            Op::If {
                argument,
                filled,
                then,
                otherwise,
            } => {
                if !(otherwise.is_empty() && self.optional(*argument, *filled, then)) {
                    self.choice(*argument, *filled, then, otherwise);
                }
            }
            Op::Comma => self.push(op::COMMA, 0, 0),
            Op::Wrap { open, content, close } => {
                if !self.wrapped_value(open, content, close) {
                    self.wrap(open, content, close);
                }
            }
            Op::List { argument } => self.push(op::LIST, *argument, 0),
            Op::Elements { argument, open, close } => {
                // The tags of an element always fit.
                self.value(op::ELEMENTS, *argument, escape::XML_ATTRIBUTE, open, close);
            }
            Op::Repeat { commas, part } => {
                self.push(op::REPEAT, 0, u8::from(*commas));
                self.part(|steps| steps.program(part));
            }
            Op::Absent => self.push(op::ABSENT, 0, 0),
        }
    }

    /// Adds a step, with the text before it. What does not fit into one has steps of its own.
    fn push(&mut self, op: u8, argument: u8, escape: u8) {
        let mut text = std::mem::take(&mut self.text);
        while text.len() > u16::MAX.into() {
            let rest = text.split_off(cut(&text, u16::MAX.into()).len());
            self.all.push(Step {
                op: op::TEXT,
                text,
                ..Step::default()
            });
            text = rest;
        }
        self.all.push(Step {
            op,
            argument,
            escape,
            text,
            ..Step::default()
        });
    }

    /// Adds steps as the part of the last one.
    fn part(&mut self, add: impl FnOnce(&mut Self)) {
        let start = self.all.len();
        add(self);
        if !self.text.is_empty() {
            self.push(op::TEXT, 0, 0);
        }
        let len = (self.all.len() - start).min(MAX_PART);
        if let Some(step) = start.checked_sub(1).and_then(|owner| self.all.get_mut(owner)) {
            step.part = len;
        }
    }

    fn segment(&mut self, segment: &Segment) {
        for part in &segment.parts {
            match part {
                Part::Text(text) => self.text.push_str(text),
                Part::Column(number) => self.push(op::FIELD, *number, 0),
                // Forms have columns in place of fields.
                Part::Field(..) => {}
            }
        }
    }

    fn choice(&mut self, argument: u8, filled: bool, then: &[Op], otherwise: &[Op]) {
        self.push(if filled { op::IF_FILLED } else { op::IF }, argument, 0);
        self.part(|steps| {
            steps.program(then);
            if !otherwise.is_empty() {
                steps.push(op::SKIP, 0, 0);
            }
        });
        if !otherwise.is_empty() {
            self.part(|steps| steps.program(otherwise));
        }
    }

    fn wrap(&mut self, open: &[Op], content: &[Op], close: &str) {
        self.push(op::WRAP, 0, 0);
        self.part(|steps| {
            steps.program(open);
            steps.push(op::CONTENT, 0, 0);
            steps.program(content);
            if !steps.text.is_empty() {
                steps.push(op::TEXT, 0, 0);
            }
            steps.text.push_str(close);
        });
    }

    /// An argument that is written with a text before and behind it if it is given, as one step.
    fn optional(&mut self, argument: u8, filled: bool, then: &[Op]) -> bool {
        let (before, then) = constant(then);
        let [Op::Argument { argument: own, escape }, rest @ ..] = then else {
            return false;
        };
        let (after, rest) = constant(rest);
        let (Some(before), Some(after), []) = (before, after, rest) else {
            return false;
        };
        let op = if filled { op::FILLED } else { op::OPTIONAL };
        *own == argument && self.value(op, argument, *escape, before, after)
    }

    /// One argument between brackets, as one step.
    fn wrapped_value(&mut self, open: &[Op], content: &[Op], close: &str) -> bool {
        let (Some(open), []) = constant(open) else {
            return false;
        };
        match content {
            [Op::List { argument }] => self.value(op::LIST, *argument, 0, open, close),
            [Op::Argument { argument, escape }] if ![escape::JSON_VALUE, escape::JSON_STRING].contains(escape) => {
                self.value(op::FILLED, *argument, *escape, open, close)
            }
            _ => false,
        }
    }

    /// Adds a step with a text before and behind its value, if they fit into it.
    fn value(&mut self, op: u8, argument: u8, escape: u8, before: &str, after: &str) -> bool {
        let fits = before.len() <= u16::MAX.into() && after.len() <= u8::MAX.into();
        if fits {
            self.push(op, argument, escape);
            if let Some(step) = self.all.last_mut() {
                step.before.push_str(before);
                step.after.push_str(after);
            }
        }
        fits
    }
}

/// The text that a program begins with, unless an entry has its own in it, and the rest.
fn constant(program: &[Op]) -> (Option<&str>, &[Op]) {
    match program {
        [Op::Segment(segment), rest @ ..] => (segment.as_text(), rest),
        rest => (Some(""), rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use error_layout::program::argument;
    use error_layout::record::Text;

    /// The steps of a program: operation, text, texts around a value, and size of the part.
    fn steps(program: &[Op]) -> Vec<(u8, String, String, usize)> {
        let mut strings = StringTable::default();
        let bytes = bytes(program, &mut strings);
        let table = strings.into_text();
        let (steps, []) = bytes.as_chunks() else {
            panic!("a part of a step")
        };
        let read = |step| {
            let step = step::View::new(step);
            let text = |offset, len| Text { offset, len }.of(&table).to_owned();
            let has_part = [op::IF, op::IF_FILLED, op::SKIP, op::WRAP, op::REPEAT].contains(&step.op());
            let around = if has_part {
                0
            } else {
                u32::from(step.before()) + u32::from(step.after())
            };
            (
                step.op(),
                text(step.text(), step.text_len().into()),
                text(step.text() + u32::from(step.text_len()), around),
                if has_part { step.part() } else { 0 },
            )
        };
        steps.iter().map(read).collect()
    }

    fn step(op: u8, text: &str, around: &str, part: usize) -> (u8, String, String, usize) {
        (op, text.to_owned(), around.to_owned(), part)
    }

    const VALUE: Op = Op::Argument {
        argument: argument::ID,
        escape: escape::JSON,
    };

    #[test]
    fn a_text_that_is_too_long_for_a_step_has_several() {
        let text = format!("a{}", "é".repeat(100_000));
        let steps = steps(&[Op::text(&text)]);
        assert_eq!(steps.len(), 4);
        let written: String = steps.iter().map(|(_, text, ..)| text.as_str()).collect();
        assert!(written == text, "no character is cut");
    }

    #[test]
    fn an_optional_value_with_text_around_it_is_one_step() {
        let option = |filled, then| Op::If {
            argument: argument::ID,
            filled,
            then,
            otherwise: Vec::new(),
        };
        let optional = option(true, vec![Op::text("<"), VALUE, Op::text(">")]);
        let expected = [step(op::FILLED, "", "<>", 0), step(op::END, "", "", 0)];
        assert_eq!(steps(&[optional]), expected);
        let optional = option(false, vec![Op::text("<"), VALUE, Op::text(">")]);
        let expected = [step(op::OPTIONAL, "a", "<>", 0), step(op::END, "", "", 0)];
        assert_eq!(steps(&[Op::text("a"), optional]), expected);
        // A step counts the bytes behind its value in eight bits.
        let long = "x".repeat(256);
        let optional = option(false, vec![VALUE, Op::text(&long)]);
        let expected = [
            step(op::IF, "", "", 2),
            step(op::ARGUMENT, "", "", 0),
            step(op::TEXT, &long, "", 0),
            step(op::END, "", "", 0),
        ];
        assert_eq!(steps(&[optional]), expected);
    }

    #[test]
    fn a_choice_skips_the_branch_that_is_not_taken() {
        let choice = Op::If {
            argument: argument::ID,
            filled: false,
            then: vec![VALUE],
            otherwise: vec![Op::text("null")],
        };
        let expected = [
            step(op::IF, "", "", 2),
            step(op::ARGUMENT, "", "", 0),
            step(op::SKIP, "", "", 1),
            step(op::TEXT, "null", "", 0),
            step(op::END, ".", "", 0),
        ];
        assert_eq!(steps(&[choice, Op::text(".")]), expected);
    }

    #[test]
    fn the_last_step_of_a_wrapped_part_is_its_end() {
        let wrap = Op::Wrap {
            open: vec![Op::Comma, Op::text("[")],
            content: vec![VALUE, Op::text("!")],
            close: "]".to_owned(),
        };
        let expected = [
            step(op::WRAP, "", "", 5),
            step(op::COMMA, "", "", 0),
            step(op::CONTENT, "[", "", 0),
            step(op::ARGUMENT, "", "", 0),
            step(op::TEXT, "!", "", 0),
            step(op::TEXT, "]", "", 0),
            step(op::END, "", "", 0),
        ];
        assert_eq!(steps(&[wrap]), expected);
    }
}
