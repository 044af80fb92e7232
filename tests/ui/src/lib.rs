//! Two versions of an invented API, for the cases in `derive/`.
#![forbid(unsafe_code)]

use error_runtime::error_catalog;

error_catalog! {
    /// Errors of the clinic.
    #[catalog(allow(EC0109))]
    pub enum ClinicV1 = "../behaviour/fixtures/clinic/v1.json";
}

error_catalog! {
    /// Errors of the clinic, in the next version of its API.
    #[catalog(allow(EC0109))]
    pub enum ClinicV2 = "../behaviour/fixtures/clinic/v2.json";
}
