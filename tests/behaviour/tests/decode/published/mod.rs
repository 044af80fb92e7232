//! Bodies that others have published, or that gateways before these APIs send, and that no catalog has.

mod bars;
mod blue_button;
use crate::support::{decode, found};
use behaviour_tests::recorded::Decode;
use behaviour_tests::{BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks};
use error_client::{Attempt, Budget, Decision, Found, NeverReason, Note, ReceivedResponse};
use error_runtime::{Catalog, IssueType};
use serde_json::json;

/// The parts of an unknown response: code, issue type and text.
fn unknown<C: Catalog>(status: u16, body: &str) -> (Option<String>, Option<String>, Option<String>) {
    let decoded = decode::<C>(status, body);
    let issue = decoded.issue().unwrap();
    assert_eq!(issue.found(), Found::Unknown, "{decoded:?}");
    let own = |text: Option<&str>| text.map(str::to_owned);
    (own(issue.code()), own(issue.issue_type_text()), own(issue.text()))
}

/// A body of the Spine Secure Proxy.
fn ssp(issue_type: &str, severity: &str, code: &str, display: &str) -> String {
    json!({ "resourceType": "OperationOutcome", "id": "09a01679-2564-0fb4-5129-aecc81ea2706", "issue": [{
        "code": issue_type, "severity": severity,
        "details": { "coding": [{ "code": code, "display": display, "system": "http://fhir.nhs.net/ValueSet/gpconnect-schedule-response-code-1-0" }] },
        "diagnostics": display,
    }] })
    .to_string()
}

