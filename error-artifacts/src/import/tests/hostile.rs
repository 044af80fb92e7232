//! Inputs that are not meant to be read: each is a catalog without errors or a failure, never a panic.

use proptest::prelude::*;
use serde_json::json;

use super::input;
use crate::import::{Failure, InputKind, Options, import};

/// Imports an input as each kind. Each result is a catalog without errors, as `import` checks it.
fn is_safe(bytes: &[u8]) -> Result<(), String> {
    let kinds = InputKind::ALL.into_iter().map(|(_, kind)| Some(kind)).chain([None]);
    for kind in kinds {
        let options = Options {
            kind,
            ..Options::default()
        };
        let loop_back = |_: &str| Some(bytes.to_vec());
        match import(&[input("a", bytes)], &options, &loop_back) {
            Err(failure @ Failure::Invalid(_)) => return Err(failure.to_string()),
            Err(failure) => assert!(!failure.to_string().is_empty()),
            Ok(imported) => assert!(imported.entries > 0),
        }
    }
    Ok(())
}

#[test]
fn deep_and_long_inputs_end() {
    for part in [
        "[",
        "{\"a\":",
        "- ",
        "<table><tr><td>",
        "> ",
        "* ",
        "(",
        "{",
        "a: &a [*a, ",
        "|-|\n",
        "<td rowspan=1000 colspan=1000>",
        "*a ",
        "```\n{",
    ] {
        assert_eq!(is_safe(part.repeat(20_000).as_bytes()), Ok(()));
        assert_eq!(
            is_safe(
                format!(
                    "| Status | Code |\n|-|-|\n| 404 | {} |\n",
                    part.repeat(2000).replace('\n', "")
                )
                .as_bytes(),
            ),
            Ok(())
        );
    }
}

/// Parts of inputs, so that random inputs get beyond the first check.
fn parts() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "| Status | Code | Description |\n|-|-|-|\n",
        "| 404 | A_B | x |\n",
        "| 404 | {a} | {{ }} {code} %s |\n",
        "| 4xx | A / B | \"\" |\n",
        "| | Self | <br> |\n",
        "<table><tr><th>Code<th>Title<tr><td>",
        "</table>",
        "code,message\n",
        "1001,{x}\n",
        "404,\"a\nb\"\n",
        "{\n\"code\": \"A{\", \"message\": \"{m}\"}\n",
        "{\"error\":{\"code\":\"a_b\",\"$x\":[{\"y\":null}]}}\n",
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"success\",\"details\":{\"coding\":[{\"system\":\"x\",\"code\":\"C\"}]}}]}\n",
        "openapi: 3.0.0\n",
        "paths:\n",
        "  /a/{b}{c}:\n",
        "    get:\n",
        "      responses:\n",
        "        4XX: {description: '- 404 - x', content: {a/b: {example: {code: X, a: 1}}}}\n",
        "        '400': {$ref: 'b#/'}\n",
        "        default: {schema: {properties: {code: {enum: [A, 2, null, ' ']}}}}\n",
        "#[derive(Error)]\nenum E {\n",
        "#[error(\"{0} {a:?} {{ }\")]\nA(u8),\n",
        "}\n",
        "= T\n*Status code* 429\n*Type* urn:a:b\n",
        "TypeCodeTypical Cause\na_errorbNo.\n",
        "---\ntitle: x\n---\n",
        "Type URI",
        "é\u{0}\u{200b}\u{feff}",
        "\r\n",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>(), 1 => "[ -~\n]{0,20}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_a_catalog_or_a_failure(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(is_safe(&bytes), Ok(()));
    }

    #[test]
    fn any_parts_are_a_catalog_or_a_failure(parts in prop::collection::vec(parts(), 0..12)) {
        prop_assert_eq!(is_safe(parts.concat().as_bytes()), Ok(()));
    }

    #[test]
    fn any_cells_are_a_catalog(status in 0_u16..700, code in any::<String>(), title in any::<String>(), message in ".{0,60}", docs in ".{0,20}", category in ".{0,20}") {
        let row = json!([{ "status": status, "code": code, "title": title, "message": message, "docs": docs, "type": category, "issue type": "deleted", "retry": "yes",
            "since": title, "deprecated": message, "endpoint": docs, "action": title }]);
        prop_assert_eq!(is_safe(row.to_string().as_bytes()), Ok(()));
    }

    #[test]
    fn any_concept_is_a_catalog(code in ".{0,20}", display in any::<String>(), other in ".{0,10}") {
        let system = json!({ "resourceType": "CodeSystem", "url": other, "title": display, "concept": [
            { "code": code, "display": display, "definition": other, "property": [{ "code": "replaced-by", "valueCode": other }, { "code": "deprecated", "valueDateTime": display }] },
            { "code": other, "concept": [{ "code": display }] } ] });
        prop_assert_eq!(is_safe(system.to_string().as_bytes()), Ok(()));
    }

    #[test]
    fn any_schema_is_a_template(name in ".{0,12}", text in any::<String>(), number in any::<i64>(), kind in prop::sample::select(vec!["string", "integer", "number", "boolean", "object", "array", "null", ""]), format in prop::sample::select(vec!["uuid", "date-time", "uri", ""])) {
        let member = json!({ "type": kind, "format": format, "items": { "type": kind } });
        let listed = json!({ "enum": [text.clone(), name.clone(), number, null, "a"], "type": [kind, "null"] });
        let error = json!({ "type": "object", "required": [name.clone(), "code"], "properties": {
            "code": { "enum": ["A_B", "A_C"] }, "message": member.clone(), "id": member.clone(), "status": member.clone(), "time": listed.clone(), name.clone(): member.clone(),
            "list": { "type": "array", "items": listed.clone() }, "constant": { "const": text.clone() } } });
        let other = json!({ "properties": { name.clone(): listed.clone(), "detail": member.clone(), "code": { "type": kind }, "error": error.clone() } });
        let of = |schema: &serde_json::Value| json!({ "description": "", "content": { "application/json": { "schema": schema } } });
        let document = json!({ "openapi": "3.1.0", "info": {}, "paths": { "/a": { "get": { "responses": {
            "400": of(&json!({ "properties": { "error": error.clone(), "x": listed } })), "409": of(&json!({ "oneOf": [error.clone(), other.clone()] })), "default": of(&other), "422": of(&error) } } } } });
        prop_assert_eq!(is_safe(document.to_string().as_bytes()), Ok(()));
    }

    #[test]
    fn any_body_is_a_template(name in ".{0,12}", text in any::<String>(), number in any::<f64>()) {
        let body = json!({ name.clone(): text, "code": "A_B", "details": [{ name.clone(): number, "x": { "$y": [] } }], "error": { name: { "message": text } } });
        let page = format!("| Status | Code |\n|-|-|\n| 404 | A_B |\n\n{}\n\n{{ \"type\": {}, \"title\": \"t\", \"status\": 404, \"z\": {body} }}\n", body, json!(text));
        prop_assert_eq!(is_safe(page.as_bytes()), Ok(()));
    }
}
