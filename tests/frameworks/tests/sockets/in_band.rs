//! Errors inside a success, over sockets.

use std::time::Duration;

use error_client::Budget;
use error_client::reqwest::{RequestBuilderExt, ResponseExt, Retries};
use error_client::reqwest_middleware::{CatalogRetry, Decided};
use framework_tests::script::{Script, Step, answer};
use framework_tests::{Clinic, Graphql};
use reqwest::{Client, Method, Response};
use reqwest_middleware::ClientBuilder;

const JSON: (&str, &str) = ("Content-Type", "application/graphql-response+json; charset=utf-8");
const FAILED: &str = r#"{"errors":[{"message":"x","extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":null}"#;
const DONE: &str = "{ \"data\" : { \"a\": 1.0 } }\n";

fn failed() -> Step {
    answer(200, &[JSON], FAILED)
}

fn quick() -> Retries {
    Retries::new().budget(Budget::default().with_delays(Duration::from_millis(1), Duration::from_millis(2)))
}

/// Checks the response of one server, by each way to send.
async fn each_success(step: Step, check: impl AsyncFn(Response)) {
    let server = Script::start([step]);
    let (client, url) = (Client::new(), server.url("/graphql?x"));
    let middleware = ClientBuilder::new(client.clone())
        .with(CatalogRetry::<Graphql>::new(quick()))
        .build();
    check(client.get(&url).send_for::<Graphql>().await.unwrap()).await;
    check(client.get(&url).send_with_retries::<Graphql>(&quick()).await.unwrap()).await;
    let bare = client.get(&url).send().await.unwrap();
    check(bare.error_for_catalog::<Graphql>(&Method::GET).await.unwrap()).await;
    check(middleware.get(&url).send().await.unwrap()).await;
}

#[tokio::test]
async fn an_error_in_band_is_an_error_of_the_call() {
    let server = Script::start([failed()]);
    let client = Client::new();
    let error = client.get(server.url("/")).send_for::<Graphql>().await.unwrap_err();
    assert_eq!(
        (error.entry(), error.status()),
        (Some(Graphql::InternalServerError), Some(200))
    );
    // The same body is no error of an API whose statuses distinguish errors and successes.
    client.get(server.url("/")).send_for::<Clinic>().await.unwrap();
}

#[tokio::test]
async fn an_error_in_band_is_found_in_the_media_type_of_its_response() {
    let body = r#"{"__type":"UPSTREAM_FAILED","message":"x"}"#;
    for (media_type, found) in [
        ("Application/X-Amz-Json-1.1", Some(Graphql::UpstreamFailed)),
        ("application/octet-stream", None),
    ] {
        let server = Script::start([answer(200, &[("Content-Type", media_type)], body)]);
        let sent = Client::new().get(server.url("/")).send_for::<Graphql>().await;
        assert_eq!(sent.err().and_then(|error| error.entry()), found, "{media_type}");
    }
}

#[tokio::test]
async fn a_read_that_failed_in_band_is_sent_again() {
    let server = Script::start([failed(), failed(), answer(200, &[JSON], DONE)]);
    let response = Client::new()
        .get(server.url("/"))
        .send_with_retries::<Graphql>(&quick())
        .await;
    assert_eq!(
        (response.unwrap().text().await.unwrap().as_str(), server.seen().len()),
        (DONE, 3)
    );
    // A mutation is not.
    let server = Script::start([failed(), answer(200, &[JSON], DONE)]);
    let sent = Client::new().post(server.url("/")).body("{}");
    sent.send_with_retries::<Graphql>(&quick()).await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn the_middleware_passes_the_last_error_in_band_on() {
    let server = Script::start([answer(
        200,
        &[JSON],
        r#"{"errors":[{"extensions":{"code":"UNAUTHENTICATED"}}]}"#,
    )]);
    let client = ClientBuilder::new(Client::new())
        .with(CatalogRetry::<Graphql>::new(quick()))
        .build();
    let response = client.get(server.url("/")).send().await.unwrap();
    assert_eq!(response.extensions().get::<Decided>().unwrap().sent, 1);
    let error = response.error_for_catalog::<Graphql>(&Method::GET).await.unwrap_err();
    assert_eq!(error.entry(), Some(Graphql::Unauthenticated));
}

#[tokio::test]
async fn a_success_is_passed_on_byte_for_byte() {
    let large = format!("{{\"data\":\"{}\"}}", "x".repeat(5 << 20));
    for body in [DONE, "", "not JSON", &large] {
        let step = answer(200, &[JSON, ("X-Request-Id", "r-1")], body);
        each_success(step, async |response: Response| {
            assert!(response.url().as_str().ends_with("/graphql?x"));
            assert_eq!(response.headers()["x-request-id"], "r-1");
            assert_eq!(response.content_length(), Some(body.len() as u64));
            assert!(response.text().await.unwrap() == body, "{} bytes", body.len());
        })
        .await;
    }
}

#[tokio::test]
async fn a_success_that_breaks_off_breaks_off_for_the_caller() {
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";
    let broken = Step::Answer(format!("{head}{DONE}").into_bytes());
    each_success(broken, async |mut response: Response| {
        let mut read = Vec::new();
        let error = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => read.extend_from_slice(&chunk),
                Ok(None) => panic!("the end is an error"),
                Err(error) => break error,
            }
        };
        assert_eq!(read, DONE.as_bytes(), "{error}");
    })
    .await;
}
