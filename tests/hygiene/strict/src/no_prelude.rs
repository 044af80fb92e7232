//! A module that has no prelude.
#![no_implicit_prelude]

::error_runtime::error_catalog! {
    /// Errors of the ward, in a module without a prelude.
    pub enum Ward = "catalogs/ward.json";
}

/// Where nothing is in scope but what is named.
#[derive(::error_runtime::CatalogError)]
#[catalog(Ward, debug)]
pub enum NoPrelude<T> {
    /// The bed is taken.
    #[code(BedTaken, diagnostics = "{other}")]
    Taken {
        /// The bed.
        #[param]
        bed: T,
        /// More details.
        other: ::core::primitive::u8,
        /// Why.
        source: ::core::option::Option<
            ::std::boxed::Box<dyn ::core::error::Error + ::core::marker::Send + ::core::marker::Sync>,
        >,
    },
    /// Something else.
    #[code(transparent)]
    Other(#[from] NoPreludeOther),
}

/// Something else.
#[derive(::error_runtime::CatalogError)]
#[catalog(Ward, debug)]
#[display("{0:?}")]
#[code(Teapot)]
pub struct NoPreludeOther(#[request_id] pub ::core::primitive::u8);
