//! A compiled catalog, and its lookup tables.

use core::fmt;
use core::iter::{FusedIterator, successors};

use error_layout::{MAGIC, MAGIC_OF_BROKEN, NONE_U16, NONE_U32, bytes, category, entry, header, lookup, response};

use crate::entry::Entry;
use crate::facts::{Facts, Strings};
use crate::fallback::Fallback;
use crate::group::{Category, Response};

/// A compiled catalog: two constants, read in place.
///
/// No method panics: what a damaged catalog does not have is `None` or empty.
///
/// A catalog does not need an enum. Load the constants, which the crate `error-catalog` compiles from JSON, at run
/// time, and use an [`Entry`] wherever an [`Error`](crate::Error) takes a variant:
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
/// let error = Error::new(entry).with_parameter("patient", "p-17")?;
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

    /// Returns the facts of the catalog itself.
    pub(crate) const fn facts(self) -> Facts<'a> {
        Facts::new(self, self.header().facts())
    }

    /// Returns the offset of the first category.
    const fn categories_at(self) -> usize {
        header::SIZE + self.header().entries() as usize * entry::SIZE
    }

    /// Returns the offset of the first response.
    const fn responses_at(self) -> usize {
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

    /// Returns the entry at `position`, counted from 0 in the order of the catalog.
    #[inline]
    pub const fn entry(self, position: usize) -> Option<Entry<'a>> {
        if position >= self.entries() {
            return None;
        }
        match entry::View::at(self.index, header::SIZE + position * entry::SIZE) {
            Some(record) => Some(Entry::new(self, position, record)),
            None => None,
        }
    }

    /// Returns the entry with exactly this name.
    pub const fn entry_by_name(self, name: &str) -> Option<Entry<'a>> {
        match self.position_by_name(name) {
            Some(position) => self.entry(position),
            None => None,
        }
    }

    /// Returns the category at `position`, counted from 0 in the order of the catalog.
    pub const fn category(self, position: usize) -> Option<Category<'a>> {
        if position >= self.categories() {
            return None;
        }
        match category::View::at(self.index, self.categories_at() + position * category::SIZE) {
            Some(record) => Some(Category::new(self, position, record)),
            None => None,
        }
    }

    /// Returns the response at `position`, counted from 0 in the order of the catalog.
    pub const fn response(self, position: usize) -> Option<Response<'a>> {
        if position >= self.responses() {
            return None;
        }
        match response::View::at(self.index, self.responses_at() + position * response::SIZE) {
            Some(record) => Some(Response::new(self, record)),
            None => None,
        }
    }

    /// Returns all responses.
    pub(crate) fn all_responses(self) -> impl Iterator<Item = Response<'a>> + Clone {
        let (records, _) = bytes::tail(self.index, self.responses_at()).as_chunks();
        let records = records.iter().take(self.responses());
        records.map(move |record| Response::new(self, response::View::new(record)))
    }

    /// Returns the name of the catalog, such as `gp-connect`.
    pub const fn name(self) -> &'a str {
        match self.facts().text(error_layout::fact::CATALOG_NAME) {
            Some(name) => name,
            None => "",
        }
    }

    /// Returns the version of the API that the catalog describes.
    pub const fn version(self) -> Option<&'a str> {
        self.facts().text(error_layout::fact::CATALOG_VERSION)
    }

    /// Returns the title of the API.
    pub const fn title(self) -> &'a str {
        match self.facts().text(error_layout::fact::TITLE) {
            Some(title) => title,
            None => "",
        }
    }

    /// Returns the description of the API, in Markdown.
    pub const fn description(self) -> Option<&'a str> {
        self.facts().text(error_layout::fact::DESCRIPTION)
    }

    /// Returns the value of a metadata member of the catalog (`x-…`) as JSON.
    pub const fn metadata(self, name: &str) -> Option<&'a str> {
        self.facts().metadata(name)
    }

    /// Returns the text of a metadata member of the catalog whose value is a string, without quotes and escapes.
    pub const fn metadata_text(self, name: &str) -> Option<&'a str> {
        self.facts().metadata_text(name)
    }

    /// Returns the names of the catalog's metadata members.
    pub const fn metadata_names(self) -> Strings<'a> {
        self.facts().strings(error_layout::fact::METADATA_NAME)
    }

    /// Returns the position of the entry with this name.
    #[inline]
    pub const fn position_by_name(self, name: &str) -> Option<usize> {
        let mut probe = Probe::new(self, self.header().by_name(), self.header().entries(), name);
        while let Some(entry) = probe.next() {
            if lookup::equal(entry.name_bytes(), name.as_bytes()) {
                return Some(entry.position());
            }
        }
        None
    }

    /// Returns the position of the entry that replaces a response of the framework with this status.
    ///
    /// It is the fallback for the status, otherwise the one for its class.
    pub const fn fallback(self, status: u16) -> Option<usize> {
        match Fallback::find(self, status) {
            Some(found) => Some(found.entry()),
            None => None,
        }
    }

    /// Returns the positions of all entries with this code, in the order of the catalog.
    ///
    /// The key of an integer is its digits.
    #[inline]
    pub const fn positions_by_code(self, code: &str) -> Positions<'a> {
        let mut probe = Probe::new(self, self.header().by_code(), self.header().codes(), code);
        while let Some(entry) = probe.next() {
            if lookup::equal(entry.code_bytes(), code.as_bytes()) {
                return Positions { next: Some(entry) };
            }
        }
        Positions { next: None }
    }
}

