//! EC10: translations.

use super::Example::Translation;
use super::rules;

rules! {
    /// A translation has every text of its catalog.
    MISSING_TRANSLATION = "EC1001" "missing-translation" Warning,
        why: "A text without a translation is sent in the language of the catalog, so that a response can have two languages. An entry without any translated text is sent in the language of the catalog.",
        wrong: Translation(r#"{ "errors": { "EXAMPLE": { "title": "Nicht gefunden" } } }"#),
        right: Translation(r#"{ "errors": { "EXAMPLE": { "title": "Nicht gefunden", "message": "Keine Akte von {patient}." } } }"#);
    /// A translation has the placeholders of the original text, with the same `?`.
    TRANSLATED_PLACEHOLDER = "EC1002" "translated-placeholder" Error,
        why: "Clients read the values out of the text in every language, and the server has no values for others. The order is free, and a placeholder can be used twice.",
        wrong: Translation(r#"{ "errors": { "EXAMPLE": { "title": "Nicht gefunden", "message": "Keine Akte von {patientin}." } } }"#),
        right: Translation(r#"{ "errors": { "EXAMPLE": { "title": "Nicht gefunden", "message": "Von {patient} gibt es keine Akte." } } }"#);
    /// A translation has only texts that its catalog has.
    NO_ORIGINAL = "EC1003" "no-original" Error,
        why: "A text that only a translation has would be sent in one language alone. Most likely it is at the wrong place, or the original was removed.",
        wrong: Translation(r#"{ "errors": { "EXAMPLE": { "title": "Nicht gefunden", "message": "Keine Akte von {patient}.", "action": "Suchen Sie noch einmal." } } }"#),
        right: Translation(r#"{ "errors": { "EXAMPLE": { "title": "Nicht gefunden", "message": "Keine Akte von {patient}." } } }"#);
}
