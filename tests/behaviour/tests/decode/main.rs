//! Decoding of responses, and the decision that follows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

mod challenges;
mod constants;
mod damage;
mod delays;
mod equivalent;
mod foreign;
mod frameworks;
mod head;
mod inline;
mod published;
mod responses;
mod retry;
mod round_trip;
mod snapshots;
mod structures;
mod support;
mod unknown;
