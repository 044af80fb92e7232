//! The error of arguments that do not fit the parameters of an entry.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::catalog::ParameterType;

/// The error of [`Error::try_new`](crate::Error::try_new): arguments that do not fit the parameters of the entry.
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
    /// Required parameters have no argument.
    Missing {
        /// The name of the entry.
        entry: &'static str,
        /// The names of the parameters, in the order of the catalog. Never empty.
        names: Vec<&'static str>,
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
            Self::Missing { entry, names } => {
                let plural = if names.len() == 1 { "" } else { "s" };
                write!(f, "missing required parameter{plural} ")?;
                for (position, name) in names.iter().enumerate() {
                    let comma = if position == 0 { "" } else { ", " };
                    write!(f, "{comma}`{name}`")?;
                }
                write!(f, " of `{entry}`")
            }
        }
    }
}

impl core::error::Error for ParameterError {}
