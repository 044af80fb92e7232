//! The part of the index behind the records: everything that they point at.

use error_layout::NONE_U32;

use crate::hash::{Table, hash};

/// Bytes that grow.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// Where it begins in the index.
    start: usize,
    bytes: Vec<u8>,
    /// Offset and length of what is there once.
    known: Vec<(usize, usize)>,
    table: Table,
}

impl Tail {
    pub(super) fn new(start: usize) -> Self {
        Self {
            start,
            ..Self::default()
        }
    }

    /// Adds bytes. Returns their offset in the index.
    pub(super) fn push(&mut self, bytes: &[u8]) -> u32 {
        let offset = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.offset(offset)
    }

    /// Adds bytes, or finds them. Returns their offset in the index.
    pub(super) fn push_once(&mut self, bytes: &[u8]) -> u32 {
        let hash = hash(bytes);
        let is_same = |number: usize| {
            let (offset, len) = self.known[number];
            self.bytes[offset..offset + len] == *bytes
        };
        match self.table.find(hash, is_same) {
            Some(number) => self.offset(self.known[number].0),
            None => {
                self.table.add(hash, self.known.len());
                self.known.push((self.bytes.len(), bytes.len()));
                self.push(bytes)
            }
        }
    }

    /// An index has at most as many bytes as a `u32` can count. A catalog of more has offsets that read as "none".
    fn offset(&self, offset: usize) -> u32 {
        u32::try_from(self.start + offset).unwrap_or(NONE_U32)
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
