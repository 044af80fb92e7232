//! The JSON of the two resources, with the members in the order of FHIR.

use error_catalog::names;
use serde_json::{Map, Value, json};

use super::concept::{Concept, PROPERTIES, concept, plain, retired, value_name};
use super::{CodeSystem, Release};

/// <https://hl7.org/fhir/codesystem.html>
pub(super) fn code_system(system: &CodeSystem<'_>) -> Value {
    let mut resource = head(system, "CodeSystem", Some(&system.url));
    resource.insert("caseSensitive".to_owned(), json!(true));
    resource.insert("content".to_owned(), json!("complete"));
    let mut concepts = concepts(system);
    concepts.extend(system.retired.iter().map(retired));
    resource.insert("count".to_owned(), json!(concepts.len()));
    let is_used = |code: &str| {
        let mut all = concepts.iter().flat_map(|concept| &concept.properties);
        all.any(|(known, _)| *known == code)
    };
    let properties = PROPERTIES.iter().filter(|property| is_used(property.code));
    let properties = properties.map(|property| {
        let mut members = Map::new();
        members.insert("code".to_owned(), json!(property.code));
        if let Some(uri) = property.uri {
            members.insert("uri".to_owned(), json!(uri));
        }
        members.insert("description".to_owned(), json!(property.description));
        members.insert("type".to_owned(), json!(property.kind));
        Value::Object(members)
    });
    resource.insert("property".to_owned(), properties.collect());
    let concepts = concepts.iter().map(|concept| {
        let mut members = coded(concept);
        members.insert("definition".to_owned(), json!(concept.definition));
        // After the definition.
        if let Some(designations) = members.shift_remove("designation") {
            members.insert("designation".to_owned(), designations);
        }
        let properties = concept.properties.iter().map(|(code, value)| {
            let property = PROPERTIES.iter().find(|property| property.code == *code);
            let kind = property.map_or("string", |property| property.kind);
            let mut members = Map::new();
            members.insert("code".to_owned(), json!(code));
            members.insert(value_name(kind), value.clone());
            Value::Object(members)
        });
        members.insert("property".to_owned(), properties.collect());
        Value::Object(members)
    });
    resource.insert("concept".to_owned(), concepts.collect());
    Value::Object(resource)
}

/// <https://hl7.org/fhir/valueset.html>
pub(super) fn value_set(system: &CodeSystem<'_>) -> Value {
    let mut resource = head(system, "ValueSet", system.value_set_url().as_deref());
    let concepts: Value = concepts(system)
        .iter()
        .map(|concept| Value::Object(coded(concept)))
        .collect();
    let mut include = Map::new();
    include.insert("system".to_owned(), json!(system.url));
    include.insert("concept".to_owned(), concepts);
    resource.insert("compose".to_owned(), json!({ "include": [include] }));
    Value::Object(resource)
}

fn concepts<'s>(system: &'s CodeSystem<'_>) -> Vec<Concept<'s>> {
    let by_entry = system.codes.by_entry();
    let codes = system.codes.iter();
    codes
        .map(|(code, uses)| concept(system.api.catalog(), code, uses, &by_entry))
        .collect()
}

/// The members that both resources have.
fn head(system: &CodeSystem<'_>, kind: &str, url: Option<&str>) -> Map<String, Value> {
    let catalog = system.api.catalog();
    let mut members = Map::new();
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            members.insert(name.to_owned(), value);
        }
    };
    let text = |text: &str| (!text.trim().is_empty()).then(|| json!(plain(text)));
    add("resourceType", Some(json!(kind)));
    // The type `id` has at most 64 characters.
    let id: String = catalog.name.chars().take(64).collect();
    add("id", Some(json!(id)).filter(|_| !id.is_empty()));
    add("language", catalog.language.as_deref().and_then(text));
    add("url", url.map(|url| json!(url)));
    add("version", catalog.version.as_deref().and_then(text));
    if let (Release::R5, Some(version)) = (system.release, &catalog.version) {
        add("versionAlgorithmCoding", version_algorithm(version));
    }
    add("name", Some(json!(name(&catalog.name))));
    add("title", text(&format!("{}: error codes", catalog.title)));
    add("status", Some(json!("active")));
    add("experimental", Some(json!(false)));
    add("description", catalog.description.as_deref().and_then(text));
    members
}

/// Returns a name as the invariants csd-0 and cnl-0 want it: an uppercase letter, then letters, digits and `_`, at most 255 characters.
fn name(catalog: &str) -> String {
    let name = names::upper_camel(catalog).unwrap_or_default();
    let mut name: String = name.chars().filter(char::is_ascii_alphanumeric).take(240).collect();
    if !name.starts_with(|first: char| first.is_ascii_uppercase()) {
        name.insert_str(0, "Catalog");
    }
    name.push_str("Errors");
    name
}

/// Returns how versions are compared (<https://hl7.org/fhir/valueset-version-algorithm.html>), since R5.
fn version_algorithm(version: &str) -> Option<Value> {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = |separator: char| version.split(separator).filter(|part| is_number(part)).count();
    let code = if parts('.') == 3 && version.split('.').count() == 3 {
        "semver"
    } else if version.len() == 10 && parts('-') == 3 && version.split('-').count() == 3 {
        "date"
    } else {
        return None;
    };
    Some(json!({ "system": "http://hl7.org/fhir/version-algorithm", "code": code }))
}

/// The members of a concept that both resources have.
fn coded(concept: &Concept<'_>) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("code".to_owned(), json!(concept.code));
    if !concept.display.trim().is_empty() {
        members.insert("display".to_owned(), json!(concept.display));
    }
    let designations = concept.designations.iter();
    let designations: Vec<Value> = designations
        .map(|(language, value)| json!({ "language": language, "value": value }))
        .collect();
    if !designations.is_empty() {
        members.insert("designation".to_owned(), Value::Array(designations));
    }
    members
}
