//! Typed HTTP errors from a JSON error catalog.
//!
//! A catalog lists the errors of one HTTP API. The macro `error_catalog!` (feature `macros`) makes an enum of it, with
//! one variant for each entry; this crate is what that enum stands on, and what a service uses at run time:
//!
//! - [`Catalog`]: what every such enum can do, and [`Entry`]: everything the catalog says of one error, without
//!   allocation;
//! - [`Error`]: one error as it occurred, at most 16 bytes, with what only the occurrence knows: parameters,
//!   diagnostics, request id, source;
//! - [`CatalogError`]: a service's own errors, each of which is an error of a catalog;
//! - [`Outcome`]: several errors in one answer;
//! - [`HttpResponse`]: status, headers and body, exactly as the catalog's templates have them;
//! - [`Representation`]: FHIR's JSON or XML, as a request asks for it;
//! - [`Data`] and [`AsEntry`]: the same for a catalog that is loaded at run time.
//!
//! The crate `error-client` decodes responses and decides about retries.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `std` | yes | `SystemTime` as a [`DateTime`], and the current time where a template asks for it |
//! | `macros` | yes | `error_catalog!` and `#[derive(CatalogError)]` |
//! | `serde` | no | the enums are serialised by name |
//! | `http` | no | `Error::into_http`: an `http::Response<Bytes>` |
//! | `axum` | no | an error, also a derived one, is axum's `IntoResponse`; the extractor `axum::Extract` |
//! | `actix` | no | an error, also a derived one, is actix-web's `ResponseError` |
//! | `tower` | no | `tower::CatalogLayer`: the framework's own answers, timeouts and panics become entries, and every request has an id |
//! | `tracing` | no | one event for each error that is answered |
//! | `metrics` | no | one count for each error |
//! | `utoipa` | no | the errors of a handler in an `OpenAPI` document |
//!
//! Without `std` the crate needs `alloc` only.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod catalog;
mod catalog_error;
mod clean;
mod data;
mod date_time;
mod entry;
mod error;
mod facts;
mod fallback;
mod frameworks;
mod group;
mod header;
mod negotiation;
mod number;
mod outcome;
mod parameter;
mod render;
mod representation;
mod serde_impl;
#[cfg(test)]
mod testing;
mod value;
mod vocabulary;

#[doc(hidden)]
pub mod __compiled;
#[doc(hidden)]
pub mod __private;

pub use crate::catalog::{AsEntry, ByCode, Catalog, UnknownName};
pub use crate::catalog_error::CatalogError;
pub use crate::data::{Data, Positions};
pub use crate::date_time::DateTime;
pub use crate::entry::{Code, Entry};
pub use crate::error::Error;
pub use crate::facts::{Strings, StringsIter};
#[cfg(feature = "actix")]
pub use crate::frameworks::actix;
#[cfg(feature = "axum")]
pub use crate::frameworks::axum;
#[cfg(feature = "metrics")]
pub use crate::frameworks::metrics;
#[cfg(feature = "tower")]
pub use crate::frameworks::tower;
#[cfg(feature = "tracing")]
pub use crate::frameworks::tracing;
#[cfg(feature = "utoipa")]
pub use crate::frameworks::utoipa;
pub use crate::group::{Category, FhirVersions, Response};
pub use crate::header::{Header, HttpResponse, InvalidHeader};
pub use crate::number::{Decimal, Integer};
pub use crate::outcome::Outcome;
pub use crate::parameter::{Parameter, ParameterError, Parameters, ParametersIter};
pub use crate::representation::Representation;
pub use crate::vocabulary::{FhirVersion, Format, IssueType, ParameterType, Retry, Severity, UnknownWord, Visibility};
#[cfg(feature = "macros")]
pub use error_macros::{CatalogError, error_catalog};
