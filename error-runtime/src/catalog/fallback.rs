//! Fallbacks: the entries that replace responses of the framework.

use error_layout::{bytes, fact, fallback};

use super::data::Data;
use super::facts::Facts;

/// One of the catalog's fallbacks, read in place.
#[derive(Clone, Copy)]
pub(crate) struct Fallback<'a> {
    entry: usize,
    values: Facts<'a>,
}

impl<'a> Fallback<'a> {
    /// Returns the fallback for this status: that of the status itself, otherwise that of its class.
    pub(crate) const fn find(data: Data<'a>, status: u16) -> Option<Self> {
        if status < 100 {
            // A smaller number would be the key of a class.
            return None;
        }
        match Self::at_key(data, status) {
            None => Self::at_key(data, status / 100),
            found => found,
        }
    }

    /// Returns the fallback with exactly this key: a status, or the first digit of a class.
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

    /// Returns the position of the entry.
    pub(crate) const fn entry(self) -> usize {
        self.entry
    }

    /// Returns the names of parameters and their values as text.
    pub(crate) fn values(self) -> impl Iterator<Item = (&'a str, &'a str)> {
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

impl Data<'_> {
    /// Returns the position of the entry that replaces a response of the framework with this status.
    ///
    /// It is the fallback for the status, otherwise the one for its class.
    pub const fn fallback(self, status: u16) -> Option<usize> {
        match Fallback::find(self, status) {
            Some(found) => Some(found.entry()),
            None => None,
        }
    }
}
