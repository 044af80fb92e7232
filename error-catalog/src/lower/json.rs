//! From a JSON template to a program.

use error_layout::program::argument;

use super::condition::Condition;
use super::ir::{Member, Op, Program, append, literal};
use super::resolve::Scope;
use super::xhtml;
use crate::ast::place::Place;
use crate::ast::template::{Object, Template};
use crate::ast::text::{Absent, Placeholder, Text};
use crate::source::Spanned;

/// The text before a member or element in its container.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Something,
    /// Known only when the body is written.
    Unsure,
}

impl Before {
    /// The comma that is due.
    fn comma(self, program: &mut Program) {
        match self {
            Self::Nothing => {}
            Self::Something => literal(program, ","),
            Self::Unsure => program.push(Op::Comma),
        }
    }

    /// Returns the text before the next one, after an optional one.
    fn after_optional(self) -> Self {
        if self == Self::Something { self } else { Self::Unsure }
    }
}

/// When a part of a template is there.
pub(super) enum Part {
    /// When its texts are.
    Known(Condition),
    /// When any of its parts is: found out by writing it.
    IfNotEmpty,
}

/// The role of a container, besides an object or array.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Ordinary,
    /// The resource, or a part of it, in which members can be extensions.
    Resource,
    /// A list of extensions of FHIR.
    Extensions,
    /// One of them: its `url` has no meaning without a value (FHIR's invariant ext-1).
    Extension,
}

impl Role {
    /// That of a member.
    pub(super) fn member(self, name: &str) -> Self {
        match self {
            Self::Ordinary => Self::Ordinary,
            _ if ["extension", "modifierExtension"].contains(&name) => Self::Extensions,
            _ => Self::Resource,
        }
    }

    /// That of an element.
    pub(super) fn element(self) -> Self {
        if self == Self::Extensions {
            Self::Extension
        } else {
            self
        }
    }

    /// Whether a member tells that the object is there.
    fn counts(self, object: &Object, name: &str) -> bool {
        self != Self::Extension || !is_attribute(name) || object.members.iter().all(|(name, _)| is_attribute(name))
    }
}

/// The members that are attributes of an extension in XML.
fn is_attribute(name: &str) -> bool {
    ["url", "id"].contains(&name)
}

/// The program of a whole body.
pub fn body(scope: Scope<'_>, template: &Template) -> Program {
    let mut program = Program::new();
    let fhir = scope.is_outcome();
    let role = if fhir { Role::Resource } else { Role::Ordinary };
    let scope = Scope {
        shared_response: template.repeats() > 0,
        fhir,
        ..scope
    };
    value(scope, template, role, &mut program);
    program
}

fn value(scope: Scope<'_>, template: &Template, role: Role, program: &mut Program) {
    match template {
        Template::Raw(json) => literal(program, json),
        Template::Text(text) => text_value(scope, text, program),
        Template::Array(_) | Template::Object(_) => {
            let (open, close) = brackets(template);
            literal(program, open);
            inside(scope, template, role, Before::Nothing, program);
            literal(program, close);
        }
    }
}

fn brackets(template: &Template) -> (&'static str, &'static str) {
    if matches!(template, Template::Array(_)) {
        ("[", "]")
    } else {
        ("{", "}")
    }
}

fn text_value(scope: Scope<'_>, text: &Spanned<Text>, program: &mut Program) {
    if let Some(placeholder) = text.value.only_placeholder() {
        scope.write_json_value(placeholder, program);
    } else {
        literal(program, "\"");
        scope.write(&text.value, context(&text.value), program);
        literal(program, "\"");
    }
}

/// A string that begins as the `div` of a FHIR narrative does is markup, and what goes into it must not be.
pub(super) fn context(text: &Text) -> Place {
    if xhtml::is_markup(text) {
        Place::JsonMarkup
    } else {
        Place::Json
    }
}

