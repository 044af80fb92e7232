//! From the JSON template of an OperationOutcome to a program that writes it as FHIR's XML (<https://hl7.org/fhir/xml.html>).
//!
//! Values are attributes, lists are repeated elements, and elements stand in the order of the tables below. What FHIR's XML cannot express
//! makes the whole template one that has no XML: a body that says less than its JSON would be another body.

use super::condition::Condition;
use super::ir::{Op, Program, append, literal};
use super::json::{list_of, list_placeholder};
use super::resolve::{Scope, Value};
use super::xhtml;
use crate::ast::place::Place;
use crate::ast::template::{Object, Template};
use crate::ast::text::{Placeholder, Text};

/// An element that a type has.
struct Element {
    name: &'static str,
    /// Whether there can be several, which are an array in JSON.
    list: bool,
    kind: Kind,
}

enum Kind {
    /// `<name value="…"/>`
    Primitive,
    /// An attribute of the element it belongs to.
    Attribute,
    /// Elements.
    Complex(&'static [Element]),
    /// An extension, which can contain others.
    Extension,
    /// Markup, which is a string in JSON.
    Xhtml,
    /// The name of the root element.
    ResourceType,
}

impl Element {
    /// Whether a member of JSON has the extensions of this element, which is primitive.
    fn is_extended_by(&self, member: &str) -> bool {
        matches!(self.kind, Kind::Primitive) && !self.list && member.strip_prefix('_') == Some(self.name)
    }
}

const fn one(name: &'static str, kind: Kind) -> Element {
    Element {
        name,
        list: false,
        kind,
    }
}

const fn many(name: &'static str, kind: Kind) -> Element {
    Element { name, list: true, kind }
}

const fn value(name: &'static str) -> Element {
    one(name, Kind::Primitive)
}

const ID: Element = one("id", Kind::Attribute);
const EXTENSIONS: Element = many("extension", Kind::Extension);

/// The order of elements is that of all versions from DSTU2 to R5; which of them a version has is checked elsewhere.
static OUTCOME: [Element; 9] = [
    one("resourceType", Kind::ResourceType),
    value("id"),
    one("meta", Kind::Complex(&META)),
    value("implicitRules"),
    value("language"),
    one("text", Kind::Complex(&NARRATIVE)),
    EXTENSIONS,
    many("modifierExtension", Kind::Extension),
    many("issue", Kind::Complex(&ISSUE)),
];

/// The elements that the preset writes.
static META: [Element; 1] = [many("profile", Kind::Primitive)];

static ISSUE: [Element; 9] = [
    ID,
    EXTENSIONS,
    many("modifierExtension", Kind::Extension),
    value("severity"),
    value("code"),
    one("details", Kind::Complex(&CODEABLE_CONCEPT)),
    value("diagnostics"),
    many("location", Kind::Primitive),
    many("expression", Kind::Primitive),
];

static NARRATIVE: [Element; 4] = [ID, EXTENSIONS, value("status"), one("div", Kind::Xhtml)];

static CODEABLE_CONCEPT: [Element; 4] = [ID, EXTENSIONS, many("coding", Kind::Complex(&CODING)), value("text")];

static CODING: [Element; 7] = [
    ID,
    EXTENSIONS,
    value("system"),
    value("version"),
    value("code"),
    value("display"),
    value("userSelected"),
];

static PERIOD: [Element; 4] = [ID, EXTENSIONS, value("start"), value("end")];

/// Of the types that a value can have, those without parts, and those whose parts are in the tables.
static EXTENSION: [Element; 26] = [
    ID,
    one("url", Kind::Attribute),
    EXTENSIONS,
    value("valueBase64Binary"),
    value("valueBoolean"),
    value("valueCanonical"),
    value("valueCode"),
    value("valueDate"),
    value("valueDateTime"),
    value("valueDecimal"),
    value("valueId"),
    value("valueInstant"),
    value("valueInteger"),
    value("valueInteger64"),
    value("valueMarkdown"),
    value("valueOid"),
    value("valuePositiveInt"),
    value("valueString"),
    value("valueTime"),
    value("valueUnsignedInt"),
    value("valueUri"),
    value("valueUrl"),
    value("valueUuid"),
    one("valueCoding", Kind::Complex(&CODING)),
    one("valueCodeableConcept", Kind::Complex(&CODEABLE_CONCEPT)),
    one("valuePeriod", Kind::Complex(&PERIOD)),
];

/// The program of a whole body; `None` if it has no XML.
pub fn body(scope: Scope<'_>, template: &Template) -> Option<Program> {
    let Template::Object(object) = template else {
        return None;
    };
    let scope = Scope {
        shared_response: template.repeats() > 0,
        fhir: true,
        ..scope
    };
    let mut program = Program::new();
    literal(&mut program, "<OperationOutcome xmlns=\"http://hl7.org/fhir\">");
    append(&mut program, children(scope, &OUTCOME, object)?);
    literal(&mut program, "</OperationOutcome>");
    Some(program)
}

/// The elements of an object, in FHIR's order.
fn children(scope: Scope<'_>, known: &[Element], object: &Object) -> Option<Program> {
    let is_known = |name: &str| {
        known
            .iter()
            .any(|element| element.name == name || element.is_extended_by(name))
    };
    if !object.members.iter().all(|(name, _)| is_known(name)) {
        return None;
    }
    let mut program = Program::new();
    for element in known {
        let find = |is_it: &dyn Fn(&str) -> bool| object.members.iter().find(|(name, _)| is_it(name));
        let own = find(&|name| name == element.name).map(|(_, template)| template);
        let one = match (own, find(&|name| element.is_extended_by(name))) {
            (own, Some((_, Template::Object(extensions)))) => extended(scope, element, own, extensions)?,
            (_, Some(_)) => return None,
            (Some(template), None) => member(scope, element, template)?,
            (None, None) => continue,
        };
        append(&mut program, one);
    }
    Some(program)
}

/// A primitive element with the extensions that are in a member with an underscore in JSON (<https://hl7.org/fhir/json.html#primitive>).
fn extended(scope: Scope<'_>, element: &Element, own: Option<&Template>, extensions: &Object) -> Option<Program> {
    let name = element.name;
    let without_value = complex(scope, name, &[EXTENSIONS], extensions)?;
    let Some(Template::Text(text)) = own else {
        return own.is_none().then_some(without_value);
    };
    if is_structure(scope, &text.value) {
        return None;
    }
    let mut content = children(scope, &[EXTENSIONS], extensions)?;
    for guard in &extensions.guard {
        content = scope.condition(&guard.value).choose(content, &[]);
    }
    let mut program = vec![Op::text(format!("<{name} value=\""))];
    scope.write(&text.value, Place::XmlAttribute, &mut program);
    literal(&mut program, "\">");
    append(&mut program, content);
    literal(&mut program, &format!("</{name}>"));
    let condition = match text.value.only_placeholder() {
        Some(placeholder) => scope.condition(&placeholder.name),
        None => scope.condition_of(&text.value),
    };
    Some(condition.choose(program, &without_value))
}

/// Whether a text is an array or an object as it is, for which FHIR's XML has no element.
fn is_structure(scope: Scope<'_>, text: &Text) -> bool {
    let only = text.only_placeholder();
    only.is_some_and(|placeholder| !placeholder.string && scope.is_structured(&placeholder.name))
}

/// The element, or the elements, of one member.
fn member(scope: Scope<'_>, element: &Element, template: &Template) -> Option<Program> {
    let Template::Array(parts) = template else {
        return (!element.list).then(|| part(scope, element, template))?;
    };
    if !element.list {
        return None;
    }
    let mut program = Program::new();
    for template in parts {
        let one = match list_placeholder(template) {
            Some(placeholder) => list(scope, element, placeholder)?,
            None => part(scope, element, template)?,
        };
        append(&mut program, one);
    }
    Some(program)
}

fn part(scope: Scope<'_>, element: &Element, template: &Template) -> Option<Program> {
    match (&element.kind, template) {
        (Kind::ResourceType | Kind::Attribute, _) => Some(Program::new()),
        (Kind::Primitive, Template::Raw(json)) if json == "null" => Some(Program::new()),
        (Kind::Primitive, Template::Raw(json)) => Some(primitive(element.name, vec![Op::text(json)])),
        (Kind::Primitive, Template::Text(text)) => {
            (!is_structure(scope, &text.value)).then(|| text_element(scope, element.name, &text.value))
        }
        (Kind::Xhtml, Template::Text(text)) if xhtml::is_div(&text.value) => {
            let mut program = Program::new();
            scope.write(&text.value, Place::Xhtml, &mut program);
            Some(scope.condition_of(&text.value).choose(program, &[]))
        }
        (Kind::Complex(elements), Template::Object(object)) => complex(scope, element.name, elements, object),
        (Kind::Extension, Template::Object(object)) => complex(scope, element.name, &EXTENSION, object),
        _ => None,
    }
}

/// An element with elements in it.
fn complex(scope: Scope<'_>, name: &str, elements: &[Element], object: &Object) -> Option<Program> {
    let scope = Scope {
        shared_response: scope.shared_response && !object.repeat,
        ..scope
    };
    let mut open = vec![Op::text(format!("<{name}"))];
    for element in elements
        .iter()
        .filter(|element| matches!(element.kind, Kind::Attribute))
    {
        if let Some((_, template)) = object.members.iter().find(|(name, _)| name == element.name) {
            append(&mut open, attribute(scope, element.name, template)?);
        }
    }
    literal(&mut open, ">");
    let mut program = around(open, children(scope, elements, object)?, format!("</{name}>"));
    // A narrative has no meaning without content (FHIR's invariant txt-2).
    let div = object.members.iter().find(|(name, _)| name == "div");
    if let Some((_, Template::Text(div))) = div {
        program = scope.condition_of(&div.value).choose(program, &[]);
    }
    for guard in &object.guard {
        program = scope.condition(&guard.value).choose(program, &[]);
    }
    Some(if object.repeat {
        vec![Op::Repeat {
            commas: false,
            part: program,
        }]
    } else {
        program
    })
}

/// An attribute; its value must be known to the catalog.
fn attribute(scope: Scope<'_>, name: &str, template: &Template) -> Option<Program> {
    let Template::Text(text) = template else { return None };
    let mut value = Program::new();
    scope.write(&text.value, Place::XmlAttribute, &mut value);
    let [Op::Segment(_)] = value.as_slice() else {
        return None;
    };
    let mut attribute = vec![Op::text(format!(" {name}=\""))];
    append(&mut attribute, value);
    literal(&mut attribute, "\"");
    Some(attribute)
}

/// An element with a text as its value. What is `null` or nothing in JSON is not there: FHIR's XML knows no empty value.
fn text_element(scope: Scope<'_>, name: &str, text: &Text) -> Program {
    let mut value = Program::new();
    scope.write(text, Place::XmlAttribute, &mut value);
    let element = primitive(name, value);
    let inlined = text
        .only_placeholder()
        .map(|placeholder| scope.value(&placeholder.name));
    let condition = match inlined {
        Some(Value::Inline(member)) => scope.condition_of_member(member),
        // The placeholder writes nothing if it has no value.
        Some(_) => return element,
        None => scope.condition_of(text),
    };
    condition.choose(element, &[])
}

/// The items of a list: those of the error, otherwise the entry's.
fn list(scope: Scope<'_>, element: &Element, placeholder: &Placeholder) -> Option<Program> {
    if !matches!(element.kind, Kind::Primitive) {
        return None;
    }
    let (argument, items) = list_of(scope, placeholder);
    let (open, close) = tags(element.name);
    let elements = vec![Op::Elements { argument, open, close }];
    if items.is_empty() {
        return Some(elements);
    }
    let mut otherwise = Program::new();
    for item in items {
        let mut value = Program::new();
        scope.write_member(item, Place::XmlAttribute, &mut value);
        append(&mut otherwise, primitive(element.name, value));
    }
    Some(Condition::given(argument, false).choose(elements, &otherwise))
}

fn tags(name: &str) -> (String, String) {
    (format!("<{name} value=\""), "\"/>".to_owned())
}

fn primitive(name: &str, value: Program) -> Program {
    let (open, close) = tags(name);
    around(vec![Op::text(open)], value, close)
}

/// Content between two texts, all left out if the content is empty.
fn around(open: Program, content: Program, close: String) -> Program {
    if content.is_empty() {
        return content;
    }
    if !content.iter().any(|op| matches!(op, Op::Segment(_))) {
        return vec![Op::Wrap { open, content, close }];
    }
    let mut program = open;
    append(&mut program, content);
    literal(&mut program, &close);
    program
}

#[cfg(test)]
mod tests;
