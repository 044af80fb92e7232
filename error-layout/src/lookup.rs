//! Hash tables: from a name or a code to the position of an entry.
//!
//! A table of `n` keys has [`slots(n)`](slots) values of two bytes, [none](crate::NONE_U16) in a free slot. The value of a
//! key is in the slot of its [hash] modulo the number of slots, or in the first free slot after that, wrapping around. At
//! least half of the slots are free.
//!
//! Clients cannot add keys, so the hash need not resist collisions that are chosen.

/// Returns the number of slots of a table with `keys` keys: a power of two.
#[must_use]
pub const fn slots(keys: usize) -> usize {
    (keys * 2).next_power_of_two()
}

/// Returns the hash of a key.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "no half is better than the other")]
#[inline]
pub const fn hash(key: &[u8]) -> u32 {
    let mut hash = key.len() as u64;
    let mut rest = key;
    while rest.len() > WORD
        && let Some((word, behind)) = rest.split_first_chunk()
    {
        hash = mix(hash ^ u64::from_le_bytes(*word));
        rest = behind;
    }
    mix(hash ^ last_word(key)) as u32
}

/// Mixes a number: each bit of the result depends on every bit of the argument.
#[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
#[inline]
const fn mix(number: u64) -> u64 {
    // The digits of the golden ratio.
    let product = number as u128 * 0x9e37_79b9_7f4a_7c15;
    product as u64 ^ (product >> u64::BITS) as u64
}

/// Whether two keys are equal. The `==` of slices is not `const`.
#[must_use]
#[inline]
pub const fn equal(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() || last_word(left) != last_word(right) {
        return false;
    }
    let (mut left, mut right) = (left, right);
    while left.len() > WORD
        && let (Some((a, left_behind)), Some((b, right_behind))) = (left.split_first_chunk(), right.split_first_chunk())
    {
        if u64::from_le_bytes(*a) != u64::from_le_bytes(*b) {
            return false;
        }
        (left, right) = (left_behind, right_behind);
    }
    true
}

/// The number of bytes of one step.
const WORD: usize = 8;

/// Returns the last eight bytes of a key, or all bytes of a shorter one.
#[inline]
const fn last_word(key: &[u8]) -> u64 {
    if let Some(word) = key.last_chunk() {
        return u64::from_le_bytes(*word);
    }
    match (key.first_chunk(), key.last_chunk()) {
        (Some(first), Some(last)) => u32::from_le_bytes(*first) as u64 | (u32::from_le_bytes(*last) as u64) << 32,
        _ => match *key {
            [a, b, c, ..] => a as u64 | (b as u64) << 8 | (c as u64) << 16,
            [a, b] => a as u64 | (b as u64) << 8,
            [a] => a as u64,
            [] => 0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use alloc::format;

    #[test]
    fn keys_that_differ_in_one_byte_have_different_hashes() {
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
    fn keys_are_equal_if_their_bytes_are() {
        for len in 0..40 {
            let key = &b"0123456789012345678901234567890123456789"[..len];
            assert!(equal(key, key) && !equal(key, &[key, b"x"].concat()), "{len}");
            for at in 0..len {
                let mut other = key.to_vec();
                other[at] ^= 1;
                assert!(!equal(key, &other) && hash(key) != hash(&other), "{len} {at}");
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