/// Writes the members or elements of a container. They follow the attributes of an extension if `before` is not the start.
fn inside(scope: Scope<'_>, container: &Template, role: Role, mut before: Before, program: &mut Program) {
    let begun = before != Before::Nothing;
    match container {
        Template::Object(object) => {
            for (name, member) in object.members.iter().filter(|(name, _)| !begun || !is_attribute(name)) {
                child(scope, &key(name), member, role.member(name), &mut before, program);
            }
        }
        Template::Array(elements) => {
            for element in elements {
                match list_placeholder(element) {
                    Some(placeholder) => list(scope, placeholder, &mut before, program),
                    None => child(scope, "", element, role.element(), &mut before, program),
                }
            }
        }
        Template::Raw(_) | Template::Text(_) => {}
    }
}

fn key(name: &str) -> String {
    format!("\"{}\":", Place::Json.escaped(name))
}

/// The list that stands for elements of an array.
pub(super) fn list_placeholder(template: &Template) -> Option<&Placeholder> {
    match template {
        Template::Text(text) => text.value.only_placeholder().filter(|placeholder| placeholder.list),
        _ => None,
    }
}

/// When a part of a container is there.
pub(super) fn part(scope: Scope<'_>, template: &Template, role: Role) -> Part {
    match template {
        Template::Raw(_) => Part::Known(Condition::Always),
        Template::Text(text) => Part::Known(scope.condition_of(&text.value)),
        Template::Array(elements) if elements.is_empty() => Part::Known(Condition::Always),
        Template::Array(elements) => any(elements.iter().map(|element| match list_placeholder(element) {
            Some(placeholder) => {
                let (_, items) = list_of(scope, placeholder);
                let always = |item: &Member| scope.condition_of_member(*item) == Condition::Always;
                if items.iter().any(always) {
                    Part::Known(Condition::Always)
                } else {
                    Part::IfNotEmpty
                }
            }
            None => part(scope, element, role.element()),
        })),
        Template::Object(object) => object_part(scope, object, role),
    }
}

fn object_part(scope: Scope<'_>, object: &Object, role: Role) -> Part {
    let guard = guard(scope, object);
    // The reader refuses a guard on what is repeated.
    let inside = if object.members.is_empty() || object.repeat {
        Part::Known(Condition::Always)
    } else if let Some((_, div)) = object
        .members
        .iter()
        .find(|(name, _)| role == Role::Resource && name == "div")
    {
        // A narrative has no meaning without content (FHIR's invariant txt-2).
        part(scope, div, role)
    } else {
        let counting = object.members.iter().filter(|(name, _)| role.counts(object, name));
        any(counting.map(|(name, member)| part(scope, member, role.member(name))))
    };
    match (guard, inside) {
        (Condition::Never, _) => Part::Known(Condition::Never),
        (guard, Part::Known(condition)) => Part::Known(guard.and(condition)),
        (_, Part::IfNotEmpty) => Part::IfNotEmpty,
    }
}

/// A container whose parts are these: there if any of them is.
pub(super) fn any(parts: impl Iterator<Item = Part>) -> Part {
    let mut all = Part::Known(Condition::Never);
    for part in parts {
        match part {
            Part::Known(Condition::Always) => return part,
            Part::Known(Condition::Never) => {}
            Part::Known(Condition::When(_)) | Part::IfNotEmpty => all = Part::IfNotEmpty,
        }
    }
    all
}

/// Returns when the placeholders that an object asks for have values.
pub(super) fn guard(scope: Scope<'_>, object: &Object) -> Condition {
    object.guard.iter().fold(Condition::Always, |condition, name| {
        condition.and(scope.condition(&name.value))
    })
}

