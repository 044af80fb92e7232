//! From a checked catalog to the two constants of [`error_layout`].

mod field;
mod forms;
mod frame;
mod json;
mod leaves;
mod lookup;
pub mod paths;
mod places;
mod pool;
mod presence;
mod program;
mod record;
mod stencil;
mod texts;
mod value;
mod xhtml;
mod xml;

pub use presence::Presence;
pub use program::{Op, Program, Run, fill};
pub use texts::{body_program, header_program, message_program, xml_program};
pub use value::Scope;

use error_layout::{MAGIC, NONE_U16, NONE_U32, category, entry, fact, fallback, header, response};

use crate::ast::{self, Statuses};
use crate::model::{Catalog, Entry, Parameter};
use forms::Forms;
use leaves::Leaves;
use lookup::Codes;
use pool::Pool;
use program::number;
use record::Record;
use stencil::Stencil;
use texts::plain_program;
use value::Context;

/// A compiled catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// The numbers.
    pub index: Vec<u8>,
    /// The strings.
    pub text: String,
}

/// Compiles a catalog.
pub fn catalog(catalog: &Catalog) -> Encoded {
    catalog_with_frames(catalog, frame::MOST)
}

/// Compiles a catalog with frames of at most so many bytes of text. Without any, bodies are the same and take longer.
pub fn catalog_with_frames(catalog: &Catalog, most: usize) -> Encoded {
    let shapes = paths::shapes(catalog);
    let forms = Forms::new(catalog, &shapes);
    let mut encoder = Encoder {
        catalog,
        pool: Pool::default(),
        tail: Vec::new(),
        tail_start: 0,
        leaves: Leaves::new(catalog, shapes, &forms),
        forms,
        codes: Codes::new(catalog),
        frames_left: most,
    };
    encoder.run()
}

fn code_kind(code: &ast::Code) -> u8 {
    match code {
        ast::Code::None => error_layout::code_kind::NONE,
        ast::Code::Text(_) => error_layout::code_kind::TEXT,
        ast::Code::Integer(_) => error_layout::code_kind::INTEGER,
    }
}

/// Text as it goes into a placeholder that the catalog fills.
fn escape_fixed(text: &str, context: Context) -> String {
    // Texts of the catalog have no control characters but line ends, which are meant.
    if matches!(context, Context::Plain | Context::Link) {
        return text.to_owned();
    }
    let mut out = String::new();
    error_layout::escape::write(&mut out, text, false, context.escape());
    out
}

struct Encoder<'c> {
    catalog: &'c Catalog,
    pool: Pool,
    /// What stands behind the records.
    tail: Vec<u8>,
    tail_start: usize,
    forms: Forms,
    leaves: Leaves<'c>,
    codes: Codes<'c>,
    /// How much text frames may still take.
    frames_left: usize,
}

impl<'c> Encoder<'c> {
    fn run(&mut self) -> Encoded {
        let catalog = self.catalog;
        let entries_start = header::SIZE;
        let categories_start = entries_start + catalog.entries.len() * entry::SIZE;
        let responses_start = categories_start + catalog.categories.len() * category::SIZE;
        self.tail_start = responses_start + catalog.responses.len() * response::SIZE;

        let mut records = Vec::with_capacity(self.tail_start);
        for (position, entry) in catalog.entries.iter().enumerate() {
            self.pool.next_entry();
            records.extend(self.entry(position, entry));
        }
        for category in &catalog.categories {
            records.extend(self.category(category));
        }
        for (position, response) in catalog.responses.iter().enumerate() {
            records.extend(self.response(position, response));
        }
        let facts = self.catalog_facts();
        let fallbacks = self.fallbacks();
        let names: Vec<(&str, u16)> = catalog
            .entries
            .iter()
            .map(|entry| entry.name.as_str())
            .zip(0..)
            .collect();
        let by_name = self.push(&lookup::table(&names));
        let by_code = self.push(&self.codes.table());
        let (places, regions, place_count) = self.places();
        let codeless = leaves::codeless(catalog);
        let codeless_at = self.push(&codeless);

        let mut index = Record::new(header::SIZE);
        index.bytes[header::MAGIC..header::MAGIC + MAGIC.len()].copy_from_slice(&MAGIC);
        index.u16(header::ENTRIES, catalog.entries.len());
        index.u16(header::CATEGORIES, catalog.categories.len());
        index.u16(header::RESPONSES, catalog.responses.len());
        index.u16(header::CODES, self.codes.len());
        index.u32(header::BY_NAME, by_name);
        index.u32(header::BY_CODE, by_code);
        index.u32(header::FACTS, facts);
        index.u32(header::FALLBACKS, fallbacks);
        index.u32(header::PLACES, places);
        index.u32(header::REGIONS, regions);
        index.u32(header::CODELESS, codeless_at);
        index.u16(header::CODELESS_COUNT, codeless.len() / 2);
        index.u16(header::PLACE_COUNT, place_count);
        let mut index = index.bytes;
        index.extend(records);
        index.append(&mut self.tail);
        Encoded {
            index,
            text: std::mem::take(&mut self.pool).into_text(),
        }
    }

