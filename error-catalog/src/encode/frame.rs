//! Bodies as one text and the places of values in it: what a program comes to if it is followed without any value.
//!
//! Whoever writes a body then copies one text and puts in what the error gives, and where that is nothing, the text is the body.

mod layout;

use error_layout::program::frame::flag;
use error_layout::program::{escape, slot};

use super::program::{Op, Part, Run, around_placeholder};

/// How much text the frames of one catalog may take, in bytes. They repeat what entries share, so in a large catalog
/// they would be most of what the compiler reads and the program carries; beyond this, bodies are put together from their parts.
pub const MOST: usize = 1 << 18;

/// A frame of all entries of a form: the entry's own texts are only named.
#[derive(Debug, Default)]
pub(super) struct Frame {
    steps: Vec<Step>,
    /// The slots that have no place in it, as bits. An error that gives one of them a value is written by the program.
    others: u32,
    /// What of the end of `steps` decides about a comma.
    end: End,
}

#[derive(Debug)]
enum Step {
    Text(Run),
    Insertion(Insertion),
    /// Stands once for each error.
    Part(Vec<Step>),
}

/// A value, with what stands around it.
#[derive(Debug)]
struct Insertion {
    slot: u8,
    how: u8,
    open: Run,
    close: Run,
    /// What stands there without a value.
    instead: Vec<Step>,
    /// Where the text around the value is, if it is the same for every entry and was placed.
    around: Option<Around>,
}

/// The place of the text around a value: what stands before it, and behind that what stands behind it.
#[derive(Debug, Clone, Copy)]
struct Around {
    offset: usize,
    open: usize,
    close: usize,
}

/// What a comma has to stand behind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum End {
    /// Nothing yet, or an opening bracket or a comma.
    #[default]
    Open,
    /// The same, unless a value stands behind it.
    Unsure,
    Closed,
    /// XML has no commas.
    WithoutCommas,
}

impl End {
    /// What it is behind a run; nothing if that is empty.
    fn after(self, run: &Run) -> Option<Self> {
        Some(match run.parts.last()? {
            _ if self == Self::WithoutCommas => self,
            Part::Text(text) if text.ends_with(['{', '[', ',']) => Self::Open,
            // A number: other texts of an entry have quotes around them.
            Part::Text(_) | Part::Field(..) => Self::Closed,
        })
    }
}

impl Frame {
    /// Nothing if the program is of no such kind.
    pub(super) fn of(program: &[Op]) -> Option<Self> {
        Self::starting_with(End::Open, program)
    }

    /// The same in XML.
    pub(super) fn of_xml(program: &[Op]) -> Option<Self> {
        Self::starting_with(End::WithoutCommas, program)
    }

    fn starting_with(end: End, program: &[Op]) -> Option<Self> {
        let mut frame = Self { end, ..Self::default() };
        frame.follow(program)?;
        Some(frame)
    }

    fn follow(&mut self, program: &[Op]) -> Option<()> {
        for op in program {
            match op {
                Op::Literal(run) => self.text(run.clone()),
                Op::Placeholder { slot, escape } => self.placeholder(*slot, *escape),
                Op::If { slot, then, otherwise } => self.branch(*slot, then, otherwise)?,
                Op::Comma => self.comma()?,
                Op::Wrap {
                    comma,
                    open,
                    close,
                    body,
                } => self.wrap(*comma, open, close, body)?,
                Op::Each { slot } => {
                    let mut list = Insertion::new(*slot, flag::LIST);
                    list.open = self.due_comma()?;
                    self.insert(list);
                }
                Op::EachXml { slot, open, close } => {
                    let list = Insertion::new(*slot, escape::XML_ATTRIBUTE | flag::EACH);
                    self.insert(list.within(Run::text(open), &Run::text(close)));
                }
                Op::Repeat(body) => {
                    self.comma()?;
                    let part = self.inner(body)?;
                    self.end = part.end;
                    self.steps.push(Step::Part(part.steps));
                }
                Op::Absent => return None,
            }
        }
        Some(())
    }

    /// What a part of the program comes to here.
    fn inner(&mut self, program: &[Op]) -> Option<Self> {
        let mut inner = Self {
            end: self.end,
            ..Self::default()
        };
        inner.follow(program)?;
        self.others |= inner.others;
        Some(inner)
    }

    fn placeholder(&mut self, slot: u8, escape: u8) {
        let mut value = Insertion::new(slot, escape);
        // A whole JSON value cannot be nothing.
        if [escape::JSON_VALUE, escape::JSON_STRING].contains(&escape) {
            value.instead.push(Step::Text(Run::text("null")));
        }
        self.insert(value);
    }

