//! EC08: entries that a client cannot distinguish.
//!
//! A client knows the status, headers and body of a response, and the method and endpoint of its request. Two entries are distinguishable if
//! one of these differs for all arguments of their placeholders. The decoder applies the same criterion to a received response.

mod sequence;

use std::borrow::Cow;

use error_layout::decoding::role;
use error_layout::grammar::MediaType;

use crate::hash::{Table, hash};
use crate::lower::ir::Program;
use crate::lower::resolve::Scope;
use crate::lower::shape::{self, Leaf, Shape};
use crate::lower::{body, header};
use crate::model::{Catalog, Entry};
use crate::problem::{Problem, Problems};
use crate::route_pattern;
use crate::rules;
use sequence::Sequences;

/// Reports entries that cannot be distinguished from an earlier one.
pub fn check(catalog: &Catalog, problems: &mut Problems) {
    let shapes = shape::shapes(catalog);
    let mut sides: Vec<Side<'_>> = Vec::with_capacity(catalog.entries.len());
    let mut seen = Seen::default();
    for (position, entry) in catalog.entries.iter().enumerate() {
        let shape = shapes.get(entry.response).and_then(Option::as_ref);
        let side = Side { catalog, entry, shape };
        let code = side.shown_code();
        let mut earlier: Vec<usize> = Vec::new();
        for status in entry.status_range.0..=entry.status_range.1 {
            seen.alike(status, code.as_deref(), &mut earlier);
            seen.add(status, code.as_ref(), position);
        }
        if !earlier.is_empty() {
            earlier.sort_unstable();
            earlier.dedup();
            let others = earlier.into_iter().filter_map(|other| sides.get(other));
            let twins: Vec<&Side<'_>> = others.filter(|other| !side.differs(other)).collect();
            if let Some(problem) = report(&side, &twins) {
                problems.push(problem);
            }
        }
        sides.push(side);
    }
}

/// The entries so far, grouped by status and by the code in the response; only entries of one group are compared.
#[derive(Default)]
struct Seen<'c> {
    groups: Vec<Group<'c>>,
    table: Table,
}

struct Group<'c> {
    status: u16,
    code: Option<Cow<'c, str>>,
    /// The positions of the entries.
    entries: Vec<usize>,
}

impl<'c> Seen<'c> {
    fn find(&self, status: u16, code: Option<&str>) -> Option<usize> {
        self.table.find(key(status, code), |number| {
            let group = &self.groups[number];
            group.status == status && group.code.as_deref() == code
        })
    }

    /// Adds the entries with a status whose response can have this code.
    fn alike(&self, status: u16, code: Option<&str>, alike: &mut Vec<usize>) {
        let of_code = self.find(status, code).into_iter().chain(self.find(status, None));
        match code {
            Some(_) => of_code.for_each(|number| alike.extend(&self.groups[number].entries)),
            None => {
                let all = self.groups.iter().filter(|group| group.status == status);
                all.for_each(|group| alike.extend(&group.entries));
            }
        }
    }

    fn add(&mut self, status: u16, code: Option<&Cow<'c, str>>, position: usize) {
        let shown = code.map(|code| &**code);
        match self.find(status, shown) {
            Some(number) => self.groups[number].entries.push(position),
            None => {
                self.table.add(key(status, shown), self.groups.len());
                self.groups.push(Group {
                    status,
                    code: code.cloned(),
                    entries: vec![position],
                });
            }
        }
    }
}

fn key(status: u16, code: Option<&str>) -> u32 {
    hash(code.unwrap_or_default().as_bytes()) ^ u32::from(status)
}

fn report(side: &Side<'_>, twins: &[&Side<'_>]) -> Option<Problem> {
    let (one, first) = (side.entry, twins.first()?);
    let other = first.entry;
    let why = if side.is_same(first) {
        "status, headers and body are the same"
    } else {
        "some of their responses are the same"
    };
    let message = format!("clients cannot distinguish `{}` from `{}`: {why}", one.name, other.name);
    let mut problem = Problem::new(&rules::INDISTINGUISHABLE, one.name_span.clone(), message)
        .related(other.name_span.clone(), "the other entry");
    for twin in twins.iter().skip(1) {
        problem = problem.related(twin.entry.name_span.clone(), "another such entry");
    }
    Some(problem.help("give one of them a different code, status, issue type, fixed text, method or endpoint"))
}

/// One of two entries that are compared.
struct Side<'c> {
    catalog: &'c Catalog,
    entry: &'c Entry,
    shape: Option<&'c Shape<'c>>,
}

