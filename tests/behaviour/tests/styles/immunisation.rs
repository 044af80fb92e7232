//! An OperationOutcome with extensions and translations, alone and in the Bundle that answers a batch.

use behaviour_tests::recorded::Decode;
use error_catalog::{Source, compile};
use error_client::{Decoded, Found, Issue, ReceivedResponse};
use error_runtime::{Error, Outcome, Representation, Respond, Retry, error_catalog};
use serde_json::{Value, json};

error_catalog! {
    /// The errors of an immunisation registry.
    pub enum Immunisation = "catalogs/immunisation.json";
}

const BOTH: [Representation; 2] = [Representation::OWN, Representation::XML];

fn received(status: u16, body: &str) -> Decoded<'_, Immunisation> {
    Immunisation::decode(ReceivedResponse::new(status, &[], body.as_bytes())).into_owned()
}

fn recalled() -> Error<Immunisation> {
    Error::from(immunisation::LotRecalled {
        lot: Some("B7 & <1>"),
        doses: Some(3),
    })
}

fn translation(language: &str, text: &str) -> Value {
    json!({
        "url": "http://hl7.org/fhir/StructureDefinition/translation",
        "extension": [{ "url": "lang", "valueCode": language }, { "url": "content", "valueString": text }]
    })
}

#[test]
fn extensions_and_translations_are_where_fhir_has_them() {
    let body: Value = serde_json::from_str(&recalled().body().unwrap()).unwrap();
    let url = |name: &str| format!("https://registry.example/fhir/StructureDefinition/{name}");
    let expected = json!({
        "extension": [
            { "url": url("lot"), "extension": [{ "url": "number", "valueString": "B7 & <1>" }, { "url": "doses", "valueInteger": 3 }] },
            { "url": url("subcode"), "valueCode": "recalled" }
        ],
        "severity": "error",
        "code": "business-rule",
        "details": {
            "extension": [{ "url": url("support"), "valueUri": "https://registry.example/help/lots" }],
            "coding": [{
                "system": "https://registry.example/fhir/CodeSystem/errors",
                "code": "lot",
                "display": "Unusable lot",
                "_display": { "extension": [translation("fr", "Lot inutilisable")] }
            }],
            "text": "The lot was recalled",
            "_text": { "extension": [translation("fr", "Le lot a été rappelé"), translation("de-CH", "Fehler lot, Status 422")] }
        }
    });
    assert_eq!(body["issue"][0], expected);

    let xml = recalled().body_as(Representation::XML).unwrap();
    let issue = concat!(
        r#"<issue><extension url="https://registry.example/fhir/StructureDefinition/lot"><extension url="number">"#,
        r#"<valueString value="B7 &amp; &lt;1&gt;"/></extension><extension url="doses"><valueInteger value="3"/></extension></extension>"#,
    );
    let text = concat!(
        r#"<text value="The lot was recalled"><extension url="http://hl7.org/fhir/StructureDefinition/translation">"#,
        r#"<extension url="lang"><valueCode value="fr"/></extension><extension url="content"><valueString value="Le lot a été rappelé"/>"#,
    );
    assert!(xml.contains(issue) && xml.contains(text), "{xml}");
}

#[test]
fn a_text_without_translation_and_an_extension_without_value_are_omitted() {
    let issue = |error: Error<Immunisation>| {
        let body: Value = serde_json::from_str(&error.body().unwrap()).unwrap();
        body["issue"][0].clone()
    };
    let patient = issue(immunisation::NoPatient.error());
    assert_eq!(patient.get("extension"), None);
    assert_eq!(patient["details"].get("extension"), None);
    assert_eq!(patient["details"]["coding"][0].get("_display"), None);
    assert_eq!(
        patient["details"]["_text"]["extension"][0],
        translation("fr", "Aucun patient n'a cet identifiant")
    );
    let busy = issue(immunisation::Busy.error());
    assert_eq!(
        busy["details"]["_text"]["extension"],
        json!([translation("de-CH", "Fehler busy, Status 503")])
    );
    let lot = Error::from(immunisation::LotExpired {
        lot: None,
        doses: Some(0),
    });
    assert_eq!(
        issue(lot)["extension"][0]["extension"],
        json!([{ "url": "doses", "valueInteger": 0 }])
    );
}

#[test]
fn every_body_is_decoded_to_its_entry_and_parameters() {
    for representation in BOTH {
        for entry in Immunisation::all() {
            let error = Error::try_new(*entry, []).unwrap();
            let body = error.body_as(representation).unwrap();
            let decoded = received(error.status(), &body);
            assert_eq!(decoded.entry(), Some(*entry), "{body}");
            assert!(decoded.issue().unwrap().drift().is_none());
        }
        let body = recalled().body_as(representation).unwrap();
        let decoded = received(422, &body);
        let issue = decoded.issue().unwrap();
        assert_eq!(issue.known(), Some(Immunisation::LotRecalled), "{body}");
        assert_eq!(
            (issue.parameter("lot"), issue.parameter("doses")),
            (Some("B7 & <1>"), Some("3"))
        );
        assert_eq!(issue.text(), Some("The lot was recalled"));

        // The extension alone distinguishes two entries with one code.
        let body = body
            .replace("The lot was recalled", "Lot")
            .replace("Le lot a été rappelé", "Lot");
        let decoded = received(422, &body);
        assert_eq!(
            decoded.issue().unwrap().found(),
            Found::Known(Immunisation::LotRecalled),
            "{body}"
        );

        let all = Outcome::new(recalled()).and(immunisation::NoPatient.error());
        let body = all.body_as(representation).unwrap();
        let decoded = received(422, &body);
        let known: Vec<_> = decoded.issues().map(Issue::known).collect();
        assert_eq!(
            known,
            [Some(Immunisation::LotRecalled), Some(Immunisation::NoPatient)],
            "{body}"
        );
    }
}