// GP Connect 1.6.2, "Spine Secure Proxy (SSP) errors", as the guide GP-Connect-Foundations has them.
#[test]
fn the_spine_secure_proxy_is_distinguished_from_the_provider() {
    let varies = "ENDPOINT_https://supplier.thirdparty.nhs.uk/v1/fhir/_CPAID_S000000000001_VARIES_FROM_TARGETURL_https://supplier.thirdparty.nhs.uk/v1/test";
    // As published, with a comma too many.
    let body = ssp("invalid", "error", "400", varies).replace("}]}", ",}]}");
    let communication =
        "ERROR_COMMUNICATING_TO_ENDPOINT_URL_https://supplier.thirdparty.nhs.uk/D11111/STU3/1/GPConnect/Patient";
    // The proxy's codes only repeat the status: the text is what identifies the row.
    assert_eq!(found::<GpConnect>(400, &body), [GpConnect::SspTargetUrlVaries]);
    for (diagnostics, row) in [
        (
            "ASID_CHECK_FAILED_MESSAGESENDER_100000000001",
            GpConnect::SspSenderNotAuthorised,
        ),
        (
            "PARTYKEY_INTERACTION_CHECK_FAILED_MESSAGERECEIVER_200000000002",
            GpConnect::SspReceiverNotAuthorised,
        ),
        (
            "FOT_CHECK_FAILED_MESSAGESENDER_200000000001_MESSAGERECEIVER_200000000002",
            GpConnect::SspSenderNotAuthorisedForReceiver,
        ),
    ] {
        let body = ssp("forbidden", "error", "403", diagnostics);
        let decoded = decode::<GpConnect>(403, &body);
        let issue = decoded.issue().unwrap();
        assert_eq!(issue.found(), Found::Known(row), "{decoded:?}");
        assert_eq!((issue.code(), issue.diagnostics()), (Some("403"), Some(diagnostics)));
        assert_eq!(
            decoded.decide(&Attempt::new("GET"), &Budget::default()),
            Decision::Never(NeverReason::Advised)
        );
    }
    let body = ssp("not-supported", "error", "415", "Unsupported_Media_Type");
    assert_eq!(found::<GpConnect>(415, &body), [GpConnect::SspUnsupportedMediaType]);
    // The example has another issue type and severity than the table, and no diagnostics.
    let body = ssp("forbidden", "fatal", "405", "405: Method Not Allowed");
    let mut published: serde_json::Value = serde_json::from_str(&body).unwrap();
    published["issue"][0].as_object_mut().unwrap().remove("diagnostics");
    for body in [body, published.to_string()] {
        let decoded = decode::<GpConnect>(405, &body);
        let issue = decoded.issue().unwrap();
        assert_eq!(issue.found(), Found::Known(GpConnect::SspMethodNotAllowed), "{body}");
        assert_eq!(
            issue.drift().to_string(),
            "expected issue type `not-supported`, found `forbidden`; expected severity `error`, found `fatal`"
        );
        assert_eq!(
            found::<GpConnectDstu2>(405, &body),
            [GpConnectDstu2::SspMethodNotAllowed]
        );
        // Another display, another code and another status.
        assert_eq!(found::<GpConnect>(405, &body.replace("Method Not", "Verb not")), []);
        assert_eq!(found::<GpConnectDstu2>(405, &body.replace(r#""405""#, r#""4050""#)), []);
        assert_eq!(found::<GpConnectDstu2>(501, &body.replace("405", "501")), []);
    }

    let body = ssp("transient", "error", "502", communication);
    let decoded = decode::<GpConnect>(502, &body);
    assert_eq!(decoded.entry(), Some(GpConnect::SspTargetCommunicationError));
    assert_eq!(
        decoded.decide(&Attempt::new("POST"), &Budget::default()),
        Decision::Manual
    );
    // A code that says more than the status is another thing.
    for code in ["400", "4150", "NEW_CODE"] {
        let body = ssp("not-supported", "error", code, "Unsupported_Media_Type");
        assert_eq!(unknown::<GpConnect>(415, &body).0.as_deref(), Some(code));
    }
}

// The same bodies, read with the catalog of DSTU2: its rows of the proxy have no text, and no code either.
#[test]
fn a_code_that_only_repeats_the_status_is_the_same_in_dstu2() {
    for (status, issue_type, text, row) in [
        (
            400,
            "invalid",
            "ENDPOINT_a_VARIES_FROM_TARGETURL_b",
            GpConnectDstu2::SspBadRequest,
        ),
        (
            403,
            "forbidden",
            "ASID_CHECK_FAILED_MESSAGESENDER_1",
            GpConnectDstu2::SspForbidden,
        ),
        (
            403,
            "forbidden",
            "PARTYKEY_INTERACTION_CHECK_FAILED_MESSAGERECEIVER_2",
            GpConnectDstu2::SspForbidden,
        ),
        (
            403,
            "forbidden",
            "FOT_CHECK_FAILED_MESSAGESENDER_1_MESSAGERECEIVER_2",
            GpConnectDstu2::SspForbidden,
        ),
        (
            415,
            "not-supported",
            "Unsupported_Media_Type",
            GpConnectDstu2::SspUnsupportedMediaType,
        ),
        (
            502,
            "transient",
            "ERROR_COMMUNICATING_TO_ENDPOINT_URL_a",
            GpConnectDstu2::SspBadGateway,
        ),
    ] {
        let body = ssp(issue_type, "error", &status.to_string(), text);
        assert_eq!(found::<GpConnectDstu2>(status, &body), [row], "{body}");
        let body = ssp(issue_type, "error", "4150", text);
        assert_eq!(found::<GpConnectDstu2>(status, &body), [], "{body}");
    }
}

// A sentence of another server, with the issue type of a row.
#[test]
fn another_text_is_not_the_row_with_its_issue_type() {
    let outcome = |issue_type: &str, diagnostics: &str| {
        json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": issue_type, "diagnostics": diagnostics }] }).to_string()
    };
    let unknown =
        "The FHIR endpoint on this server does not know how to handle GET operation[Patient/x] with parameters [[]]";
    for diagnostics in [unknown, "x", ""] {
        assert_eq!(
            found::<HealthGorilla>(400, &outcome("processing", diagnostics)),
            [],
            "{diagnostics}"
        );
        assert_eq!(
            found::<GpConnect>(400, &outcome("invalid", diagnostics)),
            [],
            "{diagnostics}"
        );
        assert_eq!(
            found::<GpConnect>(403, &outcome("forbidden", diagnostics)),
            [],
            "{diagnostics}"
        );
        assert_eq!(
            found::<GpConnect>(415, &outcome("not-supported", diagnostics)),
            [],
            "{diagnostics}"
        );
    }
    let own = "This operations can be executed in asynchronous mode only...";
    assert_eq!(
        found::<HealthGorilla>(400, &outcome("processing", own)),
        [HealthGorilla::AsynchronousModeOnly]
    );
    let absent = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"processing"}]}"#;
    assert_eq!(found::<HealthGorilla>(400, absent), []);
    // The diagnostics of a row that has none are the server's.
    assert_eq!(
        found::<HealthGorilla>(403, &outcome("forbidden", unknown)),
        [HealthGorilla::Forbidden]
    );
    let text = "Subject validation failed";
    assert_eq!(
        found::<HealthGorilla>(400, &outcome("invalid", text)),
        [HealthGorilla::SubjectValidationFailed]
    );
}

