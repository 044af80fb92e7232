//! Reading shapes: see [`error_layout::decoding`].

use core::iter::FusedIterator;

use error_layout::decoding::{leaf, shape};
use error_layout::{NONE_U16, entry, response, varint};

use super::places::{Place, Region};
use crate::bytes;
use crate::data::Data;
use crate::entry::Entry;
use crate::group::Response;

/// One leaf of a shape.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    pub(super) place: Place,
    /// The same for all leaves of one path in their region, in the whole catalog.
    pub(super) number: u16,
    pub(super) flags: u8,
    pub(super) role: u8,
    /// The program of all entries, or of the entry whose leaves these are; `None` if what stands there is not known.
    pub(super) program: Option<usize>,
    /// Of a code the places of the system and the display beside it.
    pub(super) beside: [Place; 2],
}

impl Leaf {
    /// A leaf with the program of all entries, or if there is none with that of one.
    fn read(record: &[u8; leaf::SIZE], own: Option<u32>) -> Self {
        let flags = bytes::u8_at(record, leaf::FLAGS);
        let shared = (flags & leaf::SHARED != 0).then(|| bytes::u32_at(record, leaf::PROGRAM));
        Self {
            place: bytes::u16_at(record, leaf::PLACE),
            number: bytes::u16_at(record, leaf::NUMBER),
            flags,
            role: bytes::u8_at(record, leaf::ROLE),
            program: shared
                .or(own)
                .filter(|program| *program != 0)
                .map(|program| program as usize),
            beside: [
                bytes::u16_at(record, leaf::SYSTEM),
                bytes::u16_at(record, leaf::DISPLAY),
            ],
        }
    }

    pub(super) fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// The shape of a response: what stands in its body.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    data: Data<'static>,
    at: usize,
}

impl Shape {
    /// The shape of a response, if its body is JSON.
    pub(super) fn of(data: Data<'static>, response: Response<'static>) -> Option<Self> {
        let at = response.u32(response::SHAPE) as usize;
        // Of a response that a damaged catalog does not have it is beyond the index.
        (at != 0 && at < data.index().len()).then_some(Self { data, at })
    }

    /// The region that is repeated.
    pub(super) fn repeated(self) -> Option<Region> {
        let row = bytes::u16_at(self.data.index(), self.at + shape::REGION);
        (row != NONE_U16).then_some(Region(row))
    }

    pub(super) const fn is(self, other: Self) -> bool {
        self.at == other.at
    }

    /// A bit for each role of a leaf.
    pub(super) fn roles(self) -> u32 {
        bytes::u32_at(self.data.index(), self.at + shape::ROLES)
    }

    /// Whether a leaf has this role.
    pub(super) fn has_role(self, role: u8) -> bool {
        self.roles() >> (role & 31) & 1 == 1
    }

    /// A bit for each number below 64 of a leaf.
    pub(super) fn numbers(self) -> u64 {
        let low = bytes::u32_at(self.data.index(), self.at + shape::NUMBERS);
        let high = bytes::u32_at(self.data.index(), self.at + shape::NUMBERS + 4);
        u64::from(high) << 32 | u64::from(low)
    }

    fn records(self) -> &'static [[u8; leaf::SIZE]] {
        let count = bytes::u16_at(self.data.index(), self.at + shape::LEAVES);
        let (records, _) = bytes::tail(self.data.index(), self.at + shape::SIZE).as_chunks();
        records.get(..usize::from(count)).unwrap_or(records)
    }

    /// Its leaves, with what `entry` writes there; without an entry, with what all entries write.
    pub(super) fn leaves(self, entry: Option<Entry<'static>>) -> Leaves {
        Leaves {
            data: self.data,
            records: self.records().iter(),
            own: entry
                .map(|entry| entry.u32(entry::LEAVES) as usize)
                .filter(|at| *at != 0),
        }
    }

    /// What `entry` writes at a place, if that is known.
    pub(super) fn program_at(self, place: Place, entry: Entry<'static>) -> Option<usize> {
        let (position, leaf) = self.leaves(None).enumerate().find(|(_, leaf)| leaf.place == place)?;
        if leaf.has(leaf::SHARED) {
            return leaf.program;
        }
        self.leaves(Some(entry)).nth(position)?.program
    }

    /// The leaves with a role.
    pub(super) fn with_role(self, role: u8) -> impl Iterator<Item = Leaf> {
        let records = if self.has_role(role) { self.records() } else { &[] };
        let records = records
            .iter()
            .filter(move |record| bytes::u8_at(*record, leaf::ROLE) == role);
        records.map(|record| Leaf::read(record, None))
    }
}

/// Iterator over the leaves of a shape.
#[derive(Clone)]
pub(super) struct Leaves {
    data: Data<'static>,
    records: core::slice::Iter<'static, [u8; leaf::SIZE]>,
    own: Option<usize>,
}

impl Iterator for Leaves {
    type Item = Leaf;

    fn next(&mut self) -> Option<Leaf> {
        let record = self.records.next()?;
        let mut own = None;
        if let Some(at) = self
            .own
            .filter(|_| bytes::u8_at(record, leaf::FLAGS) & leaf::SHARED == 0)
        {
            let (written, next) = varint::read(self.data.index(), at);
            (own, self.own) = (Some(written), Some(next));
        }
        Some(Leaf::read(record, own))
    }
}

impl FusedIterator for Leaves {}
