//! The middleware of reqwest, over sockets.

use std::time::Duration;

use error_client::reqwest::{ResponseExt, Retries};
use error_client::reqwest_middleware::{CatalogRetry, Decided, Repeatable};
use error_client::{Budget, Decision, NeverReason, Quota};
use error_runtime::Respond;
use framework_tests::script::{Script, Step, answer};
use framework_tests::{BlueButton, GpConnect, blue_button};
use reqwest::{Body, Client, Method};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};

fn client() -> ClientWithMiddleware {
    let budget = Budget::default().with_delays(Duration::from_millis(1), Duration::from_millis(2));
    ClientBuilder::new(Client::new())
        .with(CatalogRetry::<BlueButton>::new(Retries::new().budget(budget)))
        .build()
}

const READ: &str = "/v1/fhir/Patient";

#[tokio::test]
async fn a_read_is_sent_again_until_it_succeeds() {
    let server = Script::start([
        Step::Reset,
        answer(503, &[], ""),
        answer(429, &[("Retry-After", "0")], "slow down"),
        answer(200, &[], "done"),
    ]);
    let response = client().get(server.url(READ)).send().await.unwrap();
    assert!(response.extensions().get::<Decided>().is_none());
    assert_eq!(
        (response.text().await.unwrap().as_str(), server.seen().len()),
        ("done", 4)
    );
}

#[tokio::test]
async fn the_last_response_is_passed_on_unchanged() {
    let body = blue_button::FhirNotFound.error().body().unwrap();
    let server = Script::start([answer(
        404,
        &[("X-Request-Id", "r-1"), ("Content-Type", "application/json")],
        &body,
    )]);
    let url = server.url(READ);
    let response = client().get(&url).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), response.url().as_str()),
        (404, url.as_str())
    );
    assert_eq!(response.headers()["x-request-id"], "r-1");
    assert_eq!(response.content_length(), Some(body.len() as u64));
    let decided = *response.extensions().get::<Decided>().unwrap();
    assert_eq!(
        (decided.decision, decided.sent),
        (Decision::Never(NeverReason::Advised), 1)
    );
    let error = response
        .error_for_catalog::<BlueButton>(&Method::GET)
        .await
        .unwrap_err();
    assert_eq!(error.entry(), Some(BlueButton::FhirNotFound));
    assert_eq!(error.decoded().unwrap().received().body(), body.as_bytes());
}

#[tokio::test]
async fn a_large_body_is_passed_on_whole() {
    let body = "0123456789abcdef".repeat(500_000);
    let server = Script::start([answer(404, &[], &body)]);
    let response = client().get(server.url(READ)).send().await.unwrap();
    assert_eq!(response.text().await.unwrap(), body);
}

#[tokio::test]
async fn a_body_that_breaks_off_breaks_off_for_the_caller_too() {
    let text = "HTTP/1.1 404 Not Found\r\nContent-Length: 99\r\n\r\n{\"detail\": ";
    let server = Script::start([Step::Answer(text.as_bytes().to_vec())]);
    let mut response = client().get(server.url(READ)).send().await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap(), "{\"detail\": ");
    assert!(response.chunk().await.is_err());
}

#[tokio::test]
async fn the_last_fault_is_passed_on() {
    let server = Script::start([Step::Hangup]);
    let error = client().get(server.url(READ)).send().await.unwrap_err();
    assert!(matches!(error, reqwest_middleware::Error::Reqwest(_)), "{error:?}");
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn nothing_in_the_authorization_flow_is_sent_again() {
    for step in [Step::Hangup, answer(503, &[("Retry-After", "0")], "")] {
        let server = Script::start([step, answer(200, &[], "")]);
        let _ = client().get(server.url("/v1/o/authorize/")).send().await;
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_request_may_say_that_it_can_be_repeated() {
    let answers = || [answer(502, &[], ""), answer(200, &[], "")];
    let (once, twice) = (Script::start(answers()), Script::start(answers()));
    let post = |server: &Script| client().post(server.url("/v1/fhir/Patient/_search")).body("_id=-1");
    let response = post(&once).send().await.unwrap();
    assert_eq!(
        response.extensions().get::<Decided>().unwrap().decision,
        Decision::Manual
    );
    let response = post(&twice).with_extension(Repeatable(true)).send().await.unwrap();
    assert_eq!((response.status().as_u16(), once.seen().len()), (200, 1));
    let seen = twice.seen();
    assert!(
        seen.len() == 2 && seen.iter().all(|request| request.ends_with("_id=-1")),
        "{seen:?}"
    );
}

#[tokio::test]
async fn a_body_that_is_a_stream_is_sent_once() {
    let server = Script::start([answer(503, &[], ""), answer(200, &[], "")]);
    let request = client().put(server.url(READ)).body(Body::wrap(String::from("once")));
    let response = request.send().await.unwrap();
    assert_eq!((response.status().as_u16(), server.seen().len()), (503, 1));
    let decided = response.extensions().get::<Decided>().unwrap();
    assert_eq!(decided.decision, Decision::Never(NeverReason::Streamed));
}

#[tokio::test]
async fn all_requests_of_a_client_share_a_quota() {
    let server = Script::start([answer(503, &[], "")]);
    let budget = Budget::default().with_delays(Duration::ZERO, Duration::ZERO);
    let retries = Retries::new().budget(budget).quota(Quota::new(4));
    let client = ClientBuilder::new(Client::new())
        .with(CatalogRetry::<BlueButton>::new(retries))
        .build();
    let mut decisions = Vec::new();
    for _ in 0..2 {
        let response = client.get(server.url(READ)).send().await.unwrap();
        decisions.push(response.extensions().get::<Decided>().unwrap().decision);
    }
    let expected = [NeverReason::Attempts, NeverReason::Quota].map(Decision::Never);
    assert_eq!((decisions.as_slice(), server.seen().len()), (&expected[..], 6));
}

#[tokio::test]
async fn the_extensions_of_other_middleware_are_kept() {
    #[derive(Clone, Debug, PartialEq)]
    struct Left(u8);
    struct Leaves;
    #[async_trait::async_trait]
    impl reqwest_middleware::Middleware for Leaves {
        async fn handle(
            &self,
            request: reqwest::Request,
            extensions: &mut http::Extensions,
            next: reqwest_middleware::Next<'_>,
        ) -> reqwest_middleware::Result<reqwest::Response> {
            let before = extensions.insert(Left(1));
            assert_eq!(before, None, "each sending begins anew");
            next.run(request, extensions).await
        }
    }
    let server = Script::start([answer(503, &[], ""), answer(200, &[], "")]);
    let budget = Budget::default().with_delays(Duration::ZERO, Duration::ZERO);
    let client = ClientBuilder::new(Client::new())
        .with(CatalogRetry::<GpConnect>::new(Retries::new().budget(budget)))
        .with(Leaves)
        .build();
    let request = client.get(server.url("/x")).build().unwrap();
    let mut extensions = http::Extensions::new();
    client.execute_with_extensions(request, &mut extensions).await.unwrap();
    assert_eq!(extensions.get(), Some(&Left(1)));
}
