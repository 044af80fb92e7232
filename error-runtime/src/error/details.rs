//! The part of an error that its occurrence adds to its entry, kept apart so that an error without it is two words.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::header::Header;
use crate::render::Arguments;

/// An error that caused another one.
pub(super) type Source = Box<dyn core::error::Error + Send + Sync>;

/// What an occurrence adds.
#[derive(Default)]
pub(crate) struct Details {
    pub(crate) arguments: Arguments,
    pub(crate) status: Option<u16>,
    pub(crate) headers: Vec<Header>,
    pub(crate) source: Option<Source>,
}

impl Details {
    /// The same without the source, which cannot be copied.
    pub(super) fn without_source(&self) -> Self {
        Self {
            arguments: self.arguments.clone(),
            status: self.status,
            headers: self.headers.clone(),
            source: None,
        }
    }
}
