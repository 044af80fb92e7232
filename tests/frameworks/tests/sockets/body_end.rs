//! How a body ends, and responses without one, over sockets.

use std::time::Duration;

use error_client::reqwest::{CallError, RequestBuilderExt, ResponseExt, Retries};
use error_client::reqwest_middleware::{CatalogRetry, Decided};
use error_client::{BodyEnd, Budget, Decision, NeverReason, Note};
use framework_tests::Clinic;
use framework_tests::script::{Script, Step, answer};
use reqwest::{Client, Method};
use reqwest_middleware::ClientBuilder;

/// The head of a response of 410, whose only entry has no body.
fn head(headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 410 Gone\r\nConnection: close\r\n{headers}\r\n\r\n").into_bytes()
}

/// The error of a request, by reqwest and by the middleware.
async fn errors(client: Client, retries: Retries, step: Step) -> [CallError<Clinic>; 2] {
    let server = Script::start([step]);
    let sent = client.get(server.url("/x")).send_with_retries::<Clinic>(&retries).await;
    // The middleware leaves the rest of a body to its caller, who has no more patience.
    let decoding = Retries::new().body_time(Duration::from_millis(50));
    let middleware = ClientBuilder::new(client)
        .with(CatalogRetry::<Clinic>::new(decoding))
        .build();
    let response = middleware.get(server.url("/x")).send().await.unwrap();
    let again = response.error_for_catalog::<Clinic>(&Method::GET).await;
    [sent.unwrap_err(), again.unwrap_err()]
}

#[track_caller]
fn assert_is_lost(error: &CallError<Clinic>, end: BodyEnd, note: Note) {
    let decoded = error.decoded().unwrap();
    assert_eq!((error.status(), error.entry()), (Some(410), None), "{error}");
    assert_eq!(decoded.received().end(), end, "{error}");
    assert_eq!(decoded.notes().collect::<Vec<_>>(), [note], "{error}");
}

#[tokio::test]
async fn a_response_without_a_body_is_the_entry_without_one() {
    for error in errors(Client::new(), Retries::new(), answer(410, &[], "")).await {
        assert_eq!(error.entry(), Some(Clinic::Gone));
        assert_eq!(error.decoded().unwrap().received().end(), BodyEnd::Complete);
    }
}

#[tokio::test]
async fn a_connection_that_closes_before_the_body_is_no_empty_body() {
    for headers in ["Content-Length: 200", "Transfer-Encoding: chunked"] {
        for error in errors(Client::new(), Retries::new(), Step::Answer(head(headers))).await {
            assert_is_lost(&error, BodyEnd::Broken, Note::Truncated);
            // The advice of the status, not that of the entry.
            assert!(error.decoded().unwrap().advice().by_status);
        }
    }
}

#[tokio::test]
async fn a_body_without_the_coding_of_its_header_is_no_empty_body() {
    for body in ["gone", "{\"code\": \"GONE\"}", "\u{1f}gone"] {
        let headers = [("Content-Encoding", "gzip")];
        for error in errors(Client::new(), Retries::new(), answer(410, &headers, body)).await {
            assert_is_lost(&error, BodyEnd::Encoding, Note::Encoding);
        }
    }
}

#[tokio::test]
async fn a_coding_that_breaks_off_is_a_broken_body() {
    // A gzip header; a whole body has this length, or the connection closes before.
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\xff";
    for headers in [
        "Content-Length: 10",
        "Content-Length: 200",
        "Transfer-Encoding: chunked",
    ] {
        let mut bytes = head(&format!("Content-Encoding: gzip\r\n{headers}"));
        if headers.starts_with("Transfer") {
            bytes.extend(b"a\r\n");
        }
        bytes.extend(gzip);
        for error in errors(Client::new(), Retries::new(), Step::Answer(bytes.clone())).await {
            assert_is_lost(&error, BodyEnd::Broken, Note::Truncated);
        }
    }
    // A chunk whose size is not a number.
    let mut bytes = head("Transfer-Encoding: chunked");
    bytes.extend(b"x\r\n");
    for error in errors(Client::new(), Retries::new(), Step::Answer(bytes.clone())).await {
        assert_is_lost(&error, BodyEnd::Broken, Note::Truncated);
    }
}

