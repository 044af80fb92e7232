//! Shapes, leaves and places as bytes: see [`error_layout::decoding`].

use error_layout::NONE_U16;
use error_layout::decoding::{leaf, leaf_flag, role, shape};
use error_layout::program::argument;

use super::places::{self, Places};
use super::{Emitter, count};
use crate::ast;
use crate::lower;
use crate::lower::form::Form;
use crate::lower::ir::{Op, Program};
use crate::lower::resolve::Scope;
use crate::lower::shape::{self as lowered, Shape};
use crate::model::{Catalog, Entry};

/// Everything about decoding that is known before any of it is written.
pub(super) struct DecodeTables<'c> {
    /// By response; `None` where the body is not JSON.
    shapes: Vec<Option<Shape<'c>>>,
    places: Places<'c>,
    /// By response and leaf: the programs that all entries share.
    shared: Vec<Vec<Option<Program>>>,
    /// Paths, with whether they are in a repeated part, in the order of their numbers.
    numbers: Vec<(bool, Vec<&'c str>)>,
}

impl<'c> DecodeTables<'c> {
    pub(super) fn new(shapes: Vec<Option<Shape<'c>>>, forms: &[Form]) -> Self {
        let mut shared: Vec<Option<Vec<Option<Program>>>> = vec![None; shapes.len()];
        for form in forms {
            let Some(shared) = shared.get_mut(form.response) else {
                continue;
            };
            match shared {
                Some(shared) => {
                    for (shared, own) in shared.iter_mut().zip(&form.programs.leaves) {
                        shared.take_if(|shared| shared != own);
                    }
                }
                first => {
                    let leaves = form.programs.leaves.iter();
                    *first = Some(leaves.map(|own| can_be_shared(own).then(|| own.clone())).collect());
                }
            }
        }
        Self {
            places: Places::new(&shapes),
            shapes,
            shared: shared.into_iter().map(Option::unwrap_or_default).collect(),
            numbers: Vec::new(),
        }
    }

    /// The number of a leaf's path.
    fn number(&mut self, leaf: &lowered::Leaf<'c>) -> usize {
        let path = (leaf.is_repeated(), leaf.path.clone());
        let known = self.numbers.iter().position(|known| *known == path);
        known.unwrap_or_else(|| {
            self.numbers.push(path);
            self.numbers.len() - 1
        })
    }
}

/// Whether a program means the same for other entries: a parameter is another one there, and the texts of a row are an entry's own.
fn can_be_shared(program: &[Op]) -> bool {
    program.iter().all(|op| match op {
        Op::Segment(segment) => segment.as_text().is_some(),
        Op::Argument { argument, .. } => *argument < argument::PARAMETER,
        Op::If {
            argument,
            then,
            otherwise,
            ..
        } => *argument < argument::PARAMETER && can_be_shared(then) && can_be_shared(otherwise),
        _ => true,
    })
}

/// The positions of the entries whose responses carry no code.
pub(super) fn codeless(catalog: &Catalog) -> Vec<u8> {
    let shapes = lowered::shapes(catalog);
    let shows_code = |entry: &Entry| {
        let shape = shapes.get(entry.response).and_then(Option::as_ref);
        entry.code != ast::Code::None
            && shape.is_some_and(|shape| shape.leaves.iter().any(|leaf| leaf.role == role::CODE))
    };
    let entries = catalog.entries.iter().zip(0_u16..);
    let codeless = entries.filter(|(entry, _)| !shows_code(entry));
    codeless.flat_map(|(_, position)| position.to_le_bytes()).collect()
}

impl Emitter<'_> {
    /// The list of the programs of a form's leaves.
    pub(super) fn form_leaves(&mut self, form: &Form) -> u32 {
        let shared = self.decoding.shared.get(form.response);
        let shared: Vec<bool> = shared.map_or_else(Vec::new, |shared| shared.iter().map(Option::is_some).collect());
        let own = form.programs.leaves.iter().zip(shared).filter(|(_, shared)| !shared);
        let list: Vec<u8> = own.flat_map(|(leaf, _)| self.program(leaf).to_le_bytes()).collect();
        self.tail.push_once(&list)
    }

    /// The shape of a response; 0 if its body is not JSON.
    pub(super) fn shape(&mut self, position: usize) -> u32 {
        let Some(shape) = self.decoding.shapes.get_mut(position).and_then(Option::take) else {
            return 0;
        };
        let shared = std::mem::take(&mut self.decoding.shared[position]);
        let repeated = shape.repeated.as_deref();
        let region = repeated.map(|path| self.decoding.places.row_of(path));
        let (mut roles, mut repeated_roles, mut flags, mut numbers) = (0_u32, 0_u32, 0, 0_u64);
        let mut leaves = Vec::new();
        for (position, one) in shape.leaves.iter().enumerate() {
            let number = self.decoding.number(one);
            roles |= 1 << one.role;
            repeated_roles |= u32::from(one.is_repeated()) << one.role;
            flags |= one.flags;
            let bit = u32::try_from(number).ok().and_then(|bit| 1_u64.checked_shl(bit));
            numbers |= bit.unwrap_or(0);
            let program = shared.get(position).and_then(Option::as_ref);
            let row = region.filter(|_| one.is_repeated()).unwrap_or(0);
            let [system, display] = if one.role == role::CODE {
                self.decoding.places.beside(row, &one.path)
            } else {
                [0; 2]
            };
            let record = leaf::Record {
                place: places::number(self.decoding.places.number_of(row, &one.path)),
                number: places::number(number),
                flags: one.flags | if program.is_some() { leaf_flag::SHARED } else { 0 },
                role: one.role,
                program: match program {
                    Some(program) if !one.is_list() => self.program(program),
                    _ => 0,
                },
                system: places::number(system),
                display: places::number(display),
            };
            leaves.extend_from_slice(&record.to_bytes());
        }
        let record = shape::Record {
            region: region.map_or(NONE_U16, places::number),
            leaves: count(shape.leaves.len()),
            roles,
            repeated_roles,
            flags,
            numbers,
        };
        self.tail.push(&[&record.to_bytes()[..], &leaves].concat())
    }

    /// The tables of places and of regions, and how many places there are.
    pub(super) fn places(&mut self) -> (u32, u32, usize) {
        let records = self.decoding.places.records(&mut self.strings);
        let rows = self.decoding.places.rows();
        (
            self.tail.push(&records),
            self.tail.push(&rows),
            self.decoding.places.len(),
        )
    }
}

/// The names of headers that are nothing but the request's id, in lower case.
pub(super) fn request_id_headers(catalog: &Catalog) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in &catalog.entries {
        for (position, header) in entry.headers.iter().enumerate() {
            let program = lower::header(Scope::new(catalog, entry), position);
            let value = match program.as_slice() {
                [
                    Op::If {
                        argument: argument::REQUEST_ID,
                        then,
                        ..
                    },
                ] => then.as_slice(),
                other => other,
            };
            let is_id = matches!(
                value,
                [Op::Argument {
                    argument: argument::REQUEST_ID,
                    ..
                }]
            );
            let name = header.name.to_ascii_lowercase();
            if is_id && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}
