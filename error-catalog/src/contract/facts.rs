//! From a checked catalog to its contract.

use std::collections::BTreeSet;

use error_layout::vocabulary::FHIR_VERSIONS;
use serde_json::{Value, json};

use super::{Contract, Facts, Subject, body};
use crate::ast;
use crate::ast::text::Text;
use crate::lower::resolve::Scope;
use crate::model::{self, Catalog};

/// The members of entries that are texts, which a baseline omits. Translations have the language after a dot.
pub(super) const TEXTS: [&str; 14] = [
    "title",
    "message",
    "display",
    "diagnostics",
    "expression",
    "location",
    "log",
    "user_message",
    "action",
    "description",
    "docs",
    "since",
    "tags",
    "deprecated_note",
];

/// The constant placeholders that identify an entry wherever they are sent.
const IDENTIFYING: [&str; 2] = ["name", "catalog"];

/// The placeholders of optional members; whether they are sent is a fact.
const OPTIONAL: [&str; 11] = [
    "action",
    "category",
    "detail",
    "diagnostics",
    "display",
    "docs",
    "expression",
    "location",
    "since",
    "user_message",
    "version",
];

/// Whether a member is a text, which a baseline omits.
pub(super) fn is_text(member: &str) -> bool {
    let name = member.split('.').next().unwrap_or(member);
    TEXTS.contains(&name) || name == "metadata"
}

impl Contract {
    /// Returns the contract of a checked catalog.
    pub fn of(catalog: &Catalog) -> Self {
        let mut contract = Self {
            order: catalog.entries.iter().map(|entry| entry.name.clone()).collect(),
            has_texts: true,
            ..Self::default()
        };
        contract.subjects.insert(Subject::Catalog, of_catalog(catalog));
        for category in &catalog.categories {
            let mut facts = Facts::new();
            insert(&mut facts, "rust", &*category.rust_name);
            optional(&mut facts, "title", category.title.as_ref());
            optional(&mut facts, "description", category.description.as_ref());
            metadata(&mut facts, &category.metadata, &BTreeSet::new());
            contract
                .subjects
                .insert(Subject::Category(category.name.clone()), facts);
        }
        for response in &catalog.responses {
            let subject = Subject::Response(response.name.clone());
            contract.subjects.insert(subject, of_response(response));
        }
        let bodies: Vec<BTreeSet<String>> = catalog.responses.iter().map(body::placeholders).collect();
        for (position, entry) in catalog.entries.iter().enumerate() {
            let body = bodies.get(entry.response);
            let facts = of_entry(catalog, position, entry, body);
            contract.subjects.insert(Subject::Entry(entry.name.clone()), facts);
        }
        for translation in &catalog.translations {
            for (position, translated) in &translation.entries {
                let Some(original) = catalog.entries.get(*position) else {
                    continue;
                };
                let mut facts = Facts::new();
                texts(&mut facts, translated);
                if let Some(into) = contract.subjects.get_mut(&Subject::Entry(original.name.clone())) {
                    let of_original = into.clone();
                    for (name, text) in facts {
                        if of_original.get(&name) != Some(&text) {
                            into.insert(format!("{name}.{}", translation.language), text);
                        }
                    }
                }
            }
        }
        contract
    }
}

fn insert(facts: &mut Facts, name: impl Into<String>, value: impl Into<Value> + Clone) {
    facts.insert(name.into(), value.into());
}

fn optional<T: Into<Value> + Clone>(facts: &mut Facts, name: &str, value: Option<&T>) {
    if let Some(value) = value {
        facts.insert(name.to_owned(), value.clone().into());
    }
}

/// Adds a list of strings that is not empty.
fn list(facts: &mut Facts, name: &str, values: impl IntoIterator<Item = String>) {
    let values: Vec<String> = values.into_iter().collect();
    if !values.is_empty() {
        facts.insert(name.to_owned(), values.into());
    }
}

fn sorted(values: &[String]) -> Vec<String> {
    let values: BTreeSet<String> = values.iter().cloned().collect();
    values.into_iter().collect()
}

