//! From a checked catalog to the two constants of [`error_layout`].

mod decode_tables;
mod facts;
mod lookup;
mod places;
mod steps;
mod strings;
mod tail;

use std::time::Duration;

use error_layout::{
    MAGIC, MILLISECONDS, NONE_U16, NONE_U32, category, code_kind, entry, fallback, form, form_header, header, response,
};

use crate::ast::{self, Statuses};
use crate::lower::form::{Form, forms};
use crate::lower::ir::Program;
use crate::lower::resolve::Scope;
use crate::lower::shape;
use crate::model::{self, Catalog};
use decode_tables::DecodeTables;
use lookup::Codes;
use strings::StringTable;
use tail::Tail;

/// A compiled catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constants {
    /// The index: records and everything that they point at.
    pub index: Vec<u8>,
    /// The string table.
    pub text: String,
}

/// Compiles a catalog.
pub fn catalog(catalog: &Catalog) -> Constants {
    let shapes = shape::shapes(catalog);
    let forms = forms(catalog, &shapes);
    let records = catalog.entries.len() * entry::SIZE
        + catalog.categories.len() * category::SIZE
        + catalog.responses.len() * response::SIZE;
    let emitter = Emitter {
        catalog,
        strings: StringTable::default(),
        tail: Tail::new(header::SIZE + records),
        decoding: DecodeTables::new(shapes, &forms),
        codes: Codes::new(catalog),
        placed: vec![Placed::default(); catalog.in_all_languages().count()],
        translated: Vec::new(),
    };
    emitter.run(&forms)
}

/// Where the form and the row of an entry are.
#[derive(Clone, Copy, Default)]
struct Placed {
    form: u32,
    row: u32,
}

struct Emitter<'c> {
    catalog: &'c Catalog,
    strings: StringTable,
    tail: Tail,
    decoding: DecodeTables<'c>,
    codes: Codes<'c>,
    /// By the position of the entry, in all languages.
    placed: Vec<Placed>,
    /// By translation: the offset of the list of its records.
    translated: Vec<u32>,
}

/// A position in 16 bits, or none.
fn position(position: Option<usize>) -> u16 {
    position
        .and_then(|position| u16::try_from(position).ok())
        .unwrap_or(NONE_U16)
}