#[tokio::test]
async fn a_read_time_out_is_no_empty_body() {
    let client = Client::builder()
        .read_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let step = Step::Stall(head("Content-Length: 200"));
    for error in errors(client, Retries::new(), step).await {
        assert_is_lost(&error, BodyEnd::TimeLimit, Note::Truncated);
    }
}

#[tokio::test]
async fn a_body_of_one_byte_at_a_time_has_a_limit_as_a_whole() {
    // Each byte comes long before this time-out.
    let client = Client::builder()
        .read_timeout(Duration::from_secs(300))
        .build()
        .unwrap();
    let retries = Retries::new().body_time(Duration::from_millis(100));
    let server = Script::start([Step::Drip(head("Content-Length: 1000000"))]);
    let error = client
        .get(server.url("/x"))
        .send_with_retries::<Clinic>(&retries)
        .await
        .unwrap_err();
    assert_is_lost(&error, BodyEnd::TimeLimit, Note::Truncated);

    // What came before counts.
    let mut bytes = head("Content-Length: 1000000\r\nContent-Type: application/fhir+json");
    bytes.extend(
        br#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found","details":{"coding":[{"system":"https://clinic.example/errors","code":"PATIENT_NOT_FOUND"}]}}"#,
    );
    let server = Script::start([Step::Drip(bytes)]);
    let error = client
        .get(server.url("/x"))
        .send_with_retries::<Clinic>(&retries)
        .await
        .unwrap_err();
    assert_eq!(error.entry(), Some(Clinic::PatientNotFound));
    assert!(error.decoded().unwrap().has_note(Note::Truncated));
}

#[tokio::test]
async fn the_rest_of_a_slow_body_is_passed_on_by_the_middleware() {
    // The first part comes at once; the rest comes when the caller reads.
    let server = Script::start([Step::Drip(head("Content-Length: 64"))]);
    let retries = Retries::new().body_time(Duration::from_millis(20));
    let client = ClientBuilder::new(Client::new())
        .with(CatalogRetry::<Clinic>::new(retries))
        .build();
    let response = client.get(server.url("/x")).send().await.unwrap();
    assert!(response.extensions().get::<Decided>().is_some());
    assert_eq!(response.text().await.unwrap(), " ".repeat(64));
}

#[tokio::test]
async fn status_and_headers_identify_a_response_to_head() {
    let head = async |status, headers: &[(&str, &str)]| {
        let server = Script::start([answer(status, headers, "")]);
        let budget = Budget::default().with_delays(Duration::ZERO, Duration::ZERO);
        let retries = Retries::new().budget(budget);
        let request = Client::new().head(server.url("/patients/p-1"));
        let error = request.send_with_retries::<Clinic>(&retries).await.unwrap_err();
        (error, server.seen().len())
    };
    let fhir = ("Content-Type", "application/fhir+json");
    let (unavailable, sent) = head(504, &[fhir]).await;
    assert_eq!(unavailable.entry(), Some(Clinic::TimedOut));
    assert_eq!(
        (unavailable.decision(), sent),
        (Decision::Never(NeverReason::Attempts), 4)
    );
    assert_eq!(unavailable.decoded().unwrap().notes().next(), None);

    let (internal, sent) = head(500, &[("Content-Type", "application/problem+json")]).await;
    assert_eq!(internal.entry(), Some(Clinic::Internal));
    assert_eq!((internal.decision(), sent), (Decision::Manual, 1), "by the entry");

    let (missing, sent) = head(404, &[fhir]).await;
    let decoded = missing.decoded().unwrap();
    let expected = [Clinic::PatientNotFound, Clinic::RouteNotFound];
    assert_eq!(decoded.issue().unwrap().candidates(), expected);
    assert_eq!((missing.decision(), sent), (Decision::Never(NeverReason::Advised), 1));

    let (page, _) = head(504, &[("Content-Type", "text/html")]).await;
    assert!(
        page.decoded().unwrap().issue().unwrap().candidates().is_empty(),
        "the page of a proxy"
    );
}
