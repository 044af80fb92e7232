//! The catalogs of the five APIs, and the server's own.

pub use ::catalogs::*;
use error_runtime::error_catalog;

error_catalog! {
    /// Errors of requests that belong to none of the APIs.
    pub enum ApiServer = "catalogs/api-server.json";
}
