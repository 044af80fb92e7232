//! The leaves of a template of JSON or XML, and their programs: the template read backwards. See [`error_layout::decoding`].

use std::collections::HashSet;

use error_layout::decoding::{leaf_flag, role};
use error_layout::grammar::MediaType;

use super::condition::Condition;
use super::ir::{Op, Program, literal};
use super::json;
use super::resolve::Scope;
use crate::ast::place::Place;
use crate::ast::template::{ATTRIBUTE, Object, TEXT, Template};
use crate::ast::text::{Absent, OCCURRENCE, Placeholder, Text};
use crate::model::{Body, Catalog, Constant, Response};
use crate::source::Spanned;

/// The leaves of a template.
#[derive(Debug, Default)]
pub struct Shape<'t> {
    /// The path of the part that is repeated, if one is.
    pub repeated: Option<Vec<&'t str>>,
    /// In the order of the template.
    pub leaves: Vec<Leaf<'t>>,
    /// Whether it is that of a template of XML.
    xml: bool,
}

/// A text in a template, or its value if it has no placeholders.
#[derive(Debug)]
pub struct Leaf<'t> {
    /// Names of members, from the body or the part that is repeated. Those of XML have no prefixes; those of attributes begin with [`ATTRIBUTE`].
    pub path: Vec<&'t str>,
    /// [Flags](leaf_flag), but for [`leaf_flag::SHARED`].
    pub flags: u8,
    /// One of [`role`].
    pub role: u8,
    /// The placeholders that the objects around it ask for.
    guards: Vec<&'t Spanned<String>>,
    content: Content<'t>,
}

#[derive(Debug)]
enum Content<'t> {
    Raw(&'t str),
    Text(&'t Text),
    List,
}

impl Leaf<'_> {
    /// Whether it stands in the part that is repeated.
    pub fn is_repeated(&self) -> bool {
        self.flags & leaf_flag::REPEATED != 0
    }

    /// Notes that its value can be an array or an object.
    fn mark(&mut self, structured: &HashSet<&str>) {
        if let Content::Text(text) = self.content
            && let Some(placeholder) = text.only_placeholder()
            && !placeholder.string
            && structured.contains(&placeholder.name.as_str())
        {
            self.flags |= leaf_flag::JSON;
        }
    }

    /// Notes that it is the type of a problem, which identifies it also as a constant (RFC 9457, section 3.1.1).
    fn mark_problem_type(&mut self) {
        if self.path == ["type"] && !self.is_repeated() {
            self.flags |= leaf_flag::PROBLEM_TYPE | leaf_flag::IDENTITY;
        }
    }

    /// Whether it is a list, of which no entry says what it holds.
    pub fn is_list(&self) -> bool {
        matches!(self.content, Content::List)
    }
}

/// The shape of each response; none where the body is neither JSON nor XML.
pub fn shapes(catalog: &Catalog) -> Vec<Option<Shape<'_>>> {
    let structured = structured(catalog);
    let responses = catalog.responses.iter();
    responses
        .map(|response| {
            let mut shape = shape(response.body.template()?, matches!(response.body, Body::Xml(_)));
            if is_problem(response) {
                shape.leaves.iter_mut().for_each(Leaf::mark_problem_type);
            }
            if !structured.is_empty() && !shape.xml {
                shape.leaves.iter_mut().for_each(|leaf| leaf.mark(&structured));
            }
            Some(shape)
        })
        .collect()
}

/// Whether a response is a problem of RFC 9457, by its media type.
fn is_problem(response: &Response) -> bool {
    MediaType::split(&response.content_type).is("application/problem+json")
}

/// The names of placeholders whose values can be arrays or objects.
fn structured(catalog: &Catalog) -> HashSet<&str> {
    let constants = catalog.entries.iter().flat_map(|entry| &entry.constants);
    let constants = constants.filter(|(_, constant)| matches!(constant, Constant::Structure(_)));
    let constants = constants.filter_map(|(position, _)| catalog.constants.get(*position));
    let parameters = catalog.entries.iter().flat_map(|entry| &entry.parameters);
    let parameters = parameters.filter(|parameter| parameter.is_structured());
    let names = parameters.map(|parameter| &parameter.name).chain(constants);
    names.map(String::as_str).collect()
}

/// The leaves of a template.
fn shape(template: &Template, xml: bool) -> Shape<'_> {
    let mut shape = Shape {
        xml,
        ..Shape::default()
    };
    walk(template, &mut Spot::default(), &mut shape);
    shape
}

/// Where the walk is.
#[derive(Clone, Default)]
struct Spot<'t> {
    path: Vec<&'t str>,
    guards: Vec<&'t Spanned<String>>,
    repeated: bool,
}

fn walk<'t>(template: &'t Template, spot: &mut Spot<'t>, shape: &mut Shape<'t>) {
    match template {
        Template::Raw(raw) => shape.leaves.push(spot.leaf(Content::Raw(raw))),
        Template::Text(text) => {
            let list = text
                .value
                .only_placeholder()
                .is_some_and(|placeholder| placeholder.list);
            let content = if list {
                Content::List
            } else {
                Content::Text(&text.value)
            };
            let mut leaf = spot.leaf(content);
            leaf.role = text.value.only_placeholder().map_or(role::NONE, role_of);
            leaf.flags |= identity(
                &leaf,
                text.value.placeholders().map(|placeholder| placeholder.name.as_str()),
            );
            shape.leaves.push(leaf);
        }
        Template::Array(elements) => elements.iter().for_each(|element| walk(element, spot, shape)),
        Template::Object(object) => members(object, spot, shape),
    }
}

