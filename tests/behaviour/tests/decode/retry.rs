//! Decisions about retries, and texts for operators, users and logs.

use std::time::Duration;

use behaviour_tests::recorded::Decode;
use behaviour_tests::samples::sample;
use behaviour_tests::{Bars, BlueButton, GpConnect, HealthGorilla, bars, blue_button, health_gorilla};
use error_catalog::{Source, compile, emit};
use error_client::{Attempt, Budget, Decision, Fault, NeverReason, ReceivedResponse, decide_fault};
use error_runtime::{Catalog, Data, Error, Respond};

use crate::support;

fn decide<C: Catalog>(error: &Error<C>, method: &str, url: &str) -> Decision {
    let response = error.response();
    let headers: Vec<_> = response
        .headers
        .iter()
        .map(|header| (header.name.as_ref(), header.value.as_ref()))
        .collect();
    let body = response.body.unwrap_or_default();
    let decoded = C::decode(ReceivedResponse::new(response.status, &headers, body.as_bytes()).to(method, url));
    decoded.decide(&Attempt::new(method), &Budget::default())
}

pub(super) fn is_backoff(decision: Decision) -> bool {
    matches!(decision, Decision::Backoff { .. })
}

#[test]
fn blue_button_retries_reads_on_an_outage_and_nothing_in_the_authorization_flow() {
    let read = "/v2/fhir/Patient/-1";
    assert!(is_backoff(decide(
        &blue_button::FhirUpstreamFailure.error(),
        "GET",
        read
    )));
    assert!(is_backoff(decide(
        &blue_button::FhirV3BackendTimeout.error(),
        "GET",
        "/v3/fhir/Patient"
    )));
    assert!(is_backoff(decide_fault::<BlueButton>(
        Fault::Lost,
        read,
        &Attempt::new("GET"),
        &Budget::default()
    )));
    assert_eq!(
        decide(&blue_button::FhirNotFound.error(), "GET", read),
        Decision::Never(NeverReason::Advised)
    );

    for url in [
        "/v1/o/token/",
        "/v2/o/authorize/",
        "/v2/o/authorize/uuid/",
        "https://sandbox.bluebutton.cms.gov/v3/o/revoke",
        "/mymedicare/sls-callback",
    ] {
        for entry in BlueButton::all().iter().copied().filter(|entry| {
            entry.category().is_some_and(|category| {
                matches!(
                    category,
                    behaviour_tests::blue_button::Category::Authorization
                        | behaviour_tests::blue_button::Category::Callback
                )
            })
        }) {
            assert_eq!(decide(&sample(entry), "GET", url).delay(), None, "{entry} {url}");
        }
        for fault in [Fault::NotSent, Fault::Lost] {
            let decision = decide_fault::<BlueButton>(fault, url, &Attempt::new("GET"), &Budget::default());
            assert_eq!(decision, Decision::Never(NeverReason::Endpoint), "{url}");
        }
        // Nor what a proxy says there.
        for status in [429, 502, 503, 504] {
            let headers = [("Retry-After", "1"), ("Content-Type", "text/html")];
            let decoded =
                BlueButton::decode(ReceivedResponse::new(status, &headers, b"<html>Bad Gateway</html>").to("GET", url));
            assert_eq!(
                decoded.decide(&Attempt::new("GET"), &Budget::default()),
                Decision::Never(NeverReason::Endpoint),
                "{url}"
            );
        }
    }
}

