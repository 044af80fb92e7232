//! Strings of unknown origin, made fit for texts: without control characters, and of bounded length.

use alloc::string::String;
use core::fmt::{self, Write};

use error_layout::escape;

/// How many characters of a parameter's value are kept, the `…` for the rest included.
pub(crate) const MAX_VALUE: usize = 1_024;

/// How many characters are kept of diagnostics that a derived error is made with, the `…` for the rest included.
pub(crate) const MAX_TEXT: usize = 4_096;

/// Appends `text` with each control character as a space, cut to `max` characters.
pub fn push(out: &mut String, text: &str, max: usize) {
    if is_clean(text, max) {
        return out.push_str(text);
    }
    // It fails only to say that the rest does not matter.
    let _ = Clean::new(out, max).write_str(text);
}

/// Whether `text` is fit for a text as it is, and not longer than `max` bytes.
pub(crate) fn is_clean(text: &str, max: usize) -> bool {
    text.len() <= max && escape::is_plain(text)
}

/// Appends what `value` displays, made fit in the same way. What displays without end is stopped where it is cut.
///
/// # Errors
///
/// If `value` itself fails.
pub(crate) fn display(out: &mut String, value: &dyn fmt::Display, max: usize) -> fmt::Result {
    write(out, max, |clean| write!(clean, "{value}"))
}

/// Appends what `write` writes, made fit in the same way.
///
/// # Errors
///
/// If `write` itself fails.
pub(crate) fn write(
    out: &mut String,
    max: usize,
    write: impl FnOnce(&mut dyn fmt::Write) -> fmt::Result,
) -> fmt::Result {
    let mut clean = Clean::new(out, max);
    let written = write(&mut clean);
    if clean.cut { Ok(()) } else { written }
}

/// Lets characters through until there were enough.
struct Clean<'o> {
    out: &'o mut String,
    left: usize,
    cut: bool,
}

impl<'o> Clean<'o> {
    fn new(out: &'o mut String, max: usize) -> Self {
        Self {
            out,
            left: max,
            cut: false,
        }
    }
}

impl fmt::Write for Clean<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.cut {
            return Err(fmt::Error);
        }
        // Most texts are, and then they need not be taken apart.
        if is_clean(text, self.left) {
            self.left -= text.chars().count();
            self.out.push_str(text);
            return Ok(());
        }
        for c in text.chars() {
            let Some(left) = self.left.checked_sub(1) else {
                self.out.pop();
                self.out.push('…');
                self.cut = true;
                return Err(fmt::Error);
            };
            self.left = left;
            self.out.push(if c.is_control() { ' ' } else { c });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(text: &str, max: usize) -> String {
        let mut out = String::new();
        push(&mut out, text, max);
        out
    }

    struct Endless;

    impl fmt::Display for Endless {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            loop {
                f.write_str("ab\n")?;
            }
        }
    }

    #[test]
    fn a_string_is_cut_between_two_characters() {
        assert_eq!(cleaned("äöü", 3), "äöü");
        assert_eq!(cleaned("äöüß", 3), "äö…");
        assert_eq!(cleaned("abcd", 4), "abcd");
    }

    #[test]
    fn what_displays_without_end_is_stopped() {
        let mut out = String::new();
        assert_eq!(display(&mut out, &Endless, 6), Ok(()));
        assert_eq!(out, "ab ab…");
    }

    proptest! {
        #[test]
        fn no_control_character_and_not_too_many_characters_are_kept(text in any::<String>(), max in 1_usize..40) {
            let cleaned = cleaned(&text, max);
            prop_assert!(!cleaned.contains(char::is_control));
            prop_assert_eq!(cleaned.chars().count(), text.chars().count().min(max));
        }
    }
}
