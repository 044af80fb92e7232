//! The runtime under another name, and behind a re-export, as a framework would have it.
#![forbid(unsafe_code)]

/// The re-exports of a framework.
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

/// An error of the front desk.
#[derive(Debug, runtime::CatalogError)]
#[catalog(Desk, crate = ::runtime)]
pub enum Failure {
    /// Another person is there already.
    #[code(RoomTaken)]
    Taken {
        /// The room.
        #[param]
        room: Option<u8>,
        /// Who wants it.
        #[param]
        patient: String,
    },
    /// The desk failed.
    #[code(Closed)]
    Io(#[from] std::io::Error),
}

/// The same through the framework.
#[derive(Debug, runtime::CatalogError)]
#[catalog(through_framework::Desk, crate = crate::framework::runtime)]
#[code(Closed)]
pub struct Closed;