#[test]
fn health_gorilla_retries_429_and_faults_of_the_network_but_no_mistake_of_the_client() {
    let limited = health_gorilla::TooManyRequests
        .error()
        .with_retry_after(Duration::from_secs(7));
    for method in ["GET", "POST"] {
        assert_eq!(
            decide(&limited, method, "/fhir/R4/Patient"),
            Decision::After(Duration::from_secs(7))
        );
    }
    assert!(
        is_backoff(decide(
            &health_gorilla::TooManyRequests.error(),
            "GET",
            "/fhir/R4/Patient"
        )),
        "no header"
    );
    assert!(is_backoff(decide_fault::<HealthGorilla>(
        Fault::Lost,
        "/fhir/R4/Patient",
        &Attempt::new("GET"),
        &Budget::default()
    )));
    assert_eq!(
        decide_fault::<HealthGorilla>(Fault::Lost, "/x", &Attempt::new("POST"), &Budget::default()),
        Decision::Manual
    );
    assert!(is_backoff(decide_fault::<HealthGorilla>(
        Fault::NotSent,
        "/x",
        &Attempt::new("POST"),
        &Budget::default()
    )));

    for entry in HealthGorilla::all()
        .iter()
        .filter(|entry| matches!(entry.status(), 400 | 403 | 404))
    {
        assert_eq!(
            decide(&sample(*entry), "GET", "/fhir/R4/Patient").delay(),
            None,
            "{entry}"
        );
    }
    for status in [400, 403, 404] {
        for body in [
            "",
            "<html>no</html>",
            "{}",
            r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"new"}]}"#,
        ] {
            let decoded =
                HealthGorilla::decode(ReceivedResponse::new(status, &[("retry-after", "1")], body.as_bytes()));
            assert_eq!(
                decoded.decide(&Attempt::new("GET"), &Budget::default()).delay(),
                None,
                "{status} {body}"
            );
        }
    }
}

#[test]
fn a_request_that_is_not_idempotent_is_manual_unless_it_was_not_processed() {
    let decoded = |status, headers: &'static [(&'static str, &'static str)]| {
        GpConnect::decode(ReceivedResponse::new(status, headers, b""))
    };
    let post = Attempt::new("POST");
    let budget = Budget::default();
    assert_eq!(decoded(502, &[]).decide(&post, &budget), Decision::Manual);
    assert!(is_backoff(decoded(502, &[]).decide(&post.repeatable(true), &budget)));
    assert!(is_backoff(decoded(502, &[]).decide(&Attempt::new("PUT"), &budget)));
    assert_eq!(
        decoded(502, &[]).decide(&Attempt::new("GET").repeatable(false), &budget),
        Decision::Manual
    );
    assert_eq!(decoded(503, &[]).decide(&post, &budget), Decision::Manual);
    assert_eq!(
        decoded(503, &[("Retry-After", "3")]).decide(&post, &budget),
        Decision::After(Duration::from_secs(3))
    );
    assert!(is_backoff(decoded(429, &[]).decide(&post, &budget)));
    assert_eq!(
        decoded(500, &[]).decide(&Attempt::new("GET"), &budget),
        Decision::Manual,
        "it is not documented"
    );
    assert_eq!(
        decoded(404, &[]).decide(&Attempt::new("GET"), &budget),
        Decision::Never(NeverReason::Advised)
    );
}

#[test]
fn a_408_may_be_a_time_out_of_the_server_itself() {
    let budget = Budget::default();
    let decide =
        |method| GpConnect::decode(ReceivedResponse::new(408, &[], b"")).decide(&Attempt::new(method), &budget);
    assert!(is_backoff(decide("GET")));
    for method in ["POST", "PATCH", "get", ""] {
        assert_eq!(decide(method), Decision::Manual, "{method}");
    }
    // The proxy of BaRS turns a 504 of the receiver into 408: the booking may have been made.
    for entry in [
        Bars::RecTimeout,
        Bars::ProxyTimeout,
        Bars::Timeout,
        Bars::RecTimeoutConflict,
    ] {
        assert_eq!(decide_bars(entry, "POST"), Decision::Manual, "{entry}");
    }
    assert!(is_backoff(decide_bars(Bars::RecTimeout, "GET")));
    assert!(is_backoff(decide_bars(Bars::RecTimeoutConflict, "GET")));
}

fn decide_bars(entry: Bars, method: &str) -> Decision {
    decide(&sample(entry), method, "/Appointment")
}

#[test]
fn methods_are_compared_letter_for_letter() {
    let body = sample(BlueButton::RevokeApplicationInactive).body().unwrap();
    let entry = |method| {
        let response = ReceivedResponse::new(403, &[], body.as_bytes()).to(method, "/v2/o/revoke_token/");
        BlueButton::decode(response).entry()
    };
    assert_eq!(entry("POST"), Some(BlueButton::RevokeApplicationInactive));
    assert_ne!(entry("post"), Some(BlueButton::RevokeApplicationInactive));
}

