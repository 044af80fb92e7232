//! Errors of a service that map to entries of a catalog.

mod checks;
pub(crate) mod extends;
pub mod literal;
mod message;
mod parts;
mod value;

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::single::Error;
use crate::catalog::Catalog;

/// The items that the code of the derive refers to.
#[doc(hidden)]
pub mod private {
    pub use super::checks::{Detail, Slot, hidden, require, require_known, require_place, require_shown, slot};
    pub use super::extends::{Transparent, entry_of, error_of, require_base};
    pub use super::literal;
    pub use super::parts::{
        Hidden, IsError, IsNoError, Probe, RefersToError, chosen, error, expression, optional_source, request_id,
        retry_after, set_diagnostics, set_diagnostics_to, shown, source,
    };
    pub use super::value::{KindOf, ParameterValue, kinds, optional_value, value};
}

/// An error of a service that maps to an entry of the catalog `C`.
///
/// Derive it with
#[cfg_attr(feature = "macros", doc = "[`#[derive(CatalogError)]`](macro@crate::CatalogError).")]
#[cfg_attr(not(feature = "macros"), doc = "`#[derive(CatalogError)]` (feature `macros`).")]
/// One type may implement it for several catalogs, for example for two versions of an API.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::Clinic;
/// use error_runtime::CatalogError;
///
/// #[derive(Debug, CatalogError)]
/// #[catalog(Clinic)]
/// enum RecordError {
///     #[code(PatientNotFound)]
///     NoRecord {
///         #[param]
///         patient: String,
///     },
///     /// The cause is logged and never sent.
///     #[code(Internal)]
///     Store(#[from] std::io::Error),
/// }
///
/// let error = RecordError::NoRecord { patient: "p-17".to_owned() }.into_error();
/// assert_eq!(error.status(), 404);
/// let error = RecordError::from(std::io::Error::other("disk full")).into_error();
/// assert_eq!((error.status(), error.to_string()), (500, "INTERNAL: Internal error".to_owned()));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `CatalogError<{C}>`",
    label = "not an error of this catalog",
    note = "add `#[derive(CatalogError)]` and `#[catalog({C})]` to the type"
)]
pub trait CatalogError<C: Catalog> {
    /// Returns the entry of the catalog.
    fn entry(&self) -> C;

    /// Returns the error to send to the client, without its source, which stays in `self`.
    fn to_error(&self) -> Error<C>;

    /// Returns the entries that errors of this type map to, for generated documents.
    ///
    /// By default all entries of the catalog. The derive lists the entries that the type names.
    fn entries() -> Vec<C>
    where
        Self: Sized,
    {
        C::all().to_vec()
    }

    /// Returns the source of the error, for logs. It is never sent to a client.
    fn origin(&self) -> Option<&(dyn core::error::Error + 'static)> {
        None
    }

    /// Returns the error to send, with its [source](core::error::Error::source).
    fn into_error(self) -> Error<C>
    where
        Self: Sized,
    {
        self.to_error()
    }
}

impl<C: Catalog> CatalogError<C> for Error<C> {
    fn entry(&self) -> C {
        self.entry()
    }

    fn to_error(&self) -> Self {
        self.without_source()
    }

    fn origin(&self) -> Option<&(dyn core::error::Error + 'static)> {
        core::error::Error::source(self)
    }

    fn into_error(self) -> Self {
        self
    }
}

impl<C: Catalog, E: CatalogError<C>> CatalogError<C> for Box<E> {
    fn entry(&self) -> C {
        (**self).entry()
    }

    fn to_error(&self) -> Error<C> {
        (**self).to_error()
    }

    fn origin(&self) -> Option<&(dyn core::error::Error + 'static)> {
        (**self).origin()
    }

    fn entries() -> Vec<C> {
        E::entries()
    }

    fn into_error(self) -> Error<C> {
        (*self).into_error()
    }
}

/// Implements the traits of the enabled frameworks for a derived error.
///
/// Its arguments are the generic parameters, the type, its bounds, and the catalog. The derive calls it for errors of
/// one catalog only.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_catalog_error {
    ($generics:tt $error:tt $bounds:tt $catalog:ty) => {
        $crate::__impl_axum! { $generics $error $bounds $catalog }
        $crate::__impl_actix! { $generics $error $bounds $catalog }
        $crate::__impl_utoipa! { $generics $error $bounds $catalog }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Clinic, clinic};
    use alloc::borrow::Cow;
    use core::error::Error as _;

    #[test]
    fn an_error_of_the_catalog_and_a_box_of_one_implement_the_trait() {
        let error = || clinic::RecTimeout.error().with_request_id("r").with_source("cause");
        assert_eq!(CatalogError::entry(&error()), Clinic::RecTimeout);
        let copy = error().to_error();
        assert_eq!((copy.request_id(), copy.source().is_none()), (Some("r"), true));
        let boxed = Box::new(error());
        assert_eq!(CatalogError::entry(&boxed), Clinic::RecTimeout);
        assert_eq!(boxed.to_error().request_id(), Some("r"));
        assert!(boxed.origin().is_some() && boxed.into_error().source().is_some());
    }

    #[test]
    fn diagnostics_without_values_are_not_copied_unless_they_must_be_cleaned() {
        let of = |text: core::fmt::Arguments<'_>| private::set_diagnostics_to(clinic::Gone.error(), text);
        let (fixed, value) = (of(format_args!("fixed")), 1);
        let kept = |error: &Error<Clinic>| {
            let arguments = error.render_context().arguments;
            arguments.and_then(|arguments| arguments.diagnostics.clone())
        };
        assert!(matches!(kept(&fixed), Some(Cow::Borrowed("fixed"))));
        assert_eq!(of(format_args!("a\nb")).diagnostics().as_deref(), Some("a b"));
        assert_eq!(of(format_args!("of {value}\n")).diagnostics().as_deref(), Some("of 1 "));
    }
}
