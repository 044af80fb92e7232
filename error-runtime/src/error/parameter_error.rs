//! The error of setting a parameter.

use alloc::boxed::Box;
use core::fmt;

use crate::catalog::ParameterType;

/// The error of [`Error::with_parameter`](crate::Error::with_parameter): an unknown name, or a value of another type.
///
/// The message does not contain the value, which may be personal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterError {
    /// The entry has no such parameter.
    Unknown {
        /// The name of the entry.
        entry: &'static str,
        /// The unknown name.
        name: Box<str>,
    },
    /// The value is not of the parameter's type.
    Type {
        /// The name of the entry.
        entry: &'static str,
        /// The name of the parameter.
        name: &'static str,
        /// The type of the parameter.
        expected: ParameterType,
    },
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { entry, name } => write!(f, "`{entry}` has no parameter `{}`", name.escape_debug()),
            Self::Type { entry, name, expected } => {
                write!(
                    f,
                    "expected a value of the type `{expected}` for the parameter `{name}` of `{entry}`"
                )
            }
        }
    }
}

impl core::error::Error for ParameterError {}
