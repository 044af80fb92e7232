//! A catalog in three languages: what a server sends, and what a client reads.

use behaviour_tests::recorded::Decode;

use error_client::ReceivedResponse;
use error_runtime::{Catalog, Entry, Error, HttpResponse, Outcome, Representation, Respond, error_catalog};
use proptest::prelude::*;

error_catalog! {
    /// The errors of a service in English, German and Swiss French.
    pub enum Travel = "catalogs/travel.json";
}

const LANGUAGES: [&str; 3] = ["en", "de", "fr-CH"];

fn header<'h>(response: &'h HttpResponse, name: &str) -> Option<&'h str> {
    let mut headers = response
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case(name));
    let first = headers.next().map(|header| &*header.value);
    assert!(headers.next().is_none(), "{name} is sent twice");
    first
}

fn accepting(accept_language: &str) -> Representation {
    let entry = Travel::NoSlot.entry();
    Representation::OWN.negotiate_language(entry, [accept_language.as_bytes()])
}

fn received<'b>(response: &'b HttpResponse, headers: &'b [(&'b str, &'b str)]) -> ReceivedResponse<'b> {
    ReceivedResponse::new(
        response.status,
        headers,
        response.body.as_deref().unwrap_or_default().as_bytes(),
    )
}

#[test]
fn an_entry_has_its_texts_in_each_language() {
    assert!(Travel::DATA.languages().eq(LANGUAGES));
    assert_eq!(Travel::DATA.language(), Some("en"));
    let entry = Travel::NoSlot.entry();
    let texts = |entry: Entry<'static>| (entry.title(), entry.display(), entry.action(), entry.language());
    assert_eq!(
        texts(entry),
        (
            "No slot",
            Some("Slot taken"),
            Some("Contact the service desk."),
            Some("en")
        )
    );
    assert_eq!(
        texts(entry.in_language("de")),
        (
            "Kein Termin",
            Some("Termin vergeben"),
            Some("Wenden Sie sich an die Auskunft."),
            Some("de")
        )
    );
    let french = entry.in_language("fr-CH");
    assert_eq!(
        (french.title(), french.language()),
        ("Aucun rendez-vous", Some("fr-CH"))
    );
    // All else is the same.
    assert_eq!(
        (french.position(), french.name(), french.status()),
        (entry.position(), "NO_SLOT", 409)
    );
    assert_eq!(french.parameters().len(), entry.parameters().len());
    assert_eq!(french.code(), entry.code());
}

#[test]
fn a_language_is_looked_up_without_its_last_parts() {
    let found = |tag| Travel::NoSlot.entry().in_language(tag).language();
    for (tag, language) in [
        ("DE-at-1996", "de"),
        ("fr-ch", "fr-CH"),
        ("fr-CH-x-a", "fr-CH"),
        // A lookup does not add parts.
        ("fr", "en"),
        ("it", "en"),
        ("en-GB", "en"),
        ("", "en"),
        ("deu", "en"),
    ] {
        assert_eq!(found(tag), Some(language), "{tag}");
    }
}

#[test]
fn an_entry_without_a_translation_keeps_its_language() {
    let failed = Travel::Failed.entry().in_language("fr-CH");
    // The action is inherited, and translated with `defaults`.
    assert_eq!(
        (failed.title(), failed.action()),
        ("Failed", Some("Contactez le service."))
    );
    let route = Travel::NoRoute.entry().in_language("de");
    assert_eq!((route.title(), route.language()), ("Nicht gefunden", Some("de")));
}

