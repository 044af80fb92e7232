//! HTTP clients, backon and tracing, each behind a feature of its name.

#[cfg(feature = "backon")]
pub mod backon;
#[cfg(feature = "reqwest")]
pub mod reqwest;
#[cfg(feature = "reqwest-middleware")]
pub mod reqwest_middleware;
#[cfg(feature = "tracing")]
pub mod tracing;
