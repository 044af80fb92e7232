//! The parts of an entry: its retry decisions, its neighbours, and samples of code.

use std::collections::BTreeMap;

use error_artifacts::docs::{self, Options};
use serde_json::Value;

use super::{json, text, with_errors};

#[test]
fn every_retry_class_has_words_a_picture_and_decisions() {
    let api = with_errors(
        r#"{
            "N": { "status": 422, "title": "N", "retry": "never" },
            "I": { "status": 409, "title": "I", "retry": "immediate" },
            "A": { "status": 429, "title": "A", "retry": { "class": "after", "delay": 90 }, "headers": { "Retry-After": "{retry_after}" } },
            "B": { "status": 502, "title": "B", "retry": { "class": "backoff", "delay": 0.5 } },
            "M": { "status": 403, "title": "M", "retry": "manual" },
            "S": { "status": 503, "title": "S" },
            "G": { "status": 502, "title": "G", "retry": "backoff", "methods": ["GET"] }
        }"#,
    );
    let site = docs::site(&[&api], &Options::default()).unwrap();
    let json = json(&[&api], &Options::default());
    let facts: BTreeMap<&str, (&str, &str, Vec<&str>)> = json["catalogs"][0]["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let retry = &entry["retry"];
            let decisions = retry["decisions"].as_array().unwrap().iter();
            let decisions = decisions.map(|one| one["decision"].as_str().unwrap());
            let name = entry["name"].as_str().unwrap();
            assert!(text(&site, &format!("small/{name}.html")).contains("<svg class=\"line\""));
            (
                name,
                (
                    retry["class"].as_str().unwrap(),
                    retry["summary"].as_str().unwrap(),
                    decisions.collect(),
                ),
            )
        })
        .collect();
    let by_hand = "only if a person decides so";
    let half = "again after 0.5 s, then with longer delays, up to 3 times";
    let second = "again after 1 s, then with longer delays, up to 3 times";
    assert_eq!(facts["N"], ("never", "Do not retry", vec!["not again", "not again"]));
    assert_eq!(
        facts["I"],
        ("immediate", "Retry at once", vec!["again at once", by_hand])
    );
    assert_eq!(facts["A"], ("after", "Retry after 90 s", vec!["again after 90 s"; 2]));
    assert_eq!(facts["B"], ("backoff", "Retry with backoff", vec![half, by_hand]));
    assert_eq!(facts["M"], ("manual", "Retry by hand", vec![by_hand; 2]));
    assert_eq!(facts["S"], ("backoff", "Retry with backoff", vec![second, by_hand]));
    assert_eq!(facts["G"], ("backoff", "Retry with backoff", vec![second]));
    let status = &json["catalogs"][0]["entries"][5]["retry"];
    assert_eq!(status["by_status"], true);
}

#[test]
fn neighbours_share_the_code_or_the_status_and_the_body() {
    let api = with_errors(
        r#"{
            "A": { "code": "X", "status": 404, "title": "A" },
            "B": { "code": "X", "status": 409, "title": "B" },
            "C": { "status": 404, "title": "C" },
            "D": { "status": 500, "title": "D" }
        }"#,
    );
    let json = json(&[&api], &Options::default());
    let entries = &json["catalogs"][0]["entries"];
    let near = |at: usize| -> Vec<(&str, &str, &str)> {
        let all = entries[at]["neighbours"].as_array().unwrap().iter();
        let word = |one: &'_ Value, name: &str| -> String { one[name].as_str().unwrap().to_owned() };
        all.map(|one| {
            let words = [word(one, "name"), word(one, "shared"), word(one, "difference")];
            let [name, shared, difference] = words.map(|word| &*word.leak());
            (name, shared, difference)
        })
        .collect()
    };
    assert_eq!(
        near(0),
        [
            ("B", "code", "its status is 409"),
            ("C", "status_and_response", "its code is C")
        ]
    );
    assert_eq!(near(1), [("A", "code", "its status is 404")]);
    assert_eq!(near(2), [("A", "status_and_response", "its code is X")]);
    assert_eq!(near(3), []);
}

#[test]
fn an_entry_with_many_neighbours_lists_the_nearest() {
    let errors: Vec<String> = (0..40)
        .map(|at| format!(r#""E{at}": {{ "status": 404, "title": "E{at}" }}"#))
        .collect();
    let api = with_errors(&format!("{{{}}}", errors.join(",")));
    let json = json(&[&api], &Options::default());
    let entry = &json["catalogs"][0]["entries"][20];
    let names: Vec<&str> = entry["neighbours"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["E19", "E21", "E18", "E22", "E17", "E23", "E16", "E24"]);
    assert_eq!(entry["more_neighbours"], 31);
}

#[test]
fn a_server_sample_has_every_argument_as_a_value_of_its_type() {
    let api = with_errors(
        r#"{
            "A": { "status": 400, "title": "A", "message": "{a} {b} {c} {d} {e?} {f} {g}", "parameters": {
                "a": { "type": "string", "example": "say \"x\"" }, "b": { "type": "integer", "example": 3 }, "c": "boolean",
                "d": { "type": "enum", "values": ["not-found", "x"] }, "e": { "type": "string", "optional": true }, "f": "decimal",
                "g": "string[]" } }
        }"#,
    );
    let json = json(&[&api], &Options::default());
    assert_eq!(
        json["catalogs"][0]["entries"][0]["samples"][0]["code"],
        "return Err(small::A {\n    a: \"say \\\"x\\\"\",\n    b: 3,\n    c: true,\n    d: small::D::NotFound,\n    e: Some(\"e\"),\n    \
         f, // decimal\n    g: &[\"name\", \"date\"],\n}\n.into());\n"
    );
}

#[test]
fn client_samples_send_a_method_with_which_the_error_occurs() {
    let api = with_errors(
        r#"{
            "A": { "status": 400, "title": "A", "methods": ["POST", "PUT"] },
            "B": { "status": 400, "title": "B", "methods": ["POST", "GET"] },
            "C": { "status": 400, "title": "C" }
        }"#,
    );
    let json = json(&[&api], &Options::default());
    for (at, method) in ["POST", "GET", "GET"].into_iter().enumerate() {
        let samples = &json["catalogs"][0]["entries"][at]["samples"];
        let code = |at: usize| samples[at]["code"].as_str().unwrap();
        assert!(code(1).contains(&format!("Attempt::new(\"{method}\")")), "{}", code(1));
        assert!(
            code(2).contains(&format!("receive(response, \"{method}\")")),
            "{}",
            code(2)
        );
    }
}
