//! Fact lists: see [`error_layout::fact`].

use error_layout::{fact, varint};

use super::Emitter;
use super::strings::StringTable;
use crate::lower::ir::Field;
use crate::lower::resolve::Scope;
use crate::model::{Category, Fallback, Parameter, Response};
use crate::route_pattern;

/// A list while it grows.
struct Facts<'s> {
    strings: &'s mut StringTable,
    bytes: Vec<u8>,
}

impl<'s> Facts<'s> {
    fn new(strings: &'s mut StringTable) -> Self {
        Self {
            strings,
            bytes: Vec::new(),
        }
    }

    fn numbers(&mut self, tag: u8, first: u32, second: u32) {
        self.bytes.push(tag);
        varint::write(&mut self.bytes, first);
        varint::write(&mut self.bytes, second);
    }

    fn text(&mut self, tag: u8, text: &str) {
        let text = self.strings.add(text);
        self.numbers(tag, text.offset, text.len);
    }

    fn optional(&mut self, tag: u8, text: Option<&str>) {
        if let Some(text) = text {
            self.text(tag, text);
        }
    }

    fn metadata(&mut self, metadata: &[(String, String)]) {
        for (name, json) in metadata {
            self.text(fact::METADATA_NAME, name);
            self.text(fact::METADATA_VALUE, json);
            let text: Option<String> = serde_json::from_str(json).ok();
            self.optional(fact::METADATA_TEXT, text.as_deref());
        }
    }

    fn parameter(&mut self, parameter: &Parameter) {
        self.text(fact::PARAMETER, &parameter.name);
        let flags = u32::from(parameter.visibility & 3) | u32::from(parameter.optional) << 2;
        self.numbers(fact::PARAMETER_INFO, parameter.kind.into(), flags);
        self.optional(fact::PARAMETER_DESCRIPTION, parameter.description.as_deref());
        self.optional(fact::PARAMETER_EXAMPLE, parameter.example.as_deref());
        if !parameter.values.is_empty() {
            self.text(fact::PARAMETER_VALUES, &parameter.values.join("\n"));
        }
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.push(fact::END);
        self.bytes
    }
}

impl Emitter<'_> {
    /// `language` is that of a translated entry.
    pub(super) fn entry_facts(&mut self, scope: Scope<'_>, language: Option<&str>) -> u32 {
        let one = scope.entry;
        // The programs of endpoints are behind the records, as the list is.
        let programs: Vec<(u32, usize)> = one
            .endpoints
            .iter()
            .map(|pattern| {
                let program = route_pattern::compile(pattern);
                (self.tail.push_once(&program), program.len())
            })
            .collect();
        let mut facts = Facts::new(&mut self.strings);
        facts.optional(fact::LANGUAGE, language);
        facts.text(fact::RUST_NAME, &one.rust_name);
        for status in &one.statuses {
            facts.numbers(fact::STATUS, u32::from(*status), 0);
        }
        facts.text(fact::TITLE, &one.title);
        facts.optional(fact::DESCRIPTION, one.description.as_deref());
        facts.optional(fact::ACTION, one.action.as_deref());
        facts.optional(fact::USER_MESSAGE, one.user_message.as_deref());
        facts.optional(fact::DOCS, scope.field(Field::Docs).as_deref());
        facts.optional(fact::SINCE, one.since.as_deref());
        facts.optional(fact::DEPRECATED, one.deprecated.as_deref());
        let display = one.display.as_ref().map(|display| scope.constant(&display.value));
        facts.optional(fact::DISPLAY, display.as_deref());
        one.aliases
            .iter()
            .for_each(|alias| facts.text(fact::ALIAS, &alias.value));
        one.tags.iter().for_each(|tag| facts.text(fact::TAG, tag));
        one.methods.iter().for_each(|method| facts.text(fact::METHOD, method));
        for (pattern, (program, len)) in one.endpoints.iter().zip(programs) {
            facts.text(fact::ENDPOINT, pattern);
            facts.numbers(fact::ENDPOINT_PROGRAM, program, u32::try_from(len).unwrap_or(0));
        }
        facts.metadata(&one.metadata);
        one.parameters.iter().for_each(|parameter| facts.parameter(parameter));
        let facts = facts.end();
        self.tail.push(&facts)
    }

    pub(super) fn catalog_facts(&mut self, request_id_headers: &[String]) -> u32 {
        let catalog = self.catalog;
        let mut facts = Facts::new(&mut self.strings);
        for (translation, list) in catalog.translations.iter().zip(&self.translated) {
            facts.text(fact::TRANSLATION, &translation.language);
            facts.numbers(fact::TRANSLATED, *list, 0);
        }
        facts.optional(fact::LANGUAGE, catalog.language.as_deref());
        facts.text(fact::CATALOG_NAME, &catalog.name);
        facts.optional(fact::CATALOG_VERSION, catalog.version.as_deref());
        facts.text(fact::TITLE, &catalog.title);
        facts.optional(fact::DESCRIPTION, catalog.description.as_deref());
        facts.metadata(&catalog.metadata);
        for name in request_id_headers {
            facts.text(fact::REQUEST_ID_HEADER, name);
        }
        let facts = facts.end();
        self.tail.push(&facts)
    }

    pub(super) fn category_facts(&mut self, one: &Category) -> u32 {
        let mut facts = Facts::new(&mut self.strings);
        facts.text(fact::RUST_NAME, &one.rust_name);
        facts.optional(fact::TITLE, one.title.as_deref());
        facts.optional(fact::DESCRIPTION, one.description.as_deref());
        facts.metadata(&one.metadata);
        let facts = facts.end();
        self.tail.push(&facts)
    }

    pub(super) fn response_facts(&mut self, one: &Response) -> u32 {
        let mut facts = Facts::new(&mut self.strings);
        if one.in_band {
            facts.numbers(fact::IN_BAND, 0, 0);
        }
        facts.metadata(&one.metadata);
        let facts = facts.end();
        self.tail.push_once(&facts)
    }

    pub(super) fn fallback_values(&mut self, one: &Fallback) -> u32 {
        let mut facts = Facts::new(&mut self.strings);
        for (name, value) in &one.parameters {
            facts.text(fact::VALUE_NAME, name);
            facts.text(fact::VALUE, value);
        }
        let facts = facts.end();
        self.tail.push_once(&facts)
    }
}
