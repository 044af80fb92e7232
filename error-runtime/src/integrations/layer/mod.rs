//! The layer, in any framework: its decisions about a request and its response.
//!
//! `tower` and `actix` pass requests and responses of their types to an [`Exchange`], and apply its decisions.

mod exchange;
mod headers;
mod options;
mod origin;
mod panics;
mod replaced;
mod request_id;

pub(crate) use self::exchange::{Exchange, RequestHead};
pub(crate) use self::headers::only;
pub(crate) use self::options::Options;
#[cfg(all(feature = "_responses", any(feature = "tracing", feature = "metrics")))]
pub(crate) use self::origin::is_inside;
pub(crate) use self::origin::{Origin, inside, keep_errors};
pub(crate) use self::panics::{Panicked, caught};
pub(crate) use self::replaced::available;
pub use self::request_id::RequestId;

/// An error of a service.
pub(crate) type BoxError = alloc::boxed::Box<dyn core::error::Error + Send + Sync>;

/// A response extension: the layer (`CatalogLayer`) does not replace the response.
///
/// Use it for the responses of another server that a proxy forwards.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keep;
