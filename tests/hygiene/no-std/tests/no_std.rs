//! The crate without `std`, used from a program that has it.

use std::time::Duration;

use error_client::Decision;
use error_runtime::{Error, Respond};
use hygiene_no_std::{Failure, Pump, body, check, pump, received};

#[test]
fn a_catalog_compiled_without_std_writes_the_same_responses() {
    assert!(check(12.0).is_ok());
    let error = check(41.5).unwrap_err();
    assert_eq!(error.status(), 409);
    assert_eq!(error.to_string(), "LINE_BLOCKED: The line is blocked at 41.5 kPa.");
    let body = body(41.5).unwrap();
    assert!(
        body.starts_with(r#"{"code":"LINE_BLOCKED","message":"The line is blocked at 41.5 kPa.""#),
        "{body}"
    );
}

#[test]
fn its_headers_and_facts_are_there() {
    let response = pump::Busy.error().response();
    let retry_after = response
        .headers
        .iter()
        .find(|header| header.name == "Retry-After")
        .unwrap();
    assert_eq!(retry_after.value, "5");
    assert_eq!("BUSY".parse(), Ok(Pump::Busy));
}

#[test]
fn an_error_is_derived_without_std() {
    let blocked = Failure::Blocked {
        pressure: error_runtime::Number::try_from(41.5).unwrap(),
    };
    assert_eq!(blocked.to_string(), "LINE_BLOCKED: The line is blocked at 41.5 kPa.");
    let sensor = String::from_utf8(vec![0xff])
        .map_err(|error| error.utf8_error())
        .map_err(Failure::from)
        .unwrap_err();
    assert!(std::error::Error::source(&sensor).is_some());
    assert_eq!(Error::from(sensor).entry(), Pump::Busy);
}

#[test]
fn a_response_is_decoded_without_std() {
    let body = body(41.5).unwrap();
    assert_eq!(
        received(409, body.as_bytes()),
        (Some(Pump::LineBlocked), Decision::Manual)
    );
    let busy = pump::Busy.error().body().unwrap();
    let five = Duration::from_secs(5);
    assert_eq!(
        received(503, busy.as_bytes()),
        (Some(Pump::Busy), Decision::After(five))
    );
}

#[test]
fn json_is_checked_without_serde() {
    let by_field = error_runtime::Json::new(r#"{ "rate": ["negative"] }"#).unwrap();
    let error = Error::<Pump>::from(pump::Rates {
        fields: ["rate", "dose"],
        by_field: Some(&by_field),
    });
    assert_eq!(error.message(), "Not valid: rate, dose.");
    assert_eq!(error.parameter("by_field"), Some(r#"{"rate":["negative"]}"#));
}
