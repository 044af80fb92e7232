//! JSON Schemas of bodies and headers, made of the template of a response and the constants of an entry.

use std::collections::HashSet;

use error_catalog::outline::{Element, Node, Origin, Part, Single};
use error_catalog::rust::markdown;
use serde_json::{Map, Value, json};

use super::Version;

/// How schemas are written.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    pub(super) version: Version,
    /// Whether texts for people to read are constants too: only they identify the entry.
    pub(super) prose_is_constant: bool,
    /// Whether the value is that of a header, in which it is a string by its own grammar.
    pub(super) in_header: bool,
}

impl Dialect {
    /// Returns the schema of a value.
    pub(super) fn of(self, node: &Node<'_>) -> Value {
        match node {
            Node::Constant { json, prose } => match serde_json::from_str(json) {
                Ok(value) if *prose && !self.prose_is_constant => self.type_of(&value),
                Ok(value) => self.constant(&value, json),
                // Numbers with more digits than any program keeps.
                Err(_) => json!({ "type": "number" }),
            },
            Node::Value(single) => self.single(single),
            Node::Text { nullable } => self.nullable(json!({ "type": "string" }), *nullable),
            Node::Array(elements) => self.array(elements),
            Node::Object(members) => self.object(members),
        }
    }

    fn object(self, members: &[(&str, Part<'_>)]) -> Value {
        let required: Vec<&str> = members
            .iter()
            .filter(|(_, part)| part.always)
            .map(|(name, _)| *name)
            .collect();
        let properties: Map<String, Value> = members
            .iter()
            .map(|(name, part)| ((*name).to_owned(), self.of(&part.node)))
            .collect();
        let mut schema = object([("type", json!("object"))]);
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        if !properties.is_empty() {
            schema.insert("properties".to_owned(), Value::Object(properties));
        }
        Value::Object(schema)
    }

    fn array(self, elements: &[Element<'_>]) -> Value {
        let always = elements.iter().filter(|element| match element {
            Element::One(part) => part.always,
            Element::Repeated(_) => true,
            Element::List { filled, .. } => *filled,
        });
        let least = always.count();
        let items = elements.iter().map(|element| match element {
            Element::One(part) => self.of(&part.node),
            Element::Repeated(node) => self.of(node),
            Element::List { name, .. } => {
                let mut schema = object([("type", json!("string"))]);
                describe(&mut schema, built_in(name));
                Value::Object(schema)
            }
        });
        let items = any_of(items.collect());
        let mut schema = object([("type", json!("array"))]);
        if least > 0 {
            schema.insert("minItems".to_owned(), json!(least));
        }
        schema.insert("items".to_owned(), items);
        Value::Object(schema)
    }

    fn single(self, single: &Single<'_>) -> Value {
        let mut schema = match single.origin {
            Origin::Parameter(parameter) => {
                let values = (parameter.type_name() == "enum").then(|| json!(parameter.values));
                self.parameter(parameter.type_name(), values)
            }
            Origin::BuiltIn(name) => object(match name {
                "status" => vec![
                    ("type", json!("integer")),
                    ("minimum", json!(100)),
                    ("maximum", json!(599)),
                ],
                "retry_after" if self.in_header => vec![("type", json!("integer")), ("minimum", json!(0))],
                "retry_after" => vec![("type", json!("number")), ("minimum", json!(0))],
                "time" if !self.in_header => vec![("type", json!("string")), ("format", json!("date-time"))],
                "instance" => vec![("type", json!("string")), ("format", json!("uri-reference"))],
                _ => vec![("type", json!("string"))],
            }),
        };
        let is_text = schema.get("type") == Some(&json!("string"));
        if single.string && !is_text {
            schema = object([("type", json!("string"))]);
        }
        describe(
            &mut schema,
            match single.origin {
                Origin::Parameter(parameter) => parameter.description.as_deref(),
                Origin::BuiltIn(name) => built_in(name),
            },
        );
        self.nullable(Value::Object(schema), single.nullable)
    }

    /// Returns the schema of a parameter type (docs/format.md, "Parameters").
    fn parameter(self, type_name: &str, values: Option<Value>) -> Map<String, Value> {
        let simple = |name: &str| object([("type", json!(name))]);
        let format = |name: &str| object([("type", json!("string")), ("format", json!(name))]);
        match type_name {
            "integer" => simple("integer"),
            "decimal" => simple("number"),
            "boolean" => simple("boolean"),
            "uri" => format("uri-reference"),
            "uuid" => format("uuid"),
            "date-time" if !self.in_header => format("date-time"),
            // RFC 9110, section 5.6.2.
            "token" => object([
                ("type", json!("string")),
                ("pattern", json!("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")),
            ]),
            "enum" => {
                let mut schema = simple("string");
                schema.extend(values.map(|values| ("enum".to_owned(), values)));
                schema
            }
            "json" if !self.in_header => Map::new(),
            "string[]" if !self.in_header => object([("type", json!("array")), ("items", json!({ "type": "string" }))]),
            "integer[]" if !self.in_header => {
                object([("type", json!("array")), ("items", json!({ "type": "integer" }))])
            }
            _ => simple("string"),
        }
    }

    /// Returns the schema of one value: a `const`, in OpenAPI 3.0 an `enum` of one.
    fn constant(self, value: &Value, json: &str) -> Value {
        // A number whose digits a program would change is not compared.
        let written = value.to_string();
        if value.is_number() && written != json {
            return self.type_of(value);
        }
        let mut schema = self.type_of(value);
        if let (Some(schema), false) = (schema.as_object_mut(), value.is_null() && self.version == Version::V3_1) {
            match self.version {
                Version::V3_0 => schema.insert("enum".to_owned(), json!([value])),
                Version::V3_1 => schema.insert("const".to_owned(), value.clone()),
            };
        }
        schema
    }

    fn type_of(self, value: &Value) -> Value {
        json!({ "type": match value {
            Value::Null if self.version == Version::V3_0 => return json!({ "type": "string", "nullable": true }),
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) if self.version == Version::V3_0 => return json!({ "type": "array", "items": {} }),
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        } })
    }

    /// Returns the schema of a value or `null`.
    fn nullable(self, mut schema: Value, nullable: bool) -> Value {
        let Some(members) = schema.as_object_mut().filter(|_| nullable) else {
            return schema;
        };
        let Some(kind) = members.get_mut("type") else {
            return schema;
        };
        match self.version {
            Version::V3_1 => *kind = json!([kind.take(), "null"]),
            Version::V3_0 => drop(members.insert("nullable".to_owned(), json!(true))),
        }
        if let Some(Value::Array(values)) = members.get_mut("enum") {
            values.push(Value::Null);
        }
        schema
    }
}

/// Returns an object with these members.
pub(super) fn object<'n>(members: impl IntoIterator<Item = (&'n str, Value)>) -> Map<String, Value> {
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Adds a description in Markdown.
fn describe(schema: &mut Map<String, Value>, text: Option<&str>) {
    if let Some(text) = text {
        schema.insert("description".to_owned(), json!(markdown::escape(text)));
    }
}

/// Returns the meaning of a built-in placeholder with a run-time value (docs/format.md, "Texts and placeholders").
fn built_in(name: &str) -> Option<&'static str> {
    Some(match name {
        "request_id" => "The ID of the request.",
        "id" => "The ID of the resource or of this error.",
        "instance" => "A URI reference that identifies this error.",
        "time" => "The time of the error.",
        "status" => "The HTTP status of the response.",
        "retry_after" => "The delay in seconds before the request may be sent again.",
        "diagnostics" => "Details of the error for developers.",
        "expression" => "A FHIRPath expression of an element at fault.",
        "location" => "A path of an element at fault.",
        _ => return None,
    })
}

/// Returns the schema of a value that fulfils at least one of several.
pub(super) fn any_of(schemas: Vec<Value>) -> Value {
    let mut seen = HashSet::new();
    let mut distinct: Vec<Value> = schemas
        .into_iter()
        .filter(|schema| seen.insert(schema.to_string()))
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
        all.extend(own.iter().filter(|value| seen.insert(value.to_string())).cloned());
    }
    Some(all)
}

/// Returns the members of a value that are always there with one constant, by name, sorted.
///
/// Validators compare alternatives by their members only, not by those inside.
pub(super) fn constants(schema: &Value) -> Vec<(String, String)> {
    let mut constants: Vec<(String, String)> = Vec::new();
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        let member = &schema["properties"][name];
        let only = member
            .get("enum")
            .and_then(Value::as_array)
            .filter(|values| values.len() == 1);
        let value = member.get("const").or_else(|| only?.first());
        constants.extend(value.map(|value| (name.to_owned(), value.to_string())));
    }
    constants.sort();
    constants
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
