//! The example server.
#![forbid(unsafe_code)]

fn main() {}
