//! Responses of servers, and the entries found in them.

use crate::support::{CODES, bars, decode, found};
use behaviour_tests::recorded::Decode;
use behaviour_tests::{Bars, BlueButton, GpConnect, HealthGorilla, Medblocks, blue_button, gp_connect, medblocks};
use error_client::{BodyKind, Found, Note, ReceivedResponse};
use error_runtime::{Error, IssueType, Respond, Severity};
use serde_json::json;

#[test]
fn a_body_that_breaks_its_profile_is_known_by_its_code() {
    // No display, another profile, `Codesystem` for `CodeSystem`.
    let body = bars(
        "timeout",
        "https://fhir.nhs.uk/Codesystem/http-error-codes",
        "REC_TIMEOUT",
        "x",
    );
    assert_eq!(found::<Bars>(408, &body), [Bars::RecTimeout]);
    assert_eq!(found::<Bars>(409, &body), [Bars::RecTimeoutConflict]);
    // The status says neither, so nothing does.
    assert_eq!(found::<Bars>(504, &body), [Bars::RecTimeout, Bars::RecTimeoutConflict]);

    let body = bars("429", CODES, "PROXY_TOO_MANY_REQUESTS", "x");
    let decoded = decode::<Bars>(429, &body);
    let issue = decoded.issue().unwrap();
    assert_eq!(issue.found(), Found::Known(Bars::ProxyTooManyRequests));
    assert_eq!((issue.issue_type(), issue.issue_type_text()), (None, Some("429")));
    assert_eq!(issue.drift().issue_type, Some((IssueType::Throttled, Some("429"))));
    assert_eq!(
        issue.drift().to_string(),
        "expected issue type `throttled`, found `429`"
    );
}

#[test]
fn a_shared_code_is_resolved_by_the_differences_and_never_guessed() {
    let body = bars(
        "required",
        CODES,
        "REC_BAD_REQUEST",
        "RX809 was unable to process the request: no NHS number",
    );
    let decoded = decode::<Bars>(400, &body);
    let issue = decoded.issue().unwrap();
    assert_eq!(issue.found(), Found::Known(Bars::RecBadRequestRequired));
    let parameters: Vec<_> = issue.parameters().collect();
    assert_eq!(parameters, [("receiver", "RX809"), ("details", "no NHS number")]);
    assert_eq!(found::<Bars>(400, &bars("400", CODES, "REC_BAD_REQUEST", "x")).len(), 5);
    assert_eq!(
        found::<Bars>(500, &bars("other", CODES, "REC_SERVER_ERROR", "x")).len(),
        4
    );
    // As published, and as FHIR spells it.
    for issue_type in ["too costly", "too-costly"] {
        let body = bars(issue_type, CODES, "REC_SERVER_ERROR", "x");
        assert_eq!(found::<Bars>(500, &body), [Bars::RecServerErrorTooCostly]);
        assert_eq!(
            decode::<Bars>(500, &body).issue().unwrap().drift().is_none(),
            issue_type.contains('-')
        );
    }
}

#[test]
fn a_code_of_another_system_is_not_ours() {
    let body = bars("not-found", "https://other.example/codes", "PROXY_NOT_FOUND", "x");
    let decoded = decode::<Bars>(404, &body);
    let issue = decoded.issue().unwrap();
    assert_eq!(issue.found(), Found::Unknown);
    let coding = issue.codings().next().unwrap();
    assert_eq!(
        (coding.code, coding.system),
        (Some("PROXY_NOT_FOUND"), Some("https://other.example/codes"))
    );
    // A value set is no system: the sandbox of BaRS names one.
    let body = bars(
        "not-found",
        "http://hl7.org/fhir/ValueSet/operation-outcome",
        "PROXY_NOT_FOUND",
        "x",
    );
    assert_eq!(found::<Bars>(404, &body), [Bars::ProxyNotFound]);
    // No system at all is no other system.
    let body = body.replace("\"system\"", "\"x\"");
    assert_eq!(found::<Bars>(404, &body), [Bars::ProxyNotFound]);
}

#[test]
fn of_two_codings_the_catalogs_own_counts() {
    let body = json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": "forbidden", "details": { "coding": [
        { "system": "https://local.example/codes", "code": "E42", "display": "local" },
        { "system": "https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1", "code": "NO_PATIENT_CONSENT" },
    ] } }] })
    .to_string();
    let decoded = decode::<GpConnect>(403, &body);
    let issue = decoded.issue().unwrap();
    assert_eq!(issue.found(), Found::Known(GpConnect::NoPatientConsent));
    assert_eq!((issue.code(), issue.codings().len()), (Some("NO_PATIENT_CONSENT"), 2));
}

