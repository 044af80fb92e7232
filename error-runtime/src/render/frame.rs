//! Writing a body by its frame: one text of the catalog, with the values of the error put in at their places.
//!
//! Like a program, a frame is not trusted to be intact: what lies outside the catalog's constants reads as nothing.

use alloc::borrow::Cow;
use alloc::string::String;

use error_layout::program::{op, slot};
use error_layout::{NONE_U16, NONE_U32, escape};
use error_layout::{
    bytes,
    program::frame::{self, flag, insertion},
};

use super::occurrence::Occurrence;
use crate::data::Data;
use crate::entry::Entry;
use crate::representation::Form;

/// See [`error_layout::program::frame`].
#[derive(Clone, Copy)]
pub(super) struct Frame {
    data: Data<'static>,
    fields: &'static [u8; frame::SIZE],
    text: &'static str,
    insertions: &'static [Insertion],
}

/// See [`error_layout::program::frame::insertion`].
type Insertion = [u8; insertion::SIZE];

/// A part of a frame: where in its text, and which of its insertions.
#[derive(Clone, Copy)]
struct Part {
    start: usize,
    end: usize,
    insertions: &'static [Insertion],
}

impl Frame {
    /// The frame at the beginning of a body's program, if there is one.
    pub(super) fn of(entry: Entry<'static>, form: Form) -> Option<Self> {
        let program = entry.u32(form.field());
        if program == NONE_U32 {
            return None;
        }
        let data = entry.data();
        let [op::FRAME, frame @ ..] = bytes::tail(data.index(), program as usize) else {
            return None;
        };
        let (fields, rest) = frame.split_first_chunk()?;
        let (insertions, _) = rest.as_chunks();
        Some(Self {
            data,
            fields,
            text: bytes::str_at(
                data.text(),
                bytes::u32_at(fields, frame::TEXT),
                bytes::u16_at(fields, frame::TEXT_LEN).into(),
            ),
            insertions: insertions.get(..usize::from(fields[frame::INSERTIONS]))?,
        })
    }

