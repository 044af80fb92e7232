//! Web frameworks and observers, each behind a feature of its name.
//!
//! What they share is [`answer`]: one error or several, on their way out. `http` is the common ground of axum and tower; actix-web has
//! types of its own.

#[cfg(feature = "actix")]
pub mod actix;
#[cfg(feature = "http")]
mod answer;
#[cfg(feature = "axum")]
pub mod axum;
mod derived;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "metrics")]
pub mod metrics;
#[cfg(feature = "utoipa")]
mod sample;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "tracing")]
pub mod tracing;
#[cfg(feature = "utoipa")]
pub mod utoipa;
#[cfg(all(
    any(feature = "actix", feature = "tower"),
    any(feature = "tracing", feature = "metrics")
))]
mod watch;

#[cfg(all(
    any(feature = "actix", feature = "tower"),
    any(feature = "tracing", feature = "metrics")
))]
pub(crate) use self::watch::Watch;