#[test]
fn an_unknown_issue_keeps_its_texts() {
    let body = json!({ "resourceType": "OperationOutcome", "issue": [{
        "severity": "fatal", "code": "brand-new",
        "details": { "coding": [{ "system": CODES, "code": "REC_EXPLODED", "display": "Boom" }], "text": "It \"exploded\"" },
        "diagnostics": "D\u{e9}tail", "expression": ["Bundle.entry[0]", "x"], "location": ["/f:a"],
    }] })
    .to_string();
    let decoded = decode::<Bars>(507, &body);
    let issue = decoded.issue().unwrap();
    assert_eq!(issue.found(), Found::Unknown);
    assert_eq!(
        (issue.code(), issue.severity(), issue.issue_type_text()),
        (Some("REC_EXPLODED"), Some(Severity::Fatal), Some("brand-new"))
    );
    assert_eq!(
        (issue.text(), issue.diagnostics()),
        (Some("It \"exploded\""), Some("D\u{e9}tail"))
    );
    assert!(issue.expressions().eq(["Bundle.entry[0]", "x"]) && issue.locations().eq(["/f:a"]));
    assert_eq!(issue.codings().next().unwrap().display, Some("Boom"));
    assert_eq!(&decoded.text()[issue.offset()..=issue.offset()], "{");
    assert_eq!(
        (decoded.received().body(), decoded.kind()),
        (body.as_bytes(), BodyKind::Json)
    );
    assert!(issue.drift().is_none());
}

#[test]
fn every_issue_has_its_own_entry() {
    let body = json!({ "resourceType": "OperationOutcome", "issue": [
        { "severity": "warning", "code": "informational", "diagnostics": "slow" },
        { "severity": "error", "code": "not-found", "details": { "coding": [{ "system": CODES, "code": "PROXY_NOT_FOUND" }] } },
        { "severity": "error", "code": "x", "details": { "coding": [{ "system": CODES, "code": "NEW" }] } },
        "not an issue",
    ] })
    .to_string();
    let decoded = decode::<Bars>(404, &body);
    let all: Vec<_> = decoded.issues().map(error_client::Issue::found).collect();
    assert_eq!(all, [Found::Unknown, Found::Known(Bars::ProxyNotFound), Found::Unknown]);
    assert_eq!(
        decoded.entry(),
        Some(Bars::ProxyNotFound),
        "the first of the highest severity"
    );
}

#[test]
fn xml_and_json_have_the_same_content() {
    let xml = r#"<?xml version="1.0" encoding="UTF-8"?>
<OperationOutcome xmlns="http://hl7.org/fhir"><id value="o1"/>
  <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>No <b>such</b></p></div></text>
  <issue><severity value="error"/><code value="invalid"/>
    <details><coding><system value="https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1"/><code value="INVALID_RESOURCE"/></coding></details>
    <diagnostics value="a &lt;b&gt; &amp; &#233;"/><location value="/f:x"/><location value="/f:y"/></issue>
  <issue><severity value="error"/><code value="not-found"/></issue>
</OperationOutcome>"#;
    for media_type in ["application/fhir+xml", "text/plain", "application/json"] {
        let headers = [("content-type", media_type)];
        let decoded = GpConnect::decode(ReceivedResponse::new(422, &headers, xml.as_bytes()));
        assert_eq!((decoded.kind(), decoded.issues().len()), (BodyKind::Xml, 2));
        assert_eq!(decoded.has_note(Note::MediaType), media_type != "application/fhir+xml");
        let issue = decoded.issue().unwrap();
        assert_eq!(issue.found(), Found::Known(GpConnect::InvalidResource));
        assert_eq!(issue.parameter("details"), Some("a <b> & é"));
        assert!(issue.locations().eq(["/f:x", "/f:y"]));
        assert_eq!(decoded.id(), Some("o1"));
    }
}

