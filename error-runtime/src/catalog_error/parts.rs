//! What derived code calls to put an error together.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::time::Duration;

use crate::catalog::Catalog;
use crate::clean;
use crate::error::Error;
use crate::value::Value;

/// An error with the values of some parameters. A position may be given more than once; `nothing` counts as not given.
pub fn error<C: Catalog>(entry: C, values: &[(u8, Value<'_>)]) -> Error<C> {
    Error::with_values(entry, values)
}

/// What a method chose: an entry, or an error.
pub fn chosen<C: Catalog>(error: impl Into<Error<C>>) -> Error<C> {
    error.into()
}

/// Sets the diagnostics.
pub fn set_diagnostics<C: Catalog>(error: Error<C>, text: &dyn fmt::Display) -> Error<C> {
    match cleaned(text, clean::MAX_TEXT) {
        Some(text) => error.with_diagnostics(text),
        None => error,
    }
}

/// Adds an expression.
pub fn expression<C: Catalog>(error: Error<C>, text: &dyn fmt::Display) -> Error<C> {
    match cleaned(text, clean::MAX_VALUE) {
        Some(text) => error.with_expression(text),
        None => error,
    }
}

/// Sets the id of the request.
pub fn request_id<C: Catalog>(error: Error<C>, text: &dyn fmt::Display) -> Error<C> {
    match cleaned(text, clean::MAX_VALUE) {
        Some(text) => error.with_request_id(text),
        None => error,
    }
}

/// Sets how long a client should wait.
pub fn retry_after<C: Catalog>(error: Error<C>, delay: &Duration) -> Error<C> {
    error.with_retry_after(*delay)
}

/// A text that may contain what a client sent. What cannot be displayed is not there.
fn cleaned(text: &dyn fmt::Display, max: usize) -> Option<Cow<'static, str>> {
    let mut out = String::new();
    clean::display(&mut out, text, max).ok()?;
    Some(Cow::Owned(out))
}

type Source = Box<dyn core::error::Error + Send + Sync>;

/// Sets what caused the error.
pub fn source<C: Catalog>(error: Error<C>, source: impl Into<Source>) -> Error<C> {
    error.with_source(source)
}

/// Sets what caused the error, if anything did.
pub fn optional_source<C: Catalog>(error: Error<C>, source: Option<impl Into<Source>>) -> Error<C> {
    match source {
        Some(source) => error.with_source(source),
        None => error,
    }
}

/// A source as an error, whether it is one or has one inside, as `Box<dyn Error>` has. Called as a method, so that the compiler looks inside.
pub trait AsDynError<'a> {
    /// The error.
    fn as_dyn_error(&self) -> &(dyn core::error::Error + 'a);
}

impl<'a, T: core::error::Error + 'a> AsDynError<'a> for T {
    fn as_dyn_error(&self) -> &(dyn core::error::Error + 'a) {
        self
    }
}

macro_rules! as_dyn_error {
    ($($error:ty),+) => {$(
        impl<'a> AsDynError<'a> for $error {
            fn as_dyn_error(&self) -> &(dyn core::error::Error + 'a) {
                self
            }
        }
    )+};
}

as_dyn_error!(
    dyn core::error::Error + 'a,
    dyn core::error::Error + Send + 'a,
    dyn core::error::Error + Send + Sync + 'a
);

/// What `Debug` shows in place of a value.
pub struct Hidden(pub &'static str);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
