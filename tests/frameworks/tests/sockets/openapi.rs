//! The errors of a handler in an OpenAPI document.
#![expect(dead_code, reason = "only what is documented counts")]

use std::collections::BTreeSet;

use error_runtime::utoipa::CatalogResponses;
use error_runtime::{Catalog, CatalogError, Error};
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

#[derive(OpenApi)]
#[openapi(paths(record, all, any))]
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
                assert!(names.insert((status.clone(), name.clone())), "{name} is there twice");
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
        .map(|entry| (entry.status().to_string(), entry.name().to_owned()))
        .collect()
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
    assert!(responses.keys().eq(["200", "404", "410", "500", "503"]));
    assert!(responses["410"].get("content").is_none());
    assert!(responses["503"]["headers"]["Retry-After"]["schema"].is_object());
}

#[test]
fn a_catalog_has_one_example_for_each_entry() {
    assert_eq!(examples("/all"), expected(GpConnect::all()));
    assert_eq!(examples("/any"), expected(Clinic::all()));
    let responses = CatalogResponses::<GpConnect>::responses();
    let statuses: BTreeSet<String> = GpConnect::all()
        .iter()
        .map(|entry| entry.entry().status().to_string())
        .collect();
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

/// The members that OpenAPI 3.1 requires of every response.
#[test]
fn the_document_has_the_structure_of_openapi() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    for path in ["/patients/{id}", "/all", "/any"] {
        for (status, response) in document["paths"][path]["get"]["responses"].as_object().unwrap() {
            assert!(
                status.parse::<u16>().is_ok_and(|status| (100..600).contains(&status)),
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
                        example["value"].is_object() && example.get("externalValue").is_none(),
                        "{example}"
                    );
                }
            }
        }
    }
}
