//! Reading shapes and paths: see [`error_layout::decoding`].

use core::iter::FusedIterator;

use error_layout::decoding::leaf;
use error_layout::{entry, response, varint};

use crate::bytes;
use crate::data::Data;
use crate::entry::Entry;
use crate::group::Response;

/// The path at an offset of the index.
#[derive(Clone, Copy)]
pub(super) struct Path {
    data: Data<'static>,
    at: usize,
}

impl Path {
    /// The names of its members.
    pub(super) fn steps(self) -> Steps {
        let (left, at) = varint::read(self.data.index(), self.at);
        Steps {
            data: self.data,
            left,
            at,
        }
    }

    pub(super) fn is(self, other: Self) -> bool {
        self.at == other.at || self.steps().eq(other.steps())
    }
}

/// Iterator over the names of a path.
#[derive(Clone)]
pub(super) struct Steps {
    data: Data<'static>,
    left: u32,
    at: usize,
}

impl Iterator for Steps {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        self.left = self.left.checked_sub(1)?;
        let (offset, at) = varint::read(self.data.index(), self.at);
        let (len, at) = varint::read(self.data.index(), at);
        // Numbers that are not there take no room: a damaged path ends.
        if at == self.at {
            self.left = 0;
            return None;
        }
        self.at = at;
        Some(bytes::str_at(self.data.text(), offset, len))
    }
}

impl FusedIterator for Steps {}

/// One leaf of a shape.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    /// The same for all leaves of one path, in the whole catalog.
    pub(super) number: u32,
    pub(super) flags: u8,
    pub(super) role: u8,
    pub(super) path: Path,
    /// The program of all entries, or of the entry whose leaves these are; `None` if what stands there is not known.
    pub(super) program: Option<usize>,
}

impl Leaf {
    pub(super) fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// What the shape of a response begins with.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    data: Data<'static>,
    /// The path of the part that is repeated.
    pub(super) repeated: Option<Path>,
    /// Where the number of leaves stands.
    leaves: usize,
}

impl Shape {
    /// The shape of a response, if its body is JSON.
    pub(super) fn of(data: Data<'static>, response: Response<'static>) -> Option<Self> {
        let start = response.u32(response::SHAPE) as usize;
        // Of a response that a damaged catalog does not have it is beyond the index.
        if start == 0 || start >= data.index().len() {
            return None;
        }
        let repeats = bytes::u8_at(data.index(), start) == 1;
        let path = Path { data, at: start + 1 };
        let mut leaves = start + 1;
        if repeats {
            let mut steps = path.steps();
            steps.by_ref().for_each(drop);
            leaves = steps.at;
        }
        Some(Self {
            data,
            repeated: repeats.then_some(path),
            leaves,
        })
    }

    pub(super) const fn is(self, other: Self) -> bool {
        self.leaves == other.leaves
    }

    /// Its leaves, with what `entry` writes there; without an entry, with what all entries write.
    pub(super) fn leaves(self, entry: Option<Entry<'static>>) -> Leaves {
        let (left, at) = varint::read(self.data.index(), self.leaves);
        let own = entry
            .map(|entry| entry.u32(entry::LEAVES) as usize)
            .filter(|at| *at != 0);
        Leaves {
            data: self.data,
            left,
            at,
            own,
        }
    }
}

/// Iterator over the leaves of a shape.
#[derive(Clone)]
pub(super) struct Leaves {
    data: Data<'static>,
    left: u32,
    at: usize,
    own: Option<usize>,
}

impl Iterator for Leaves {
    type Item = Leaf;

    fn next(&mut self) -> Option<Leaf> {
        self.left = self.left.checked_sub(1)?;
        let index = self.data.index();
        if self.at >= index.len() {
            self.left = 0;
            return None;
        }
        let (number, at) = varint::read(index, self.at);
        let flags = bytes::u8_at(index, at);
        let role = bytes::u8_at(index, at.saturating_add(1));
        let (path, mut at) = varint::read(index, at.saturating_add(2));
        let mut program = None;
        if flags & leaf::SHARED != 0 {
            let (shared, next) = varint::read(index, at);
            (program, at) = (Some(shared), next);
        } else if let Some(own) = self.own {
            let (written, next) = varint::read(index, own);
            (program, self.own) = (Some(written), Some(next));
        }
        self.at = at;
        Some(Leaf {
            number,
            flags,
            role,
            path: Path {
                data: self.data,
                at: path as usize,
            },
            program: program.filter(|program| *program != 0).map(|program| program as usize),
        })
    }
}

impl FusedIterator for Leaves {}

/// The responses of a catalog.
pub(super) fn responses(data: Data<'static>) -> impl Iterator<Item = Response<'static>> + Clone {
    (0..data.responses()).map_while(move |position| data.response(position))
}
