//! An example server: the errors of five health-care APIs (six catalogs), over real HTTP.
//!
//! It shows what a service built on `error-runtime` looks like. Each API of [`apis`] is ordinary axum code: its handlers
//! fail with an error enum of their own, and `From<ThatEnum> for Error<Catalog>` says which entry of the catalog each
//! failure is. Nothing else knows of statuses, headers or bodies.
#![forbid(unsafe_code)]

pub mod answer;
pub mod apis;
pub mod arguments;
pub mod catalogs;
pub mod errors_route;
pub mod index;
pub mod negotiation;
pub mod nhs_number;
pub mod request;
pub mod samples;
pub mod server;
pub mod store;
