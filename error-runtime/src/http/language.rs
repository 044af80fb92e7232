//! Negotiation of languages by `Accept-Language` (RFC 9110, section 12.5.4), with the lookup of BCP 47.

use alloc::vec::Vec;
use core::cmp::Reverse;

use error_layout::grammar::split_unquoted;

use super::negotiation::quality;
use crate::catalog::{Data, Entry, prefixes};
use crate::http::Representation;

impl<'a> Data<'a> {
    /// Selects the language of a response by the values of the `Accept-Language` headers; `None` for a catalog without translations.
    ///
    /// The ranges of the request are looked up by quality, then in their order (RFC 4647, section 3.4): `de-AT` finds `de-AT`, else `de`. A
    /// language whose quality is 0 is not selected, and `*` selects the first language that may be. Malformed ranges are ignored. Without a
    /// match, the result is the language of the catalog (RFC 9110, section 12.5.4, allows that).
    pub fn negotiate_language<'r>(self, accept_language: impl IntoIterator<Item = &'r [u8]>) -> Option<&'a str> {
        if !self.is_translated() {
            return None;
        }
        let values = accept_language.into_iter();
        let mut ranges: Vec<Range<'r>> = values
            .flat_map(|value| split_unquoted(value, b','))
            .filter_map(Range::read)
            .collect();
        // The order of equals is kept.
        ranges.sort_by_key(|range| Reverse(range.quality));
        let is_acceptable = |language: &&str| !ranges.iter().any(|range| range.quality == 0 && range.is(language));
        let mut wanted = ranges.iter().filter(|range| range.quality > 0 && range.tag != "*");
        let found = wanted.find_map(|range| {
            let mut shorter = prefixes(range.tag);
            shorter.find_map(|tag| {
                let mut languages = self.languages().filter(is_acceptable);
                languages.find(|language| language.eq_ignore_ascii_case(tag))
            })
        });
        let any = || {
            let has_any = ranges.iter().any(|range| range.quality > 0 && range.tag == "*");
            self.languages().filter(|_| has_any).find(is_acceptable)
        };
        found.or_else(any).or_else(|| self.language())
    }
}

/// An element of `Accept-Language`.
struct Range<'r> {
    /// A language tag, or `*`.
    tag: &'r str,
    /// In thousandths.
    quality: u16,
}

impl<'r> Range<'r> {
    /// Parses an element; `None` if it is malformed or empty.
    fn read(element: &'r [u8]) -> Option<Self> {
        let element = core::str::from_utf8(element).ok()?;
        let (tag, weight) = element.split_once(';').unwrap_or((element, ""));
        let tag = tag.trim_ascii();
        let is_subtag =
            |subtag: &str| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if tag != "*" && !tag.split('-').all(is_subtag) {
            return None;
        }
        let quality = match weight.trim_ascii() {
            "" => 1000,
            weight => {
                let (name, value) = weight.split_once('=')?;
                Some(value.trim_ascii())
                    .filter(|_| name.trim_ascii().eq_ignore_ascii_case("q"))
                    .and_then(quality)?
            }
        };
        Some(Self { tag, quality })
    }

    fn is(&self, tag: &str) -> bool {
        self.tag.eq_ignore_ascii_case(tag)
    }
}

impl Representation {
    /// Selects the language of the texts by the values of the `Accept-Language` headers of a request.
    ///
    /// [`Data::negotiate_language`] has the rules. A catalog without translations has one language, and nothing changes. Otherwise the
    /// response has the header `Vary: Accept-Language` (RFC 9110, section 12.5.5).
    ///
    /// ```
    /// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
    /// # use api::Clinic;
    /// use error_runtime::Representation;
    ///
    /// let entry = Clinic::BadRequest.entry();
    /// let accept_language: [&[u8]; 1] = [b"de-AT, en;q=0.5"];
    /// let representation = Representation::negotiate(entry, [], None).negotiate_language(entry, accept_language);
    /// // This catalog has no translations.
    /// assert_eq!(representation, Representation::OWN);
    /// ```
    #[must_use]
    pub fn negotiate_language<'r>(
        self,
        entry: Entry<'static>,
        accept_language: impl IntoIterator<Item = &'r [u8]>,
    ) -> Self {
        Self {
            language: entry.data().negotiate_language(accept_language),
            ..self
        }
    }

    /// Selects the language of the texts, a tag of BCP 47, as [`Entry::in_language`] does.
    #[must_use]
    pub const fn in_language(self, language: &'static str) -> Self {
        Self {
            language: Some(language),
            ..self
        }
    }

    /// Whether the texts of an entry are those of a translation.
    #[cfg(feature = "_layer")]
    pub(crate) fn is_translation_of(self, entry: Entry<'static>) -> bool {
        let translated = self.language.map(|language| entry.in_language(language));
        translated.is_some_and(|translated| translated.language() != entry.language())
    }
}
