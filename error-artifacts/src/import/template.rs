//! From bodies that documents show to the responses of a catalog.

use std::collections::BTreeMap;

use error_catalog::ast::text::is_built_in;
use error_catalog::names;
use error_layout::grammar::pointer_token;
use error_layout::vocabulary::reason;
use serde_json::{Map, Value, json};

use super::bodies::{Facts, Form, Meaning, meaning};
use super::found::{Content, Declared, Outline, Place};
use super::text::{literal, words};

/// Values below this depth are one `json` parameter.
const MAX_DEPTH: usize = 12;

/// The maximum number of parameters of a response.
const MAX_PARAMETERS: usize = 32;

/// A response of the catalog with the parameters of its template.
#[derive(Debug, Default)]
pub(crate) struct Response {
    pub(crate) members: Map<String, Value>,
    pub(crate) parameters: BTreeMap<String, Value>,
    /// Members of the body whose meaning was assumed: a description of each, and its place if that is not the body.
    pub(crate) assumed: Vec<(String, Option<Place>)>,
}

/// The bodies of one structure.
#[derive(Debug)]
pub(crate) struct Shape<'b> {
    /// The place of the first body.
    pub(crate) place: Option<&'b Place>,
    pub(crate) bodies: Vec<(&'b Value, &'b Facts)>,
    pub(crate) media_type: Option<&'b str>,
    /// The declarations of the members, if a schema describes the body.
    pub(crate) outline: Option<&'b Outline>,
}

/// Returns the response that describes bodies of one structure.
pub(crate) fn response(shape: &Shape<'_>, fhir: &str) -> Response {
    match shape.bodies.first().map(|(_, facts)| facts.form) {
        Some(Form::Outcome) => outcome(shape, fhir),
        Some(Form::Problem) => problem(shape),
        _ => json(shape),
    }
}

fn json(shape: &Shape<'_>) -> Response {
    let mut writer = Writer::new(shape);
    let mut body = json!({});
    for (value, facts) in &shape.bodies {
        let template = writer.value(value, "", facts, 0);
        body = merge(body, template);
    }
    let mut members = Map::new();
    members.insert("format".to_owned(), json!("json"));
    members.insert("body".to_owned(), body);
    if let Some(name) = shape
        .media_type
        .filter(|name| is_media_type(name) && *name != "application/json")
    {
        members.insert("content_type".to_owned(), json!(name));
    }
    writer.finish(members)
}

fn problem(shape: &Shape<'_>) -> Response {
    const OWN: [&str; 5] = ["type", "title", "status", "detail", "instance"];
    let mut writer = Writer::new(shape);
    let mut further = json!({});
    for (value, facts) in &shape.bodies {
        let Value::Object(members) = value else { continue };
        let members: Map<String, Value> = members
            .iter()
            .filter(|(name, _)| !OWN.contains(&name.as_str()))
            .map(owned)
            .collect();
        let template = writer.value(&Value::Object(members), "", facts, 0);
        further = merge(further, template);
    }
    let mut members = Map::new();
    members.insert("format".to_owned(), json!("problem"));
    if further.as_object().is_some_and(|further| !further.is_empty()) {
        members.insert("members".to_owned(), further);
    }
    writer.finish(members)
}

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

fn outcome(shape: &Shape<'_>, fhir: &str) -> Response {
    let mut response = Response::default();
    let members = &mut response.members;
    members.insert("format".to_owned(), json!("operation-outcome"));
    members.insert("fhir".to_owned(), json!(fhir));
    let first = |read: &dyn Fn(&Value) -> Option<String>| shape.bodies.iter().find_map(|(body, _)| read(body));
    let profile = |body: &Value| body["meta"]["profile"][0].as_str().map(literal);
    if let Some(profile) = first(&profile).filter(|uri| is_absolute(uri)) {
        members.insert("profile".to_owned(), json!(profile));
    }
    let system = shape.bodies.iter().find_map(|(_, facts)| facts.system.as_deref());
    match system {
        Some(system) if is_absolute(system) => {
            let mut coding = json!({ "system": literal(system) });
            if shape.bodies.iter().any(|(_, facts)| facts.display.is_some()) {
                coding["display"] = json!("{display?}");
            }
            members.insert("coding".to_owned(), coding);
        }
        Some(system) => response
            .assumed
            .push((format!("no coding: its system `{system}` is not an absolute URI"), None)),
        None => {}
    }
    if shape.bodies.iter().any(|(_, facts)| facts.message.is_some()) {
        members.insert("details_text".to_owned(), json!("{message}"));
    } else if shape
        .bodies
        .iter()
        .any(|(body, _)| body["issue"][0]["diagnostics"].is_string())
    {
        members.insert("diagnostics".to_owned(), json!("{detail?}"));
    }
    response
}

