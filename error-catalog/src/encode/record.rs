//! The records of the index: fields at fixed places.

use error_layout::{NONE_U16, NONE_U32};

/// A record under construction. What does not fit a field becomes the field's "none".
pub(super) struct Record {
    pub(super) bytes: Vec<u8>,
}

impl Record {
    pub(super) fn new(size: usize) -> Self {
        Self { bytes: vec![0; size] }
    }

    fn put(&mut self, at: usize, bytes: &[u8]) {
        if let Some(place) = self.bytes.get_mut(at..at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    }

    pub(super) fn u8(&mut self, at: usize, value: u8) {
        self.put(at, &[value]);
    }

    pub(super) fn u16(&mut self, at: usize, value: usize) {
        self.put(at, &u16::try_from(value).unwrap_or(NONE_U16).to_le_bytes());
    }

    pub(super) fn u32(&mut self, at: usize, value: usize) {
        self.put(at, &u32::try_from(value).unwrap_or(NONE_U32).to_le_bytes());
    }
}
