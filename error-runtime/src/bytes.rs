//! Reading numbers and strings out of a catalog's constants.
//!
//! Every function here is total: what does not lie inside the bytes reads as "none", because a catalog's accessors must
//! not panic whatever the bytes are. They are `const` so that generated code can evaluate a fact at compile time.

use core::cmp::Ordering;
use error_layout::{NONE_U16, NONE_U32};

/// What stands at `at` and behind it; empty if nothing does.
pub(crate) const fn tail(bytes: &[u8], at: usize) -> &[u8] {
    match bytes.split_at_checked(at) {
        Some((_, tail)) => tail,
        None => &[],
    }
}

/// The byte at `at`; 0, which ends a fact list and a program, if there is none.
pub(crate) const fn u8_at(bytes: &[u8], at: usize) -> u8 {
    match tail(bytes, at).first() {
        Some(byte) => *byte,
        None => 0,
    }
}

/// The `u16` at `at`, or [`NONE_U16`].
pub(crate) const fn u16_at(bytes: &[u8], at: usize) -> u16 {
    match tail(bytes, at).first_chunk() {
        Some(chunk) => u16::from_le_bytes(*chunk),
        None => NONE_U16,
    }
}

/// The `u32` at `at`, or [`NONE_U32`].
pub(crate) const fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match tail(bytes, at).first_chunk() {
        Some(chunk) => u32::from_le_bytes(*chunk),
        None => NONE_U32,
    }
}

/// The run of `text` at `offset`, `len` bytes long; empty if it is not all there or cuts a character.
pub(crate) const fn str_at(text: &str, offset: u32, len: u32) -> &str {
    let Some((_, tail)) = text.split_at_checked(offset as usize) else {
        return "";
    };
    let Some((run, _)) = tail.split_at_checked(len as usize) else {
        return "";
    };
    run
}

/// Compares two strings by their bytes, as the lookup tables are sorted. `str`'s own `Ord` is not `const`.
pub(crate) const fn compare(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    loop {
        match (left.split_first(), right.split_first()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some((a, left_tail)), Some((b, right_tail))) => {
                if *a < *b {
                    return Ordering::Less;
                }
                if *a > *b {
                    return Ordering::Greater;
                }
                (left, right) = (left_tail, right_tail);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_outside_the_bytes_reads_as_none() {
        assert_eq!(u8_at(&[7], 1), 0);
        assert_eq!(u16_at(&[7], 0), NONE_U16);
        assert_eq!(u32_at(&[7; 8], usize::MAX), NONE_U32);
        assert_eq!(str_at("abc", 2, 2), "");
        assert_eq!(str_at("aé", 1, 1), "", "half a character");
        assert_eq!(str_at("aé", 1, 2), "é");
    }

    #[test]
    fn strings_compare_as_their_bytes_do() {
        for (left, right) in [
            ("", ""),
            ("", "a"),
            ("a", "ab"),
            ("b", "ab"),
            ("é", "z"),
            ("same", "same"),
        ] {
            assert_eq!(compare(left, right), left.cmp(right), "{left} {right}");
        }
    }
}