/// Whether a text is an absolute URI, as far as a catalog requires it.
pub(crate) fn is_absolute(uri: &str) -> bool {
    let scheme = uri.split(':').next().unwrap_or_default();
    uri.len() > scheme.len() + 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && error_layout::grammar::is_uri_reference(uri)
}

fn is_media_type(name: &str) -> bool {
    let mut parts = name.split(';').next().unwrap_or_default().trim().split('/');
    let (Some(one), Some(two), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    [one, two].into_iter().all(error_layout::grammar::is_token)
        && !name.contains('*')
        && name.is_ascii()
        && !name.contains(';')
}

/// Adds the members of another template of the same structure.
fn merge(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            for (name, value) in other {
                let merged = match one.remove(&name) {
                    Some(known) => merge(known, value),
                    None => value,
                };
                one.insert(name, merged);
            }
            Value::Object(one)
        }
        (Value::Array(mut one), Value::Array(mut other)) if one.len() == 1 && other.len() == 1 => {
            Value::Array(vec![merge(one.remove(0), other.remove(0))])
        }
        // A member that one example has as `null` is optional.
        (Value::Null, other) => other,
        (one, _) => one,
    }
}

struct Writer<'s> {
    shape: &'s Shape<'s>,
    parameters: BTreeMap<String, Value>,
    assumed: BTreeMap<String, Option<Place>>,
}

impl<'s> Writer<'s> {
    const fn new(shape: &'s Shape<'s>) -> Self {
        Self {
            shape,
            parameters: BTreeMap::new(),
            assumed: BTreeMap::new(),
        }
    }

    fn finish(self, members: Map<String, Value>) -> Response {
        Response {
            members,
            parameters: self.parameters,
            assumed: self.assumed.into_iter().collect(),
        }
    }

    /// Returns the template of a value; `pointer` has 0 for elements of arrays.
    fn value(&mut self, value: &Value, pointer: &str, facts: &Facts, depth: usize) -> Value {
        let holds_code = |pointer: &str| {
            facts
                .code_at
                .as_deref()
                .is_some_and(|at| at.starts_with(&format!("{pointer}/")))
        };
        match value {
            Value::Object(members) if depth < MAX_DEPTH => {
                let mut out = Map::new();
                for (name, value) in members {
                    let at = format!("{pointer}/{}", pointer_token(name));
                    let template = self.member(name, value, &at, facts, depth);
                    out.insert(
                        if name.starts_with('$') {
                            format!("${name}")
                        } else {
                            name.clone()
                        },
                        template,
                    );
                }
                Value::Object(out)
            }
            Value::Array(all) if depth < MAX_DEPTH && holds_code(&format!("{pointer}/0")) => {
                let first = all.first().cloned().unwrap_or_default();
                let mut element = self.value(&first, &format!("{pointer}/0"), facts, depth + 1);
                if let Value::Object(members) = &mut element {
                    let with_repeat = std::iter::once(("$repeat".to_owned(), json!(true)));
                    *members = with_repeat.chain(std::mem::take(members)).collect();
                }
                json!([element])
            }
            Value::String(text) => json!(literal(text)),
            other => other.clone(),
        }
    }

    /// Returns the template of a member. If a schema declares it, its meaning is a guess.
    fn member(&mut self, name: &str, value: &Value, at: &str, facts: &Facts, depth: usize) -> Value {
        let declared = self.shape.outline.and_then(|outline| outline.get(at));
        let Some(declared) = declared else {
            return self.member_as(name, value, at, facts, (depth, None));
        };
        let template = self.member_as(name, value, at, facts, (depth, Some(declared)));
        if let Value::String(text) = &template
            && text.starts_with('{')
        {
            let place = Some(declared.place.clone());
            self.assumed.insert(format!("`{at}` of the schema is `{text}`"), place);
        }
        template
    }

