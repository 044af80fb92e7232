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
    let merged = openapi::merge(&shop(), &document.to_string(), None).unwrap();
    let again = openapi::merge(&shop(), &merged.text, None).unwrap();
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
    let merged = openapi::merge(&api_of(&text), &document(&paths, &json!({})).to_string(), None).unwrap();
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
    let again = openapi::merge(&api_of(&smaller), &merged.to_string(), None).unwrap();
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
    let merged = openapi::merge(&shop(), &original.to_string(), None).unwrap();
    assert_eq!(merged.notes, ["path `/x` refers to `x.json`, which is not merged"]);
    let merged: Value = serde_json::from_str(&merged.text).unwrap();
    let responses = &merged["components"]["pathItems"]["Item"]["post"]["responses"];
    assert!(members(responses).map(|(key, _)| key).eq(["404", "409"]));
}

#[test]
fn two_catalogs_share_a_document() {
    let other = CATALOG.replace("\"shop\"", "\"bank\"").replace("Sold out", "Closed");
    let original = document(&json!({ "/items/{id}": { "post": {} } }), &json!({})).to_string();
    let both = openapi::merge(
        &api_of(&other),
        &openapi::merge(&shop(), &original, None).unwrap().text,
        None,
    )
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
    let again = openapi::merge(&shop(), &both, None).unwrap().text;
    let again = openapi::merge(&api_of(&other), &again, None).unwrap().text;
    assert_eq!(again, both);
}