/// A count in 16 bits. A catalog cannot have more of what is counted.
fn count(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

impl Emitter<'_> {
    fn run(mut self, forms: &[Form]) -> Constants {
        let catalog = self.catalog;
        // The forms first: many strings of entries are in their rows.
        for form in forms {
            self.form(form);
        }
        let mut records = Vec::new();
        for (position, entry) in catalog.entries.iter().enumerate() {
            records.extend_from_slice(&self.entry(entry, [position, position], None).to_bytes());
        }
        self.translations();
        for category in &catalog.categories {
            records.extend_from_slice(&self.category(category).to_bytes());
        }
        for position in 0..catalog.responses.len() {
            records.extend_from_slice(&self.response(position).to_bytes());
        }
        let header = self.header();
        let index = [&header.to_bytes()[..], &records, &self.tail.into_bytes()].concat();
        Constants {
            index,
            text: self.strings.into_text(),
        }
    }

    fn header(&mut self) -> header::Record {
        let catalog = self.catalog;
        let facts = self.catalog_facts(&decode_tables::request_id_headers(catalog));
        let fallbacks = self.fallbacks();
        let names: Vec<(&str, u16)> = catalog
            .entries
            .iter()
            .map(|entry| entry.name.as_str())
            .zip(0..)
            .collect();
        let aliases: Vec<(&str, u16)> = (0_u16..)
            .zip(&catalog.entries)
            .flat_map(|(position, entry)| entry.aliases.iter().map(move |alias| (alias.value.as_str(), position)))
            .collect();
        let codeless = decode_tables::codeless(catalog);
        let (places, regions, place_count) = self.places();
        header::Record {
            magic: u32::from_le_bytes(MAGIC),
            entries: count(catalog.entries.len()),
            categories: count(catalog.categories.len()),
            responses: count(catalog.responses.len()),
            codes: count(self.codes.len()),
            by_name: self.tail.push(&lookup::table(&names)),
            by_code: self.tail.push(&self.codes.table()),
            by_alias: self.tail.push(&lookup::table(&aliases)),
            aliases: u32::try_from(aliases.len()).unwrap_or(u32::MAX),
            facts,
            fallbacks,
            places,
            regions,
            codeless: self.tail.push(&codeless),
            codeless_count: count(codeless.len() / size_of::<u16>()),
            place_count: count(place_count),
        }
    }

    /// Writes the programs of a form and the rows of its entries.
    fn form(&mut self, form: &Form) {
        let rows: Vec<u32> = (0..form.entries.len()).map(|member| self.row(form, member)).collect();
        let programs = &form.programs;
        let headers: Vec<u8> = programs
            .headers
            .iter()
            .flat_map(|(name, value)| {
                let value = self.program(value);
                let name = self.strings.add(name);
                form_header::Record { name, value }.to_bytes()
            })
            .collect();
        let record = form::Record {
            body: self.optional_program(programs.body.as_ref()),
            xml: self.optional_program(programs.xml.as_ref()),
            message: self.program(&programs.message),
            log: self.optional_program(programs.log.as_ref()),
            diagnostics: self.optional_program(programs.diagnostics.as_ref()),
            leaves: self.form_leaves(form),
            headers: self.tail.push_once(&headers),
            header_count: count(programs.headers.len()),
        };
        let offset = self.tail.push_once(&record.to_bytes());
        for (position, row) in form.entries.iter().zip(rows) {
            if let Some(placed) = self.placed.get_mut(*position) {
                *placed = Placed { form: offset, row };
            }
        }
    }

    /// Writes the row of a member of a form. Texts of several parts come first, so that the parts are found in them.
    fn row(&mut self, form: &Form, member: usize) -> u32 {
        let texts: Vec<_> = form
            .columns
            .iter()
            .filter_map(|column| column.texts.get(member))
            .collect();
        for text in texts.iter().filter(|text| !text.parts.is_empty()) {
            self.strings.add_joined(text);
        }
        let row: Vec<u8> = texts
            .into_iter()
            .flat_map(|text| self.strings.add(&text.text).to_le_bytes())
            .collect();
        self.tail.push(&row)
    }

    fn program(&mut self, program: &Program) -> u32 {
        let bytes = steps::bytes(program, &mut self.strings);
        self.tail.push_once(&bytes)
    }

    fn optional_program(&mut self, program: Option<&Program>) -> u32 {
        program.map_or(NONE_U32, |program| self.program(program))
    }

    /// Writes the records of the translated entries, and the lists of their offsets.
    fn translations(&mut self) {
        let catalog = self.catalog;
        let mut at = catalog.entries.len();
        for translation in &catalog.translations {
            let mut offsets = vec![NONE_U32; catalog.entries.len()];
            for (original, entry) in &translation.entries {
                let record = self.entry(entry, [*original, at], Some(&translation.language));
                offsets[*original] = self.tail.push(&record.to_bytes());
                at += 1;
            }
            let list: Vec<u8> = offsets.into_iter().flat_map(u32::to_le_bytes).collect();
            let list = self.tail.push(&list);
            self.translated.push(list);
        }
    }

    /// Returns the record of an entry. The positions are that of its original, and its own in all languages.
    fn entry(&mut self, one: &model::Entry, [original, at]: [usize; 2], language: Option<&str>) -> entry::Record {
        let facts = self.entry_facts(Scope::new(self.catalog, one), language);
        let delay = one.retry.and_then(|retry| retry.delay);
        entry::Record {
            status: one.status,
            status_min: one.status_range.0,
            status_max: one.status_range.1,
            category: position(one.category),
            response: position(Some(one.response)),
            replaced_by: position(one.replaced_by),
            same_code: self.codes.same_as(original),
            severity: one.severity,
            issue_type: one.issue.unwrap_or(u8::MAX),
            retry: one.retry.map_or(u8::MAX, |retry| retry.class),
            code_kind: match one.code {
                ast::Code::None => code_kind::NONE,
                ast::Code::Text(_) => code_kind::TEXT,
                ast::Code::Integer(_) => code_kind::INTEGER,
            },
            retry_after: delay.map_or(NONE_U32, delay_bits),
            name: self.strings.add(&one.name),
            code: self.strings.add(&one.code.text().unwrap_or_default()),
            facts,
            form: self.placed[at].form,
            row: self.placed[at].row,
        }
    }

    fn category(&mut self, one: &model::Category) -> category::Record {
        category::Record {
            name: self.strings.add(&one.name),
            facts: self.category_facts(one),
        }
    }

    fn response(&mut self, at: usize) -> response::Record {
        let one = &self.catalog.responses[at];
        response::Record {
            name: self.strings.add(&one.name),
            content_type: self.strings.add(&one.content_type),
            format: one.format,
            fhir: one.fhir.iter().fold(0, |set, version| set | 1 << (version & 7)),
            facts: self.response_facts(one),
            shape: self.shape(at),
        }
    }

    fn fallbacks(&mut self) -> u32 {
        let catalog = self.catalog;
        let mut table = count(catalog.fallbacks.len()).to_le_bytes().to_vec();
        for one in &catalog.fallbacks {
            let record = fallback::Record {
                status: match one.statuses {
                    Statuses::One(status) => status,
                    Statuses::Class(digit) => digit.into(),
                },
                entry: position(Some(one.entry)),
                values: self.fallback_values(one),
            };
            table.extend_from_slice(&record.to_bytes());
        }
        self.tail.push(&table)
    }
}
/// Returns a delay as in the record. A fraction of many days is not kept.
fn delay_bits(delay: Duration) -> u32 {
    let seconds = u32::try_from(error_layout::grammar::delay_seconds(delay)).unwrap_or(NONE_U32);
    match u32::try_from(delay.as_millis()) {
        Ok(milliseconds) if delay.subsec_millis() > 0 && milliseconds < MILLISECONDS - 1 => milliseconds | MILLISECONDS,
        _ => seconds,
    }
}
