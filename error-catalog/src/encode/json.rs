//! From a JSON template to a program.

use error_layout::program::slot;

use super::escape_fixed;
use super::presence::Presence;
use super::program::{Op, Program, Run, append, literal};
use super::value::{Context, Scope};
use crate::source::Spanned;
use crate::template::{Object, Template};
use crate::text::{Absent, Piece, Placeholder, Text};

/// What stands before a member or element in its container.
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

    /// What stands before the next one, after one that may be left out.
    fn after_optional(self) -> Self {
        if self == Self::Something { self } else { Self::Unsure }
    }
}

/// When a part of a template is there.
enum Part {
    /// When its texts are.
    Known(Presence),
    /// When any of its parts is: found out by writing it.
    IfNotEmpty,
}

/// What a container is besides an object or array.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Ordinary,
    /// The resource, or a part of it, in which members can be extensions.
    Resource,
    /// A list of extensions of FHIR.
    Extensions,
    /// One of them: its `url` says nothing if there is no value (FHIR's invariant ext-1).
    Extension,
}

impl Role {
    /// That of a member.
    fn member(self, name: &str) -> Self {
        match self {
            Self::Ordinary => Self::Ordinary,
            _ if ["extension", "modifierExtension"].contains(&name) => Self::Extensions,
            _ => Self::Resource,
        }
    }

