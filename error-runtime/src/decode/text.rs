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
