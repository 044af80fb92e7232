//! The catalogs of this repository, compiled.
#![forbid(unsafe_code)]

pub mod clinic;
pub mod fuzzed;
pub mod samples;

pub use catalogs::*;
use error_runtime::error_catalog;

error_catalog! {
    /// Everything that an OperationOutcome of each FHIR version can have.
    pub enum Judged = "fixtures/judged/outcomes.json";
}

error_catalog! {
    /// Problem details.
    pub enum Problems = "fixtures/judged/problems.json";
}