    fn branch(&mut self, slot: u8, then: &[Op], otherwise: &[Op]) -> Option<()> {
        let (comma, then) = match then {
            [Op::Comma, then @ ..] => (self.due_comma()?, then),
            then => (Run::default(), then),
        };
        // How many errors an answer reports is asked of the frame.
        if repeats(then) || repeats(otherwise) {
            return None;
        }
        let instead = self.inner(otherwise)?;
        let Some((open, escape, close)) = around_placeholder(slot, then) else {
            self.without(slot)?;
            self.end = instead.end;
            self.steps.extend(instead.steps);
            return Some(());
        };
        let mut value = Insertion::new(slot, escape).within(open, &close);
        value.open = comma.then(&value.open);
        value.instead = instead.steps;
        self.insert(value);
        if instead.end == End::Closed {
            self.end = End::Closed;
        }
        Some(())
    }

    /// What stands between brackets, and is not there at all if it is empty.
    fn wrap(&mut self, comma: bool, open: &Run, close: &str, body: &[Op]) -> Option<()> {
        let comma = if comma { self.due_comma()? } else { Run::default() };
        let open = comma.then(open);
        let mut inside = Self {
            end: self.end.after(&open).unwrap_or(self.end),
            ..Self::default()
        };
        inside.follow(body)?;
        self.others |= inside.others;
        let close = Run::text(close);
        match inside.steps.as_mut_slice() {
            [] => {}
            steps if has_text(steps) => {
                self.text(open);
                self.steps.append(&mut inside.steps);
                self.text(close);
            }
            [Step::Insertion(_)] => {
                let Some(Step::Insertion(mut value)) = inside.steps.pop() else {
                    return None;
                };
                if !value.instead.is_empty() {
                    if !has_text(&value.instead) {
                        return None;
                    }
                    value.instead.insert(0, Step::Text(open.clone()));
                    value.instead.push(Step::Text(close.clone()));
                }
                self.insert(value.wrapped(open, &close)?);
            }
            steps => {
                for step in steps {
                    match step {
                        Step::Insertion(value) if value.instead.is_empty() => self.without(value.slot)?,
                        _ => return None,
                    }
                }
            }
        }
        Some(())
    }

    fn text(&mut self, run: Run) {
        if let Some(end) = self.end.after(&run) {
            self.end = end;
            self.steps.push(Step::Text(run));
        }
    }

    fn insert(&mut self, value: Insertion) {
        if self.end == End::Open {
            self.end = End::Unsure;
        }
        self.steps.push(Step::Insertion(value));
    }

    fn comma(&mut self) -> Option<()> {
        let comma = self.due_comma()?;
        self.text(comma);
        Some(())
    }

    /// The comma that is due here; nothing if that depends on a value.
    fn due_comma(&self) -> Option<Run> {
        match self.end {
            End::Open | End::WithoutCommas => Some(Run::default()),
            End::Unsure => None,
            End::Closed => Some(Run::text(",")),
        }
    }

    /// Notes that a slot has no place. One that always has a value must have one.
    fn without(&mut self, slot: u8) -> Option<()> {
        self.others |= slot::bit(slot);
        (self.others & slot::UNASKED == 0).then_some(())
    }
}

/// Whether a part of a program stands once for each error.
fn repeats(program: &[Op]) -> bool {
    program.iter().any(|op| match op {
        Op::Repeat(_) => true,
        Op::If { then, otherwise, .. } => repeats(then) || repeats(otherwise),
        Op::Wrap { body, .. } => repeats(body),
        _ => false,
    })
}

/// Whether something is written whatever has a value.
fn has_text(steps: &[Step]) -> bool {
    steps.iter().any(|step| matches!(step, Step::Text(_)))
}

impl Insertion {
    fn new(slot: u8, how: u8) -> Self {
        Self {
            slot,
            how,
            open: Run::default(),
            close: Run::default(),
            instead: Vec::new(),
            around: None,
        }
    }

    fn within(mut self, open: Run, close: &Run) -> Self {
        // Beside other text, quotes cost nothing.
        let is_string = self.how == escape::JSON_VALUE
            && self.slot < slot::PARAMETER
            && ![slot::STATUS, slot::RETRY_AFTER].contains(&self.slot);
        if is_string || self.how == escape::JSON_STRING {
            self.how = escape::JSON;
            (self.open, self.close) = (Run::text("\""), Run::text("\""));
        }
        self.open = open.then(&self.open);
        self.close = self.close.then(close);
        self
    }

    /// The same between brackets that are not there if nothing is between them.
    fn wrapped(self, open: Run, close: &Run) -> Option<Self> {
        if self.how & flag::EACH != 0 {
            return None;
        }
        let can_be_empty = self.how & flag::LIST == 0
            && ![escape::JSON_VALUE, escape::JSON_STRING].contains(&self.how)
            && self.open.parts.is_empty()
            && self.close.parts.is_empty();
        let mut wrapped = self.within(open, close);
        if can_be_empty {
            wrapped.how |= flag::FILLED;
        }
        Some(wrapped)
    }
}

#[cfg(test)]
mod tests;
