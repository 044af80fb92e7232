//! The programs of an entry: its bodies, headers and messages, with its own texts only named.

use error_layout::vocabulary::FORMATS;

use super::field::{Field, Member};
use super::program::{Op, Program};
use super::value::{Context, Scope};
use super::{json, xml};
use crate::model::{Body, Header, Response};
use crate::text::Text;

/// The program of an entry's body, or `None` if it has none.
pub fn body_program(scope: Scope<'_>) -> Option<Program> {
    let mut program = Program::new();
    let response = scope.catalog.responses.get(scope.entry.response)?;
    match &response.body {
        Body::Json(template) => program = json::body(scope, template, is_outcome(response)),
        Body::Text(text) => scope.write(text, Context::Plain, &mut program),
        Body::Html(text) => scope.write(text, Context::Html, &mut program),
        Body::Empty => return None,
    }
    Some(program)
}

/// The program of an entry's body in FHIR's XML, or `None` if it has no such form.
pub fn xml_program(scope: Scope<'_>) -> Option<Program> {
    let response = scope.catalog.responses.get(scope.entry.response)?;
    match &response.body {
        Body::Json(template) if is_outcome(response) => xml::body(scope, template),
        _ => None,
    }
}

fn is_outcome(response: &Response) -> bool {
    FORMATS.get(usize::from(response.format)) == Some(&"operation-outcome")
}

/// The program of a header's value: ends by [`Op::Absent`] if the header is left out.
pub fn header_program(scope: Scope<'_>, header: &Header) -> Program {
    let mut value = Program::new();
    scope.write_header(&header.value.value, &mut value);
    scope.presence_of(&header.value.value).choose(value, &vec![Op::Absent])
}

/// The program of the message, which is the title where the message is absent.
pub fn message_program(scope: Scope<'_>) -> Program {
    let mut title = Program::new();
    scope.write_field(Field::Title, Context::Plain, &mut title);
    if scope.entry.message.is_none() {
        return title;
    }
    let mut message = Program::new();
    scope.write_member(Member::Message, Context::Plain, &mut message);
    scope.presence_of_member(Member::Message).choose(message, &title)
}

/// The program of a text that is not for a client's parser.
pub(super) fn plain_program(scope: Scope<'_>, text: &Text) -> Program {
    let mut program = Program::new();
    scope.write(text, Context::Plain, &mut program);
    scope.presence_of(text).choose(program, &vec![Op::Absent])
}
