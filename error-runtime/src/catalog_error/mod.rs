//! A service's own errors, each of which is an error of a catalog.

mod checks;
mod parts;
mod value;

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::catalog::Catalog;
use crate::error::Error;

/// What the code that the derive makes names.
#[doc(hidden)]
pub mod private {
    pub use super::checks::{Slot, hidden, require, require_known, require_shown, slot};
    pub use super::parts::{
        Hidden, IsError, IsNoError, Probe, RefersToError, chosen, error, expression, optional_source, request_id,
        retry_after, set_diagnostics, set_diagnostics_to, shown, source,
    };
    pub use super::value::{KindOf, ParameterValue, kinds, optional_value, value};
}

/// An error of a service that is, for its clients, an error of the catalog `C`. Derive it:
/// [`#[derive(CatalogError)]`](macro@crate::CatalogError).
///
/// One type may be errors of several catalogs, as of two versions of an API.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `CatalogError<{C}>`",
    label = "not an error of this catalog",
    note = "add `#[derive(CatalogError)]` and `#[catalog({C})]` to the type"
)]
pub trait CatalogError<C: Catalog> {
    /// Which entry of the catalog it is.
    fn entry(&self) -> C;

    /// What a client is told: the occurrence, but for what caused it, which stays in `self`.
    fn to_error(&self) -> Error<C>;

    /// The entries that such an error can be, for documents: all of the catalog, where nobody knows better. The derive does.
    fn entries() -> Vec<C>
    where
        Self: Sized,
    {
        C::all().to_vec()
    }

    /// What caused it: for logs, and never for a client.
    fn origin(&self) -> Option<&(dyn core::error::Error + 'static)> {
        None
    }

    /// The occurrence, and what caused it as its [source](core::error::Error::source).
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

/// Implements for a derived error what the features of this crate ask for: see `frameworks/derived.rs`.
///
/// It is called with the generic parameters, the type, its bounds, and the catalog; only for errors of one catalog.
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
    use crate::testing::Clinic;
    use alloc::borrow::Cow;
    use core::error::Error as _;

    #[test]
    fn an_error_of_the_catalog_is_one_itself_and_so_is_a_boxed_one() {
        let error = || Error::new(Clinic::RecTimeout).with_request_id("r").with_source("cause");
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
        let of = |text: core::fmt::Arguments<'_>| private::set_diagnostics_to(Error::new(Clinic::Gone), text);
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
