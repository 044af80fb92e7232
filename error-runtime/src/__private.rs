//! What generated code names. Not part of the public interface: it changes without notice.

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
pub use core::{assert, format_args, primitive};
#[cfg(feature = "serde")]
pub use serde;
#[cfg(feature = "utoipa")]
pub use utoipa;

pub use crate::catalog_error::private as derive;
pub use crate::value::Value;

#[cfg(feature = "serde")]
pub use crate::serde_impl::{deserialize, serialize};

use crate::catalog::{Catalog, UnknownName};
use crate::data::Data;
use crate::entry::Entry;
use crate::group::Category;

/// The entry at `position`, which the caller knows to exist; `const`, for the enum's accessors.
pub const fn entry(data: Data<'static>, position: usize) -> Entry<'static> {
    Entry::at(data, position)
}

/// The category at `position`, which the caller knows to exist; `const`, for the accessors of the enum of categories.
pub const fn category(data: Data<'static>, position: usize) -> Category<'static> {
    Category::at(data, position)
}

/// `Debug` of an entry: its name in Rust.
///
/// # Errors
///
/// If the formatter fails.
pub fn fmt_debug<C: Catalog>(entry: C, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(entry.entry().rust_name())
}

/// `Display` of an entry: its name.
///
/// # Errors
///
/// If the formatter fails.
pub fn fmt_display<C: Catalog>(entry: C, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.pad(entry.entry().name())
}

/// `FromStr` of an entry: by name.
///
/// # Errors
///
/// If no entry has the name.
pub fn from_str<C: Catalog>(name: &str) -> Result<C, UnknownName> {
    C::from_name(name).ok_or_else(|| UnknownName::new::<C>(name))
}
