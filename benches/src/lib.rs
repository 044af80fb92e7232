//! What is measured, and how. The program `benchmarks` makes a table of it.

pub mod builds;
pub mod decode;
pub mod generate;
#[cfg(feature = "lookup")]
pub mod lookup;
pub mod measure;
pub mod render;
pub mod samples;
pub mod server;
pub mod table;

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "catalogs/clinic.json";
}
