//! Hash tables: from a name or a code to where it stands.
//!
//! A table of `n` keys has [`slots(n)`](slots) values of two bytes, [none](crate::NONE_U16) where a slot is free. A key's value is in the slot
//! that its [hash] modulo their number says, or in the first free one behind it, going round at the end. At least every other slot is
//! free, so that few steps find a key or that it is not there.
//!
//! The names are known when the catalog is compiled: whoever sends a code cannot choose what is in the table, and a hash that is
//! quick will do.

/// How many slots a table of `keys` keys has: a power of two.
#[must_use]
pub const fn slots(keys: usize) -> usize {
    (keys * 2).next_power_of_two()
}

/// The hash of a key.
#[must_use]
pub const fn hash(mut key: &[u8]) -> u32 {
    // The golden ratio's digits, which have bits of both kinds everywhere.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = key.len() as u64;
    while let Some((chunk, rest)) = key.split_first_chunk() {
        hash = (hash ^ u64::from_le_bytes(*chunk)).wrapping_mul(MULTIPLIER);
        hash ^= hash >> 32;
        key = rest;
    }
    let mut last = 0;
    while let Some((byte, rest)) = key.split_first() {
        last = last << 8 | *byte as u64;
        key = rest;
    }
    // The upper half depends on every bit.
    ((hash ^ last).wrapping_mul(MULTIPLIER) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use alloc::format;

    #[test]
    fn keys_that_differ_in_one_place_have_hashes_of_their_own() {
        let mut seen = BTreeSet::new();
        for number in 0..10_000 {
            for key in [
                format!("{number}"),
                format!("PATIENT_NOT_FOUND_{number}"),
                format!("{number:05}_PATIENT_NOT_FOUND"),
            ] {
                assert!(seen.insert(hash(key.as_bytes())), "{key}");
            }
        }
    }

    #[test]
    fn half_of_the_slots_are_free() {
        for keys in [0, 1, 2, 3, 100, 65_534] {
            assert!(slots(keys) >= keys * 2 && slots(keys).is_power_of_two(), "{keys}");
        }
    }
}
