//! What every enum that `error_catalog!` makes can do.

use alloc::boxed::Box;
use core::fmt;
use core::hash::Hash;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use crate::data::{Data, Positions};
use crate::entry::Entry;

/// The entries of one catalog: implemented by the enums that `error_catalog!` makes.
///
/// The enum says *which* error; [`entry`](Self::entry) is everything the catalog says of it, and
/// [`Error`](crate::Error) one occurrence of it.
pub trait Catalog: Copy + Eq + Ord + Hash + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// The compiled catalog.
    const DATA: Data<'static>;

    /// Every entry, in the order of the catalog.
    ///
    /// A function and no constant: the compiler checks the variants of a constant one by one, whether or not it is used.
    fn all() -> &'static [Self];

    /// The entry's place in [`all`](Self::all), counted from 0.
    fn position(self) -> usize;

    /// Everything the catalog says of this entry.
    fn entry(self) -> Entry<'static> {
        Entry::at(Self::DATA, self.position())
    }

    /// The entry at a place in [`all`](Self::all).
    fn from_position(position: usize) -> Option<Self> {
        Self::all().get(position).copied()
    }

    /// The entry with this name, letter for letter.
    fn from_name(name: &str) -> Option<Self> {
        Self::from_position(Self::DATA.position_by_name(name)?)
    }

    /// The entry that stands in for an answer with this status that is not the catalog's, as its `fallbacks` say: of the
    /// status itself, else of its class. [`Error::fallback`](crate::Error::fallback) has the values of its parameters too.
    fn fallback(status: u16) -> Option<Self> {
        Self::from_position(Self::DATA.fallback(status)?)
    }

    /// All entries with this code, in the order of the catalog. An integer is looked up by its digits.
    fn by_code(code: &str) -> ByCode<Self> {
        ByCode {
            positions: Self::DATA.positions_by_code(code),
            catalog: PhantomData,
        }
    }
}

/// A value that names an entry of a catalog: the enums that `error_catalog!` makes, and [`Entry`] for catalogs that are loaded at run time.
pub trait AsEntry: Copy + fmt::Debug + Send + Sync + 'static {
    /// Everything the catalog says of the entry.
    fn as_entry(self) -> Entry<'static>;

    /// The entry at a place of its catalog, counted from 0. An enum knows its own catalog and needs no `data`.
    fn from_place(data: Data<'static>, position: usize) -> Option<Self>;
}

impl<C: Catalog> AsEntry for C {
    fn as_entry(self) -> Entry<'static> {
        self.entry()
    }

    fn from_place(_: Data<'static>, position: usize) -> Option<Self> {
        C::from_position(position)
    }
}

impl AsEntry for Entry<'static> {
    fn as_entry(self) -> Self {
        self
    }

    fn from_place(data: Data<'static>, position: usize) -> Option<Self> {
        data.entry(position)
    }
}

/// The entries that share a code. Made by [`Catalog::by_code`].
#[derive(Clone, Debug)]
pub struct ByCode<C> {
    positions: Positions<'static>,
    catalog: PhantomData<C>,
}

impl<C: Catalog> Iterator for ByCode<C> {
    type Item = C;

    fn next(&mut self) -> Option<C> {
        C::from_position(self.positions.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.positions.size_hint()
    }
}

impl<C: Catalog> ExactSizeIterator for ByCode<C> {}
impl<C: Catalog> FusedIterator for ByCode<C> {}

/// A name that no entry of a catalog has: the error of the enums' `FromStr`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    name: Box<str>,
    catalog: &'static str,
}

impl UnknownName {
    pub(crate) fn new<C: Catalog>(name: &str) -> Self {
        Self {
            name: name.into(),
            catalog: C::DATA.name(),
        }
    }

    /// The name that was looked up.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the catalog it was looked up in.
    pub fn catalog(&self) -> &'static str {
        self.catalog
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not an error of the catalog `{}`",
            self.name.escape_debug(),
            self.catalog
        )
    }
}

impl core::error::Error for UnknownName {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;
    use std::format;
    use std::string::ToString;

    #[test]
    fn an_entry_is_parsed_from_its_name_and_displayed_as_it() {
        assert_eq!("PROXY_TIMEOUT".parse(), Ok(Clinic::ProxyTimeout));
        assert_eq!(Clinic::ProxyTimeout.to_string(), "PROXY_TIMEOUT");
        assert_eq!(format!("{:?}", Clinic::ProxyTimeout), "ProxyTimeout");
        let error = "TIMEOUT".parse::<Clinic>().unwrap_err();
        assert_eq!(error.to_string(), "`TIMEOUT` is not an error of the catalog `clinic`");
    }

    #[test]
    fn a_code_yields_all_entries_that_share_it() {
        assert!(Clinic::by_code("TIMEOUT").eq([Clinic::RecTimeout, Clinic::ProxyTimeout]));
        assert_eq!(Clinic::by_code("nothing").len(), 0);
    }
}
