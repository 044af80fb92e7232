//! The routes, without a socket.

use axum::body::Body;
use axum::http::Request;
use clinic_server::{Clinic, app, clinic};
use error_runtime::{Error, Respond};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// Returns the status, the header `Retry-After` and the body of the response to a GET.
async fn response(path: &str, busy: u32) -> (u16, Option<String>, String) {
    let request = Request::get(path)
        .header("X-Request-Id", "r-1")
        .body(Body::empty())
        .unwrap();
    let response = app(busy).oneshot(request).await.unwrap();
    let retry_after = response
        .headers()
        .get("Retry-After")
        .map(|value| value.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, retry_after, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn an_unknown_patient_is_the_entry_of_the_catalog() {
    let expected: Error<Clinic> = clinic::PatientNotFound { patient: "p-18" }.into();
    let expected = expected.with_request_id("r-1").response();
    let (status, _, body) = response("/patients/p-18", 0).await;
    assert_eq!(status, expected.status);
    assert_eq!(body, expected.body.unwrap());
    assert!(body.contains("No patient has the id p-18."));
}

#[tokio::test]
async fn a_busy_store_asks_the_client_to_wait() {
    let (status, retry_after, body) = response("/patients/p-17", 1).await;
    assert_eq!((status, retry_after.as_deref()), (503, Some("1")));
    assert!(body.contains("\"code\":\"RECORDS_BUSY\""));
}

#[tokio::test]
async fn the_cause_of_an_internal_error_is_not_in_the_response() {
    let (status, _, body) = response("/patients/broken", 0).await;
    assert_eq!(status, 500);
    assert!(!body.contains("disk 4"));
}

#[tokio::test]
async fn an_unknown_path_is_an_entry_too() {
    let (status, _, body) = response("/doctors", 0).await;
    assert_eq!(status, 404);
    assert!(body.contains("\"code\":\"ROUTE_NOT_FOUND\""));
}
