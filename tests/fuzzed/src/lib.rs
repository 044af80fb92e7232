//! What must be true whatever the input is. The fuzz targets in `fuzz/` look for inputs for which it is not, and the test `seeds` runs their
//! seeds through the same functions.

mod catalog;
mod decode;
mod escapes;

pub use catalog::catalog;
pub use decode::decode;
pub use escapes::escapes;
