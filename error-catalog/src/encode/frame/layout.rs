//! The frame of one entry as bytes.

use error_layout::program::frame::{self, insertion};
use error_layout::program::{op, slot};

use super::{Around, Frame, Insertion, Step};
use crate::encode::pool::Pool;
use crate::encode::record::Record;
use crate::encode::value::Scope;

impl Frame {
    /// Whether an error can still need the program.
    pub(in crate::encode) fn needs_program(&self) -> bool {
        self.others != 0
    }

    /// The bytes for one entry, unless its text takes more than what is `left`, which ends them all, or does not fit its fields.
    pub(in crate::encode) fn fill(&mut self, left: &mut usize, scope: Scope<'_>, pool: &mut Pool) -> Option<Vec<u8>> {
        // Not to lay out again what has no room, for each of thousands of entries.
        if *left == 0 {
            return None;
        }
        let mut laid = Laid {
            scope,
            pool,
            text: String::new(),
            parts: Vec::new(),
            slots: 0,
            insertions: Vec::new(),
            part: None,
        };
        laid.lay(&mut self.steps)?;
        let Some(rest) = left.checked_sub(laid.text.len()) else {
            *left = 0;
            return None;
        };
        *left = rest;
        let count = u8::try_from(laid.count()).ok()?;
        let mut fields = Record::new(frame::SIZE);
        let (offset, len) = laid.pool.add_parts(&laid.text, &laid.parts);
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
        Some(bytes)
    }
}

/// A frame of one entry while it is laid out.
struct Laid<'l> {
    scope: Scope<'l>,
    pool: &'l mut Pool,
    text: String,
    /// Where the parts of its runs begin.
    parts: Vec<usize>,
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
                    for part in &run.parts {
                        self.parts.push(self.text.len());
                        self.scope.write_part(part, &mut self.text);
                    }
                    if self.text.len() > frame::MAX_TEXT {
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
        let around = self.around(value);
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
        fields.u32(insertion::AROUND, around.offset);
        fields.u8(insertion::OPEN, u8::try_from(around.open).ok()?);
        fields.u8(insertion::CLOSE, u8::try_from(around.close).ok()?);
        fields.u8(insertion::WITHIN, u8::try_from(self.count() - before).ok()?);
        self.insertions
            .get_mut(start..start + insertion::SIZE)?
            .copy_from_slice(&fields.bytes);
        Some(())
    }

    /// Where the text around a value is. What is the same for every entry is looked up for the first one only.
    fn around(&mut self, value: &mut Insertion) -> Around {
        if let Some(known) = value.around {
            return known;
        }
        let (open, close) = (self.scope.run(&value.open), self.scope.run(&value.close));
        let around = Around {
            offset: self.pool.add(&format!("{open}{close}")).0,
            open: open.len(),
            close: close.len(),
        };
        if value.open.as_text().is_some() && value.close.as_text().is_some() {
            value.around = Some(around);
        }
        around
    }
}