#[test]
fn a_document_of_another_kind_is_refused() {
    let error = |text: &str| openapi::merge(&shop(), text, None).unwrap_err().to_string();
    assert_eq!(
        error(r#"{ "swagger": "2.0" }"#),
        "expected OpenAPI 3.0, 3.1 or 3.2, found `2.0`"
    );
    assert_eq!(error("[]"), "expected an object with the member `openapi`");
    assert_eq!(error("{}"), "expected the member `openapi` with a version");
    assert_eq!(
        error("openapi: 3.1\n"),
        "expected a version of OpenAPI in quotes, found 3.1"
    );
    assert_eq!(error("openapi"), "expected an object with the member `openapi`");
    assert!(error("{ \"openapi\": \"3.1.0\"").starts_with("expected an OpenAPI document in JSON or YAML: "));
}

#[test]
fn odd_documents_are_merged_without_harm() {
    for original in [
        json!({ "openapi": "3.1.0" }),
        json!({ "openapi": "3.1.0", "paths": [], "components": 7, "servers": 1 }),
        json!({ "openapi": "3.1.0", "paths": { "/a": 1, "/b": { "get": 2, "post": { "responses": [] } } }, "components": { "schemas": 1, "responses": { "A": 1 } } }),
        json!({ "openapi": "3.0.0", "paths": { "/a": { "get": { "responses": { "404": 1, "409": { "content": { "application/problem+json": 3 } } } } } } }),
    ] {
        let once = openapi::merge(&shop(), &original.to_string(), None).unwrap().text;
        assert_eq!(openapi::merge(&shop(), &once, None).unwrap().text, once);
    }
}

#[test]
fn the_order_of_members_and_the_indentation_of_the_original_stay() {
    let original = "{\n\t\"paths\": {},\n\t\"openapi\": \"3.1.0\",\n\t\"x-z\": 1,\n\t\"info\": { \"version\": \"1\", \"title\": \"T\" }\n}\n";
    let merged = openapi::merge(&shop(), original, None).unwrap().text;
    let expected = "{\n\t\"paths\": {},\n\t\"openapi\": \"3.1.0\",\n\t\"x-z\": 1,\n\t\"info\": {\n\t\t\"version\": \"1\",\n\t\t\"title\": \"T\"\n\t}\n}\n";
    assert_eq!(merged, expected);
}

#[test]
fn the_real_catalogs_merge_into_an_operation() {
    for api in real() {
        for version in ["3.0.3", "3.1.0"] {
            let paths = json!({ "/v2/fhir/Patient/{id}": { "get": { "responses": { "404": { "description": "None", "content": { "application/fhir+json": { "example": {} } } } } } } });
            let original = json!({ "openapi": version, "info": {}, "paths": paths }).to_string();
            let merged = openapi::merge(&api, &original, None).unwrap().text;
            assert_eq!(openapi::merge(&api, &merged, None).unwrap().text, merged);
        }
    }
}

#[test]
fn a_document_in_yaml_stays_yaml() {
    let original = r"# A comment.
openapi: 3.1.0
info: { title: Shop, version: '1.0' }
paths:
  /orders/{id}:
    get: &get
      responses:
        200: { description: yes }
    put: *get
";
    let merged = openapi::merge(&shop(), original, None).unwrap();
    assert!(
        merged
            .text
            .starts_with("openapi: \"3.1.0\"\ninfo:\n  title: Shop\n  version: \"1.0\"\npaths:\n"),
        "{}",
        merged.text
    );
    assert!(
        merged
            .text
            .contains("        \"200\":\n          description: \"yes\"\n"),
        "{}",
        merged.text
    );
    assert_eq!(openapi::merge(&shop(), &merged.text, None).unwrap(), merged);
    // The same document in JSON has the same values.
    let json = openapi::merge(&shop(), original, Some(openapi::Format::Json))
        .unwrap()
        .text;
    assert!(json.starts_with("{\n  \"openapi\""), "{json}");
    assert_eq!(
        openapi::merge(&shop(), &json, Some(openapi::Format::Yaml))
            .unwrap()
            .text,
        merged.text
    );
    assert_eq!(
        openapi::merge(&shop(), &merged.text, Some(openapi::Format::Json))
            .unwrap()
            .text,
        json
    );
}

#[test]
fn a_response_for_a_status_keeps_what_the_document_says_about_its_class() {
    let class = json!({ "description": "Refused", "headers": { "X-Own": { "schema": { "type": "string" } } }, "content": {
        "application/problem+json": { "schema": { "title": "Mine" } },
        "text/plain": { "schema": { "type": "string" } },
    } });
    let by_reference = json!({ "$ref": "#/components/responses/Refused" });
    let paths = json!({
        "/a": { "get": { "responses": { "4XX": class, "default": { "description": "Other" } } } },
        "/b": { "get": { "responses": { "4XX": by_reference } } },
        "/c": { "get": { "responses": { "4XX": { "$ref": "other.json#/x" }, "5XX": class } } },
    });
    let original = document(&paths, &json!({ "responses": { "Refused": class } }));
    let merged = merge(&original);
    for path in ["/a", "/b"] {
        let responses = &merged["paths"][path]["get"]["responses"];
        assert_eq!(responses["4XX"], paths[path]["get"]["responses"]["4XX"]);
        let not_found = &responses["404"];
        assert_eq!(not_found["description"], "- `NOT_FOUND`: Not found");
        assert_eq!(not_found["headers"]["X-Own"], class["headers"]["X-Own"]);
        assert_eq!(not_found["content"]["text/plain"], class["content"]["text/plain"]);
        assert_eq!(
            not_found["content"]["application/problem+json"]["schema"],
            json!({ "anyOf": [{ "title": "Mine" }, { "$ref": "#/components/schemas/NOT_FOUND" }] })
        );
    }
    assert_eq!(
        merged["paths"]["/c"]["get"]["responses"]["404"],
        json!({ "$ref": "#/components/responses/Shop404" })
    );
    let notes = openapi::merge(&shop(), &original.to_string(), None).unwrap().notes;
    assert_eq!(
        notes[0],
        "response `404` of `/c get` hides `4XX`, which refers to `other.json#/x`"
    );
    // Without the entry, the document is as it was.
    let other = CATALOG.replace("\"status\": 404", "\"status\": 500");
    let again = openapi::merge(&api_of(&other), &merged.to_string(), None).unwrap();
    let again: Value = serde_json::from_str(&again.text).unwrap();
    assert!(again["paths"]["/a"]["get"]["responses"].get("404").is_none());
    assert!(again["paths"]["/b"]["get"]["responses"].get("404").is_none());
}

#[test]
fn a_document_of_its_own_can_have_the_operations_of_the_catalog() {
    let text = r#"{
      "name": "shop", "title": "Shop",
      "responses": { "default": { "format": "problem", "members": { "code": "{code}" } } },
      "errors": {
        "BUSY": { "status": 503, "title": "Busy" },
        "SOLD_OUT": { "status": 409, "title": "Sold out", "methods": ["POST", "PUT"], "endpoints": ["/items/[^/]+"] },
        "GONE": { "status": 410, "title": "Gone", "endpoints": ["/items/[^/]+", "/old"] },
        "ANY": { "status": 400, "title": "Any", "endpoints": ["/files/.*"] }
      }
    }"#;
    let merged = openapi::with_paths(&api_of(text), openapi::Version::V3_1, openapi::Format::Json);
    assert_eq!(
        merged.notes,
        ["no operation of the document is at `/files/.*`, for `ANY`"]
    );
    let document: Value = serde_json::from_str(&merged.text).unwrap();
    let found: Vec<String> = members(&document["paths"])
        .flat_map(|(path, item)| members(item).map(move |(method, operation)| (path, method, operation)))
        .filter(|(_, method, _)| *method != "parameters")
        .map(|(path, method, operation)| {
            let keys: Vec<&str> = members(&operation["responses"]).map(|(key, _)| key.as_str()).collect();
            format!("{method} {path} {}", keys.join(" "))
        })
        .collect();
    assert_eq!(
        found,
        [
            "put /items/{id} 2XX 409 410 503",
            "post /items/{id} 2XX 409 410 503",
            "get /old 2XX 410 503",
            "put /old 2XX 410 503",
            "post /old 2XX 410 503",
            "delete /old 2XX 410 503",
            "patch /old 2XX 410 503",
        ]
    );
    assert_eq!(document["paths"]["/items/{id}"]["parameters"][0]["name"], "id");
    assert!(document["paths"]["/old"].get("parameters").is_none());
}

