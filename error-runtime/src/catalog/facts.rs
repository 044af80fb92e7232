//! Fact lists: rarely used data of an entry, found by a linear search.

use core::fmt;
use core::iter::FusedIterator;

use error_layout::{bytes, fact, varint};

use super::data::Data;

/// One fact: a tag and two numbers, usually offset and length of a string.
#[derive(Clone, Copy)]
pub struct Fact {
    /// The tag: see [`error_layout::fact`].
    pub tag: u8,
    /// The first number, usually an offset in the string table.
    pub first: u32,
    /// The second number, usually a length in bytes.
    pub second: u32,
}

/// The rest of a fact list.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    data: Data<'a>,
    at: usize,
}

impl<'a> Facts<'a> {
    /// Returns the list at `offset` of the index.
    pub const fn new(data: Data<'a>, offset: u32) -> Self {
        Self {
            data,
            at: offset as usize,
        }
    }

    /// Returns the first fact and the facts after it.
    pub const fn split_first(self) -> Option<(Fact, Self)> {
        let index = self.data.index();
        let tag = bytes::u8_at(index, self.at);
        if tag == fact::END {
            return None;
        }
        // A tag was read at `at`, so adding 1 cannot overflow.
        let (first, at) = varint::read(index, self.at + 1);
        let (second, at) = varint::read(index, at);
        Some((Fact { tag, first, second }, Self { data: self.data, at }))
    }

    /// Returns the first fact with this tag, and the facts after it.
    pub const fn find(self, tag: u8) -> Option<(Fact, Self)> {
        let mut rest = self;
        while let Some((fact, behind)) = rest.split_first() {
            if fact.tag == tag {
                return Some((fact, behind));
            }
            rest = behind;
        }
        None
    }

    /// Returns the string that a fact refers to.
    pub const fn text_of(self, fact: Fact) -> &'a str {
        bytes::str_at(self.data.text(), fact.first, fact.second)
    }

    /// Returns the string of the first fact with this tag.
    pub const fn text(self, tag: u8) -> Option<&'a str> {
        match self.find(tag) {
            Some((fact, _)) => Some(self.text_of(fact)),
            None => None,
        }
    }

    /// Returns the strings of all facts with this tag.
    pub const fn strings(self, tag: u8) -> Strings<'a> {
        Strings { facts: self, tag }
    }

    /// Returns the value of the metadata member `name` as JSON.
    pub const fn metadata(self, name: &str) -> Option<&'a str> {
        match self.metadata_value(name) {
            Some((value, _)) => Some(self.text_of(value)),
            None => None,
        }
    }

    /// Returns the text of the metadata member `name`, if its value is a string.
    pub const fn metadata_text(self, name: &str) -> Option<&'a str> {
        match self.metadata_value(name) {
            Some((_, rest)) => match rest.split_first() {
                Some((text, _)) if text.tag == fact::METADATA_TEXT => Some(self.text_of(text)),
                _ => None,
            },
            None => None,
        }
    }

    /// Returns the value of the metadata member `name`, and the facts after it.
    const fn metadata_value(self, name: &str) -> Option<(Fact, Self)> {
        let mut rest = self;
        while let Some((found, after)) = rest.find(fact::METADATA_NAME) {
            if bytes::equal(self.text_of(found), name) {
                return match after.split_first() {
                    Some((value, after)) if value.tag == fact::METADATA_VALUE => Some((value, after)),
                    _ => None,
                };
            }
            rest = after;
        }
        None
    }
}

/// A list of strings of a catalog: tags, methods, endpoints. It is a `Copy` view.
#[derive(Clone, Copy)]
pub struct Strings<'a> {
    facts: Facts<'a>,
    tag: u8,
}

impl<'a> Strings<'a> {
    /// Returns the number of strings.
    pub const fn len(self) -> usize {
        let mut len = 0;
        let mut rest = self.facts;
        while let Some((_, behind)) = rest.find(self.tag) {
            len += 1;
            rest = behind;
        }
        len
    }

    /// Whether the list has no strings.
    pub const fn is_empty(self) -> bool {
        self.facts.find(self.tag).is_none()
    }

    /// Returns the string at `position`, counted from 0.
    pub const fn get(self, position: usize) -> Option<&'a str> {
        let mut rest = self.facts;
        let mut at = 0;
        while let Some((fact, behind)) = rest.find(self.tag) {
            if at == position {
                return Some(self.facts.text_of(fact));
            }
            at += 1;
            rest = behind;
        }
        None
    }

    /// Whether one of the strings is exactly `wanted`.
    pub const fn contains(self, wanted: &str) -> bool {
        let mut rest = self.facts;
        while let Some((fact, behind)) = rest.find(self.tag) {
            if bytes::equal(self.facts.text_of(fact), wanted) {
                return true;
            }
            rest = behind;
        }
        false
    }

    /// Returns the strings in the order of the catalog.
    pub const fn iter(self) -> StringsIter<'a> {
        StringsIter { rest: self }
    }
}

impl fmt::Debug for Strings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a> IntoIterator for Strings<'a> {
    type Item = &'a str;
    type IntoIter = StringsIter<'a>;

    fn into_iter(self) -> StringsIter<'a> {
        self.iter()
    }
}

/// Iterator over [`Strings`].
#[derive(Clone, Debug)]
pub struct StringsIter<'a> {
    rest: Strings<'a>,
}

impl<'a> Iterator for StringsIter<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let (fact, behind) = self.rest.facts.find(self.rest.tag)?;
        self.rest.facts = behind;
        Some(behind.text_of(fact))
    }
}

impl FusedIterator for StringsIter<'_> {}

#[cfg(test)]
mod tests {
    use crate::testing::Clinic;
    use crate::{Catalog, Data};

    #[test]
    fn a_list_of_strings_is_read_in_order() {
        let tags = Clinic::PatientNotFound.entry().tags();
        assert_eq!(tags.into_iter().collect::<std::vec::Vec<_>>(), ["patient", "lookup"]);
        assert_eq!(
            (tags.len(), tags.is_empty(), tags.get(1), tags.get(2)),
            (2, false, Some("lookup"), None)
        );
        assert!(tags.contains("patient") && !tags.contains("Patient"));
        assert!(Clinic::Gone.entry().tags().is_empty());
    }

    #[test]
    fn metadata_is_found_by_name_as_raw_json() {
        let data: Data<'static> = Clinic::DATA;
        assert_eq!(data.metadata("x-team"), Some(r#"{"slack":"clinic"}"#));
        assert_eq!(data.metadata("x-absent"), None);
        assert_eq!(data.metadata_names().get(0), Some("x-team"));
    }

    #[test]
    fn metadata_that_is_a_string_has_a_text_without_quotes_and_escapes() {
        const RUNBOOK: Option<&str> = Clinic::DATA.metadata_text("x-runbook");
        assert_eq!(RUNBOOK, Some(r#"see "north""#));
        assert_eq!(Clinic::DATA.metadata("x-runbook"), Some(r#""see \"north\"""#));
        assert_eq!(Clinic::DATA.metadata_text("x-team"), None);
        assert_eq!(Clinic::DATA.metadata_text("x-absent"), None);
    }
}
