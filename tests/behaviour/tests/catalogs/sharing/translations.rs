//! Translations of catalogs that extend others.

use super::{BASE, compiled, extending, messages};

const GERMAN: &str = r#"{
  "categories": { },
  "errors": {
    "NOT_FOUND": { "title": "Nicht gefunden", "message": "Kein Konto {account}." },
    "BLOCKED": { "title": "Gesperrt", "message": "Gesperrt: {cause}." },
    "BROKEN": { "title": "Defekt" }
  }
}"#;

/// The German titles of a catalog, and its messages.
fn german(members: &str, own: &str) -> (Vec<String>, Vec<String>) {
    let base = BASE.replace(
        "\"language\": \"en\",",
        "\"language\": \"en\", \"translations\": [\"de\"],",
    );
    let german = GERMAN.replace("  \"categories\": { },\n", "");
    let files = [
        ("catalogs/base.json", base.as_str()),
        ("catalogs/base.de.json", &german),
        ("catalogs/bank.de.json", own),
    ];
    let compiled = compiled(&extending(members), &files);
    let translations = compiled.catalog.translations.iter().flat_map(|one| &one.entries);
    let titles = translations.map(|(_, entry)| entry.title.clone()).collect();
    (titles, messages(&compiled))
}

#[test]
fn the_translations_of_a_base_are_inherited() {
    let (titles, messages) = german("", "");
    assert_eq!(
        (titles, messages),
        (
            vec!["Nicht gefunden".into(), "Gesperrt".into(), "Defekt".into()],
            vec![]
        )
    );
    let own = r#"{ "errors": { "NEW": { "title": "Neu" }, "BROKEN": { "title": "Aus" } } }"#;
    let members = r#", "translations": ["de"], "errors": { "NEW": { "status": 409, "title": "New" } }"#;
    let (titles, messages) = german(members, own);
    assert_eq!(titles, ["Nicht gefunden", "Gesperrt", "Aus", "Neu"]);
    assert_eq!(messages, [""; 0]);
}

#[test]
fn a_translation_of_a_text_that_is_overridden_is_not_used() {
    let members = r#", "errors": { "NOT_FOUND": { "title": "Gone" }, "BROKEN": null }, "fallbacks": null"#;
    let (titles, messages) = german(members, "");
    assert_eq!(titles, ["Gone", "Gesperrt"]);
    assert_eq!(
        messages,
        ["warning: catalogs/base.json:2:38: entry `NOT_FOUND` has no translation of `title` [EC1001]"]
    );
    let members = format!(r#"{members}, "translations": ["de"]"#);
    let (titles, messages) = german(&members, r#"{ "errors": { "NOT_FOUND": { "title": "Weg" } } }"#);
    assert_eq!((titles, messages), (vec!["Weg".into(), "Gesperrt".into()], vec![]));
    let (_, messages) = german(
        &members,
        r#"{ "errors": { "NOT_FOUND": { "title": "Weg" }, "BROKEN": { "title": "Aus" } } }"#,
    );
    assert_eq!(
        messages,
        ["error: catalogs/bank.de.json:1:48: unknown entry `BROKEN` [EC0207]"]
    );
}
