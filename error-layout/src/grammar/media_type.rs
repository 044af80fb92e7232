//! Media types and media ranges (RFC 9110, sections 8.3.1 and 12.5.1).

use super::http::{is_token, split_unquoted};

/// A media type, split but not validated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType<'t> {
    /// The media type without its parameters, such as `text/html`.
    pub essence: &'t str,
    /// The text after the first semicolon.
    parameters: Option<&'t str>,
}

impl<'t> MediaType<'t> {
    /// Splits a text at its first semicolon.
    #[must_use]
    pub fn split(text: &'t str) -> Self {
        // Media types are too short for a search in blocks.
        let end = text.bytes().position(|byte| byte == b';');
        let (essence, parameters) = match end.and_then(|end| text.split_at_checked(end)) {
            Some((essence, rest)) => (essence, rest.get(1..)),
            None => (text, None),
        };
        Self {
            essence: essence.trim_ascii(),
            parameters,
        }
    }

    /// Whether type and subtype are tokens.
    #[must_use]
    pub fn is_well_formed(self) -> bool {
        let parts = self.essence.split_once('/');
        parts.is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
    }

    /// Whether two media types are equal without their parameters, ignoring case.
    #[must_use]
    pub fn is(self, other: &str) -> bool {
        self.essence.eq_ignore_ascii_case(MediaType::split(other).essence)
    }

    /// Whether the subtype, or its suffix (RFC 6839), is a syntax such as `json` or `xml`, ignoring case. A type without a slash counts as a subtype.
    #[must_use]
    pub fn has_syntax(self, syntax: &str) -> bool {
        let last = self.essence.rsplit(['/', '+']).next().unwrap_or_default();
        last.eq_ignore_ascii_case(syntax)
    }

    /// Returns names and values of the parameters. Quoted values are without their quotes.
    pub fn parameters(self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let parameters = self.parameters.into_iter();
        let parts = parameters.flat_map(|parameters| split_unquoted(parameters.as_bytes(), b';'));
        // A semicolon never splits a character.
        let parts = parts.filter_map(|part| core::str::from_utf8(part).ok()?.split_once('='));
        parts.map(|(name, value)| (name.trim_ascii(), value.trim_ascii().trim_matches('"')))
    }

    /// Returns the value of the first parameter of this name, ignoring case.
    #[must_use]
    pub fn parameter(self, name: &str) -> Option<&'t str> {
        let mut all = self.parameters().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        all.next().map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use proptest::prelude::*;

    #[test]
    fn a_media_type_has_an_essence_and_parameters() {
        let html = MediaType::split("text/html; q=1 ; Charset=\"ISO-8859-1\"");
        assert_eq!((html.essence, html.is_well_formed()), ("text/html", true));
        assert_eq!(
            (html.parameter("charset"), html.parameter("boundary")),
            (Some("ISO-8859-1"), None)
        );
        for (other, is_it) in [
            ("Text/HTML", true),
            (" text/html ;q=1", true),
            ("text/plain", false),
            ("text/html5", false),
            ("text", false),
        ] {
            assert_eq!(html.is(other), is_it, "{other}");
        }
        assert_eq!(MediaType::split("a/b;c=\"d;e=f\"").parameter("c"), Some("d;e=f"));
        for other in ["", "json", "a b/c", "a/", "/b", ";a=b"] {
            assert!(!MediaType::split(other).is_well_formed(), "{other}");
        }
    }

    #[test]
    fn a_syntax_is_a_subtype_or_its_suffix() {
        for text in [
            "application/json",
            "json",
            "Application/FHIR+JSON; charset=utf-8",
            "a/b+c+json",
        ] {
            assert!(MediaType::split(text).has_syntax("json"), "{text}");
        }
        for text in [
            "",
            "application/x-amz-json-1.1",
            "application/json-seq",
            "application/xml",
        ] {
            assert!(!MediaType::split(text).has_syntax("json"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_text_can_be_split(text: String) {
            let media_type = MediaType::split(&text);
            prop_assert!(media_type.parameters().count() <= text.len());
            prop_assert!(media_type.is(&text));
        }
    }
}
