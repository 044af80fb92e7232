//! The codes of a catalog, by the system that they are sent with.

use std::collections::HashMap;

use error_catalog::ast::template::{Object, Template};
use error_catalog::ast::text::Text;
use error_catalog::{Catalog, constant_text, model};
use error_layout::vocabulary::FHIR_VERSIONS;

use super::Release;
use crate::Api;

/// Whether a text is of FHIR's type `code`: words with single spaces between them.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.split(' ').all(|word| !word.is_empty())
        && !text.contains(|c: char| c != ' ' && (c.is_whitespace() || c.is_control()))
}

/// Codes in the order of the catalog, each with the entries that send it.
#[derive(Debug, Default)]
pub(super) struct Codes<'a> {
    list: Vec<(String, Vec<Use<'a>>)>,
    positions: HashMap<String, usize>,
    are_sent: bool,
}

/// An entry that sends a code.
#[derive(Debug)]
pub(super) struct Use<'a> {
    pub position: usize,
    pub entry: &'a model::Entry,
    /// The display of the response, otherwise that of the entry, otherwise the title.
    pub display: String,
    /// The display in other languages.
    pub translations: Vec<(String, String)>,
}

impl<'a> Codes<'a> {
    /// Returns the codes of all entries, whatever is sent.
    pub(super) fn of_entries(api: &'a Api) -> Self {
        let mut codes = Self::default();
        let displays = Displays::new(api.catalog());
        for (position, entry) in api.catalog().entries.iter().enumerate() {
            if let Some(code) = entry.code.text() {
                codes.add(&code, displays.of(position, entry, None));
            }
        }
        codes
    }

    fn add(&mut self, code: &str, used: Use<'a>) {
        let position = *self.positions.entry(code.to_owned()).or_insert_with(|| {
            self.list.push((code.to_owned(), Vec::new()));
            self.list.len() - 1
        });
        let senders = &mut self.list[position].1;
        // A response can have a coding twice.
        if senders.last().is_none_or(|last| last.position != used.position) {
            senders.push(used);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn are_sent(&self) -> bool {
        self.are_sent
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.positions.contains_key(code)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[Use<'a>])> {
        self.list.iter().map(|(code, uses)| (code.as_str(), uses.as_slice()))
    }

    /// Returns the first code of each entry, by the position of the entry.
    pub(super) fn by_entry(&self) -> HashMap<usize, &str> {
        let mut found = HashMap::new();
        for (code, uses) in self.iter() {
            for one in uses {
                found.entry(one.position).or_insert(code);
            }
        }
        found
    }

    pub(super) fn left_out(&self, api: &'a Api) -> Vec<&'a str> {
        let known = self.by_entry();
        let entries = api.catalog().entries.iter().enumerate();
        let without = entries.filter(|(position, _)| !known.contains_key(position));
        without.map(|(_, entry)| entry.name.as_str()).collect()
    }

    /// Returns the FHIR release of the first response that says one.
    pub(super) fn release(&self, api: &Api) -> Option<Release> {
        let mut uses = self.iter().flat_map(|(_, uses)| uses);
        uses.find_map(|one| {
            let response = api.catalog().responses.get(one.entry.response)?;
            response
                .fhir
                .iter()
                .find_map(|version| match *FHIR_VERSIONS.get(usize::from(*version))? {
                    "STU3" => Some(Release::Stu3),
                    "R4" | "R4B" => Some(Release::R4),
                    "R5" => Some(Release::R5),
                    _ => None,
                })
        })
    }
}

/// Returns the systems of all codings in the order of the catalog, each with its codes.
pub(super) fn by_system(api: &Api) -> Vec<(String, Codes<'_>)> {
    let catalog = api.catalog();
    let mut systems: Vec<(String, Codes<'_>)> = Vec::new();
    let displays = Displays::new(catalog);
    let responses: Vec<Vec<Coding<'_>>> = catalog
        .responses
        .iter()
        .map(|response| response.body.template().map(codings).unwrap_or_default())
        .collect();
    for (position, entry) in catalog.entries.iter().enumerate() {
        for coding in responses.get(entry.response).into_iter().flatten() {
            let known = |text: &Text| constant_text(catalog, entry, text).filter(|text| !text.is_empty());
            let (Some(system), Some(code)) = (known(coding.system), known(coding.code)) else {
                continue;
            };
            let at = systems.iter().position(|(known, _)| *known == system);
            let at = at.unwrap_or_else(|| {
                let codes = Codes {
                    are_sent: true,
                    ..Codes::default()
                };
                systems.push((system, codes));
                systems.len() - 1
            });
            systems[at].1.add(&code, displays.of(position, entry, Some(coding)));
        }
    }
    systems
}

/// A coding in the template of a body.
struct Coding<'t> {
    system: &'t Text,
    code: &'t Text,
    display: Option<&'t Text>,
    /// The display in other languages, by FHIR's translation extension.
    translations: Vec<(&'t Text, &'t Text)>,
}

/// Returns the codings of a body: the objects with a system and a code in members with the name `coding`.
fn codings(template: &Template) -> Vec<Coding<'_>> {
    let mut found = Vec::new();
    search(template, false, &mut found);
    found
}

fn search<'t>(template: &'t Template, is_coding: bool, found: &mut Vec<Coding<'t>>) {
    match template {
        Template::Raw(_) | Template::Text(_) => {}
        Template::Array(elements) => {
            for element in elements {
                search(element, is_coding, found);
            }
        }
        Template::Object(object) => {
            if let (true, Some(system), Some(code)) = (is_coding, text(object, "system"), text(object, "code")) {
                found.push(Coding {
                    system,
                    code,
                    display: text(object, "display"),
                    translations: translations(object),
                });
            }
            for (name, value) in &object.members {
                search(value, name == "coding", found);
            }
        }
    }
}

fn member<'t>(object: &'t Object, name: &str) -> Option<&'t Template> {
    let mut members = object.members.iter();
    members.find(|(known, _)| known == name).map(|(_, value)| value)
}