    /// Puts bytes behind the records; gives their offset in the index.
    fn push(&mut self, bytes: &[u8]) -> usize {
        let offset = self.tail_start + self.tail.len();
        self.tail.extend_from_slice(bytes);
        offset
    }

    fn program(&mut self, program: &Program, scope: Scope<'_>) -> usize {
        let bytes = Stencil::new(program).fill(scope, &mut self.pool);
        self.push(&bytes)
    }

    fn entry(&mut self, position: usize, one: &'c Entry) -> Vec<u8> {
        let scope = Scope::new(self.catalog, one);
        // The body first: most other strings of the entry can be found in it.
        let body = self.body(position, scope, |form| form.body.as_mut());
        let xml = self.body(position, scope, |form| form.xml.as_mut());
        let leaves = self.entry_leaves(position, scope);
        let headers = self.headers(scope);
        let message = self.message(position, scope);
        let facts = self.entry_facts(scope);
        let (name, name_len) = self.pool.add(&one.name);
        let (code, code_len) = self.pool.add(&one.code.text().unwrap_or_default());

        let mut record = Record::new(entry::SIZE);
        record.u16(entry::STATUS, one.status.into());
        record.u16(entry::STATUS_MIN, one.status_range.0.into());
        record.u16(entry::STATUS_MAX, one.status_range.1.into());
        record.u16(entry::CATEGORY, one.category.unwrap_or(NONE_U16.into()));
        record.u16(entry::RESPONSE, one.response);
        record.u16(entry::REPLACED_BY, one.replaced_by.unwrap_or(NONE_U16.into()));
        record.u8(entry::SEVERITY, one.severity);
        record.u8(entry::ISSUE_TYPE, one.issue.unwrap_or(u8::MAX));
        record.u8(entry::RETRY, one.retry.map_or(u8::MAX, |retry| retry.class));
        record.u8(entry::CODE_KIND, code_kind(&one.code));
        let delay = one
            .retry
            .and_then(|retry| retry.delay)
            .and_then(|delay| usize::try_from(delay).ok());
        record.u32(entry::RETRY_AFTER, delay.unwrap_or(NONE_U32 as usize));
        record.u32(entry::NAME, name);
        record.u16(entry::NAME_LEN, name_len);
        record.u16(entry::CODE_LEN, code_len);
        record.u32(entry::CODE, code);
        record.u32(entry::BODY, body);
        record.u32(entry::HEADERS, headers);
        record.u32(entry::MESSAGE, message);
        record.u32(entry::FACTS, facts);
        record.u32(entry::BODY_XML, xml);
        record.u32(entry::LEAVES, leaves);
        record.u16(entry::SAME_CODE, self.codes.same_as(position));
        record.bytes
    }

    fn headers(&mut self, scope: Scope<'_>) -> usize {
        let mut bytes = Vec::new();
        for header in &scope.entry.headers {
            let program = Stencil::new(&header_program(scope, header)).fill(scope, &mut self.pool);
            let (name, name_len) = self.pool.add(&header.name);
            number(&mut bytes, name);
            number(&mut bytes, name_len);
            number(&mut bytes, program.len());
            bytes.extend(program);
        }
        number(&mut bytes, 0);
        number(&mut bytes, 0);
        self.push(&bytes)
    }

    fn entry_facts(&mut self, scope: Scope<'_>) -> usize {
        let one = scope.entry;
        let mut facts = Vec::new();
        self.fact(&mut facts, fact::RUST_NAME, Some(&one.rust_name));
        self.fact(&mut facts, fact::TITLE, Some(&one.title));
        self.fact(&mut facts, fact::DESCRIPTION, one.description.as_deref());
        self.fact(&mut facts, fact::ACTION, one.action.as_deref());
        self.fact(&mut facts, fact::USER_MESSAGE, one.user_message.as_deref());
        let docs = one.docs.as_ref().map(|docs| scope.fixed(&docs.value, Context::Link));
        self.fact(&mut facts, fact::DOCS, docs.as_deref());
        self.fact(&mut facts, fact::SINCE, one.since.as_deref());
        self.fact(&mut facts, fact::DEPRECATED, one.deprecated.as_deref());
        let display = one
            .display
            .as_ref()
            .map(|display| scope.fixed(&display.value, Context::Plain));
        self.fact(&mut facts, fact::DISPLAY, display.as_deref());
        for (tag, list) in [(fact::TAG, &one.tags), (fact::METHOD, &one.methods)] {
            for text in list {
                self.fact(&mut facts, tag, Some(text));
            }
        }
        for pattern in &one.endpoints {
            self.fact(&mut facts, fact::ENDPOINT, Some(pattern));
            let (program, len) = self.endpoint(pattern);
            facts.push(fact::ENDPOINT_PROGRAM);
            number(&mut facts, program);
            number(&mut facts, len);
        }
        self.metadata(&mut facts, &one.metadata);
        one.parameters
            .iter()
            .for_each(|parameter| self.parameter(&mut facts, parameter));
        for (tag, text) in [(fact::LOG, &one.log), (fact::DIAGNOSTICS, &one.diagnostics)] {
            if let Some(text) = text {
                let program = self.program(&plain_program(scope, &text.value), scope);
                facts.push(tag);
                number(&mut facts, program);
                number(&mut facts, 0);
            }
        }
        self.finish_facts(facts)
    }

