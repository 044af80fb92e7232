//! Categories and responses, which several entries share.

use core::fmt;

use error_layout::record::Text;
use error_layout::{NONE_U32, category, fact, response};

use crate::data::Data;
use crate::facts::{Facts, Strings};
use crate::vocabulary::{FhirVersion, Format};

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

/// The description of a response in the catalog: media type and format. It is a `Copy` view.
///
/// The response that a server sends is an [`HttpResponse`](crate::HttpResponse).
#[derive(Clone, Copy)]
pub struct Response<'a> {
    data: Data<'a>,
    record: response::View<'a>,
}

/// The record of a response that a damaged catalog does not have: no name, no body.
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

    /// Returns the name of the response in the catalog.
    pub const fn name(self) -> &'a str {
        self.record.name().of(self.data.text())
    }

    /// Returns the media type of the body (RFC 9110, section 8.3.1); `None` if there is no body.
    #[doc(alias = "Content-Type")]
    pub const fn content_type(self) -> Option<&'a str> {
        let media_type = self.record.content_type().of(self.data.text());
        if media_type.is_empty() { None } else { Some(media_type) }
    }

    /// Returns the format of the body.
    pub const fn format(self) -> Format {
        match Format::at(self.record.format()) {
            Some(format) => format,
            None => Format::Empty,
        }
    }

    /// Returns the FHIR versions in which the body is valid; empty if it is not an `OperationOutcome`.
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

    /// Whether the set has no versions.
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Returns the versions of the set, oldest first.
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

    #[test]
    fn a_response_has_a_media_type_and_fhir_versions() {
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
