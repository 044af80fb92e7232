//! The trait of the enums that `error_catalog!` generates.

use alloc::boxed::Box;
use core::fmt;
use core::hash::Hash;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use super::data::Data;
use super::entry::Entry;
use super::lookup::Positions;

/// The entries of one catalog. The enums that `error_catalog!` generates implement it.
///
/// A value of the enum identifies an entry. [`entry`](Self::entry) returns its data, and [`Error`](crate::Error) is one
/// error that happened.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::Clinic;
/// use error_runtime::Catalog;
///
/// /// Works for every catalog.
/// fn retryable<C: Catalog>() -> Vec<C> {
///     C::all().iter().copied().filter(|error| error.entry().retry_after().is_some()).collect()
/// }
///
/// assert_eq!(retryable::<Clinic>(), [Clinic::Unavailable]);
/// assert_eq!(Clinic::from_name("UNAVAILABLE"), Some(Clinic::Unavailable));
/// assert_eq!(Clinic::by_code("PATIENT_NOT_FOUND").next(), Some(Clinic::PatientNotFound));
/// ```
pub trait Catalog: Copy + Eq + Ord + Hash + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// The compiled catalog.
    const DATA: Data<'static>;

    /// Returns all entries, in the order of the catalog.
    fn all() -> &'static [Self];

    /// Returns the position of the entry in [`all`](Self::all), counted from 0.
    fn position(self) -> usize;

    /// Returns the data of this entry.
    fn entry(self) -> Entry<'static> {
        Entry::at(Self::DATA, self.position())
    }

    /// Returns the entry at a position in [`all`](Self::all).
    fn from_position(position: usize) -> Option<Self> {
        Self::all().get(position).copied()
    }

    /// Returns the entry with exactly this name.
    fn from_name(name: &str) -> Option<Self> {
        Self::from_position(Self::DATA.position_by_name(name)?)
    }

    /// Returns the entry that replaces a response of the framework with this status.
    ///
    /// It is the catalog's fallback for the status, otherwise the one for its class (`4xx`, `5xx`).
    /// [`Error::fallback`](crate::Error::fallback) sets the values of its parameters too.
    fn fallback(status: u16) -> Option<Self> {
        Self::from_position(Self::DATA.fallback(status)?)
    }

    /// Returns all entries with this code, in the order of the catalog. The digits of an integer are its key.
    fn by_code(code: &str) -> ByCode<Self> {
        ByCode {
            positions: Self::DATA.positions_by_code(code),
            catalog: PhantomData,
        }
    }
}

/// A value that identifies an entry: an enum of `error_catalog!`, or an [`Entry`].
///
/// [`Entry`] is for catalogs that are loaded at run time: see the example of [`Data`].
pub trait AsEntry: Copy + fmt::Debug + Send + Sync + 'static {
    /// Returns the data of the entry.
    fn as_entry(self) -> Entry<'static>;

    /// Returns the entry at a position of its catalog, counted from 0. An enum has its own catalog and ignores `data`.
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

/// The entries that share a code. Returned by [`Catalog::by_code`].
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

/// The error of the enums' `FromStr`: no entry has this name.
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

    /// Returns the name that was not found.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name of the catalog.
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
