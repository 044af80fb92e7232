//! Forms: entries whose programs differ in nothing but their own texts have the same programs.
//!
//! Each entry has a row with its own texts, one for each column of the form.

use std::collections::HashMap;

use super::columns::{Column, Columns};
use super::ir::{Field, Member, Program};
use super::resolve::Scope;
use super::shape::{self, Shape};
use super::{body, header, message, plain, xml_body};
use crate::ast;
use crate::ast::template::Xml;
use crate::ast::text::{self, Piece, Placeholder};
use crate::model::{Body, Catalog, Constant, Entry};

/// Entries that have the same programs.
#[derive(Debug)]
pub struct Form {
    /// The positions of its entries among those [in all languages](Catalog::in_all_languages).
    pub entries: Vec<usize>,
    /// The position of their response.
    pub response: usize,
    /// The programs, with columns in place of fields.
    pub programs: Programs,
    /// The texts that differ from entry to entry.
    pub columns: Vec<Column>,
}

/// All programs of an entry.
#[derive(Debug)]
#[allow(missing_docs, reason = "they are the texts of these names")]
pub struct Programs {
    pub body: Option<Program>,
    pub xml: Option<Program>,
    pub message: Program,
    pub log: Option<Program>,
    pub diagnostics: Option<Program>,
    /// Names and values, in the order of the catalog.
    pub headers: Vec<(String, Program)>,
    /// Of the leaves of the body, in the order of the shape.
    pub leaves: Vec<Program>,
}

impl Programs {
    fn new(scope: Scope<'_>, shape: Option<&Shape<'_>>) -> Self {
        let headers = scope.entry.headers.iter().enumerate();
        Self {
            body: body(scope),
            xml: xml_body(scope),
            message: message(scope),
            log: plain(scope, Member::Log),
            diagnostics: plain(scope, Member::Diagnostics),
            headers: headers
                .map(|(position, one)| (one.name.clone(), header(scope, position)))
                .collect(),
            leaves: shape.map_or_else(Vec::new, |shape| shape::leaf_programs(scope, shape)),
        }
    }

    fn each(&mut self, mut change: impl FnMut(&mut Program)) {
        self.body.iter_mut().for_each(&mut change);
        self.xml.iter_mut().for_each(&mut change);
        change(&mut self.message);
        self.log.iter_mut().for_each(&mut change);
        self.diagnostics.iter_mut().for_each(&mut change);
        self.headers.iter_mut().for_each(|(_, value)| change(value));
        self.leaves.iter_mut().for_each(&mut change);
    }
}

