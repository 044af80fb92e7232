//! Translations are held against their catalog.

use std::io;

use error_catalog::report::Report;
use error_catalog::{Source, compile, compile_with, emit};

const CATALOG: &str = r#"{
  "name": "clinic",
  "title": "Clinic",
  "language": "en",
  "translations": ["de"],
  "defaults": { "retry": "never", "action": "Call us." },
  "categories": { "booking": { "user_message": "Not booked." }, "other": { "title": "Other" } },
  "parameters": { "slot": "string", "note": { "optional": true } },
  "responses": { "default": { "format": "json", "body": { "code": "{code}", "message": "{message}" } } },
  "errors": {
    "TAKEN": { "status": 409, "category": "booking", "title": "Taken", "message": "Slot {slot} is taken{note?}." },
    "CLOSED": { "status": 403, "title": "Closed" },
    "GONE": { "status": 410, "title": "Gone" }
  }
}"#;

const GERMAN: &str = r#"{
  "defaults": { "action": "Rufen Sie an." },
  "categories": { "booking": { "user_message": "Nicht gebucht." } },
  "errors": {
    "TAKEN": { "title": "Vergeben", "message": "{slot} ist vergeben{note?}." },
    "CLOSED": { "title": "Geschlossen" },
    "GONE": { "title": "Entfernt" }
  }
}"#;

/// The messages about a catalog and its translation, without excerpts.
fn messages(catalog: &str, german: &str) -> Vec<String> {
    let source = Source::new("clinic.json", catalog);
    let compiled = compile_with(&source, &|path| match path {
        "clinic.de.json" => Ok(german.into()),
        _ => Err(io::ErrorKind::NotFound.into()),
    });
    let problems = compiled.problems.iter();
    let all = problems.map(|one| Report::new(&compiled.source).text(one));
    all.map(|message| message.lines().next().unwrap().to_owned()).collect()
}

/// The message about a translation with one change.
fn message(from: &str, to: &str) -> String {
    assert_eq!(GERMAN.matches(from).count(), 1, "{from}");
    let messages = messages(CATALOG, &GERMAN.replace(from, to));
    assert_eq!(messages.len(), 1, "{messages:?}");
    messages.into_iter().next().unwrap()
}

#[test]
fn a_whole_translation_has_no_problems() {
    assert_eq!(messages(CATALOG, GERMAN), [""; 0]);
}

#[test]
fn a_missing_text_is_a_warning_at_its_owner() {
    for (from, to, expected) in [
        (
            r#""title": "Vergeben", "message""#,
            r#""message""#,
            "clinic.de.json:5:5: entry `TAKEN` has no translation of `title` [EC1001]",
        ),
        (
            r#""GONE": { "title": "Entfernt" }"#,
            r#""$comment": "soon""#,
            "clinic.de.json:1:1: entry `GONE` has no translation [EC1001]",
        ),
        (
            r#""defaults": { "action": "Rufen Sie an." },"#,
            "",
            "clinic.de.json:1:1: `defaults` has no translation of `action` [EC1001]",
        ),
        (
            r#""categories": { "booking": { "user_message": "Nicht gebucht." } },"#,
            "",
            "clinic.de.json:1:1: category `booking` has no translation of `user_message` [EC1001]",
        ),
    ] {
        assert_eq!(message(from, to), format!("warning: {expected}"));
    }
    let several = messages(CATALOG, "{}");
    assert!(several.contains(&"warning: clinic.de.json:1:1: 3 entries have no translation [EC1001]".to_owned()));
    assert_eq!(several.len(), 3, "{several:?}");
}

