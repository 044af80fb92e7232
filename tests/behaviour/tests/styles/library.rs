//! Responses of one catalog that have different values at one place.

use behaviour_tests::recorded::Decode;
use error_client::{Decoded, Found, Note, ReceivedResponse};
use error_runtime::{Error, Json, Outcome, Respond, error_catalog};

error_catalog! {
    /// The errors of a library.
    pub enum Library = "catalogs/library.json";
}

/// What a client reads of an error.
fn read(error: &Error<Library>) -> Decoded<'static, Library> {
    let response = error.response();
    let headers = response.headers.iter();
    let headers: Vec<_> = headers.map(|header| (&*header.name, &*header.value)).collect();
    let body = response.body.unwrap_or_default();
    Library::decode(ReceivedResponse::new(response.status, &headers, body.as_bytes())).into_owned()
}

/// An object with members of the names that other responses have, and with their codes.
const FIELDS: &str = r#"{"email":["is taken"],"code":["CARD_EXPIRED"],"message":"The card has expired"}"#;

/// An error, and its arguments as a client reads them.
type Case = (Error<Library>, &'static [(&'static str, &'static str)]);

#[test]
fn each_error_is_decoded_by_the_form_of_its_own_response() {
    let fields = || Json::new(FIELDS).unwrap();
    let errors: [Case; 9] = [
        (library::TitleLent { title_id: "t-1" }.into(), &[("title_id", "t-1")]),
        (library::CardExpired.error(), &[]),
        (library::FormInvalid { errors: fields() }.into(), &[("errors", FIELDS)]),
        (
            library::ReaderInvalid { errors: fields() }.into(),
            &[("errors", FIELDS)],
        ),
        (library::LoanEnded { loan: 7 }.into(), &[("loan", "7")]),
        (library::Denied.error(), &[]),
        (library::Denied.error().with_request_id("r-1"), &[]),
        (library::DeniedInBatch.error(), &[]),
        (library::DeniedInBatch { key: Some("k") }.into(), &[("key", "k")]),
    ];
    for (error, parameters) in errors {
        let decoded = read(&error);
        let issue = decoded.issue().unwrap();
        assert_eq!(issue.found(), Found::Known(error.entry()), "{:?}", error.body());
        assert!(issue.drift().is_none(), "{}", issue.drift());
        let found: Vec<_> = issue.parameters().collect();
        assert_eq!(found, parameters, "{:?}", error.body());
    }
}

#[test]
fn a_list_has_an_issue_for_each_error() {
    let lent = Error::from(library::TitleLent { title_id: "t-1" });
    let body = Outcome::new(lent).and(library::CardExpired.error()).body().unwrap();
    let decoded = Library::decode(ReceivedResponse::new(400, &[], body.as_bytes()));
    let entries: Vec<_> = decoded.issues().map(|issue| issue.known()).collect();
    assert_eq!(entries, [Some(Library::TitleLent), Some(Library::CardExpired)]);
}

#[test]
fn a_list_that_is_repeated_thousands_of_times_is_known_by_its_codes() {
    let list = r#""errors":[{"code":"TITLE_LENT","message":"The title t-1 is lent."}]"#;
    for count in [300, 2_010, 4_000] {
        let body = format!("{{{}}}", vec![list; count].join(","));
        let headers = [("Content-Type", "application/json")];
        let decoded = Library::decode(ReceivedResponse::new(409, &headers, body.as_bytes()));
        assert_eq!(decoded.entry(), Some(Library::TitleLent), "{count}");
        assert!(decoded.has_note(Note::TooLarge) && decoded.has_note(Note::Duplicates));
    }
}

#[test]
fn an_unknown_error_is_read_by_the_form_with_most_of_its_values() {
    for (body, code, text) in [
        (r#"{"errors":[{"code":"NEW","message":"New"}]}"#, Some("NEW"), "New"),
        (
            r#"{"errors":[{"code":"NEW","message":"New"}],"loan":1}"#,
            Some("NEW"),
            "New",
        ),
        (
            "<ErrorResponse><Error><Type>Sender</Type><Code>NEW</Code><Message>New</Message></Error></ErrorResponse>",
            Some("NEW"),
            "New",
        ),
    ] {
        let decoded = Library::decode(ReceivedResponse::new(400, &[], body.as_bytes()));
        let issue = decoded.issue().unwrap();
        assert_eq!(
            (issue.known(), issue.code(), issue.text()),
            (None, code, Some(text)),
            "{body}"
        );
    }
}

#[test]
fn a_media_type_of_the_catalog_is_not_an_irregularity() {
    let decoded = read(&library::OldClient.error());
    assert_eq!(decoded.entry(), Some(Library::OldClient));
    assert!(decoded.notes().all(|note| note != Note::MediaType));
    let headers = [("Content-Type", "text/css")];
    let decoded = Library::decode(ReceivedResponse::new(400, &headers, br#"{"error":"OLD_CLIENT"}"#));
    assert!(decoded.notes().any(|note| note == Note::MediaType));
}
