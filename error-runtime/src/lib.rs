//! Typed HTTP errors from a JSON error catalog.
//!
//! An *error catalog* is a JSON file that lists the errors of one HTTP API: codes, statuses, texts, headers and bodies. The
//! compiler reads it, so a mistake in the file is a compile error, and every error of the file is a typed value.
//!
//! # Start with these four
//!
//! | item | use |
//! | --- | --- |
#![cfg_attr(feature = "macros", doc = "| [`error_catalog!`] | generates an enum of a catalog |")]
#![cfg_attr(
    not(feature = "macros"),
    doc = "| `error_catalog!` | generates an enum of a catalog (feature `macros`) |"
)]
#![cfg_attr(
    feature = "macros",
    doc = "| [`#[derive(CatalogError)]`](macro@CatalogError) | maps your own errors to entries of the catalog |"
)]
#![cfg_attr(
    not(feature = "macros"),
    doc = "| `#[derive(CatalogError)]` | maps your own errors to entries of the catalog (feature `macros`) |"
)]
#![cfg_attr(
    feature = "tower",
    doc = "| [`tower::CatalogLayer`], `actix::CatalogLayer` | replace the framework's own 404, 405, timeouts and panics by entries |"
)]
#![cfg_attr(
    not(feature = "tower"),
    doc = "| `tower::CatalogLayer`, `actix::CatalogLayer` | replace the framework's own 404, 405, timeouts and panics by entries (features `tower` and `actix`) |"
)]
//! | [`Decode`](https://docs.rs/error-client) | decodes responses in a client (crate `error-client`) |
//!
//! # Example
//!
//! The catalog, `catalogs/records.json`:
//!
//! ```json
#![doc = include_str!("../catalogs/records.json")]
//! ```
//!
//! The service:
//!
//! ```
//! use error_runtime::{CatalogError, Respond, error_catalog};
//!
//! error_catalog! {
//!     /// Errors of the records API.
//!     pub enum Records = "catalogs/records.json";
//! }
//!
//! // The data of the catalog is available at compile time.
//! const STATUS: u16 = Records::PatientNotFound.status();
//!
//! #[derive(Debug, CatalogError)]
//! #[catalog(Records)]
//! enum RecordError {
//!     #[code(PatientNotFound)]
//!     NoRecord {
//!         #[param]
//!         patient: String,
//!     },
//!     /// The source is logged, and never sent.
//!     #[code(Internal)]
//!     Store(#[from] std::io::Error),
//! }
//!
//! fn main() {
//!     let error = RecordError::NoRecord { patient: "p-17".to_owned() };
//!     let response = error.into_error().response();
//!
//!     assert_eq!(response.status, STATUS);
//!     assert_eq!(response.headers[0].value, "application/problem+json");
//!     assert!(response.body.unwrap().contains(r#""code":"PATIENT_NOT_FOUND""#));
//! }
//! ```
//!
//! A framework needs no such code: with the features `axum`, `actix` or `http` the error converts into the framework's
//! response.
//!
//! # Main types
//!
//! - [`Catalog`]: the trait of all generated enums; [`Entry`]: the data of one error in the catalog;
//! - [`Error`]: one error that happened, with parameters, diagnostics, request id and source;
//! - [`Outcome`]: several errors in one response;
//! - [`Respond`]: the response of an error or several; [`HttpResponse`]: its status, headers and body;
//! - [`Representation`]: content negotiation between FHIR's JSON and XML;
//! - [`Data`] and [`AsEntry`]: catalogs that are loaded at run time.
//!
//! # Guarantees
//!
//! - The source of an error is never sent. `Debug` hides the values of `internal` and `personal` parameters.
//! - Values are escaped for their place: JSON (RFC 8259, section 7), HTML, headers (RFC 9110, section 5.5) and plain text.
//! - No function panics, even if the compiled catalog is damaged, and there is no `unsafe` code.
//!
//! # Features
//!
//! | feature | default | adds |
//! | --- | --- | --- |
//! | `std` | yes | `SystemTime` as a [`DateTime`], and the current time in bodies that show a time |
//! | `jiff`, `chrono`, `time` | | the times of these crates as a [`DateTime`] |
//! | `uuid`, `url` | | `Uuid` as a [`Token`], `Url` as a [`Uri`] |
//! | `macros` | yes | `error_catalog!` and `#[derive(CatalogError)]` |
//! | `serde` | no | `Serialize` and `Deserialize` of generated enums, by name; values that implement `Serialize` for `json` parameters |
//! | `http` | no | `http::Response<Bytes>` from errors |
//! | `axum` | no | axum's `IntoResponse` for errors, and the extractor `axum::Extract` |
//! | `actix` | no | actix-web's `ResponseError` for errors |
//! | `tower` | no | `tower::CatalogLayer`: entries instead of the framework's error responses, and request ids |
//! | `tracing` | no | one event for each error |
//! | `metrics` | no | one counter for each entry |
//! | `utoipa` | no | the errors of a handler in an `OpenAPI` document |
//!
//! Without `std` the crate requires `alloc` only.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(all(doctest, feature = "macros"))]
#[doc = include_str!("../README.md")]
struct Readme;

extern crate alloc;
// The code of the macro names it so.
#[cfg(test)]
extern crate self as error_runtime;
#[cfg(any(feature = "std", test))]
extern crate std;

mod catalog;
mod error;
mod http;
mod integrations;
mod render;
#[cfg(test)]
mod testing;
mod values;

#[doc(hidden)]
pub mod __compiled;
#[doc(hidden)]
pub mod __private;

pub use crate::catalog::{AsEntry, ByCode, Catalog, UnknownName};
pub use crate::catalog::{Category, Code, Data, Entry, FhirVersions, Positions, Response, Strings, StringsIter};
pub use crate::catalog::{FhirVersion, Format, IssueType, ParameterType, Retry, Severity, UnknownWord, Visibility};
pub use crate::catalog::{Parameter, Parameters, ParametersIter};
pub use crate::error::{CatalogError, Error, Extends, Outcome, ParameterError, Respond};
pub use crate::http::{Header, HttpResponse, InvalidHeader, Representation};
#[cfg(feature = "actix")]
pub use crate::integrations::actix;
#[cfg(feature = "axum")]
pub use crate::integrations::axum;
#[cfg(feature = "metrics")]
pub use crate::integrations::metrics;
#[cfg(feature = "tower")]
pub use crate::integrations::tower;
#[cfg(feature = "tracing")]
pub use crate::integrations::tracing;
#[cfg(feature = "utoipa")]
pub use crate::integrations::utoipa;
pub use crate::values::{
    AsJson, DateTime, Decimal, Integer, IntegerList, InvalidValue, Json, Number, ParameterEnum, Rfc3339, StringList,
    Token, Uri, Uuid,
};
#[cfg(feature = "macros")]
pub use error_macros::{CatalogError, error_catalog};