    fn member_as(
        &mut self,
        name: &str,
        value: &Value,
        at: &str,
        facts: &Facts,
        (depth, declared): (usize, Option<&Declared>),
    ) -> Value {
        if declared.is_some_and(|declared| declared.content == Content::Status) {
            return json!("{status}");
        }
        if facts.code_at.as_deref() == Some(at) {
            return json!("{code?}");
        }
        if facts.message_at.as_deref() == Some(at) {
            return json!("{message}");
        }
        let is_text = value.is_string();
        match meaning(name) {
            Some(Meaning::Status) if value.is_u64() => return json!("{status}"),
            Some(Meaning::Status) if value.as_str().is_some_and(|text| text.parse::<u16>().is_ok()) => {
                return json!("{status:string}");
            }
            Some(Meaning::Title) if is_text => return json!("{title}"),
            Some(Meaning::Category) if is_text => return json!("{category?}"),
            Some(Meaning::Docs) if is_text => return json!("{docs?}"),
            Some(Meaning::RequestId) if is_text => return json!("{request_id?}"),
            Some(Meaning::Id) if is_text => return json!("{id?}"),
            Some(Meaning::Instance) if is_text => return json!("{instance?}"),
            Some(Meaning::Time) if is_text => return json!("{time?}"),
            Some(Meaning::RetryAfter) if value.is_u64() => return json!("{retry_after?}"),
            Some(Meaning::Severity) if is_text => return json!("{severity}"),
            Some(Meaning::Reason) if value.as_str().is_some_and(|text| is_phrase(text, facts)) => {
                return json!("{reason}");
            }
            _ => {}
        }
        match value {
            Value::Object(_) if depth + 1 < MAX_DEPTH && is_structure(value, at, facts) => {
                self.value(value, at, facts, depth + 1)
            }
            Value::Array(all) if !all.is_empty() && is_structure(value, at, facts) => {
                self.value(value, at, facts, depth + 1)
            }
            Value::Bool(_) if declared.is_none() => value.clone(),
            Value::Array(all) if all.is_empty() => value.clone(),
            _ if declared.map_or_else(
                || self.is_constant(value, at),
                |declared| declared.content == Content::Constant,
            ) =>
            {
                self.value(value, at, facts, depth)
            }
            _ => self.parameter(name, value, declared),
        }
    }

    /// Whether several examples have the same value.
    fn is_constant(&self, value: &Value, at: &str) -> bool {
        let others = self
            .shape
            .bodies
            .iter()
            .take(20)
            .filter_map(|(body, _)| body.pointer(at));
        let same = others.filter(|other| *other == value).count();
        !value.is_null() && same > 1 && same == self.shape.bodies.len().min(20)
    }

    fn parameter(&mut self, name: &str, value: &Value, declared: Option<&Declared>) -> Value {
        let kind = match value {
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_i64() => "integer",
            Value::Number(_) => "decimal",
            Value::Array(_) | Value::Object(_) => "json",
            _ => "string",
        };
        let of_schema = declared.and_then(|declared| match &declared.content {
            Content::Parameter(parameter) => Some(parameter).filter(|one| one.is_object()),
            Content::Constant | Content::Status => None,
        });
        let mut parameter = of_schema.cloned().unwrap_or_else(|| json!({ "type": kind }));
        let name = names::field(name).filter(|name| name.is_ascii() && name.len() <= 64);
        // A placeholder of this name has another meaning.
        let name = name.map(|name| {
            if is_built_in(&name) {
                format!("{name}_value")
            } else {
                name
            }
        });
        let is_other = |known: &Value| known["type"] != parameter["type"] || known["values"] != parameter["values"];
        let taken = |name: &String| self.parameters.get(name).is_some_and(is_other);
        let Some(name) = name
            .filter(|name| !taken(name))
            .filter(|_| self.parameters.len() < MAX_PARAMETERS)
        else {
            return Value::Null;
        };
        let is_required = declared.is_some_and(|declared| declared.is_required);
        let is_nullable = declared.map_or_else(|| value.is_null(), |declared| is_required && declared.is_nullable);
        if !is_required || is_nullable {
            parameter["optional"] = json!(true);
        }
        if declared.is_none() {
            if !value.is_null() {
                parameter["example"] = value.clone();
            }
            self.assumed
                .insert(format!("`{name}` of the body is a parameter"), None);
        }
        // A further member with the same parameter is there as often as the first.
        let known = self.parameters.entry(name.clone()).or_insert(parameter);
        let template = match (known.get("optional").is_some(), is_nullable) {
            (true, true) => format!("{{{name}?null}}"),
            (true, false) => format!("{{{name}?}}"),
            (false, _) => format!("{{{name}}}"),
        };
        json!(template)
    }
}

/// Whether a text is the reason phrase of the status.
fn is_phrase(text: &str, facts: &Facts) -> bool {
    let phrase = facts.status.map_or("", reason);
    !phrase.is_empty() && words(text) == words(phrase)
}

/// Whether an array or object has the code or the message; others are values of parameters.
fn is_structure(value: &Value, at: &str, facts: &Facts) -> bool {
    let within = |inner: &Option<String>| {
        inner
            .as_deref()
            .is_some_and(|inner| inner.starts_with(&format!("{at}/")))
    };
    within(&facts.code_at) || (within(&facts.message_at) && value.is_object())
}
