//! JSON Schemas of bodies and headers, made of the template of a response and the constants of an entry.

use std::collections::HashSet;

use error_catalog::outline::{Element, Node, Origin, Part, Single};
use error_catalog::rust::markdown;
use error_runtime::Entry;
use serde_core::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Map, Value, json};

use super::Version;
use super::union::any_of;

/// The members of a schema, in order.
type Members = Vec<(&'static str, Value)>;

/// How schemas are written.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    pub(super) version: Version,
    /// The entry; `None` for several.
    pub(super) entry: Option<Entry<'static>>,
    /// Whether texts for people to read are constants too: only they identify the entry.
    pub(super) prose_is_constant: bool,
    /// Whether the value is that of a header, in which it is a string by its own grammar.
    pub(super) in_header: bool,
}

impl Dialect {
    /// Returns the schema of a value.
    pub(super) fn of(self, node: &Node<'_>) -> Value {
        self.of_all(vec![node])
    }

    /// Returns the schema of any of several values of one shape.
    pub(super) fn of_all(self, nodes: Vec<&Node<'_>>) -> Value {
        let schema = Schema {
            dialect: self,
            nodes,
            is_described: false,
        };
        serde_json::to_value(schema).unwrap_or_default()
    }

    /// Returns the schema of values of one shape that are neither arrays nor objects.
    fn leaf(self, nodes: &[&Node<'_>]) -> Members {
        match nodes.first() {
            Some(Node::Value(single)) => self.single(single),
            Some(Node::Text { nullable }) => self.nullable(of_type("string"), *nullable),
            Some(Node::Constant { prose, .. }) => {
                let texts = nodes.iter().filter_map(|node| match node {
                    Node::Constant { json, .. } => Some(json.as_str()),
                    _ => None,
                });
                self.constants(texts, *prose && !self.prose_is_constant)
            }
            _ => Members::new(),
        }
    }

    /// Returns the members of a body that are always there with one constant, by name, sorted.
    ///
    /// Validators compare alternatives by their members only, not by those inside.
    pub(super) fn constants_of(self, node: &Node<'_>) -> Vec<(String, String)> {
        let Node::Object(members) = node else {
            return Vec::new();
        };
        let constant = |(name, part): &(&str, Part<'_>)| {
            let schema = self.leaf(&[&part.node]);
            let value = schema.iter().find_map(|(name, value)| match (*name, value) {
                ("const", only) => Some(only),
                ("enum", Value::Array(values)) if values.len() == 1 => values.first(),
                _ => None,
            })?;
            Some(((*name).to_owned(), value.to_string()))
        };
        let mut constants: Vec<(String, String)> = members
            .iter()
            .filter(|(_, part)| part.always)
            .filter_map(constant)
            .collect();
        constants.sort();
        constants
    }

    fn single(self, single: &Single<'_>) -> Members {
        let mut schema = match single.origin {
            Origin::Parameter(parameter) => {
                let values = (parameter.type_name() == "enum").then(|| json!(parameter.values));
                self.parameter(parameter.type_name(), values)
            }
            Origin::BuiltIn(name) => match name {
                "status" => self.status(),
                "retry_after" if self.in_header => vec![("type", json!("integer")), ("minimum", json!(0))],
                "retry_after" => vec![("type", json!("number")), ("minimum", json!(0))],
                "time" if !self.in_header => vec![("type", json!("string")), ("format", json!("date-time"))],
                "instance" => vec![("type", json!("string")), ("format", json!("uri-reference"))],
                _ => of_type("string"),
            },
        };
        let is_text = schema.first().is_some_and(|(_, kind)| kind == "string");
        if single.string && !is_text {
            schema = of_type("string");
        }
        describe(
            &mut schema,
            match single.origin {
                Origin::Parameter(parameter) => parameter.description.as_deref(),
                Origin::BuiltIn(name) => built_in(name),
            },
        );
        self.nullable(schema, single.nullable)
    }

    /// Returns the schema of the status of a response, which varies.
    fn status(self) -> Members {
        let mut schema = of_type("integer");
        match self.entry {
            Some(entry) if !entry.forwards_status() => {
                schema.push(("enum", json!(entry.statuses().collect::<Vec<u16>>())));
            }
            entry => {
                let (lowest, highest) = entry.map_or((100, 599), Entry::status_range);
                schema.extend([("minimum", json!(lowest)), ("maximum", json!(highest))]);
            }
        }
        schema
    }

    /// Returns the schema of a parameter type (docs/format.md, "Parameters").
    fn parameter(self, type_name: &str, values: Option<Value>) -> Members {
        let format = |name: &str| vec![("type", json!("string")), ("format", json!(name))];
        match type_name {
            "integer" => of_type("integer"),
            "decimal" => of_type("number"),
            "boolean" => of_type("boolean"),
            "uri" => format("uri-reference"),
            "uuid" => format("uuid"),
            "date-time" if !self.in_header => format("date-time"),
            // RFC 9110, section 5.6.2.
            "token" => vec![
                ("type", json!("string")),
                ("pattern", json!("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")),
            ],
            "enum" => {
                let mut schema = of_type("string");
                schema.extend(values.map(|values| ("enum", values)));
                schema
            }
            "json" if !self.in_header => Members::new(),
            "string[]" if !self.in_header => vec![("type", json!("array")), ("items", json!({ "type": "string" }))],
            "integer[]" if !self.in_header => vec![("type", json!("array")), ("items", json!({ "type": "integer" }))],
            _ => of_type("string"),
        }
    }

    /// Returns the schema of values of one type: a `const`, or an `enum` of several, in OpenAPI 3.0 also of one.
    fn constants<'n>(self, texts: impl Iterator<Item = &'n str>, only_type: bool) -> Members {
        let mut values: Vec<Value> = Vec::new();
        let mut seen = HashSet::new();
        // A number whose digits a program would change is not compared.
        let mut is_compared = !only_type;
        for json in texts.filter(|json| seen.insert(*json)) {
            // More digits than any program keeps.
            let Ok(value) = serde_json::from_str::<Value>(json) else {
                return of_type("number");
            };
            if value.is_number() {
                let written = value.to_string();
                is_compared &= written == json;
            }
            values.push(value);
            if !is_compared {
                break;
            }
        }
        let Some(first) = values.first() else {
            return Members::new();
        };
        let mut schema = self.type_of(first);
        let is_null = first.is_null() && self.version == Version::V3_1;
        if is_compared && !is_null {
            schema.push(match values.as_mut_slice() {
                [only] if self.version == Version::V3_1 => ("const", only.take()),
                _ => ("enum", Value::Array(values)),
            });
        }
        schema
    }