/// Adds the `x-…` members: those that are sent by their names, others as texts.
fn metadata(facts: &mut Facts, metadata: &[(String, String)], sent: &BTreeSet<String>) {
    for (name, value) in metadata {
        let value = serde_json::from_str(value).unwrap_or(Value::Null);
        let name = if sent.contains(name) {
            name.clone()
        } else {
            format!("metadata.{name}")
        };
        facts.insert(name, value);
    }
}

fn of_catalog(catalog: &Catalog) -> Facts {
    let mut facts = Facts::new();
    insert(&mut facts, "name", &*catalog.name);
    optional(&mut facts, "version", catalog.version.as_ref());
    optional(&mut facts, "language", catalog.language.as_ref());
    let languages = catalog.translations.iter().map(|one| one.language.clone());
    let languages: BTreeSet<String> = languages.collect();
    list(&mut facts, "translations", languages);
    insert(&mut facts, "title", &*catalog.title);
    optional(&mut facts, "description", catalog.description.as_ref());
    metadata(&mut facts, &catalog.metadata, &BTreeSet::new());
    for fallback in &catalog.fallbacks {
        if let Some(entry) = catalog.entries.get(fallback.entry) {
            insert(&mut facts, format!("fallbacks.{}", fallback.statuses), &*entry.name);
        }
    }
    facts
}

fn of_response(response: &model::Response) -> Facts {
    let mut facts = Facts::new();
    // A `problem` is a template like any other; an OperationOutcome also has a form in XML.
    let format = match response.format_name() {
        "problem" => "json",
        other => other,
    };
    insert(&mut facts, "format", format);
    insert(&mut facts, "content_type", &*response.content_type);
    if response.in_band {
        insert(&mut facts, "in_band", true);
    }
    let word = |version: &u8| FHIR_VERSIONS.get(usize::from(*version)).copied();
    let versions = response
        .fhir
        .iter()
        .map(|version| word(version).unwrap_or_default().to_owned());
    list(&mut facts, "fhir", versions);
    metadata(&mut facts, &response.metadata, &BTreeSet::new());
    body::add(&mut facts, &response.body);
    facts
}

fn of_entry(catalog: &Catalog, position: usize, entry: &model::Entry, body: Option<&BTreeSet<String>>) -> Facts {
    let mut facts = Facts::new();
    let sent = sent(entry, body);
    facts.insert(
        "code".to_owned(),
        match &entry.code {
            ast::Code::None => Value::Null,
            ast::Code::Text(text) => json!(text),
            ast::Code::Integer(number) => json!(number),
        },
    );
    insert(&mut facts, "rust", &*entry.rust_name);
    let aliases: Vec<String> = entry.aliases.iter().map(|alias| alias.value.clone()).collect();
    list(&mut facts, "aliases", sorted(&aliases));
    insert(&mut facts, "status", entry.status);
    if !entry.statuses.is_empty() {
        insert(&mut facts, "statuses", entry.statuses.clone());
    } else if entry.status_range.0 != entry.status_range.1 {
        let (low, high) = entry.status_range;
        insert(&mut facts, "status_range", format!("{low}-{high}"));
    }
    let category = entry.category.and_then(|position| catalog.categories.get(position));
    optional(&mut facts, "category", category.map(|category| &category.name));
    let response = catalog.responses.get(entry.response);
    optional(&mut facts, "response", response.map(|response| &response.name));
    if entry.severity_name() != "error" {
        insert(&mut facts, "severity", entry.severity_name());
    }
    optional(&mut facts, "issue", entry.issue_name().as_ref());
    if let Some(retry) = entry.retry {
        insert(&mut facts, "retry", retry.class_name());
        if let Some(delay) = retry.delay {
            let delay = match delay.subsec_nanos() {
                0 => json!(delay.as_secs()),
                _ => json!(delay.as_secs_f64()),
            };
            insert(&mut facts, "delay", delay);
        }
    }
    list(&mut facts, "methods", sorted(&entry.methods));
    list(&mut facts, "endpoints", sorted(&entry.endpoints));
    for header in &entry.headers {
        let name = format!("headers.{}", header.name.to_ascii_lowercase());
        let value = header.value.value.to_whole_source();
        match facts.get_mut(&name) {
            Some(Value::Array(values)) => values.push(value.into()),
            _ => drop(facts.insert(name, json!([value]))),
        }
    }
    for parameter in &entry.parameters {
        of_parameter(&mut facts, parameter, sent.contains(&parameter.name));
    }
    if entry.deprecated.is_some() {
        insert(&mut facts, "deprecated", true);
    }
    optional(
        &mut facts,
        "deprecated_note",
        entry.deprecated.as_ref().filter(|note| !note.is_empty()),
    );
    let replacement = entry.replaced_by.and_then(|position| catalog.entries.get(position));
    optional(&mut facts, "replaced_by", replacement.map(|entry| &entry.name));
    metadata(&mut facts, &entry.metadata, &sent);
    for (name, value) in IDENTIFYING.into_iter().zip([&entry.name, &catalog.name]) {
        if sent.contains(name) {
            insert(&mut facts, name, &**value);
        }
    }
    let kind = response.and_then(body::problem_type);
    let kind = kind.and_then(|text| Scope::new(catalog, entry).known(text));
    optional(&mut facts, "type", kind.as_ref());
    list(
        &mut facts,
        "sent",
        OPTIONAL
            .into_iter()
            .filter(|name| sent.contains(*name))
            .map(str::to_owned),
    );
    texts(&mut facts, entry);
    if let Some(from) = catalog.entries.get(position).and_then(|entry| entry.since.as_ref()) {
        insert(&mut facts, "since", &**from);
    }
    list(&mut facts, "tags", sorted(&entry.tags));
    facts
}

