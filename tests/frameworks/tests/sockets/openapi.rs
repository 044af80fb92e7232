//! The errors of a handler in an OpenAPI document.
#![expect(dead_code, reason = "only what is documented counts")]

use std::collections::BTreeSet;

use error_runtime::utoipa::{CatalogResponses, LayerResponses, Merged};
use error_runtime::{Catalog, CatalogError, Entry, Error};
use framework_tests::{Clinic, GpConnect, PERSONAL};
use serde_json::Value;
use utoipa::{IntoResponses, OpenApi};

#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
enum StoreError {
    #[code(Internal)]
    Broken {
        #[param]
        part: &'static str,
    },
    #[code(Overloaded)]
    Busy,
}

#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
enum RecordError {
    #[code(PatientNotFound)]
    NoRecord {
        #[param]
        patient: String,
        #[param]
        nhs_number: String,
    },
    #[code(RouteNotFound)]
    NoRoute,
    #[code(Gone)]
    Gone,
    #[code(transparent)]
    Store(StoreError),
}

#[utoipa::path(get, path = "/patients/{id}", responses((status = 200, description = "The record", body = String), RecordError))]
fn record() {}

#[utoipa::path(get, path = "/all", responses(CatalogResponses<GpConnect>))]
fn all() {}

#[utoipa::path(get, path = "/any", responses(Error<Clinic>))]
fn any() {}

#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
enum LookupError {
    #[code(RouteNotFound)]
    NoRoute,
    #[code(TooManyRequests)]
    TooMany,
}

#[utoipa::path(get, path = "/merged", responses((status = 200, description = "The record", body = String), Merged<(RecordError, LookupError, LayerResponses<Clinic>)>))]
fn merged() {}

#[derive(OpenApi)]
#[openapi(paths(record, all, any, merged))]
struct Document;

fn document() -> Value {
    serde_json::to_value(Document::openapi()).unwrap()
}

/// The names of all examples of a path's responses, with the statuses they stand under.
fn examples(path: &str) -> BTreeSet<(String, String)> {
    let document = document();
    let responses = document["paths"][path]["get"]["responses"].as_object().unwrap().clone();
    let mut names = BTreeSet::new();
    for (status, response) in responses {
        let contents = response["content"].as_object().cloned().unwrap_or_default();
        for content in contents.values() {
            for name in content["examples"]
                .as_object()
                .into_iter()
                .flat_map(serde_json::Map::keys)
            {
                // An XML body is another example of the same name.
                names.insert((status.clone(), name.clone()));
            }
        }
    }
    names
}

fn expected<C: Catalog>(entries: &[C]) -> BTreeSet<(String, String)> {
    entries
        .iter()
        .map(|entry| entry.entry())
        .filter(|entry| entry.response().content_type().is_some())
        .map(|entry| (key(entry), entry.name().to_owned()))
        .collect()
}

/// The status, or the class of an entry that can have all its statuses.
fn key(entry: Entry<'_>) -> String {
    match entry.status_range() {
        (500, 599) => "5XX".to_owned(),
        _ => entry.status().to_string(),
    }
}

#[test]
fn a_derived_error_has_one_example_for_each_of_its_entries() {
    use Clinic::{Internal, Overloaded, PatientNotFound, RouteNotFound};
    assert_eq!(
        examples("/patients/{id}"),
        expected(&[PatientNotFound, RouteNotFound, Internal, Overloaded])
    );
    let document = document();
    let responses = document["paths"]["/patients/{id}"]["get"]["responses"]
        .as_object()
        .unwrap();
    assert!(responses.keys().eq(["200", "404", "410", "503", "5XX"]));
    assert!(responses["410"].get("content").is_none());
    assert!(responses["503"]["headers"]["Retry-After"]["schema"].is_object());
}

#[test]
fn a_catalog_has_one_example_for_each_entry() {
    assert_eq!(examples("/all"), expected(GpConnect::all()));
    assert_eq!(examples("/any"), expected(Clinic::all()));
    let responses = CatalogResponses::<GpConnect>::responses();
    let statuses: BTreeSet<String> = GpConnect::all().iter().map(|entry| key(entry.entry())).collect();
    assert!(responses.into_keys().eq(statuses));
}

#[test]
fn an_example_is_the_body_that_is_sent() {
    let document = document();
    let examples =
        &document["paths"]["/patients/{id}"]["get"]["responses"]["404"]["content"]["application/fhir+json"]["examples"];
    let example = &examples["PATIENT_NOT_FOUND"];
    assert_eq!(example["summary"], "Patient not found");
    assert_eq!(example["value"]["resourceType"], "OperationOutcome");
    assert_eq!(
        example["value"]["issue"][0]["diagnostics"],
        "No patient has the id p-17."
    );
    assert!(!document.to_string().contains(PERSONAL));
}

#[test]
fn two_errors_of_one_status_and_the_layer_share_its_response() {
    let layer: BTreeSet<Clinic> = (400..600).filter_map(Clinic::fallback).collect();
    let own = [
        Clinic::PatientNotFound,
        Clinic::RouteNotFound,
        Clinic::Gone,
        Clinic::Internal,
        Clinic::Overloaded,
    ];
    let all: Vec<Clinic> = layer.into_iter().chain(own).collect();
    assert_eq!(examples("/merged"), expected(&all));
    let document = document();
    let responses = &document["paths"]["/merged"]["get"]["responses"];
    let description = responses["404"]["description"].as_str().unwrap();
    assert_eq!(
        description,
        "- `PATIENT_NOT_FOUND`: Patient not found\n- `ROUTE_NOT_FOUND`: Nothing is here"
    );
    // A status of its own hides the response of the class, so the error of the class is in both.
    let description = responses["503"]["description"].as_str().unwrap();
    assert!(
        description.contains("`OVERLOADED`") && description.contains("`INTERNAL`"),
        "{description}"
    );
    assert!(responses["5XX"]["description"].as_str().unwrap().contains("`INTERNAL`"));
}

