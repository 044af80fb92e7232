//! The text of a compiled catalog: every string once.

use std::collections::hash_map::Entry;

use crate::hash::Map;

/// Where things are.
pub(super) type Known<K> = Map<K, usize>;

/// Collects strings; gives each its offset and length.
#[derive(Debug, Default)]
pub struct Pool {
    text: String,
    known: Known<String>,
    /// Where the strings of the current entry begin.
    recent: usize,
}

impl Pool {
    /// Adds a string, or finds it.
    pub fn add(&mut self, text: &str) -> (usize, usize) {
        if text.is_empty() {
            return (0, 0);
        }
        let place = match self.known.entry(text.to_owned()) {
            Entry::Occupied(known) => return (*known.get(), text.len()),
            Entry::Vacant(place) => place,
        };
        // A code or title usually stands in the body of its own entry already.
        let recent = self.text.get(self.recent..).and_then(|recent| recent.find(text));
        let offset = match recent {
            Some(found) => self.recent + found,
            None => {
                self.text.push_str(text);
                self.text.len() - text.len()
            }
        };
        place.insert(offset);
        (offset, text.len())
    }

    /// Begins another entry.
    pub fn next_entry(&mut self) {
        self.recent = self.text.len();
    }

    /// All of it.
    pub fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_kept_once_and_found_inside_those_of_its_entry() {
        let mut pool = Pool::default();
        let body = pool.add("{\"code\":\"GONE\"}");
        assert_eq!(pool.add("GONE"), (body.0 + 9, 4));
        assert_eq!(pool.add("{\"code\":\"GONE\"}"), body);
        pool.next_entry();
        let before = pool.text.len();
        pool.add("code");
        assert_eq!(pool.text.len(), before + 4);
    }
}
