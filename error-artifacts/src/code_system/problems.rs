//! The rules of FHIR that validators of structure do not check.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::codes::is_code;
use super::concept::value_name;

/// Returns the problems of a `CodeSystem` or `ValueSet` that validators of structure accept.
///
/// A code that is there twice (invariant csd-1), a code with other white space than single spaces, a property that is not declared or is of
/// another type, a reference to a code that is not there, a wrong `count`, a name that is not an identifier (csd-0, cnl-0), an address
/// with `|` or `#` (cnl-1), a blank text, and codes of a value set without a system (vsd-2).
pub fn problems(resource: &Value) -> Vec<String> {
    let mut found = Vec::new();
    blank(resource, "", &mut found);
    if let Some(name) = resource["name"].as_str()
        && !is_name(name)
    {
        found.push(format!("the name `{name}` is not an identifier"));
    }
    if let Some(url) = resource["url"].as_str()
        && url.contains(['|', '#', ' '])
    {
        found.push(format!("the address `{url}` has `|`, `#` or a space"));
    }
    match resource["resourceType"].as_str() {
        Some("CodeSystem") => code_system(resource, &mut found),
        Some("ValueSet") => {
            for include in array(&resource["compose"]["include"]) {
                if include["system"].as_str().is_none() {
                    found.push("an include has no system".to_owned());
                }
                codes(&include["concept"], &mut found);
            }
        }
        _ => found.push("expected a CodeSystem or a ValueSet".to_owned()),
    }
    found
}

fn is_name(name: &str) -> bool {
    (2..=255).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn code_system(resource: &Value, found: &mut Vec<String>) {
    let concepts = &resource["concept"];
    let known = codes(concepts, found);
    let count = array(concepts).len();
    if resource["count"].as_u64() != u64::try_from(count).ok() {
        found.push(format!("expected the count {count}, found {}", resource["count"]));
    }
    let mut declared = HashMap::new();
    for property in array(&resource["property"]) {
        let code = property["code"].as_str().unwrap_or_default();
        let kind = property["type"].as_str().unwrap_or_default();
        if declared.insert(code, kind).is_some() {
            found.push(format!("the property `{code}` is declared twice"));
        }
    }
    for concept in array(concepts) {
        for property in array(&concept["property"]) {
            let code = property["code"].as_str().unwrap_or_default();
            let Some(kind) = declared.get(code) else {
                found.push(format!("the property `{code}` is not declared"));
                continue;
            };
            let value = &property[value_name(kind)];
            let is_right = match *kind {
                "integer" => value.as_i64().is_some_and(|value| i32::try_from(value).is_ok()),
                "boolean" => value.is_boolean(),
                "decimal" => value.is_number(),
                "Coding" => value["system"].is_string() && value["code"].as_str().is_some_and(is_code),
                "code" => value.as_str().is_some_and(is_code),
                _ => value.is_string(),
            };
            if !is_right {
                found.push(format!("expected {kind} for the property `{code}`, found {property}"));
            }
            // The type `code` refers to a concept, except for the status of this one.
            let refers = *kind == "code" && code != "status";
            if refers && !value.as_str().is_some_and(|value| known.contains(value)) {
                found.push(format!("the property `{code}` refers to {value}, which is not a code"));
            }
        }
    }
}

/// Returns the codes of concepts.
fn codes<'v>(concepts: &'v Value, found: &mut Vec<String>) -> HashSet<&'v str> {
    let mut known = HashSet::new();
    for concept in array(concepts) {
        let code = concept["code"].as_str().unwrap_or_default();
        if !is_code(code) {
            found.push(format!("`{code}` is not a code"));
        }
        if !known.insert(code) {
            found.push(format!("the code `{code}` is there twice"));
        }
        let mut languages = HashSet::new();
        for designation in array(&concept["designation"]) {
            if !languages.insert(designation["language"].as_str()) {
                found.push(format!("`{code}` has two designations in one language"));
            }
        }
    }
    known
}

/// Finds blank texts, and arrays and objects without content.
fn blank(value: &Value, at: &str, found: &mut Vec<String>) {
    let is_blank = match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => {
            for element in elements {
                blank(element, at, found);
            }
            elements.is_empty()
        }
        Value::Object(members) => {
            for (name, member) in members {
                blank(member, name, found);
            }
            members.is_empty()
        }
        Value::Bool(_) | Value::Number(_) => false,
    };
    if is_blank {
        found.push(format!("`{at}` is blank"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::problems;

    fn code_system() -> Value {
        json!({
            "resourceType": "CodeSystem", "url": "https://clinic.example/errors", "name": "ClinicErrors", "count": 2,
            "property": [{ "code": "status", "type": "code" }, { "code": "replacedBy", "type": "code" }, { "code": "httpStatus", "type": "integer" }],
            "concept": [
                { "code": "GONE", "display": "Gone", "property": [{ "code": "replacedBy", "valueCode": "NO BED" }] },
                { "code": "NO BED", "property": [{ "code": "status", "valueCode": "active" }, { "code": "httpStatus", "valueInteger": 409 }] },
            ],
        })
    }

    #[test]
    fn a_mistake_that_validators_accept_is_a_problem() {
        assert_eq!(problems(&code_system()), Vec::<String>::new());
        for (pointer, value, problem) in [
            ("/concept/1/code", json!("GONE"), "the code `GONE` is there twice"),
            ("/concept/0/code", json!("A  B"), "`A  B` is not a code"),
            ("/count", json!(3), "expected the count 2, found 3"),
            (
                "/name",
                json!("Clinic Errors"),
                "the name `Clinic Errors` is not an identifier",
            ),
            (
                "/url",
                json!("https://clinic.example/a|b"),
                "the address `https://clinic.example/a|b` has",
            ),
            (
                "/property/0/code",
                json!("state"),
                "the property `status` is not declared",
            ),
            (
                "/property/1/code",
                json!("status"),
                "the property `status` is declared twice",
            ),
            (
                "/property/2/type",
                json!("string"),
                "expected string for the property `httpStatus`",
            ),
            ("/concept/1/property/1/valueInteger", json!("409"), "expected integer"),
            (
                "/concept/0/property/0/valueCode",
                json!("GO"),
                "refers to \"GO\", which is not a code",
            ),
            ("/concept/0/display", json!(" "), "`display` is blank"),
            ("/concept/0/display", json!([]), "`display` is blank"),
            (
                "/resourceType",
                json!("ConceptMap"),
                "expected a CodeSystem or a ValueSet",
            ),
        ] {
            let mut resource = code_system();
            *resource.pointer_mut(pointer).unwrap() = value;
            let found = problems(&resource);
            assert!(
                found.iter().any(|found| found.contains(problem)),
                "{problem}: {found:?}"
            );
        }
    }

    #[test]
    fn the_codes_of_a_value_set_have_a_system() {
        let mut set = json!({
            "resourceType": "ValueSet", "name": "ClinicErrors",
            "compose": { "include": [{ "system": "urn:x:y", "concept": [{ "code": "GONE" }] }] },
        });
        assert_eq!(problems(&set), Vec::<String>::new());
        set["compose"]["include"][0].as_object_mut().unwrap().remove("system");
        assert_eq!(problems(&set), ["an include has no system"]);
    }
}
