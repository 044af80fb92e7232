//! An OperationOutcome with its texts in all languages of the catalog.

use behaviour_tests::recorded::Decode;
use behaviour_tests::samples;
use error_catalog::{Source, compile_with};
use error_client::{Decoded, ReceivedResponse};
use error_runtime::{Catalog, Error, Representation, Respond as _, error_catalog};
use serde_json::{Value, json};

error_catalog! {
    /// The errors of an allergy register in English, German and Swiss French.
    pub enum Allergies = "catalogs/allergies.json";
}

const LANGUAGES: [&str; 3] = ["en", "de", "fr-CH"];

fn in_language(entry: Allergies, language: &str) -> Representation {
    Representation::OWN.negotiate_language(entry.entry(), [language.as_bytes()])
}

fn details(error: &Error<Allergies>, language: &str) -> Value {
    let body = error.body_as(in_language(error.entry(), language)).unwrap();
    let body: Value = serde_json::from_str(&body).unwrap();
    body["issue"][0]["details"].clone()
}

fn translations<const N: usize>(texts: [(&str, &str); N]) -> Value {
    let extension = texts.map(|(language, text)| {
        json!({
            "url": "http://hl7.org/fhir/StructureDefinition/translation",
            "extension": [{ "url": "lang", "valueCode": language }, { "url": "content", "valueString": text }]
        })
    });
    json!({ "extension": extension.to_vec() })
}

fn decoded<'b>(status: u16, body: &'b str) -> Decoded<'b, Allergies> {
    Allergies::decode(ReceivedResponse::new(status, &[], body.as_bytes()))
}

#[test]
fn a_body_has_its_texts_in_all_other_languages() {
    let error = Error::from(allergies::UnknownSubstance { substance: "A \"S\" A" });
    let english = "422: No substance has the code A \"S\" A.";
    let german = "422: Den Code A \"S\" A hat kein Stoff.";
    let french = "422: Aucune substance n'a le code A \"S\" A.";
    let inside = details(&error, "en");
    assert_eq!(inside["text"], english);
    assert_eq!(inside["_text"], translations([("de", german), ("fr-CH", french)]));
    assert_eq!(
        inside["coding"][0]["_display"],
        translations([("de", "Unbekannt"), ("fr-CH", "Inconnu")])
    );
    let inside = details(&error, "de");
    assert_eq!(inside["text"], german);
    assert_eq!(inside["_text"], translations([("en", english), ("fr-CH", french)]));
    let inside = details(&error, "fr-CH");
    assert_eq!(inside["_text"], translations([("en", english), ("de", german)]));

    let xml = error.body_as(Representation::XML).unwrap();
    let extension = concat!(
        r#"<text value="422: No substance has the code A &quot;S&quot; A."><extension url="http://hl7.org/fhir/StructureDefinition/translation">"#,
        r#"<extension url="lang"><valueCode value="de"/></extension><extension url="content"><valueString value="422: Den Code A &quot;S&quot; A hat kein Stoff."/>"#,
    );
    assert!(xml.contains(extension), "{xml}");
}

#[test]
fn only_a_language_with_another_text_has_an_extension() {
    let twice = allergies::EnteredTwice.error();
    // The message is the title, and the French display that of the catalog.
    let inside = details(&twice, "en");
    assert_eq!(
        inside["_text"],
        translations([
            ("de", "409: Die Allergie ist schon bekannt"),
            ("fr-CH", "409: L'allergie est déjà connue")
        ])
    );
    assert_eq!(inside["coding"][0]["_display"], translations([("de", "Dublette")]));
    assert_eq!(
        details(&twice, "de")["coding"][0]["_display"],
        translations([("en", "Duplicate")])
    );
    // A text without a value, in all languages.
    let closed = Error::from(allergies::WardClosed { ward: None });
    assert_eq!(details(&closed, "de").get("_text"), None);
    let closed = Error::from(allergies::WardClosed { ward: Some("4B") });
    assert_eq!(details(&closed, "de")["_text"]["extension"][1], {
        translations([("fr-CH", "503: L'unité 4B est hors ligne.")])["extension"][0].clone()
    });
    // A response that does not ask for them.
    let forbidden = allergies::Forbidden.error();
    assert_eq!(details(&forbidden, "de"), json!({ "text": "Nicht erlaubt" }));
}

#[test]
fn every_body_in_every_language_is_decoded_to_its_entry_and_parameters() {
    assert!(Allergies::DATA.languages().eq(LANGUAGES));
    for &entry in Allergies::all() {
        for (case, error) in samples::of(entry) {
            for language in LANGUAGES {
                for representation in [in_language(entry, language), Representation::XML] {
                    let body = error.body_as(representation).unwrap();
                    let decoded = decoded(error.status(), &body);
                    assert_eq!(decoded.entry(), Some(entry), "{case} {language} {body}");
                    assert!(decoded.issue().unwrap().drift().is_none(), "{body}");
                    assert!(decoded.unread().is_empty(), "{:?} {body}", decoded.unread());
                }
            }
        }
    }
    let error = Error::from(allergies::UnknownSubstance { substance: "ASA" });
    for language in LANGUAGES {
        let body = error.body_as(in_language(error.entry(), language)).unwrap();
        assert_eq!(decoded(422, &body).issue().unwrap().parameter("substance"), Some("ASA"));
    }
}

/// The problems of a catalog, with the files of its translations.
fn problems(catalog: &str) -> Vec<String> {
    let german = include_str!("../../catalogs/allergies.de.json");
    let french = include_str!("../../catalogs/allergies.fr-CH.json");
    let read = |path: &str| {
        let text = if path.ends_with(".de.json") { german } else { french };
        Ok(text.as_bytes().to_vec())
    };
    let compiled = compile_with(&Source::new("allergies.json", catalog), &read);
    compiled
        .problems
        .iter()
        .map(|problem| problem.message.clone())
        .collect()
}

#[test]
fn texts_in_all_languages_need_languages() {
    let catalog = include_str!("../../catalogs/allergies.json");
    assert_eq!(problems(catalog), [""; 0]);
    let without = catalog
        .replace(r#""language": "en","#, "")
        .replace(r#""translations": ["de", "fr-CH"],"#, "");
    assert_eq!(problems(&without), ["the catalog has no `translations`"; 2]);
    // A base has it for those of its catalogs that have translations.
    let own = r#"{ "extends": "base.json", "name": "own", "title": "Own", "errors": { "GONE": { "status": 410, "issue": "deleted", "title": "Gone" } } }"#;
    let base = r#"{ "responses": { "default": { "format": "operation-outcome", "fhir": "R4", "details_text": "{title}", "details_text_translations": true } } }"#;
    let compiled = compile_with(&Source::new("own.json", own), &|_| Ok(base.as_bytes().to_vec()));
    assert!(compiled.problems.is_empty(), "{:?}", compiled.problems);
    let wrong = catalog.replace(
        r#""details_text_translations": true"#,
        r#""details_text_translations": false"#,
    );
    assert_eq!(problems(&wrong), ["expected an object, found `false`"]);
}
