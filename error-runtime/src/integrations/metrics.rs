//! Errors as counters of [metrics](https://docs.rs/metrics) (feature `metrics`).
//!
//! `catalog_errors_total` counts the errors of responses, with the labels `catalog`, `entry`, `code` (empty if the entry has
//! none) and `status`. All four come from the catalog, so a client cannot create new series.
//!
//! The layers of the features `tower` and `actix` and the responses of axum and actix-web count by themselves. Elsewhere, call [`count`]:
//!
//! ```
//! # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
//! # use api::Clinic;
//! use error_runtime::{Error, HttpResponse, Respond, metrics};
//!
//! // Once, at the start of the program.
//! metrics::describe();
//!
//! fn respond(error: &Error<Clinic>) -> HttpResponse {
//!     metrics::count(error);
//!     error.response()
//! }
//! # respond(&api::clinic::Internal.error());
//! ```

use alloc::string::ToString;
#[cfg(feature = "_layer")]
use alloc::{boxed::Box, vec::Vec};
#[cfg(feature = "_layer")]
use std::sync::OnceLock;

use ::metrics::{Key, KeyName, Label, Level, Metadata, SharedString};

use crate::catalog::{AsEntry, Code};
use crate::error::Error;

/// The name of the counter.
pub const NAME: &str = "catalog_errors_total";

/// Describes the counter to the installed recorder. Call it once, at the start of the program.
pub fn describe() {
    ::metrics::describe_counter!(NAME, ::metrics::Unit::Count, "Errors of a catalog in responses.");
}

/// Counts one error.
///
/// The layers of the features `tower` and `actix` and the responses of axum and actix-web call it.
pub fn count<C: AsEntry>(error: &Error<C>) {
    increment(&key(error));
}

/// The cached names of the counters of one catalog.
///
/// Only names are cached: a recorder may drop an idle counter, and another recorder may be installed.
#[cfg(feature = "_layer")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(OnceLock<Vec<OnceLock<Box<Key>>>>);

#[cfg(feature = "_layer")]
impl Names {
    /// Counts one error of the catalog.
    pub(crate) fn count<C: AsEntry>(&self, error: &Error<C>) {
        let entry = error.entry().as_entry();
        let all = self
            .0
            .get_or_init(|| alloc::vec![OnceLock::new(); entry.data().entries()]);
        match all.get(entry.position()) {
            // A status that is not the entry's is another label.
            Some(kept) if error.status() == entry.status() => {
                increment(kept.get_or_init(|| Box::new(key(error).to_retained())));
            }
            _ => count(error),
        }
    }
}

fn key<C: AsEntry>(error: &Error<C>) -> Key {
    let entry = error.entry().as_entry();
    let code: SharedString = match entry.code() {
        Some(Code::Text(code)) => code.into(),
        Some(code) => code.to_string().into(),
        None => "".into(),
    };
    let labels = alloc::vec![
        Label::from_static_parts("catalog", entry.data().name()),
        Label::from_static_parts("entry", entry.name()),
        Label::new("code", code),
        Label::new("status", error.status().to_string()),
    ];
    Key::from_parts(KeyName::from_const_str(NAME), labels)
}

fn increment(key: &Key) {
    static METADATA: Metadata<'_> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));
    ::metrics::with_recorder(|recorder| recorder.register_counter(key, &METADATA)).increment(1);
}
