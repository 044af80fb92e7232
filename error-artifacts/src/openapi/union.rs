//! One schema for the values of several.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::schema::object;

/// Returns the schema of a value that fulfils at least one of several.
pub(super) fn any_of(schemas: Vec<Value>) -> Value {
    let mut seen = HashSet::new();
    let is_first: Vec<bool> = schemas.iter().map(|schema| seen.insert(schema)).collect();
    let with_first = schemas.into_iter().zip(is_first);
    let mut distinct: Vec<Value> = with_first
        .filter_map(|(schema, is_first)| is_first.then_some(schema))
        .collect();
    match distinct.len() {
        0 => json!({}),
        1 => distinct.remove(0),
        _ => json!({ "anyOf": distinct }),
    }
}

/// Returns one schema for the values of all, without alternatives where members have the same type.
pub(super) fn union(schemas: &[&Value]) -> Value {
    let Some((first, rest)) = schemas.split_first() else {
        return json!({});
    };
    if rest.iter().all(|schema| schema == first) {
        return (*first).clone();
    }
    let kind = |schema: &Value| schema.get("type").cloned();
    if rest.iter().any(|schema| kind(schema) != kind(first)) || first.get("type").is_none() {
        return any_of(schemas.iter().map(|schema| (*schema).clone()).collect());
    }
    let mut merged = object([("type", kind(first).unwrap_or_default())]);
    let common =
        |name: &str| Some(first.get(name)?.clone()).filter(|value| rest.iter().all(|one| one.get(name) == Some(value)));
    for name in ["description", "format", "pattern", "nullable", "minimum", "maximum"] {
        merged.extend(common(name).map(|value| (name.to_owned(), value)));
    }
    match first.get("type").and_then(Value::as_str) {
        Some("object") => {
            let has = |schema: &Value, name: &Value| {
                let required = schema["required"].as_array();
                required.is_some_and(|required| required.contains(name))
            };
            let required = first["required"].as_array().into_iter().flatten();
            let required: Vec<&Value> = required.filter(|name| rest.iter().all(|one| has(one, name))).collect();
            if !required.is_empty() {
                merged.insert("required".to_owned(), json!(required));
            }
            let mut properties: Map<String, Value> = Map::new();
            for name in schemas
                .iter()
                .filter_map(|schema| schema["properties"].as_object())
                .flat_map(Map::keys)
            {
                if !properties.contains_key(name) {
                    let all: Vec<&Value> = schemas
                        .iter()
                        .filter_map(|schema| schema["properties"].get(name))
                        .collect();
                    properties.insert(name.clone(), union(&all));
                }
            }
            merged.insert("properties".to_owned(), Value::Object(properties));
        }
        Some("array") => {
            let least = schemas
                .iter()
                .map(|schema| schema["minItems"].as_u64().unwrap_or(0))
                .min();
            if let Some(least @ 1..) = least {
                merged.insert("minItems".to_owned(), json!(least));
            }
            let items: Vec<&Value> = schemas.iter().filter_map(|schema| schema.get("items")).collect();
            merged.insert("items".to_owned(), union(&items));
        }
        _ => merged.extend(values(schemas).map(|values| ("enum".to_owned(), Value::Array(values)))),
    }
    Value::Object(merged)
}

/// Returns the values that schemas list; `None` if one lists none.
fn values(schemas: &[&Value]) -> Option<Vec<Value>> {
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for schema in schemas {
        let own = match (schema.get("const"), schema.get("enum")) {
            (Some(value), _) => std::slice::from_ref(value),
            (None, Some(Value::Array(values))) => values.as_slice(),
            _ => return None,
        };
        all.extend(own.iter().filter(|value| seen.insert(*value)).cloned());
    }
    Some(all)
}

/// Whether a value can fulfil only one of the schemas: for each two of them, a constant of a common member differs.
pub(super) fn are_disjoint(all: &[&[(String, String)]]) -> bool {
    let Some((first, rest)) = all.split_first() else {
        return true;
    };
    let value = |constants: &[(String, String)], name: &str| {
        let found = constants.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        Some(constants.get(found)?.1.clone())
    };
    let common: Vec<&str> = first
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| rest.iter().all(|one| value(one, name).is_some()))
        .collect();
    let mut seen = HashSet::new();
    all.iter()
        .all(|one| seen.insert(common.iter().map(|name| value(one, name)).collect::<Vec<_>>()))
}
