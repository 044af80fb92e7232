//! Responses without a body: to `HEAD`, and with a body that was lost.

use behaviour_tests::recorded::Decode;
use behaviour_tests::{BlueButton, GpConnect, each_catalog, gp_connect, samples};
use error_client::{Attempt, BodyEnd, Budget, Decision, Found, NeverReason, Note, ReceivedResponse};
use error_runtime::{Catalog, Representation, Respond};

use crate::support::{headers, request};

/// Decodes each entry's response to a `HEAD` request, in both syntaxes, with the length of its body.
fn each_entry<C: Catalog>() {
    for entry in C::all().iter().copied() {
        for representation in [Representation::OWN, Representation::XML] {
            let [(_, error), _] = samples::of(entry);
            let response = error.response_as(representation);
            let length = response.body.as_ref().map_or(0, |body| body.len()).to_string();
            let mut headers = headers(&response);
            headers.push(("Content-Length", &length));
            let (method, url) = request(entry);
            let method = if method == "GET" { "HEAD" } else { continue };
            let decoded = C::decode(ReceivedResponse::new(response.status, &headers, b"").to(method, &url));
            let issue = decoded.issue().unwrap();
            assert!(issue.candidates().contains(&entry), "{entry}: {decoded:?}");
            assert_eq!(decoded.notes().next(), None, "{entry}: {decoded:?}");
            assert_eq!(issue.parameters().next(), None, "{entry}");
            if let Found::Known(known) = issue.found() {
                let advice = decoded.advice();
                assert_eq!(entry.entry().retry().unwrap_or(advice.class), advice.class, "{known}");
            }
        }
    }
}

#[test]
fn a_response_to_head_can_be_the_entry_that_get_would_have() {
    each_catalog!(each_entry);
}

#[test]
fn status_headers_and_endpoint_distinguish_entries_of_head() {
    fn head<'b, C: Catalog>(status: u16, headers: &'b [(&'b str, &'b str)], url: &'b str) -> (Vec<C>, Decision) {
        let decoded = C::decode(ReceivedResponse::new(status, headers, b"").to("HEAD", url));
        let decision = decoded.decide(&Attempt::new("HEAD"), &Budget::default());
        (decoded.issue().unwrap().candidates().to_vec(), decision)
    }
    let fhir = [("Content-Type", "application/fhir+json")];
    let (known, decision) = head::<GpConnect>(502, &fhir, "/Patient/1");
    assert_eq!(known, [GpConnect::SspTargetCommunicationError]);
    assert!(
        matches!(decision, Decision::Backoff { .. }),
        "the entry's advice: {decision}"
    );
    // Several entries have this status. All of them advise against a retry.
    let (several, decision) = head::<GpConnect>(404, &fhir, "/Patient/1");
    assert!(
        several.len() > 1 && several.contains(&GpConnect::PatientNotFound),
        "{several:?}"
    );
    assert_eq!(decision, Decision::Never(NeverReason::Advised));
    // No entry has this status, and none the type of a page.
    assert_eq!(head::<GpConnect>(418, &fhir, "/Patient/1").0, []);
    assert_eq!(
        head::<GpConnect>(502, &[("Content-Type", "text/html")], "/Patient/1").0,
        []
    );
    // Nothing of the authorization flow is at the endpoint of data.
    let (reads, _) = head::<BlueButton>(502, &[], "/v2/fhir/Patient");
    assert!(
        !reads.is_empty() && !reads.contains(&BlueButton::AuthorizationDataSourceFailed),
        "{reads:?}"
    );
}

#[test]
fn a_get_without_a_body_is_not_taken_for_a_head() {
    let decoded = GpConnect::decode(ReceivedResponse::new(502, &[], b"").to("GET", "/Patient/1"));
    assert_eq!(decoded.issue().unwrap().found(), Found::Unknown);
    // Nor is a `HEAD` whose body was received after all.
    let body = gp_connect::PatientNotFound.error().body().unwrap();
    let decoded = GpConnect::decode(ReceivedResponse::new(404, &[], body.as_bytes()).to("HEAD", "/Patient/1"));
    assert_eq!(decoded.entry(), Some(GpConnect::PatientNotFound));
}

/// Decodes each entry's response without its body, which had a length.
fn each_lost<C: Catalog>() {
    for entry in C::all().iter().copied() {
        let [(_, error), _] = samples::of(entry);
        let response = error.response();
        let (method, url) = request(entry);
        let mut with_length = headers(&response);
        with_length.push(("Content-Length", "200"));
        let short = ReceivedResponse::new(response.status, &with_length, b"").to(&method, &url);
        let plain = headers(&response);
        let ended = |end| {
            ReceivedResponse::new(response.status, &plain, b"")
                .to(&method, &url)
                .ended(end)
        };
        for (received, note) in [
            (short, Note::Truncated),
            (ended(BodyEnd::Broken), Note::Truncated),
            (ended(BodyEnd::TimeLimit), Note::Truncated),
            (ended(BodyEnd::Encoding), Note::Encoding),
        ] {
            let decoded = C::decode(received).into_owned();
            assert_eq!(decoded.issue().unwrap().found(), Found::Unknown, "{entry}: {decoded:?}");
            assert_eq!(decoded.notes().collect::<Vec<_>>(), [note], "{entry}: {decoded:?}");
        }
    }
}

#[test]
fn a_lost_body_is_no_entry_and_a_note() {
    each_catalog!(each_lost);
}

#[test]
fn a_header_of_an_entry_is_more_than_one_that_is_absent() {
    let data = super::inline::catalog(
        r#""responses": {
            "default": { "format": "json", "headers": { "X-Error": "{code}", "X-Request-Id": "{request_id}" }, "body": { "type": "{code}" } },
            "bare": { "format": "json", "body": { "type": "{code}", "more": true } } },
        "errors": {
            "ConditionFailed": { "status": 400, "title": "A condition failed" },
            "Cancelled": { "status": 400, "title": "Cancelled", "response": "bare" } }"#,
    );
    let decode = |value| {
        let headers = [("X-Error", value)];
        let received = ReceivedResponse::new(400, &headers, b"").to("HEAD", "/");
        let decoded = behaviour_tests::recorded::decode(data, received);
        decoded.entry().map(|entry| entry.name())
    };
    assert_eq!(decode("ConditionFailed"), Some("ConditionFailed"));
}
