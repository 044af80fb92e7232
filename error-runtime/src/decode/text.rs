//! Parts of a body that outlive its reading: places in its text where they can be, copies where they were escaped.

use alloc::borrow::Cow;
use alloc::boxed::Box;

/// A string out of a body.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// It stands in the text as it is.
    At(u32, u32),
    /// It had escapes.
    Own(Box<str>),
}

impl Part {
    /// Keeps a string that was found in `text`.
    pub(super) fn new(text: &str, found: Cow<'_, str>) -> Self {
        if let Cow::Borrowed(found) = found
            && let Some(start) = found.as_ptr().addr().checked_sub(text.as_ptr().addr())
            && let Some(end) = start.checked_add(found.len())
            && text.get(start..end).is_some_and(|part| core::ptr::eq(part, found))
            && let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end))
        {
            return Self::At(start, end);
        }
        Self::Own(found.into_owned().into())
    }

    pub(super) fn get<'d>(&'d self, text: &'d str) -> &'d str {
        match self {
            Self::At(start, end) => text.get(*start as usize..*end as usize).unwrap_or(""),
            Self::Own(own) => own,
        }
    }
}

/// A status in digits.
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
    fn a_status_is_written_as_a_number_is() {
        for status in [0, 7, 10, 99, 404, 503, 999, 1_000, u16::MAX] {
            assert_eq!(Digits::new(status).as_str(), status.to_string());
        }
    }
}