    /// That of an element.
    fn element(self) -> Self {
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

/// What XML has as attributes of an extension.
fn is_attribute(name: &str) -> bool {
    ["url", "id"].contains(&name)
}

/// The program of a whole body, which is an OperationOutcome or not.
pub fn body(scope: Scope<'_>, template: &Template, outcome: bool) -> Program {
    let mut program = Program::new();
    let role = if outcome { Role::Resource } else { Role::Ordinary };
    let scope = Scope {
        shared_answer: template.repeats() > 0,
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
pub(super) fn context(text: &Text) -> Context {
    match text.pieces.first() {
        Some(Piece::Literal(markup)) if markup.starts_with("<div") => Context::JsonMarkup,
        _ => Context::Json,
    }
}

/// The members or elements of a container. Behind something, it is the attributes of an extension that stand there already.
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
    format!("\"{}\":", escape_fixed(name, Context::Json))
}

/// The list that stands for elements of an array.
pub(super) fn list_placeholder(template: &Template) -> Option<&Placeholder> {
    match template {
        Template::Text(text) => text.value.only_placeholder().filter(|placeholder| placeholder.list),
        _ => None,
    }
}

/// When a part of a container is there.
fn part(scope: Scope<'_>, template: &Template, role: Role) -> Part {
    match template {
        Template::Raw(_) => Part::Known(Presence::Always),
        Template::Text(text) => Part::Known(scope.presence_of(&text.value)),
        Template::Array(elements) if elements.is_empty() => Part::Known(Presence::Always),
        Template::Array(elements) => any(elements.iter().map(|element| match list_placeholder(element) {
            Some(placeholder) if !list_of(scope, placeholder).1.is_empty() => Part::Known(Presence::Always),
            Some(_) => Part::IfNotEmpty,
            None => part(scope, element, role.element()),
        })),
        Template::Object(object) => object_part(scope, object, role),
    }
}

fn object_part(scope: Scope<'_>, object: &Object, role: Role) -> Part {
    let guard = object.guard.iter().fold(Presence::Always, |presence, name| {
        presence.and(scope.presence(&name.value))
    });
    // The reader refuses a guard on what is repeated.
    let inside = if object.members.is_empty() || object.repeat {
        Part::Known(Presence::Always)
    } else {
        let counting = object.members.iter().filter(|(name, _)| role.counts(object, name));
        any(counting.map(|(name, member)| part(scope, member, role.member(name))))
    };
    match (guard, inside) {
        (Presence::Never, _) => Part::Known(Presence::Never),
        (guard, Part::Known(presence)) => Part::Known(guard.and(presence)),
        (_, Part::IfNotEmpty) => Part::IfNotEmpty,
    }
}

/// A container whose parts are these: there if any of them is.
fn any(parts: impl Iterator<Item = Part>) -> Part {
    let mut all = Part::Known(Presence::Never);
    for part in parts {
        match part {
            Part::Known(Presence::Always) => return part,
            Part::Known(Presence::Never) => {}
            Part::Known(Presence::When(_)) | Part::IfNotEmpty => all = Part::IfNotEmpty,
        }
    }
    all
}

/// One member (with its key) or element.
fn child(scope: Scope<'_>, key: &str, template: &Template, role: Role, before: &mut Before, program: &mut Program) {
    match part(scope, template, role) {
        Part::Known(Presence::Never) => {}
        Part::Known(Presence::Always) => {
            if let Template::Object(object) = template
                && object.repeat
            {
                let mut once = Program::new();
                let scope = Scope {
                    shared_answer: false,
                    ..scope
                };
                value(scope, template, role, &mut once);
                // Each repetition writes its own comma.
                program.push(Op::Repeat(once));
                *before = Before::Something;
                return;
            }
            before.comma(program);
            literal(program, key);
            value(scope, template, role, program);
            *before = Before::Something;
        }
        Part::Known(presence) => {
            let mut then = Program::new();
            before.comma(&mut then);
            literal(&mut then, key);
            present_value(scope, template, role, &mut then);
            append(program, presence.choose(then, &Program::new()));
            *before = before.after_optional();
        }
        Part::IfNotEmpty => {
            let (open, close) = brackets(template);
            let mut body = Program::new();
            let attributes = attributes(scope, template, role);
            let begun = if attributes.parts.is_empty() {
                Before::Nothing
            } else {
                Before::Unsure
            };
            inside(scope, template, role, begun, &mut body);
            let guard = match template {
                Template::Object(object) => object.guard.iter().fold(Presence::Always, |presence, name| {
                    presence.and(scope.presence(&name.value))
                }),
                _ => Presence::Always,
            };
            let mut start = Run::text(format!("{key}{open}"));
            start.append(attributes);
            let wrap = Op::Wrap {
                comma: *before != Before::Nothing,
                open: start,
                close: close.to_owned(),
                body,
            };
            append(program, guard.choose(vec![wrap], &Program::new()));
            *before = before.after_optional();
        }
    }
}

/// The `url` and the `id` of an extension with a comma behind them, if they are constant as they have to be for XML.
fn attributes(scope: Scope<'_>, template: &Template, role: Role) -> Run {
    let mut all = Program::new();
    if let (Template::Object(object), Role::Extension) = (template, role) {
        for (name, member) in object.members.iter().filter(|(name, _)| is_attribute(name)) {
            literal(&mut all, &key(name));
            value(scope, member, Role::Ordinary, &mut all);
            literal(&mut all, ",");
        }
    }
    match all.as_slice() {
        [Op::Literal(run)] => run.clone(),
        _ => Run::default(),
    }
}

/// A value whose `?` placeholders are known to have values: no `null` for their absence.
fn present_value(scope: Scope<'_>, template: &Template, role: Role, program: &mut Program) {
    match template {
        Template::Text(text) => match text.value.only_placeholder() {
            Some(placeholder) if placeholder.absent == Absent::Omit => {
                let mut value = Program::new();
                scope.write_json_value(placeholder, &mut value);
                append(program, assume_present(value));
            }
            _ => text_value(scope, text, program),
        },
        other => value(scope, other, role, program),
    }
}

/// Drops the branch that writes `null` from a value that is only written when it is there.
fn assume_present(program: Program) -> Program {
    match program.as_slice() {
        [Op::If { then, otherwise, .. }] if otherwise.as_slice() == [Op::Literal(Run::text("null"))] => then.clone(),
        _ => program,
    }
}

/// Where the occurrence's values of a list are, and the entry's own.
pub(super) fn list_of<'c>(scope: Scope<'c>, placeholder: &Placeholder) -> (u8, &'c [Spanned<Text>]) {
    match placeholder.name.as_str() {
        "expression" => (slot::EXPRESSION, &scope.entry.expression),
        "location" => (slot::LOCATION, &scope.entry.location),
        _ => (slot::LOCATION, &[]),
    }
}

/// The elements of a list: the occurrence's, otherwise the entry's.
fn list(scope: Scope<'_>, placeholder: &Placeholder, before: &mut Before, program: &mut Program) {
    let (slot, constants) = list_of(scope, placeholder);
    if constants.is_empty() {
        program.push(Op::Each { slot });
        *before = before.after_optional();
        return;
    }
    let mut otherwise = Program::new();
    let mut inner = *before;
    for text in constants {
        inner.comma(&mut otherwise);
        literal(&mut otherwise, "\"");
        scope.write(&text.value, Context::Json, &mut otherwise);
        literal(&mut otherwise, "\"");
        inner = Before::Something;
    }
    program.push(Op::If {
        slot,
        then: vec![Op::Each { slot }],
        otherwise,
    });
    *before = Before::Something;
}
