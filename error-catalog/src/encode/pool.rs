//! The text of a compiled catalog: every string once.

use super::program::Run;
use super::value::Scope;
use crate::hash::{Table, hash};

/// Collects strings; gives each its offset and length.
#[derive(Debug, Default)]
pub struct Pool {
    text: String,
    /// Where the strings are, in the order in which they came.
    strings: Vec<(usize, usize)>,
    table: Table,
    /// Where the parts of the runs begin that the entry added.
    parts: Vec<usize>,
}

impl Pool {
    /// Adds a string, or finds it.
    pub fn add(&mut self, text: &str) -> (usize, usize) {
        let start = self.text.len();
        self.text.push_str(text);
        self.settle(start, self.parts.len())
    }

    /// Adds a run of an entry, or finds it.
    pub fn add_run(&mut self, run: &Run, scope: Scope<'_>) -> (usize, usize) {
        let (start, known) = (self.text.len(), self.parts.len());
        for part in &run.parts {
            self.parts.push(self.text.len());
            scope.write_part(part, &mut self.text);
        }
        let place = self.settle(start, known);
        if place.0 != start {
            self.parts.truncate(known);
        }
        place
    }

    /// Adds a string of an entry that is made of parts, which begin at these places in it, or finds it.
    pub(super) fn add_parts(&mut self, text: &str, parts: &[usize]) -> (usize, usize) {
        let start = self.text.len();
        let place = self.add(text);
        if place.0 == start {
            self.parts.extend(parts.iter().map(|part| start + part));
        }
        place
    }

    /// Takes back what was added from `start` on if it stands there already. A code or title usually does, in the body of its own entry: where one
    /// of the first so many parts of its runs begins.
    fn settle(&mut self, start: usize, parts: usize) -> (usize, usize) {
        let len = self.text.len() - start;
        if len == 0 {
            return (0, 0);
        }
        let hash = hash(&self.text.as_bytes()[start..]);
        let known = self
            .table
            .find(hash, |number| self.is_same(self.strings[number], start));
        if let Some(number) = known {
            self.text.truncate(start);
            return self.strings[number];
        }
        let mut place = (start, len);
        let mut number = 0;
        while number < parts {
            if self.is_same((self.parts[number], len), start) {
                place.0 = self.parts[number];
                self.text.truncate(start);
                break;
            }
            number += 1;
        }
        self.table.add(hash, self.strings.len());
        self.strings.push(place);
        place
    }

    /// Whether what stands from `start` on stands at another place before it.
    fn is_same(&self, (offset, len): (usize, usize), start: usize) -> bool {
        let text = self.text.as_bytes();
        len == text.len() - start
            && offset + len <= start
            && text[offset] == text[start]
            && text[offset..offset + len] == text[start..]
    }

    /// Begins another entry.
    pub fn next_entry(&mut self) {
        self.parts.clear();
    }

    /// All of it.
    pub fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::field::Field;
    use crate::encode::program::Part;
    use crate::encode::value::Context;
    use crate::model::{Catalog, Entry};

    #[test]
    fn a_string_is_kept_once_and_found_inside_those_of_its_entry() {
        let catalog = Catalog::default();
        let entry = Entry {
            name: "GONE".to_owned(),
            ..Entry::default()
        };
        let scope = Scope::new(&catalog, &entry);
        let mut run = Run::text("{\"name\":\"");
        run.push(Part::Field(Field::Name, Context::Json));
        run.push(Part::Text("\"}".to_owned()));
        let mut pool = Pool::default();
        let body = pool.add_run(&run, scope);
        assert_eq!(pool.add("GONE"), (body.0 + 9, 4));
        assert_eq!(pool.add("{\"name\":"), (body.0, 8));
        assert_eq!(pool.add_run(&run, scope), body);
        assert_eq!(pool.add("{\"name\":\"GONE\"}"), body);
        pool.add_parts("<name>ICE</name>", &[0, 6, 9]);
        let before = pool.text.len();
        pool.add("ICE");
        assert_eq!(pool.text.len(), before);
        pool.next_entry();
        pool.add("name");
        assert_eq!(pool.text.len(), before + 4);
    }
}