fn text<'t>(object: &'t Object, name: &str) -> Option<&'t Text> {
    match member(object, name)? {
        Template::Text(text) => Some(&text.value),
        _ => None,
    }
}

fn extensions(object: &Object) -> impl Iterator<Item = &Object> {
    let elements = match member(object, "extension") {
        Some(Template::Array(elements)) => elements.as_slice(),
        _ => &[],
    };
    elements.iter().filter_map(|element| match element {
        Template::Object(object) => Some(object),
        _ => None,
    })
}

fn translations(coding: &Object) -> Vec<(&Text, &Text)> {
    let Some(Template::Object(display)) = member(coding, "_display") else {
        return Vec::new();
    };
    let part = |extension, value| extensions(extension).find_map(|part| text(part, value));
    let both = extensions(display).map(|one| Some((part(one, "valueCode")?, part(one, "valueString")?)));
    both.flatten().collect()
}

/// The displays of entries in all languages.
struct Displays<'a> {
    catalog: &'a Catalog,
    /// The translated entries by the positions of their originals.
    translated: HashMap<usize, Vec<(&'a str, &'a model::Entry)>>,
}

impl<'a> Displays<'a> {
    fn new(catalog: &'a Catalog) -> Self {
        let mut translated: HashMap<usize, Vec<_>> = HashMap::new();
        for translation in &catalog.translations {
            for (original, entry) in &translation.entries {
                let known = translated.entry(*original).or_default();
                known.push((translation.language.as_str(), entry));
            }
        }
        Self { catalog, translated }
    }

    fn of(&self, position: usize, entry: &'a model::Entry, coding: Option<&Coding<'_>>) -> Use<'a> {
        let of = |entry: &model::Entry| {
            let known = |text: &Text| constant_text(self.catalog, entry, text).filter(|text| !text.trim().is_empty());
            let sent = coding.and_then(|coding| coding.display).and_then(known);
            sent.or_else(|| known(&entry.display.as_ref()?.value))
                .unwrap_or_else(|| entry.title.clone())
        };
        let display = of(entry);
        let mut translations: Vec<(String, String)> = Vec::new();
        let mut add = |language: &str, text: String| {
            let is_new = translations.iter().all(|(known, _)| known != language);
            if is_new && text != display && !text.trim().is_empty() {
                translations.push((language.to_owned(), text));
            }
        };
        for (language, entry) in self.translated.get(&position).into_iter().flatten() {
            add(language, of(entry));
        }
        for (language, text) in coding.into_iter().flat_map(|coding| &coding.translations) {
            let known = |text| constant_text(self.catalog, entry, text);
            if let (Some(language), Some(text)) = (known(language), known(text)) {
                add(&language, text);
            }
        }
        Use {
            position,
            entry,
            display,
            translations,
        }
    }
}