    fn type_of(self, value: &Value) -> Members {
        of_type(match value {
            Value::Null if self.version == Version::V3_0 => {
                return vec![("type", json!("string")), ("nullable", json!(true))];
            }
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) if self.version == Version::V3_0 => {
                return vec![("type", json!("array")), ("items", json!({}))];
            }
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        })
    }

    /// Returns the schema of a value or `null`.
    fn nullable(self, mut schema: Members, nullable: bool) -> Members {
        let Some((_, kind)) = schema.first_mut().filter(|_| nullable) else {
            return schema;
        };
        if self.version == Version::V3_1 {
            *kind = json!([kind.take(), "null"]);
        } else {
            schema.push(("nullable", json!(true)));
        }
        for (name, values) in &mut schema {
            if let ("enum", Value::Array(values)) = (*name, values) {
                values.push(Value::Null);
            }
        }
        schema
    }
}

fn of_type(name: &str) -> Members {
    vec![("type", json!(name))]
}

/// Returns the values at a position of arrays or objects of one shape.
fn children<'n, 'c>(nodes: &[&'n Node<'c>], at: usize) -> Vec<&'n Node<'c>> {
    let child = |node: &&'n Node<'c>| match node {
        Node::Object(members) => members.get(at).map(|(_, part)| &part.node),
        Node::Array(elements) => match elements.get(at)? {
            Element::One(part) => Some(&part.node),
            Element::Repeated(node) => Some(node),
            Element::List { .. } => None,
        },
        _ => None,
    };
    nodes.iter().filter_map(child).collect()
}

