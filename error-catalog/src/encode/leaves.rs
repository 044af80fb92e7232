//! Shapes, leaves and endpoint patterns as bytes: see [`error_layout::decoding`].

use error_layout::NONE_U16;
use error_layout::decoding::{leaf, role, shape};
use error_layout::program::slot;

use super::forms::{Forms, Leaf};
use super::paths::{self, Shape};
use super::places::Places;
use super::program::{Op, Program, fill, number};
use super::record::Record;
use super::stencil::Stencil;
use super::{Encoder, Scope, header_program};
use crate::ast;
use crate::hash::{Table, hash};
use crate::model::{Catalog, Entry};
use crate::route_pattern;

/// What every entry writes in the leaves of its body, known before any of it is written.
#[derive(Default)]
pub(super) struct Leaves<'c> {
    /// By response; none where the body is not JSON.
    shapes: Vec<Option<Shape<'c>>>,
    places: Places<'c>,
    /// By response and leaf: what all entries share.
    shared: Vec<Vec<Option<Shared<'c>>>>,
    /// Paths, with whether they stand in a repeated part, in the order of their numbers.
    numbers: Vec<(bool, Vec<&'c str>)>,
    /// What was written already, so that it is written once: offset and length behind the records.
    written: Vec<(usize, usize)>,
    table: Table,
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
            places: Places::new(&shapes),
            shapes,
            shared: shared.into_iter().map(Option::unwrap_or_default).collect(),
            numbers: Vec::new(),
            written: Vec::new(),
            table: Table::default(),
        }
    }
}

impl<'c> Leaves<'c> {
    /// The number of a leaf's path.
    fn number(&mut self, leaf: &paths::Leaf<'c>) -> usize {
        let path = (leaf.is_repeated(), leaf.path.clone());
        let known = self.numbers.iter().position(|known| *known == path);
        known.unwrap_or_else(|| {
            self.numbers.push(path);
            self.numbers.len() - 1
        })
    }
}

impl<'c> Shared<'c> {
    /// What may be shared. A parameter's slot means something else in another entry.
    fn of(leaf: &Leaf, scope: Scope<'c>) -> Option<Self> {
        let program = fill(&leaf.program, scope);
        (!has_parameters(&program)).then_some(Self { program, scope })
    }
}

/// The positions of the entries whose answers carry no code.
pub(super) fn codeless(catalog: &Catalog) -> Vec<u8> {
    let shapes = paths::shapes(catalog);
    let shows_code = |entry: &Entry| {
        let shape = shapes.get(entry.response).and_then(Option::as_ref);
        entry.code != ast::Code::None
            && shape.is_some_and(|shape| shape.leaves.iter().any(|leaf| leaf.role == role::CODE))
    };
    let entries = catalog.entries.iter().zip(0_u16..);
    let codeless = entries.filter(|(entry, _)| !shows_code(entry));
    codeless.flat_map(|(_, position)| position.to_le_bytes()).collect()
}

fn has_parameters(program: &Program) -> bool {
    program.iter().any(|op| match op {
        Op::Placeholder { slot, .. } => *slot >= slot::PARAMETER,
        Op::If { slot, then, otherwise } => {
            *slot >= slot::PARAMETER || has_parameters(then) || has_parameters(otherwise)
        }
        _ => false,
    })
}

impl Encoder<'_> {
    /// Puts bytes behind the records, unless the same stand there already; gives their offset in the index.
    fn push_once(&mut self, bytes: &[u8]) -> usize {
        let hash = hash(bytes);
        let found = self.leaves.table.find(hash, |number| {
            let (start, len) = self.leaves.written[number];
            len == bytes.len() && self.tail[start..start + len] == *bytes
        });
        if let Some(number) = found {
            return self.tail_start + self.leaves.written[number].0;
        }
        self.leaves.table.add(hash, self.leaves.written.len());
        self.leaves.written.push((self.tail.len(), bytes.len()));
        self.push(bytes)
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
            let offset = self.push_once(&program);
            number(&mut list, offset);
        }
        self.push_once(&list)
    }

    /// The shape of a response.
    pub(super) fn shape(&mut self, position: usize) -> usize {
        let Some(shape) = self.leaves.shapes.get_mut(position).and_then(Option::take) else {
            return 0;
        };
        let shared = std::mem::take(&mut self.leaves.shared[position]);
        let repeated = shape.repeated.as_deref();
        let region = repeated.map(|path| self.leaves.places.row_of(path));
        let (mut roles, mut numbers) = (0_u32, 0_u64);
        let mut leaves = Vec::new();
        for (place, one) in shape.leaves.iter().enumerate() {
            let number = self.leaves.number(one);
            roles |= 1 << one.role;
            numbers |= u32::try_from(number)
                .ok()
                .and_then(|bit| 1_u64.checked_shl(bit))
                .unwrap_or(0);
            let program = shared.get(place).and_then(Option::as_ref);
            let row = region.filter(|_| one.is_repeated()).unwrap_or(0);
            let mut record = Record::new(leaf::SIZE);
            record.u16(leaf::PLACE, self.leaves.places.number_of(row, &one.path));
            record.u16(leaf::NUMBER, number);
            record.u8(
                leaf::FLAGS,
                one.flags | if program.is_some() { leaf::SHARED } else { 0 },
            );
            record.u8(leaf::ROLE, one.role);
            if one.role == role::CODE {
                let [system, display] = self.leaves.places.beside(row, &one.path);
                record.u16(leaf::SYSTEM, system);
                record.u16(leaf::DISPLAY, display);
            }
            if let Some(Shared { program, scope }) = program.filter(|_| !one.is_list()) {
                let program = Stencil::new(program).fill(*scope, &mut self.pool);
                record.u32(leaf::PROGRAM, self.push_once(&program));
            }
            leaves.extend(record.bytes);
        }
        let mut record = Record::new(shape::SIZE);
        record.u16(shape::REGION, region.unwrap_or(NONE_U16.into()));
        record.u16(shape::LEAVES, shape.leaves.len());
        record.bytes[shape::ROLES..][..4].copy_from_slice(&roles.to_le_bytes());
        record.bytes[shape::NUMBERS..][..8].copy_from_slice(&numbers.to_le_bytes());
        record.bytes.extend(leaves);
        self.push(&record.bytes)
    }

    /// The tables of places and of regions, and how many places there are.
    pub(super) fn places(&mut self) -> (usize, usize, usize) {
        let places = std::mem::take(&mut self.leaves.places);
        let records = places.records(&mut self.pool);
        (self.push(&records), self.push(&places.rows()), places.len())
    }

    /// The program of an endpoint pattern: its offset and its length.
    pub(super) fn endpoint(&mut self, pattern: &str) -> (usize, usize) {
        let program = route_pattern::compile(pattern);
        let len = program.len();
        (self.push_once(&program), len)
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
                [Op::If { slot: slot::REQUEST_ID, then, .. }] if matches!(then.as_slice(), [Op::Placeholder { .. }])
            ) || matches!(
                program.as_slice(),
                [Op::Placeholder {
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
