//! From a checked catalog to programs.
//!
//! [`ir`] has the programs, [`resolve`] the values of placeholders, [`condition`] when they have one. [`write`](mod@write) writes texts, [`json`] and [`xml`]
//! write templates, [`element`] those of XML and of problem details in XML, [`shape`] reads them backwards. [`form`] puts entries together whose programs are the same, [`outline`] describes the
//! body of an entry for documents.

pub mod columns;
pub mod condition;
mod element;
pub mod form;
pub mod ir;
mod json;
#[cfg(feature = "tools")]
pub mod outline;
pub mod resolve;
pub mod shape;
mod write;
mod xhtml;
mod xml;

use self::ir::{Field, Member, Op, Program};
use self::resolve::Scope;
use crate::ast::place::Place;
use crate::model::Body;

/// The program of an entry's body, or `None` if it has none.
pub fn body(scope: Scope<'_>) -> Option<Program> {
    let mut program = Program::new();
    let response = scope.catalog.responses.get(scope.entry.response)?;
    match &response.body {
        Body::Json(template) => program = json::body(scope, template),
        Body::Xml(xml) => program = element::body(scope, xml),
        Body::Text(text) => scope.write(text, Place::Plain, &mut program),
        Body::Empty => return None,
    }
    Some(program)
}

/// The program of an entry's body in FHIR's XML or in that of problem details, or `None` if it has no such form.
pub fn xml_body(scope: Scope<'_>) -> Option<Program> {
    let response = scope.catalog.responses.get(scope.entry.response)?;
    match &response.body {
        Body::Json(template) if scope.is_outcome() => xml::body(scope, template),
        Body::Json(template) if scope.is_problem() => element::problem(scope, template),
        _ => None,
    }
}

/// The program of the value of the header at a position.
pub fn header(scope: Scope<'_>, position: usize) -> Program {
    let mut value = Program::new();
    scope.write_header(position, &mut value);
    scope.condition_of_header(position).choose(value, &[Op::Absent])
}

/// The program of the message, which is the title where the message is absent.
pub fn message(scope: Scope<'_>) -> Program {
    let mut title = Program::new();
    scope.write_field(Field::Title, Place::Plain, &mut title);
    if scope.entry.message.is_none() {
        return title;
    }
    let mut message = Program::new();
    scope.write_member(Member::Message, Place::Plain, &mut message);
    scope.condition_of_member(Member::Message).choose(message, &title)
}

/// The program of a text of the entry that is not for a client's parser, or `None` if the entry has none.
pub fn plain(scope: Scope<'_>, member: Member) -> Option<Program> {
    scope.member(member)?;
    let mut program = Program::new();
    scope.write_member(member, Place::Plain, &mut program);
    Some(scope.condition_of_member(member).choose(program, &[Op::Absent]))
}
