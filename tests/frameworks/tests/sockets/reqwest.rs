//! Responses and faults of reqwest, over sockets.

use std::error::Error as _;
use std::time::Duration;

use error_client::reqwest::{CallError, RequestBuilderExt, ResponseExt, Retries};
use error_client::{Attempt, Budget, Decision, Fault, NeverReason, Note, Quota};
use error_runtime::{Catalog, Error, Respond};
use framework_tests::script::{Script, Step, answer};
use framework_tests::{BlueButton, Clinic, GpConnect, HealthGorilla, PERSONAL, clinic, gp_connect, health_gorilla};
use reqwest::{Body, Client, Method};

const FHIR: [(&str, &str); 2] = [("Content-Type", "application/fhir+json"), ("X-Request-Id", "r-1")];

/// The response of an entry, as a server renders it.
fn of<C: Catalog>(error: impl Into<Error<C>>) -> Step {
    let response = error.into().response();
    let headers: Vec<_> = response
        .headers
        .iter()
        .map(|header| (header.name.as_ref(), header.value.as_ref()))
        .collect();
    answer(response.status, &headers, &response.body.unwrap_or_default())
}

/// Retries that do not take long.
fn quick() -> Retries {
    Retries::new().budget(Budget::default().with_delays(Duration::from_millis(1), Duration::from_millis(2)))
}

fn page() -> Step {
    answer(
        502,
        &[("Content-Type", "text/html")],
        "<html><head><title>502 Bad Gateway</title></head></html>",
    )
}

