//! Reads, checks and compiles HTTP error catalogs.
//!
//! A catalog is a JSON file in the format of `docs/format.md`. [`compile`] runs these steps:
//!
//! ```text
//! bytes ── Source ── json::Node ── ast::Catalog ── model::Catalog ── lower::form::Form ── emit::Constants ── rust (tokens)
//!          source    json          parse           check             lower                emit               rust
//! ```
//!
//! The last line names the module of each step. A catalog that extends others is merged (module `merge`) with them before it is parsed. All modules add to one list of [`Problem`]s, and none stops at the first. Invalid parts are
//! left out, so that a catalog with errors still compiles to a usable enum in addition to its error messages.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// Offsets and counts are bounded by the limits of the parser, so that casts lose nothing.
#![allow(clippy::missing_errors_doc)]

mod ambiguity;
pub mod ast;
mod bases;
pub mod check;
mod compile;
pub mod contract;
pub mod emit;
mod encoding;
#[cfg(feature = "tools")]
pub mod fix;
#[cfg(feature = "tools")]
pub mod format;
mod hash;
mod json;
mod lower;
mod merge;
pub mod model;
pub mod names;
pub mod parse;
mod places;
mod presets;
mod problem;
pub mod report;
pub mod route_pattern;
pub mod rules;
pub mod rust;
mod source;
pub mod suggest;
mod translation;

use std::borrow::Cow;

pub use compile::{Compiled, Read, compile, compile_or_base, compile_with};
pub use encoding::source_from_bytes;
#[cfg(feature = "tools")]
pub use lower::outline;
pub use model::Catalog;
pub use problem::{Edit, Fix, Problem, Problems};
#[cfg(feature = "tools")]
pub use route_pattern::{matches_template, template};
pub use source::{File, Position, Source, Span, Spanned};
pub use translation::path as translation_path;

/// The JSON Schema of the format, for editors.
pub const SCHEMA: &str = include_str!("../schema/error-catalog.schema.json");

/// The JSON Schema of translations, for editors.
pub const TRANSLATION_SCHEMA: &str = include_str!("../schema/error-translation.schema.json");

/// Returns the value of a placeholder that is the same in each error of an entry; `None` if it is an argument or missing.
pub fn constant_value<'c>(catalog: &'c Catalog, entry: &'c model::Entry, placeholder: &str) -> Option<Cow<'c, str>> {
    lower::resolve::Scope::new(catalog, entry).known_value(placeholder)
}

/// Returns a text as it is in each error of an entry; `None` if it has an argument or misses a value.
///
/// A value is escaped where its place is a URI, and not where it is a JSON string.
pub fn constant_text(catalog: &Catalog, entry: &model::Entry, text: &ast::text::Text) -> Option<String> {
    lower::resolve::Scope::new(catalog, entry).known(text)
}
