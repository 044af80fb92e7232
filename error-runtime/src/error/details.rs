//! The details of an error, boxed so that an error without details is small.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::http::Header;
use crate::render::Arguments;

/// The source of an error.
pub(super) type Source = Box<dyn core::error::Error + Send + Sync>;

/// The details of one error.
#[derive(Default)]
pub(crate) struct Details {
    pub(crate) arguments: Arguments,
    pub(crate) status: Option<u16>,
    pub(crate) headers: Vec<Header>,
    pub(crate) source: Option<Source>,
}

impl Details {
    /// Returns a copy without the source, which cannot be cloned.
    pub(super) fn without_source(&self) -> Self {
        Self {
            arguments: self.arguments.clone(),
            status: self.status,
            headers: self.headers.clone(),
            source: None,
        }
    }
}
