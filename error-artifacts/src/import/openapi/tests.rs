//! Each way in which published documents describe their errors, in a few lines.

mod references;
mod templates;

use serde_json::{Value, json};

use crate::import::{Imported, Input, Options, import};

/// Imports a document with files beside it, and returns the catalog.
fn imported(text: &str, beside: &[(&str, &str)]) -> (Value, Imported) {
    let input = Input {
        name: "api.yaml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let load = |name: &str| {
        let found = beside.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.as_bytes().to_vec())
    };
    let imported = import(&[input], &Options::default(), &load).unwrap();
    (serde_json::from_str(&imported.text).unwrap(), imported)
}

/// Returns the name, code and status of each entry.
fn entries(catalog: &Value) -> Vec<(&str, Value, Value)> {
    let errors = catalog["errors"].as_object().unwrap();
    let all = errors.iter().map(|(name, entry)| {
        let code = entry.get("code").or_else(|| catalog["defaults"].get("code"));
        (
            name.as_str(),
            code.cloned().unwrap_or_else(|| json!(name)),
            entry["status"].clone(),
        )
    });
    all.collect()
}

#[test]
fn constants_below_any_of_are_codes_with_their_texts() {
    let text = r##"
openapi: 3.0.3
info: { title: Orders, version: "2.1" }
servers: [{ url: "https://api.example/v2/checkout" }]
paths:
  /orders/{id}:
    patch:
      responses:
        "204": { description: done }
        "422":
          description: Not processable
          content:
            application/json:
              schema:
                allOf:
                  - $ref: "#/components/schemas/error"
                  - properties:
                      details:
                        type: array
                        items:
                          anyOf:
                            - properties:
                                issue: { type: string, enum: [PATCH_VALUE_REQUIRED] }
                                description: { type: string, enum: [Please give a value.] }
                            - title: PATCH_PATH_REQUIRED
                              properties:
                                issue: { const: PATCH_PATH_REQUIRED }
                                description: { const: "Name a {path}." }
    get:
      responses:
        "404": { $ref: "#/components/responses/404" }
components:
  responses:
    "404":
      description: No such order
      content:
        application/json:
          schema: { $ref: "#/components/schemas/error" }
  schemas:
    error:
      properties:
        name: { type: string }
        inner: { $ref: "#/components/schemas/error" }
"##;
    let (catalog, imported) = imported(text, &[]);
    assert_eq!(
        entries(&catalog),
        [
            ("PATCH_VALUE_REQUIRED", json!("PATCH_VALUE_REQUIRED"), json!(422)),
            ("PATCH_PATH_REQUIRED", json!("PATCH_PATH_REQUIRED"), json!(422)),
            ("NOT_FOUND", json!(null), json!(404)),
        ]
    );
    let entry = &catalog["errors"]["PATCH_PATH_REQUIRED"];
    assert_eq!(entry["message"], "Name a {{path}}.");
    assert_eq!(entry["methods"], json!(["PATCH"]));
    assert_eq!(catalog["errors"]["NOT_FOUND"]["methods"], json!(["GET"]));
    // The only path of the document does not restrict anything.
    assert_eq!(entry["endpoints"], Value::Null);
    let pointer = "/paths/~1orders~1{id}/patch/responses/422/content/application~1json/schema/allOf/1/properties/details/items/anyOf/0/properties/issue/enum/0";
    assert!(
        imported
            .notes
            .iter()
            .any(|note| note.place.to_string() == format!("api.yaml#{pointer}")),
        "{:?}",
        imported.notes
    );
}

#[test]
fn a_code_of_several_operations_is_one_entry_with_their_methods_and_endpoints() {
    let text = r##"{
  "openapi": "3.1.0", "info": { "title": "Cards", "version": "1" },
  "servers": [{ "url": "/v1" }],
  "paths": {
    "/cards/{card_id}": { "get": { "responses": { "409": { "$ref": "#/components/responses/busy" } } } },
    "/cards": { "post": { "responses": { "409": { "$ref": "#/components/responses/busy" } } } },
    "/files/{a}.{b}": { "delete": { "responses": { "400": { "description": "Bad" } } } }
  },
  "components": { "responses": { "busy": { "description": "Busy", "headers": { "Retry-After": {} }, "content": { "application/json": {
    "schema": { "properties": { "code": { "$ref": "#/components/schemas/code" } } } } } } },
    "schemas": { "code": { "type": "string", "enum": ["card_busy", "card_locked"], "x-enum-descriptions": ["In use.", "Locked."] } } }
}"##;
    let (catalog, _) = imported(text, &[]);
    let entry = &catalog["errors"]["card_busy"];
    assert_eq!(entry["methods"], json!(["GET", "POST"]));
    assert_eq!(entry["endpoints"], json!(["/v1/cards", "/v1/cards/[^/]+"]));
    assert_eq!(entry["retry"], "after");
    assert_eq!(entry["headers"], json!({ "Retry-After": "{retry_after?}" }));
    assert_eq!(entry["title"], "In use.");
    assert_eq!(
        catalog["errors"]["BAD_REQUEST"]["endpoints"],
        json!([r"/v1/files/[^/]+\.[^/]+"])
    );
}

