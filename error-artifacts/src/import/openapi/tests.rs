//! Each way in which published documents describe their errors, in a few lines.

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
fn examples_have_codes_texts_and_the_template() {
    let text = r#"
openapi: 3.1.0
info: { title: Clinic, version: "1" }
paths:
  /a:
    get:
      responses:
        "403":
          description: Forbidden
          content:
            application/problem+json:
              examples:
                credit: { value: { type: "https://clinic.example/problems/out-of-credit", title: Out of credit, status: 403, detail: Your balance is 30., instance: /a/1, balance: 30 } }
        "404":
          description: Nothing
          content:
            application/json:
              example: { message: Not Found, documentation_url: "https://docs.example" }
        "5XX": { description: Failed }
"#;
    let (catalog, _) = imported(text, &[]);
    assert_eq!(
        entries(&catalog),
        [
            ("out-of-credit", json!("out-of-credit"), json!(403)),
            ("NOT_FOUND", json!(null), json!(404)),
            ("SERVER_ERROR", json!(null), json!(500))
        ]
    );
    let problem = &catalog["responses"]["default"];
    assert_eq!(
        (&problem["format"], &problem["members"]),
        (&json!("problem"), &json!({ "balance": "{balance?}" }))
    );
    assert_eq!(
        catalog["parameters"]["balance"],
        json!({ "type": "integer", "optional": true, "example": 30 })
    );
    assert_eq!(
        catalog["errors"]["out-of-credit"]["docs"],
        "https://clinic.example/problems/out-of-credit"
    );
    assert_eq!(catalog["errors"]["NOT_FOUND"]["response"], "other-1");
    assert_eq!(
        catalog["responses"]["other-1"]["body"],
        json!({ "message": "{message}", "documentation_url": "{docs?}" })
    );
    assert_eq!(catalog["errors"]["SERVER_ERROR"]["status_range"], "500-599");
}

