//! Events of clients.

use std::time::Duration;

use error_client::Budget;
use error_client::reqwest::{RequestBuilderExt, Retries};
use error_runtime::{Error, Respond};
use framework_tests::script::{Script, Step, answer};
use framework_tests::{Clinic, PERSONAL, clinic};
use tracing::Level;
use tracing_subscriber::layer::SubscriberExt;

use super::{Events, Seen, alone};

/// The log of a client while it repeats a request.
fn calls(steps: Vec<Step>, path: &'static str) -> Vec<Seen> {
    calls_with(steps, |client, server| client.get(server.url(path)))
}

fn calls_with(
    steps: Vec<Step>,
    request: impl FnOnce(reqwest::Client, &Script) -> reqwest::RequestBuilder,
) -> Vec<Seen> {
    let _alone = alone();
    let events = Events::default();
    let subscriber = tracing_subscriber::registry().with(events.clone());
    tracing::subscriber::with_default(subscriber, || {
        let server = Script::start(steps);
        let budget = Budget::default().with_delays(Duration::ZERO, Duration::ZERO);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let request = request(reqwest::Client::new(), &server);
        let _ = runtime.block_on(request.send_with_retries::<Clinic>(&Retries::new().budget(budget)));
    });
    let seen = events.0.lock().unwrap();
    seen.clone()
}

fn fields(seen: &Seen) -> Vec<(&str, &str)> {
    seen.1
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[test]
fn a_client_writes_one_event_for_each_failure_with_all_ids_and_nothing_personal() {
    let error = Error::from(clinic::PatientNotFound {
        patient: PERSONAL,
        nhs_number: PERSONAL,
    });
    let body = error.with_request_id("r-7\nx").body().unwrap();
    let steps = vec![
        Step::Hangup,
        answer(503, &[("X-Request-Id", "r-6")], "<html>"),
        answer(410, &[], &body),
    ];
    let events = calls(steps, "/patients/9434765919?nhs-number=9434765919");
    assert!(!format!("{events:?}").contains(PERSONAL), "{events:?}");
    let [lost, away, refused] = &*events else {
        panic!("{events:?}")
    };
    assert_eq!((lost.0, away.0, refused.0), (Level::INFO, Level::INFO, Level::INFO));
    assert_eq!(
        fields(lost),
        [
            ("catalog", "clinic"),
            ("decision", "after 0ns with backoff, attempts left: 3"),
            ("fault", "lost"),
            ("message", "there is no response"),
            ("sent", "1"),
        ]
    );
    assert_eq!(
        fields(away),
        [
            ("catalog", "clinic"),
            ("decision", "after 0ns with backoff, attempts left: 2"),
            (
                "message",
                r#"catalog=clinic status=503 request_id="r-6" issue=unknown note=Foreign"#
            ),
            ("request_id", "r-6"),
            ("sent", "2"),
            ("status", "503"),
        ]
    );
    assert_eq!(
        fields(refused),
        [
            ("catalog", "clinic"),
            ("code", "PATIENT_NOT_FOUND"),
            ("decision", "never: the request would fail again"),
            ("drift", "expected status 404, found 410"),
            ("entry", "PATIENT_NOT_FOUND"),
            ("id", "r-7 x"),
            (
                "message",
                r#"catalog=clinic status=410 request_id="r-7\nx" id="r-7\nx" issue="PATIENT_NOT_FOUND" code="PATIENT_NOT_FOUND" drift="expected status 404, found 410""#
            ),
            ("request_id", "r-7 x"),
            ("sent", "3"),
            ("status", "410"),
        ]
    );
}

#[test]
fn the_event_of_a_stream_has_the_decision_that_is_taken() {
    let steps = vec![answer(503, &[], ""), answer(200, &[], "")];
    let events = calls_with(steps, |client, server| {
        let body = reqwest::Body::wrap(String::from("once"));
        client.put(server.url("/x")).body(body)
    });
    let [only] = &*events else { panic!("{events:?}") };
    assert_eq!(only.1["decision"], "never: the body of the request is a stream");
    assert_eq!(only.0, Level::ERROR);
}

#[test]
fn a_fault_without_a_remedy_is_an_error() {
    let events = calls(vec![Step::Hangup], "/x");
    let levels: Vec<Level> = events.iter().map(|(level, _)| *level).collect();
    assert_eq!(levels, [Level::INFO, Level::INFO, Level::INFO, Level::ERROR]);
}