/// Whether an index begins with these bytes.
const fn is(start: [u8; 4], magic: [u8; 4]) -> bool {
    u32::from_le_bytes(start) == u32::from_le_bytes(magic)
}

impl fmt::Debug for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Data")
            .field("name", &self.name())
            .field("entries", &self.entries())
            .finish_non_exhaustive()
    }
}

/// The entries that may have a key, found by a [hash table](lookup).
struct Probe<'a> {
    data: Data<'a>,
    table: &'a [u8],
    /// The number of slots minus one.
    mask: usize,
    slot: usize,
    /// The number of slots not probed yet: a damaged table may have no free slot.
    left: usize,
}

impl<'a> Probe<'a> {
    /// Starts a search in the table at an offset.
    #[inline]
    const fn new(data: Data<'a>, table: u32, keys: u16, key: &str) -> Self {
        let slots = lookup::slots(keys as usize);
        Self {
            data,
            table: bytes::tail(data.index, table as usize),
            mask: slots - 1,
            slot: lookup::hash(key.as_bytes()) as usize,
            left: slots,
        }
    }

    #[inline]
    const fn next(&mut self) -> Option<Entry<'a>> {
        let position = bytes::u16_at(self.table, (self.slot & self.mask) * 2);
        if self.left == 0 || position == NONE_U16 {
            return None;
        }
        self.left -= 1;
        self.slot = self.slot.wrapping_add(1);
        Some(Entry::at(self.data, position as usize))
    }
}

/// The positions of all entries that share a code. Returned by [`Data::positions_by_code`].
#[derive(Clone)]
pub struct Positions<'a> {
    next: Option<Entry<'a>>,
}

impl Iterator for Positions<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let entry = self.next?;
        self.next = entry.same_code();
        Some(entry.position())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = successors(self.next, |entry| entry.same_code()).count();
        (count, Some(count))
    }
}

impl ExactSizeIterator for Positions<'_> {}
impl FusedIterator for Positions<'_> {}

impl fmt::Debug for Positions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = successors(self.next, |entry| entry.same_code());
        f.debug_list().entries(entries.map(Entry::name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;
    use crate::testing::Clinic;

    #[test]
    fn every_entry_is_found_by_its_name() {
        for entry in Clinic::all() {
            assert_eq!(
                Clinic::DATA.position_by_name(entry.entry().name()),
                Some(entry.position())
            );
        }
        for name in ["", "A", "GON", "GONE ", "gone", "ZZZ"] {
            assert_eq!(Clinic::DATA.position_by_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_shared_code_finds_all_its_entries_in_order() {
        let found = Clinic::DATA.positions_by_code("TIMEOUT");
        assert_eq!(found.len(), 2);
        assert!(found.eq([Clinic::RecTimeout as usize, Clinic::ProxyTimeout as usize]));
        assert!(Clinic::DATA.positions_by_code("20003").eq([Clinic::Upstream as usize]));
        assert_eq!(Clinic::DATA.positions_by_code("").len(), 0);
        assert_eq!(
            Clinic::DATA.positions_by_code("GONE").len(),
            0,
            "an entry without a code"
        );
    }

    #[test]
    fn lookups_work_at_compile_time() {
        const POSITION: Option<usize> = Clinic::DATA.position_by_name("GONE");
        assert_eq!(POSITION, Some(Clinic::Gone as usize));
    }

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
