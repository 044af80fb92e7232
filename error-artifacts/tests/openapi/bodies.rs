//! Bodies, headers and statuses of servers, against the documents.

use std::cell::RefCell;
use std::collections::HashMap;

use error_artifacts::{Api, openapi};
use error_runtime::{Entry, Error, HttpResponse, Outcome, ParameterType, Representation, Respond as _};
use jsonschema::Validator;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::{all, api_of, document, members, resolved};

/// A document, and the validators of its schemas.
struct Judge {
    document: Value,
    validators: RefCell<HashMap<String, Validator>>,
}

impl Judge {
    fn new(api: &Api) -> Self {
        Self {
            document: document(api, openapi::Version::V3_1),
            validators: RefCell::default(),
        }
    }

    /// Returns the response of a status in the document.
    fn response(&self, status: u16) -> &Value {
        let class = format!("{}XX", status / 100);
        let responses = || members(&self.document["components"]["responses"]);
        let find = |end: &str| {
            responses()
                .find(|(name, _)| name.ends_with(end))
                .map(|(_, response)| response)
        };
        find(&status.to_string())
            .or_else(|| find(&class))
            .unwrap_or_else(|| panic!("no response for {status}"))
    }

    /// Returns the example of an entry.
    fn example(&self, name: &str, media_type: &str) -> &Value {
        let mut responses = members(&self.document["components"]["responses"]);
        let example = responses.find_map(|(_, response)| response["content"].get(media_type)?["examples"].get(name));
        resolved(
            &self.document,
            example.unwrap_or_else(|| panic!("no example of {name}")),
        )
    }

    /// Panics if a response is not as the document says.
    fn judge(&self, sent: &HttpResponse, what: &str) {
        let described = self.response(sent.status).clone();
        let mut media_type = None;
        for header in &sent.headers {
            if header.name.eq_ignore_ascii_case("content-type") {
                media_type = Some(header.value.to_string());
                continue;
            }
            let (_, known) = members(&described["headers"])
                .find(|(name, _)| name.eq_ignore_ascii_case(&header.name))
                .unwrap_or_else(|| panic!("{what}: undocumented header {}", header.name));
            let schema = resolved(&self.document, known)["schema"].clone();
            let value = match schema["type"].as_str() {
                Some("integer" | "number" | "boolean") => serde_json::from_str(&header.value).unwrap(),
                _ => json!(header.value),
            };
            self.validate(&schema, &value, what);
        }
        for (name, header) in members(&described["headers"]) {
            if resolved(&self.document, header)["required"] == true {
                assert!(
                    sent.headers.iter().any(|sent| sent.name.eq_ignore_ascii_case(name)),
                    "{what}: {name} is missing"
                );
            }
        }
        let Some(media_type) = media_type else { return };
        let content = described["content"]
            .get(&media_type)
            .unwrap_or_else(|| panic!("{what}: undocumented {media_type}"));
        let body = sent.body.as_deref().unwrap();
        let Some(schema) = content.get("schema") else { return };
        let value = match schema["type"].as_str() {
            Some("string") => json!(body),
            _ => serde_json::from_str(body).unwrap(),
        };
        self.validate(schema, &value, what);
    }