#[test]
fn tables_and_links_in_descriptions_are_codes() {
    let text = r##"
openapi: 3.0.0
info: { title: Referrals, version: 1.2.0 }
paths:
  /Slot:
    get:
      responses:
        4XX: { $ref: "#/components/responses/4XX" }
        "404":
          description: "<ul><li><a href=\"x\">404 - Invalid Account</a></li><li><a href=\"y\">404 - Invalid Consent</a></li></ul>"
components:
  responses:
    4XX:
      description: |
        An error occurred:

        | HTTP status | Error code       | Description      |
        | ----------- | ---------------- | ---------------- |
        | `400`       | SEND_BAD_REQUEST | Not processable. |
        | `404`       | A_GONE / B_GONE  |                  |
      content:
        application/fhir+json:
          schema: { type: object }
          example:
            $ref: example.json
"##;
    let example = r#"{ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": "structure",
        "details": { "coding": [{ "system": "https://codes.example/STU3/CodeSystem/errors", "code": "SEND_BAD_REQUEST" }] } }] }"#;
    let (catalog, _) = imported(text, &[("example.json", example)]);
    assert_eq!(
        entries(&catalog),
        [
            ("SEND_BAD_REQUEST", json!("SEND_BAD_REQUEST"), json!(400)),
            ("A_GONE", json!("A_GONE"), json!(404)),
            ("B_GONE", json!("B_GONE"), json!(404)),
            ("INVALID_ACCOUNT", json!(null), json!(404)),
            ("INVALID_CONSENT", json!(null), json!(404)),
        ]
    );
    assert_eq!(catalog["responses"]["default"]["format"], "operation-outcome");
    assert_eq!(catalog["responses"]["default"]["fhir"], "STU3");
    assert_eq!(catalog["errors"]["SEND_BAD_REQUEST"]["issue"], "structure");
}

#[test]
fn an_enumeration_under_default_has_statuses_of_its_words() {
    let text = r#"
swagger: "2.0"
info: { title: Chat, version: "1" }
basePath: /api
securityDefinitions: { a: { type: oauth2 } }
paths:
  /chat.post:
    post:
      responses:
        "200": { description: ok }
        default:
          description: error
          schema: { properties: { ok: { type: boolean }, error: { type: string, enum: [channel_not_found, not_authed, odd_thing] } } }
          examples: { application/json: { ok: false, error: not_authed } }
  /chat.delete:
    post:
      responses:
        default:
          description: error
          schema: { properties: { error: { type: string, enum: [not_authed] } } }
"#;
    let (catalog, imported) = imported(text, &[]);
    assert_eq!(
        entries(&catalog),
        [
            ("channel_not_found", json!("channel_not_found"), json!(404)),
            ("not_authed", json!("not_authed"), json!(401)),
            ("odd_thing", json!("odd_thing"), json!(400)),
        ]
    );
    assert_eq!(
        catalog["responses"]["default"]["body"],
        json!({ "ok": false, "error": "{code?}" })
    );
    assert_eq!(
        catalog["errors"]["not_authed"]["headers"],
        json!({ "WWW-Authenticate": "Bearer" })
    );
    assert_eq!(
        catalog["errors"]["channel_not_found"]["endpoints"],
        json!([r"/api/chat\.post"])
    );
    assert_eq!(catalog["errors"]["not_authed"]["endpoints"], Value::Null);
    assert!(
        imported
            .notes
            .iter()
            .any(|note| note.text == "status 400 without any source")
    );
}

#[test]
fn extensions_of_operations_are_codes() {
    let text = r#"
openapi: 3.0.0
info: { title: Pay, version: "1" }
paths:
  /v2/pay:
    post:
      x-endpoint-errors: [{ error-code: CARD_EXPIRED }, { error-code: VALUE_NOT_FOUND, status: 404, description: No value. }]
      responses: { "200": { description: ok } }
"#;
    let (catalog, _) = imported(text, &[]);
    assert_eq!(
        entries(&catalog),
        [
            ("CARD_EXPIRED", json!("CARD_EXPIRED"), json!(400)),
            ("VALUE_NOT_FOUND", json!("VALUE_NOT_FOUND"), json!(404))
        ]
    );
}

#[test]
fn issue_types_of_an_outcome_are_not_codes() {
    let text = r#"
openapi: 3.0.0
info: { title: FHIR, version: "1" }
paths:
  /a:
    get:
      responses:
        "422":
          description: Invalid
          content:
            application/fhir+json:
              schema:
                properties:
                  resourceType: { type: string, enum: [OperationOutcome] }
                  issue:
                    items:
                      properties:
                        severity: { enum: [error, warning] }
                        code: { enum: [invalid, structure] }
                        diagnostics: { type: string }
                        details: { properties: { coding: { items: { properties: { code: { enum: [BAD_NAME] } } } } } }
"#;
    let (catalog, _) = imported(text, &[]);
    assert_eq!(entries(&catalog), [("BAD_NAME", json!("BAD_NAME"), json!(422))]);
}

#[test]
fn a_code_that_no_schema_lists_is_the_status_if_it_is_a_number() {
    let text = r#"
openapi: 3.0.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      responses:
        default:
          description: Unexpected
          content:
            application/json:
              schema: { required: [code, message], properties: { code: { type: integer, format: int32 }, message: { type: string } } }
"#;
    let (catalog, _) = imported(text, &[]);
    assert_eq!(
        catalog["responses"]["default"]["body"],
        json!({ "code": "{status}", "message": "{message}" })
    );
}