fn of_parameter(facts: &mut Facts, parameter: &model::Parameter, sent: bool) {
    let name = |member: &str| format!("parameters.{}.{member}", parameter.name);
    insert(facts, name("type"), parameter.type_name());
    list(facts, &name("values"), sorted(&parameter.values));
    if parameter.optional {
        insert(facts, name("optional"), true);
    }
    if parameter.visibility_name() != "public" {
        insert(facts, name("visibility"), parameter.visibility_name());
    }
    if !sent && parameter.visibility == 0 {
        insert(facts, name("sent"), false);
    }
}

/// Adds the texts that can be translated, and others that are written for people.
fn texts(facts: &mut Facts, entry: &model::Entry) {
    insert(facts, "title", &*entry.title);
    for (name, text) in entry.texts().filter(|(name, _)| *name != "headers") {
        let text = text.value.to_whole_source();
        match facts.get_mut(name) {
            Some(Value::Array(values)) => values.push(text.into()),
            _ if matches!(name, "expression" | "location") => drop(facts.insert(name.to_owned(), json!([text]))),
            _ => insert(facts, name, text),
        }
    }
    optional(facts, "user_message", entry.user_message.as_ref());
    optional(facts, "action", entry.action.as_ref());
    optional(facts, "description", entry.description.as_ref());
}

/// Returns the names of the placeholders whose values reach clients.
fn sent(entry: &model::Entry, body: Option<&BTreeSet<String>>) -> BTreeSet<String> {
    let mut sent = BTreeSet::new();
    let mut next: Vec<String> = body.into_iter().flatten().cloned().collect();
    let of_text = |text: &Text| -> Vec<String> { text.placeholders().map(|one| one.name.clone()).collect() };
    next.extend(entry.headers.iter().flat_map(|header| of_text(&header.value.value)));
    while let Some(name) = next.pop() {
        let exists = match name.as_str() {
            "detail" | "message" => entry.message.as_ref().map(|text| next.extend(of_text(&text.value))),
            "display" => entry.display.as_ref().map(|text| next.extend(of_text(&text.value))),
            "diagnostics" => entry.diagnostics.as_ref().map(|text| next.extend(of_text(&text.value))),
            // A link to the documentation identifies an entry only as the `type` of a problem.
            "docs" => entry.docs.as_ref().map(drop),
            "expression" | "location" => {
                let texts = if name == "location" {
                    &entry.location
                } else {
                    &entry.expression
                };
                for text in texts {
                    next.extend(of_text(&text.value));
                }
                (!texts.is_empty()).then_some(())
            }
            "user_message" => entry.user_message.as_ref().map(drop),
            "action" => entry.action.as_ref().map(drop),
            "since" => entry.since.as_ref().map(drop),
            "category" => entry.category.map(drop),
            _ => Some(()),
        };
        if exists.is_some() && !sent.insert(name) {
            // Texts that refer to each other are visited once.
            next.retain(|name| !sent.contains(name));
        }
    }
    sent
}
