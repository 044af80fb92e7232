//! The compiled catalog behind the types of this crate, as `error-client` reads it. Not part of the public interface: it changes without
//! notice, and `error-client` depends on exactly this version.

use crate::data::Data;
use crate::entry::Entry;
use crate::group::Response;

pub use crate::clean::push as push_clean;
pub use crate::facts::{Fact, Facts};
pub use crate::render::op::{Op, Run, runs};
pub use crate::representation::Form;

/// The facts of the catalog itself.
pub const fn catalog_facts(data: Data<'_>) -> Facts<'_> {
    data.facts()
}

/// All responses, in the order of the catalog.
pub fn responses(data: Data<'_>) -> impl Iterator<Item = Response<'_>> + Clone {
    data.all_responses()
}

/// A number of an entry's record.
#[inline]
pub const fn entry_field(entry: Entry<'_>, field: usize) -> u32 {
    entry.u32(field)
}

/// The facts of an entry.
#[inline]
pub const fn entry_facts(entry: Entry<'_>) -> Facts<'_> {
    entry.facts()
}

/// A number of a response's record.
#[inline]
pub const fn response_field(response: Response<'_>, field: usize) -> u32 {
    response.u32(field)
}
