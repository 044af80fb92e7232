//! The catalog of the unit tests.

use error_runtime::error_catalog;

error_catalog! {
    /// Errors of a clinic.
    pub(crate) enum Clinic = "src/testing/clinic.json";
}
