//! Bodies: of examples, and of schemas.

use serde_json::json;

use super::{entries, imported};

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