fn members<'t>(object: &'t Object, spot: &mut Spot<'t>, shape: &mut Shape<'t>) {
    let mut inner = spot.clone();
    inner.guards.extend(&object.guard);
    if object.repeat {
        shape.repeated = Some(std::mem::take(&mut inner.path));
        inner.repeated = true;
    }
    for (name, member) in &object.members {
        match name.as_str() {
            // A text has the place of its element.
            TEXT if shape.xml => {
                walk(member, &mut inner, shape);
                continue;
            }
            // A constant attribute says nothing about an entry, and namespaces are not compared.
            name if shape.xml && name.contains(ATTRIBUTE) && is_literal(member) => continue,
            name if shape.xml => inner.path.push(name.rsplit(':').next().unwrap_or(name)),
            name => inner.path.push(name),
        }
        walk(member, &mut inner, shape);
        inner.path.pop();
    }
}

fn is_literal(template: &Template) -> bool {
    matches!(template, Template::Text(text) if text.value.as_literal().is_some())
}

impl<'t> Spot<'t> {
    fn leaf(&self, content: Content<'t>) -> Leaf<'t> {
        let mut leaf = Leaf {
            path: self.path.clone(),
            flags: if self.repeated { leaf_flag::REPEATED } else { 0 },
            role: role::NONE,
            guards: self.guards.clone(),
            content,
        };
        leaf.flags |= identity(&leaf, std::iter::empty());
        leaf
    }
}

/// The flags that follow from what a leaf's text and the objects around it depend on.
fn identity<'a>(leaf: &'a Leaf<'_>, placeholders: impl Iterator<Item = &'a str>) -> u8 {
    // A status in a body repeats that of the response, and a severity says little: neither makes an entry another one.
    if matches!(leaf.role, role::STATUS | role::SEVERITY) || leaf.is_list() {
        return 0;
    }
    let mut flags = 0;
    for name in placeholders {
        flags |= match name {
            "code" | "name" | "docs" => leaf_flag::IDENTITY | leaf_flag::STRONG,
            // Values that a server sets for one error.
            "catalog" | "version" => 0,
            _ if OCCURRENCE.contains(&name) && name != "diagnostics" => 0,
            "issue" | "category" | "severity" | "status" | "reason" | "since" => leaf_flag::IDENTITY,
            _ if name.starts_with("x-") => leaf_flag::IDENTITY | leaf_flag::WORDS | leaf_flag::CONSTANT,
            _ => leaf_flag::IDENTITY | leaf_flag::WORDS,
        };
    }
    if leaf
        .guards
        .iter()
        .any(|guard| !OCCURRENCE.contains(&guard.value.as_str()))
    {
        flags |= leaf_flag::IDENTITY;
    }
    flags
}

fn role_of(placeholder: &Placeholder) -> u8 {
    match placeholder.name.as_str() {
        "code" => role::CODE,
        "status" => role::STATUS,
        "severity" => role::SEVERITY,
        "issue" => role::ISSUE,
        "title" => role::TITLE,
        "message" | "detail" => role::MESSAGE,
        "display" => role::DISPLAY,
        "diagnostics" => role::DIAGNOSTICS,
        "request_id" => role::REQUEST_ID,
        "id" => role::ID,
        "instance" => role::INSTANCE,
        "time" => role::TIME,
        "retry_after" => role::RETRY_AFTER,
        "docs" => role::DOCS,
        "category" => role::CATEGORY,
        "name" => role::NAME,
        "expression" => role::EXPRESSION,
        "location" => role::LOCATION,
        _ => role::NONE,
    }
}

/// The programs of the leaves of an entry's body, in the order of the shape.
pub fn leaf_programs(scope: Scope<'_>, shape: &Shape<'_>) -> Vec<Program> {
    shape
        .leaves
        .iter()
        .map(|leaf| leaf_program(scope, shape, leaf))
        .collect()
}

fn leaf_program(scope: Scope<'_>, shape: &Shape<'_>, leaf: &Leaf<'_>) -> Program {
    let absent = vec![Op::Absent];
    let scope = Scope {
        shared_response: shape.repeated.is_some() && !leaf.is_repeated(),
        fhir: scope.is_outcome(),
        ..scope
    };
    let guards = leaf.guards.iter().fold(Condition::Always, |condition, guard| {
        condition.and(scope.condition(&guard.value))
    });
    let mut program = Program::new();
    match leaf.content {
        Content::List => return program,
        Content::Raw("null") => return absent,
        Content::Raw(raw) => literal(&mut program, raw),
        Content::Text(text) if leaf.flags & leaf_flag::JSON != 0 => {
            let Some(placeholder) = text.only_placeholder() else {
                return absent;
            };
            scope.write_present_json_value(placeholder, &mut program);
            let null = [Op::text("null")];
            let otherwise: &[Op] = if placeholder.absent == Absent::Null {
                &null
            } else {
                &absent
            };
            program = scope.condition(&placeholder.name).choose(program, otherwise);
        }
        Content::Text(text) => {
            // A text in markup is escaped for markup, and the decoder unescapes it.
            let markup = !shape.xml && json::context(text) == Place::JsonMarkup;
            let place = if markup { Place::Html } else { Place::Plain };
            scope.write(text, place, &mut program);
            // A placeholder that is a whole value of JSON is `null` without one, whatever its spelling.
            let condition = match text.only_placeholder().filter(|_| !shape.xml) {
                Some(placeholder) => scope.condition(&placeholder.name),
                None => scope.condition_of(text),
            };
            return guards.and(condition).choose(program, &absent);
        }
    }
    guards.choose(program, &absent)
}
