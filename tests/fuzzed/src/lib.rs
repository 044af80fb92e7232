//! Assertions that hold for any input. The fuzz targets in `fuzz/` search for inputs that break them, and the test `seeds` runs their
//! seeds through the same functions.

mod artifacts;
mod catalog;
mod decode;
mod escapes;
mod import;

pub use artifacts::artifacts;
pub use catalog::catalog;
pub use decode::decode;
pub use escapes::escapes;
pub use import::import;
