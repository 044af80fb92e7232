//! Shapes, leaves and endpoint patterns as bytes: see [`error_layout::decoding`].

use error_layout::decoding::leaf;
use error_layout::program::{op, slot};

use super::paths::{self, Shape};
use super::pool::Known;
use super::program::{Op, Program, encode, number};
use super::{Encoder, Scope, header_program};
use crate::endpoint;
use crate::model::Catalog;

/// What every entry writes in the leaves of its body, known before any of it is written.
#[derive(Default)]
pub(super) struct Leaves<'c> {
    /// By response; none where the body is not JSON.
    shapes: Vec<Option<Shape<'c>>>,
    /// By response and leaf: the program that all entries share.
    shared: Vec<Vec<Option<Program>>>,
    /// By entry and leaf.
    programs: Vec<Vec<Program>>,
    /// The numbers of paths, by whether they stand in a repeated part.
    numbers: Known<(bool, Vec<&'c str>)>,
    /// What was written already, so that it is written once.
    written: Known<Vec<u8>>,
}

impl<'c> Leaves<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Self {
        let shapes = paths::shapes(catalog);
        let mut shared: Vec<Option<Vec<Option<Program>>>> = vec![None; shapes.len()];
        let mut programs = Vec::with_capacity(catalog.entries.len());
        for entry in &catalog.entries {
            let Some(Some(shape)) = shapes.get(entry.response) else {
                programs.push(Vec::new());
                continue;
            };
            let own = paths::leaf_programs(Scope::new(catalog, entry), shape);
            match &mut shared[entry.response] {
                Some(shared) => {
                    for (shared, own) in shared.iter_mut().zip(&own) {
                        shared.take_if(|program| program != own);
                    }
                }
                first => {
                    // A parameter's slot means something else in another entry.
                    let same = own.iter().map(|own| (!has_parameters(own)).then(|| own.clone()));
                    *first = Some(same.collect());
                }
            }
            programs.push(own);
        }
        Self {
            shapes,
            shared: shared.into_iter().map(Option::unwrap_or_default).collect(),
            programs,
            numbers: Known::default(),
            written: Known::default(),
        }
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

    fn program_once(&mut self, program: &Program) -> usize {
        let mut bytes = encode(program, &mut self.pool);
        bytes.push(op::END);
        self.push_once(bytes)
    }

    /// What an entry writes in its leaves.
    pub(super) fn entry_leaves(&mut self, position: usize, response: usize) -> usize {
        let own = self
            .leaves
            .programs
            .get_mut(position)
            .map(std::mem::take)
            .unwrap_or_default();
        if own.is_empty() {
            return 0;
        }
        let shared: Vec<bool> = self.leaves.shared[response].iter().map(Option::is_some).collect();
        let mut list = Vec::new();
        for (program, _) in own.iter().zip(shared).filter(|(_, shared)| !shared) {
            let offset = self.program_once(program);
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
            if let Some(program) = program {
                let offset = if one.is_list() { 0 } else { self.program_once(program) };
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