/// Whether values differ in nothing but the texts of constants.
pub(super) fn have_one_shape(one: &Node<'_>, other: &Node<'_>) -> bool {
    match (one, other) {
        (
            Node::Constant { json, prose },
            Node::Constant {
                json: other,
                prose: same,
            },
        ) => {
            // A text is merged with texts only: other types and values with members keep theirs.
            prose == same && (json == other || json.starts_with('"') && other.starts_with('"'))
        }
        (Node::Object(members), Node::Object(others)) => {
            let pairs = || members.iter().zip(others);
            members.len() == others.len()
                && pairs().all(|((name, part), (same, other))| {
                    name == same && part.always == other.always && have_one_shape(&part.node, &other.node)
                })
        }
        (Node::Array(elements), Node::Array(others)) => {
            let pairs = || elements.iter().zip(others);
            elements.len() == others.len()
                && pairs().all(|pair| match pair {
                    (Element::One(part), Element::One(other)) => {
                        part.always == other.always && have_one_shape(&part.node, &other.node)
                    }
                    (Element::Repeated(node), Element::Repeated(other)) => have_one_shape(node, other),
                    (one, other) => one == other,
                })
        }
        (one, other) => one == other,
    }
}

/// The schema of any of several values of one shape, written from their outlines.
pub(super) struct Schema<'a, 'c> {
    dialect: Dialect,
    nodes: Vec<&'a Node<'c>>,
    /// Whether the description is that of the entry.
    is_described: bool,
}

/// The schemas of the members of objects.
struct Properties<'s, 'a, 'c>(&'s Schema<'a, 'c>, &'s [(&'c str, Part<'c>)]);

impl<'a, 'c> Schema<'a, 'c> {
    /// Returns the schema of the body of an entry.
    pub(super) fn of_entry(dialect: Dialect, node: &'a Node<'c>) -> Self {
        Self {
            dialect,
            nodes: vec![node],
            is_described: true,
        }
    }

    /// Returns the schema of the values at a position.
    fn child(&self, at: usize) -> Self {
        Self {
            dialect: self.dialect,
            nodes: children(&self.nodes, at),
            is_described: false,
        }
    }

    fn element(&self, at: usize, element: &Element<'_>) -> Value {
        match element {
            Element::List { name, .. } => {
                let mut schema = of_type("string");
                describe(&mut schema, built_in(name));
                Value::Object(object(schema))
            }
            _ => serde_json::to_value(self.child(at)).unwrap_or_default(),
        }
    }
}

impl Serialize for Schema<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut schema = serializer.serialize_map(None)?;
        match self.nodes.first() {
            Some(Node::Object(members)) => {
                schema.serialize_entry("type", "object")?;
                let required = members.iter().filter(|(_, part)| part.always);
                let required: Vec<&str> = required.map(|(name, _)| *name).collect();
                if !required.is_empty() {
                    schema.serialize_entry("required", &required)?;
                }
                if !members.is_empty() {
                    schema.serialize_entry("properties", &Properties(self, members))?;
                }
            }
            Some(Node::Array(elements)) => {
                schema.serialize_entry("type", "array")?;
                let always = elements.iter().filter(|element| match element {
                    Element::One(part) => part.always,
                    Element::Repeated(_) => true,
                    Element::List { filled, .. } => *filled,
                });
                let least = always.count();
                if least > 0 {
                    schema.serialize_entry("minItems", &least)?;
                }
                match elements.as_slice() {
                    [Element::One(_) | Element::Repeated(_)] => schema.serialize_entry("items", &self.child(0))?,
                    all => {
                        let items = all.iter().enumerate().map(|(at, element)| self.element(at, element));
                        schema.serialize_entry("items", &any_of(items.collect()))?;
                    }
                }
            }
            _ => {
                let leaf = self.dialect.leaf(&self.nodes);
                for (name, value) in &leaf {
                    if !(self.is_described && *name == "description") {
                        schema.serialize_entry(name, value)?;
                    }
                }
            }
        }
        schema.end()
    }
}

impl Serialize for Properties<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(schema, members) = self;
        let children = members
            .iter()
            .enumerate()
            .map(|(at, (name, _))| (*name, schema.child(at)));
        serializer.collect_map(children)
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
fn describe(schema: &mut Members, text: Option<&str>) {
    schema.extend(text.map(|text| ("description", json!(markdown::escape(text)))));
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
