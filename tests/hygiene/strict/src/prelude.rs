//! Entries, categories and parameters that are called like the things of the prelude.

use error_runtime::error_catalog;

error_catalog! {
    /// Errors with names of the prelude.
    pub enum Names = "catalogs/prelude.json";
}

error_catalog! {
    /// An enum that is called like one of its entries.
    pub enum Prelude = "catalogs/prelude.json";
}

error_catalog! {
    /// An enum that is called like one of its parameters.
    pub enum Values = "catalogs/prelude.json";
}
