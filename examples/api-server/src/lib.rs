//! An example server: the errors of five health-care APIs (six catalogs), over real HTTP.
//!
//! It shows what a service built on `error-runtime` looks like. Each API of [`apis`] is ordinary axum code: its handlers
//! fail with an error enum of their own, which derives `CatalogError` and so says which entry of the catalog each failure
//! is. A layer around each API answers for everything else: no route, a body that is too large, time that is up, a panic.
//! Nothing else knows of statuses, headers or bodies.
#![forbid(unsafe_code)]

pub mod answer;
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
