//! A macro of the user's own that makes catalogs.

/// The path comes from the caller.
macro_rules! catalog_at {
    ($(#[$attribute:meta])* $visibility:vis $name:ident, $path:literal) => {
        error_runtime::error_catalog! {
            $(#[$attribute])*
            $visibility enum $name = $path;
        }
    };
}

/// The path is the macro's own.
macro_rules! ward_catalog {
    ($(#[$attribute:meta])* $visibility:vis $name:ident) => {
        error_runtime::error_catalog! {
            $(#[$attribute])*
            $visibility enum $name = "catalogs/ward.json";
        }
    };
}

pub(crate) use {catalog_at, ward_catalog};
