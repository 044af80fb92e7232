//! Lookup of entries by name and by code.

use core::fmt;
use core::iter::{FusedIterator, successors};

use error_layout::{NONE_U16, bytes, lookup};

use super::data::Data;
use super::entry::Entry;

impl<'a> Data<'a> {
    /// Returns the entry with exactly this name.
    pub const fn entry_by_name(self, name: &str) -> Option<Entry<'a>> {
        match self.position_by_name(name) {
            Some(position) => self.entry(position),
            None => None,
        }
    }

    /// Returns the position of the entry with this name.
    #[inline]
    pub const fn position_by_name(self, name: &str) -> Option<usize> {
        let mut probe = Probe::new(self, self.header().by_name(), self.header().entries() as usize, name);
        while let Some(entry) = probe.next() {
            if lookup::equal(entry.name_bytes(), name.as_bytes()) {
                return Some(entry.position());
            }
        }
        None
    }

    /// Returns the positions of all entries with this code, in the order of the catalog.
    ///
    /// The key of an integer is its digits.
    #[inline]
    pub const fn positions_by_code(self, code: &str) -> Positions<'a> {
        let mut probe = Probe::new(self, self.header().by_code(), self.header().codes() as usize, code);
        while let Some(entry) = probe.next() {
            if lookup::equal(entry.code_bytes(), code.as_bytes()) {
                return Positions { next: Some(entry) };
            }
        }
        Positions { next: None }
    }

    /// Returns the positions of all entries with this alias: a code that is recognized and never sent.
    pub fn positions_by_alias(self, alias: &str) -> impl Iterator<Item = usize> + use<'a, '_> {
        let count = self.header().aliases() as usize;
        let mut probe = (count > 0).then(|| Probe::new(self, self.header().by_alias(), count, alias));
        let found = core::iter::from_fn(move || probe.as_mut()?.next());
        found
            .filter(move |entry| entry.aliases().contains(alias))
            .map(Entry::position)
    }
}

/// The entries that may have a key, found by a [hash table](lookup).
struct Probe<'a> {
    data: Data<'a>,
    table: &'a [u8],
    /// The number of slots minus one.
    mask: usize,
    slot: usize,
    /// The number of slots not probed yet: a damaged table may have no free slot.
    left: usize,
}

impl<'a> Probe<'a> {
    /// Starts a search in the table at an offset.
    #[inline]
    const fn new(data: Data<'a>, table: u32, keys: usize, key: &str) -> Self {
        let slots = lookup::slots(keys);
        Self {
            data,
            table: bytes::tail(data.index(), table as usize),
            mask: slots - 1,
            slot: lookup::hash(key.as_bytes()) as usize,
            left: slots,
        }
    }

    #[inline]
    const fn next(&mut self) -> Option<Entry<'a>> {
        let position = bytes::u16_at(self.table, (self.slot & self.mask) * 2);
        if self.left == 0 || position == NONE_U16 {
            return None;
        }
        self.left -= 1;
        self.slot = self.slot.wrapping_add(1);
        Some(Entry::at(self.data, position as usize))
    }
}

/// The positions of all entries that share a code. Returned by [`Data::positions_by_code`].
#[derive(Clone)]
pub struct Positions<'a> {
    next: Option<Entry<'a>>,
}

impl Iterator for Positions<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let entry = self.next?;
        self.next = entry.same_code();
        Some(entry.position())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = successors(self.next, |entry| entry.same_code()).count();
        (count, Some(count))
    }
}

impl ExactSizeIterator for Positions<'_> {}
impl FusedIterator for Positions<'_> {}

impl fmt::Debug for Positions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = successors(self.next, |entry| entry.same_code());
        f.debug_list().entries(entries.map(Entry::name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use crate::Catalog;
    use crate::testing::Clinic;

    #[test]
    fn every_entry_is_found_by_its_name() {
        for entry in Clinic::all() {
            assert_eq!(
                Clinic::DATA.position_by_name(entry.entry().name()),
                Some(entry.position())
            );
        }
        for name in ["", "A", "GON", "GONE ", "gone", "ZZZ"] {
            assert_eq!(Clinic::DATA.position_by_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_shared_code_finds_all_its_entries_in_order() {
        let found = Clinic::DATA.positions_by_code("TIMEOUT");
        assert_eq!(found.len(), 2);
        assert!(found.eq([Clinic::RecTimeout as usize, Clinic::ProxyTimeout as usize]));
        assert!(Clinic::DATA.positions_by_code("20003").eq([Clinic::Upstream as usize]));
        assert_eq!(Clinic::DATA.positions_by_code("").len(), 0);
        assert_eq!(
            Clinic::DATA.positions_by_code("GONE").len(),
            0,
            "an entry without a code"
        );
    }

    #[test]
    fn lookups_work_at_compile_time() {
        const POSITION: Option<usize> = Clinic::DATA.position_by_name("GONE");
        assert_eq!(POSITION, Some(Clinic::Gone as usize));
    }
}
