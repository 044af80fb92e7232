//! A module that has no prelude.
#![no_implicit_prelude]

::error_runtime::error_catalog! {
    /// Errors of the ward, in a module without a prelude.
    pub enum Ward = "catalogs/ward.json";
}
