//! The error-catalog command.
#![forbid(unsafe_code)]

fn main() {}
