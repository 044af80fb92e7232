//! What an occurrence adds to its entry, kept apart so that an error without it is two words.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use crate::header::Header;
use crate::value::Values;

/// A source error as it is kept.
pub(super) type Source = Box<dyn core::error::Error + Send + Sync>;

#[derive(Default)]
pub(crate) struct Details {
    pub(crate) parameters: Values,
    pub(crate) diagnostics: Option<Cow<'static, str>>,
    pub(crate) expressions: Vec<Cow<'static, str>>,
    pub(crate) locations: Vec<Cow<'static, str>>,
    pub(crate) request_id: Option<Cow<'static, str>>,
    pub(crate) id: Option<Cow<'static, str>>,
    pub(crate) instance: Option<Cow<'static, str>>,
    pub(crate) time: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) status: Option<u16>,
    pub(crate) headers: Vec<Header>,
    pub(crate) source: Option<Source>,
}

impl Details {
    /// The same, but for what caused the error: that cannot be copied.
    pub(super) fn without_source(&self) -> Self {
        Self {
            parameters: self.parameters.clone(),
            diagnostics: self.diagnostics.clone(),
            expressions: self.expressions.clone(),
            locations: self.locations.clone(),
            request_id: self.request_id.clone(),
            id: self.id.clone(),
            instance: self.instance.clone(),
            time: self.time.clone(),
            retry_after: self.retry_after,
            status: self.status,
            headers: self.headers.clone(),
            source: None,
        }
    }
}