    fn fact(&mut self, facts: &mut Vec<u8>, tag: u8, text: Option<&str>) {
        if let Some(text) = text {
            let (offset, len) = self.pool.add(text);
            facts.push(tag);
            number(facts, offset);
            number(facts, len);
        }
    }

    fn metadata(&mut self, facts: &mut Vec<u8>, metadata: &[(String, String)]) {
        for (name, json) in metadata {
            self.fact(facts, fact::METADATA_NAME, Some(name));
            self.fact(facts, fact::METADATA_VALUE, Some(json));
            let text: Option<String> = serde_json::from_str(json).ok();
            self.fact(facts, fact::METADATA_TEXT, text.as_deref());
        }
    }

    fn parameter(&mut self, facts: &mut Vec<u8>, parameter: &Parameter) {
        self.fact(facts, fact::PARAMETER, Some(&parameter.name));
        facts.push(fact::PARAMETER_INFO);
        number(facts, parameter.kind.into());
        number(
            facts,
            usize::from(parameter.visibility & 3) | usize::from(parameter.optional) << 2,
        );
        self.fact(facts, fact::PARAMETER_DESCRIPTION, parameter.description.as_deref());
        self.fact(facts, fact::PARAMETER_EXAMPLE, parameter.example.as_deref());
    }

    fn finish_facts(&mut self, mut facts: Vec<u8>) -> usize {
        facts.push(fact::END);
        self.push(&facts)
    }

    fn catalog_facts(&mut self) -> usize {
        let catalog = self.catalog;
        let mut facts = Vec::new();
        self.fact(&mut facts, fact::CATALOG_NAME, Some(&catalog.name));
        self.fact(&mut facts, fact::CATALOG_VERSION, catalog.version.as_deref());
        self.fact(&mut facts, fact::TITLE, Some(&catalog.title));
        self.fact(&mut facts, fact::DESCRIPTION, catalog.description.as_deref());
        self.metadata(&mut facts, &catalog.metadata);
        for name in leaves::request_id_headers(catalog) {
            self.fact(&mut facts, fact::REQUEST_ID_HEADER, Some(&name));
        }
        self.finish_facts(facts)
    }

    fn fallbacks(&mut self) -> usize {
        let catalog = self.catalog;
        let count = u16::try_from(catalog.fallbacks.len()).unwrap_or(0);
        let mut table = count.to_le_bytes().to_vec();
        for one in &catalog.fallbacks {
            let mut values = Vec::new();
            for (name, value) in &one.parameters {
                self.fact(&mut values, fact::VALUE_NAME, Some(name));
                self.fact(&mut values, fact::VALUE, Some(value));
            }
            let values = self.finish_facts(values);
            let mut record = Record::new(fallback::SIZE);
            record.u16(
                fallback::STATUS,
                match one.statuses {
                    Statuses::One(status) => status.into(),
                    Statuses::Class(digit) => digit.into(),
                },
            );
            record.u16(fallback::ENTRY, one.entry);
            record.u32(fallback::VALUES, values);
            table.extend(record.bytes);
        }
        self.push(&table)
    }

    fn category(&mut self, one: &crate::model::Category) -> Vec<u8> {
        let mut facts = Vec::new();
        self.fact(&mut facts, fact::RUST_NAME, Some(&one.rust_name));
        self.fact(&mut facts, fact::TITLE, one.title.as_deref());
        self.fact(&mut facts, fact::DESCRIPTION, one.description.as_deref());
        self.metadata(&mut facts, &one.metadata);
        let facts = self.finish_facts(facts);
        let (name, name_len) = self.pool.add(&one.name);
        let mut record = Record::new(category::SIZE);
        record.u32(category::NAME, name);
        record.u32(category::NAME_LEN, name_len);
        record.u32(category::FACTS, facts);
        record.bytes
    }

    fn response(&mut self, position: usize, one: &'c crate::model::Response) -> Vec<u8> {
        let mut facts = Vec::new();
        self.metadata(&mut facts, &one.metadata);
        let facts = self.finish_facts(facts);
        let (name, name_len) = self.pool.add(&one.name);
        let (content_type, content_type_len) = self.pool.add(&one.content_type);
        let shape = self.shape(position);
        let mut record = Record::new(response::SIZE);
        record.u32(response::NAME, name);
        record.u32(response::NAME_LEN, name_len);
        record.u32(response::CONTENT_TYPE, content_type);
        record.u32(response::CONTENT_TYPE_LEN, content_type_len);
        record.u8(response::FORMAT, one.format);
        record.u8(
            response::FHIR,
            one.fhir.iter().fold(0, |set, version| set | 1 << (version & 7)),
        );
        record.u32(response::FACTS, facts);
        record.u32(response::SHAPE, shape);
        record.bytes
    }
}
