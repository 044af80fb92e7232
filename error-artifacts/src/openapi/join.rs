//! Joins generated parts to a response that was written by hand, and removes them again.

use serde_json::{Map, Value, json};

use super::components::MARK;

/// The description of a success of which nothing else is known.
pub(super) const SUCCESS: &str = "A success, which the catalog of errors does not describe.";

/// Recognizes references to generated components.
pub(super) type IsGenerated<'a> = &'a dyn Fn(&Value) -> bool;

/// Adds the headers, media types, schemas and examples of a generated response to another. Nothing that it has is changed.
///
/// A response `with_successes` has their bodies too: one without a schema stays any body.
pub(super) fn join(response: &mut Map<String, Value>, generated: &Value, catalog: &str, with_successes: bool) {
    if let (None, Some(description)) = (response.get("description"), generated.get("description")) {
        response.insert("description".to_owned(), description.clone());
    }
    for (name, header) in members(generated, "headers") {
        let headers = response.entry("headers").or_insert_with(|| json!({}));
        if let Some(headers) = headers.as_object_mut()
            && !headers.keys().any(|known| known.eq_ignore_ascii_case(name))
        {
            headers.insert(name.clone(), header.clone());
        }
    }
    for (media_type, described) in members(generated, "content") {
        let content = response.entry("content").or_insert_with(|| json!({}));
        let Some(content) = content.as_object_mut() else {
            continue;
        };
        match content.get_mut(media_type) {
            None => {
                let mut known = Map::new();
                join_content(&mut known, described, with_successes);
                known.insert(MARK.to_owned(), json!(catalog));
                content.insert(media_type.clone(), Value::Object(known));
            }
            Some(Value::Object(known)) if !known.contains_key("$ref") => join_content(known, described, with_successes),
            Some(_) => {}
        }
    }
}

fn members<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value.get(name).and_then(Value::as_object).into_iter().flatten()
}

fn join_content(known: &mut Map<String, Value>, generated: &Value, with_successes: bool) {
    match (known.get_mut("schema"), generated.get("schema")) {
        (None, Some(schema)) => {
            let schema = if with_successes {
                json!({ "anyOf": [schema, any_success()] })
            } else {
                schema.clone()
            };
            known.insert("schema".to_owned(), schema);
        }
        (Some(schema), Some(added)) => join_schema(schema, added),
        (_, None) => {}
    }
    for (name, example) in members(generated, "examples") {
        // `example` excludes `examples`.
        if let Some(at) = known.keys().position(|name| name == "example")
            && let Some(example) = known.shift_remove("example")
        {
            known.shift_insert(at, "examples".to_owned(), json!({ "example": { "value": example } }));
        }
        let examples = known.entry("examples").or_insert_with(|| json!({}));
        if let Some(examples) = examples.as_object_mut() {
            examples.entry(name.clone()).or_insert_with(|| example.clone());
        }
    }
}

/// Returns the schema of any body. Validators reject one without members as an alternative.
fn any_success() -> Value {
    json!({ "description": SUCCESS })
}

/// A schema without members is fulfilled by every body.
fn join_schema(schema: &mut Value, added: &Value) {
    let Some(members) = schema.as_object_mut().filter(|members| !members.is_empty()) else {
        return;
    };
    let is_alone = members.len() == 1;
    match members.get_mut("anyOf") {
        Some(Value::Array(alternatives)) if is_alone => alternatives.push(added.clone()),
        _ => *schema = json!({ "anyOf": [schema.take(), added] }),
    }
}

/// Removes all generated parts from a response.
pub(super) fn remove(response: &mut Map<String, Value>, catalog: &str, is_generated: IsGenerated<'_>) {
    prune(response, "headers", |headers| {
        headers.retain(|_, header| !is_generated(header));
    });
    prune(response, "content", |content| {
        content.retain(|_, described| described.get(MARK).is_none_or(|owner| owner != catalog));
        for described in content.values_mut().filter_map(Value::as_object_mut) {
            prune(described, "examples", |examples| {
                examples.retain(|_, example| !is_generated(example));
            });
            if described.get("schema").is_some_and(is_generated) {
                described.shift_remove("schema");
            }
            if let Some(schema) = described.get_mut("schema")
                && remove_alternatives(schema, is_generated)
                && *schema == any_success()
            {
                described.shift_remove("schema");
            }
        }
    });
}

/// Changes a member that is an object, and removes it if that leaves it empty.
fn prune(object: &mut Map<String, Value>, name: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    let Some(member) = object.get_mut(name).and_then(Value::as_object_mut) else {
        return;
    };
    let before = member.len();
    change(member);
    if member.is_empty() && before > 0 {
        object.shift_remove(name);
    }
}

/// Removes generated alternatives. Returns whether only one is left, which is the schema then.
fn remove_alternatives(schema: &mut Value, is_generated: IsGenerated<'_>) -> bool {
    let Some(Value::Array(alternatives)) = schema.get_mut("anyOf") else {
        return false;
    };
    let before = alternatives.len();
    alternatives.retain(|alternative| !is_generated(alternative));
    let is_alone = alternatives.len() == 1 && before > 1;
    if let (Some(only), true) = (alternatives.first_mut(), is_alone) {
        *schema = only.take();
    }
    is_alone
}