// RFC 6749: the description is optional, and two entries of Blue Button have this code and status 401 or 403.
#[test]
fn the_status_alone_does_not_single_out_an_entry_with_a_shared_code() {
    let at = |status, body: &str| {
        let decoded =
            BlueButton::decode(ReceivedResponse::new(status, &[], body.as_bytes()).to("POST", "/v2/o/token/"));
        decoded.issue().unwrap().candidates().to_vec()
    };
    let several = at(401, r#"{"error":"invalid_client"}"#);
    assert!(
        several.len() > 1 && several.contains(&BlueButton::TokenApplicationDoesNotExist),
        "{several:?}"
    );
    let other = r#"{"status_code":401,"error":"invalid_client","error_description":"Client authentication failed"}"#;
    assert_eq!(at(401, other), several);
    let own = r#"{"error":"invalid_client","error_description":"Application does not exist"}"#;
    assert_eq!(at(401, own), [BlueButton::TokenApplicationDoesNotExist]);
}

// The demonstrator of GP Connect sends the code for the display, another issue type, and the value set for the system (also in the guides).
#[test]
fn a_code_is_found_in_any_surroundings() {
    for (issue_type, system) in [
        (
            "invalid",
            "https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1",
        ),
        (
            "not-found",
            "https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1",
        ),
        ("not-found", "https://fhir.nhs.uk/ValueSet/Spine-ErrorOrWarningCode-1"),
    ] {
        let body = json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": issue_type,
            "details": { "coding": [{ "system": system, "code": "PATIENT_NOT_FOUND", "display": "PATIENT_NOT_FOUND" }] },
            "diagnostics": "No patient details found for patient ID: Patient/2" }] })
        .to_string();
        let decoded = decode::<GpConnect>(404, &body);
        let issue = decoded.issue().unwrap();
        assert_eq!(issue.found(), Found::Known(GpConnect::PatientNotFound), "{system}");
        let drift = issue.drift().issue_type;
        assert_eq!(
            drift,
            (issue_type == "invalid").then_some((IssueType::NotFound, Some("invalid")))
        );
    }
    // A code of the same system that this catalog does not have (NRL).
    let body = json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": "unauthorized",
        "details": { "coding": [{ "system": "https://fhir.nhs.uk/ValueSet/Spine-ErrorOrWarningCode-1", "code": "AUTHOR_CREDENTIALS_ERROR" }] } }] });
    let (code, issue_type, _) = unknown::<GpConnect>(401, &body.to_string());
    assert_eq!(
        (code.as_deref(), issue_type.as_deref()),
        (Some("AUTHOR_CREDENTIALS_ERROR"), Some("unauthorized"))
    );
}

