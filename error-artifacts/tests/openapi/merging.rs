//! Merging into documents that people wrote.

use error_artifacts::{Api, openapi};
use serde_json::{Value, json};

use super::{api_of, members, real, resolved};

const CATALOG: &str = r#"{
  "name": "shop",
  "title": "Shop",
  "responses": { "default": { "format": "problem", "members": { "code": "{code}" } } },
  "errors": {
    "NOT_FOUND": { "status": 404, "title": "Not found" },
    "SOLD_OUT": { "status": 409, "title": "Sold out", "methods": ["POST"], "endpoints": ["/items/[^/]+"] }
  }
}"#;

fn shop() -> Api {
    api_of(CATALOG)
}

fn merge(document: &Value) -> Value {
    let merged = openapi::merge(&shop(), &document.to_string()).unwrap();
    let again = openapi::merge(&shop(), &merged.text).unwrap();
    assert_eq!(again.text, merged.text, "merging again changes nothing");
    serde_json::from_str(&merged.text).unwrap()
}

fn document(paths: &Value, components: &Value) -> Value {
    json!({ "openapi": "3.1.0", "info": { "title": "Shop", "version": "1" }, "paths": paths, "components": components })
}

#[test]
fn an_operation_has_the_entries_of_its_method_and_path() {
    let paths = json!({
        "/items/{id}": { "get": { "responses": {} }, "post": {} },
        "/orders": { "post": { "responses": { "200": { "description": "" } } } },
    });
    let merged = merge(&document(&paths, &json!({})));
    let keys = |path: &str, method: &str| -> Vec<String> {
        members(&merged["paths"][path][method]["responses"])
            .map(|(key, _)| key.clone())
            .collect()
    };
    assert_eq!(keys("/items/{id}", "get"), ["404"]);
    assert_eq!(keys("/items/{id}", "post"), ["404", "409"]);
    assert_eq!(keys("/orders", "post"), ["200", "404"]);
}

#[test]
fn a_pattern_that_is_a_path_of_the_document_is_for_that_path_only() {
    let text = CATALOG.replace("/items/[^/]+", "/items/search");
    let paths = json!({ "/items/{id}": { "post": {} }, "/items/search": { "post": {} } });
    let merged = openapi::merge(&api_of(&text), &document(&paths, &json!({})).to_string()).unwrap();
    let merged: Value = serde_json::from_str(&merged.text).unwrap();
    assert!(merged["paths"]["/items/{id}"]["post"]["responses"].get("409").is_none());
    assert!(
        merged["paths"]["/items/search"]["post"]["responses"]
            .get("409")
            .is_some()
    );
}

#[test]
fn texts_schemas_and_examples_that_were_written_by_hand_stay() {
    let by_hand = json!({
        "description": "My text",
        "headers": { "x-request-id": { "schema": { "type": "string" } } },
        "content": {
            "text/plain": { "schema": { "type": "string" } },
            "application/problem+json": {
                "schema": { "type": "object", "title": "Mine" },
                "examples": { "NOT_FOUND": { "value": 1 }, "mine": { "value": 2 } }
            },
        },
    });
    let paths = json!({ "/a": { "get": { "responses": { "404": by_hand } } } });
    let merged = merge(&document(
        &paths,
        &json!({ "schemas": { "NOT_FOUND": { "type": "integer" } } }),
    ));
    let response = &merged["paths"]["/a"]["get"]["responses"]["404"];
    assert_eq!(response["description"], "My text");
    let content = &response["content"]["application/problem+json"];
    assert_eq!(
        content["examples"],
        by_hand["content"]["application/problem+json"]["examples"]
    );
    assert_eq!(
        content["schema"]["anyOf"][0],
        json!({ "type": "object", "title": "Mine" })
    );
    assert_eq!(
        content["schema"]["anyOf"][1],
        json!({ "$ref": "#/components/schemas/NOT_FOUND_2" })
    );
    assert_eq!(
        merged["components"]["schemas"]["NOT_FOUND"],
        json!({ "type": "integer" })
    );
    assert_eq!(
        response["content"]["text/plain"],
        json!({ "schema": { "type": "string" } })
    );
}

#[test]
fn what_the_catalog_no_longer_has_is_removed_again() {
    let paths = json!({ "/items/{id}": { "post": { "responses": { "409": { "description": "By hand", "content": {
        "application/problem+json": { "schema": { "title": "Mine" } },
    } } } } } });
    let original = document(&paths, &json!({ "schemas": {} }));
    let merged = merge(&original);
    assert_ne!(merged["paths"], original["paths"]);
    let smaller = CATALOG.replace("\"status\": 409", "\"status\": 410");
    let again = openapi::merge(&api_of(&smaller), &merged.to_string()).unwrap();
    let again: Value = serde_json::from_str(&again.text).unwrap();
    let responses = &again["paths"]["/items/{id}"]["post"]["responses"];
    assert_eq!(responses["409"], paths["/items/{id}"]["post"]["responses"]["409"]);
    assert!(members(responses).map(|(key, _)| key).eq(["404", "409", "410"]));
}

