//! The responses of an entry as texts in places: the leaves of the body, the headers, the method of the request and others.

use error_layout::decoding::{leaf_flag, role};
use error_layout::grammar::{self, MediaType, has_challenges};

use super::challenge;
use super::sequence::{Pattern, Sequences};
use crate::hash::{Table, hash};
use crate::lower::ir::{Op, Program};
use crate::lower::resolve::Scope;
use crate::lower::shape::{self, Shape};
use crate::lower::{body, header};
use crate::model::{Body, Catalog, Entry, Header, Response};
use crate::route_pattern;

/// One of two entries that are compared.
#[derive(Clone, Copy)]
pub struct Side<'c> {
    /// The catalog.
    pub catalog: &'c Catalog,
    /// The entry, in one of its languages.
    pub entry: &'c Entry,
    /// The position of its original.
    pub original: usize,
    /// The leaves of its body, if that is JSON.
    pub shape: Option<&'c Shape<'c>>,
}

/// Numbers for places. A place of another response or entry has the same number if it is the same place.
#[derive(Default)]
pub struct Places {
    keys: Vec<String>,
    table: Table,
}

/// Values by the number of their place.
type ByPlace<T> = Vec<(usize, T)>;

/// The texts of an entry in all places where it has some.
pub struct Texts {
    /// By number of the place.
    places: ByPlace<Sequences>,
    /// The texts of places in the body that have several.
    shared: ByPlace<Vec<Sequences>>,
    /// The programs of its endpoint patterns.
    endpoints: Vec<Vec<u8>>,
    is_json: bool,
    absent: Sequences,
    any: Sequences,
}

/// The prefix of the key of a leaf of a body.
const LEAF: &str = "leaf ";
/// The prefix of the key of a header.
const HEADER: &str = "header ";

impl Places {
    /// Returns the number of a place.
    fn number(&mut self, key: String) -> usize {
        let hash = hash(key.as_bytes());
        self.table
            .find(hash, |number| self.keys[number] == key)
            .unwrap_or_else(|| {
                self.table.add(hash, self.keys.len());
                self.keys.push(key);
                self.keys.len() - 1
            })
    }
}

impl Places {
    /// Merges the texts of each place.
    ///
    /// Several headers with challenges are one list (RFC 9110, section 5.3). Other texts of one place are in any order: those of the body are returned apart, and headers
    /// are compared no further.
    fn merged(&self, mut found: ByPlace<Sequences>) -> (ByPlace<Sequences>, ByPlace<Vec<Sequences>>) {
        let has_challenges = |place: usize| self.keys[place].strip_prefix(HEADER).is_some_and(has_challenges);
        found.sort_by_key(|(place, _)| *place);
        let mut merged: ByPlace<Sequences> = Vec::with_capacity(found.len());
        let mut shared: ByPlace<Vec<Sequences>> = Vec::new();
        for (place, texts) in found {
            match merged.last_mut() {
                Some((known, before)) if *known == place => {
                    if has_challenges(place) {
                        before.join(&texts);
                    } else {
                        let before = std::mem::replace(before, Sequences::any());
                        if self.keys[place].starts_with(LEAF) {
                            match shared.last_mut() {
                                Some((known, all)) if *known == place => all.push(texts),
                                _ => shared.push((place, vec![before, texts])),
                            }
                        }
                    }
                }
                _ => merged.push((place, texts)),
            }
        }
        for (_, texts) in merged.iter_mut().filter(|(place, _)| has_challenges(*place)) {
            *texts = challenge::canonical(texts);
        }
        (merged, shared)
    }

    /// Adds a place whose text has all places of a kind, if each of them always has a value.
    ///
    /// It distinguishes responses with other headers or members by one comparison.
    fn add_present(&mut self, kind: &str, found: &mut Vec<(usize, Sequences)>) {
        let of_kind = found.iter().filter(|(place, _)| self.keys[*place].starts_with(kind));
        let mut present = String::new();
        for (place, texts) in of_kind {
            if texts.can_be_absent() {
                return;
            }
            present.push_str(&self.keys[*place]);
            present.push('\n');
        }
        found.push((
            self.number(format!("all {kind}")),
            Sequences::one_of([Pattern::literal(present)]),
        ));
    }
}

