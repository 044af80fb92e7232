//! From a JSON template to a program.

use error_layout::program::slot;

use super::escape_fixed;
use super::presence::Presence;
use super::program::{Op, Program, append, literal};
use super::value::{Context, Scope};
use crate::source::Spanned;
use crate::template::{Object, Template};
use crate::text::{Absent, Hole, Piece, Text};

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

/// The program of a whole body.
pub fn body(scope: Scope<'_>, template: &Template) -> Program {
    let mut program = Program::new();
    let scope = Scope {
        shared_answer: template.repeats() > 0,
        ..scope
    };
    value(scope, template, &mut program);
    program
}

fn value(scope: Scope<'_>, template: &Template, program: &mut Program) {
    match template {
        Template::Raw(json) => literal(program, json),
        Template::Text(text) => text_value(scope, text, program),
        Template::Array(_) | Template::Object(_) => {
            let (open, close) = brackets(template);
            literal(program, open);
            inside(scope, template, program);
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
    if let Some(hole) = text.value.only_hole() {
        scope.write_json_value(hole, program);
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

/// The members or elements of a container.
fn inside(scope: Scope<'_>, container: &Template, program: &mut Program) {
    let mut before = Before::Nothing;
    match container {
        Template::Object(object) => {
            for (name, member) in &object.members {
                let key = format!("\"{}\":", escape_fixed(name, Context::Json));
                child(scope, &key, member, &mut before, program);
            }
        }
        Template::Array(elements) => {
            for element in elements {
                match list_hole(element) {
                    Some(hole) => list(scope, hole, &mut before, program),
                    None => child(scope, "", element, &mut before, program),
                }
            }
        }
        Template::Raw(_) | Template::Text(_) => {}
    }
}

/// The list that stands for elements of an array.
pub(super) fn list_hole(template: &Template) -> Option<&Hole> {
    match template {
        Template::Text(text) => text.value.only_hole().filter(|hole| hole.list),
        _ => None,
    }
}

/// When a part of a container is there.
fn part(scope: Scope<'_>, template: &Template) -> Part {
    match template {
        Template::Raw(_) => Part::Known(Presence::Always),
        Template::Text(text) => Part::Known(scope.presence_of(&text.value)),
        Template::Array(elements) if elements.is_empty() => Part::Known(Presence::Always),
        Template::Array(elements) => any(elements.iter().map(|element| match list_hole(element) {
            Some(hole) if !list_of(scope, hole).1.is_empty() => Part::Known(Presence::Always),
            Some(_) => Part::IfNotEmpty,
            None => part(scope, element),
        })),
        Template::Object(object) => object_part(scope, object),
    }
}

fn object_part(scope: Scope<'_>, object: &Object) -> Part {
    let guard = object.guard.iter().fold(Presence::Always, |presence, name| {
        presence.and(scope.presence(&name.value))
    });
    // The reader refuses a guard on what is repeated.
    let inside = if object.members.is_empty() || object.repeat {
        Part::Known(Presence::Always)
    } else {
        any(object.members.iter().map(|(_, member)| part(scope, member)))
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
fn child(scope: Scope<'_>, key: &str, template: &Template, before: &mut Before, program: &mut Program) {
    match part(scope, template) {
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
                value(scope, template, &mut once);
                // Each repetition writes its own comma.
                program.push(Op::Repeat(once));
                *before = Before::Something;
                return;
            }
            before.comma(program);
            literal(program, key);
            value(scope, template, program);
            *before = Before::Something;
        }
        Part::Known(presence) => {
            let mut then = Program::new();
            before.comma(&mut then);
            literal(&mut then, key);
            present_value(scope, template, &mut then);
            append(program, presence.choose(then, &Program::new()));
            *before = before.after_optional();
        }
        Part::IfNotEmpty => {
            let (open, close) = brackets(template);
            let mut body = Program::new();
            inside(scope, template, &mut body);
            let guard = match template {
                Template::Object(object) => object.guard.iter().fold(Presence::Always, |presence, name| {
                    presence.and(scope.presence(&name.value))
                }),
                _ => Presence::Always,
            };
            let wrap = Op::Wrap {
                comma: *before != Before::Nothing,
                open: format!("{key}{open}"),
                close: close.to_owned(),
                body,
            };
            append(program, guard.choose(vec![wrap], &Program::new()));
            *before = before.after_optional();
        }
    }
}

/// A value whose `?` holes are known to have values: no `null` for their absence.
fn present_value(scope: Scope<'_>, template: &Template, program: &mut Program) {
    match template {
        Template::Text(text) => match text.value.only_hole() {
            Some(hole) if hole.absent == Absent::Omit => {
                let mut value = Program::new();
                scope.write_json_value(hole, &mut value);
                append(program, assume_present(value));
            }
            _ => text_value(scope, text, program),
        },
        other => value(scope, other, program),
    }
}

/// Drops the branch that writes `null` from a value that is only written when it is there.
fn assume_present(program: Program) -> Program {
    match program.as_slice() {
        [Op::If { then, otherwise, .. }] if otherwise.as_slice() == [Op::Literal("null".to_owned())] => then.clone(),
        _ => program,
    }
}

/// Where the occurrence's values of a list are, and the entry's own.
pub(super) fn list_of<'c>(scope: Scope<'c>, hole: &Hole) -> (u8, &'c [Spanned<Text>]) {
    match hole.name.as_str() {
        "expression" => (slot::EXPRESSION, &scope.entry.expression),
        "location" => (slot::LOCATION, &scope.entry.location),
        _ => (slot::LOCATION, &[]),
    }
}

/// The elements of a list: the occurrence's, otherwise the entry's.
fn list(scope: Scope<'_>, hole: &Hole, before: &mut Before, program: &mut Program) {
    let (slot, constants) = list_of(scope, hole);
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
