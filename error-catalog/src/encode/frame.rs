//! Bodies as one text and the places of values in it: what a program comes to if it is followed without any value.
//!
//! Whoever writes a body then copies one text and puts in what the error gives, and where that is nothing, the text is the body.

use error_layout::program::frame::{self, flag, insertion};
use error_layout::program::{escape, op, slot};

use super::pool::Pool;
use super::program::{Op, Part, Run, around_hole};
use super::record::Record;
use super::value::Scope;

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
    /// Where the constant text around the value is.
    around: Option<usize>,
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
}

impl End {
    /// That of a run; nothing if that is empty.
    fn of(run: &Run) -> Option<Self> {
        Some(match run.parts.last()? {
            Part::Text(text) if text.ends_with(['{', '[', ',']) => Self::Open,
            // A number: other texts of an entry have quotes around them.
            Part::Text(_) | Part::Field(..) => Self::Closed,
        })
    }
}

/// The bytes of a frame, and how much text it took.
pub(super) struct Filled {
    pub(super) bytes: Vec<u8>,
    pub(super) text: usize,
    /// Whether an error can still need the program.
    pub(super) needs_program: bool,
}

impl Frame {
    /// Nothing if the program is of no such kind.
    pub(super) fn of(program: &[Op]) -> Option<Self> {
        let mut frame = Self::default();
        frame.follow(program)?;
        Some(frame)
    }

