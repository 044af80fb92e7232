//! Views of shapes: see [`error_layout::decoding`].

use core::iter::FusedIterator;
use core::num::NonZeroU32;

use error_layout::decoding::{leaf, leaf_flag, role, shape};
use error_layout::{NONE_U16, bytes};
use error_runtime::__compiled::{form, response_record};
use error_runtime::{Data, Entry, Response};

use super::places::{Place, Region};

/// An offset in the index; 0 is neither a program nor a shape.
pub(super) type Offset = NonZeroU32;

/// One leaf of a shape.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    pub(super) place: Place,
    /// The number of the path in its region, unique in the catalog.
    pub(super) number: u16,
    pub(super) flags: u8,
    pub(super) role: u8,
    /// The program of all entries or of one entry; `None` if it is unknown.
    pub(super) program: Option<Offset>,
    /// The places of the system and the display of a code.
    pub(super) beside: [Place; 2],
}

impl Leaf {
    /// Reads a leaf with the shared program, or else with the entry's `own`.
    fn read(record: leaf::View<'_>, own: Option<u32>) -> Self {
        let flags = record.flags();
        let shared = (flags & leaf_flag::SHARED != 0).then(|| record.program());
        Self {
            place: record.place(),
            number: record.number(),
            flags,
            role: record.role(),
            program: shared.or(own).and_then(Offset::new),
            beside: [record.system(), record.display()],
        }
    }

    pub(super) fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// The shape of a response: the leaves of its body.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    at: Offset,
    fields: shape::View<'static>,
    leaves: &'static [[u8; leaf::SIZE]],
}

impl Shape {
    /// The shape of a response, if its body is JSON.
    pub(super) fn of(data: Data<'static>, response: Response<'static>) -> Option<Self> {
        let at = Offset::new(response_record(response).shape())?;
        // The response of a damaged catalog may be outside of the index.
        let (fields, rest) = bytes::tail(data.index(), at.get() as usize).split_first_chunk()?;
        let fields = shape::View::new(fields);
        let (leaves, _) = rest.as_chunks();
        let leaves = leaves.get(..usize::from(fields.leaves())).unwrap_or(leaves);
        Some(Self { at, fields, leaves })
    }

    /// The region that is repeated, if any.
    pub(super) fn repeated(self) -> Option<Region> {
        let row = self.fields.region();
        (row != NONE_U16).then_some(Region(row))
    }

    pub(super) const fn is(self, other: Self) -> bool {
        self.at.get() == other.at.get()
    }

    /// A bit for each role of the leaves.
    pub(super) fn roles(self) -> u32 {
        self.fields.roles()
    }

    /// Whether a leaf has this role.
    pub(super) fn has_role(self, role: u8) -> bool {
        self.roles() >> (role & 31) & 1 == 1
    }

    /// Whether the repeated part has a leaf with this role. A title is also a message.
    pub(super) fn repeats(self, wanted: u8) -> bool {
        let roles = match wanted {
            role::MESSAGE | role::TITLE => 1 << role::MESSAGE | 1 << role::TITLE,
            _ => 1 << (wanted & 31),
        };
        self.fields.repeated_roles() & roles != 0
    }

    /// Whether a leaf has this flag.
    pub(super) fn has_flag(self, flag: u8) -> bool {
        self.fields.flags() & flag != 0
    }

    /// A bit for each number of the leaves below 64.
    pub(super) fn numbers(self) -> u64 {
        self.fields.numbers()
    }

    /// The leaves with the programs of `entry`, or with the shared programs only.
    pub(super) fn leaves(self, entry: Option<Entry<'static>>) -> Leaves {
        Leaves {
            records: self.leaves.iter(),
            own: entry.and_then(|entry| Some((entry.data().index(), form(entry)?.leaves() as usize))),
        }
    }

    /// The program of `entry` at a place, if it is known.
    pub(super) fn program_at(self, place: Place, entry: Entry<'static>) -> Option<Offset> {
        let mut records = self.leaves.iter();
        let position = records.position(|record| leaf::View::new(record).place() == place)?;
        let leaf = Leaf::read(leaf::View::new(self.leaves.get(position)?), None);
        if leaf.has(leaf_flag::SHARED) {
            return leaf.program;
        }
        self.leaves(Some(entry)).nth(position)?.program
    }

    /// The leaves with a role.
    pub(super) fn with_role(self, role: u8) -> impl Iterator<Item = Leaf> {
        let records = if self.has_role(role) { self.leaves } else { &[] };
        let records = records.iter().map(leaf::View::new);
        let records = records.filter(move |record| record.role() == role);
        records.map(|record| Leaf::read(record, None))
    }
}

/// Iterator over the leaves of a shape.
#[derive(Clone)]
pub(super) struct Leaves {
    records: core::slice::Iter<'static, [u8; leaf::SIZE]>,
    /// The index, and the offset of the entry's own programs in it.
    own: Option<(&'static [u8], usize)>,
}

impl Iterator for Leaves {
    type Item = Leaf;

    fn next(&mut self) -> Option<Leaf> {
        let record = leaf::View::new(self.records.next()?);
        let mut own = None;
        if let Some((index, at)) = self.own.filter(|_| record.flags() & leaf_flag::SHARED == 0) {
            own = Some(bytes::u32_at(index, at));
            self.own = Some((index, at.saturating_add(size_of::<u32>())));
        }
        Some(Leaf::read(record, own))
    }
}

impl FusedIterator for Leaves {}
