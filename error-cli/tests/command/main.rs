//! The command, run as a shell runs it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod agreement;
mod baseline;
mod check;
mod code_system;
mod common;
mod coverage;
mod decode;
mod diff;
mod docs;
mod expand;
mod explain;
mod fix;
mod fmt;
mod formats;
mod import;
mod init;
mod meaning;
mod openapi;
mod render;
mod sharing;
mod translations;
mod typescript;
mod watch;