    fn follow(&mut self, program: &[Op]) -> Option<()> {
        for op in program {
            match op {
                Op::Literal(run) => self.text(run.clone()),
                Op::Hole { slot, escape } => self.hole(*slot, *escape),
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
                    self.insert(list.within(Run::text(open), Run::text(close)));
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

    fn hole(&mut self, slot: u8, escape: u8) {
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
        let instead = self.inner(otherwise)?;
        if instead.steps.iter().any(|step| matches!(step, Step::Part(_))) {
            return None;
        }
        let Some((open, escape, close)) = around_hole(slot, then) else {
            self.without(slot)?;
            self.end = instead.end;
            self.steps.extend(instead.steps);
            return Some(());
        };
        let mut value = Insertion::new(slot, escape).within(open, close);
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
            end: End::of(&open).unwrap_or(self.end),
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
                self.insert(value.wrapped(open, close)?);
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
        if let Some(end) = End::of(&run) {
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
            End::Open => Some(Run::default()),
            End::Unsure => None,
            End::Closed => Some(Run::text(",")),
        }
    }

    /// Notes that a slot has no place. One that always has a value must have one.
    fn without(&mut self, slot: u8) -> Option<()> {
        self.others |= slot::bit(slot);
        (self.others & slot::UNASKED == 0).then_some(())
    }

    /// The frame of an entry, unless it takes more than so many bytes of text or does not fit its fields.
    pub(super) fn fill(&mut self, most: usize, scope: Scope<'_>, pool: &mut Pool) -> Option<Filled> {
        let mut laid = Laid {
            most: most.min(frame::MAX_TEXT),
            scope,
            pool,
            text: String::new(),
            slots: 0,
            insertions: Vec::new(),
            part: None,
        };
        laid.lay(&mut self.steps)?;
        let count = u8::try_from(laid.insertions.len() / insertion::SIZE).ok()?;
        let mut fields = Record::new(frame::SIZE);
        let (offset, len) = laid.pool.add(&laid.text);
        fields.u32(frame::SLOTS, laid.slots as usize);
        fields.u32(frame::OTHERS, self.others as usize);
        fields.u32(frame::TEXT, offset);
        fields.u16(frame::TEXT_LEN, len);
        let part = laid.part.unwrap_or(LaidPart {
            text: (usize::MAX, usize::MAX),
            insertions: (0, 0),
        });
        fields.u16(frame::PART, part.text.0);
        fields.u16(frame::PART_END, part.text.1);
        fields.u8(frame::INSERTIONS, count);
        fields.u8(frame::BEFORE_PART, u8::try_from(part.insertions.0).ok()?);
        fields.u8(
            frame::IN_PART,
            u8::try_from(part.insertions.1 - part.insertions.0).ok()?,
        );
        let mut bytes = vec![op::FRAME];
        bytes.append(&mut fields.bytes);
        bytes.append(&mut laid.insertions);
        Some(Filled {
            bytes,
            text: len,
            needs_program: self.others != 0,
        })
    }
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

    fn within(mut self, open: Run, close: Run) -> Self {
        // Beside other text, quotes cost nothing.
        let is_string = self.how == escape::JSON_VALUE
            && self.slot < slot::PARAMETER
            && ![slot::STATUS, slot::RETRY_AFTER].contains(&self.slot);
        if is_string || self.how == escape::JSON_STRING {
            self.how = escape::JSON;
            (self.open, self.close) = (Run::text("\""), Run::text("\""));
        }
        self.open = open.then(&self.open);
        self.close = self.close.then(&close);
        self
    }

    /// The same between brackets that are not there if nothing is between them.
    fn wrapped(self, open: Run, close: Run) -> Option<Self> {
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

/// A frame of one entry while it is laid out.
struct Laid<'l> {
    most: usize,
    scope: Scope<'l>,
    pool: &'l mut Pool,
    text: String,
    slots: u32,
    insertions: Vec<u8>,
    part: Option<LaidPart>,
}

/// Where a part begins and ends, in the text and among the insertions.
struct LaidPart {
    text: (usize, usize),
    insertions: (usize, usize),
}

impl Laid<'_> {
    fn count(&self) -> usize {
        self.insertions.len() / insertion::SIZE
    }

    fn lay(&mut self, steps: &mut [Step]) -> Option<()> {
        for step in steps {
            match step {
                Step::Text(run) => {
                    self.scope.write_run(run, &mut self.text);
                    if self.text.len() > self.most {
                        return None;
                    }
                }
                Step::Insertion(value) => self.insertion(value)?,
                Step::Part(part) => {
                    let (text, insertions) = (self.text.len(), self.count());
                    self.lay(part)?;
                    let laid = LaidPart {
                        text: (text, self.text.len()),
                        insertions: (insertions, self.count()),
                    };
                    // There is one, and something stands in it.
                    if self.part.is_some() || text == self.text.len() {
                        return None;
                    }
                    self.part = Some(laid);
                }
            }
        }
        Some(())
    }

    fn insertion(&mut self, value: &mut Insertion) -> Option<()> {
        let (open, close) = (self.scope.run(&value.open), self.scope.run(&value.close));
        let around = match value.around {
            Some(around) => around,
            None => self.pool.add(&format!("{open}{close}")).0,
        };
        if value.open.as_text().is_some() && value.close.as_text().is_some() {
            value.around = Some(around);
        }
        let (start, at) = (self.insertions.len(), self.text.len());
        self.insertions.resize(start + insertion::SIZE, 0);
        let before = self.count();
        self.lay(&mut value.instead)?;

        self.slots |= slot::bit(value.slot);
        let mut fields = Record::new(insertion::SIZE);
        fields.u8(insertion::SLOT, value.slot);
        fields.u8(insertion::HOW, value.how);
        fields.u16(insertion::AT, at);
        fields.u16(insertion::INSTEAD, self.text.len() - at);
        fields.u32(insertion::AROUND, around);
        fields.u8(insertion::OPEN, u8::try_from(open.len()).ok()?);
        fields.u8(insertion::CLOSE, u8::try_from(close.len()).ok()?);
        fields.u8(insertion::WITHIN, u8::try_from(self.count() - before).ok()?);
        self.insertions
            .get_mut(start..start + insertion::SIZE)?
            .copy_from_slice(&fields.bytes);
        Some(())
    }
}
