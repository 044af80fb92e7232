//! A small catalog for the unit tests.

use error_macros::error_catalog;

error_catalog! {
    /// Errors of a clinic.
    pub(crate) enum Clinic = "src/testing/clinic.json";
}
