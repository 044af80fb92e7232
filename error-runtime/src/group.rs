//! Categories and responses: what entries have in common.

use core::fmt;

use error_layout::record::Text;
use error_layout::{NONE_U32, category, fact, response};

use crate::data::Data;
use crate::facts::{Facts, Strings};
use crate::vocabulary::{FhirVersion, Format};

/// A category of a catalog. A view: copying it is cheap.
#[derive(Clone, Copy)]
pub struct Category<'a> {
    data: Data<'a>,
    position: usize,
    record: category::View<'a>,
}

/// Stands in for a category that a damaged catalog does not have: no name.
const UNKNOWN_CATEGORY: &[u8; category::SIZE] = &category::Record {
    name: Text::NONE,
    facts: NONE_U32,
}
.to_bytes();

impl<'a> Category<'a> {
    pub(crate) const fn new(data: Data<'a>, position: usize, record: category::View<'a>) -> Self {
        Self { data, position, record }
    }

    /// The category at `position`, or one that says nothing: generated code knows that there is one, so it need not
    /// ask.
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

    /// The category's place in the catalog, counted from 0.
    pub const fn position(self) -> usize {
        self.position
    }

    /// The category's name, as it stands on the wire.
    pub const fn name(self) -> &'a str {
        self.record.name().of(self.data.text())
    }

    /// The name of the category's variant in Rust.
    pub const fn rust_name(self) -> &'a str {
        match self.facts().text(fact::RUST_NAME) {
            Some(name) => name,
            None => self.name(),
        }
    }

    /// Short summary.
    pub const fn title(self) -> Option<&'a str> {
        self.facts().text(fact::TITLE)
    }

    /// Longer explanation, Markdown.
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

    /// The names of the category's metadata members.
    pub const fn metadata_names(self) -> Strings<'a> {
        self.facts().strings(fact::METADATA_NAME)
    }
}

impl fmt::Debug for Category<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Category").field(&self.name()).finish()
    }
}

/// The shape of a body. A view: copying it is cheap.
#[derive(Clone, Copy)]
pub struct Response<'a> {
    data: Data<'a>,
    record: response::View<'a>,
}

/// Stands in for a response that a damaged catalog does not have: no name, no body.
const UNKNOWN: &[u8; response::SIZE] = &response::Record {
    name: Text::NONE,
    content_type: Text::NONE,
    format: u8::MAX,
    fhir: 0,
    facts: NONE_U32,
    shape: NONE_U32,
}
.to_bytes();

impl<'a> Response<'a> {
    pub(crate) const fn new(data: Data<'a>, record: response::View<'a>) -> Self {
        Self { data, record }
    }

    pub(crate) const fn at(data: Data<'a>, position: usize) -> Self {
        match data.response(position) {
            Some(response) => response,
            None => Self::new(data, response::View::new(UNKNOWN)),
        }
    }

    pub(crate) const fn record(self) -> response::View<'a> {
        self.record
    }

    /// The response's name in the catalog.
    pub const fn name(self) -> &'a str {
        self.record.name().of(self.data.text())
    }

    /// The media type of the body (RFC 9110, section 8.3.1); `None` if there is no body.
    pub const fn content_type(self) -> Option<&'a str> {
        let media_type = self.record.content_type().of(self.data.text());
        if media_type.is_empty() { None } else { Some(media_type) }
    }

    /// What kind of template the body is made from.
    pub const fn format(self) -> Format {
        match Format::at(self.record.format()) {
            Some(format) => format,
            None => Format::Empty,
        }
    }

    /// The FHIR versions in which the body is right; empty where it is no `OperationOutcome`.
    pub const fn fhir_versions(self) -> FhirVersions {
        FhirVersions {
            bits: self.record.fhir(),
        }
    }
}

impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Response").field(&self.name()).finish()
    }
}

/// A set of FHIR versions.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FhirVersions {
    bits: u8,
}

impl FhirVersions {
    /// Whether `version` is in the set.
    pub const fn contains(self, version: FhirVersion) -> bool {
        self.bits >> (version as u8) & 1 == 1
    }

    /// Whether no version is in the set.
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// The versions of the set, oldest first.
    pub fn iter(self) -> impl Iterator<Item = FhirVersion> + Clone {
        (0..8)
            .filter_map(FhirVersion::at)
            .filter(move |version| self.contains(*version))
    }
}

impl fmt::Debug for FhirVersions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;
    use crate::testing::Clinic;

    #[test]
    fn a_category_has_a_name_on_the_wire_and_one_in_rust() {
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

    #[test]
    fn a_response_knows_its_media_type_and_fhir_versions() {
        let outcome = Clinic::PatientNotFound.entry().response();
        assert_eq!(
            (outcome.name(), outcome.content_type()),
            ("default", Some("application/fhir+json"))
        );
        assert!(outcome.fhir_versions().iter().eq([FhirVersion::Stu3, FhirVersion::R4]));
        assert!(!outcome.fhir_versions().contains(FhirVersion::R5));
        let empty = Clinic::Gone.entry().response();
        assert_eq!((empty.format(), empty.content_type()), (Format::Empty, None));
        assert!(empty.fhir_versions().is_empty());
    }
}
