//! Errors of a catalog as errors of one that extends it.

use alloc::vec::Vec;

use super::CatalogError;
use super::checks::find;
use super::message::{Message, equal, fail};
use crate::catalog::{AsEntry as _, Catalog, Data, Entry};
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

/// Checks that a catalog can take over the errors of its base: it has the same entries, and their arguments are enough.
///
/// # Panics
///
/// If an entry of the base is missing, or has a required parameter that the base does not have or has with another type.
#[track_caller]
pub const fn require_base(base: Data<'static>, catalog: Data<'static>) {
    if !base.is_sound() || !catalog.is_sound() {
        return;
    }
    let (mut position, mut next) = (0, 0);
    while let Some(entry) = base.entry(position) {
        let Some(at) = entry_from(catalog, next, entry.name()) else {
            let message = Message::new().text("the catalog ").quoted(catalog.name());
            let message = message.text(" has no entry ").quoted(entry.name());
            fail(&message.text(" of its base ").quoted(base.name()));
        };
        if let Some(own) = catalog.entry(at) {
            require_parameters(entry, own);
        }
        // Inherited entries have the order of the base.
        next = at + 1;
        position += 1;
    }
}

/// Returns the position of the entry with a name, searching from a position to the end and then from the start.
const fn entry_from(catalog: Data<'static>, start: usize, name: &str) -> Option<usize> {
    let mut at = start;
    while let Some(entry) = catalog.entry(at) {
        if equal(entry.name(), name) {
            return Some(at);
        }
        at += 1;
    }
    at = 0;
    while at < start {
        if let Some(entry) = catalog.entry(at)
            && equal(entry.name(), name)
        {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[track_caller]
const fn require_parameters(base: Entry<'static>, own: Entry<'static>) {
    let mut position = 0;
    while let Some(parameter) = own.parameters().get(position) {
        let message = Message::new().text("parameter ").quoted(parameter.name);
        let message = message.text(" of ").quoted(own.rust_name());
        match find(base, parameter.name) {
            None if !parameter.optional => {
                fail(&message.text(" is required, and the entry of the base does not have it"))
            }
            Some((_, given)) if given.optional && !parameter.optional => {
                fail(&message.text(" is required, but optional in the base"));
            }
            Some((_, given)) if given.kind as u8 != parameter.kind as u8 => {
                fail(&message.text(" has another type than in the base"));
            }
            Some((_, given)) if !equal(given.lines, parameter.lines) => {
                fail(&message.text(" has other values than in the base"));
            }
            _ => {}
        }
        position += 1;
    }
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
