//! Reading numbers and strings out of a catalog's constants.
//!
//! Every function here is total: what does not lie inside the bytes reads as "none", because a catalog's accessors must
//! not panic whatever the bytes are. They are `const` so that generated code can evaluate a fact at compile time.

use crate::{NONE_U16, NONE_U32, lookup};

/// What stands at `at` and behind it; empty if nothing does.
#[inline]
pub const fn tail(bytes: &[u8], at: usize) -> &[u8] {
    match bytes.split_at_checked(at) {
        Some((_, tail)) => tail,
        None => &[],
    }
}

/// The byte at `at`; 0, which ends a fact list and a program, if there is none.
#[inline]
pub const fn u8_at(bytes: &[u8], at: usize) -> u8 {
    match tail(bytes, at).first() {
        Some(byte) => *byte,
        None => 0,
    }
}

/// The `u16` at `at`, or [`NONE_U16`].
#[inline]
pub const fn u16_at(bytes: &[u8], at: usize) -> u16 {
    match tail(bytes, at).first_chunk() {
        Some(chunk) => u16::from_le_bytes(*chunk),
        None => NONE_U16,
    }
}

/// The `u32` at `at`, or [`NONE_U32`].
#[inline]
pub const fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match tail(bytes, at).first_chunk() {
        Some(chunk) => u32::from_le_bytes(*chunk),
        None => NONE_U32,
    }
}

/// The bytes of a text from `offset` on, `len` of them; empty if they are not all there.
#[inline]
pub const fn part(text: &str, offset: u32, len: u32) -> &[u8] {
    match tail(text.as_bytes(), offset as usize).split_at_checked(len as usize) {
        Some((part, _)) => part,
        None => &[],
    }
}

/// The run of `text` at `offset`, `len` bytes long; empty if it is not all there or cuts a character.
#[inline]
pub const fn str_at(text: &str, offset: u32, len: u32) -> &str {
    let Some((_, tail)) = text.split_at_checked(offset as usize) else {
        return "";
    };
    let Some((run, _)) = tail.split_at_checked(len as usize) else {
        return "";
    };
    run
}

/// Whether two strings are the same. `str`'s own `==` is not `const`.
#[inline]
pub const fn equal(left: &str, right: &str) -> bool {
    lookup::equal(left.as_bytes(), right.as_bytes())
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
}
