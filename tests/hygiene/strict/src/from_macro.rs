//! Catalogs made by a macro that another file, in another folder, defines.

use crate::macros::{catalog_at, ward_catalog};

catalog_at! {
    /// Errors at a path that this file says.
    pub CallerPath, "catalogs/ward.json"
}

ward_catalog! {
    /// Errors at a path that the macro says.
    pub MacroPath
}
