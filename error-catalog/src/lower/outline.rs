//! The body of an entry as a tree of values, for documents that describe it: which parts are always written, and with which values.
//!
//! Presence and constants are those of the programs: the same functions decide both.

use super::condition::Condition;
use super::ir::{Member, Op, Program};
use super::json::{self, Role};
use super::resolve::{Scope, Value};
use crate::ast::template::{Object, Template};
use crate::ast::text::{Absent, Placeholder, Text};
use crate::model::{Body, Catalog, Entry, Parameter};

/// The placeholders whose values are for people to read. They may change without a change of meaning.
static PROSE: [&str; 10] = [
    "title",
    "message",
    "detail",
    "display",
    "diagnostics",
    "action",
    "user_message",
    "since",
    "reason",
    "version",
];

/// A value of a body, with the texts of one entry in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'c> {
    /// A value that the catalog fixes.
    Constant {
        /// The value as JSON.
        json: String,
        /// Whether it is a text for people to read, such as a title.
        prose: bool,
    },
    /// The value of one placeholder.
    Value(Single<'c>),
    /// A string with values in it.
    Text {
        /// Whether it can be `null`.
        nullable: bool,
    },
    /// An array.
    Array(Vec<Element<'c>>),
    /// An object: its members in order, with their names as sent.
    Object(Vec<(&'c str, Part<'c>)>),
}

/// A part of an object or array.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'c> {
    /// Whether it is always written.
    pub always: bool,
    /// Its value.
    pub node: Node<'c>,
}

/// An element of an array.
#[derive(Debug, Clone, PartialEq)]
pub enum Element<'c> {
    /// One element.
    One(Part<'c>),
    /// One element for each error of the response.
    Repeated(Node<'c>),
    /// The strings of a list.
    List {
        /// The name of the list.
        name: &'c str,
        /// Whether it always has an item.
        filled: bool,
    },
}

/// The value of a placeholder that is a whole value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Single<'c> {
    /// The origin of the value.
    pub origin: Origin<'c>,
    /// Whether it is a string, regardless of its type.
    pub string: bool,
    /// Whether it can be `null`.
    pub nullable: bool,
}

/// The origin of a value that only a server knows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Origin<'c> {
    /// A parameter.
    Parameter(&'c Parameter),
    /// A built-in placeholder with this name, such as `request_id`.
    BuiltIn(&'c str),
}

/// Returns the JSON body of an entry; `None` if its body is not a template of JSON.
///
/// With `several`, it is that of a response with several errors, whose status is not that of the entry.
pub fn body<'c>(catalog: &'c Catalog, entry: &'c Entry, several: bool) -> Option<Node<'c>> {
    let Body::Json(template) = &catalog.responses.get(entry.response)?.body else {
        return None;
    };
    let scope = Scope::new(catalog, entry);
    let fhir = scope.is_outcome();
    let scope = Scope {
        shared_response: several,
        fhir,
        ..scope
    };
    let role = if fhir { Role::Resource } else { Role::Ordinary };
    Some(node(scope, template, role))
}

/// Returns the value of the header at a position: always a string, or a number or boolean as JSON. `always` is whether it is always sent.
pub fn header<'c>(catalog: &'c Catalog, entry: &'c Entry, position: usize) -> Option<Part<'c>> {
    let text = &entry.headers.get(position)?.value.value;
    let scope = Scope::new(catalog, entry);
    let condition = scope.condition_of_header(position);
    let mut program = Program::new();
    scope.write_header(position, &mut program);
    let node = if let Some(value) = constant(scope, &program) {
        Node::Constant {
            json: serde_json::Value::from(value).to_string(),
            prose: is_prose(text),
        }
    } else if let Some(single) = text.only_placeholder().and_then(|only| argument(scope, only, false)) {
        Node::Value(single)
    } else {
        Node::Text { nullable: false }
    };
    // A blank value is not sent.
    let filled = match &node {
        Node::Constant { json, .. } => !json.trim_matches('"').trim().is_empty(),
        Node::Value(single) => match single.origin {
            Origin::Parameter(parameter) => {
                !parameter.is_structured() && !matches!(parameter.type_name(), "string" | "display")
            }
            Origin::BuiltIn(name) => ["status", "retry_after"].contains(&name),
        },
        _ => text.pieces.iter().any(|piece| match piece {
            crate::ast::text::Piece::Literal(literal) => !literal.trim().is_empty(),
            crate::ast::text::Piece::Placeholder(_) => false,
        }),
    };
    Some(Part {
        always: condition == Condition::Always && filled,
        node,
    })
}

fn node<'c>(scope: Scope<'c>, template: &'c Template, role: Role) -> Node<'c> {
    match template {
        Template::Raw(json) => Node::Constant {
            json: json.clone(),
            prose: false,
        },
        Template::Text(text) => leaf(scope, template, &text.value, role),
        Template::Array(elements) => Node::Array(elements.iter().filter_map(|one| element(scope, one, role)).collect()),
        Template::Object(object) => Node::Object(members(scope, object, role)),
    }
}

fn members<'c>(scope: Scope<'c>, object: &'c Object, role: Role) -> Vec<(&'c str, Part<'c>)> {
    let member = |(name, template): &'c (String, Template)| {
        let part = part(scope, template, role.member(name))?;
        Some((name.as_str(), part))
    };
    object.members.iter().filter_map(member).collect()
}

