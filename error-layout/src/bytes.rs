//! Reads numbers and strings from the constants of a catalog.
//!
//! No function panics: positions outside of the bytes read as "none". All are `const`, so generated code can evaluate a
//! fact at compile time.

use crate::{NONE_U16, NONE_U32, lookup};

/// Returns the bytes from `at` to the end; empty if there are none.
#[inline]
pub const fn tail(bytes: &[u8], at: usize) -> &[u8] {
    match bytes.split_at_checked(at) {
        Some((_, tail)) => tail,
        None => &[],
    }
}

/// Returns the byte at `at`; 0, which ends a fact list, if there is none.
#[inline]
pub const fn u8_at(bytes: &[u8], at: usize) -> u8 {
    match tail(bytes, at).first() {
        Some(byte) => *byte,
        None => 0,
    }
}

/// Returns the `u16` at `at`, or [`NONE_U16`].
#[inline]
pub const fn u16_at(bytes: &[u8], at: usize) -> u16 {
    match tail(bytes, at).first_chunk() {
        Some(chunk) => u16::from_le_bytes(*chunk),
        None => NONE_U16,
    }
}

/// Returns the `u32` at `at`, or [`NONE_U32`].
#[inline]
pub const fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match tail(bytes, at).first_chunk() {
        Some(chunk) => u32::from_le_bytes(*chunk),
        None => NONE_U32,
    }
}

/// Returns `len` bytes of a text from `offset`; empty if the text is shorter.
#[inline]
pub const fn part(text: &str, offset: u32, len: u32) -> &[u8] {
    match tail(text.as_bytes(), offset as usize).split_at_checked(len as usize) {
        Some((part, _)) => part,
        None => &[],
    }
}

/// Returns `len` bytes of `text` from `offset`; empty if the text is shorter or a character would be split.
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

/// Whether two strings are equal. The `==` of `str` is not `const`.
#[inline]
pub const fn equal(left: &str, right: &str) -> bool {
    lookup::equal(left.as_bytes(), right.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_outside_of_the_bytes_read_as_none() {
        assert_eq!(u8_at(&[7], 1), 0);
        assert_eq!(u16_at(&[7], 0), NONE_U16);
        assert_eq!(u32_at(&[7; 8], usize::MAX), NONE_U32);
        assert_eq!(str_at("abc", 2, 2), "");
        assert_eq!(str_at("aé", 1, 1), "", "half a character");
        assert_eq!(str_at("aé", 1, 2), "é");
    }
}
