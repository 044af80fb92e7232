//! The items that generated code refers to. Not public API: it changes without notice.

#[cfg(feature = "actix")]
pub use actix_web;
pub use alloc::borrow::Cow;
pub use alloc::string::String;
pub use alloc::vec::Vec;
#[cfg(feature = "axum")]
pub use axum_core;
pub use core::clone::Clone;
pub use core::cmp::{Eq, Ord, PartialEq, PartialOrd};
pub use core::convert::{AsRef, From, Into};
pub use core::error::Error as StdError;
pub use core::fmt;
pub use core::hash::Hash;
pub use core::marker::{Copy, Send, Sync};
pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{self, Err, Ok};
pub use core::str::FromStr;
pub use core::{assert, concat, format_args, primitive, stringify};
#[cfg(feature = "serde")]
pub use serde;
#[cfg(feature = "utoipa")]
pub use utoipa;

pub use crate::error::derive::private as derive;
pub use crate::values::{AsToken, AsUuid, Value, parameter_from_str};

#[cfg(feature = "serde")]
pub use crate::integrations::serde::{deserialize, deserialize_text, serialize};

use crate::catalog::Category;
use crate::catalog::Data;
use crate::catalog::Entry;
use crate::catalog::{Catalog, UnknownName};

/// Returns the entry at a valid position, for the accessors of the enum.
pub const fn entry(data: Data<'static>, position: usize) -> Entry<'static> {
    Entry::at(data, position)
}

/// Returns the category at a valid position, for the accessors of the enum of categories.
pub const fn category(data: Data<'static>, position: usize) -> Category<'static> {
    Category::at(data, position)
}

/// Implements `Debug` of an entry: writes its name in Rust.
///
/// # Errors
///
/// If the formatter fails.
pub fn fmt_debug<C: Catalog>(entry: C, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(entry.entry().rust_name())
}

/// Implements `Display` of an entry: writes its name.
///
/// # Errors
///
/// If the formatter fails.
pub fn fmt_display<C: Catalog>(entry: C, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.pad(entry.entry().name())
}

/// Implements `FromStr` of an entry: finds it by its name.
///
/// # Errors
///
/// If no entry has the name.
pub fn from_str<C: Catalog>(name: &str) -> Result<C, UnknownName> {
    C::from_name(name).ok_or_else(|| UnknownName::new::<C>(name))
}
