//! HTTP clients, retries and logs, each behind a feature of the same name.

#[cfg(feature = "backon")]
pub mod backon;
#[cfg(feature = "reqwest")]
pub mod reqwest;
#[cfg(feature = "reqwest-middleware")]
pub mod reqwest_middleware;
#[cfg(feature = "tracing")]
pub mod tracing;
