//! Errors as they occur: one, several, and those of a service; and the responses that they become.

mod builder;
mod by_name;
pub(crate) mod derive;
mod details;
mod fallback;
mod format;
mod outcome;
mod parameter_error;
mod report;
mod respond;
mod single;
#[cfg(test)]
mod tests;

pub use self::derive::CatalogError;
pub use self::derive::extends::Extends;
pub use self::outcome::Outcome;
pub use self::parameter_error::ParameterError;
#[cfg(feature = "_layer")]
pub(crate) use self::report::Report;
pub use self::respond::Respond;
#[cfg(feature = "http")]
pub(crate) use self::respond::sealed::ToReport;
pub use self::single::Error;
#[cfg(feature = "tracing")]
pub(crate) use self::single::unsent;
