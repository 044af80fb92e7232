//! Errors of a catalog as errors of one that extends it.

use alloc::vec::Vec;

use super::CatalogError;
use crate::catalog::{AsEntry as _, Catalog};
use crate::error::single::Error;

/// A catalog that has the entries of the catalog `B` under the same names, because it extends it.
///
/// `#[catalog(extends = path::to::B)]` in `error_catalog!` implements it, and the compiler compares the entries. Then `#[code(transparent)]` forwards to errors of `B`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not extend the catalog `{B}`",
    note = "add `#[catalog(extends = …)]` with the path of `{B}` to the `error_catalog!` of `{Self}`"
)]
pub trait Extends<B: Catalog>: Catalog {
    /// Returns the entry with the name of an entry of the base.
    fn entry_of(base: B) -> Self;

    /// Returns an error of the base as one of this catalog, with all its details.
    fn error_of(error: Error<B>) -> Error<Self>;
}

impl<C: Catalog> Extends<C> for C {
    fn entry_of(base: C) -> Self {
        base
    }

    fn error_of(error: Error<C>) -> Error<Self> {
        error
    }
}

/// Returns the entry of a catalog with the name of an entry of its base; the first entry if there is none, which the compiler has reported.
pub fn entry_of<B: Catalog, C: Catalog>(base: B) -> C {
    C::from_name(base.entry().name()).unwrap_or(C::all()[0])
}

/// Returns an error of a base as one of a catalog that extends it. Values of parameters that the entry does not have there are dropped.
pub fn error_of<B: Catalog, C: Catalog>(error: Error<B>) -> Error<C> {
    let (from, entry) = (error.entry.as_entry(), entry_of::<B, C>(error.entry));
    let to = entry.as_entry();
    let details = error.details.map(|mut details| {
        let parameters = to.parameters().iter();
        let positions = parameters.map(|wanted| from.parameters().iter().position(|one| one.name == wanted.name));
        details.arguments.parameters = details.arguments.parameters.at(positions);
        details.status = details.status.filter(|status| to.has_status(*status));
        details
    });
    Error { entry, details }
}

/// An error that an error of the catalog `C` forwards to. `B` is its own catalog, which `C` is or extends.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `CatalogError<{C}>`",
    label = "not an error of this catalog",
    note = "add `#[derive(CatalogError)]` and `#[catalog({C})]` to the type"
)]
pub trait Transparent<C: Catalog, B> {
    /// Returns the entry of the catalog `C`.
    fn entry(&self) -> C;
    /// Returns the error without its source.
    fn to_error(&self) -> Error<C>;
    /// Returns the source.
    fn origin(&self) -> Option<&(dyn core::error::Error + 'static)>;
    /// Returns the entries that errors of this type map to.
    fn entries() -> Vec<C>
    where
        Self: Sized;
    /// Returns the error with its source.
    fn into_error(self) -> Error<C>
    where
        Self: Sized;
}

#[diagnostic::do_not_recommend]
impl<T: CatalogError<B>, B: Catalog, C: Extends<B>> Transparent<C, B> for T {
    fn entry(&self) -> C {
        C::entry_of(CatalogError::entry(self))
    }

    fn to_error(&self) -> Error<C> {
        C::error_of(CatalogError::to_error(self))
    }

    fn origin(&self) -> Option<&(dyn core::error::Error + 'static)> {
        CatalogError::origin(self)
    }

    fn entries() -> Vec<C> {
        T::entries().into_iter().map(C::entry_of).collect()
    }

    fn into_error(self) -> Error<C> {
        C::error_of(CatalogError::into_error(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;

    #[test]
    fn a_catalog_extends_itself() {
        let error = Error::try_new(Clinic::Gone, [("", "")][..0].iter().copied());
        let entry = error.map(|error| <Clinic as Extends<Clinic>>::error_of(error).entry());
        assert_eq!(entry.ok(), Some(Clinic::Gone));
        assert_eq!(entry_of::<Clinic, Clinic>(Clinic::Upstream), Clinic::Upstream);
    }
}
