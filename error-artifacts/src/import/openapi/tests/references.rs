//! References: to other files, missing ones, and circles.

use serde_json::{Value, json};

use super::{entries, imported};
use crate::import::{Input, Options, import};

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