/// One member (with its key) or element.
fn child(scope: Scope<'_>, key: &str, template: &Template, role: Role, before: &mut Before, program: &mut Program) {
    match part(scope, template, role) {
        Part::Known(Condition::Never) => {}
        Part::Known(Condition::Always) => {
            if let Template::Object(object) = template
                && object.repeat
            {
                let mut once = Program::new();
                let scope = Scope {
                    shared_response: false,
                    ..scope
                };
                value(scope, template, role, &mut once);
                // Each repetition writes its own comma.
                program.push(Op::Repeat {
                    commas: true,
                    part: once,
                });
                *before = Before::Something;
                return;
            }
            before.comma(program);
            literal(program, key);
            value(scope, template, role, program);
            *before = Before::Something;
        }
        Part::Known(condition) => {
            let mut then = Program::new();
            before.comma(&mut then);
            literal(&mut then, key);
            present_value(scope, template, role, &mut then);
            append(program, condition.choose(then, &[]));
            *before = before.after_optional();
        }
        Part::IfNotEmpty => {
            let (bracket, close) = brackets(template);
            let mut open = Program::new();
            before.comma(&mut open);
            literal(&mut open, key);
            literal(&mut open, bracket);
            let attributes = attributes(scope, template, role);
            let begun = if attributes.is_empty() {
                Before::Nothing
            } else {
                Before::Unsure
            };
            append(&mut open, attributes);
            let mut content = Program::new();
            inside(scope, template, role, begun, &mut content);
            let wrap = Op::Wrap {
                open,
                content,
                close: close.to_owned(),
            };
            let guard = match template {
                Template::Object(object) => guard(scope, object),
                _ => Condition::Always,
            };
            append(program, guard.choose(vec![wrap], &[]));
            *before = before.after_optional();
        }
    }
}

/// The `url` and the `id` of an extension with a comma behind them, if they are constant as they have to be for XML.
fn attributes(scope: Scope<'_>, template: &Template, role: Role) -> Program {
    let mut all = Program::new();
    if let (Template::Object(object), Role::Extension) = (template, role) {
        for (name, member) in object.members.iter().filter(|(name, _)| is_attribute(name)) {
            literal(&mut all, &key(name));
            value(scope, member, Role::Ordinary, &mut all);
            literal(&mut all, ",");
        }
    }
    match all.as_slice() {
        [Op::Segment(_)] => all,
        _ => Program::new(),
    }
}

/// A value whose `?` placeholders are known to have values: no `null` for their absence.
pub(super) fn present_value(scope: Scope<'_>, template: &Template, role: Role, program: &mut Program) {
    match template {
        Template::Text(text) => match text.value.only_placeholder() {
            Some(placeholder) if placeholder.absent == Absent::Omit || scope.fhir => {
                scope.write_present_json_value(placeholder, program);
            }
            _ => text_value(scope, text, program),
        },
        other => value(scope, other, role, program),
    }
}

/// The list argument of a placeholder, and the entry's own items.
pub(super) fn list_of(scope: Scope<'_>, placeholder: &Placeholder) -> (u8, Vec<Member>) {
    let entry = scope.entry;
    match placeholder.name.as_str() {
        "expression" => (
            argument::EXPRESSION,
            (0..entry.expression.len()).map(Member::Expression).collect(),
        ),
        "location" => (
            argument::LOCATION,
            (0..entry.location.len()).map(Member::Location).collect(),
        ),
        _ => (argument::LOCATION, Vec::new()),
    }
}

/// The elements of a list: those of the error, otherwise the entry's.
fn list(scope: Scope<'_>, placeholder: &Placeholder, before: &mut Before, program: &mut Program) {
    let (argument, items) = list_of(scope, placeholder);
    if items.is_empty() {
        program.push(Op::List { argument });
        *before = before.after_optional();
        return;
    }
    let mut otherwise = Program::new();
    let mut inner = *before;
    for item in items {
        let mut string = Program::new();
        inner.comma(&mut string);
        literal(&mut string, "\"");
        scope.write_member(item, Place::Json, &mut string);
        literal(&mut string, "\"");
        let condition = scope.condition_of_member(item);
        inner = match condition {
            Condition::Always => Before::Something,
            _ => inner.after_optional(),
        };
        append(&mut otherwise, condition.choose(string, &[]));
    }
    *before = match inner {
        Before::Something => inner,
        _ => before.after_optional(),
    };
    program.extend(Condition::given(argument, false).choose(vec![Op::List { argument }], &otherwise));
}