fn element<'c>(scope: Scope<'c>, template: &'c Template, role: Role) -> Option<Element<'c>> {
    if let Some(placeholder) = json::list_placeholder(template) {
        let (_, items) = json::list_of(scope, placeholder);
        let always = |item: &Member| scope.condition_of_member(*item) == Condition::Always;
        return Some(Element::List {
            name: &placeholder.name,
            filled: items.iter().any(always),
        });
    }
    match template {
        Template::Object(object) if object.repeat => {
            let scope = Scope {
                shared_response: false,
                ..scope
            };
            Some(Element::Repeated(node(scope, template, role.element())))
        }
        _ => part(scope, template, role.element()).map(Element::One),
    }
}

/// Returns a part of a container; `None` if it is never written.
fn part<'c>(scope: Scope<'c>, template: &'c Template, role: Role) -> Option<Part<'c>> {
    let always = match json::part(scope, template, role) {
        json::Part::Known(Condition::Never) => return None,
        json::Part::Known(Condition::Always) => true,
        json::Part::Known(Condition::When(_)) | json::Part::IfNotEmpty => false,
    };
    Some(Part {
        always,
        node: node(scope, template, role),
    })
}

fn leaf<'c>(scope: Scope<'c>, template: &'c Template, text: &'c Text, role: Role) -> Node<'c> {
    let mut program = Program::new();
    json::present_value(scope, template, role, &mut program);
    if let Some(json) = constant(scope, &program) {
        let prose = is_prose(text);
        return Node::Constant { json, prose };
    }
    let Some(placeholder) = text.only_placeholder() else {
        return Node::Text { nullable: false };
    };
    let omitted = placeholder.absent == Absent::Omit || scope.fhir;
    let nullable = !omitted && scope.condition(&placeholder.name) != Condition::Always;
    argument(scope, placeholder, nullable).map_or(Node::Text { nullable }, Node::Value)
}

/// Returns the value of a placeholder that is an argument.
fn argument<'c>(scope: Scope<'c>, placeholder: &'c Placeholder, nullable: bool) -> Option<Single<'c>> {
    let name = placeholder.name.as_str();
    match scope.value(name) {
        Value::Argument { .. } => Some(Single {
            origin: match scope.parameter_of(name) {
                Some(parameter) => Origin::Parameter(parameter),
                None => Origin::BuiltIn(name),
            },
            string: placeholder.string,
            nullable,
        }),
        _ => None,
    }
}

fn is_prose(text: &Text) -> bool {
    text.placeholders()
        .any(|placeholder| PROSE.contains(&placeholder.name.as_str()))
}

/// Returns the text that a program always writes; `None` if it depends on an argument.
fn constant(scope: Scope<'_>, program: &[Op]) -> Option<String> {
    let mut text = String::new();
    for op in program {
        let Op::Segment(segment) = op else { return None };
        segment.parts.iter().for_each(|part| scope.write_part(part, &mut text));
    }
    Some(text)
}
