//! Compiled catalogs: the generated code, and the catalogs of five APIs against what these APIs have published.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

mod blank;
mod dynamic;
mod format_agreement;
mod generated;
mod golden;
mod hints;
mod large;
mod one_mistake;
mod problem_details;
mod published_examples;
mod rule_cases;
mod sharing;
mod translations;
mod xml;
