//! An example server: the errors of five health-care APIs (six catalogs), over real HTTP.
//!
//! It shows what a service built on `error-runtime` looks like. Each API of [`apis`] is ordinary axum code: its handlers
//! fail with an error enum of their own, which derives `CatalogError` and so maps each failure to an entry of the catalog.
//! A layer around each API sends all other errors: no route, a body that is too large, a timeout, a panic. No other code
//! has statuses, headers or bodies of errors.
#![forbid(unsafe_code)]

pub mod apis;
pub mod arguments;
pub mod catalogs;
mod connection;
pub mod counters;
mod drills;
pub mod errors_route;
pub mod index;
pub mod negotiation;
pub mod nhs_number;
pub mod openapi;
pub mod request;
pub mod samples;
pub mod server;
pub mod store;
pub mod success;
