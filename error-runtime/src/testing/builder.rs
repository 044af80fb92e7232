//! Writes the constants of a catalog, by hand and at compile time.

#![allow(clippy::cast_possible_truncation, reason = "the catalog of the tests is small")]

use error_layout::program::op;
use error_layout::{MAGIC, NONE_U16, NONE_U32, category, entry, fact, header, response};

/// The two constants while they grow.
pub(crate) struct Builder {
    pub(crate) index: [u8; 4096],
    pub(crate) len: usize,
    pub(crate) text: [u8; 4096],
    pub(crate) text_len: usize,
}

impl Builder {
    /// Makes room for the header and the records.
    pub(crate) const fn new(entries: u16, categories: u16, responses: u16) -> Self {
        let mut new = Self {
            index: [0; 4096],
            len: 0,
            text: [0; 4096],
            text_len: 0,
        };
        let mut at = 0;
        while at < MAGIC.len() {
            new.index[at] = MAGIC[at];
            at += 1;
        }
        new.u16(header::ENTRIES, entries);
        new.u16(header::CATEGORIES, categories);
        new.u16(header::RESPONSES, responses);
        new.u32(header::FALLBACKS, NONE_U32);
        new.len = header::SIZE
            + entries as usize * entry::SIZE
            + categories as usize * category::SIZE
            + responses as usize * response::SIZE;
        new
    }

    pub(crate) const fn u16(&mut self, at: usize, value: u16) {
        let [low, high] = value.to_le_bytes();
        self.index[at] = low;
        self.index[at + 1] = high;
    }

    pub(crate) const fn u32(&mut self, at: usize, value: u32) {
        self.u16(at, (value & 0xffff) as u16);
        self.u16(at + 2, (value >> 16) as u16);
    }

    /// The offset of what is written next.
    pub(crate) const fn position(&self) -> u32 {
        self.len as u32
    }

    /// Points the field at what is written next.
    pub(crate) const fn here(&mut self, at: usize) {
        self.u32(at, self.position());
    }

    pub(crate) const fn byte(&mut self, byte: u8) {
        self.index[self.len] = byte;
        self.len += 1;
    }

    /// A variable-length integer, as [`varint`](error_layout::varint) has it.
    pub(crate) const fn number(&mut self, mut value: u32) {
        while value > 0x7f {
            self.byte((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.byte(value as u8);
    }

    /// Adds to the text; gives the offset.
    pub(crate) const fn string(&mut self, string: &str) -> u32 {
        let offset = self.text_len;
        let bytes = string.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            self.text[self.text_len] = bytes[at];
            self.text_len += 1;
            at += 1;
        }
        offset as u32
    }

    pub(crate) const fn run(&mut self, string: &str) {
        let offset = self.string(string);
        self.number(offset);
        self.number(string.len() as u32);
    }

    pub(crate) const fn fact(&mut self, tag: u8, string: &str) {
        self.byte(tag);
        self.run(string);
    }

    pub(crate) const fn parameter(&mut self, name: &str, kind: u32, flags: u32) {
        self.fact(fact::PARAMETER, name);
        self.byte(fact::PARAMETER_INFO);
        self.number(kind);
        self.number(flags);
    }

    pub(crate) const fn literal(&mut self, string: &str) {
        self.byte(op::LIT);
        self.run(string);
    }

    pub(crate) const fn placeholder(&mut self, slot: u8, escape: u8) {
        self.byte(op::PLACEHOLDER);
        self.byte(slot);
        self.byte(escape);
    }

    pub(crate) const fn begin_if(&mut self, slot: u8) -> usize {
        self.byte(op::IF);
        self.byte(slot);
        self.begin()
    }

    pub(crate) const fn begin_skip(&mut self) -> usize {
        self.byte(op::SKIP);
        self.begin()
    }

    pub(crate) const fn begin_wrap(&mut self, open: &str, close: &str) -> usize {
        self.byte(op::WRAP);
        self.byte(1);
        self.run(open);
        self.run(close);
        self.begin()
    }

    /// Room for a length of one byte.
    pub(crate) const fn begin(&mut self) -> usize {
        self.byte(0);
        self.len
    }

    /// Fills in the length of the part that began at `start`.
    pub(crate) const fn end(&mut self, start: usize) {
        let len = self.len - start;
        assert!(len < 128, "the length of a test's part takes one byte");
        self.index[start - 1] = len as u8;
    }

    /// The numbers of an entry that most entries of the tests share, its name and its code.
    pub(crate) const fn entry(&mut self, position: usize, name: &str, code: (u8, &str), status: u16) -> usize {
        let at = header::SIZE + position * entry::SIZE;
        self.u16(at + entry::STATUS, status);
        self.u16(at + entry::STATUS_MIN, status);
        self.u16(at + entry::STATUS_MAX, status);
        self.u16(at + entry::CATEGORY, NONE_U16);
        self.u16(at + entry::REPLACED_BY, NONE_U16);
        self.u16(at + entry::SAME_CODE, NONE_U16);
        self.index[at + entry::SEVERITY] = 1;
        self.index[at + entry::ISSUE_TYPE] = u8::MAX;
        self.index[at + entry::RETRY] = u8::MAX;
        self.index[at + entry::CODE_KIND] = code.0;
        self.u32(at + entry::RETRY_AFTER, NONE_U32);
        let offset = self.string(name);
        self.u32(at + entry::NAME, offset);
        self.u16(at + entry::NAME_LEN, name.len() as u16);
        let offset = self.string(code.1);
        self.u32(at + entry::CODE, offset);
        self.u16(at + entry::CODE_LEN, code.1.len() as u16);
        self.u32(at + entry::BODY, NONE_U32);
        self.u32(at + entry::BODY_XML, NONE_U32);
        self.u32(at + entry::HEADERS, NONE_U32);
        at
    }

    pub(crate) const fn text_at(&mut self, at: usize, string: &str) {
        let offset = self.string(string);
        self.u32(at, offset);
        self.u32(at + 4, string.len() as u32);
    }
}
