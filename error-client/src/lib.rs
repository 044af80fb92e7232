//! Decodes the error responses of an HTTP API with its error catalog, and decides about retries.
//!
//! The macro `error_catalog!` of [`error_runtime`] makes an enum of a catalog. This crate adds what a client does with it:
//!
//! - [`Decode`]: `decode` for each such enum, and [`decode()`] for catalogs that are loaded at run time;
//! - [`ReceivedResponse`]: the response of whatever HTTP library a client uses;
//! - [`Decoded`] and [`Issue`]: every issue of a response with its entry, and where it [differs](Drift) from the catalog;
//! - [`Decision`]: whether, and when, the request may be sent again.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `std` | yes | dates in `Retry-After` and `Date` |
//! | `reqwest` | no | a response or a fault of reqwest is a typed error |
//! | `backon` | no | decisions set the delays of backon's retries |
//! | `reqwest-middleware` | no | a middleware that sends requests again as the catalog advises |
//! | `tracing` | no | one event for each error that a client got |
//!
//! Without `std` the crate needs `alloc` only.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod decode;
mod integrations;
mod retry;
#[cfg(test)]
mod testing;

pub use crate::decode::{
    BodyKind, Coding, Decode, Decoded, Drift, Found, Issue, Note, ReceivedResponse, RetryAfter, decode,
};
#[cfg(feature = "backon")]
pub use crate::integrations::backon;
#[cfg(feature = "reqwest")]
pub use crate::integrations::reqwest;
#[cfg(feature = "reqwest-middleware")]
pub use crate::integrations::reqwest_middleware;
#[cfg(feature = "tracing")]
pub use crate::integrations::tracing;
pub use crate::retry::{
    Advice, Attempt, Budget, Decide, Decision, Fault, LogRecord, NeverReason, decide_fault, is_idempotent,
};