impl<'c> Side<'c> {
    /// Whether the entry is one of a translation.
    pub fn is_translation(&self) -> bool {
        let original = self.catalog.entries.get(self.original);
        original.is_none_or(|original| !std::ptr::eq(original, self.entry))
    }

    fn scope(&self) -> Scope<'c> {
        Scope::new(self.catalog, self.entry)
    }

    fn response(&self) -> Option<&'c Response> {
        self.catalog.responses.get(self.entry.response)
    }

    fn body(&self) -> Option<Program> {
        body(self.scope()).map(|program| self.scope().fill(&program))
    }

    /// The program of the header at a position.
    fn header(&self, position: usize) -> Program {
        self.scope().fill(&header(self.scope(), position))
    }

    /// Returns the content type as written; empty without a body.
    pub fn content_type(&self) -> &'c str {
        self.response().map_or("", |response| response.content_type.as_str())
    }

    /// Returns hashes of the codes that the response can have; `None` if every code is possible.
    pub fn codes(&self) -> Option<Vec<u32>> {
        let shown = self.shape?.leaves.iter().any(|leaf| leaf.role == role::CODE);
        let code = self.entry.code.text().filter(|_| shown)?;
        let aliases = self.entry.aliases.iter().map(|alias| alias.value.as_bytes());
        Some(aliases.chain([code.as_bytes()]).map(hash).collect())
    }

    /// Returns an alias of this entry that is a code or an alias of the other.
    pub fn shared_alias(&self, other: &Self) -> Option<&'c str> {
        let code = other.entry.code.text();
        let aliases = self.entry.aliases.iter().map(|alias| alias.value.as_str());
        aliases.into_iter().find(|alias| {
            code.as_deref() == Some(alias) || other.entry.aliases.iter().any(|known| known.value == **alias)
        })
    }

    /// Whether the responses are equal for equal arguments.
    pub fn is_same(&self, other: &Self) -> bool {
        let headers = |side: &Self| -> Vec<(String, Program)> {
            let headers = side.entry.headers.iter().enumerate();
            headers
                .map(|(position, header)| (header.name.to_ascii_lowercase(), side.header(position)))
                .collect()
        };
        self.entry.all_statuses().eq(other.entry.all_statuses())
            && self.entry.methods == other.entry.methods
            && self.entry.endpoints == other.entry.endpoints
            && self.content_type() == other.content_type()
            && headers(self) == headers(other)
            && self.body() == other.body()
    }

    /// Returns the texts of its responses.
    pub fn texts(&self, places: &mut Places) -> Texts {
        let mut found = vec![
            (places.number("method".to_owned()), self.method()),
            (places.number("endpoint".to_owned()), self.endpoint()),
            (places.number("content type".to_owned()), self.media_type()),
        ];
        match self.shape {
            Some(shape) => {
                let repeated = match &shape.repeated {
                    Some(path) => Sequences::one_of([Pattern::literal(path.join("\0"))]),
                    None => Sequences::absent(),
                };
                found.push((places.number("repeated".to_owned()), repeated));
                self.leaves(shape, places, &mut found);
            }
            None => {
                let body = match self.body() {
                    Some(program) => Sequences::of(&program),
                    None => Sequences::absent(),
                };
                // An empty text is the same as no body.
                let body = if body.can_be_blank() { body.or_absent() } else { body };
                found.push((places.number("body".to_owned()), body));
            }
        }
        for (position, header) in self.entry.headers.iter().enumerate() {
            if self.has_error_in(header) {
                let query = Sequences::of(&behind_path(self.header(position)));
                found.push((places.number("redirect".to_owned()), query));
                continue;
            }
            let place = places.number(format!("{HEADER}{}", header.name.to_ascii_lowercase()));
            found.push((place, Sequences::of(&self.header(position))));
        }
        let (mut found, shared) = places.merged(found);
        for (place, all) in &shared {
            if let Some(texts) = constants(all) {
                // Of as many different texts, each entry has one that the other has not.
                let key = format!("{} of {}", texts.len(), places.keys[*place]);
                let all = Sequences::one_of([Pattern::literal(texts.join("\0"))]);
                found.push((places.number(key), all));
            }
        }
        places.add_present(HEADER, &mut found);
        if self.shape.is_some() {
            places.add_present(LEAF, &mut found);
        }
        found.sort_by_key(|(place, _)| *place);
        Texts {
            places: found,
            shared,
            endpoints: self
                .entry
                .endpoints
                .iter()
                .map(|pattern| route_pattern::compile(pattern))
                .collect(),
            is_json: self.shape.is_some(),
            absent: Sequences::absent(),
            any: Sequences::any(),
        }
    }

    /// Whether clients read the error in a header: the `Location` of a response in band without a body.
    fn has_error_in(&self, header: &Header) -> bool {
        let in_band = |response: &Response| response.in_band && matches!(response.body, Body::Empty);
        header.name.eq_ignore_ascii_case("location") && self.response().is_some_and(in_band)
    }

    fn leaves(&self, shape: &Shape<'_>, places: &mut Places, found: &mut Vec<(usize, Sequences)>) {
        let programs = shape::leaf_programs(self.scope(), shape);
        for (leaf, program) in shape.leaves.iter().zip(&programs) {
            let repeated = if leaf.is_repeated() { "repeated " } else { "" };
            let place = places.number(format!("{LEAF}{repeated}{}", leaf.path.join("\0")));
            let texts = if leaf.is_list() {
                Sequences::any()
            } else if let (role::CODE, Some(code), [_, ..]) = (leaf.role, self.entry.code.text(), &*self.entry.aliases)
            {
                // A client takes an alias for the code.
                let aliases = self.entry.aliases.iter().map(|alias| alias.value.as_str());
                Sequences::one_of(aliases.chain([&*code]).map(Pattern::literal))
            } else {
                let texts = Sequences::of(&self.scope().fill(program));
                if leaf.flags & leaf_flag::JSON != 0 {
                    texts.map(unordered)
                } else {
                    texts
                }
            };
            found.push((place, texts));
        }
    }

    fn method(&self) -> Sequences {
        Sequences::one_of(self.entry.methods.iter().map(Pattern::literal))
    }

    /// The start and the end of each endpoint pattern.
    fn endpoint(&self) -> Sequences {
        let patterns = self.entry.endpoints.iter();
        Sequences::one_of(patterns.map(|pattern| match route_pattern::ends(pattern) {
            (start, None) => Pattern::literal(start),
            (start, Some(end)) => Pattern::between(start, end),
        }))
    }

    /// The media type. FHIR defines several for JSON; a request may ask for any of them.
    fn media_type(&self) -> Sequences {
        let content_type = self.content_type();
        if content_type.is_empty() {
            return Sequences::any();
        }
        let fhir = self.response().is_some_and(|response| !response.fhir.is_empty());
        let own = MediaType::split(content_type).essence.to_ascii_lowercase();
        let types = fhir.then(|| "FHIR".to_owned()).into_iter().chain([own]);
        Sequences::one_of(types.map(Pattern::literal))
    }
}

