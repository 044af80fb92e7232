//! Problem details are parsed and written again by the types of an independent crate.

use behaviour_tests::{Problems, problems, samples};
use error_runtime::{Representation, Respond};
use problem_details::ProblemDetails;
use serde_json::{Map, Value};

type Problem = ProblemDetails<Map<String, Value>>;

#[test]
fn every_problem_is_read_and_written_again() {
    for entry in Problems::all() {
        let mut bodies = samples::of(*entry)
            .map(|(_, error)| (error.status(), error.body().unwrap()))
            .to_vec();
        // The other templates report one error only.
        if entry.entry().response().name() == "default" {
            let together = samples::together(*entry);
            bodies.push((together.status(), together.body().unwrap()));
        }
        for (status, body) in bodies {
            let problem: Problem = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
            assert_eq!(problem.status.map(|status| status.as_u16()), Some(status));
            assert_eq!(
                serde_json::to_value(&problem).unwrap(),
                serde_json::from_str::<Value>(&body).unwrap()
            );
        }
    }
}

#[test]
fn a_problem_that_is_not_one_is_rejected() {
    for body in [
        r#"{"type": "https://a b", "status": 404}"#,
        r#"{"status": 99}"#,
        r#"{"status": "404"}"#,
        r#"{"title": 7}"#,
        r#"{"detail": ["a"]}"#,
        r#"{"instance": "a b"}"#,
    ] {
        assert!(serde_json::from_str::<Problem>(body).is_err(), "{body}");
    }
}

/// The media type and the status of the response to a request with this `Accept`.
fn preferred(accept: &str) -> (String, u16) {
    let representation = Representation::negotiate(Problems::Gone.entry(), [accept.as_bytes()], Some("_format=xml"));
    let response = problems::Gone.error().response_as(representation);
    assert_eq!(response.body.unwrap().starts_with("<problem"), representation.is_xml());
    (response.headers[0].value.to_string(), response.status)
}

#[test]
fn problem_details_are_sent_in_the_syntax_that_the_request_prefers() {
    let (json, xml) = ("application/problem+json", "application/problem+xml");
    for (accept, expected) in [
        ("application/problem+xml", xml),
        ("application/xml", xml),
        ("text/xml;q=0.5, text/html", xml),
        ("application/problem+json;q=0.4, application/problem+xml;q=0.5", xml),
        ("application/problem+json, application/problem+xml", json),
        ("application/json, application/xml;q=0.9", json),
        ("application/json", json),
        ("application/*", json),
        ("*/*", json),
        ("", json),
        ("text/html", json),
        ("application/fhir+xml", json),
        ("application/problem+xml;q=0", json),
        ("application/problem+xml;q=0.1, */*;q=0.2", json),
    ] {
        assert_eq!(preferred(accept), (expected.to_owned(), 410), "{accept}");
    }
}
