//! The catalogs, compiled: those of five APIs (GP Connect has two), and the server's own errors.

use error_runtime::error_catalog;

// The APIs' catalogs are shared by the whole workspace, so they lie outside of this package, which EC0109 warns of.
// A service of its own would keep its catalog in its package, as this one does with the last.

error_catalog! {
    /// Errors of the GP Connect FHIR API.
    #[catalog(allow(EC0109))]
    pub enum GpConnect = "../../catalogs/gp-connect.json";
}

error_catalog! {
    /// Errors of the GP Connect FHIR API, as it was in DSTU2.
    #[catalog(allow(EC0109))]
    pub enum GpConnectDstu2 = "../../catalogs/gp-connect-dstu2.json";
}

error_catalog! {
    /// Errors of the NHS Booking and Referral Standard.
    #[catalog(allow(EC0109))]
    pub enum Bars = "../../catalogs/bars.json";
}

error_catalog! {
    /// Errors of CMS Blue Button 2.0.
    #[catalog(allow(EC0109))]
    pub enum BlueButton = "../../catalogs/blue-button.json";
}

error_catalog! {
    /// Errors of Health Gorilla.
    #[catalog(allow(EC0109))]
    pub enum HealthGorilla = "../../catalogs/health-gorilla.json";
}

error_catalog! {
    /// Errors of the Medblocks Platform API.
    #[catalog(allow(EC0109))]
    pub enum Medblocks = "../../catalogs/medblocks.json";
}

error_catalog! {
    /// What this server answers where no API of its own is asked.
    pub enum ApiServer = "catalogs/api-server.json";
}
