//! Decoding: reads the templates of a catalog backwards, from a response to its entries.
//!
//! ```text
//! bytes ── text ── nodes ── issues, and for each: codes and other evidence ── entry, entries, or none
//!        charset  json, xml  subject                evidence, pattern          resolve
//! ```
//!
//! A body is parsed once, along the [places] that the catalog compiler found in the templates; other values are skipped.
//! No step fails: problems become [notes](Note). Memory and time are bounded for every input, by `charset::MAX_BYTES`, the limits in `document`, and
//! `subject::MAX_ISSUES`.

mod argument;
mod challenge;
mod charset;
mod decoded;
mod document;
mod drift;
mod embedded;
pub(crate) mod endpoint;
mod evidence;
mod few;
mod foreign;
mod in_band;
mod inside;
mod issue;
mod json;
mod long_values;
mod page;
mod pattern;
mod places;
mod rate_limit;
mod read;
mod received;
mod resolve;
mod response;
mod retry_after;
mod shape;
mod subject;
mod text;
mod unescape;
mod unread;
mod way;
mod xml;

#[cfg(feature = "reqwest")]
pub(crate) use self::charset::MAX_BYTES;
pub use self::decoded::{BodyKind, Decoded, Note};
pub use self::drift::Drift;
pub(crate) use self::issue::is_failure;
pub use self::issue::{Coding, Found, Issue};
pub(crate) use self::received::path_of;
pub use self::received::{BodyEnd, ReceivedResponse};
pub use self::response::{Decode, decode};
pub use self::retry_after::RetryAfter;