impl<'c> Side<'c> {
    fn scope(&self) -> Scope<'c> {
        Scope::new(self.catalog, self.entry)
    }

    fn body(&self) -> Option<Program> {
        body(self.scope()).map(|program| self.scope().fill(&program))
    }

    /// The program of the header at a position.
    fn header(&self, position: usize) -> Program {
        self.scope().fill(&header(self.scope(), position))
    }

    fn leaves(&self, shape: &Shape<'_>) -> Vec<Program> {
        let programs = shape::leaf_programs(self.scope(), shape);
        programs.iter().map(|program| self.scope().fill(program)).collect()
    }

    /// Returns the code if the response contains it.
    fn shown_code(&self) -> Option<Cow<'c, str>> {
        let shown = self.shape?.leaves.iter().any(|leaf| leaf.role == role::CODE);
        self.entry.code.text().filter(|_| shown)
    }

    fn fhir(&self) -> &'c [u8] {
        let response = self.catalog.responses.get(self.entry.response);
        response.map_or(&[], |response| &response.fhir)
    }

    fn content_type(&self) -> &'c str {
        let response = self.catalog.responses.get(self.entry.response);
        response.map_or("", |response| response.content_type.as_str())
    }

    /// Whether the responses are equal for equal arguments.
    fn is_same(&self, other: &Self) -> bool {
        let headers = |side: &Self| -> Vec<(String, Program)> {
            let headers = side.entry.headers.iter().enumerate();
            headers
                .map(|(position, header)| (header.name.to_ascii_lowercase(), side.header(position)))
                .collect()
        };
        self.entry.status_range == other.entry.status_range
            && self.entry.methods == other.entry.methods
            && self.entry.endpoints == other.entry.endpoints
            && self.content_type() == other.content_type()
            && headers(self) == headers(other)
            && self.body() == other.body()
    }

    /// Whether no response can come from both.
    fn differs(&self, other: &Self) -> bool {
        let (one, two) = (self.entry, other.entry);
        let apart = |one: &[String], two: &[String]| {
            !one.is_empty() && !two.is_empty() && !one.iter().any(|text| two.contains(text))
        };
        let paths_apart = || {
            let programs = |entry: &Entry| -> Vec<Vec<u8>> {
                entry
                    .endpoints
                    .iter()
                    .map(|pattern| route_pattern::compile(pattern))
                    .collect()
            };
            let (one, two) = (programs(one), programs(two));
            let overlap = one
                .iter()
                .any(|one| two.iter().any(|two| route_pattern::overlap(one, two)));
            !one.is_empty() && !two.is_empty() && !overlap
        };
        one.status_range.1 < two.status_range.0
            || two.status_range.1 < one.status_range.0
            || apart(&one.methods, &two.methods)
            || self.body_differs(other)
            || self.headers_differ(other)
            || other.headers_differ(self)
            || paths_apart()
    }

    fn body_differs(&self, other: &Self) -> bool {
        let (one, two) = (self.content_type(), other.content_type());
        // FHIR defines several media types for JSON; a request may ask for any of them.
        let fhir = !self.fhir().is_empty() && !other.fhir().is_empty();
        if !fhir && !one.is_empty() && !two.is_empty() && !MediaType::split(one).is(two) {
            return true;
        }
        match (self.shape, other.shape) {
            (Some(one), Some(two)) => {
                one.repeated != two.repeated
                    || self.leaves_differ(one, other, two)
                    || other.leaves_differ(two, self, one)
            }
            (None, None) => match (self.body(), other.body()) {
                (Some(one), Some(two)) => Sequences::of(&one).apart(&Sequences::of(&two)),
                (None, None) => false,
                // An empty text is the same as no body.
                (Some(text), None) | (None, Some(text)) => !Sequences::of(&text).can_be_blank(),
            },
            // A text can happen to be JSON, so only another content type distinguishes it.
            _ => self.content_type() != other.content_type(),
        }
    }

    /// Whether a leaf of one body never equals the same leaf of the other.
    fn leaves_differ(&self, own: &Shape<'_>, other: &Self, others: &Shape<'_>) -> bool {
        let (one, two) = (self.leaves(own), other.leaves(others));
        own.leaves.iter().zip(&one).any(|(leaf, program)| {
            let here = Sequences::of(program);
            if leaf.is_list() || same_place(leaf, own).count() != 1 {
                return false;
            }
            let mut there = same_place(leaf, others);
            match (there.next(), there.next()) {
                (None, _) => here.is_always_there(),
                (Some((place, twin)), None) if !twin.is_list() => two
                    .get(place)
                    .is_some_and(|program| here.apart(&Sequences::of(program))),
                _ => false,
            }
        })
    }

    /// Whether this entry sends a header that the other never sends with the same value.
    fn headers_differ(&self, other: &Self) -> bool {
        self.entry.headers.iter().enumerate().any(|(position, header)| {
            let own = Sequences::of(&self.header(position));
            let mut twins = other.entry.headers.iter();
            let twin = twins.position(|twin| twin.name.eq_ignore_ascii_case(&header.name));
            match twin {
                Some(twin) => own.apart(&Sequences::of(&other.header(twin))),
                None => own.is_always_there(),
            }
        })
    }
}

/// Returns the leaves of a shape with the same path as a leaf.
fn same_place<'s>(leaf: &'s Leaf<'_>, shape: &'s Shape<'_>) -> impl Iterator<Item = (usize, &'s Leaf<'s>)> {
    let leaves = shape.leaves.iter().enumerate();
    leaves.filter(|(_, other)| other.path == leaf.path && other.is_repeated() == leaf.is_repeated())
}
