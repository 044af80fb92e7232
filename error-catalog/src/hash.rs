//! A hash for unoptimised builds.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are hashed in few steps: they are a team's own texts, and in a debug build, as macros are, the standard hash is a
/// quarter of all that is done here.
pub(crate) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Multiply>>;

/// Multiplies what comes by a constant, eight bytes at a time.
#[derive(Default)]
pub(crate) struct Multiply(u64);

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
