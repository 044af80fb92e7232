//! Entries whose programs differ in nothing but their own texts have one form, whose programs are compiled once.
//!
//! Catalogs have thousands of entries and a handful of forms. To compile the programs of each entry took half of the macro's time.

use std::collections::HashMap;

use error_layout::NONE_U32;
use error_layout::program::op;

use super::field::{Field, Member};
use super::frame::Frame;
use super::paths::{self, Shape};
use super::program::{Op, Program, number};
use super::stencil::Stencil;
use super::value::Scope;
use super::{Encoder, body_program, code_kind, message_program, xml_program};
use crate::model::{Body, Catalog};
use crate::text::{self, Piece, Placeholder};

/// What entries of one form have in common.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) body: Option<FormBody>,
    pub(super) xml: Option<FormBody>,
    pub(super) message: Stencil,
    /// What it writes in each leaf of its body, in the order of the shape.
    pub(super) leaves: Vec<Leaf>,
}

/// A body of a form, in one of its representations.
#[derive(Debug)]
pub(super) struct FormBody {
    frame: Option<Frame>,
    /// Whether a decoder reads the body by its program: it has no shape that says where in it what stands.
    is_read: bool,
    stencil: Stencil,
}

/// What a form writes in a leaf.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) program: Program,
    /// Whether it names no text of the entry.
    pub(super) is_constant: bool,
    pub(super) stencil: Stencil,
}

/// The forms of a catalog.
#[derive(Debug)]
pub(super) struct Forms {
    pub(super) all: Vec<Form>,
    /// The position of each entry's form.
    pub(super) of_entries: Vec<usize>,
}

impl Forms {
    pub(super) fn new(catalog: &Catalog, shapes: &[Option<Shape<'_>>]) -> Self {
        let parameters: Vec<Vec<&str>> = catalog.responses.iter().map(|one| parameters(&one.body)).collect();
        let mut forms = Self {
            all: Vec::new(),
            of_entries: Vec::with_capacity(catalog.entries.len()),
        };
        let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
        for (position, entry) in catalog.entries.iter().enumerate() {
            let scope = Scope::new(catalog, entry);
            let parameters = parameters.get(entry.response).map_or(&[][..], Vec::as_slice);
            let key = key(scope, position, parameters);
            let form = match known.get(&key) {
                Some(&form) => form,
                None => {
                    let shape = shapes.get(entry.response).and_then(Option::as_ref);
                    forms.all.push(Form::new(scope, shape));
                    known.insert(key, forms.all.len() - 1);
                    forms.all.len() - 1
                }
            };
            forms.of_entries.push(form);
        }
        forms
    }

    /// The form of the entry at a position.
    pub(super) fn of_entry(&mut self, position: usize) -> Option<&mut Form> {
        let form = self.of_entries.get(position)?;
        self.all.get_mut(*form)
    }
}

impl Form {
    fn new(scope: Scope<'_>, shape: Option<&Shape<'_>>) -> Self {
        let leaves = shape.map_or_else(Vec::new, |shape| paths::leaf_programs(scope, shape));
        Self {
            body: body_program(scope).map(|program| FormBody {
                frame: Frame::of(&program),
                is_read: shape.is_none(),
                stencil: Stencil::new(&program),
            }),
            xml: xml_program(scope).map(|program| FormBody {
                frame: Frame::of_xml(&program),
                is_read: false,
                stencil: Stencil::new(&program),
            }),
            message: Stencil::new(&message_program(scope)),
            leaves: leaves
                .into_iter()
                .map(|program| Leaf {
                    is_constant: is_constant(&program),
                    stencil: Stencil::new(&program),
                    program,
                })
                .collect(),
        }
    }
}

impl Encoder<'_> {
    /// The frame of a body, and the program if an error can still need it; or the program alone.
    pub(super) fn body(
        &mut self,
        position: usize,
        scope: Scope<'_>,
        body: impl FnOnce(&mut Form) -> Option<&mut FormBody>,
    ) -> usize {
        let Some(body) = self.forms.of_entry(position).and_then(body) else {
            return NONE_U32 as usize;
        };
        let frame = body.frame.as_mut().and_then(|frame| {
            let bytes = frame.fill(&mut self.frames_left, scope, &mut self.pool)?;
            Some((bytes, frame.needs_program() || body.is_read))
        });
        let (mut bytes, needs_program) = frame.unwrap_or((Vec::new(), true));
        if needs_program {
            bytes.append(&mut body.stencil.fill(scope, &mut self.pool));
        } else {
            bytes.push(op::END);
        }
        self.push(&bytes)
    }