#[test]
fn a_missing_text_can_be_allowed_by_the_catalog_or_the_entry() {
    let allowing = CATALOG.replace(r#""language""#, r#""allow": ["EC1001"], "language""#);
    assert_eq!(messages(&allowing, "{}"), [""; 0]);
    let allowing = CATALOG.replace(
        r#""title": "Gone""#,
        r#""title": "Gone", "allow": ["missing-translation"]"#,
    );
    let german = GERMAN.replace(r#""GONE": { "title": "Entfernt" }"#, r#""$comment": "soon""#);
    assert_eq!(messages(&allowing, &german), [""; 0]);
}

#[test]
fn placeholders_are_those_of_the_original() {
    for (text, expected) in [
        (
            "ist vergeben{note?}.",
            "clinic.de.json:5:48: the translation of `message` lacks `{slot}` [EC1002]",
        ),
        (
            "{slott} ist vergeben{note?}.",
            "clinic.de.json:5:49: `{slott}` is not in the original `message` [EC1002]",
        ),
        (
            "{slot} {code} ist vergeben{note?}.",
            "clinic.de.json:5:56: `{code}` is not in the original `message` [EC1002]",
        ),
        (
            "{slot?} ist vergeben{note?}.",
            "clinic.de.json:5:49: `{slot?}` is not in the original `message` [EC1002]",
        ),
        (
            "{slot} ist vergeben.",
            "clinic.de.json:5:48: the translation of `message` lacks `{note?}` [EC1002]",
        ),
        ("{slot ist vergeben{note?}.", "clinic.de.json:5:49: "),
    ] {
        let found = message("{slot} ist vergeben{note?}.", text);
        assert!(found.starts_with(&format!("error: {expected}")), "{found}");
    }
    // Two of one and another order are no mistake.
    let german = GERMAN.replace("{slot} ist vergeben{note?}.", "{slot}: Vergeben{note?} ({slot}).");
    assert_eq!(messages(CATALOG, &german), [""; 0]);
    let fixed = message(r#""title": "Entfernt""#, r#""title": "Entfernt {slot}""#);
    assert!(
        fixed.contains("`{slot}` is not in the original `title` [EC1002]"),
        "{fixed}"
    );
}

#[test]
fn a_text_or_a_name_without_an_original_is_an_error() {
    for (from, to, expected) in [
        (
            r#""title": "Geschlossen""#,
            r#""title": "Geschlossen", "display": "Zu""#,
            "entry `CLOSED` has no `display` to translate [EC1003]",
        ),
        (
            r#""action": "Rufen Sie an.""#,
            r#""action": "Rufen Sie an.", "message": "M""#,
            "`defaults` has no `message` to translate [EC1003]",
        ),
        (
            r#"{ "user_message": "Nicht gebucht." }"#,
            r#"{ "user_message": "Nicht gebucht.", "message": "M" }"#,
            "category `booking` has no `message` to translate [EC1003]",
        ),
        (
            r#""GONE": { "#,
            r#""GONNE": { "title": "x" }, "GONE": { "#,
            "unknown entry `GONNE` [EC0207]",
        ),
        (
            r#"{ "booking": "#,
            r#"{ "bookings": { "action": "x" }, "booking": "#,
            "unknown category `bookings` [EC0207]",
        ),
        (
            r#""title": "Geschlossen""#,
            r#""title": "Geschlossen", "status": 404"#,
            "unknown member `status` in a translated entry [EC0201]",
        ),
        (r#""title": "Geschlossen""#, r#""title": """#, "empty string [EC0205]"),
        (
            r#""title": "Geschlossen""#,
            r#""title": 7"#,
            "expected a string, found a number [EC0204]",
        ),
    ] {
        let found = message(from, to);
        assert!(
            found.starts_with("error: clinic.de.json:") && found.ends_with(expected),
            "{found}"
        );
    }
}

#[test]
fn a_translation_of_a_category_is_not_one_of_an_own_text() {
    let own = CATALOG.replace(
        r#""title": "Taken""#,
        r#""title": "Taken", "user_message": "Choose another.""#,
    );
    let expected = "warning: clinic.de.json:5:5: entry `TAKEN` has no translation of `user_message` [EC1001]";
    assert_eq!(messages(&own, GERMAN), [expected]);
}

#[test]
fn the_file_of_a_translation_is_beside_the_catalog_and_well_formed() {
    let unreadable = messages(&CATALOG.replace(r#"["de"]"#, r#"["de", "fr"]"#), GERMAN);
    let expected = "error: clinic.json:5:26: cannot read the translation `clinic.fr.json`: ";
    assert!(
        unreadable.len() == 1 && unreadable[0].starts_with(expected),
        "{unreadable:?}"
    );
    let broken = messages(CATALOG, "{ \"errors\": ");
    assert!(
        broken.len() == 1 && broken[0].contains("clinic.de.json:1:") && broken[0].contains("[EC0101]"),
        "{broken:?}"
    );
    let wrong = messages(CATALOG, "[]");
    assert!(
        wrong
            .iter()
            .any(|one| one.contains("clinic.de.json:1:1: expected an object, found an array [EC0204]")),
        "{wrong:?}"
    );
    for (from, to, expected) in [
        (
            r#""language": "en","#,
            "",
            "clinic.json:4:20: missing member `language` in a catalog [EC0202]",
        ),
        (
            r#""language": "en""#,
            r#""language": "de""#,
            "clinic.json:5:20: `de` is the language of the catalog [EC0206]",
        ),
        (
            r#"["de"]"#,
            r#"["de", "DE"]"#,
            "clinic.json:5:26: language `DE` is listed twice [EC0206]",
        ),
        (
            r#"["de"]"#,
            r#"["de", "d_e"]"#,
            "clinic.json:5:26: `d_e` is not a language tag [EC0206]",
        ),
    ] {
        let found = messages(&CATALOG.replace(from, to), GERMAN);
        assert!(found.len() == 1 && found[0].contains("error: clinic.json"), "{found:?}");
        assert_eq!(
            found[0][found[0].find("clinic").unwrap()..].split_once(": ").unwrap().1,
            expected.split_once(": ").unwrap().1
        );
    }
}

#[test]
fn entries_that_are_the_same_in_a_translation_are_a_warning() {
    let catalog = CATALOG
        .replace(r#""code": "{code}", "#, "")
        .replace("\"status\": 410", "\"status\": 403");
    assert_eq!(messages(&catalog, GERMAN), [""; 0]);
    let german = GERMAN.replace("Entfernt", "Geschlossen");
    let expected = "clients cannot distinguish `GONE` from `CLOSED`";
    let found = messages(&catalog, &german);
    assert!(
        found.len() == 1 && found[0].contains(expected) && found[0].contains("[EC0801]"),
        "{found:?}"
    );
    // The original of one is the translation of the other.
    let found = messages(&catalog, &GERMAN.replace("Entfernt", "Closed"));
    assert!(found.len() == 1 && found[0].contains(expected), "{found:?}");
}

#[test]
fn a_catalog_without_translations_has_the_bytes_of_one_that_does_not_know_them() {
    let alone = CATALOG.replace("  \"translations\": [\"de\"],\n", "");
    let silent = alone.replace("  \"language\": \"en\",\n", "");
    let constants = |text: &str| emit::catalog(&compile(&Source::new("clinic.json", text)).catalog);
    // The translations are not read here, and a language is one fact.
    assert_eq!(constants(CATALOG), constants(&alone));
    assert!(constants(&alone).index.len() > constants(&silent).index.len());
}