#[test]
fn a_response_names_its_language_and_what_selected_it() {
    let error = || Travel::NoRoute.entry();
    let send = |representation| {
        Error::try_new(error(), [("", ""); 0])
            .unwrap()
            .response_as(representation)
    };
    let german = send(accepting("it, de-CH;q=0.7, en;q=0.3"));
    assert_eq!(header(&german, "Content-Language"), Some("de"));
    assert_eq!(header(&german, "Vary"), Some("Accept-Language"));
    assert_eq!(header(&german, "X-Reason"), Some("Nicht gefunden"));
    assert!(german.body.unwrap().contains(r#""title":"Nicht gefunden""#));
    let english = send(accepting("it"));
    assert_eq!(header(&english, "Content-Language"), Some("en"));
    assert_eq!(header(&english, "Vary"), Some("Accept-Language"));
    // Without a request, nothing was selected.
    let own = send(Representation::OWN);
    assert_eq!(
        (header(&own, "Content-Language"), header(&own, "Vary")),
        (Some("en"), None)
    );
    assert_eq!(own.body, english.body);
    assert_eq!(
        send(Representation::OWN.in_language("de-DE")).body,
        send(accepting("de")).body
    );
}

/// Headers, and the languages that WebOb finds by the same lookup.
const LOOKUP: &str = include_str!("../../fixtures/languages/lookup.tsv");

#[test]
fn the_language_is_the_one_that_another_implementation_of_the_lookup_finds() {
    let rows = LOOKUP.lines().map(|row| row.split_once('\t').unwrap());
    let mut found = [0; LANGUAGES.len()];
    for (header, expected) in rows {
        // Where no language is acceptable, the error is sent anyway, in that of the catalog.
        let expected = if expected == "none" { "en" } else { expected };
        let whole = Travel::DATA.negotiate_language([header.as_bytes()]);
        assert_eq!(whole, Some(expected), "{header}");
        let lines = Travel::DATA.negotiate_language(header.split(',').map(str::as_bytes));
        assert_eq!(lines, whole, "{header}");
        found[LANGUAGES.iter().position(|language| *language == expected).unwrap()] += 1;
    }
    assert!(
        found.iter().sum::<usize>() == 600 && found.iter().all(|count| *count > 100),
        "{found:?}"
    );
}

#[test]
fn malformed_ranges_are_ignored() {
    for header in [
        &b"fr-CH;q=2, de"[..],
        b"fr-CH;q=, de",
        b"fr_CH, de",
        b"\xff, de",
        b"de;;q=1, de",
        b"fr-CH;x=1, de",
        b",,de;Q=1",
        b"frankisch-CH, *-CH, de",
        b"fr-CH-frankisch, fr-CH-$, de",
    ] {
        let found = Travel::DATA.negotiate_language([header]);
        assert_eq!(found, Some("de"), "{}", String::from_utf8_lossy(header));
    }
    assert_eq!(Travel::DATA.negotiate_language([&b""[..]; 3]), Some("en"));
    // None is acceptable, not even those that the wildcard includes.
    assert_eq!(Travel::DATA.negotiate_language([&b"en;q=0, *;q=0"[..]]), Some("en"));
    assert_eq!(Travel::DATA.negotiate_language([]), Some("en"));
}

#[test]
fn a_header_of_the_server_is_not_sent_twice() {
    let error = Error::try_new(Travel::NoRoute.entry(), [("", ""); 0]).unwrap();
    let error = error.with_header("content-language", "en-GB").unwrap();
    assert_eq!(
        header(&error.response_as(accepting("de")), "Content-Language"),
        Some("en-GB")
    );
}

#[test]
fn several_errors_are_in_one_language() {
    let far = |practice| {
        let note = Some(", auch mit der Bahn");
        Error::<Travel>::from(travel::TooFar { practice, note })
    };
    let outcome = Outcome::new(far("A")).and(far("B"));
    let body = outcome.body_as(accepting("de")).unwrap();
    for practice in ["A", "B"] {
        let message = format!("Die Praxis {practice} ist zu weit entfernt, auch mit der Bahn.");
        assert!(body.contains(&message), "{body}");
        assert!(body.contains(&format!("Die Entfernung zu {practice}")), "{body}");
    }
    assert_eq!(body.matches("Zu weit").count(), 2, "{body}");
}

#[test]
fn a_client_shows_the_message_in_its_language() {
    let response = Error::<Travel>::from(travel::TooFar {
        practice: "A",
        note: None::<&str>,
    })
    .response();
    let decoded = Travel::decode(received(&response, &[]));
    assert_eq!(decoded.user_message(), "Please choose a practice that is closer.");
    assert_eq!(decoded.user_message_in("de-AT"), "Bitte wählen Sie eine nähere Praxis.");
    assert_eq!(
        decoded.user_message_in("it"),
        "Please choose a practice that is closer."
    );
    assert_eq!(
        Travel::NoSlot.entry().user_message_in("fr-CH"),
        Some("Le rendez-vous n’a pas pu être pris.")
    );
    let unknown = Travel::decode(ReceivedResponse::new(404, &[], b"{}"));
    assert_eq!(unknown.user_message_in("de"), unknown.user_message());
}

#[test]
fn a_catalog_in_one_language_sends_no_header_about_it() {
    use behaviour_tests::BlueButton as One;
    let entry = One::all()[0].entry();
    assert_eq!(One::DATA.negotiate_language([&b"de"[..]]), None);
    assert_eq!(entry.language(), None);
    let error = Error::try_new(entry, entry.parameters().iter().map(|one| (one.name, one.sample()))).unwrap();
    let response = error.response_as(Representation::OWN.negotiate_language(entry, [&b"de"[..]]));
    assert_eq!(response, error.response());
    assert_eq!(
        (header(&response, "Content-Language"), header(&response, "Vary")),
        (None, None)
    );
}

/// The values of all parameters. None of them is part of a text of the catalog.
fn values() -> impl Strategy<Value = [(&'static str, String); 4]> {
    let text = "[A-Z0-9äß<>&\"'{}\\\\]{1,12}";
    let day = "20[0-9]{2}-0[1-9]-1[0-9]T0[0-9]:[0-5][0-9]:00Z";
    (text, day, any::<u16>(), "(, [A-Z]{1,5})?").prop_map(|(practice, day, free, note)| {
        [
            ("practice", practice),
            ("day", day),
            ("free", free.to_string()),
            ("note", note),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn a_response_in_any_language_decodes_to_its_entry_with_all_values(values in values(), two in values()) {
        for entry in Travel::all() {
            let entry = entry.entry();
            let given = |values: &[(&'static str, String); 4]| -> Vec<(&'static str, String)> {
                let known = |name: &str| entry.parameters().iter().any(|parameter| parameter.name == name);
                values.iter().filter(|(name, value)| known(name) && !value.is_empty()).cloned().collect()
            };
            let error = |values| {
                let values = given(values);
                Error::try_new(entry, values.iter().map(|(name, value)| (*name, value.as_str()))).unwrap()
            };
            for language in LANGUAGES {
                for representation in [Representation::OWN, Representation::XML] {
                    let representation = representation.in_language(language);
                    let one = error(&values).response_as(representation);
                    let several = Outcome::new(error(&values)).and(error(&two)).response_as(representation);
                    for (response, all) in [(one, vec![&values]), (several, vec![&values, &two])] {
                        let media_type = header(&response, "Content-Type").unwrap();
                        let headers = [("Content-Type", media_type)];
                        let decoded = Travel::decode(received(&response, &headers));
                        let body = response.body.as_deref().unwrap_or_default();
                        let reported = if decoded.issues().len() == 1 { &all[..1] } else { &all[..] };
                        prop_assert_eq!(decoded.issues().len(), reported.len(), "{}", body);
                        for (issue, values) in decoded.issues().zip(reported) {
                            prop_assert_eq!(issue.known().map(Travel::entry).map(Entry::name), Some(entry.name()), "{}", body);
                            for (name, value) in given(values) {
                                prop_assert_eq!(issue.parameter(name), Some(&*value), "{} in {}: {}", name, language, body);
                            }
                            prop_assert!(issue.drift().is_none(), "{}", body);
                        }
                        prop_assert_eq!(decoded.notes().count(), 0, "{}", body);
                    }
                }
            }
        }
    }
}
