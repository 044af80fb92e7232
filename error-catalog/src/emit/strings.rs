//! The string table of a compiled catalog: every string once.

use error_layout::NONE_U32;
use error_layout::record::Text;

use crate::hash::{Table, hash};
use crate::lower::columns::Joined;

/// Collects strings.
#[derive(Debug, Default)]
pub(super) struct StringTable {
    all: String,
    /// The known strings, in the order in which they came: offset and length.
    known: Vec<(usize, usize)>,
    table: Table,
}

impl StringTable {
    /// Adds a string, or finds it.
    pub(super) fn add(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::default();
        }
        let (offset, len) = self.find(text).unwrap_or_else(|| {
            let place = (self.all.len(), text.len());
            self.all.push_str(text);
            self.note(text, place);
            place
        });
        let number = |number: usize| u32::try_from(number).unwrap_or(NONE_U32);
        Text {
            offset: number(offset),
            len: number(len),
        }
    }

    /// Adds a string that is made of several, or finds it. Its parts are found in it from then on.
    pub(super) fn add_joined(&mut self, joined: &Joined) -> Text {
        let start = self.all.len();
        let place = self.add(&joined.text);
        if self.all.len() > start {
            let ends = joined.parts.iter().skip(1).copied().chain([joined.text.len()]);
            for (begin, end) in joined.parts.iter().copied().zip(ends) {
                let part = &joined.text[begin..end];
                if self.find(part).is_none() {
                    self.note(part, (start + begin, part.len()));
                }
            }
        }
        place
    }

    fn find(&self, text: &str) -> Option<(usize, usize)> {
        let is_same = |number: usize| {
            let (offset, len) = self.known[number];
            self.all.as_bytes()[offset..offset + len] == *text.as_bytes()
        };
        let number = self.table.find(hash(text.as_bytes()), is_same)?;
        Some(self.known[number])
    }

    fn note(&mut self, text: &str, place: (usize, usize)) {
        self.table.add(hash(text.as_bytes()), self.known.len());
        self.known.push(place);
    }

    /// Returns the table.
    pub(super) fn into_text(self) -> String {
        self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_kept_once_and_found_as_a_part_of_another() {
        let mut strings = StringTable::default();
        let joined = Joined {
            text: "{\"name\":\"GONE\"}".to_owned(),
            parts: vec![0, 9, 13],
        };
        let body = strings.add_joined(&joined);
        assert_eq!(strings.add("GONE"), Text { offset: 9, len: 4 });
        assert_eq!(strings.add_joined(&joined), body);
        assert_eq!(strings.add("{\"name\":\"GONE\"}"), body);
        assert_eq!(strings.add(""), Text::default());
        assert_eq!(strings.add("name"), Text { offset: 15, len: 4 });
        assert_eq!(strings.into_text(), "{\"name\":\"GONE\"}name");
    }
}
