//! A hash table for builds without optimization, such as macros.
//!
//! It is not generic, so it is compiled once: it stores hashes and numbers, and the caller stores the keys.

/// A table of numbers by the hashes of their keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    /// Slots with a hash and a number plus one; 0 for a free slot. Their count is a power of two, and at least half are free.
    slots: Vec<(u32, u32)>,
    used: usize,
}

impl Table {
    /// Returns the number with a hash for which `is_right` returns `true`.
    pub(crate) fn find(&self, hash: u32, is_right: impl Fn(usize) -> bool) -> Option<usize> {
        let mut at = hash as usize;
        while !self.slots.is_empty() {
            let (known, number) = self.slots[at & (self.slots.len() - 1)];
            if number == 0 {
                break;
            }
            if known == hash && is_right(number as usize - 1) {
                return Some(number as usize - 1);
            }
            at += 1;
        }
        None
    }

    /// Adds a number whose key is not in the table. Numbers are less than `u32::MAX`.
    pub(crate) fn add(&mut self, hash: u32, number: usize) {
        if self.used * 2 >= self.slots.len() {
            self.grow();
        }
        self.used += 1;
        place(&mut self.slots, hash, u32::try_from(number + 1).unwrap_or(0));
    }

    fn grow(&mut self) {
        let mut slots = vec![(0, 0); (self.slots.len() * 2).max(16)];
        let mut at = 0;
        while at < self.slots.len() {
            let (hash, number) = self.slots[at];
            if number != 0 {
                place(&mut slots, hash, number);
            }
            at += 1;
        }
        self.slots = slots;
    }
}

/// Stores a number in the first free slot after its hash.
fn place(slots: &mut [(u32, u32)], hash: u32, number: u32) {
    let last = slots.len() - 1;
    let mut at = hash as usize & last;
    while slots[at].1 != 0 {
        at = (at + 1) & last;
    }
    slots[at] = (hash, number);
}

/// Hashes bytes. The hash is not resistant to crafted collisions.
pub(crate) fn hash(bytes: &[u8]) -> u32 {
    // The digits of the golden ratio, whose bits are evenly distributed.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = bytes.len() as u64;
    let mut at = 0;
    while at < words.len() {
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(words[at])).wrapping_mul(MULTIPLIER);
        at += 1;
    }
    let mut last = 0;
    at = 0;
    while at < rest.len() {
        last = last << 8 | u64::from(rest[at]);
        at += 1;
    }
    // The upper half depends on every bit.
    ((hash.rotate_left(5) ^ last).wrapping_mul(MULTIPLIER) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_added_keys_are_found() {
        let keys: Vec<String> = (0..1000).map(|number| format!("KEY_{number}")).collect();
        let mut table = Table::default();
        let find = |table: &Table, key: &str| table.find(hash(key.as_bytes()), |number| keys[number] == key);
        for (number, key) in keys.iter().enumerate() {
            assert_eq!(find(&table, key), None);
            table.add(hash(key.as_bytes()), number);
        }
        for (number, key) in keys.iter().enumerate() {
            assert_eq!(find(&table, key), Some(number));
        }
    }

    #[test]
    fn keys_with_the_same_hash_are_distinguished() {
        let mut table = Table::default();
        table.add(7, 0);
        table.add(7, 1);
        assert_eq!(table.find(7, |number| number == 1), Some(1));
        assert_eq!(table.find(7, |number| number == 2), None);
    }
}
