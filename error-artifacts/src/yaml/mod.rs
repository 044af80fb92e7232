//! YAML as JSON values: reading, and writing.

mod read;
mod write;

pub(crate) use read::value;
pub(crate) use write::{Formatter, column, key};
