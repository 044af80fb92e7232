//! Which entry answers what the catalog did not answer.

use error_layout::{bytes, fact, fallback};

use crate::catalog::Catalog;
use crate::data::Data;
use crate::error::Error;
use crate::facts::Facts;

/// One of the catalog's fallbacks, read in place.
#[derive(Clone, Copy)]
pub(crate) struct Fallback<'a> {
    entry: usize,
    values: Facts<'a>,
}

impl<'a> Fallback<'a> {
    /// The fallback for this status: the one of the status itself, else that of its class.
    pub(crate) const fn find(data: Data<'a>, status: u16) -> Option<Self> {
        if status < 100 {
            // It would be taken for the key of a class.
            return None;
        }
        match Self::at_key(data, status) {
            None => Self::at_key(data, status / 100),
            found => found,
        }
    }

    /// The fallback with exactly this key: a status, or the first digit of a class.
    const fn at_key(data: Data<'a>, key: u16) -> Option<Self> {
        let table = bytes::tail(data.index(), data.header().fallbacks() as usize);
        let count = bytes::u16_at(table, 0) as usize;
        let mut seen = 0;
        while seen < count {
            let Some(record) = fallback::View::at(table, size_of::<u16>() + seen * fallback::SIZE) else {
                return None;
            };
            if record.status() == key {
                let entry = record.entry() as usize;
                if entry >= data.entries() {
                    return None;
                }
                let values = Facts::new(data, record.values());
                return Some(Self { entry, values });
            }
            seen += 1;
        }
        None
    }

    /// The position of the entry.
    pub(crate) const fn entry(self) -> usize {
        self.entry
    }

    /// The names of parameters and their values as text.
    fn values(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.values;
        core::iter::from_fn(move || {
            let (name, behind) = rest.find(fact::VALUE_NAME)?;
            let (value, behind) = behind.find(fact::VALUE)?;
            let found = (rest.text_of(name), rest.text_of(value));
            rest = behind;
            Some(found)
        })
    }
}

impl<C: Catalog> Error<C> {
    /// What the catalog's `fallbacks` put in the place of an answer with this status that is not the catalog's: the entry
    /// for the status, else the one for its class, with the values that the catalog gives its parameters. `None` if the
    /// catalog has neither.
    ///
    /// It has the entry's status, or the one asked for if that is within the entry's
    /// [`status_range`](crate::Entry::status_range).
    pub fn fallback(status: u16) -> Option<Self> {
        let found = Fallback::find(C::DATA, status)?;
        let mut error = Self::new(C::from_position(found.entry())?).with_status(status);
        for (name, value) in found.values() {
            // The values were checked when the catalog was compiled.
            error.set_parameter(name, value).ok()?;
        }
        Some(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;
    use std::string::ToString;

    #[test]
    fn the_status_counts_before_its_class() {
        assert_eq!(Clinic::fallback(408), Some(Clinic::RecTimeout));
        assert_eq!(Clinic::fallback(404), Some(Clinic::Gone));
        assert_eq!(Clinic::fallback(599), Some(Clinic::Upstream));
        for status in [0, 4, 5, 40, 200, 399, 600, u16::MAX] {
            assert_eq!(Clinic::fallback(status), None, "{status}");
        }
    }

    #[test]
    fn an_error_has_the_status_that_its_entry_allows_and_the_values_of_the_catalog() {
        let error = Error::<Clinic>::fallback(503).unwrap();
        assert_eq!((error.status(), error.parameter("name")), (503, Some("the ward")));
        assert_eq!(error.to_string(), "20003: Upstream the ward failed");
        assert_eq!(Error::<Clinic>::fallback(404).unwrap().status(), 410);
    }

    #[test]
    fn fallbacks_are_known_at_compile_time() {
        const POSITION: Option<usize> = Clinic::DATA.fallback(500);
        assert_eq!(POSITION, Some(Clinic::Upstream as usize));
    }
}