#[test]
fn a_stream_is_never_sent_again_by_itself() {
    let decide = |status, attempt: Attempt<'_>| {
        GpConnect::decode(ReceivedResponse::new(status, &[], b"")).decide(&attempt.streamed(), &Budget::default())
    };
    let streamed = Decision::Never(NeverReason::Streamed);
    assert_eq!(decide(503, Attempt::new("PUT")), streamed);
    assert_eq!(decide(503, Attempt::new("POST")), Decision::Manual);
    assert_eq!(decide(404, Attempt::new("PUT")), Decision::Never(NeverReason::Advised));
    assert_eq!(
        decide(503, Attempt::new("PUT").sent(4)),
        Decision::Never(NeverReason::Attempts)
    );
    let lost = decide_fault::<GpConnect>(Fault::Lost, "/x", &Attempt::new("PUT").streamed(), &Budget::default());
    assert_eq!(lost, streamed);
}

/// A catalog that is compiled now.
pub(super) fn chat() -> Data<'static> {
    let source = r#"{ "name": "chat", "title": "Chat", "responses": { "default": { "format": "json",
        "body": { "message": "{title}", "retry_after": "{retry_after?}" } } },
        "errors": {
            "SLOW_DOWN": { "status": 429, "title": "You are being rate limited.", "retry": "after" },
            "MISDIRECTED": { "status": 421, "title": "Not here.", "retry": "immediate" },
            "STOPPED": { "status": 503, "title": "In a minute.", "retry": { "class": "after", "delay": 60 } },
            "DRAINED": { "status": 503, "title": "In a minute and a half.", "retry": { "class": "after", "delay": 90 } },
            "SLOW": { "status": 408, "title": "The request did not arrive in time.", "retry": "immediate" },
            "STUCK": { "status": 504, "title": "The request was not answered in time.", "retry": "immediate" },
            "CLOSED": { "status": 410, "title": "Closed.", "methods": ["GET"], "endpoints": ["^/closed$"], "retry": "never" },
            "RESTART": { "status": 502, "title": "In a while.", "retry": { "class": "backoff", "delay": 100 } }
        } }"#;
    let compiled = compile(&Source::new("chat.json", source));
    assert!(compiled.is_usable(), "{:?}", compiled.problems);
    let constants = emit::catalog(&compiled.catalog);
    Data::new(constants.index.leak(), constants.text.leak())
}

#[test]
fn the_advice_of_an_entry_is_followed_unless_the_server_asks_for_more() {
    let data = chat();
    let title = |status| match status {
        421 => "Not here.",
        503 => "In a minute.",
        _ => "In a while.",
    };
    let decide = |status, headers: &[(&str, &str)], attempt: Attempt<'_>| {
        let body = format!(r#"{{ "message": "{}" }}"#, title(status));
        let decoded = behaviour_tests::recorded::decode(data, ReceivedResponse::new(status, headers, body.as_bytes()));
        assert!(decoded.entry().is_some(), "{decoded:?}");
        decoded.decide(&attempt, &Budget::default())
    };
    let (get, seconds) = (Attempt::new("GET"), Duration::from_secs);
    assert_eq!(decide(421, &[], get), Decision::Immediate);
    assert_eq!(
        decide(421, &[], Attempt::new("POST")),
        Decision::Immediate,
        "it was not processed"
    );
    assert_eq!(decide(421, &[("Retry-After", "2")], get), Decision::After(seconds(2)));
    assert_eq!(decide(421, &[("Retry-After", "0")], get), Decision::After(seconds(0)));
    assert_eq!(decide(421, &[], get.repeatable(false)), Decision::Manual);
    // A delay that cannot be read, or has no clock, or is over, is not one of zero.
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    assert!(is_backoff(decide(421, &[("Retry-After", "soon")], get)));
    assert!(is_backoff(decide(421, &[("Retry-After", date)], get)));
    assert!(is_backoff(decide(421, &[("Retry-After", date)], get.at(1_795_651_200))));

    assert_eq!(decide(503, &[], get), Decision::After(seconds(60)));
    assert_eq!(decide(503, &[("Retry-After", "1")], get), Decision::After(seconds(1)));
    assert_eq!(decide(503, &[], get.elapsed(seconds(61))), Decision::Later(seconds(60)));
    // The first delay of the catalog exceeds the longest one of the budget, and then grows beyond the time.
    let backoff = |longest| Decision::Backoff {
        delay: seconds(100),
        longest: seconds(longest),
        left: 3,
    };
    assert_eq!(decide(502, &[], get), backoff(100));
    assert_eq!(
        decide(502, &[], get.elapsed(seconds(21))),
        Decision::Later(seconds(100))
    );
    assert_eq!(decide(502, &[("Retry-After", "99")], get), backoff(100));
    assert_eq!(
        decide(502, &[("Retry-After", "100")], get),
        Decision::After(seconds(100))
    );
}

