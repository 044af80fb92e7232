//! Shapes, leaves and endpoint patterns as bytes: see [`error_layout::decoding`].

use error_layout::decoding::leaf;
use error_layout::program::slot;

use super::forms::{Forms, Leaf};
use super::paths::Shape;
use super::pool::Known;
use super::program::{Op, Program, fill, number};
use super::stencil::Stencil;
use super::{Encoder, Scope, header_program};
use crate::endpoint;
use crate::model::Catalog;

/// What every entry writes in the leaves of its body, known before any of it is written.
#[derive(Default)]
pub(super) struct Leaves<'c> {
    /// By response; none where the body is not JSON.
    shapes: Vec<Option<Shape<'c>>>,
    /// By response and leaf: what all entries share.
    shared: Vec<Vec<Option<Shared<'c>>>>,
    /// The numbers of paths, by whether they stand in a repeated part.
    numbers: Known<(bool, Vec<&'c str>)>,
    /// What was written already, so that it is written once.
    written: Known<Vec<u8>>,
}

/// A program that all entries write in a leaf.
#[derive(Clone)]
struct Shared<'c> {
    program: Program,
    /// One of the entries.
    scope: Scope<'c>,
}

impl<'c> Leaves<'c> {
    pub(super) fn new(catalog: &'c Catalog, shapes: Vec<Option<Shape<'c>>>, forms: &Forms) -> Self {
        let mut shared: Vec<Option<Vec<Option<Shared<'c>>>>> = vec![None; shapes.len()];
        let mut compared = vec![false; forms.all.len()];
        for (entry, &number) in catalog.entries.iter().zip(&forms.of_entries) {
            let (Some(shared), Some(form)) = (shared.get_mut(entry.response), forms.all.get(number)) else {
                continue;
            };
            let scope = Scope::new(catalog, entry);
            let again = std::mem::replace(&mut compared[number], true);
            match shared {
                Some(shared) => {
                    for (shared, own) in shared.iter_mut().zip(&form.leaves) {
                        let known = again && own.is_constant;
                        shared.take_if(|shared| !known && shared.program != fill(&own.program, scope));
                    }
                }
                first => *first = Some(form.leaves.iter().map(|own| Shared::of(own, scope)).collect()),
            }
        }
        Self {
            shapes,
            shared: shared.into_iter().map(Option::unwrap_or_default).collect(),
            numbers: Known::default(),
            written: Known::default(),
        }
    }
}

impl<'c> Shared<'c> {
    /// What may be shared. A parameter's slot means something else in another entry.
    fn of(leaf: &Leaf, scope: Scope<'c>) -> Option<Self> {
        let program = fill(&leaf.program, scope);
        (!has_parameters(&program)).then_some(Self { program, scope })
    }
}

fn has_parameters(program: &Program) -> bool {
    program.iter().any(|op| match op {
        Op::Hole { slot, .. } => *slot >= slot::PARAMETER,
        Op::If { slot, then, otherwise } => {
            *slot >= slot::PARAMETER || has_parameters(then) || has_parameters(otherwise)
        }
        _ => false,
    })
}

impl Encoder<'_> {
    /// Puts bytes behind the records, unless the same stand there already; gives their offset in the index.
    fn push_once(&mut self, bytes: Vec<u8>) -> usize {
        if let Some(&offset) = self.leaves.written.get(&bytes) {
            return offset;
        }
        let offset = self.push(&bytes);
        self.leaves.written.insert(bytes, offset);
        offset
    }

    /// What an entry writes in its leaves.
    pub(super) fn entry_leaves(&mut self, position: usize, scope: Scope<'_>) -> usize {
        let form = self.forms.of_entry(position);
        let leaves = form.map_or(&mut [][..], |form| &mut form.leaves);
        if leaves.is_empty() {
            return 0;
        }
        let mut programs = Vec::new();
        for (leaf, shared) in leaves.iter_mut().zip(&self.leaves.shared[scope.entry.response]) {
            if shared.is_none() {
                programs.push(leaf.stencil.fill(scope, &mut self.pool));
            }
        }
        let mut list = Vec::new();
        for program in programs {
            let offset = self.push_once(program);
            number(&mut list, offset);
        }
        self.push_once(list)
    }

    /// The shape of a response.
    pub(super) fn shape(&mut self, position: usize) -> usize {
        let Some(shape) = self.leaves.shapes.get_mut(position).and_then(Option::take) else {
            return 0;
        };
        let shared = std::mem::take(&mut self.leaves.shared[position]);
        let mut bytes = vec![u8::from(shape.repeated.is_some())];
        if let Some(repeated) = &shape.repeated {
            bytes.extend(self.path(repeated));
        }
        number(&mut bytes, shape.leaves.len());
        for (place, one) in shape.leaves.iter().enumerate() {
            let next = self.leaves.numbers.len();
            let key = (one.is_repeated(), one.path.clone());
            number(&mut bytes, *self.leaves.numbers.entry(key).or_insert(next));
            let program = shared.get(place).and_then(Option::as_ref);
            bytes.extend([one.flags | if program.is_some() { leaf::SHARED } else { 0 }, one.role]);
            let path = self.path(&one.path);
            number(&mut bytes, self.push_once(path));
            if let Some(Shared { program, scope }) = program {
                let offset = if one.is_list() {
                    0
                } else {
                    let program = Stencil::new(program).fill(*scope, &mut self.pool);
                    self.push_once(program)
                };
                number(&mut bytes, offset);
            }
        }
        self.push(&bytes)
    }

    fn path(&mut self, path: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        number(&mut bytes, path.len());
        for step in path {
            let (offset, len) = self.pool.add(step);
            number(&mut bytes, offset);
            number(&mut bytes, len);
        }
        bytes
    }

    /// The program of an endpoint pattern: its offset and its length.
    pub(super) fn endpoint(&mut self, pattern: &str) -> (usize, usize) {
        let program = endpoint::compile(pattern);
        let len = program.len();
        (self.push_once(program), len)
    }
}

/// The names of headers that are nothing but the request's id, in lower case.
pub(super) fn request_id_headers(catalog: &Catalog) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in &catalog.entries {
        for header in &entry.headers {
            let name = header.name.to_ascii_lowercase();
            // No text is in such a program that it would have to be filled with.
            let program = header_program(Scope::new(catalog, entry), header);
            let is_id = matches!(
                program.as_slice(),
                [Op::If { slot: slot::REQUEST_ID, then, .. }] if matches!(then.as_slice(), [Op::Hole { .. }])
            ) || matches!(
                program.as_slice(),
                [Op::Hole {
                    slot: slot::REQUEST_ID,
                    ..
                }]
            );
            if is_id && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}
