//! What a user sees who makes a mistake in a derived error: one file for each kind of mistake.
//!
//! After a change of the messages, `TRYBUILD=overwrite cargo test -p catalog-tests --test derive_ui` writes the new ones; review them in the
//! diff.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

#[test]
fn every_mistake_in_a_derived_error_is_one_message_at_its_place() {
    trybuild::TestCases::new().compile_fail("ui-derive/*.rs");
}
