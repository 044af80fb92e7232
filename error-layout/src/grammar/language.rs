//! Language tags (BCP 47).

/// Whether a text has the form of a language tag (RFC 5646, section 2.1): a language of letters, and further subtags.
///
/// Whether the subtags are registered is not checked.
#[must_use]
pub fn is_language_tag(text: &str) -> bool {
    let mut subtags = text.split('-');
    let is_subtag =
        |subtag: &str| matches!(subtag.len(), 1..=8) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_language = |subtag: &str| subtag.len() >= 2 && subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
    let language = subtags.next().unwrap_or_default();
    is_language(language)
        && is_subtag(language)
        && subtags.all(is_subtag)
        // A single letter introduces the subtags after it.
        && text.rsplit('-').next().is_none_or(|last| last.len() != 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_tag_has_a_language_and_subtags_of_up_to_eight_characters() {
        for tag in [
            "de",
            "pt-BR",
            "zh-Hant-TW",
            "sl-rozaj-biske",
            "de-CH-1901",
            "en-a-bbb",
            "cmn",
        ] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for text in [
            "",
            "d",
            "-",
            "de-",
            "de_AT",
            "german language",
            "de--AT",
            "1de",
            "de-abcdefghi",
            "en-a",
            "*",
            "dé",
        ] {
            assert!(!is_language_tag(text), "{text}");
        }
    }
}
