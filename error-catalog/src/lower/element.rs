//! From a template to a program that writes XML: a template of XML, or that of problem details (RFC 9457, appendix B).

use super::condition::Condition;
use super::ir::{Op, Program, append, literal};
use super::json::{Part, any, guard, list_of, list_placeholder};
use super::resolve::Scope;
use crate::ast::place::Place;
use crate::ast::template::{ATTRIBUTE, Object, TEXT, Template, Xml};
use crate::ast::text::{Placeholder, Text};
use crate::parse::is_local_name;

/// The namespace of problem details.
const PROBLEM: &str = "urn:ietf:rfc:7807";

/// The name of an element of an array in problem details.
const ITEM: &str = "i";

/// The program of the body of a template of XML.
pub fn body(scope: Scope<'_>, xml: &Xml) -> Program {
    let scope = Scope {
        shared_response: xml.element.repeats() > 0,
        ..scope
    };
    let mut program = Program::new();
    literal(&mut program, &xml.declaration);
    // The root element is always there.
    if let Template::Object(object) = &xml.element {
        let root = Element::of(scope, &xml.root, object);
        append(&mut program, root.write());
    }
    program
}

/// The program of problem details as XML, or `None` if XML cannot express them.
pub fn problem(scope: Scope<'_>, template: &Template) -> Option<Program> {
    let Template::Object(object) = template else {
        return None;
    };
    if !object
        .members
        .iter()
        .all(|(name, member)| is_expressible(scope, name, member))
    {
        return None;
    }
    let scope = Scope {
        shared_response: template.repeats() > 0,
        ..scope
    };
    let mut program = Program::new();
    literal(&mut program, &format!("<problem xmlns=\"{PROBLEM}\">"));
    for (name, member) in &object.members {
        append(&mut program, part(scope, name, member));
    }
    literal(&mut program, "</problem>");
    Some(program)
}

/// Whether a member of problem details is the same when its XML is read.
fn is_expressible(scope: Scope<'_>, name: &str, template: &Template) -> bool {
    is_local_name(name)
        && match template {
            Template::Raw(_) => true,
            Template::Text(text) => {
                let only = text.value.only_placeholder();
                !only.is_some_and(|placeholder| !placeholder.string && scope.is_structured(&placeholder.name))
            }
            // Nothing tells an empty array and an empty object from an empty text.
            Template::Array(elements) => {
                !elements.is_empty() && elements.iter().all(|element| is_expressible(scope, ITEM, element))
            }
            Template::Object(object) => {
                object.members.iter().any(|(name, _)| name != ITEM)
                    && object
                        .members
                        .iter()
                        .all(|(name, member)| is_expressible(scope, name, member))
            }
        }
}

/// When an element is there.
fn presence(scope: Scope<'_>, template: &Template) -> Part {
    match template {
        Template::Raw(json) if json == "null" => Part::Known(Condition::Never),
        Template::Raw(_) => Part::Known(Condition::Always),
        Template::Text(text) => match list_placeholder(template) {
            Some(placeholder) => presence_of_list(scope, placeholder),
            None => Part::Known(condition(scope, &text.value)),
        },
        Template::Array(elements) => any(elements.iter().map(|element| presence(scope, element))),
        Template::Object(object) => Element::of(scope, "", object).presence(),
    }
}

/// When a text of problem details is there. It is `null` in JSON otherwise.
fn condition(scope: Scope<'_>, text: &Text) -> Condition {
    match text.only_placeholder() {
        Some(placeholder) => scope.condition(&placeholder.name),
        None => scope.condition_of(text),
    }
}

fn presence_of_list(scope: Scope<'_>, placeholder: &Placeholder) -> Part {
    let (_, items) = list_of(scope, placeholder);
    let mut items = items.iter();
    if items.any(|item| scope.condition_of_member(*item) == Condition::Always) {
        Part::Known(Condition::Always)
    } else {
        Part::IfNotEmpty
    }
}

/// Writes an element, or several, if they are there.
fn part(scope: Scope<'_>, name: &str, template: &Template) -> Program {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut content = Program::new();
    match template {
        Template::Object(object) => return Element::of(scope, name, object).program(),
        Template::Raw(json) => literal(&mut content, json),
        Template::Text(text) => match list_placeholder(template) {
            Some(placeholder) => return list(scope, placeholder, &open, &close),
            None => scope.write(&text.value, Place::XmlAttribute, &mut content),
        },
        Template::Array(elements) => {
            for element in elements {
                append(&mut content, part(scope, ITEM, element));
            }
        }
    }
    let open = vec![Op::text(open)];
    match presence(scope, template) {
        Part::Known(condition) => condition.choose(around(open, content, &close), &[]),
        Part::IfNotEmpty => vec![Op::Wrap { open, content, close }],
    }
}

fn around(mut program: Program, content: Program, close: &str) -> Program {
    append(&mut program, content);
    literal(&mut program, close);
    program
}

/// An element for each item of a list: those of the error, otherwise the entry's.
fn list(scope: Scope<'_>, placeholder: &Placeholder, open: &str, close: &str) -> Program {
    let (argument, items) = list_of(scope, placeholder);
    let elements = vec![Op::Elements {
        argument,
        open: open.to_owned(),
        close: close.to_owned(),
    }];
    if items.is_empty() {
        return elements;
    }
    let mut otherwise = Program::new();
    for item in items {
        let mut value = Program::new();
        scope.write_member(item, Place::XmlAttribute, &mut value);
        let one = around(vec![Op::text(open)], value, close);
        append(&mut otherwise, scope.condition_of_member(item).choose(one, &[]));
    }
    Condition::given(argument, false).choose(elements, &otherwise)
}