    /// The body, if that is the text as it is.
    pub(super) fn fixed(&self, given: u32) -> Option<&'static str> {
        let asked = bytes::u32_at(self.fields, frame::SLOTS) | bytes::u32_at(self.fields, frame::OTHERS);
        (given & asked == 0).then_some(self.text)
    }

    /// Whether the frame has a place for all that is given.
    pub(super) fn holds(&self, given: u32) -> bool {
        given & bytes::u32_at(self.fields, frame::OTHERS) == 0
    }

    /// Whether an error can give a slot a value that the body shows.
    #[cfg(feature = "tower")]
    pub(super) fn shows(&self, slot: u8) -> bool {
        self.fixed(slot::bit(slot)).is_none()
    }

    /// Whether a part stands once for each error.
    pub(super) fn repeats(&self) -> bool {
        bytes::u16_at(self.fields, frame::PART) != NONE_U16
    }

    /// How many bytes a body takes besides its values, or somewhat more.
    pub(super) fn len(&self) -> usize {
        /// What usually stands around a value, as in `,"diagnostics":""`.
        const AROUND: usize = 20;
        self.text.len() + self.insertions.len() * AROUND
    }

    /// What stands before the part for each error, that part, and what stands behind it.
    fn parts(&self) -> Option<[Part; 3]> {
        let start = bytes::u16_at(self.fields, frame::PART).into();
        let end = bytes::u16_at(self.fields, frame::PART_END).into();
        let [within, behind] = [frame::BEFORE_PART, frame::IN_PART].map(|field| usize::from(self.fields[field]));
        let (before, rest) = self.insertions.split_at_checked(within)?;
        let (within, behind) = rest.split_at_checked(behind)?;
        let part = |start, end, insertions| Part { start, end, insertions };
        Some([
            part(0, start, before),
            part(start, end, within),
            part(end, self.text.len(), behind),
        ])
    }

    /// Appends the body of one error.
    pub(super) fn write(&self, error: &Occurrence<'_>, given: u32, out: &mut String) {
        let whole = Part {
            start: 0,
            end: self.text.len(),
            insertions: self.insertions,
        };
        self.write_part(whole, error, given, out);
    }

    /// Appends what stands for one error of several.
    pub(super) fn write_one(&self, error: &Occurrence<'_>, given: u32, out: &mut String) {
        if let Some([_, part, _]) = self.parts() {
            self.write_part(part, error, given, out);
        }
    }

    /// Appends a body of which `each` writes what stands for each error.
    pub(super) fn write_around(
        &self,
        answer: &Occurrence<'_>,
        given: u32,
        out: &mut String,
        each: impl FnOnce(&mut String),
    ) {
        if let Some([before, _, behind]) = self.parts() {
            self.write_part(before, answer, given, out);
            each(out);
            self.write_part(behind, answer, given, out);
        }
    }

    fn write_part(&self, part: Part, error: &Occurrence<'_>, given: u32, out: &mut String) {
        let mut text = Text {
            left: self.text.get(part.start..part.end).unwrap_or(""),
            at: part.start,
        };
        let mut insertions = part.insertions;
        while let [insertion, rest @ ..] = insertions {
            insertions = rest;
            let slot = insertion[insertion::SLOT];
            if given & slot::bit(slot) == 0 {
                continue;
            }
            let how = insertion[insertion::HOW];
            if how & (flag::LIST | flag::EACH) != 0 {
                let list = error.list(slot);
                if list.is_empty() {
                    continue;
                }
                text.write_up_to(insertion, out);
                write_list(list, how, self.around(insertion), out);
            } else {
                let Some(value) = error.value(slot) else { continue };
                text.write_up_to(insertion, out);
                if how & flag::FILLED == 0 || !value.is_empty() {
                    let (open, close) = self.around(insertion);
                    out.push_str(open);
                    value.write(how & flag::ESCAPE, out);
                    out.push_str(close);
                }
            }
            insertions = rest.get(usize::from(insertion[insertion::WITHIN])..).unwrap_or(&[]);
        }
        out.push_str(text.left);
    }

    /// What stands before and behind a value.
    fn around(&self, insertion: &Insertion) -> (&'static str, &'static str) {
        let [open, close] = [insertion::OPEN, insertion::CLOSE].map(|field| u32::from(insertion[field]));
        if open | close == 0 {
            return ("", "");
        }
        let around = bytes::u32_at(insertion, insertion::AROUND);
        let around = bytes::str_at(self.data.text(), around, open + close);
        around.split_at_checked(open as usize).unwrap_or_default()
    }
}

/// What is left of a frame's text, and where in the whole that begins.
struct Text {
    left: &'static str,
    at: usize,
}

impl Text {
    /// Writes what stands before an insertion, and leaves out what stands in its place.
    fn write_up_to(&mut self, insertion: &Insertion, out: &mut String) {
        let at = usize::from(bytes::u16_at(insertion, insertion::AT));
        let instead = usize::from(bytes::u16_at(insertion, insertion::INSTEAD));
        let split = self.left.split_at_checked(at.saturating_sub(self.at));
        let (before, behind) = split.unwrap_or_default();
        out.push_str(before);
        self.left = behind.get(instead..).unwrap_or("");
        self.at = at.saturating_add(instead);
    }
}

/// Writes each value of a list that is not empty between two texts.
pub(super) fn write_filled(list: &[Cow<'static, str>], escape: u8, (open, close): (&str, &str), out: &mut String) {
    for value in list.iter().filter(|value| !value.is_empty()) {
        out.push_str(open);
        escape::write(out, value, false, escape);
        out.push_str(close);
    }
}

fn write_list(list: &[Cow<'static, str>], how: u8, (open, close): (&str, &str), out: &mut String) {
    if how & flag::EACH != 0 {
        return write_filled(list, how & flag::ESCAPE, (open, close), out);
    }
    out.push_str(open);
    for (position, value) in list.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        escape::json_string(out, value);
    }
    out.push_str(close);
}
