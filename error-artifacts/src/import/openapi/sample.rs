//! Bodies from schemas, for responses of which a document shows no example.

use std::collections::{BTreeMap, HashSet};

use error_catalog::names;
use serde_json::{Map, Value, json};

use super::document::{Documents, Node};
use crate::import::bodies::{Meaning, code_rank, meaning};
use crate::import::found::{Content, Declared, Outline};

/// The maximum depth of values in values.
const MAX_DEPTH: usize = 8;

/// The maximum number of members of one body.
const MAX_MEMBERS: usize = 200;

/// A text that is not a code, as it has a space.
const TEXT: &str = "a text";

/// Returns a body that has every member of the schema, with what the schema declares of each. `None` if the schema is not that of an object.
///
/// `codes` are the codes that were found in the schema.
pub(super) fn body(documents: &Documents, schema: &Node<'_>, codes: &[&Value]) -> Option<(Value, Outline)> {
    let mut sampler = Sampler {
        documents,
        codes,
        outline: BTreeMap::new(),
    };
    let object = sampler.object(std::slice::from_ref(schema), "", 0);
    let has_members = object.as_object().is_some_and(|members| !members.is_empty());
    has_members.then_some((object, sampler.outline))
}

struct Sampler<'d, 'c> {
    documents: &'d Documents,
    codes: &'c [&'c Value],
    outline: Outline,
}

/// The members that several schemas of one object declare.
#[derive(Debug, Default)]
struct Members<'d> {
    /// In the order of the schemas, each with all of its schemas.
    all: Vec<(&'d str, Vec<Node<'d>>)>,
    required: HashSet<&'d str>,
}

impl<'d> Members<'d> {
    fn add(&mut self, name: &'d str, node: Node<'d>) {
        match self.all.iter().position(|(known, _)| *known == name) {
            Some(at) => self.all[at].1.push(node),
            None if self.all.len() < MAX_MEMBERS => self.all.push((name, vec![node])),
            None => {}
        }
    }
}