#[test]
fn a_response_that_operations_share_has_the_entries_of_all_of_them() {
    let shared = json!({ "$ref": "#/components/responses/Error" });
    let paths = json!({
        "/items/{id}": { "post": { "responses": { "404": shared, "409": { "$ref": "#/components/responses/Alias" } } } },
        "/orders": { "get": { "responses": { "404": shared } } },
    });
    let components = json!({ "responses": {
        "Alias": { "$ref": "#/components/responses/Error" },
        "Error": { "description": "Any error" },
    } });
    let merged = merge(&document(&paths, &components));
    assert_eq!(merged["paths"], paths);
    let error = &merged["components"]["responses"]["Error"];
    assert_eq!(error["description"], "Any error");
    let examples = &error["content"]["application/problem+json"]["examples"];
    assert!(members(examples).map(|(name, _)| name).eq(["NOT_FOUND", "SOLD_OUT"]));
}

#[test]
fn path_items_of_components_are_merged_and_those_of_other_files_are_noted() {
    let original = json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "paths": { "/items/{id}": { "$ref": "#/components/pathItems/Item" }, "/x": { "$ref": "x.json" } },
        "components": { "pathItems": { "Item": { "post": { "responses": {} } } } },
    });
    let merged = openapi::merge(&shop(), &original.to_string()).unwrap();
    assert_eq!(merged.notes, ["path `/x` refers to `x.json`, which is not merged"]);
    let merged: Value = serde_json::from_str(&merged.text).unwrap();
    let responses = &merged["components"]["pathItems"]["Item"]["post"]["responses"];
    assert!(members(responses).map(|(key, _)| key).eq(["404", "409"]));
}

#[test]
fn two_catalogs_share_a_document() {
    let other = CATALOG.replace("\"shop\"", "\"bank\"").replace("Sold out", "Closed");
    let original = document(&json!({ "/items/{id}": { "post": {} } }), &json!({})).to_string();
    let both = openapi::merge(&api_of(&other), &openapi::merge(&shop(), &original).unwrap().text)
        .unwrap()
        .text;
    let value: Value = serde_json::from_str(&both).unwrap();
    let response = &value["paths"]["/items/{id}"]["post"]["responses"]["409"];
    let content = &resolved(&value, response)["content"]["application/problem+json"];
    assert_eq!(
        content["schema"]["anyOf"].as_array().map(Vec::len),
        Some(2),
        "{response:#}"
    );
    // The order in which they were merged stays.
    let again = openapi::merge(&shop(), &both).unwrap().text;
    let again = openapi::merge(&api_of(&other), &again).unwrap().text;
    assert_eq!(again, both);
}

#[test]
fn a_document_of_another_kind_is_refused() {
    let error = |text: &str| openapi::merge(&shop(), text).unwrap_err().to_string();
    assert_eq!(
        error(r#"{ "swagger": "2.0" }"#),
        "expected OpenAPI 3.0, 3.1 or 3.2, found `2.0`"
    );
    assert_eq!(error("[]"), "expected an object with the member `openapi`");
    assert_eq!(error("{}"), "expected the member `openapi` with a version");
    assert!(error("openapi: 3.1.0").starts_with("expected an OpenAPI document in JSON: "));
}

#[test]
fn odd_documents_are_merged_without_harm() {
    for original in [
        json!({ "openapi": "3.1.0" }),
        json!({ "openapi": "3.1.0", "paths": [], "components": 7, "servers": 1 }),
        json!({ "openapi": "3.1.0", "paths": { "/a": 1, "/b": { "get": 2, "post": { "responses": [] } } }, "components": { "schemas": 1, "responses": { "A": 1 } } }),
        json!({ "openapi": "3.0.0", "paths": { "/a": { "get": { "responses": { "404": 1, "409": { "content": { "application/problem+json": 3 } } } } } } }),
    ] {
        let once = openapi::merge(&shop(), &original.to_string()).unwrap().text;
        assert_eq!(openapi::merge(&shop(), &once).unwrap().text, once);
    }
}

#[test]
fn the_order_of_members_and_the_indentation_of_the_original_stay() {
    let original = "{\n\t\"paths\": {},\n\t\"openapi\": \"3.1.0\",\n\t\"x-z\": 1,\n\t\"info\": { \"version\": \"1\", \"title\": \"T\" }\n}\n";
    let merged = openapi::merge(&shop(), original).unwrap().text;
    let expected = "{\n\t\"paths\": {},\n\t\"openapi\": \"3.1.0\",\n\t\"x-z\": 1,\n\t\"info\": {\n\t\t\"version\": \"1\",\n\t\t\"title\": \"T\"\n\t}\n}\n";
    assert_eq!(merged, expected);
}

#[test]
fn the_real_catalogs_merge_into_an_operation() {
    for api in real() {
        for version in ["3.0.3", "3.1.0"] {
            let paths = json!({ "/v2/fhir/Patient/{id}": { "get": { "responses": { "404": { "description": "None", "content": { "application/fhir+json": { "example": {} } } } } } } });
            let original = json!({ "openapi": version, "info": {}, "paths": paths }).to_string();
            let merged = openapi::merge(&api, &original).unwrap().text;
            assert_eq!(openapi::merge(&api, &merged).unwrap().text, merged);
        }
    }
}
