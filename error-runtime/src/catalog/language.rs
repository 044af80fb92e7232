//! The languages of a catalog, and its entries in each of them.

use core::iter::successors;

use error_layout::{bytes, entry, fact};

use super::data::Data;
use super::entry::Entry;
use super::facts::Facts;

impl<'a> Data<'a> {
    /// Returns the language of the catalog's texts, a tag of BCP 47; `None` if the catalog does not name it.
    pub const fn language(self) -> Option<&'a str> {
        self.facts().text(fact::LANGUAGE)
    }

    /// Returns the languages of the catalog: its own first, then its translations in their order.
    pub fn languages(self) -> impl Iterator<Item = &'a str> + Clone {
        let translations = self.translations().map(|(language, _)| language);
        self.language().into_iter().chain(translations)
    }

    /// Returns the language of the catalog that a tag of BCP 47 finds (RFC 4647, section 3.4): `de-AT` finds `de-AT`, else `de`.
    ///
    /// ```
    /// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
    /// # use api::Clinic;
    /// use error_runtime::Catalog;
    ///
    /// // This catalog does not name its language.
    /// assert_eq!(Clinic::DATA.find_language("de-AT"), None);
    /// ```
    pub fn find_language(self, tag: &str) -> Option<&'a str> {
        prefixes(tag).find_map(|tag| self.languages().find(|language| language.eq_ignore_ascii_case(tag)))
    }

    /// Whether the catalog has translations.
    pub(crate) const fn is_translated(self) -> bool {
        // Their facts are the first.
        matches!(self.facts().split_first(), Some((first, _)) if first.tag == fact::TRANSLATION)
    }

    /// Returns the languages of the translations, each with the offset of its list of records.
    fn translations(self) -> Translations<'a> {
        Translations { rest: self.facts() }
    }
}

#[derive(Clone)]
struct Translations<'a> {
    rest: Facts<'a>,
}

impl<'a> Iterator for Translations<'a> {
    type Item = (&'a str, u32);

    fn next(&mut self) -> Option<Self::Item> {
        let (language, rest) = self.rest.split_first()?;
        if language.tag != fact::TRANSLATION {
            return None;
        }
        let (list, rest) = rest.split_first()?;
        let language = self.rest.text_of(language);
        self.rest = rest;
        Some((language, list.first))
    }
}

impl<'a> Entry<'a> {
    /// Returns the entry with its texts in a language, a tag of BCP 47.
    ///
    /// A language that the catalog does not have is looked up without its last parts (RFC 4647, section 3.4): `de-AT` finds `de`. An
    /// entry without a translation keeps its texts; so does a single text.
    ///
    /// ```
    /// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
    /// # use api::Clinic;
    /// let entry = Clinic::PatientNotFound.entry().in_language("de-AT");
    /// // This catalog has no translations.
    /// assert_eq!((entry.title(), entry.language()), ("Patient not found", None));
    /// ```
    #[must_use]
    pub fn in_language(self, language: &str) -> Self {
        let found = self.data().find_language(language);
        let mut translations = self.data().translations();
        let translation = translations.find(|(language, _)| found == Some(*language));
        translation.and_then(|(_, list)| self.translated(list)).unwrap_or(self)
    }

    /// Returns the language of the entry's texts, a tag of BCP 47; `None` if the catalog does not name it.
    pub const fn language(self) -> Option<&'a str> {
        match self.facts().split_first() {
            Some((first, _)) if first.tag == fact::LANGUAGE => Some(self.facts().text_of(first)),
            _ => self.data().language(),
        }
    }

    /// Returns the text that is safe to show to an end user in a language: see [`in_language`](Self::in_language).
    pub fn user_message_in(self, language: &str) -> Option<&'a str> {
        self.in_language(language).user_message()
    }

    /// Returns the entry in each language into which it is translated.
    pub(crate) fn translations(self) -> impl Iterator<Item = Self> {
        let translations = self.data().translations();
        translations.filter_map(move |(_, list)| self.translated(list))
    }

    /// Returns the entry in the language with this list of records, if it is translated.
    fn translated(self, list: u32) -> Option<Self> {
        let index = self.data().index();
        let at = (list as usize).saturating_add(self.position() * size_of::<u32>());
        let record = entry::View::at(index, bytes::u32_at(index, at) as usize)?;
        Some(Self::new(self.data(), self.position(), record))
    }
}

/// Returns a language range and, one after the other, its shorter forms (RFC 4647, section 3.4).
pub(crate) fn prefixes(range: &str) -> impl Iterator<Item = &str> {
    successors(Some(range), |range| {
        let (rest, _) = range.rsplit_once('-')?;
        match rest.rsplit_once('-') {
            // A single letter means nothing without what follows it.
            Some((shorter, last)) if last.len() == 1 => Some(shorter),
            _ => Some(rest),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn a_range_loses_its_last_subtag_and_a_letter_before_it() {
        let all = |range| prefixes(range).collect::<Vec<_>>();
        assert_eq!(
            all("zh-Hant-CN-x-private1-private2"),
            [
                "zh-Hant-CN-x-private1-private2",
                "zh-Hant-CN-x-private1",
                "zh-Hant-CN",
                "zh-Hant",
                "zh"
            ]
        );
        assert_eq!(all(""), [""]);
    }
}