#[test]
fn entries_of_blue_button_are_distinguished_by_endpoint_and_message() {
    let at = |status, url, body: &str| {
        let decoded = BlueButton::decode(ReceivedResponse::new(status, &[], body.as_bytes()).to("GET", url));
        decoded.issue().unwrap().candidates().to_vec()
    };
    let denied = r#"{"detail": "You do not have permission to perform this action."}"#;
    assert_eq!(
        at(403, "https://sandbox.bluebutton.cms.gov/v2/o/authorize/", denied),
        [BlueButton::AuthorizationPermissionDenied]
    );
    assert_eq!(
        at(403, "/v1/fhir/Patient/-1?_format=json", denied),
        [BlueButton::FhirPermissionDenied]
    );
    assert_eq!(
        at(404, "/v2/fhir/Patient/1", r#"{"detail": "Not found."}"#),
        [BlueButton::FhirNotFound]
    );
    assert_eq!(at(404, "/v2/fhir/Patient/1", r#"{"detail": "Gone fishing."}"#), []);
    assert_eq!(
        at(418, "/v2/fhir/Patient/1", r#"{"detail": "Not found."}"#),
        [],
        "a status is a part of it"
    );
    // A whole sentence is not there by chance: the API has answered 401 and 403 with this one.
    let inactive = Error::from(blue_button::FhirApplicationInactive { app_name: "A" });
    let inactive = inactive.body().unwrap();
    assert_eq!(
        at(403, "/v2/fhir/Patient/1", &inactive),
        [BlueButton::FhirApplicationInactive]
    );
    // One code, several descriptions.
    let grant = r#"{"status_code": 403, "error": "invalid_grant", "error_description": "User access cannot be found. To refresh Medicare data, end user must re-authenticate and consent to share their data."}"#;
    assert_eq!(at(403, "/v2/o/token/", grant), [BlueButton::TokenUserAccessNotFound]);
    assert_eq!(
        at(400, "/v2/o/token/", r#"{"error": "invalid_grant"}"#),
        [BlueButton::TokenInvalidGrant]
    );
    // A status that came on from the backend.
    let outcome = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"processing","diagnostics":"Unsupported ID pattern"}]}"#;
    assert_eq!(
        at(410, "/v3/fhir/Patient/1", outcome),
        [BlueButton::FhirV3UpstreamClientError]
    );
    let missing = outcome.replace("processing", "not-found");
    assert_eq!(
        at(404, "/v3/fhir/Patient/1", &missing),
        [BlueButton::FhirV3UpstreamClientError]
    );
    assert_eq!(at(404, "", &missing), []);
    let throttled = r#"{"detail": "Request was throttled. Expected available in 57 seconds."}"#;
    assert_eq!(at(429, "/v2/fhir/Patient", throttled), [BlueButton::FhirThrottled]);
    assert_eq!(
        at(
            405,
            "/v2/fhir/Patient/1",
            r#"{"detail": "Method \"POST\" not allowed."}"#
        ),
        [BlueButton::FhirMethodNotAllowed]
    );
    let timeout = outcome.replace("processing", "timeout");
    assert_eq!(
        at(504, "/v3/fhir/Patient/1", &timeout),
        [BlueButton::FhirV3BackendTimeout]
    );
    // A page with another layout than the catalog's.
    let page = "<html><head><title>Oops</title></head><body><h1>Sorry</h1>Medicare is unable to retrieve your data at this time due to an internal issue. Our team is aware of the issue and is working to resolve it. Please try again at a later time. We apologize for any inconvenience.</body></html>";
    assert_eq!(
        at(404, "/v2/o/authorize/", page),
        [BlueButton::AuthorizationDataUnavailable]
    );
}

#[test]
fn a_body_of_another_form_is_noted_as_foreign() {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>";
    let headers = [
        ("Content-Type", "text/html"),
        ("Retry-After", "7"),
        ("X-Request-ID", "r-9"),
    ];
    let decoded = HealthGorilla::decode(ReceivedResponse::new(502, &headers, page.as_bytes()));
    let issue = decoded.issue().unwrap();
    assert_eq!(
        (decoded.kind(), issue.found(), issue.text()),
        (BodyKind::Html, Found::Unknown, Some("502 Bad Gateway"))
    );
    assert!(decoded.has_note(Note::Foreign) && !decoded.has_note(Note::MediaType));
    assert_eq!(
        (decoded.request_id(), decoded.server_delay(None)),
        (Some("r-9"), Some(std::time::Duration::from_secs(7)))
    );

    for body in ["", "  \r\n"] {
        let decoded = decode::<HealthGorilla>(404, body);
        assert_eq!((decoded.kind(), decoded.issues().len()), (BodyKind::Empty, 1));
        assert_eq!(decoded.issue().unwrap().found(), Found::Unknown);
    }
    let decoded = decode::<Medblocks>(503, "upstream connect error");
    assert_eq!(
        (decoded.kind(), decoded.issue().unwrap().text()),
        (BodyKind::Text, Some("upstream connect error"))
    );
    assert!(decoded.has_note(Note::MediaType));
    // An OperationOutcome where the catalog has none.
    let decoded = decode::<Medblocks>(
        500,
        r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception","details":{"text":"t"}}]}"#,
    );
    let issue = decoded.issue().unwrap();
    assert_eq!(
        (issue.found(), issue.issue_type(), issue.text()),
        (Found::Unknown, Some(IssueType::Exception), Some("t"))
    );
    // And JSON without a description.
    let decoded = decode::<GpConnect>(
        500,
        r#"{"timestamp":1,"status":500,"error":"Internal Server Error","path":"/x"}"#,
    );
    assert_eq!(
        (decoded.issue().unwrap().found(), decoded.issue().unwrap().text()),
        (Found::Unknown, Some("Internal Server Error"))
    );
}

#[test]
fn the_content_type_does_not_change_the_result() {
    let body = medblocks::InvalidApiKey.error().body().unwrap();
    for media_type in ["text/html", "text/plain; charset=iso-8859-1", "", "nonsense"] {
        let headers = [("content-type", media_type)];
        let decoded = Medblocks::decode(ReceivedResponse::new(401, &headers, body.as_bytes()));
        assert_eq!(decoded.entry(), Some(Medblocks::InvalidApiKey), "{media_type}");
    }
}

#[test]
fn mistakes_of_published_bodies_are_read_over() {
    let body = bars("not-found", CODES, "PROXY_NOT_FOUND", "x").replace("}]}", "},]},");
    let decoded = decode::<Bars>(404, &body);
    assert_eq!(decoded.entry(), Some(Bars::ProxyNotFound));
    assert!(decoded.has_note(Note::Malformed));
    // A status that is a string, and a number that is none.
    let body = r#"{"status_code": "400", "error": "invalid_request", "error_description": "Token not found."}"#;
    let decoded = BlueButton::decode(ReceivedResponse::new(400, &[], body.as_bytes()).to("POST", "/v1/o/token/"));
    assert_eq!(decoded.entry(), Some(BlueButton::TokenNotFound));
}

#[test]
fn documented_and_real_status_are_compared() {
    let body = gp_connect::PatientNotFound.error().body().unwrap();
    let decoded = decode::<GpConnect>(410, &body);
    let issue = decoded.issue().unwrap();
    assert_eq!(issue.found(), Found::Known(GpConnect::PatientNotFound));
    assert_eq!(issue.drift().status, Some((404, 410)));
    let body = body
        .replace("\"not-found\"", "\"deleted\"")
        .replace("\"error\"", "\"fatal\"");
    let decoded = decode::<GpConnect>(404, &body);
    let drift = decoded.issue().unwrap().drift();
    assert_eq!(drift.issue_type, Some((IssueType::NotFound, Some("deleted"))));
    assert_eq!(drift.severity, Some((Severity::Error, "fatal")));
    assert_eq!(
        drift.to_string(),
        "expected issue type `not-found`, found `deleted`; expected severity `error`, found `fatal`"
    );
}

#[test]
fn borrowed_and_owned_values_are_the_same() {
    let body = bars("not-found", CODES, "PROXY_NOT_FOUND", "a \"quoted\" word");
    let headers = [("Content-Type", "application/fhir+json"), ("X-Request-Id", "r-1")];
    let answer = ReceivedResponse::new(404, &headers, body.as_bytes()).to("GET", "https://api.example/Slot?x=1");
    let decoded = Bars::decode(answer);
    let issue = decoded.issue().unwrap();
    let place = body.as_bytes().as_ptr_range();
    for text in [decoded.text(), issue.code().unwrap(), issue.issue_type_text().unwrap()] {
        assert!(place.contains(&text.as_ptr()), "{text}");
    }
    // Escapes are read, so this is a copy.
    assert_eq!(issue.diagnostics(), Some("a \"quoted\" word"));

    let line = decoded.log_record().to_string();
    let kept = Bars::decode(answer).into_owned();
    drop(decoded);
    assert_eq!(kept.log_record().to_string(), line);
    assert_eq!(kept.issue().unwrap().diagnostics(), Some("a \"quoted\" word"));
    let again = kept.received();
    assert_eq!(
        (again.method(), again.path(), again.body()),
        (Some("GET"), Some("/Slot"), body.as_bytes())
    );
    assert!(again.headers().eq(headers) && again.header("x-request-id") == Some("r-1"));
}
