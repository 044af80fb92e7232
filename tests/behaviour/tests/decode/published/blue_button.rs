//! Blue Button: texts in the server's code that its first lists of responses lack (CMSgov/bluebutton-web-server at ba0c6856).

use behaviour_tests::BlueButton;
use behaviour_tests::recorded::Decode;
use error_client::{Attempt, Budget, Decision, ReceivedResponse};
use serde_json::json;

#[test]
fn the_texts_of_the_data_endpoints_are_known_in_each_version() {
    let contact = "If you are the app maintainer, please contact the Blue Button API team. If you are a Medicare Beneficiary and need assistance, please contact the support team for the application you are trying to access.";
    let expired = "User access has timed out. To refresh Medicare data, end user must re-authenticate and consent to share their data.";
    let scopes = |call: &str| {
        format!("This application, John_Smith_test, does not have access to make {call} resources. {contact}")
    };
    for (status, detail, url, expected) in [
        (
            429,
            "Request was throttled.",
            "/v2/fhir/Patient",
            BlueButton::FhirThrottledWithoutWait,
        ),
        (
            429,
            "Request was throttled. Expected available in 1 second.",
            "/v3/fhir/Patient",
            BlueButton::FhirThrottled,
        ),
        (401, expired, "/v2/fhir/Coverage", BlueButton::FhirUserAccessExpired),
        (
            403,
            &scopes("search calls for Patient"),
            "/v3/fhir/Patient",
            BlueButton::FhirV3ScopesInsufficient,
        ),
        (
            403,
            &scopes("any calls for digital insurance card"),
            "/v3/fhir/Patient",
            BlueButton::FhirV3ScopesInsufficient,
        ),
        (404, "Not found.", "/v3/fhir/Patient/1", BlueButton::FhirNotFound),
        (
            400,
            "An error occurred contacting the upstream server:x",
            "/v3/fhir/Patient",
            BlueButton::FhirUpstreamBadRequest,
        ),
        (
            502,
            "An error occurred contacting the upstream server",
            "/v3/fhir/Patient",
            BlueButton::FhirUpstreamError,
        ),
        (
            502,
            "A failure occurred contacting the upstream server",
            "/v3/fhir/Patient",
            BlueButton::FhirUpstreamFailure,
        ),
    ] {
        let body = json!({ "detail": detail }).to_string();
        for url in [url, ""] {
            let decoded = BlueButton::decode(ReceivedResponse::new(status, &[], body.as_bytes()).to("GET", url));
            assert_eq!(decoded.entry(), Some(expected), "{status} {url} {detail}");
        }
    }
    let body = br#"{"detail":"Request was throttled."}"#;
    let decoded = BlueButton::decode(ReceivedResponse::new(429, &[], body).to("GET", "/v2/fhir/Patient"));
    let decision = decoded.decide(&Attempt::new("GET"), &Budget::default());
    assert!(matches!(decision, Decision::Backoff { .. }), "{decision}");
}

#[test]
fn a_text_at_the_place_of_the_code_of_another_response_is_a_text() {
    let body = br#"{"error":"The state parameter is required"}"#;
    let decoded = BlueButton::decode(ReceivedResponse::new(400, &[], body).to("GET", "/mymedicare/sls-callback"));
    let issue = decoded.issue().unwrap();
    assert_eq!(decoded.entry(), Some(BlueButton::CallbackStateRequired));
    assert_eq!(
        (issue.code(), issue.text()),
        (None, Some("The state parameter is required"))
    );
}
