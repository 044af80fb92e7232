//! A compiled catalog as a whole.

use error_layout::{MAGIC, MAGIC_OF_BROKEN, NONE_U32, bytes, category, entry, header};

/// A compiled catalog: two constants, read in place.
///
/// No method panics: what a damaged catalog does not have is `None` or empty.
///
/// A catalog does not need an enum. Load the constants, which the crate `error-catalog` compiles from JSON, at run
/// time; [`Error::try_new`](crate::Error::try_new) takes an [`Entry`](crate::Entry) like a variant:
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use error_runtime::Catalog;
/// # let (index, text) = (api::Clinic::DATA.index(), api::Clinic::DATA.text());
/// use error_runtime::{AsEntry, Data, Error};
///
/// let data = Data::new(index, text);
/// assert!(data.is_current());
///
/// let entry = data.entry_by_name("PATIENT_NOT_FOUND").unwrap();
/// let error = Error::try_new(entry, [("patient", "p-17")])?;
/// assert_eq!(error.to_string(), "PATIENT_NOT_FOUND: No patient has the id p-17");
///
/// /// Works for enums and for entries.
/// fn severity(error: impl AsEntry) -> &'static str {
///     error.as_entry().severity().as_str()
/// }
/// assert_eq!(severity(entry), "error");
/// # Ok::<(), error_runtime::ParameterError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Data<'a> {
    index: &'a [u8],
    text: &'a str,
}

/// The header of a catalog whose index has another layout.
const EMPTY: &[u8; header::SIZE] = &header::Record {
    magic: 0,
    entries: 0,
    categories: 0,
    responses: 0,
    codes: 0,
    by_name: NONE_U32,
    by_code: NONE_U32,
    by_alias: NONE_U32,
    aliases: 0,
    facts: NONE_U32,
    fallbacks: NONE_U32,
    places: NONE_U32,
    regions: NONE_U32,
    codeless: NONE_U32,
    codeless_count: 0,
    place_count: 0,
}
.to_bytes();

impl<'a> Data<'a> {
    /// Takes the two constants that the catalog compiler wrote.
    ///
    /// An index of another layout version is a catalog without entries; see [`is_current`](Self::is_current).
    pub const fn new(index: &'a [u8], text: &'a str) -> Self {
        // With an empty index every offset is "none", so that accessors need not compare the magic number.
        let index = match index.first_chunk() {
            Some(magic) if index.len() >= header::SIZE && (is(*magic, MAGIC) || is(*magic, MAGIC_OF_BROKEN)) => index,
            _ => &[],
        };
        Self { index, text }
    }

    /// Whether the index has the layout that this version of the crate reads.
    ///
    /// Generated code asserts it at compile time.
    pub const fn is_current(self) -> bool {
        !self.index.is_empty()
    }

    /// Whether the catalog was compiled without errors.
    pub(crate) const fn is_sound(self) -> bool {
        match self.index.first_chunk() {
            Some(magic) => is(*magic, MAGIC),
            None => false,
        }
    }

    /// Returns the index: records, programs and tables. Empty if it [is not current](Self::is_current).
    pub const fn index(self) -> &'a [u8] {
        self.index
    }

    /// Returns the string table: all strings of the catalog.
    pub const fn text(self) -> &'a str {
        self.text
    }

    /// Returns the header of the index; one without entries if there is none.
    #[inline]
    pub(crate) const fn header(self) -> header::View<'a> {
        match header::View::at(self.index, 0) {
            Some(header) => header,
            None => header::View::new(EMPTY),
        }
    }

    /// Returns the offset of the first category.
    pub(super) const fn categories_at(self) -> usize {
        header::SIZE + self.header().entries() as usize * entry::SIZE
    }

    /// Returns the offset of the first response.
    pub(super) const fn responses_at(self) -> usize {
        self.categories_at() + self.categories() * category::SIZE
    }

    /// Returns the number of entries.
    #[inline]
    pub const fn entries(self) -> usize {
        let declared = self.header().entries() as usize;
        let present = bytes::tail(self.index, header::SIZE).len() / entry::SIZE;
        if declared < present { declared } else { present }
    }

    /// Returns the number of categories.
    pub const fn categories(self) -> usize {
        self.header().categories() as usize
    }

    /// Returns the number of responses.
    pub const fn responses(self) -> usize {
        self.header().responses() as usize
    }
}

/// Whether an index begins with these bytes.
const fn is(start: [u8; 4], magic: [u8; 4]) -> bool {
    u32::from_le_bytes(start) == u32::from_le_bytes(magic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;
    use crate::testing::Clinic;

    #[test]
    fn an_index_of_another_layout_is_an_empty_catalog() {
        let mut index = Clinic::DATA.index().to_vec();
        index[3] = 99;
        let data = Data::new(&index, Clinic::DATA.text());
        assert!(!data.is_current());
        assert_eq!(
            (data.entries(), data.name(), data.position_by_name("GONE")),
            (0, "", None)
        );
        assert!(data.entry(0).is_none() && data.category(0).is_none() && data.response(0).is_none());
    }
}