/// Returns the different texts of a place, sorted, if all are constant.
fn constants(all: &[Sequences]) -> Option<Vec<&str>> {
    let mut texts: Vec<&str> = Vec::new();
    for one in all {
        let mut ways = one.ways();
        let (Some(only), None) = (ways.next(), ways.next()) else {
            return None;
        };
        if let Some(pattern) = only {
            texts.push(pattern.text()?);
        }
    }
    texts.sort_unstable();
    texts.dedup();
    Some(texts)
}

/// Returns a constant value in the form that clients compare: the order of the members of an object has no meaning.
fn unordered(pattern: &Pattern) -> Pattern {
    match pattern.text().and_then(grammar::sorted_json) {
        Some(json) => Pattern::literal(json),
        None => pattern.clone(),
    }
}

/// Returns the query and the fragment of a URI.
fn behind_path(program: Program) -> Program {
    let mut ops = program.into_iter();
    let start = ops.find_map(|op| match op {
        Op::Segment(segment) => {
            let text = segment.as_text()?;
            text.find(['?', '#'])
                .map(|at| Op::text(text.get(at..).unwrap_or_default()))
        }
        _ => None,
    });
    start.into_iter().chain(ops).collect()
}

impl Texts {
    /// Returns the numbers of its places.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        self.places.iter().map(|(place, _)| *place)
    }

    /// Returns the texts in a place.
    pub fn at(&self, place: usize, places: &Places) -> &Sequences {
        match self.places.binary_search_by_key(&place, |(known, _)| *known) {
            Ok(at) => &self.places[at].1,
            Err(_) => self.elsewhere(place, places),
        }
    }

    /// The texts in a place of other responses. A text can happen to be JSON, so it has any leaf.
    fn elsewhere(&self, place: usize, places: &Places) -> &Sequences {
        match places.keys.get(place) {
            Some(key) if key.starts_with(HEADER) || (self.is_json && key.starts_with(LEAF)) => &self.absent,
            _ => &self.any,
        }
    }

    /// Whether a place has texts that are never the same.
    pub fn apart(&self, other: &Self, places: &Places) -> bool {
        let (mut one, mut two) = (self.places.as_slice(), other.places.as_slice());
        loop {
            let (place, here, there) = match (one.first(), two.first()) {
                (Some((a, here)), Some((b, there))) if a == b => {
                    (one, two) = (&one[1..], &two[1..]);
                    (*a, Some(here), Some(there))
                }
                (Some((a, here)), second) if second.is_none_or(|(b, _)| a < b) => {
                    one = &one[1..];
                    (*a, Some(here), None)
                }
                (_, Some((b, there))) => {
                    two = &two[1..];
                    (*b, None, Some(there))
                }
                (_, None) => return self.shared_apart(other),
            };
            let here = here.unwrap_or_else(|| self.elsewhere(place, places));
            let there = there.unwrap_or_else(|| other.elsewhere(place, places));
            if here.apart(there) {
                return true;
            }
        }
    }

    /// Whether one of several texts in a place is always written and never one of the other's, and the reverse.
    fn shared_apart(&self, other: &Self) -> bool {
        let excludes = |one: &[Sequences], other: &[Sequences]| {
            let mut written = one.iter().filter(|text| !text.can_be_absent());
            written.any(|text| other.iter().all(|other| text.apart(other)))
        };
        self.shared.iter().any(|(place, here)| {
            let there = other.shared.iter().find(|(known, _)| known == place);
            there.is_some_and(|(_, there)| excludes(here, there) && excludes(there, here))
        })
    }

    /// Whether both have endpoint patterns, with no path that matches both.
    pub fn endpoints_apart(&self, other: &Self) -> bool {
        let (one, two) = (&self.endpoints, &other.endpoints);
        let overlap = || {
            one.iter()
                .any(|one| two.iter().any(|two| route_pattern::overlap(one, two)))
        };
        !one.is_empty() && !two.is_empty() && !overlap()
    }

    /// The number of pairs of endpoint patterns.
    pub fn endpoint_pairs(&self, other: &Self) -> usize {
        self.endpoints.len() * other.endpoints.len()
    }

    /// Whether both have endpoint patterns that differ.
    pub fn has_other_endpoints(&self, other: &Self) -> bool {
        !self.endpoints.is_empty() && !other.endpoints.is_empty() && self.endpoints != other.endpoints
    }
}
