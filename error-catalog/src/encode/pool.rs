//! The text of a compiled catalog: every string once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are hashed in few steps: they are a team's own texts, and in a debug build, as macros are, the standard hash is a
/// quarter of all that is done here.
pub(super) type Known<K> = HashMap<K, usize, BuildHasherDefault<Multiply>>;

/// Multiplies what comes by a constant, eight bytes at a time.
#[derive(Default)]
pub(super) struct Multiply(u64);

impl Hasher for Multiply {
    fn write(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks::<8>();
        let mut at = 0;
        while at < chunks.len() {
            self.write_u64(u64::from_le_bytes(chunks[at]));
            at += 1;
        }
        let mut last = 0;
        at = 0;
        while at < rest.len() {
            last = last << 8 | u64::from(rest[at]);
            at += 1;
        }
        self.write_u64(last);
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        // The map takes its place from the low bits, into which a product carries nothing from above.
        self.0 ^ (self.0 >> 32)
    }
}

/// Collects strings; gives each its offset and length.
#[derive(Debug, Default)]
pub struct Pool {
    text: String,
    known: Known<String>,
    /// Where the strings of the current entry begin.
    recent: usize,
}

impl Pool {
    /// Adds a string, or finds it.
    pub fn add(&mut self, text: &str) -> (usize, usize) {
        if text.is_empty() {
            return (0, 0);
        }
        if let Some(&offset) = self.known.get(text) {
            return (offset, text.len());
        }
        // A code or title usually stands in the body of its own entry already.
        let recent = self.text.get(self.recent..).and_then(|recent| recent.find(text));
        let offset = match recent {
            Some(found) => self.recent + found,
            None => {
                self.text.push_str(text);
                self.text.len() - text.len()
            }
        };
        self.known.insert(text.to_owned(), offset);
        (offset, text.len())
    }

    /// Begins another entry.
    pub fn next_entry(&mut self) {
        self.recent = self.text.len();
    }

    /// All of it.
    pub fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_kept_once_and_found_inside_those_of_its_entry() {
        let mut pool = Pool::default();
        let body = pool.add("{\"code\":\"GONE\"}");
        assert_eq!(pool.add("GONE"), (body.0 + 9, 4));
        assert_eq!(pool.add("{\"code\":\"GONE\"}"), body);
        pool.next_entry();
        let before = pool.text.len();
        pool.add("code");
        assert_eq!(pool.text.len(), before + 4);
    }
}
