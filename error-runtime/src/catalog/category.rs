//! Categories.

use core::fmt;

use error_layout::record::Text;
use error_layout::{NONE_U32, category, fact};

use super::data::Data;
use super::facts::{Facts, Strings};

/// A category of a catalog. It is a `Copy` view.
#[derive(Clone, Copy)]
pub struct Category<'a> {
    data: Data<'a>,
    position: usize,
    record: category::View<'a>,
}

/// The record of a category that a damaged catalog does not have: no name.
const UNKNOWN_CATEGORY: &[u8; category::SIZE] = &category::Record {
    name: Text::NONE,
    facts: NONE_U32,
}
.to_bytes();

impl<'a> Category<'a> {
    pub(crate) const fn new(data: Data<'a>, position: usize, record: category::View<'a>) -> Self {
        Self { data, position, record }
    }

    /// Returns the category at `position`, or an empty one if the catalog is damaged.
    ///
    /// Generated code passes valid positions only.
    pub(crate) const fn at(data: Data<'a>, position: usize) -> Self {
        match data.category(position) {
            Some(category) => category,
            None => Self {
                data,
                position,
                record: category::View::new(UNKNOWN_CATEGORY),
            },
        }
    }

    const fn facts(self) -> Facts<'a> {
        Facts::new(self.data, self.record.facts())
    }

    /// Returns the position of the category in the catalog, counted from 0.
    pub const fn position(self) -> usize {
        self.position
    }

    /// Returns the name of the category, as bodies show it.
    pub const fn name(self) -> &'a str {
        self.record.name().of(self.data.text())
    }

    /// Returns the name of the category's variant in Rust.
    pub const fn rust_name(self) -> &'a str {
        match self.facts().text(fact::RUST_NAME) {
            Some(name) => name,
            None => self.name(),
        }
    }

    /// Returns the short summary.
    pub const fn title(self) -> Option<&'a str> {
        self.facts().text(fact::TITLE)
    }

    /// Returns the longer explanation, in Markdown.
    pub const fn description(self) -> Option<&'a str> {
        self.facts().text(fact::DESCRIPTION)
    }

    /// Returns the value of a metadata member of the category (`x-…`) as JSON.
    pub const fn metadata(self, name: &str) -> Option<&'a str> {
        self.facts().metadata(name)
    }

    /// Returns the text of a metadata member of the category whose value is a string, without quotes and escapes.
    pub const fn metadata_text(self, name: &str) -> Option<&'a str> {
        self.facts().metadata_text(name)
    }

    /// Returns the names of the category's metadata members.
    pub const fn metadata_names(self) -> Strings<'a> {
        self.facts().strings(fact::METADATA_NAME)
    }
}

impl fmt::Debug for Category<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Category").field(&self.name()).finish()
    }
}

impl<'a> Data<'a> {
    /// Returns the category at `position`, counted from 0 in the order of the catalog.
    pub const fn category(self, position: usize) -> Option<Category<'a>> {
        if position >= self.categories() {
            return None;
        }
        match category::View::at(self.index(), self.categories_at() + position * category::SIZE) {
            Some(record) => Some(Category::new(self, position, record)),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;
    use crate::testing::Clinic;

    #[test]
    fn a_category_has_a_name_in_bodies_and_one_in_rust() {
        let category = Clinic::DATA.category(0).unwrap();
        assert_eq!(
            (category.name(), category.rust_name(), category.title()),
            ("REC", "Rec", Some("Receiver"))
        );
        assert!(Clinic::DATA.category(1).is_none());
        assert_eq!(
            (
                Category::at(Clinic::DATA, 1).name(),
                Category::at(Clinic::DATA, 1).title()
            ),
            ("", None)
        );
    }
}
