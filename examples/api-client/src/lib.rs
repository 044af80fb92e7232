//! An example client: it calls [`api_server`] for each API, through faults, and shows its decisions.
//!
//! ```text
//! calls ── caller ──▶ front (faults) ──▶ reverse proxy ──▶ api-server
//!          decode,      resets, slow bodies, 429      502 with a page
//!          decide, wait
//! ```
#![forbid(unsafe_code)]

pub mod arguments;
pub mod caller;
pub mod calls;
pub mod faults;
pub mod proxy;
pub mod run;
pub mod wait;
