//! The server on a free port, driven over real sockets by a real HTTP client.
#![forbid(unsafe_code)]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)] // all of it is tests

mod bad_input;
mod booking_route;
mod drills;
mod entries;
mod fhir_routes;
mod json_routes;
mod listing;
mod malformed;
mod many;
mod observing;
mod support;
mod wire;
