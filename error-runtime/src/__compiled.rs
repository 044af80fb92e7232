//! The compiled catalog, for `error-client`. Not public API: it changes without notice.
//!
//! `error-client` depends on exactly this version.

use error_layout::program::{Steps, Texts};
use error_layout::{form, form_header, header, response};

use crate::catalog::Data;
use crate::catalog::Entry;
use crate::catalog::Response;

pub use crate::catalog::{Fact, Facts};
pub use crate::render::{Syntax, has_body};
pub use crate::values::clean::push as push_clean;

/// Returns an entry in each language into which it is translated.
#[inline]
pub fn translations(entry: Entry<'_>) -> impl Iterator<Item = Entry<'_>> {
    entry.translations()
}

/// Returns the header of the index.
#[inline]
pub const fn header(data: Data<'_>) -> header::View<'_> {
    data.header()
}

/// Returns the facts of the catalog itself.
pub const fn catalog_facts(data: Data<'_>) -> Facts<'_> {
    data.facts()
}

/// Returns all responses, in the order of the catalog.
#[inline]
pub fn responses(data: Data<'_>) -> impl Iterator<Item = Response<'_>> + Clone {
    data.all_responses()
}

/// Returns the record of a response.
#[inline]
pub const fn response_record(response: Response<'_>) -> response::View<'_> {
    response.record()
}

/// Returns the facts of an entry.
#[inline]
pub const fn entry_facts(entry: Entry<'_>) -> Facts<'_> {
    entry.facts()
}

/// Returns the form of an entry; `None` if a damaged catalog does not have it.
#[inline]
pub const fn form(entry: Entry<'_>) -> Option<form::View<'_>> {
    entry.form()
}

/// Returns the headers of the form of an entry.
pub fn form_headers(entry: Entry<'_>) -> &[[u8; form_header::SIZE]] {
    entry.form_headers()
}

/// Returns the program at an offset; `None` if there is none.
#[inline]
pub fn steps(entry: Entry<'_>, offset: u32) -> Option<Steps<'_>> {
    entry.steps(offset)
}

/// Returns the texts that the steps of an entry's programs refer to.
#[inline]
pub fn texts(entry: Entry<'_>) -> Texts<'_> {
    entry.texts()
}
