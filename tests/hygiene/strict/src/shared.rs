//! Two catalogs in one module whose entries have the same names.

use error_runtime::error_catalog;

error_catalog! {
    /// Errors of the old ward.
    pub enum OldWard = "catalogs/ward.json";
}

error_catalog! {
    /// Errors of the new ward.
    pub enum NewWard = "catalogs/ward.json";
}
