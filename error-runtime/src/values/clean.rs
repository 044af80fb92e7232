//! Sanitises strings: removes control characters and limits the length.

use alloc::string::String;
use core::fmt::{self, Write};

use error_layout::escape;

/// The maximum length of a parameter's value in characters, including the `…` of a longer one.
pub(crate) const MAX_VALUE: usize = 1_024;

/// The maximum length of the diagnostics of a derived error in characters, including the `…` of a longer one.
pub(crate) const MAX_TEXT: usize = 4_096;

/// Appends `text` with spaces instead of control characters, cut to `max` characters.
pub fn push(out: &mut String, text: &str, max: usize) {
    if is_clean(text, max) {
        return out.push_str(text);
    }
    // It fails only to stop after `max` characters.
    let _ = Clean::new(out, max).write_str(text);
}

/// Whether `text` has no control characters, and at most `max` bytes.
pub(crate) fn is_clean(text: &str, max: usize) -> bool {
    text.len() <= max && escape::is_plain(text)
}

/// Appends the `Display` output of `value`, sanitised. An endless output is stopped after `max` characters.
///
/// # Errors
///
/// If `value` itself fails.
pub(crate) fn display(out: &mut String, value: &dyn fmt::Display, max: usize) -> fmt::Result {
    write(out, max, |clean| write!(clean, "{value}"))
}

/// Appends the output of `write`, sanitised.
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

/// A writer that sanitises, and stops after a number of characters.
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
        // Most texts need no change.
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
    fn an_endless_display_is_stopped() {
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
