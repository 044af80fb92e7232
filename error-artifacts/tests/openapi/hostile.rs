//! Names and texts that no author has in mind.

use error_artifacts::openapi;
use serde_json::{Value, json};

use super::{api_of, document, members};

#[test]
fn names_of_any_characters_are_components_and_keep_their_entry() {
    let errors: serde_json::Map<String, Value> = [
        "ACCESS DENIED",
        "ACCESS_DENIED",
        "a/b~1",
        "\"};<script>",
        "ünïcode",
        "404",
    ]
    .into_iter()
    .enumerate()
    .map(|(at, name)| {
        (
            name.to_owned(),
            json!({ "status": 400, "title": "</script><b>`[x](javascript:1)`", "rust": format!("E{at}") }),
        )
    })
    .collect();
    let count = errors.len();
    let catalog = json!({
        "name": "hostile",
        "title": "<img src=x onerror=1>",
        "allow": ["warnings"],
        "responses": { "default": { "format": "json", "body": { "$$ref": "{code}", "a/b": "{name}" } } },
        "errors": errors,
    });
    let mut catalog = catalog;
    catalog.as_object_mut().unwrap().remove("allow");
    let document = document(&api_of(&catalog.to_string()), openapi::Version::V3_1);
    let response = &document["components"]["responses"]["Hostile400"];
    let examples = &response["content"]["application/json"]["examples"];
    assert_eq!(members(examples).count(), count);
    let schemas = &document["components"]["schemas"];
    for (name, code) in [
        ("ACCESS_DENIED", "ACCESS DENIED"),
        ("ACCESS_DENIED_2", "ACCESS_DENIED"),
        ("a_b_1", "a/b~1"),
    ] {
        assert_eq!(schemas[name]["properties"]["$ref"]["const"], code, "{schemas:#}");
    }
    // Markdown, in which the title is text.
    let description = response["description"].as_str().unwrap();
    assert!(
        !description
            .replace("\\<", "")
            .replace("`\"};<script>`", "")
            .contains('<'),
        "{description}"
    );
}

#[test]
fn a_number_with_many_digits_is_neither_changed_nor_compared() {
    let catalog = json!({
        "name": "digits",
        "title": "Digits",
        "responses": { "default": { "format": "json", "body": { "code": "{code}", "n": "{x-n}" } } },
        "errors": { "A": { "status": 400, "title": "A", "x-n": 0 } },
    });
    let text = catalog
        .to_string()
        .replace("\"x-n\":0", "\"x-n\":0.12345678901234567890123");
    let document = document(&api_of(&text), openapi::Version::V3_1);
    assert_eq!(
        document["components"]["schemas"]["A"]["properties"]["n"],
        json!({ "type": "number" })
    );
    let example = &document["components"]["examples"]["A"]["value"];
    assert_eq!(example, r#"{"code":"A","n":0.12345678901234567890123}"#);
}