// Gateways, identity providers and frameworks: their manuals.
#[test]
fn the_response_of_a_gateway_before_an_api_is_not_lost() {
    for (status, body, code, text) in [
        // Apigee, which the platform of the NHS and others stand on.
        (
            401,
            r#"{"fault":{"faultstring":"Invalid access token","detail":{"errorcode":"oauth.v2.InvalidAccessToken"}}}"#,
            Some("oauth.v2.InvalidAccessToken"),
            Some("Invalid access token"),
        ),
        (
            429,
            r#"{"fault":{"faultstring":"Rate limit quota violation. Quota limit exceeded.","detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}"#,
            Some("policies.ratelimit.QuotaViolation"),
            Some("Rate limit quota violation. Quota limit exceeded."),
        ),
        (
            400,
            r#"{"ErrorCode" : "invalid_request", "Error" :"Required param : redirect_uri"}"#,
            Some("invalid_request"),
            Some("Required param : redirect_uri"),
        ),
        // Keycloak.
        (
            401,
            r#"{"error":"invalid_client","error_description":"Invalid client or Invalid client credentials"}"#,
            Some("invalid_client"),
            Some("Invalid client or Invalid client credentials"),
        ),
        // AWS API Gateway and Lambda.
        (403, r#"{"message":"Forbidden"}"#, None, Some("Forbidden")),
        (
            502,
            r#"{"message": "Internal server error"}"#,
            None,
            Some("Internal server error"),
        ),
        (
            500,
            r#"{"errorMessage":"2024-01-01T00:00:00Z Task timed out after 3.00 seconds"}"#,
            None,
            Some("2024-01-01T00:00:00Z Task timed out after 3.00 seconds"),
        ),
        // Spring Boot, Azure, JSON:API.
        (
            500,
            r#"{"timestamp":"2026-01-01T00:00:00Z","status":500,"error":"Internal Server Error","path":"/x"}"#,
            None,
            Some("Internal Server Error"),
        ),
        (
            401,
            r#"{"error":{"code":"AuthenticationFailed","message":"The token has expired."}}"#,
            Some("AuthenticationFailed"),
            Some("The token has expired."),
        ),
        (
            400,
            r#"{"errors":[{"code":"E1","title":"t","detail":"first"},{"code":"E2"}]}"#,
            Some("E1"),
            Some("first"),
        ),
    ] {
        let found = unknown::<GpConnect>(status, body);
        assert_eq!((found.0.as_deref(), found.2.as_deref()), (code, text), "{body}");
        assert!(decode::<GpConnect>(status, body).has_note(Note::Foreign), "{body}");
    }
    // The same before an API that has OAuth's errors of its own: by its endpoints they are none of its data.
    let limited = r#"{"fault":{"faultstring":"Spike arrest violation.","detail":{"errorcode":"policies.ratelimit.SpikeArrestViolation"}}}"#;
    for url in ["/v2/fhir/Patient", "/v2/o/token/"] {
        let decoded = BlueButton::decode(ReceivedResponse::new(429, &[], limited.as_bytes()).to("GET", url));
        assert_eq!(
            decoded.issue().unwrap().code(),
            Some("policies.ratelimit.SpikeArrestViolation")
        );
        let decision = decoded.decide(&Attempt::new("GET"), &Budget::default());
        assert_eq!(
            decision == Decision::Never(NeverReason::Endpoint),
            url.contains("/o/"),
            "{url}"
        );
    }
}

// HAPI FHIR, with its narrative; the issue's text is in its diagnostics.
#[test]
fn an_outcome_of_hapi_keeps_its_texts() {
    let body = r#"{"resourceType":"OperationOutcome","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><h1>Operation Outcome</h1></div>"},
        "issue":[{"severity":"error","code":"processing","diagnostics":"HAPI-2001: Resource Patient/9999 is not known"}]}"#;
    let decoded = decode::<GpConnect>(404, body).into_owned();
    let issue = decoded.issue().unwrap();
    let said = Some("HAPI-2001: Resource Patient/9999 is not known");
    assert_eq!((issue.found(), issue.diagnostics()), (Found::Unknown, said));
    let (_, issue_type, _) = unknown::<Medblocks>(404, body);
    assert_eq!(issue_type.as_deref(), Some("processing"));
    // Health Gorilla has no codes: the status says the row.
    let decoded = decode::<HealthGorilla>(404, body);
    assert_eq!(decoded.entry(), Some(HealthGorilla::NotFound));
    assert_eq!(
        decoded.issue().unwrap().drift().to_string(),
        "expected issue type `not-found`, found `processing`"
    );
}

