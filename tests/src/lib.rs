//! The catalogs of this repository, compiled.
#![forbid(unsafe_code)]

pub mod clinic;
pub mod fuzzed;
pub mod samples;

use error_runtime::error_catalog;

error_catalog! {
    /// Errors of the GP Connect FHIR API.
    #[catalog(allow(EC0109))]
    pub enum GpConnect = "../catalogs/gp-connect.json";
}

error_catalog! {
    /// Errors of the GP Connect FHIR API, as it was in DSTU2.
    #[catalog(allow(EC0109))]
    pub enum GpConnectDstu2 = "../catalogs/gp-connect-dstu2.json";
}

error_catalog! {
    /// Errors of the NHS Booking and Referral Standard.
    #[catalog(allow(EC0109))]
    pub enum Bars = "../catalogs/bars.json";
}

error_catalog! {
    /// Errors of CMS Blue Button 2.0.
    #[catalog(allow(EC0109))]
    pub enum BlueButton = "../catalogs/blue-button.json";
}

error_catalog! {
    /// Errors of Health Gorilla.
    #[catalog(allow(EC0109))]
    pub enum HealthGorilla = "../catalogs/health-gorilla.json";
}

error_catalog! {
    /// Errors of the Medblocks Platform API.
    #[catalog(allow(EC0109))]
    pub enum Medblocks = "../catalogs/medblocks.json";
}

error_catalog! {
    /// Everything that an OperationOutcome of each FHIR version can have.
    #[catalog(allow(EC0109))]
    pub enum Judged = "fixtures/judged/outcomes.json";
}

error_catalog! {
    /// Problem details.
    #[catalog(allow(EC0109))]
    pub enum Problems = "fixtures/judged/problems.json";
}

/// The catalogs of this repository as they are written, by name.
pub const SOURCES: [(&str, &str); 6] = [
    ("gp-connect", include_str!("../../catalogs/gp-connect.json")),
    ("gp-connect-dstu2", include_str!("../../catalogs/gp-connect-dstu2.json")),
    ("bars", include_str!("../../catalogs/bars.json")),
    ("blue-button", include_str!("../../catalogs/blue-button.json")),
    ("health-gorilla", include_str!("../../catalogs/health-gorilla.json")),
    ("medblocks", include_str!("../../catalogs/medblocks.json")),
];