impl<'d> Sampler<'d, '_> {
    /// Returns an object with the members of schemas that all describe it.
    fn object(&mut self, schemas: &[Node<'d>], pointer: &str, depth: usize) -> Value {
        let mut members = Members::default();
        for schema in schemas {
            self.members(schema, &mut members, 0);
        }
        // Alternatives may all require a member: what only some of them require can be absent.
        let mut out = Map::new();
        for (name, nodes) in members.all {
            let at = format!("{pointer}/{}", error_layout::grammar::pointer_token(name));
            let is_required = members.required.contains(name);
            let value = self.member(name, &nodes, &at, is_required, depth);
            out.insert(name.to_owned(), value);
        }
        Value::Object(out)
    }

    /// Collects the members of a schema, with those of its parts and alternatives.
    fn members(&self, schema: &Node<'d>, into: &mut Members<'d>, depth: usize) {
        if depth > MAX_DEPTH || into.all.len() >= MAX_MEMBERS {
            return;
        }
        if let Some(properties) = self.documents.get(schema, "properties") {
            for (name, node) in self.documents.members(&properties) {
                into.add(name, node);
            }
        }
        if let Some(Value::Array(names)) = schema.value.get("required") {
            into.required.extend(names.iter().filter_map(Value::as_str));
        }
        for part in self.group(schema, "allOf") {
            self.members(&part, into, depth + 1);
        }
        for group in ["oneOf", "anyOf"] {
            let mut required: Option<HashSet<&str>> = None;
            for alternative in self.group(schema, group) {
                let mut own = Members::default();
                self.members(&alternative, &mut own, depth + 1);
                if own.all.is_empty() {
                    continue;
                }
                required = Some(match required {
                    Some(required) => required.intersection(&own.required).copied().collect(),
                    None => own.required,
                });
                for (name, nodes) in own.all {
                    for node in nodes {
                        into.add(name, node);
                    }
                }
            }
            into.required.extend(required.into_iter().flatten());
        }
    }

    fn group(&self, schema: &Node<'d>, name: &str) -> Vec<Node<'d>> {
        let group = self.documents.get(schema, name);
        group.map(|group| self.documents.elements(&group)).unwrap_or_default()
    }

    /// Returns a value of a member, and records what its schemas declare.
    fn member(&mut self, name: &str, nodes: &[Node<'d>], at: &str, is_required: bool, depth: usize) -> Value {
        let mut facts = Facts::default();
        for node in nodes {
            self.facts(node, &mut facts, 0);
        }
        let code = code_rank(name).and_then(|_| facts.values.iter().find(|value| self.codes.contains(*value)));
        let is_constant = is_required && facts.is_constant && facts.values.len() == 1;
        let (parameter, value) = match (code, facts.values.first()) {
            (Some(code), _) => (Value::Null, (*code).clone()),
            (None, Some(value)) if is_constant => (Value::Null, (*value).clone()),
            _ => self.value(name, nodes, &facts, at, depth),
        };
        // Without a list of codes, an integer is the status, and a text is the code.
        let is_code = self.codes.is_empty() && code_rank(name) == Some(0) && facts.values.is_empty();
        let is_status = is_code && facts.kind == "integer";
        let value = match facts.kind {
            "string" if is_code => "CODE".into(),
            "string" if meaning(name) == Some(Meaning::Status) => "400".into(),
            _ => value,
        };
        if let Some(node) = nodes.first() {
            let declared = Declared {
                place: self.documents.place(node),
                content: match parameter {
                    _ if is_status => Content::Status,
                    _ if is_constant => Content::Constant,
                    parameter => Content::Parameter(parameter),
                },
                is_required,
                is_nullable: facts.is_nullable,
            };
            self.outline.insert(at.to_owned(), declared);
        }
        value
    }

    /// Returns the parameter that has the value of a member, and a sample of it.
    fn value(&mut self, name: &str, nodes: &[Node<'d>], facts: &Facts<'d>, at: &str, depth: usize) -> (Value, Value) {
        let kind = |kind: &str| json!({ "type": kind });
        match facts.kind {
            "object" if depth < MAX_DEPTH => (kind("json"), self.object(nodes, at, depth + 1)),
            "array" if depth < MAX_DEPTH => {
                let items: Vec<Node<'d>> = nodes
                    .iter()
                    .filter_map(|node| self.documents.get(node, "items"))
                    .collect();
                let element = self.member(name, &items, &format!("{at}/0"), true, depth + 1);
                let list = match &element {
                    Value::String(_) => "string[]",
                    Value::Number(number) if number.is_i64() => "integer[]",
                    _ => "json",
                };
                (kind(list), json!([element]))
            }
            "integer" => (
                kind("integer"),
                json!(if meaning(name) == Some(Meaning::Status) { 400 } else { 1 }),
            ),
            "number" => (kind("decimal"), json!(1.5)),
            "boolean" => (kind("boolean"), json!(true)),
            "string" => {
                let parameter = match facts.format {
                    "uuid" => kind("uuid"),
                    "date-time" => kind("date-time"),
                    "uri" => kind("uri"),
                    _ => values_of_enum(&facts.values)
                        .map_or_else(|| kind("string"), |values| json!({ "type": "enum", "values": values })),
                };
                (parameter, TEXT.into())
            }
            _ => (kind("json"), json!({})),
        }
    }

    /// Collects the facts about a value in a schema.
    fn facts(&self, schema: &Node<'d>, into: &mut Facts<'d>, depth: usize) {
        if depth > MAX_DEPTH || into.values.len() > 1000 {
            return;
        }
        let of = |name: &str| schema.value.get(name);
        let mut kinds: Vec<&str> = match of("type") {
            Some(Value::String(kind)) => vec![kind],
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        into.is_nullable |= kinds.contains(&"null") || of("nullable") == Some(&Value::Bool(true));
        kinds.retain(|kind| *kind != "null");
        let mut values: Vec<&Value> = match (of("const"), of("enum")) {
            (Some(value), _) => vec![value],
            (None, Some(Value::Array(all))) => all.iter().collect(),
            _ => Vec::new(),
        };
        into.is_nullable |= values.iter().any(|value| value.is_null());
        values.retain(|value| !value.is_null());
        // One schema without values allows others.
        into.is_constant &= !values.is_empty() || ["allOf", "oneOf", "anyOf"].iter().any(|name| of(name).is_some());
        let inferred = match values.first() {
            Some(Value::String(_)) => "string",
            Some(Value::Number(number)) if number.is_i64() => "integer",
            Some(Value::Number(_)) => "number",
            Some(Value::Bool(_)) => "boolean",
            _ if of("properties").is_some() => "object",
            _ if of("items").is_some() => "array",
            _ => "",
        };
        for kind in kinds.first().copied().into_iter().chain([inferred]) {
            if into.kind.is_empty() {
                into.kind = kind;
            }
        }
        if into.format.is_empty() {
            into.format = of("format").and_then(Value::as_str).unwrap_or_default();
        }
        for value in values {
            if !into.values.contains(&value) {
                into.values.push(value);
            }
        }
        for group in ["allOf", "oneOf", "anyOf"] {
            for one in self.group(schema, group) {
                self.facts(&one, into, depth + 1);
            }
        }
    }
}

/// The facts about a value in its schemas.
#[derive(Debug)]
struct Facts<'d> {
    /// The JSON type; empty if none is declared.
    kind: &'d str,
    format: &'d str,
    values: Vec<&'d Value>,
    is_constant: bool,
    is_nullable: bool,
}

impl Default for Facts<'_> {
    fn default() -> Self {
        Self {
            kind: "",
            format: "",
            values: Vec::new(),
            is_constant: true,
            is_nullable: false,
        }
    }
}

/// Returns the values of a parameter of type `enum`; `None` if they cannot be variants of an enum.
fn values_of_enum(values: &[&Value]) -> Option<Vec<String>> {
    let texts: Option<Vec<String>> = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
    let texts = texts.filter(|texts| (2..=200).contains(&texts.len()))?;
    let mut variants = HashSet::new();
    let is_plain = |text: &String| !text.chars().any(char::is_control) && text.trim() == text && text.len() <= 200;
    let are_variants = texts
        .iter()
        .all(|text| is_plain(text) && names::variant(text).is_some_and(|variant| variants.insert(variant)));
    are_variants.then_some(texts)
}
