//! The catalogs of five APIs, compiled once for the examples and tests. GP Connect has two.
#![forbid(unsafe_code)]

use error_runtime::error_catalog;

error_catalog! {
    /// Errors of the GP Connect FHIR API.
    pub enum GpConnect = "gp-connect.json";
}

error_catalog! {
    /// Errors of the GP Connect FHIR API, in its DSTU2 version.
    pub enum GpConnectDstu2 = "gp-connect-dstu2.json";
}

error_catalog! {
    /// Errors of the NHS Booking and Referral Standard.
    pub enum Bars = "bars.json";
}

error_catalog! {
    /// Errors of CMS Blue Button 2.0.
    pub enum BlueButton = "blue-button.json";
}

error_catalog! {
    /// Errors of Health Gorilla.
    pub enum HealthGorilla = "health-gorilla.json";
}

error_catalog! {
    /// Errors of the Medblocks Platform API.
    pub enum Medblocks = "medblocks.json";
}

/// The JSON of each catalog, by the catalog's name.
pub const SOURCES: [(&str, &str); 6] = [
    ("gp-connect", include_str!("../gp-connect.json")),
    ("gp-connect-dstu2", include_str!("../gp-connect-dstu2.json")),
    ("bars", include_str!("../bars.json")),
    ("blue-button", include_str!("../blue-button.json")),
    ("health-gorilla", include_str!("../health-gorilla.json")),
    ("medblocks", include_str!("../medblocks.json")),
];
