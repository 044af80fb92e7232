//! Decodes error responses of an HTTP API with its error catalog, and decides about retries.
//!
//! **Start with [`Decode`]**: a trait that adds `decode` to every enum of [`error_catalog!`](https://docs.rs/error-runtime). A response goes in; its
//! entries and the next step come out:
//!
//! ```
//! use error_client::{Attempt, Budget, Decision, Decode, Found, ReceivedResponse};
//!
//! mod api {
//!     error_runtime::error_catalog! { pub enum Clinic = "src/testing/clinic.json"; }
//! }
//! use api::Clinic;
//!
//! // 1. Decode the response of any HTTP library.
//! let headers = [("Content-Type", "application/json"), ("X-Request-Id", "r-1")];
//! let body = br#"{ "code": "UPSTREAM", "message": "Upstream db failed" }"#;
//! let response = ReceivedResponse::new(502, &headers, body).to("GET", "https://api.example/wards/7");
//! let decoded = Clinic::decode(response);
//!
//! // 2. Match on the entry of each issue.
//! for issue in decoded.issues() {
//!     match issue.found() {
//!         Found::Known(Clinic::Upstream) => assert_eq!(issue.parameter("host"), Some("db")),
//!         Found::Known(entry) => println!("{}", entry.title()),
//!         Found::Ambiguous(entries) => println!("one of {entries:?}"),
//!         Found::Unknown => println!("{:?} {:?}", issue.code(), issue.text()),
//!     }
//! }
//!
//! // 3. Decide about a retry: this was the first attempt.
//! match decoded.decide(&Attempt::new("GET"), &Budget::default()) {
//!     Decision::Immediate => println!("send again"),
//!     Decision::After(delay) => println!("send again after {delay:?}"),
//!     Decision::Backoff { delay, .. } => println!("send again after {delay:?} and a random part"),
//!     Decision::Later(delay) => println!("send again in {delay:?}, which exceeds the budget"),
//!     Decision::Manual => println!("ask: {}", decoded.action().unwrap_or("support")),
//!     Decision::Never(_) => println!("{}", decoded.user_message()),
//! }
//! ```
//!
//! # Main types
//!
//! - [`ReceivedResponse`]: the response to decode; [`Decode::decode`], or [`decode()`] for a catalog that is loaded at run time;
//! - [`Decoded`] and [`Issue`]: the result, with [`Found`] entries, [`Note`]s about the body, and the [`Drift`] from the catalog;
//! - [`Advice`]: what the catalog advises; [`Decision`]: the next step for an [`Attempt`] within a [`Budget`];
//! - `Quota` (feature `backon`): a limit for the retries of all requests of a client;
//! - [`Fault`] and [`decide_fault`]: the same for a request without a response;
//! - [`LogRecord`]: one line for a log, without personal data.
//!
//! Decoding and deciding are infallible, and their memory and time are bounded for every input.
//!
//! # Features
//!
//! | feature | default | adds |
//! | --- | --- | --- |
//! | `std` | yes | the clock of the system, for dates in `Retry-After` |
//! | `reqwest` | no | module `reqwest`: typed errors of reqwest 0.13 |
//! | `backon` | no | module `backon`: delays for backon 1.6; with `reqwest`, `send_with_retries` |
//! | `reqwest-middleware` | no | module `reqwest_middleware`: retries as a middleware of reqwest-middleware 0.5 |
//! | `tracing` | no | module `tracing`: one event for each error |
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
    BodyEnd, BodyKind, Coding, Decode, Decoded, Drift, Found, Issue, Note, ReceivedResponse, RetryAfter, decode,
};
#[cfg(feature = "backon")]
pub use crate::integrations::backon;
#[cfg(feature = "reqwest")]
pub use crate::integrations::reqwest;
#[cfg(feature = "reqwest-middleware")]
pub use crate::integrations::reqwest_middleware;
#[cfg(feature = "tracing")]
pub use crate::integrations::tracing;
#[cfg(feature = "backon")]
pub use crate::retry::Quota;
pub use crate::retry::{
    Advice, Attempt, Budget, Decide, Decision, Fault, LogRecord, NeverReason, decide_fault, is_idempotent,
};
