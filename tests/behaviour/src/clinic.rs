//! Two versions of an invented API, for errors that are derived.

use error_runtime::error_catalog;

error_catalog! {
    /// Errors of the clinic.
    pub enum ClinicV1 = "fixtures/clinic/v1.json";
}

error_catalog! {
    /// Errors of the clinic, in the next version of its API.
    pub enum ClinicV2 = "fixtures/clinic/v2.json";
}
