//! What derived code calls to put an error together.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::ops::Deref;
use core::time::Duration;

use crate::catalog::Catalog;
use crate::clean;
use crate::error::Error;
use crate::value::Value;

/// An error with the values of some parameters. A position may be given more than once; `nothing` counts as not given.
pub fn error<C: Catalog>(entry: C, values: &[(u8, Value<'_>)]) -> Error<C> {
    Error::with_values(entry, values)
}

/// What a method may choose: an entry, or an error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `CatalogError<{C}>`",
    label = "expected an entry, an `Error<{C}>` or a type that implements `CatalogError<{C}>`"
)]
pub trait Choice<C: Catalog> {
    /// The error.
    fn into_choice(self) -> Error<C>;
}

#[diagnostic::do_not_recommend]
impl<C: Catalog, T: Into<Error<C>>> Choice<C> for T {
    fn into_choice(self) -> Error<C> {
        self.into()
    }
}

/// What a method chose.
pub fn chosen<C: Catalog, E: Choice<C>>(error: E) -> Error<C> {
    error.into_choice()
}

/// Sets the diagnostics.
pub fn set_diagnostics<C: Catalog>(error: Error<C>, text: &dyn fmt::Display) -> Error<C> {
    match cleaned(text, clean::MAX_TEXT) {
        Some(text) => error.with_diagnostics(text),
        None => error,
    }
}

/// Sets the diagnostics to a text with values in it, or without any.
pub fn set_diagnostics_to<C: Catalog>(error: Error<C>, text: fmt::Arguments<'_>) -> Error<C> {
    match text.as_str() {
        Some(fixed) if clean::is_clean(fixed, clean::MAX_TEXT) => error.with_diagnostics(fixed),
        _ => set_diagnostics(error, &text),
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

/// What can be the source of an error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the source of an error",
    label = "not an error that is `Send + Sync + 'static`",
    note = "a source implements `core::error::Error + Send + Sync + 'static`, or `Into` a box of it"
)]
pub trait IntoSource {
    /// The source as it is kept.
    fn into_source(self) -> Box<dyn core::error::Error + Send + Sync>;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Box<dyn core::error::Error + Send + Sync>>> IntoSource for T {
    fn into_source(self) -> Box<dyn core::error::Error + Send + Sync> {
        self.into()
    }
}

/// Sets what caused the error.
pub fn source<C: Catalog, S: IntoSource>(error: Error<C>, source: S) -> Error<C> {
    error.with_source(source.into_source())
}

/// Sets what caused the error, if anything did.
pub fn optional_source<C: Catalog, S: IntoSource>(error: Error<C>, source: Option<S>) -> Error<C> {
    match source {
        Some(source) => error.with_source(source.into_source()),
        None => error,
    }
}

/// Finds the error in the field of a source: `(&&&Probe(field)).as_dyn_error()`.
///
/// The compiler takes the first of the three traits that fits: for a field that is an error; for one that refers to an error, as
/// `Box<dyn Error>` does; and for any other, of which [`source`] says what is wrong.
pub struct Probe<'a, T>(pub &'a T);

/// A field that is an error.
pub trait IsError<'a> {
    /// The error.
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)>;
}

impl<'a, T: core::error::Error + 'static> IsError<'a> for &&Probe<'a, T> {
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)> {
        Some(self.0)
    }
}

/// A field that refers to an error.
pub trait RefersToError<'a> {
    /// The error.
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)>;
}

impl<'a, T: Deref<Target: DynError>> RefersToError<'a> for &Probe<'a, T> {
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)> {
        Some(self.0.dyn_error())
    }
}

/// A field that is no error.
pub trait IsNoError<'a> {
    /// Nothing.
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)>;
}

impl<'a, T> IsNoError<'a> for Probe<'a, T> {
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)> {
        None
    }
}

/// An error of a type that is not known.
pub trait DynError {
    /// The error.
    fn dyn_error(&self) -> &(dyn core::error::Error + 'static);
}

macro_rules! dyn_errors {
    ($($error:ty),+) => {$(
        impl DynError for $error {
            fn dyn_error(&self) -> &(dyn core::error::Error + 'static) {
                self
            }
        }
    )+};
}

dyn_errors!(
    dyn core::error::Error,
    dyn core::error::Error + Send,
    dyn core::error::Error + Send + Sync
);

/// What `Debug` shows in place of a value.
pub struct Hidden(pub(super) &'static str);

/// What `Debug` shows of a field.
pub fn shown<'f>(hidden: Option<&'static Hidden>, field: &'f dyn fmt::Debug) -> &'f dyn fmt::Debug {
    match hidden {
        Some(hidden) => hidden,
        None => field,
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
