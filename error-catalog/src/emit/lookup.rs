//! The tables in which names and codes are looked up: see [`error_layout::lookup`].

use std::borrow::Cow;

use error_layout::NONE_U16;
use error_layout::lookup;

use crate::hash::{Table, hash};
use crate::model::Catalog;

/// A hash table from keys to positions. A key can have several positions.
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
pub(super) struct Codes<'c> {
    /// Each with the position of the first entry that has it.
    first: Vec<(Cow<'c, str>, u16)>,
    /// By position: the next entry with the same code, or none.
    next: Vec<u16>,
}

impl<'c> Codes<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Self {
        let mut codes = Self {
            first: Vec::new(),
            next: vec![NONE_U16; catalog.entries.len()],
        };
        let mut table = Table::default();
        // The last entry so far of each code.
        let mut last: Vec<u16> = Vec::new();
        for (position, entry) in (0..).zip(&catalog.entries) {
            let Some(code) = entry.code.text() else { continue };
            let hash = hash(code.as_bytes());
            match table.find(hash, |number| codes.first[number].0 == code) {
                Some(number) => {
                    codes.next[usize::from(last[number])] = position;
                    last[number] = position;
                }
                None => {
                    table.add(hash, last.len());
                    last.push(position);
                    codes.first.push((code, position));
                }
            }
        }
        codes
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.first.len()
    }

    /// The next entry with the code of the one at a position, or none.
    pub(super) fn same_as(&self, position: usize) -> u16 {
        self.next[position]
    }

    pub(super) fn table(&self) -> Vec<u8> {
        let keys = self.first.iter().map(|(code, position)| (code.as_ref(), *position));
        table(&keys.collect::<Vec<_>>())
    }
}