#[test]
fn references_that_cannot_be_read_are_reported_and_cycles_end() {
    let text = r##"
openapi: 3.0.0
info: { title: Loop, version: "1" }
paths:
  /a: { $ref: "parts/a.yaml#/path" }
  /b: { get: { responses: { "400": { $ref: "#/components/responses/x" }, "500": { $ref: "missing.yaml#/x" }, "404": { description: gone } } } }
components: { responses: { x: { $ref: "#/components/responses/y" }, y: { $ref: "#/components/responses/x" } } }
"##;
    let part = "path: { get: { responses: { '409': { $ref: '../shared.yaml#/conflict' } } } }";
    let shared = "conflict: { description: Conflict, content: { application/json: { schema: { $ref: '#/e' } } } }\ne: { properties: { code: { const: TAKEN }, next: { $ref: '#/e' } } }";
    let (catalog, imported) = imported(text, &[("parts/a.yaml", part), ("shared.yaml", shared)]);
    assert_eq!(
        entries(&catalog),
        [
            ("TAKEN", json!("TAKEN"), json!(409)),
            ("NOT_FOUND", json!(null), json!(404))
        ]
    );
    let skipped = "api.yaml#/paths/~1b/get/responses/500/$ref";
    assert!(
        imported.notes.iter().any(|note| note.place.to_string() == skipped),
        "{:?}",
        imported.notes
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

/// A document without examples: the structure of the bodies is in schemas alone.
const SCHEMAS: &str = r##"
openapi: 3.1.0
info: { title: Payment API, version: "2.1" }
paths:
  /payments/{id}:
    get:
      responses:
        "404":
          description: Not found
          content:
            application/json: { schema: { $ref: "#/components/schemas/Error" } }
        "422":
          description: Refused
          content:
            application/json:
              schema:
                oneOf:
                  - { $ref: "#/components/schemas/Refused" }
                  - type: object
                    required: [error]
                    properties:
                      error: { required: [code, message, card], properties: { code: { const: CARD_BLOCKED }, message: { type: string }, card: { type: string } } }
components:
  schemas:
    Refused:
      type: object
      required: [error]
      properties:
        error:
          type: object
          required: [code, message, card]
          properties:
            code: { const: CARD_EXPIRED }
            message: { type: string }
            request_id: { type: string, format: uuid }
            limit: { type: integer }
            currency: { type: string, enum: [EUR, USD] }
            card: { type: string }
            inner: { $ref: "#/components/schemas/Refused" }
    Error:
      type: object
      required: [code, title, when, kind, owner]
      properties:
        code: { type: string, enum: [PAYMENT_NOT_FOUND, PAYMENT_GONE] }
        title: { type: string }
        detail: { type: [string, "null"] }
        when: { type: string, format: date-time }
        retryable: { type: boolean }
        kind: { const: payment }
        version: { type: number }
        owner: { type: string, format: uuid, nullable: true }
        fields: { type: array, items: { type: object, properties: { name: { type: string } } } }
        reasons: { type: array, items: { type: string } }
"##;

#[test]
fn a_schema_without_an_example_is_a_template() {
    let (catalog, imported) = imported(SCHEMAS, &[]);
    assert_eq!(
        catalog["responses"]["default"]["body"],
        json!({
            "code": "{code?}", "title": "{title}", "detail": "{message}", "when": "{when}", "retryable": "{retryable?}", "kind": "payment",
            "version": "{version_value?}", "owner": "{owner?null}", "fields": "{fields?}", "reasons": "{reasons?}"
        })
    );
    assert_eq!(
        catalog["responses"]["other-1"]["body"],
        json!({ "error": {
            "code": "{code?}", "message": "{message}", "request_id": "{request_id?}", "limit": "{limit?}", "currency": "{currency?}", "card": "{card}",
            "inner": "{inner?}"
        } })
    );
    let parameter = |name: &str| catalog["parameters"][name].clone();
    let kinds = [
        "when",
        "retryable",
        "version_value",
        "owner",
        "fields",
        "reasons",
        "limit",
        "currency",
        "card",
    ]
    .map(|name| {
        let parameter = parameter(name);
        let kind = parameter
            .as_str()
            .or_else(|| parameter["type"].as_str())
            .unwrap_or("string")
            .to_owned();
        (kind, parameter["optional"] == json!(true))
    });
    let of = |kind: &str, is_optional: bool| (kind.to_owned(), is_optional);
    assert_eq!(
        kinds,
        [
            of("date-time", false),
            of("boolean", true),
            of("decimal", true),
            of("uuid", true),
            of("json", true),
            of("string[]", true),
            of("integer", true),
            of("enum", true),
            of("string", false)
        ]
    );
    assert_eq!(parameter("currency")["values"], json!(["EUR", "USD"]));
    for name in ["CARD_EXPIRED", "CARD_BLOCKED"] {
        assert_eq!(catalog["errors"][name]["response"], "other-1", "{name}");
        // No text of the sample is one of the entry.
        assert_eq!(catalog["errors"][name].get("message"), None, "{name}");
    }
    // Each member is a guess with its place.
    let guess = |place: &str, text: &str| {
        let found = imported
            .notes
            .iter()
            .any(|note| note.place.to_string() == place && note.text.contains(text));
        assert!(found, "{place} {text}: {:#?}", imported.notes);
    };
    guess(
        "api.yaml#/components/schemas/Error/properties/when",
        "`/when` of the schema is `{when}`",
    );
    guess(
        "api.yaml#/components/schemas/Refused/properties/error/properties/request_id",
        "`/error/request_id` of the schema is `{request_id?}`",
    );
}

#[test]
fn an_example_says_more_than_a_schema_of_the_same_structure() {
    let text = SCHEMAS.replace(
        "application/json: { schema: { $ref: \"#/components/schemas/Error\" } }",
        "application/json: { schema: { $ref: \"#/components/schemas/Error\" }, example: { code: PAYMENT_GONE, title: Gone, detail: It is gone. } }",
    );
    let (catalog, _) = imported(&text, &[]);
    assert_eq!(
        catalog["responses"]["default"]["body"],
        json!({ "code": "{code?}", "title": "{title}", "detail": "{message}" })
    );
    assert_eq!(catalog["errors"]["PAYMENT_GONE"]["message"], "It is gone.");
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

#[test]
fn problems_of_schemas_have_further_members() {
    let text = r#"
openapi: 3.0.0
info: { title: Limits, version: "1" }
paths:
  /a:
    get:
      responses:
        "429":
          description: Too many
          content:
            application/problem+json:
              schema: { required: [quota], properties: { type: { type: string, format: uri }, title: { type: string }, status: { type: integer }, code: { const: RATE }, quota: { type: integer } } }
"#;
    let (catalog, _) = imported(text, &[]);
    assert_eq!(
        catalog["responses"]["default"],
        json!({ "format": "problem", "members": { "code": "{code?}", "quota": "{quota}" } })
    );
}

#[test]
fn references_are_those_of_the_folder_of_each_document() {
    let document = |name: &str| {
        Input {
        name: format!("{name}/api.yaml"),
        bytes: "openapi: 3.0.0\ninfo: { title: A, version: '1' }\npaths: { /a: { get: { responses: { '409': { $ref: '../shared/./x.yaml#/busy' }, '404': { $ref: 'own.yaml#/gone' } } } } }".into(),
    }
    };
    let load = |path: &str| {
        let code = match path {
            "/srv/a/own.yaml" => "A_GONE",
            "/srv/b/own.yaml" => "B_GONE",
            "/srv/shared/x.yaml" => "BUSY",
            _ => return None,
        };
        Some(format!("gone: &x {{ content: {{ application/json: {{ example: {{ code: {code}, message: x }} }} }} }}\nbusy: *x").into_bytes())
    };
    let imported = import(&[document("/srv/b"), document("/srv/a")], &Options::default(), &load).unwrap();
    let catalog: Value = serde_json::from_str(&imported.text).unwrap();
    let names: Vec<&String> = catalog["errors"].as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 3, "{names:?}");
    for name in ["A_GONE", "B_GONE", "BUSY"] {
        assert!(catalog["errors"].get(name).is_some(), "{names:?}");
    }
}
