//! Generated code among warnings that are errors, and in scopes whose names are not what they seem.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, missing_debug_implementations, rust_2018_idioms)]
#![deny(
    unreachable_pub,
    unused_qualifications,
    unused_results,
    single_use_lifetimes,
    let_underscore_drop
)]
#![deny(clippy::all, clippy::pedantic)]

use error_runtime::error_catalog;

mod macros;

pub mod derived;
pub mod from_macro;
pub mod hostile;
pub mod inside;
pub mod no_prelude;
pub mod prelude;
pub mod shared;

error_catalog! {
    /// Errors of the ward. Outside this crate a `match` needs a `_` arm:
    ///
    /// ```compile_fail
    /// use hygiene_strict::Ward;
    ///
    /// fn closed(error: Ward) -> bool {
    ///     #[allow(deprecated)]
    ///     match error {
    ///         Ward::BedNotFound | Ward::BedGone | Ward::BedTaken => true,
    ///         Ward::Code20003 | Ward::NoAccess | Ward::Upstream | Ward::Teapot => false,
    ///     }
    /// }
    /// ```
    ///
    /// ```
    /// use hygiene_strict::Ward;
    ///
    /// fn closed(error: Ward) -> bool {
    ///     #[allow(deprecated)]
    ///     match error {
    ///         Ward::BedNotFound | Ward::BedGone | Ward::BedTaken => true,
    ///         Ward::Code20003 | Ward::NoAccess | Ward::Upstream | Ward::Teapot | _ => false,
    ///     }
    /// }
    /// ```
    pub enum Ward = "catalogs/ward.json";
}

error_catalog! {
    /// The same for this crate only, to be matched without a `_` arm.
    #[catalog(exhaustive, module = inner_ward_parameters)]
    enum InnerWard = "catalogs/ward.json";
}

error_catalog! {
    /// Names that all begin alike, texts that are not the Markdown they seem to be.
    pub(crate) enum Theatre = "catalogs/theatre.json";
}

/// Whether an entry is one of those that `InnerWard` does not mark as withdrawn.
#[must_use]
pub fn in_use(entry: Ward) -> bool {
    use InnerWard::{BedNotFound, BedTaken, NoAccess, Teapot, Upstream};
    matches!(
        InnerWard::from_name(entry.name()),
        Some(BedNotFound | BedTaken | NoAccess | Teapot | Upstream)
    )
}

/// How many entries can be matched without a `_` arm.
#[must_use]
pub fn number(name: &str) -> Option<u8> {
    #[expect(deprecated, reason = "a match lists the withdrawn ones too")]
    Some(match InnerWard::from_name(name)? {
        InnerWard::BedNotFound => 1,
        InnerWard::BedGone => 2,
        InnerWard::Code20003 => 3,
        InnerWard::NoAccess => 4,
        InnerWard::Upstream => 5,
        InnerWard::Teapot => 6,
        InnerWard::BedTaken => 7,
    })
}

/// The codes of the theatre.
pub fn theatre() -> impl Iterator<Item = error_runtime::Code<'static>> {
    Theatre::all().iter().filter_map(|entry| entry.code())
}
