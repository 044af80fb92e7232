//! The measurements. The program `benchmarks` writes a table of each.

pub mod bodies;
pub mod builds;
pub mod cold;
pub mod decode;
pub mod expansion;
pub mod generate;
#[cfg(feature = "lookup")]
pub mod lookup;
pub mod measure;
pub mod peers;
pub mod project;
pub mod render;
pub mod samples;
pub mod shapes;
pub mod sizes;
pub mod table;

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "catalogs/clinic.json";
}
