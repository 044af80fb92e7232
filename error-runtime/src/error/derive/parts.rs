//! Functions that derived code calls to build an error.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::ops::Deref;
use core::time::Duration;

use super::super::single::Error;
use crate::catalog::Catalog;
use crate::values::Value;
use crate::values::clean;

/// Returns an error with the values of some parameters.
///
/// A position may appear more than once; an absent value is ignored.
pub fn error<C: Catalog>(entry: C, values: &[(u8, Value<'_>)]) -> Error<C> {
    Error::with_values(entry, values)
}

/// The result of a method of `#[code(with = …)]`: an error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `CatalogError<{C}>`",
    label = "expected an `Error<{C}>`, an error of the catalog's module or a type that implements `CatalogError<{C}>`",
    note = "an entry, such as a variant of `{C}`, is not an error: its arguments may be missing"
)]
pub trait Choice<C: Catalog> {
    /// Returns the error.
    fn into_choice(self) -> Error<C>;
}

#[diagnostic::do_not_recommend]
impl<C: Catalog, T: Into<Error<C>>> Choice<C> for T {
    fn into_choice(self) -> Error<C> {
        self.into()
    }
}

/// Returns the error that a method chose.
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

/// Sets the diagnostics to formatted text.
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

/// Sets the delay before a client repeats the request.
pub fn retry_after<C: Catalog>(error: Error<C>, delay: &Duration) -> Error<C> {
    error.with_retry_after(*delay)
}

/// Returns a text that may contain client input, without control characters; `None` if `Display` fails.
fn cleaned(text: &dyn fmt::Display, max: usize) -> Option<Cow<'static, str>> {
    let mut out = String::new();
    clean::display(&mut out, text, max).ok()?;
    Some(Cow::Owned(out))
}

/// A type that can be the source of an error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the source of an error",
    label = "not an error that is `Send + Sync + 'static`",
    note = "a source implements `core::error::Error + Send + Sync + 'static`, or `Into` a box of it"
)]
pub trait IntoSource {
    /// Returns the boxed source.
    fn into_source(self) -> Box<dyn core::error::Error + Send + Sync>;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Box<dyn core::error::Error + Send + Sync>>> IntoSource for T {
    fn into_source(self) -> Box<dyn core::error::Error + Send + Sync> {
        self.into()
    }
}

/// Sets the source.
pub fn source<C: Catalog, S: IntoSource>(error: Error<C>, source: S) -> Error<C> {
    error.with_source(source.into_source())
}

/// Sets the source, if there is one.
pub fn optional_source<C: Catalog, S: IntoSource>(error: Error<C>, source: Option<S>) -> Error<C> {
    match source {
        Some(source) => error.with_source(source.into_source()),
        None => error,
    }
}

/// Finds the error in the field of a source: `(&&&Probe(field)).as_dyn_error()`.
///
/// The compiler selects the first of the three traits that is implemented: for a field that is an error; for one that
/// dereferences to an error, such as `Box<dyn Error>`; and for any other, which [`source`] reports.
pub struct Probe<'a, T>(pub &'a T);

/// A field that is an error.
pub trait IsError<'a> {
    /// Returns the error.
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)>;
}

impl<'a, T: core::error::Error + 'static> IsError<'a> for &&Probe<'a, T> {
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)> {
        Some(self.0)
    }
}

/// A field that dereferences to an error.
pub trait RefersToError<'a> {
    /// Returns the error.
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)>;
}

impl<'a, T: Deref<Target: DynError>> RefersToError<'a> for &Probe<'a, T> {
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)> {
        Some(self.0.dyn_error())
    }
}

/// A field that is not an error.
pub trait IsNoError<'a> {
    /// Returns `None`.
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)>;
}

impl<'a, T> IsNoError<'a> for Probe<'a, T> {
    fn as_dyn_error(&self) -> Option<&'a (dyn core::error::Error + 'static)> {
        None
    }
}

/// A trait object of an error.
pub trait DynError {
    /// Returns the error.
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

/// The text that `Debug` shows instead of a value.
pub struct Hidden(pub(super) &'static str);

/// Returns the value that `Debug` shows for a field.
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
