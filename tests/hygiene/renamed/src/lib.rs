//! The runtime under another name, and behind a re-export, as a framework would have it.
#![forbid(unsafe_code)]

/// What a framework hands on to its users.
pub mod framework {
    pub use runtime;
}

runtime::error_catalog! {
    /// Errors of the front desk.
    #[catalog(crate = ::runtime)]
    pub enum Desk = "catalogs/desk.json";
}

/// The same through the framework.
pub mod through_framework {
    crate::framework::runtime::error_catalog! {
        /// Errors of the front desk.
        #[catalog(crate = crate::framework::runtime)]
        pub enum Desk = "catalogs/desk.json";
    }
}
