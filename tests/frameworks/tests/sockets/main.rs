//! Servers and clients of real frameworks, over sockets.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod actix;
mod body_end;
mod in_band;
mod layer;
mod layers_around;
mod openapi;
mod plain_http;
mod reqwest;
mod reqwest_middleware;
#[path = "../support/mod.rs"]
mod support;