/// An element with attributes, and either a text or elements.
struct Element<'t> {
    scope: Scope<'t>,
    name: &'t str,
    object: &'t Object,
    text: Option<&'t Text>,
    /// The elements in it.
    children: Vec<(&'t str, &'t Template)>,
}

impl<'t> Element<'t> {
    fn of(scope: Scope<'t>, name: &'t str, object: &'t Object) -> Self {
        let mut element = Self {
            scope: Scope {
                shared_response: scope.shared_response && !object.repeat,
                ..scope
            },
            name,
            object,
            text: None,
            children: Vec::new(),
        };
        for (name, member) in &object.members {
            match member {
                Template::Text(text) if name == TEXT => element.text = Some(&text.value),
                _ if name.contains(ATTRIBUTE) => {}
                _ => element.children.push((name, member)),
            }
        }
        element
    }

    /// The attributes, with their names as they are sent.
    fn attributes(&self) -> impl Iterator<Item = (String, &'t Text)> {
        let members = self.object.members.iter();
        members.filter_map(|(name, member)| match member {
            Template::Text(text) if name.contains(ATTRIBUTE) => Some((name.replace(ATTRIBUTE, ""), &text.value)),
            _ => None,
        })
    }

    /// The list that is its text: it stands for an element for each item.
    fn list(&self) -> Option<&'t Placeholder> {
        self.text?.only_placeholder().filter(|placeholder| placeholder.list)
    }

    /// When one of its attributes is there, not counting those that are constant; `None` without others.
    fn with_attributes(&self) -> Option<Condition> {
        let mut conditions = self
            .attributes()
            .filter(|(_, text)| text.as_literal().is_none())
            .map(|(_, text)| self.scope.condition_of(text));
        let first = conditions.next()?;
        Some(conditions.fold(first, Condition::or))
    }

    /// When it is there: if something in it is, or if nothing can be.
    fn presence(&self) -> Part {
        let inside = if self.object.repeat {
            Part::Known(Condition::Always)
        } else if let Some(list) = self.list() {
            presence_of_list(self.scope, list)
        } else {
            let text = self.text.map(|text| self.scope.condition_of(text));
            match (text, self.with_attributes()) {
                (None, None) if self.children.is_empty() => Part::Known(Condition::Always),
                (text, attributes) => {
                    let own = text.into_iter().chain(attributes).fold(Condition::Never, Condition::or);
                    if self.children.is_empty() {
                        Part::Known(own)
                    } else {
                        let children = self.children.iter().map(|(_, child)| presence(self.scope, child));
                        any(std::iter::once(Part::Known(own)).chain(children))
                    }
                }
            }
        };
        match (guard(self.scope, self.object), inside) {
            (Condition::Never, _) => Part::Known(Condition::Never),
            (guard, Part::Known(condition)) => Part::Known(guard.and(condition)),
            (_, Part::IfNotEmpty) => Part::IfNotEmpty,
        }
    }

    /// Writes it if it is there.
    fn program(&self) -> Program {
        let guard = guard(self.scope, self.object);
        if let Some(placeholder) = self.list() {
            let mut open = Program::new();
            self.open(&mut open, false);
            // The parser rejects other attributes than constant ones.
            let [Op::Segment(open)] = open.as_slice() else {
                return Program::new();
            };
            let open = format!("{}>", open.as_text().unwrap_or(""));
            let elements = list(self.scope, placeholder, &open, &self.close());
            return guard.choose(elements, &[]);
        }
        match self.presence() {
            Part::Known(_) if self.object.repeat => vec![Op::Repeat {
                commas: false,
                part: self.write(),
            }],
            Part::Known(condition) => condition.choose(self.write(), &[]),
            Part::IfNotEmpty => {
                let mut open = Program::new();
                self.open(&mut open, false);
                literal(&mut open, ">");
                let wrap = Op::Wrap {
                    open,
                    content: self.content(),
                    close: self.close(),
                };
                let attributes = self.with_attributes().unwrap_or(Condition::Never);
                guard.choose(attributes.choose(self.write(), &[wrap]), &[])
            }
        }
    }

    /// Writes its start tag without the end of the tag; with `all`, also attributes with placeholders.
    fn open(&self, program: &mut Program, all: bool) {
        literal(program, &format!("<{}", self.name));
        for (name, text) in self.attributes().filter(|(_, text)| all || text.as_literal().is_some()) {
            let mut value = Program::new();
            self.scope.write(text, Place::XmlAttribute, &mut value);
            let attribute = around(vec![Op::text(format!(" {name}=\""))], value, "\"");
            append(program, self.scope.condition_of(text).choose(attribute, &[]));
        }
    }

    fn close(&self) -> String {
        format!("</{}>", self.name)
    }

    fn content(&self) -> Program {
        let mut content = Program::new();
        if let Some(text) = self.text {
            let mut value = Program::new();
            self.scope.write(text, Place::XmlAttribute, &mut value);
            append(&mut content, self.scope.condition_of(text).choose(value, &[]));
        }
        for (name, child) in &self.children {
            append(&mut content, part(self.scope, name, child));
        }
        content
    }

    /// Writes it without a condition.
    fn write(&self) -> Program {
        let mut program = Program::new();
        self.open(&mut program, true);
        if self.text.is_none() && self.children.is_empty() {
            literal(&mut program, "/>");
            return program;
        }
        literal(&mut program, ">");
        around(program, self.content(), &self.close())
    }
}
