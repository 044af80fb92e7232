//! Errors as counters of [metrics](https://docs.rs/metrics) (feature `metrics`).
//!
//! `catalog_errors_total` counts every error that is answered, with the labels `catalog`, `entry`, `code` (empty where the entry has none)
//! and `status`. All four come from the catalog, so nobody outside can make new series.

use alloc::string::ToString;

use ::metrics::SharedString;

use crate::catalog::Catalog;
use crate::entry::Code;
use crate::error::Error;

/// The name of the counter.
pub const NAME: &str = "catalog_errors_total";

/// Describes the counter to the recorder that is installed: once, at the start of the program.
pub fn describe() {
    ::metrics::describe_counter!(NAME, ::metrics::Unit::Count, "Errors of a catalog that were answered.");
}

/// Counts one error. The layer of the feature `tower` and actix-web's answers do it of their own accord; everybody else calls this where
/// an error is answered.
pub fn count<C: Catalog>(error: &Error<C>) {
    let entry = error.entry().entry();
    let code: SharedString = match error.code() {
        Some(Code::Text(code)) => code.into(),
        Some(code) => code.to_string().into(),
        None => "".into(),
    };
    ::metrics::counter!(
        NAME,
        "catalog" => C::DATA.name(),
        "entry" => entry.name(),
        "code" => code,
        "status" => error.status().to_string(),
    )
    .increment(1);
}