#[test]
fn mistakes_in_extensions_and_translations_are_reported() {
    for (member, expected) in [
        (
            r#""issue_extension": {}"#,
            "expected an array of extensions, found an object",
        ),
        (
            r#""issue_extension": ["a"]"#,
            "expected an extension (object), found a string",
        ),
        (
            r#""issue_extension": [{ "valueCode": "a" }]"#,
            "missing member `url` in an extension",
        ),
        (
            r#""details_extension": [{ "url": "lot", "valueCode": "a" }]"#,
            "`lot` is not an absolute URI",
        ),
        (
            r#""details_extension": [{ "url": "https://a.example/lot" }]"#,
            "expected a member such as `valueString`, or `extension`, in an extension",
        ),
        (
            r#""issue_extension": [{ "$repeat": true, "url": "https://a.example/lot", "valueCode": "a" }]"#,
            "more than one `$repeat` in a template",
        ),
        (
            r#""details_text_translations": { "de": "a" }"#,
            "`details_text_translations` without `details_text`",
        ),
        (
            r#""details_text": "a", "details_text_translations": { "de_AT": "a" }"#,
            "`de_AT` is not a language tag",
        ),
        (
            r#""details_text": "a", "details_text_translations": { "de": "{x-de}" }"#,
            "no entry has a member `x-de`",
        ),
        (
            r#""coding": { "display_translations": { "de": "a" } }"#,
            "`display_translations` without `display`",
        ),
    ] {
        let catalog = format!(
            r#"{{ "name": "a", "title": "A", "responses": {{ "default": {{ "format": "operation-outcome", "fhir": "R4", {member} }} }},
                "errors": {{ "A": {{ "status": 400, "issue": "value", "title": "A", "retry": "never" }} }} }}"#
        );
        let problems = compile(&Source::new("a.json", catalog)).problems;
        let messages: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
        assert_eq!(messages, [expected], "{member}");
    }
}

/// The entry of a Bundle for the result of one request.
fn entry(result: Result<Value, Error<Immunisation>>) -> Value {
    match result {
        Ok(resource) => json!({ "resource": resource, "response": { "status": "200" } }),
        Err(error) => {
            let outcome: Value = error.body().and_then(|body| serde_json::from_str(&body).ok()).unwrap();
            json!({ "response": { "status": error.status().to_string(), "outcome": outcome } })
        }
    }
}

fn bundle(entries: &[Value]) -> String {
    json!({ "resourceType": "Bundle", "type": "batch-response", "entry": entries }).to_string()
}

#[test]
fn each_error_of_a_batch_has_the_status_of_its_entry() {
    let body = bundle(&[
        entry(Ok(
            json!({ "resourceType": "Patient", "id": "1", "text": { "status": "generated" } }),
        )),
        entry(Err(immunisation::NoPatient.error())),
        entry(Err(recalled())),
    ]);
    let decoded = received(200, &body);
    assert!(decoded.is_error());
    let issues: Vec<_> = decoded.issues().map(|issue| (issue.known(), issue.status())).collect();
    let expected = [
        (Some(Immunisation::NoPatient), 404),
        (Some(Immunisation::LotRecalled), 422),
    ];
    assert_eq!(issues, expected);
    assert!(decoded.issues().all(|issue| issue.drift().is_none()));
    assert_eq!(decoded.advice().class, Retry::Never);

    // Another status than the documented one is reported.
    let body = body.replace(r#""status":"404""#, r#""status":"410 Gone""#);
    let decoded = received(200, &body);
    let patient = decoded.issues().next().unwrap();
    assert_eq!(patient.known(), Some(Immunisation::NoPatient));
    assert_eq!(patient.drift().status, Some((404, 410)));

    let xml = format!(
        "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"batch-response\"/><entry><response><status value=\"503 Service Unavailable\"/><outcome>{}</outcome></response></entry></Bundle>",
        immunisation::Busy.error().body_as(Representation::XML).unwrap()
    );
    let decoded = received(200, &xml);
    let issue = decoded.issue().unwrap();
    assert_eq!((issue.known(), issue.status()), (Some(Immunisation::Busy), 503));
    assert!(decoded.is_error());
    assert_eq!(decoded.advice().class, Retry::After);
}

#[test]
fn an_outcome_without_a_code_is_known_by_the_status_of_its_entry() {
    let outcome = |code: &str, severity: &str| json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": severity, "code": code, "diagnostics": "x" }] });
    let with =
        |status: &str, outcome: Value| bundle(&[json!({ "response": { "status": status, "outcome": outcome } })]);
    // The advice for an unknown error follows its own status, not the 200 around it.
    let body = with("503 Service Unavailable", outcome("exception", "error"));
    let decoded = received(200, &body);
    assert!(decoded.is_error());
    assert_eq!(decoded.issue().unwrap().known(), None);
    assert_eq!(decoded.advice().class, Retry::Backoff);
    let body = with("201 Created", outcome("informational", "information"));
    assert!(!received(200, &body).is_error());
    let body = bundle(&[entry(Ok(json!({ "resourceType": "Patient" })))]);
    assert!(!received(200, &body).is_error());
}
