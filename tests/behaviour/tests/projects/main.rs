//! Real cargo projects: the file of a catalog, and builds that depend on it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

mod outside;
mod project;
mod rebuild;