fn ok() -> Step {
    answer(200, &FHIR, r#"{"resourceType":"Patient"}"#)
}

#[tokio::test]
async fn an_error_response_becomes_a_typed_error() {
    let server = Script::start([of(gp_connect::PatientNotFound), ok()]);
    let client = Client::new();
    let response = client.get(server.url("/Patient/p-1")).send().await.unwrap();
    let error = response.error_for_catalog::<GpConnect>(&Method::GET).await.unwrap_err();
    assert_eq!(
        (error.entry(), error.status()),
        (Some(GpConnect::PatientNotFound), Some(404))
    );
    assert_eq!(error.decision(), Decision::Never(NeverReason::Advised));
    assert_eq!(error.action(), GpConnect::PatientNotFound.action());
    let answer = error.decoded().unwrap().received();
    assert_eq!((answer.method(), answer.path()), (Some("GET"), Some("/Patient/p-1")));
    assert!(answer.body().starts_with(br#"{"resourceType":"OperationOutcome""#));

    let response = client
        .get(server.url("/Patient/p-1"))
        .send_for::<GpConnect>()
        .await
        .unwrap();
    assert_eq!(response.text().await.unwrap(), r#"{"resourceType":"Patient"}"#);
}

#[tokio::test]
async fn a_request_without_a_response_has_a_decision_by_its_fault() {
    let client = Client::builder()
        .read_timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    // Bound and not listening: the system refuses connections, and gives the port to no other program.
    let closed = tokio::net::TcpSocket::new_v4().unwrap();
    closed.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}/x", closed.local_addr().unwrap());
    let fault = async |method: Method, url: String| -> CallError<HealthGorilla> {
        client.request(method, url).send_for().await.unwrap_err()
    };
    let is_backoff = |error: &CallError<HealthGorilla>| matches!(error.decision(), Decision::Backoff { .. });

    let refused = fault(Method::POST, url).await;
    assert_eq!(refused.fault(), Some(Fault::NotSent));
    assert!(is_backoff(&refused), "it never left: {refused}");
    for step in [Step::Reset, Step::Hangup, Step::Silence] {
        let server = Script::start([step.clone()]);
        let read = fault(Method::GET, server.url("/fhir/R4/Patient")).await;
        assert_eq!((read.fault(), read.status()), (Some(Fault::Lost), None), "{step:?}");
        assert!(is_backoff(&read), "{step:?}");
        let write = fault(Method::POST, server.url("/fhir/R4/Patient")).await;
        assert_eq!(
            write.decision(),
            Decision::Manual,
            "{step:?}: it may have been processed"
        );
        assert_eq!(
            write.user_message(),
            "We cannot reach the service at the moment. Please try again later."
        );
    }
    let mistake = fault(Method::GET, "http://".to_owned()).await;
    assert_eq!(
        (mistake.fault(), mistake.decision()),
        (None, Decision::Never(NeverReason::Advised))
    );
}

#[tokio::test]
async fn a_read_survives_faults_and_pages_of_proxies() {
    let server = Script::start([Step::Reset, page(), Step::Hangup, ok()]);
    let response = Client::new()
        .get(server.url("/v2/fhir/Patient"))
        .send_with_retries::<BlueButton>(&quick())
        .await
        .unwrap();
    assert_eq!((response.status().as_u16(), server.seen().len()), (200, 4));
}

#[tokio::test]
async fn nothing_in_the_authorization_flow_is_sent_again() {
    for step in [
        Step::Reset,
        Step::Hangup,
        page(),
        answer(503, &[("Retry-After", "0")], ""),
    ] {
        let server = Script::start([step.clone(), ok()]);
        let sent = Client::new()
            .get(server.url("/v2/o/authorize/"))
            .send_with_retries::<BlueButton>(&quick())
            .await;
        assert_eq!(
            sent.unwrap_err().decision(),
            Decision::Never(NeverReason::Endpoint),
            "{step:?}"
        );
        assert_eq!(server.seen().len(), 1, "{step:?}");
    }
}

#[tokio::test]
async fn health_gorilla_is_asked_again_after_429_and_faults_only() {
    let limited = || health_gorilla::TooManyRequests.error().with_retry_after(Duration::ZERO);
    let server = Script::start([of(limited()), Step::Hangup, ok()]);
    let send = async |server: &Script| {
        let client = Client::new();
        let request = client.get(server.url("/fhir/R4/Patient"));
        request.send_with_retries::<HealthGorilla>(&quick()).await
    };
    assert!(send(&server).await.is_ok());
    assert_eq!(server.seen().len(), 3);
    for status in [400, 403, 404] {
        let server = Script::start([answer(status, &[("Retry-After", "0")], ""), ok()]);
        let error = send(&server).await.unwrap_err();
        assert_eq!((error.status(), server.seen().len()), (Some(status), 1));
    }
}

#[tokio::test]
async fn a_request_that_is_not_idempotent_is_sent_once_unless_allowed() {
    let server = Script::start([page(), page(), ok()]);
    let post = || Client::new().post(server.url("/Appointment")).body("{}");
    let error = post().send_with_retries::<GpConnect>(&quick()).await.unwrap_err();
    assert_eq!((error.decision(), server.seen().len()), (Decision::Manual, 1));
    let sent = post().send_with_retries::<GpConnect>(&quick().repeatable(true)).await;
    assert!(sent.is_ok());
    let seen = server.seen();
    assert!(
        seen.len() == 3 && seen.iter().all(|request| request.ends_with("\r\n\r\n{}")),
        "{seen:?}"
    );
}

#[tokio::test]
async fn an_immediate_retry_has_no_delay() {
    let server = Script::start([of(clinic::RequestTimeout), ok()]);
    // A delay of this length would be out of the budget.
    let hour = Duration::from_secs(3600);
    let retries = Retries::new().budget(Budget::default().with_delays(hour, hour));
    let request = Client::new().post(server.url("/patients")).body("{}");
    assert!(request.send_with_retries::<Clinic>(&retries).await.is_ok());
    assert_eq!(server.seen().len(), 2);
    // A delay that cannot be read is not one of zero.
    let body = Error::<Clinic>::from(clinic::RequestTimeout).body().unwrap();
    let server = Script::start([answer(408, &[("Retry-After", "soon")], &body)]);
    let request = Client::new().post(server.url("/patients")).body("{}");
    let error = request.send_with_retries::<Clinic>(&retries).await.unwrap_err();
    assert_eq!(
        (error.decision(), server.seen().len()),
        (Decision::Never(NeverReason::Time), 1)
    );
}

#[tokio::test]
async fn a_base_is_where_the_endpoints_of_the_catalog_begin() {
    let send = async |retries: Retries| {
        let server = Script::start([page(), ok()]);
        let request = Client::new().get(server.url("/gateway/v2/o/authorize/"));
        let _ = request.send_with_retries::<BlueButton>(&retries).await;
        server.seen().len()
    };
    assert_eq!(send(quick()).await, 2, "it is no endpoint of the API");
    assert_eq!(send(quick().base("/gateway")).await, 1);
}

#[tokio::test]
async fn a_budget_ends_it() {
    let server = Script::start([page()]);
    let error = Client::new()
        .get(server.url("/x"))
        .send_with_retries::<GpConnect>(&quick())
        .await
        .unwrap_err();
    assert_eq!(
        (error.decision(), server.seen().len()),
        (Decision::Never(NeverReason::Attempts), 4)
    );
    let server = Script::start([answer(429, &[("Retry-After", "3600")], "")]);
    let error = Client::new()
        .get(server.url("/x"))
        .send_with_retries::<GpConnect>(&quick())
        .await
        .unwrap_err();
    let hour = Duration::from_secs(3600);
    assert_eq!((error.decision(), server.seen().len()), (Decision::Later(hour), 1));
    let patient = Budget::default().with_elapsed(Duration::from_secs(7200));
    assert_eq!(error.decide(&Attempt::new("GET"), &patient), Decision::After(hour));
}

#[tokio::test]
async fn a_time_out_of_the_server_sent_as_408_does_not_repeat_a_post() {
    // The default of tower-http's `TimeoutLayer`: 408 without a body, after the request was processed.
    let server = Script::start([answer(408, &[], ""), ok()]);
    let post = Client::new().post(server.url("/Appointment")).body("{}");
    let error = post.send_with_retries::<GpConnect>(&quick()).await.unwrap_err();
    assert_eq!((error.decision(), server.seen().len()), (Decision::Manual, 1));
    let server = Script::start([answer(408, &[], ""), ok()]);
    let get = Client::new().get(server.url("/Patient/1"));
    assert!(get.send_with_retries::<GpConnect>(&quick()).await.is_ok());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn all_requests_of_a_client_share_a_quota() {
    let server = Script::start([page()]);
    let retries = quick().quota(Quota::new(4));
    let mut decisions = Vec::new();
    for _ in 0..3 {
        let request = Client::new().get(server.url("/x"));
        let retries = retries.clone();
        let error = request.send_with_retries::<GpConnect>(&retries).await.unwrap_err();
        decisions.push((error.decision(), server.seen().len()));
    }
    // Three retries, then one, then none.
    let never = Decision::Never;
    assert_eq!(
        decisions,
        [
            (never(NeverReason::Attempts), 4),
            (never(NeverReason::Quota), 6),
            (never(NeverReason::Quota), 7)
        ]
    );
    // Successes fill it again.
    let healthy = Script::start([ok()]);
    for _ in 0..5 {
        let request = Client::new().get(healthy.url("/x"));
        request.send_with_retries::<GpConnect>(&retries).await.unwrap();
    }
    let request = Client::new().get(server.url("/x"));
    let _ = request.send_with_retries::<GpConnect>(&retries).await;
    assert_eq!(server.seen().len(), 9);
}

#[tokio::test]
async fn a_body_that_is_a_stream_is_sent_once() {
    let server = Script::start([page(), ok()]);
    let error = Client::new()
        .put(server.url("/x"))
        .body(Body::wrap(String::from("once")))
        .send_with_retries::<GpConnect>(&quick())
        .await
        .unwrap_err();
    assert_eq!((error.status(), server.seen().len()), (Some(502), 1));
    assert_eq!(error.decision(), Decision::Never(NeverReason::Streamed));
}

#[tokio::test]
async fn a_body_that_breaks_off_is_read_as_far_as_it_came() {
    let body = gp_connect::PatientNotFound
        .error()
        .with_diagnostics("x".repeat(64))
        .body()
        .unwrap();
    let part = &body[..body.len() - 32];
    let text = format!("HTTP/1.1 404 Not Found\r\nContent-Length: {}\r\n\r\n{part}", body.len());
    let server = Script::start([Step::Answer(text.into_bytes())]);
    let error = Client::new()
        .get(server.url("/x"))
        .send_for::<GpConnect>()
        .await
        .unwrap_err();
    assert_eq!(error.entry(), Some(GpConnect::PatientNotFound));
    assert!(error.decoded().unwrap().has_note(Note::Truncated));
    // Of a success only the caller reads the body.
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{";
    let server = Script::start([Step::Answer(text.as_bytes().to_vec())]);
    let response = Client::new()
        .get(server.url("/x"))
        .send_for::<GpConnect>()
        .await
        .unwrap();
    let error = CallError::<GpConnect>::without_response(&Method::GET, "/x", response.bytes().await.unwrap_err());
    assert_eq!(error.fault(), Some(Fault::Lost));
}

#[tokio::test]
async fn no_more_is_read_than_is_decoded() {
    let body = " ".repeat(64 << 20);
    let server = Script::start([answer(500, &[], &body)]);
    let error = Client::new()
        .get(server.url("/x"))
        .send_for::<GpConnect>()
        .await
        .unwrap_err();
    let decoded = error.decoded().unwrap();
    assert!(decoded.has_note(Note::TooLarge));
    assert!(
        decoded.received().body().len() < 5 << 20,
        "{}",
        decoded.received().body().len()
    );
}

#[tokio::test]
async fn the_text_of_an_error_has_ids_and_nothing_personal() {
    let refused = gp_connect::PatientNotFound
        .error()
        .with_diagnostics(format!("No record of {PERSONAL}"));
    let response = refused.response();
    let server = Script::start([answer(404, &FHIR, &response.body.unwrap()), Step::Hangup]);
    let client = Client::new();
    for expected in [
        r#"catalog=gp-connect status=404 request_id="r-1" issue="PATIENT_NOT_FOUND" code="PATIENT_NOT_FOUND""#,
        "catalog=gp-connect fault=lost",
    ] {
        let url = server.url(&format!("/Patient?identifier={PERSONAL}"));
        let error = client.get(url).send_for::<GpConnect>().await.unwrap_err();
        assert_eq!(error.to_string(), expected);
        let mut shown = format!("{error:?}");
        let mut source = error.source();
        while let Some(error) = source {
            shown = format!("{shown} {error} {error:?}");
            source = error.source();
        }
        assert!(!shown.contains(PERSONAL), "{shown}");
    }
}
