//! Reading shapes: see [`error_layout::decoding`].

use core::iter::FusedIterator;
use core::num::NonZeroU32;

use error_layout::{NONE_U16, entry, response, varint};
use error_layout::{
    bytes,
    decoding::{leaf, shape},
};
use error_runtime::__compiled::{entry_field, response_field};
use error_runtime::{Data, Entry, Response};

use super::places::{Place, Region};

/// An offset in the index; what stands at 0 is no program and no shape.
pub(super) type Offset = NonZeroU32;

/// One leaf of a shape.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    pub(super) place: Place,
    /// The same for all leaves of one path in their region, in the whole catalog.
    pub(super) number: u16,
    pub(super) flags: u8,
    pub(super) role: u8,
    /// The program of all entries, or of the entry whose leaves these are; `None` if what stands there is not known.
    pub(super) program: Option<Offset>,
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
            program: shared.or(own).and_then(Offset::new),
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
    at: Offset,
    fields: &'static [u8; shape::SIZE],
    leaves: &'static [[u8; leaf::SIZE]],
}

impl Shape {
    /// The shape of a response, if its body is JSON.
    pub(super) fn of(data: Data<'static>, response: Response<'static>) -> Option<Self> {
        let at = Offset::new(response_field(response, response::SHAPE))?;
        // Of a response that a damaged catalog does not have it is beyond the index.
        let (fields, rest) = bytes::tail(data.index(), at.get() as usize).split_first_chunk()?;
        let (leaves, _) = rest.as_chunks();
        let count = bytes::u16_at(fields, shape::LEAVES);
        let leaves = leaves.get(..usize::from(count)).unwrap_or(leaves);
        Some(Self { at, fields, leaves })
    }

    /// The region that is repeated.
    pub(super) fn repeated(self) -> Option<Region> {
        let row = bytes::u16_at(self.fields, shape::REGION);
        (row != NONE_U16).then_some(Region(row))
    }

    pub(super) const fn is(self, other: Self) -> bool {
        self.at.get() == other.at.get()
    }

    /// A bit for each role of a leaf.
    pub(super) fn roles(self) -> u32 {
        bytes::u32_at(self.fields, shape::ROLES)
    }

    /// Whether a leaf has this role.
    pub(super) fn has_role(self, role: u8) -> bool {
        self.roles() >> (role & 31) & 1 == 1
    }

    /// A bit for each number below 64 of a leaf.
    pub(super) fn numbers(self) -> u64 {
        let low = bytes::u32_at(self.fields, shape::NUMBERS);
        let high = bytes::u32_at(self.fields, shape::NUMBERS + 4);
        u64::from(high) << 32 | u64::from(low)
    }

    /// Its leaves, with what `entry` writes there; without an entry, with what all entries write.
    pub(super) fn leaves(self, entry: Option<Entry<'static>>) -> Leaves {
        Leaves {
            records: self.leaves.iter(),
            own: entry
                .map(|entry| (entry.data().index(), entry_field(entry, entry::LEAVES) as usize))
                .filter(|(_, at)| *at != 0),
        }
    }

    /// What `entry` writes at a place, if that is known.
    pub(super) fn program_at(self, place: Place, entry: Entry<'static>) -> Option<Offset> {
        let mut records = self.leaves.iter();
        let position = records.position(|record| bytes::u16_at(record, leaf::PLACE) == place)?;
        let leaf = Leaf::read(self.leaves.get(position)?, None);
        if leaf.has(leaf::SHARED) {
            return leaf.program;
        }
        self.leaves(Some(entry)).nth(position)?.program
    }

    /// The leaves with a role.
    pub(super) fn with_role(self, role: u8) -> impl Iterator<Item = Leaf> {
        let records = if self.has_role(role) { self.leaves } else { &[] };
        let records = records
            .iter()
            .filter(move |record| bytes::u8_at(*record, leaf::ROLE) == role);
        records.map(|record| Leaf::read(record, None))
    }
}

/// Iterator over the leaves of a shape.
#[derive(Clone)]
pub(super) struct Leaves {
    records: core::slice::Iter<'static, [u8; leaf::SIZE]>,
    /// The index, and where in it the entry's own programs are listed.
    own: Option<(&'static [u8], usize)>,
}

impl Iterator for Leaves {
    type Item = Leaf;

    fn next(&mut self) -> Option<Leaf> {
        let record = self.records.next()?;
        let mut own = None;
        if let Some((index, at)) = self
            .own
            .filter(|_| bytes::u8_at(record, leaf::FLAGS) & leaf::SHARED == 0)
        {
            let (written, next) = varint::read(index, at);
            (own, self.own) = (Some(written), Some((index, next)));
        }
        Some(Leaf::read(record, own))
    }
}

impl FusedIterator for Leaves {}
