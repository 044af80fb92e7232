//! Writes the constants of a catalog at compile time.

#![allow(clippy::cast_possible_truncation, reason = "the catalog of the tests is small")]

use error_layout::program::{op, step};
use error_layout::record::Text;
use error_layout::{category, entry, fact, form, header, response};

/// The two constants of a catalog, being written.
pub(crate) struct Builder {
    pub(crate) index: [u8; 8192],
    pub(crate) len: usize,
    pub(crate) text: [u8; 4096],
    pub(crate) text_len: usize,
    /// The offset of the first category.
    categories: usize,
    responses: usize,
}

impl Builder {
    /// Reserves space for the header and the records.
    pub(crate) const fn new(entries: usize, categories: usize, responses: usize) -> Self {
        let categories_at = header::SIZE + entries * entry::SIZE;
        let responses_at = categories_at + categories * category::SIZE;
        Self {
            index: [0; 8192],
            len: responses_at + responses * response::SIZE,
            text: [0; 4096],
            text_len: 0,
            categories: categories_at,
            responses: responses_at,
        }
    }

    const fn put(&mut self, at: usize, bytes: &[u8]) {
        let mut byte = 0;
        while byte < bytes.len() {
            self.index[at + byte] = bytes[byte];
            byte += 1;
        }
    }

    /// Returns the offset of the next byte.
    pub(crate) const fn position(&self) -> u32 {
        self.len as u32
    }

    pub(crate) const fn bytes(&mut self, bytes: &[u8]) {
        self.put(self.len, bytes);
        self.len += bytes.len();
    }

    pub(crate) const fn byte(&mut self, byte: u8) {
        self.bytes(&[byte]);
    }

    pub(crate) const fn header(&mut self, record: &header::Record) {
        self.put(0, &record.to_bytes());
    }

    pub(crate) const fn category(&mut self, position: usize, record: &category::Record) {
        self.put(self.categories + position * category::SIZE, &record.to_bytes());
    }

    pub(crate) const fn response(&mut self, position: usize, record: &response::Record) {
        self.put(self.responses + position * response::SIZE, &record.to_bytes());
    }

    /// Writes an entry with a status, and its form. A range of statuses in the record is kept.
    pub(crate) const fn entry(&mut self, position: usize, status: u16, mut record: entry::Record, form: &form::Record) {
        record.form = self.position();
        self.bytes(&form.to_bytes());
        record.status = status;
        if record.status_min == record.status_max {
            record.status_min = status;
            record.status_max = status;
        }
        self.put(header::SIZE + position * entry::SIZE, &record.to_bytes());
    }

    /// Writes a [`varint`](error_layout::varint).
    pub(crate) const fn number(&mut self, mut value: u32) {
        while value > 0x7f {
            self.byte((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.byte(value as u8);
    }

    /// Appends to the string table.
    pub(crate) const fn string(&mut self, string: &str) -> Text {
        let offset = self.text_len as u32;
        let bytes = string.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            self.text[self.text_len] = bytes[at];
            self.text_len += 1;
            at += 1;
        }
        Text {
            offset,
            len: bytes.len() as u32,
        }
    }

    pub(crate) const fn fact(&mut self, tag: u8, string: &str) {
        let text = self.string(string);
        self.byte(tag);
        self.number(text.offset);
        self.number(text.len);
    }

    pub(crate) const fn parameter(&mut self, name: &str, kind: u32, flags: u32) {
        self.fact(fact::PARAMETER, name);
        self.byte(fact::PARAMETER_INFO);
        self.number(kind);
        self.number(flags);
    }

    /// Appends a step with its text, and the texts before and after its value.
    pub(crate) const fn step(&mut self, op: u8, argument: u8, escape: u8, [text, before, after]: [&str; 3]) {
        let place = self.string(text);
        self.string(before);
        self.string(after);
        let record = step::Record {
            op,
            argument,
            escape,
            after: after.len() as u8,
            text: place.offset,
            text_len: text.len() as u16,
            before: before.len() as u16,
        };
        self.bytes(&record.to_bytes());
    }

    pub(crate) const fn text(&mut self, text: &str) {
        self.step(op::TEXT, 0, 0, [text, "", ""]);
    }

    pub(crate) const fn end(&mut self) {
        self.step(op::END, 0, 0, ["", "", ""]);
    }

    /// Appends a step with a part, which follows it.
    pub(crate) const fn begin(&mut self, op: u8, argument: u8, escape: u8) -> usize {
        self.step(op, argument, escape, ["", "", ""]);
        self.len
    }

    /// Ends the part that starts at `start`.
    pub(crate) const fn end_part(&mut self, start: usize) {
        let steps = (self.len - start) / step::SIZE;
        assert!(steps < 256, "the part of a test is short");
        // The last field, in little-endian order.
        self.index[start - 2] = steps as u8;
    }
}