    /// The program of an entry's message.
    pub(super) fn message(&mut self, position: usize, scope: Scope<'_>) -> usize {
        let Some(form) = self.forms.of_entry(position) else {
            return NONE_U32 as usize;
        };
        let bytes = form.message.fill(scope, &mut self.pool);
        self.push(&bytes)
    }
}

fn is_constant(program: &Program) -> bool {
    program.iter().all(|op| match op {
        Op::Literal(run) => run.as_text().is_some(),
        Op::If { then, otherwise, .. } => is_constant(then) && is_constant(otherwise),
        // Nothing else is in the programs of leaves.
        _ => true,
    })
}

/// The parameters that a body has placeholders for.
fn parameters(body: &Body) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    match body {
        Body::Json(template) => {
            template.texts(&mut |text| {
                names.extend(text.value.placeholders().map(|placeholder| placeholder.name.as_str()))
            });
            template.guards(&mut |guard| names.push(&guard.value));
        }
        Body::Text(text) | Body::Html(text) => {
            names.extend(text.placeholders().map(|placeholder| placeholder.name.as_str()))
        }
        Body::Empty => {}
    }
    names.retain(|name| !text::is_built_in(name));
    names
}

/// Everything about an entry that decides what its programs are, but for the texts that they only name.
fn key(scope: Scope<'_>, position: usize, body_parameters: &[&str]) -> Vec<u8> {
    let entry = scope.entry;
    let mut key = Vec::with_capacity(64);
    number(&mut key, entry.response);
    let has_delay = entry.retry.is_some_and(|retry| retry.delay.is_some());
    key.push(u8::from(has_delay) | u8::from(scope.status_varies()) << 1);
    key.push(code_kind(&entry.code));
    for field in FIELDS {
        key.push(match scope.field(field) {
            None => 0,
            // An element with nothing in it may not be there.
            Some(text) if text.is_empty() => 1,
            Some(_) => 2,
        });
    }
    for member in [Member::Message, Member::Display, Member::Diagnostics] {
        key.extend([u8::MAX, u8::from(scope.member(member).is_some())]);
        for piece in scope.member(member).map_or(&[][..], |text| &text.pieces) {
            match piece {
                Piece::Literal(_) => key.push(0),
                Piece::Placeholder(placeholder) => self::placeholder(scope, placeholder, &mut key),
            }
        }
    }
    key.push(u8::MAX);
    number(&mut key, entry.parameters.len());
    for parameter in &entry.parameters {
        key.extend([parameter.kind, u8::from(parameter.optional)]);
    }
    for name in body_parameters {
        number(
            &mut key,
            scope.parameter_position(name).map_or(0, |position| position + 1),
        );
    }
    if !entry.expression.is_empty() || !entry.location.is_empty() {
        // These texts stand in the programs themselves.
        number(&mut key, position);
    }
    key
}

/// The fields that an entry may lack, or that may be empty.
const FIELDS: [Field; 11] = [
    Field::Name,
    Field::Code,
    Field::Reason,
    Field::Title,
    Field::Docs,
    Field::Severity,
    Field::Issue,
    Field::Category,
    Field::Action,
    Field::UserMessage,
    Field::Since,
];

/// A parameter is the same as another in its place, whatever they are called. (One with the name of a built-in placeholder was reported.)
fn placeholder(scope: Scope<'_>, placeholder: &Placeholder, key: &mut Vec<u8>) {
    key.extend([
        1,
        placeholder.absent as u8,
        u8::from(placeholder.list),
        u8::from(placeholder.string),
    ]);
    match scope.parameter_position(&placeholder.name) {
        Some(position) => number(key, position),
        None => {
            key.push(u8::MAX);
            key.extend_from_slice(placeholder.name.as_bytes());
            key.push(u8::MAX);
        }
    }
}
