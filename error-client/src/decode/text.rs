//! Strings of a body that outlive its document: positions in the text, or copies.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::document::Id;

/// The start and end of a string of a body, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// In the text.
    At(u32, u32),
    /// In the [`Kept`] strings, because it had escapes.
    Own(u32, u32),
}

impl Part {
    pub(super) const fn is_empty(self) -> bool {
        let (Self::At(start, end) | Self::Own(start, end)) = self;
        start == end
    }

    pub(super) fn get<'d>(self, text: &'d str, kept: &'d str) -> &'d str {
        let (text, start, end) = match self {
            Self::At(start, end) => (text, start, end),
            Self::Own(start, end) => (kept, start, end),
        };
        text.get(start as usize..end as usize).unwrap_or("")
    }
}

/// Copies of strings that are not in the text in their decoded form.
#[derive(Default)]
pub(super) struct Kept {
    /// All copies, one after the other.
    pub(super) text: String,
    /// The copies of nodes: several issues can share one.
    nodes: Vec<(Id, Part)>,
}

impl Kept {
    /// Keeps a string; a part of `text` is not copied.
    pub(super) fn keep(&mut self, text: &str, found: &str) -> Part {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if let Some(start) = found.as_ptr().addr().checked_sub(text.as_ptr().addr())
            && let Some(end) = start.checked_add(found.len())
            && text.get(start..end).is_some_and(|part| core::ptr::eq(part, found))
        {
            return Part::At(number(start), number(end));
        }
        let start = self.text.len();
        self.text.push_str(found);
        Part::Own(number(start), number(self.text.len()))
    }

    /// Forgets which strings are of which node, before another document is read.
    pub(super) fn for_another(mut self) -> Self {
        self.nodes.clear();
        self
    }

    /// Keeps the string of a node, once.
    #[cold]
    pub(super) fn keep_node<'t>(
        &mut self,
        text: &str,
        id: Id,
        value: impl FnOnce() -> Option<Cow<'t, str>>,
    ) -> Option<Part> {
        if let Some((_, part)) = self.nodes.iter().find(|(known, _)| *known == id) {
            return Some(*part);
        }
        let part = self.keep(text, &value()?);
        self.nodes.push((id, part));
        Some(part)
    }
}

/// A status as decimal digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits {
    digits: [u8; 5],
    start: usize,
}

impl Digits {
    pub(super) fn new(mut status: u16) -> Self {
        let mut digits = [b'0'; 5];
        let mut start = digits.len();
        for (place, digit) in digits.iter_mut().enumerate().rev() {
            if status == 0 && place < 4 {
                break;
            }
            *digit += (status % 10) as u8;
            status /= 10;
            start = place;
        }
        Self { digits, start }
    }

    pub(super) fn as_str(&self) -> &str {
        let digits = self.digits.get(self.start..).unwrap_or(&[]);
        core::str::from_utf8(digits).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn a_status_is_written_like_a_number() {
        for status in [0, 7, 10, 99, 404, 503, 999, 1_000, u16::MAX] {
            assert_eq!(Digits::new(status).as_str(), status.to_string());
        }
    }
}
