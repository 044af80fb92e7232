//! Problem details are parsed and written again by the types of an independent crate.

use behaviour_tests::{Problems, samples};
use error_runtime::Respond;
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