    fn validate(&self, schema: &Value, value: &Value, what: &str) {
        let schemas = &self.document["components"]["schemas"];
        let mut validators = self.validators.borrow_mut();
        let validator = validators.entry(schema.to_string()).or_insert_with(|| {
            let mut whole = schema.clone();
            whole["components"] = json!({ "schemas": schemas });
            jsonschema::options()
                .should_validate_formats(true)
                .build(&whole)
                .unwrap()
        });
        let errors: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{what}: {errors:#?}\n{value:#}\n{schema:#}");
    }
}

const REPRESENTATIONS: [Representation; 2] = [Representation::OWN, Representation::XML];

#[test]
fn the_example_of_every_entry_is_valid_by_its_schema_and_is_what_a_server_sends() {
    for api in all() {
        let judge = Judge::new(&api);
        for (entry, _) in api.entries() {
            let error = Api::example(entry);
            for representation in REPRESENTATIONS {
                let sent = error.response_as(representation);
                judge.judge(&sent, entry.name());
                let Some(body) = &sent.body else { continue };
                let example = judge.example(entry.name(), &sent.headers[0].value);
                match &example["value"] {
                    Value::String(text) => assert_eq!(text, body),
                    value => assert_eq!(*value, serde_json::from_str::<Value>(body).unwrap()),
                }
                assert_eq!(example["summary"], entry.title());
            }
        }
    }
}

/// Returns a value of each parameter: the sample, another value of its type, or none.
fn arguments(entry: Entry<'static>, choices: &[(u8, String, i64)]) -> Vec<(&'static str, String)> {
    let mut arguments = Vec::new();
    for (parameter, (choice, text, number)) in entry.parameters().iter().zip(choices.iter().cycle()) {
        let other = match parameter.kind {
            ParameterType::Integer => number.to_string(),
            ParameterType::Decimal => format!("{number}.25"),
            ParameterType::Boolean => (number % 2 == 0).to_string(),
            ParameterType::Json => json!({ "a": [text, number] }).to_string(),
            ParameterType::Strings => json!([text, text]).to_string(),
            ParameterType::Integers => json!([number]).to_string(),
            ParameterType::Enum => parameter.values().last().unwrap_or_default().to_owned(),
            _ => text.clone(),
        };
        match choice {
            0 if parameter.optional => {}
            1 if parameter.accepts(&other) => arguments.push((parameter.name, other)),
            _ => arguments.push((parameter.name, parameter.sample().to_owned())),
        }
    }
    arguments
}

fn error(entry: Entry<'static>, choices: &[(u8, String, i64)], status: Option<u16>) -> Error<Entry<'static>> {
    let arguments = arguments(entry, choices);
    let arguments = arguments.iter().map(|(name, value)| (*name, value.as_str()));
    let error = Error::try_new(entry, arguments).unwrap();
    let error = match choices.first() {
        Some((0, text, _)) => error.with_diagnostics(text.clone()).with_expression(text.clone()),
        Some((1, text, _)) => error.with_request_id(text.clone()).with_id(text.clone()),
        _ => error,
    };
    match status {
        Some(status) => error.with_status(status),
        None => error,
    }
}

#[test]
fn every_response_with_any_arguments_is_as_the_document_says() {
    let apis = all();
    let judges: Vec<Judge> = apis.iter().map(Judge::new).collect();
    let text = prop_oneof![".{0,8}", "[a-z]{1,8}", Just(" ".to_owned())];
    let choices = proptest::collection::vec((0_u8..3, text, any::<i64>()), 1..6);
    let strategy = (any::<proptest::sample::Index>(), choices);
    let mut runner = TestRunner::new(Config::with_cases(24));
    runner
        .run(&strategy, |(index, choices)| {
            for (api, judge) in apis.iter().zip(&judges) {
                let entry = api.data().entry(index.index(api.data().entries())).unwrap();
                let statuses: Vec<u16> = entry.statuses().collect();
                let sent = error(entry, &choices, Some(statuses[index.index(statuses.len())]));
                for representation in REPRESENTATIONS {
                    judge.judge(&sent.response_as(representation), &format!("{entry:?}"));
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_response_with_several_errors_is_as_the_document_says() {
    let mut several = 0;
    for api in all() {
        let judge = Judge::new(&api);
        let entries: Vec<Entry<'static>> = api.entries().map(|(entry, _)| entry).collect();
        for pair in entries.windows(2) {
            let [first, second] = pair else { continue };
            if first.response().name() != second.response().name() {
                continue;
            }
            let status = first.status();
            let outcome = Outcome::new(Api::example(*first))
                .and(Api::example(*second))
                .with_status(status);
            if outcome.status() == status {
                judge.judge(&outcome.response(), &format!("{first:?} and {second:?}"));
                several += 1;
            }
        }
    }
    assert!(several > 100, "{several}");
}

#[test]
fn every_reference_of_a_document_has_a_target_and_every_component_a_valid_name() {
    fn visit(document: &Value, value: &Value) {
        resolved(document, value);
        members(value).for_each(|(_, member)| visit(document, member));
        value
            .as_array()
            .into_iter()
            .flatten()
            .for_each(|item| visit(document, item));
    }
    for api in all() {
        for version in [openapi::Version::V3_0, openapi::Version::V3_1] {
            let document = document(&api, version);
            visit(&document, &document);
            for (name, _) in members(&document["components"]).flat_map(|(_, section)| members(section)) {
                assert!(
                    name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn the_status_in_a_body_is_one_of_its_entry() {
    let api = api_of(
        r#"{
      "name": "statuses", "title": "Statuses",
      "responses": { "default": { "format": "problem", "members": { "code": "{code}" } } },
      "errors": {
        "ONE": { "status": 404, "title": "One" },
        "TWO": { "status": [400, 422], "title": "Two" },
        "RANGE": { "status": 502, "status_range": "500-504", "title": "Range" }
      }
    }"#,
    );
    for (version, one) in [
        (openapi::Version::V3_1, json!({ "type": "integer", "const": 404 })),
        (openapi::Version::V3_0, json!({ "type": "integer", "enum": [404] })),
    ] {
        let document = document(&api, version);
        let status = |name: &str| {
            let mut schema = document["components"]["schemas"][name]["properties"]["status"].clone();
            schema.as_object_mut().unwrap().remove("description");
            schema
        };
        assert_eq!(status("ONE"), one);
        assert_eq!(status("TWO"), json!({ "type": "integer", "enum": [400, 422] }));
        assert_eq!(
            status("RANGE"),
            json!({ "type": "integer", "minimum": 500, "maximum": 504 })
        );
    }
}