impl Form {
    /// The form of some entries of `all`, or `None` if they have more texts of their own than a program can name.
    fn new(catalog: &Catalog, all: &[&Entry], shapes: &[Option<Shape<'_>>], entries: &[usize]) -> Option<Self> {
        let scopes = entries
            .iter()
            .filter_map(|position| all.get(*position))
            .map(|entry| Scope::new(catalog, entry));
        let scopes: Vec<Scope<'_>> = scopes.collect();
        let first = *scopes.first()?;
        let mut programs = Programs::new(first, shapes.get(first.entry.response).and_then(Option::as_ref));
        let mut columns = Columns::new(&scopes);
        programs.each(|program| *program = columns.settle(program));
        Some(Self {
            entries: entries.to_vec(),
            response: first.entry.response,
            programs,
            columns: columns.into_all()?,
        })
    }
}

/// Finds the forms of a catalog, in the order of their first entries.
pub fn forms(catalog: &Catalog, shapes: &[Option<Shape<'_>>]) -> Vec<Form> {
    let all: Vec<&Entry> = catalog.in_all_languages().map(|(_, entry)| entry).collect();
    let parameters: Vec<Vec<&str>> = catalog.responses.iter().map(|one| parameters(&one.body)).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
    for (position, entry) in all.iter().enumerate() {
        let parameters = parameters.get(entry.response).map_or(&[][..], Vec::as_slice);
        let group = *known
            .entry(key(Scope::new(catalog, entry), parameters))
            .or_insert(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(position),
            None => groups.push(vec![position]),
        }
    }
    let mut forms = Vec::with_capacity(groups.len());
    for group in groups {
        match Form::new(catalog, &all, shapes, &group) {
            Some(form) => forms.push(form),
            // An entry alone has no column.
            None => forms.extend(group.iter().filter_map(|one| Form::new(catalog, &all, shapes, &[*one]))),
        }
    }
    forms
}

/// The parameters that a body has placeholders for.
fn parameters(body: &Body) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    match body {
        Body::Json(template) | Body::Xml(Xml { element: template, .. }) => {
            template.texts(&mut |text| {
                names.extend(text.value.placeholders().map(|placeholder| placeholder.name.as_str()));
            });
            template.guards(&mut |guard| names.push(&guard.value));
        }
        Body::Text(text) => {
            names.extend(text.placeholders().map(|placeholder| placeholder.name.as_str()));
        }
        Body::Empty => {}
    }
    names.retain(|name| !text::is_built_in(name) && !text::is_constant(name));
    names
}

/// Everything about an entry that decides its programs, but for the texts that they only name.
fn key(scope: Scope<'_>, body_parameters: &[&str]) -> Vec<u8> {
    let entry = scope.entry;
    let mut key = Vec::with_capacity(64);
    number(&mut key, entry.response);
    let has_delay = entry.retry.is_some_and(|retry| retry.delay.is_some());
    key.push(u8::from(has_delay) | u8::from(scope.status_varies()) << 1);
    key.push(match entry.code {
        ast::Code::None => 0,
        ast::Code::Text(_) => 1,
        ast::Code::Integer(_) => 2,
    });
    for field in FIELDS {
        key.push(match scope.field(field) {
            None => 0,
            // An element with nothing in it may be left out.
            Some(text) if text.is_empty() => 1,
            Some(_) => 2,
        });
    }
    number(&mut key, entry.constants.len());
    for (position, constant) in &entry.constants {
        number(&mut key, *position);
        key.push(match constant {
            Constant::Text(text) if text.is_empty() => 1,
            Constant::Text(_) => 2,
            Constant::Bare(_) | Constant::Structure(_) => 3,
        });
    }
    let lists = [
        entry.expression.len(),
        entry.location.len(),
        entry.headers.len(),
        entry.translated.len(),
    ];
    for len in lists {
        number(&mut key, len);
    }
    for header in &entry.headers {
        number(&mut key, header.name.len());
        key.extend_from_slice(header.name.as_bytes());
    }
    for member in members(lists) {
        key.extend([u8::MAX, u8::from(scope.member(member).is_some())]);
        let has_pairs = match member {
            Member::Header(position) => scope.parts_of_header(position).iter().any(|part| part.is_optional),
            _ => false,
        };
        for piece in scope.member(member).map_or(&[][..], |text| &text.pieces) {
            match piece {
                // Whether a pair of a URI starts there, if one is optional.
                Piece::Literal(text) => key.push(u8::from(has_pairs && text.starts_with('&'))),
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
        let position = scope.parameter_position(name);
        number(&mut key, position.map_or(0, |position| position + 1));
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

/// The texts of an entry that have placeholders.
fn members([expressions, locations, headers, translated]: [usize; 4]) -> impl Iterator<Item = Member> {
    let texts = [Member::Message, Member::Display, Member::Diagnostics, Member::Log];
    texts
        .into_iter()
        .chain((0..expressions).map(Member::Expression))
        .chain((0..locations).map(Member::Location))
        .chain((0..headers).map(Member::Header))
        .chain((0..translated).map(Member::Translated))
}

/// A parameter is the same as another in its place, whatever they are called. (One with the name of a built-in placeholder was reported.)
fn placeholder(scope: Scope<'_>, placeholder: &Placeholder, key: &mut Vec<u8>) {
    // No escape has such a number.
    key.push(u8::MAX - 1);
    key.extend([
        placeholder.absent as u8,
        u8::from(placeholder.list),
        u8::from(placeholder.string),
        placeholder.place.escape(),
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

fn number(key: &mut Vec<u8>, number: usize) {
    key.extend_from_slice(&number.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::ir::{Op, Part};
    use crate::{Source, compile};

    /// The forms of a catalog of problems with these members of its entries.
    fn forms_of(entries: &[&str]) -> Vec<Form> {
        let entries = entries.iter().enumerate();
        let entries = entries.map(|(number, members)| {
            format!(r#""E{number}":{{"status":404,"title":"title {number}","retry":"never",{members}}}"#)
        });
        let text = format!(
            r#"{{"name":"clinic","title":"Clinic","responses":{{"default":{{"format":"operation-outcome","fhir":"R4"}}}},"errors":{{{}}}}}"#,
            entries.collect::<Vec<_>>().join(",")
        );
        let compiled = compile(&Source::new("clinic.json", text));
        assert!(compiled.is_usable(), "{:?}", compiled.problems);
        forms(&compiled.catalog, &shape::shapes(&compiled.catalog))
    }

    fn texts(form: &Form) -> Vec<Vec<&str>> {
        let columns = form.columns.iter();
        columns
            .map(|column| column.texts.iter().map(|text| text.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn entries_that_differ_in_their_texts_have_one_form() {
        let forms = forms_of(&[
            r#""issue":"deleted","expression":["Patient.id"],"log":"a""#,
            r#""issue":"not-found","expression":["Patient.name"],"log":"b""#,
            r#""issue":"deleted","log":"b""#,
        ]);
        assert_eq!(forms.len(), 2, "one has another number of expressions");
        assert_eq!(forms[0].entries, [0, 1]);
        let columns = texts(&forms[0]);
        for column in [
            ["deleted", "not-found"],
            ["Patient.id", "Patient.name"],
            ["title 0", "title 1"],
            ["a", "b"],
        ] {
            let count = columns.iter().filter(|texts| **texts == column).count();
            assert_eq!(count, 1, "{column:?} in {columns:?}");
        }
        assert!(!columns.concat().contains(&"error"), "the severity is the same in all");
    }

    #[test]
    fn a_program_of_one_segment_is_one_column() {
        let forms = forms_of(&[
            r#""issue":"deleted","message":"A {name}.""#,
            r#""issue":"deleted","message":"B {name}.""#,
        ]);
        let [Op::Segment(message)] = forms[0].programs.message.as_slice() else {
            panic!("{:?}", forms[0].programs.message)
        };
        assert!(matches!(message.parts.as_slice(), [Part::Column(_)]), "{message:?}");
        assert!(texts(&forms[0]).contains(&vec!["A E0.", "B E1."]));
    }

    #[test]
    fn entries_with_more_texts_than_a_program_can_name_have_forms_of_their_own() {
        let many = |word: &str| {
            let pieces: Vec<String> = (0..300).map(|number| format!("{word}{number} {{id?}}")).collect();
            let pieces = pieces.join(" ");
            format!(r#""issue":"deleted","diagnostics":"{pieces} .""#)
        };
        let (one, two) = (many("a"), many("b"));
        let forms = forms_of(&[&one, &two, r#""issue":"deleted""#, r#""issue":"conflict""#]);
        let entries: Vec<&[usize]> = forms.iter().map(|form| form.entries.as_slice()).collect();
        assert_eq!(entries, [&[0][..], &[1], &[2, 3]]);
        assert!(forms[0].columns.is_empty() && forms[1].columns.is_empty());
    }
}
