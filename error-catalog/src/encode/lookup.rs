//! The tables in which names and codes are looked up: see [`error_layout::lookup`].

use error_layout::NONE_U16;
use error_layout::lookup;

use crate::hash::Map;
use crate::model::Catalog;

/// A hash table from keys, which differ, to positions.
pub(super) fn table(keys: &[(&str, u16)]) -> Vec<u8> {
    let mut slots = vec![NONE_U16; lookup::slots(keys.len())];
    for (key, position) in keys {
        let start = lookup::hash(key.as_bytes()) as usize & (slots.len() - 1);
        let (before, behind) = slots.split_at_mut(start);
        // There are more slots than keys.
        if let Some(free) = behind.iter_mut().chain(before).find(|slot| **slot == NONE_U16) {
            *free = *position;
        }
    }
    slots.into_iter().flat_map(u16::to_le_bytes).collect()
}

/// The codes of a catalog, and which entries share them.
pub(super) struct Codes {
    /// Each with the position of the first entry that has it.
    first: Vec<(String, u16)>,
    /// By position: the next entry with the same code, or none.
    next: Vec<u16>,
}

impl Codes {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let mut codes = Self {
            first: Vec::new(),
            next: vec![NONE_U16; catalog.entries.len()],
        };
        let mut last: Map<String, u16> = Map::default();
        for (position, entry) in (0..).zip(&catalog.entries) {
            let Some(code) = entry.code.text() else { continue };
            match last.insert(code.clone(), position) {
                Some(before) => codes.next[usize::from(before)] = position,
                None => codes.first.push((code, position)),
            }
        }
        codes
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.first.len()
    }

    /// The next entry with the code of the one at a position, or none.
    pub(super) fn same_as(&self, position: usize) -> usize {
        self.next[position].into()
    }

    pub(super) fn table(&self) -> Vec<u8> {
        let keys = self.first.iter().map(|(code, position)| (code.as_str(), *position));
        table(&keys.collect::<Vec<_>>())
    }
}