#[test]
fn a_header_of_the_entries_is_not_required_of_the_other_bodies_of_a_response() {
    let text = CATALOG.replace(
        "\"status\": 404,",
        "\"status\": 404, \"headers\": { \"Cache-Control\": \"no-store\" },",
    );
    let by_hand = json!({ "description": "By hand" });
    let paths = json!({
        "/alone": { "get": {} },
        "/status": { "get": { "responses": { "404": by_hand } } },
        "/class": { "get": { "responses": { "4XX": by_hand } } },
        "/shared": { "get": { "responses": { "404": { "$ref": "#/components/responses/Shared" } } } },
    });
    let components = json!({ "responses": { "Shared": by_hand } });
    let merged = openapi::merge(&api_of(&text), &document(&paths, &components).to_string(), None).unwrap();
    let merged: Value = serde_json::from_str(&merged.text).unwrap();
    for (path, required) in [
        ("/alone", Some(true)),
        ("/status", None),
        ("/class", None),
        ("/shared", None),
    ] {
        let response = resolved(&merged, &merged["paths"][path]["get"]["responses"]["404"]);
        let header = resolved(&merged, &response["headers"]["Cache-Control"]);
        assert_eq!(header["schema"]["const"], "no-store", "{path}");
        assert_eq!(header.get("required").and_then(Value::as_bool), required, "{path}");
    }
}

#[test]
fn a_success_without_a_schema_stays_any_body_beside_errors_in_band() {
    let text = r#"{
      "name": "chat", "title": "Chat",
      "responses": { "default": { "format": "json", "in_band": true, "body": { "ok": false, "error": "{code}" } } },
      "errors": { "no_channel": { "status": 200, "title": "No channel" } }
    }"#;
    let chat = api_of(text);
    let schema = json!({ "type": "object", "title": "Mine" });
    let described =
        |content: Value| json!({ "post": { "responses": { "200": { "description": "Sent", "content": content } } } });
    let original = document(
        &json!({
            "/no-content": { "post": { "responses": { "200": { "description": "Sent" } } } },
            "/class": { "post": { "responses": { "2XX": { "description": "Sent" } } } },
            "/no-schema": described(json!({ "application/json": {} })),
            "/any": described(json!({ "application/json": { "schema": {} } })),
            "/schema": described(json!({ "application/json": { "schema": schema } })),
        }),
        &json!({}),
    );
    let merged = openapi::merge(&chat, &original.to_string(), None).unwrap().text;
    assert_eq!(openapi::merge(&chat, &merged, None).unwrap().text, merged);
    let read: Value = serde_json::from_str(&merged).unwrap();
    let error = json!({ "$ref": "#/components/schemas/no_channel" });
    let success = json!({ "description": "A success, which the catalog of errors does not describe." });
    for (path, expected) in [
        ("/no-content", json!({ "anyOf": [error, success] })),
        ("/class", json!({ "anyOf": [error, success] })),
        ("/no-schema", json!({ "anyOf": [error, success] })),
        ("/any", json!({})),
        ("/schema", json!({ "anyOf": [schema, error] })),
    ] {
        let content = &read["paths"][path]["post"]["responses"]["200"]["content"]["application/json"];
        assert_eq!(content["schema"], expected, "{path}");
        assert_eq!(
            content["examples"]["no_channel"]["$ref"],
            "#/components/examples/no_channel"
        );
    }
    // Without the entry, the document is as it was.
    let other = text.replace("\"status\": 200", "\"status\": 400, \"methods\": [\"GET\"]");
    let again = openapi::merge(&api_of(&other), &merged, None).unwrap().text;
    let again: Value = serde_json::from_str(&again).unwrap();
    assert_eq!(again["paths"], original["paths"]);
}

#[test]
fn entries_that_lack_the_same_operations_are_one_note() {
    let entry = |at: usize| {
        let path = if at == 3 { "/other" } else { "/none" };
        (
            format!("E{at}"),
            json!({ "status": 400, "title": "Wrong", "endpoints": [path] }),
        )
    };
    let catalog = json!({
        "name": "many", "title": "Many",
        "responses": { "default": { "format": "problem", "members": { "code": "{code}" } } },
        "errors": (1..9).map(entry).collect::<serde_json::Map<String, Value>>(),
    });
    let original = document(&json!({ "/a": { "get": {} } }), &json!({}));
    let merged = openapi::merge(&api_of(&catalog.to_string()), &original.to_string(), None).unwrap();
    assert_eq!(
        merged.notes,
        [
            "no operation of the document is at `/none`, for `E1`, `E2`, `E4`, `E5`, `E6` and 2 more",
            "no operation of the document is at `/other`, for `E3`"
        ]
    );
}
