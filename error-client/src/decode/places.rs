//! Views of places and regions: see [`error_layout::decoding`].

use error_layout::decoding::{place, place_flag, region};
use error_layout::{NONE_U16, bytes, lookup};
use error_runtime::__compiled::header;
use error_runtime::Data;

use super::document::MAX_DEPTH;

/// The number of a place in the tree of all places of a catalog.
pub(super) type Place = u16;

/// The place of the body itself.
pub(super) const BODY: Place = 0;

/// The places of a catalog.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    records: &'static [[u8; place::SIZE]],
    text: &'static str,
}

impl Places {
    /// No places: for parsing without keeping values.
    pub(super) const NONE: Self = Self { records: &[], text: "" };

    pub(super) fn of(data: Data<'static>) -> Self {
        let header = header(data);
        let table = bytes::tail(data.index(), header.places() as usize);
        let table = table.get(..usize::from(header.place_count()) * place::SIZE);
        Self::new(table.unwrap_or(&[]), data.text())
    }

    pub(super) const fn new(table: &'static [u8], text: &'static str) -> Self {
        let (records, _) = table.as_chunks();
        Self { records, text }
    }

    fn record(self, place: Place) -> Option<place::View<'static>> {
        self.records.get(usize::from(place)).map(place::View::new)
    }

    /// The first child of a place and the number of children.
    pub(super) fn children(self, place: Place) -> (Place, u16) {
        self.record(place)
            .map_or((0, 0), |record| (record.children(), record.count()))
    }

    pub(super) fn parent(self, place: Place) -> Place {
        self.record(place).map_or(0, place::View::parent)
    }

    /// Whether a place is inside another one.
    pub(super) fn is_below(self, place: Place, outer: Place) -> bool {
        let mut around = place;
        // The places of a damaged catalog can be a circle.
        for _ in 0..MAX_DEPTH {
            if around == BODY {
                return false;
            }
            around = self.parent(around);
            if around == outer {
                return true;
            }
        }
        false
    }

    /// The key of a place as JSON writes it before a value.
    #[inline]
    fn key(self, record: place::View<'_>) -> &'static [u8] {
        record.key().bytes_of(self.text)
    }

    /// The rest of a text that starts with the key of a place.
    #[inline]
    pub(super) fn behind_key(self, place: Place, text: &[u8]) -> Option<&[u8]> {
        let record = self.record(place)?;
        let key = self.key(record);
        let (start, rest) = text.split_at_checked(key.len())?;
        (lookup::equal(start, key) && record.flags() & place_flag::PLAIN != 0).then_some(rest)
    }

    /// Whether a leaf reads an array or an object at a place as one value.
    pub(super) fn is_whole(self, place: Place) -> bool {
        self.record(place)
            .is_some_and(|record| record.flags() & place_flag::WHOLE != 0)
    }

    pub(super) fn is_named(self, place: Place, name: &str) -> bool {
        let key = self.record(place).map(|record| self.key(record));
        matches!(key, Some([b'"', known @ .., b'"', b':']) if known == name.as_bytes())
    }

    /// The place of the attribute with this name, in a template of XML.
    pub(super) fn attribute(self, place: Place, name: &str) -> Option<Place> {
        let (first, count) = self.children(place);
        let mut children = first..first.saturating_add(count);
        children.find(|child| {
            let key = self.record(*child).map(|record| self.key(record));
            matches!(key, Some([b'"', b'@', known @ .., b'"', b':']) if known == name.as_bytes())
        })
    }

    /// The place of the member with this name.
    pub(super) fn child(self, place: Place, name: &str) -> Option<Place> {
        self.all_children(place).find(|child| self.is_named(*child, name))
    }

    /// The place of the extensions of the member with this name, in FHIR's JSON a member with an underscore.
    pub(super) fn extensions(self, place: Place, name: &str) -> Option<Place> {
        let is_it = |child: &Place| {
            let key = self.record(*child).map(|record| self.key(record));
            matches!(key, Some([b'"', b'_', known @ .., b'"', b':']) if known == name.as_bytes())
        };
        self.all_children(place).find(is_it)
    }

    fn all_children(self, place: Place) -> impl Iterator<Item = Place> {
        let (first, count) = self.children(place);
        first..first.saturating_add(count)
    }
}

/// A region by its row number: the body, or its repeated element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region(pub(super) u16);

impl Region {
    pub(super) const BODY: Self = Self(region::BODY);
    pub(super) const ISSUE: Self = Self(region::ISSUE);

    /// The row; empty in a damaged catalog.
    fn row(self, data: Data<'static>) -> &'static [u8] {
        let at = header(data).regions() as usize;
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

    /// The places of several usual paths in it.
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

/// The places at some paths, for tests. They are leaked.
#[cfg(test)]
pub(super) fn places_at<S: AsRef<str>>(paths: &[&[S]]) -> Places {
    use error_layout::record::Text;
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
        let [parent, children, count] =
            [parent.unwrap_or(0), first, all.len() - first].map(|number| u16::try_from(number).unwrap());
        let record = place::Record {
            key: Text {
                offset: u32::try_from(text.len()).unwrap(),
                len: u32::try_from(name.len() + 3).unwrap(),
            },
            parent,
            children,
            count,
            flags: u8::from(!name.contains(['"', '\\'])),
        };
        table.extend(record.to_bytes());
        text.extend(["\"", name, "\":"]);
        number += 1;
    }
    Places::new(table.leak(), text.leak())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_below_those_on_its_path() {
        let places = places_at(&[&["errors", "field"], &["error"]]);
        let child = |place, name| places.child(place, name).unwrap();
        let errors = child(BODY, "errors");
        let (field, error) = (child(errors, "field"), child(BODY, "error"));
        for (place, outer, is_below) in [
            (field, errors, true),
            (field, BODY, true),
            (errors, BODY, true),
            (field, error, false),
            (errors, errors, false),
            (BODY, BODY, false),
            (errors, field, false),
        ] {
            assert_eq!(places.is_below(place, outer), is_below, "{place} {outer}");
        }
    }
}
