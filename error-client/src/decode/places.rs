//! Reading places and regions: see [`error_layout::decoding`].

use error_layout::{NONE_U16, header, lookup};
use error_layout::{
    bytes,
    decoding::{place, region},
};
use error_runtime::Data;

/// Where in a body something can stand: its number in the tree of all such places.
pub(super) type Place = u16;

/// The body itself.
pub(super) const BODY: Place = 0;

/// The places of a catalog.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    records: &'static [[u8; place::SIZE]],
    text: &'static str,
}

impl Places {
    /// None at all, for who only looks whether a text can be read.
    pub(super) const NONE: Self = Self { records: &[], text: "" };

    pub(super) fn of(data: Data<'static>) -> Self {
        let at = bytes::u32_at(data.index(), header::PLACES) as usize;
        let count = bytes::u16_at(data.index(), header::PLACE_COUNT);
        let table = bytes::tail(data.index(), at).get(..usize::from(count) * place::SIZE);
        Self::new(table.unwrap_or(&[]), data.text())
    }

    pub(super) const fn new(table: &'static [u8], text: &'static str) -> Self {
        let (records, _) = table.as_chunks();
        Self { records, text }
    }

    fn field(self, place: Place, field: usize) -> u16 {
        let record = self.records.get(usize::from(place));
        record.map_or(0, |record| bytes::u16_at(record, field))
    }

    /// The first place in a place, and how many there are.
    pub(super) fn children(self, place: Place) -> (Place, u16) {
        (self.field(place, place::CHILDREN), self.field(place, place::COUNT))
    }

    pub(super) fn parent(self, place: Place) -> Place {
        self.field(place, place::PARENT)
    }

    /// The name of a place as JSON has it before a value.
    #[inline]
    fn key(self, record: &[u8; place::SIZE]) -> Option<&'static [u8]> {
        let start = bytes::u32_at(record, place::KEY) as usize;
        let end = start.saturating_add(bytes::u16_at(record, place::KEY_LEN).into());
        self.text.as_bytes().get(start..end)
    }

    /// What stands behind the key of a place, if a text begins with it.
    #[inline]
    pub(super) fn behind_key(self, place: Place, text: &[u8]) -> Option<&[u8]> {
        let record = self.records.get(usize::from(place))?;
        let key = self.key(record)?;
        let (start, rest) = text.split_at_checked(key.len())?;
        (lookup::equal(start, key) && bytes::u8_at(record, place::PLAIN) == 1).then_some(rest)
    }

    pub(super) fn is_named(self, place: Place, name: &str) -> bool {
        let key = self.records.get(usize::from(place)).and_then(|record| self.key(record));
        matches!(key, Some([b'"', known @ .., b'"', b':']) if known == name.as_bytes())
    }

    /// The place of a member of this name.
    pub(super) fn child(self, place: Place, name: &str) -> Option<Place> {
        let (first, count) = self.children(place);
        let mut children = first..first.saturating_add(count);
        children.find(|child| self.is_named(*child, name))
    }
}

/// A region of bodies by its row: the body, or what is repeated in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region(pub(super) u16);

impl Region {
    pub(super) const BODY: Self = Self(region::BODY);
    pub(super) const ISSUE: Self = Self(region::ISSUE);

    /// Its row. What a damaged catalog does not have is at no place.
    fn row(self, data: Data<'static>) -> &'static [u8] {
        let at = bytes::u32_at(data.index(), header::REGIONS) as usize;
        at.checked_add(usize::from(self.0) * region::SIZE)
            .map_or(&[], |at| bytes::tail(data.index(), at))
    }

    /// The place of the region itself.
    pub(super) fn place(self, data: Data<'static>) -> Place {
        bytes::u16_at(self.row(data), 0)
    }

    /// The place of a [usual path](error_layout::decoding::usual) in it.
    pub(super) fn usual(self, data: Data<'static>, path: usize) -> Place {
        let [place] = self.usuals(data, [path]);
        place
    }

    /// The places of some usual paths in it.
    #[inline]
    pub(super) fn usuals<const N: usize>(self, data: Data<'static>, paths: [usize; N]) -> [Place; N] {
        let row = self.row(data);
        let mut places = [NONE_U16; N];
        for (place, path) in places.iter_mut().zip(paths) {
            *place = bytes::u16_at(row, 2 + 2 * path);
        }
        places
    }
}

/// The places at some paths, for tests of what parses. They stay until the test's process ends.
#[cfg(test)]
pub(super) fn places_at<S: AsRef<str>>(paths: &[&[S]]) -> Places {
    use std::string::String;
    use std::vec::Vec;

    let mut all: Vec<Vec<&str>> = std::vec![Vec::new()];
    let (mut table, mut text) = (Vec::new(), String::new());
    let mut number = 0;
    while let Some(path) = all.get(number).cloned() {
        let first = all.len();
        for deeper in paths.iter().filter(|deeper| deeper.len() > path.len()) {
            let child: Vec<&str> = deeper.iter().take(path.len() + 1).map(AsRef::as_ref).collect();
            if child.starts_with(&path) && !all.iter().skip(first).any(|known| *known == child) {
                all.push(child);
            }
        }
        let name = path.last().copied().unwrap_or("");
        let parent = path
            .split_last()
            .and_then(|(_, parent)| all.iter().position(|known| known == parent));
        table.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
        for field in [name.len() + 3, parent.unwrap_or(0), first, all.len() - first] {
            table.extend(u16::try_from(field).unwrap().to_le_bytes());
        }
        table.extend([u8::from(!name.contains(['"', '\\'])), 0]);
        text.extend(["\"", name, "\":"]);
        number += 1;
    }
    Places::new(table.leak(), text.leak())
}