// developer.healthgorilla.com: FHIR OperationOutcome Format, Common Error Scenarios.
#[test]
fn the_examples_of_health_gorilla_are_known() {
    for (status, issue_type, diagnostics, expected) in [
        (
            422,
            "required",
            "The 'patient' field is required.",
            Some(HealthGorilla::UnprocessableEntityRequired),
        ),
        (
            403,
            "forbidden",
            "The current access token does not allow write access to this resource.",
            Some(HealthGorilla::Forbidden),
        ),
        (
            409,
            "duplicate",
            "A resource with this identifier already exists.",
            Some(HealthGorilla::ConflictDuplicate),
        ),
        (
            422,
            "not-found",
            "Patient/1234 could not be resolved.",
            Some(HealthGorilla::UnprocessableEntityNotFound),
        ),
        // The other three rows with this status and issue type have texts of their own.
        (
            400,
            "invalid",
            "The code 'INVALID-CODE' is not recognized for LOINC.",
            Some(HealthGorilla::BadRequest),
        ),
        (
            400,
            "invalid",
            "Parameter 'date' is not supported for this resource type",
            Some(HealthGorilla::BadRequest),
        ),
        (400, "invalid", "Invalid Request", Some(HealthGorilla::InvalidRequest)),
        (400, "invalid", "No error message", Some(HealthGorilla::NoErrorMessage)),
        // Three rows have this status, none of them this issue type.
        (
            422,
            "invalid",
            "The code 'INVALID-CODE' is not recognized for LOINC.",
            None,
        ),
        // One row has the status; that the issue type is another one is a drift.
        (500, "processing", "x", Some(HealthGorilla::InternalServerError)),
        (503, "processing", "x", Some(HealthGorilla::ServiceUnavailable)),
    ] {
        let body = json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": issue_type, "diagnostics": diagnostics }] }).to_string();
        let decoded = decode::<HealthGorilla>(status, &body);
        assert_eq!(decoded.entry(), expected, "{status} {issue_type}");
        let issue = decoded.issue().unwrap();
        assert_eq!(issue.diagnostics(), Some(diagnostics));
        assert_eq!(issue.drift().issue_type.is_some(), status >= 500);
        let again = decoded.decide(&Attempt::new("GET"), &Budget::default());
        assert_eq!(again.delay().is_some(), status >= 500, "{status} {issue_type}: {again}");
    }
    // A code can be of another system, and the status of several issues need not be that of each.
    let issue = r#"{"severity":"error","code":"processing","details":{"coding":[{"code":"NEW"}]}}"#;
    let outcome = |issues: &str| format!(r#"{{"resourceType":"OperationOutcome","issue":[{issues}]}}"#);
    assert_eq!(found::<HealthGorilla>(500, &outcome(issue)), []);
    let issue = r#"{"severity":"error","code":"processing"}"#;
    assert_eq!(found::<HealthGorilla>(500, &outcome(&format!("{issue},{issue}"))), []);
    // Without an issue there is no row to be known by.
    assert_eq!(found::<HealthGorilla>(500, r#"{"resourceType":"Patient"}"#), []);
}
