//! The facts of a catalog itself: its name, version and texts.

use core::fmt;

use error_layout::fact;

use super::data::Data;
use super::facts::{Facts, Strings};

impl<'a> Data<'a> {
    /// Returns the facts of the catalog itself.
    pub(crate) const fn facts(self) -> Facts<'a> {
        Facts::new(self, self.header().facts())
    }

    /// Returns the name of the catalog, such as `gp-connect`.
    pub const fn name(self) -> &'a str {
        match self.facts().text(fact::CATALOG_NAME) {
            Some(name) => name,
            None => "",
        }
    }

    /// Returns the version of the API that the catalog describes.
    pub const fn version(self) -> Option<&'a str> {
        self.facts().text(fact::CATALOG_VERSION)
    }

    /// Returns the title of the API.
    pub const fn title(self) -> &'a str {
        match self.facts().text(fact::TITLE) {
            Some(title) => title,
            None => "",
        }
    }

    /// Returns the description of the API, in Markdown.
    pub const fn description(self) -> Option<&'a str> {
        self.facts().text(fact::DESCRIPTION)
    }

    /// Returns the value of a metadata member of the catalog (`x-…`) as JSON.
    pub const fn metadata(self, name: &str) -> Option<&'a str> {
        self.facts().metadata(name)
    }

    /// Returns the text of a metadata member of the catalog whose value is a string, without quotes and escapes.
    pub const fn metadata_text(self, name: &str) -> Option<&'a str> {
        self.facts().metadata_text(name)
    }

    /// Returns the names of the catalog's metadata members.
    pub const fn metadata_names(self) -> Strings<'a> {
        self.facts().strings(fact::METADATA_NAME)
    }
}

impl fmt::Debug for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Data")
            .field("name", &self.name())
            .field("entries", &self.entries())
            .finish_non_exhaustive()
    }
}