#[test]
fn a_schema_has_the_members_of_a_body_and_its_codes() {
    let document = document();
    let schema = |path: &str, status: &str, media_type: &str| {
        let response = &document["paths"][path]["get"]["responses"][status];
        response["content"][media_type]["schema"].clone()
    };
    let outcome = schema("/merged", "404", "application/fhir+json");
    let issue = &outcome["properties"]["issue"]["items"];
    let coding = &issue["properties"]["details"]["properties"]["coding"]["items"];
    let codes: BTreeSet<&str> = coding["properties"]["code"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        codes.into_iter().eq(["PATIENT_NOT_FOUND", "ROUTE_NOT_FOUND"]),
        "{coding}"
    );
    let required: BTreeSet<&str> = outcome["required"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    // The id of the request is not always there.
    assert!(required.into_iter().eq(["issue", "resourceType"]), "{outcome}");
    assert_eq!(outcome["properties"]["id"]["type"], "string");
    let problem = schema("/merged", "5XX", "application/problem+json");
    assert_eq!(problem["properties"]["code"]["enum"], serde_json::json!(["INTERNAL"]));
    assert_eq!(problem["properties"]["status"]["type"], "integer");
}

#[test]
fn a_body_is_valid_by_its_schema() {
    /// The part of JSON Schema that the documents use.
    fn is_valid(value: &Value, schema: &Value) -> bool {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let types = match &schema["type"] {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            Value::String(only) => vec![only.as_str()],
            _ => vec![kind],
        };
        let members = schema["properties"].as_object();
        let required = schema["required"].as_array().into_iter().flatten();
        types
            .iter()
            .any(|known| *known == kind || (*known == "number" && kind == "integer"))
            && schema["enum"].as_array().is_none_or(|values| values.contains(value))
            && schema["anyOf"]
                .as_array()
                .is_none_or(|any| any.iter().any(|schema| is_valid(value, schema)))
            && value
                .as_array()
                .into_iter()
                .flatten()
                .all(|item| is_valid(item, &schema["items"]))
            && value.as_object().is_none_or(|object| {
                let known = |(name, member): (&String, &Value)| {
                    members
                        .and_then(|members| members.get(name))
                        .is_none_or(|schema| is_valid(member, schema))
                };
                required.filter_map(Value::as_str).all(|name| object.contains_key(name)) && object.iter().all(known)
            })
    }
    let document = document();
    let mut bodies = 0;
    for path in ["/all", "/any", "/merged"] {
        for (status, response) in document["paths"][path]["get"]["responses"].as_object().unwrap() {
            for content in response["content"]
                .as_object()
                .into_iter()
                .flat_map(serde_json::Map::values)
            {
                for example in content["examples"]
                    .as_object()
                    .into_iter()
                    .flat_map(serde_json::Map::values)
                {
                    assert!(
                        is_valid(&example["value"], &content["schema"]),
                        "{path} {status}: {content:#}"
                    );
                    bodies += 1;
                }
            }
        }
    }
    assert!(bodies > 50, "{bodies}");
}

#[test]
fn an_operation_outcome_has_all_media_types_that_the_server_sends() {
    let document = document();
    let content = &document["paths"]["/merged"]["get"]["responses"]["404"]["content"];
    for syntax in ["json", "xml"] {
        let names = [
            format!("application/fhir+{syntax}"),
            format!("application/{syntax}+fhir"),
            format!("application/{syntax}"),
            format!("text/{syntax}"),
        ];
        for (position, name) in names.iter().enumerate() {
            assert!(content[name]["schema"].is_object(), "{name}");
            assert_eq!(content[name].get("examples").is_some(), position == 0, "{name}");
        }
    }
    let xml = &content["application/fhir+xml"]["examples"]["PATIENT_NOT_FOUND"]["value"];
    assert!(xml.as_str().unwrap().starts_with("<OperationOutcome"), "{xml}");
}

/// The members that OpenAPI 3.1 requires of every response.
#[test]
fn the_document_has_the_structure_of_openapi() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    for path in ["/patients/{id}", "/all", "/any"] {
        for (status, response) in document["paths"][path]["get"]["responses"].as_object().unwrap() {
            assert!(
                status == "5XX" || status.parse::<u16>().is_ok_and(|status| (100..600).contains(&status)),
                "{status}"
            );
            assert!(response["description"].is_string(), "{path} {status}");
            for (media_type, content) in response["content"].as_object().into_iter().flatten() {
                assert!(media_type.contains('/'), "{media_type}");
                assert!(content.get("example").is_none() || content.get("examples").is_none());
                for example in content["examples"]
                    .as_object()
                    .into_iter()
                    .flat_map(serde_json::Map::values)
                {
                    assert!(
                        example["value"].is_object() != media_type.contains("xml"),
                        "{media_type}: {example}"
                    );
                }
            }
        }
    }
}
