//! Responses: media types and formats of bodies.

use core::fmt;

use error_layout::record::Text;
use error_layout::{NONE_U32, bytes, fact, response};

use super::data::Data;
use super::facts::Facts;
use super::vocabulary::{FhirVersion, Format};

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

    #[inline]
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
    #[inline]
    pub const fn format(self) -> Format {
        match Format::at(self.record.format()) {
            Some(format) => format,
            None => Format::Empty,
        }
    }

    /// Whether its errors are in band: a success can have the same status, as in GraphQL and JSON-RPC.
    #[doc(alias("GraphQL", "JSON-RPC"))]
    #[inline]
    pub const fn is_in_band(self) -> bool {
        Facts::new(self.data, self.record.facts()).find(fact::IN_BAND).is_some()
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

impl<'a> Data<'a> {
    /// Returns the response at `position`, counted from 0 in the order of the catalog.
    pub const fn response(self, position: usize) -> Option<Response<'a>> {
        if position >= self.responses() {
            return None;
        }
        match response::View::at(self.index(), self.responses_at() + position * response::SIZE) {
            Some(record) => Some(Response::new(self, record)),
            None => None,
        }
    }

    /// Whether a response has its errors in band: see [`Response::is_in_band`].
    pub fn has_in_band_errors(self) -> bool {
        self.all_responses().any(Response::is_in_band)
    }

    /// Returns all responses.
    #[inline]
    pub(crate) fn all_responses(self) -> impl Iterator<Item = Response<'a>> + Clone {
        let (records, _) = bytes::tail(self.index(), self.responses_at()).as_chunks();
        let records = records.get(..self.responses()).unwrap_or(records);
        records
            .iter()
            .map(move |record| Response::new(self, response::View::new(record)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Clinic;

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