#[test]
fn only_advice_about_408_itself_repeats_a_post() {
    let decide = |title: &str, method| {
        let body = format!(r#"{{ "message": "{title}" }}"#);
        let decoded = behaviour_tests::recorded::decode(chat(), ReceivedResponse::new(408, &[], body.as_bytes()));
        let name = decoded.entry().map(|entry| entry.name());
        (name, decoded.decide(&Attempt::new(method), &Budget::default()))
    };
    let slow = "The request did not arrive in time.";
    assert_eq!(decide(slow, "POST"), (Some("SLOW"), Decision::Immediate));
    // An entry of another status is no advice about 408.
    let stuck = "The request was not answered in time.";
    assert_eq!(decide(stuck, "POST"), (Some("STUCK"), Decision::Manual));
    assert_eq!(decide(stuck, "GET"), (Some("STUCK"), Decision::Immediate));
}

#[test]
fn of_several_entries_the_longest_delay_counts_and_head_has_the_advice_of_get() {
    let decide = |status, method, url| {
        let decoded =
            behaviour_tests::recorded::decode(chat(), ReceivedResponse::new(status, &[], b"").to(method, url));
        decoded.decide(&Attempt::new(method), &Budget::default())
    };
    assert_eq!(decide(503, "HEAD", "/open"), Decision::After(Duration::from_secs(90)));
    // No entry has this status.
    assert!(is_backoff(decide(425, "HEAD", "/open")));
    assert_eq!(decide(425, "HEAD", "/closed"), Decision::Never(NeverReason::Endpoint));
    // The entry of this endpoint is one of `GET`.
    assert!(is_backoff(decide(425, "PUT", "/closed")));
}

#[test]
fn warnings_count_only_if_there_are_no_errors() {
    let issue = |severity: &str, code: &str| {
        format!(
            r#"{{"severity":"{severity}","code":"invalid","details":{{"coding":[{{"system":"https://fhir.nhs.uk/CodeSystem/http-error-codes","code":"{code}"}}]}}}}"#
        )
    };
    let decide = |issues: &[String]| {
        let body = format!(
            r#"{{"resourceType":"OperationOutcome","issue":[{}]}}"#,
            issues.join(",")
        );
        let decoded = Bars::decode(ReceivedResponse::new(503, &[], body.as_bytes()));
        decoded.decide(&Attempt::new("GET"), &Budget::default())
    };
    let (away, wrong) = ("REC_UNAVAILABLE", "REC_UNPROCESSABLE_ENTITY");
    let never = Decision::Never(NeverReason::Advised);
    assert_eq!(decide(&[issue("error", away), issue("error", wrong)]), never);
    assert_eq!(decide(&[issue("error", wrong), issue("error", away)]), never);
    assert!(is_backoff(decide(&[issue("error", away), issue("warning", wrong)])));
    assert_eq!(decide(&[issue("warning", wrong), issue("information", wrong)]), never);
}

#[test]
fn of_several_the_most_cautious_counts() {
    // Entries with each of the advices `manual`, `backoff` and `never` have this code, and none has this issue type.
    let body = support::bars("500", support::CODES, "REC_SERVER_ERROR", "x");
    let decoded = Bars::decode(ReceivedResponse::new(500, &[], body.as_bytes()));
    let candidates = decoded.issue().unwrap().candidates();
    assert_eq!(candidates.len(), 4, "{candidates:?}");
    assert_eq!(
        decoded.decide(&Attempt::new("GET"), &Budget::default()),
        Decision::Never(NeverReason::Advised)
    );
}

#[test]
fn each_audience_has_its_own_text() {
    let error = Error::from(bars::RecBadRequestValue {
        receiver: "RX8",
        details: "d",
    })
    .with_diagnostics("stack trace of patient 943 476 5919");
    let body = error.body().unwrap();
    let headers = [
        ("Content-Type", "application/fhir+json"),
        ("X-Request-Id", "r-1\"\n issue=fake"),
    ];
    let decoded = Bars::decode(ReceivedResponse::new(400, &headers, body.as_bytes()));
    assert_eq!(decoded.action(), Bars::RecBadRequestValue.action());
    assert_eq!(Some(decoded.user_message()), Bars::RecBadRequestValue.user_message());
    let line = decoded.log_record().to_string();
    assert_eq!(
        line,
        r#"catalog=bars status=400 request_id="r-1\"\n issue=fake" issue="REC_BAD_REQUEST_VALUE" code="REC_BAD_REQUEST""#
    );

    // BaRS: codes "should not be presented to end-users". An unknown answer has no words of its own for them.
    let body = r#"{"resourceType":"OperationOutcome","issue":[{"code":"x","details":{"coding":[{"code":"NEW"}],"text":"<script>"}}]}"#;
    let decoded = Bars::decode(ReceivedResponse::new(503, &[], body.as_bytes()));
    assert_eq!(
        (decoded.action(), decoded.user_message()),
        (None, "The service is currently unavailable. Please try again later.")
    );
    assert_eq!(
        decoded.log_record().to_string(),
        r#"catalog=bars status=503 issue=unknown code="NEW""#
    );
}

#[test]
fn no_end_user_sees_a_code_or_a_text_of_the_response() {
    // BaRS: codes "should not be presented to end-users".
    for entry in Bars::all().iter().copied() {
        let body = sample(entry).with_diagnostics("secret").body().unwrap();
        let decoded = Bars::decode(ReceivedResponse::new(entry.status(), &[], body.as_bytes()));
        let shown = decoded.user_message();
        let code = entry.entry().code().map(|code| code.to_string()).unwrap_or_default();
        assert!(
            !shown.contains(&code) && !shown.contains("secret") && !shown.contains('_'),
            "{entry}: {shown}"
        );
    }
}

#[test]
fn a_request_without_a_response_has_a_budget_too() {
    let budget = Budget::default().with_attempts(2);
    let decide = |fault, attempt: Attempt<'_>| decide_fault::<GpConnect>(fault, "/Patient/1", &attempt, &budget);
    for fault in [Fault::NotSent, Fault::Lost] {
        assert!(is_backoff(decide(fault, Attempt::new("GET"))), "{fault}");
        assert_eq!(
            decide(fault, Attempt::new("GET").sent(2)),
            Decision::Never(NeverReason::Attempts)
        );
        let late = Attempt::new("GET").elapsed(Duration::from_secs(3600));
        assert_eq!(decide(fault, late), Decision::Never(NeverReason::Time));
    }
    // What never left is sent again whatever it is; what may have been processed only by hand.
    assert!(is_backoff(decide(Fault::NotSent, Attempt::new("POST"))));
    assert_eq!(decide(Fault::Lost, Attempt::new("POST")), Decision::Manual);
    assert!(is_backoff(decide(Fault::Lost, Attempt::new("POST").repeatable(true))));
    assert_eq!(
        decide(Fault::Lost, Attempt::new("GET").repeatable(false)),
        Decision::Manual
    );
    assert!(!Fault::Lost.user_message().is_empty());
}
