//! Catalogs for tests, compiled, and errors of each of their entries.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};

pub mod clinic;
pub mod exchange;
pub mod recorded;
pub mod samples;
pub mod variants;

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

error_catalog! {
    /// Errors with subcodes, in the style of a social graph API.
    pub enum Graph = "catalogs/graph.json";
}

error_catalog! {
    /// Errors with decline codes, in the style of a card processor.
    pub enum Payments = "catalogs/payments.json";
}

error_catalog! {
    /// Errors with the numbers of gRPC statuses.
    pub enum Gateway = "catalogs/gateway.json";
}

error_catalog! {
    /// Errors with lists, enums and JSON.
    pub enum ClinicDesk = "catalogs/clinic-desk.json";
}

error_catalog! {
    /// Errors of JSON-RPC.
    pub enum DeskRpc = "catalogs/desk-rpc.json";
}

/// Calls a function once for each of the six catalogs, of which it takes the enum as its type parameter.
#[macro_export]
macro_rules! each_catalog {
    ($check:ident) => {{
        $check::<$crate::Bars>();
        $check::<$crate::BlueButton>();
        $check::<$crate::GpConnect>();
        $check::<$crate::GpConnectDstu2>();
        $check::<$crate::HealthGorilla>();
        $check::<$crate::Medblocks>();
    }};
}

/// A file or folder of this package.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
