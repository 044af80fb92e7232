//! Derived errors: what a service gets from `#[derive(CatalogError)]`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

mod catalogs;
mod display;
mod example;
mod generics;
mod nothing_leaks;
mod sources;
mod structures;
mod variants;
