//! Web frameworks and observers, each behind a feature of its name.
//!
//! axum and tower share the types of `http`; actix-web has its own.

#[cfg(feature = "actix")]
pub mod actix;
#[cfg(feature = "axum")]
pub mod axum;
#[cfg(any(
    feature = "tracing",
    all(feature = "metrics", any(feature = "_layer", feature = "_responses"))
))]
pub(crate) mod circumstances;
mod derived;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "_layer")]
mod layer;
#[cfg(feature = "metrics")]
pub mod metrics;
#[cfg(any(feature = "_layer", feature = "_responses"))]
mod reason;
#[cfg(feature = "utoipa")]
mod sample;
pub mod serde;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "tracing")]
pub mod tracing;
#[cfg(feature = "utoipa")]
pub mod utoipa;
#[cfg(all(
    any(feature = "_layer", feature = "_responses"),
    any(feature = "tracing", feature = "metrics")
))]
pub(crate) mod watch;
