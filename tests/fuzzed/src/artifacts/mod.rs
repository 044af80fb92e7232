//! Any catalog that compiles gives artifacts of every kind: they are well-formed, the same each time, and no text leaves its place.

mod changes;
mod documents;
mod hostile;
mod html;
mod markdown;
mod script;

use std::path::Path;

use error_artifacts::Api;
use error_artifacts::code_system::{CannotExpress, CodeSystem, Release, problems};
use error_artifacts::coverage::{Coverage, Log, Names, Sources};
use error_artifacts::openapi;
use error_catalog::{Catalog, Problem, Source, compile_with, source_from_bytes};
use serde_json::{Value, json};

/// A catalog, or lines of text that become the texts of one.
pub fn artifacts(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut texts: Vec<&str> = text.lines().collect();
    let hostile = from_texts(&texts);
    if let Ok(source) = source_from_bytes("hostile.json", input.to_vec())
        && let Ok(own) = compiled(&source, &texts)
    {
        changes::changes(&hostile.1, &own, &source);
        all(own, None);
    }
    if !texts.is_empty() {
        texts.rotate_left(1);
    }
    let other = from_texts(&texts);
    changes::changes(&other.1, &hostile.1, &hostile.0);
    all(hostile.1, Some(harmless));
}

/// Returns a catalog with the texts. Whatever they are, it has no errors.
fn from_texts(texts: &[&str]) -> (Source, Catalog) {
    let source = Source::new("hostile.json", hostile::catalog(texts));
    match compiled(&source, texts) {
        Ok(catalog) => (source, catalog),
        Err(problems) => panic!("{problems:?}: {texts:?}"),
    }
}

/// Compiles a catalog, whose translation into German has the texts.
fn compiled(source: &Source, texts: &[&str]) -> Result<Catalog, Vec<String>> {
    let translation = |_: &str| Ok(hostile::translation(texts).into_bytes());
    let compiled = compile_with(source, &translation);
    if compiled.is_usable() {
        return Ok(compiled.catalog);
    }
    let errors = compiled.problems.into_iter().filter(Problem::is_error);
    Err(errors.map(|problem| problem.message).collect())
}

/// Asserts what holds for one catalog.
fn all(catalog: Catalog, harmless: Option<fn() -> Api>) {
    covered(&catalog);
    let api = Api::new(catalog);
    code_systems(&api);
    open_api(&api);
    documents::documents(&api, harmless);
    script::module(&api, harmless);
}

/// Returns a catalog whose texts have no markup.
fn harmless() -> Api {
    Api::new(from_texts(&["plain_textWith.dots/slashes-and words"]).1)
}

/// Returns JSON that has been made twice.
fn parsed(make: impl Fn() -> String) -> Value {
    let text = make();
    assert_eq!(text, make(), "not the same each time");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn code_systems(api: &Api) {
    const URL: &str = "https://codes.example/CodeSystem/errors";
    for release in [Release::Stu3, Release::R4, Release::R5] {
        for url in [None, Some(URL)] {
            let system = match CodeSystem::new(api, url, Some(release)) {
                Ok(system) => system,
                Err(CannotExpress::Url(_)) if url.is_some() => panic!("{URL} is an address"),
                Err(_) => continue,
            };
            for resource in [
                parsed(|| system.code_system().to_string()),
                parsed(|| system.value_set().to_string()),
            ] {
                assert_eq!(problems(&resource), Vec::<String>::new(), "{resource}");
            }
        }
    }
}

fn open_api(api: &Api) {
    for version in [openapi::Version::V3_0, openapi::Version::V3_1] {
        let document = parsed(|| openapi::document(api, version, openapi::Format::Json));
        refers_inside(&document, &document);
        for name in document["components"]
            .as_object()
            .into_iter()
            .flatten()
            .flat_map(|(_, section)| section.as_object())
            .flat_map(|section| section.keys())
        {
            let is_right = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
            assert!(!name.is_empty() && name.bytes().all(is_right), "the component {name:?}");
        }
    }
    let response = json!({ "200": { "description": "A patient" } });
    let existing = json!({
        "openapi": "3.1.0", "info": { "title": "x", "version": "1" },
        "paths": { "/patients/{id}": { "get": { "responses": response }, "post": { "responses": response } } },
    });
    let merge = |text: &str, format: openapi::Format| {
        openapi::merge(api, text, Some(format))
            .unwrap_or_else(|error| panic!("{error}: {text}"))
            .text
    };
    let once = merge(&existing.to_string(), openapi::Format::Json);
    let document: Value = serde_json::from_str(&once).unwrap_or_else(|error| panic!("{error}: {once}"));
    refers_inside(&document, &document);
    let yaml = merge(&once, openapi::Format::Yaml);
    assert_eq!(
        merge(&yaml, openapi::Format::Yaml),
        yaml,
        "merging twice is not merging once"
    );
    assert_eq!(
        merge(&yaml, openapi::Format::Json),
        once,
        "YAML and JSON have different values"
    );
}

/// Asserts that every reference leads to a value of the document.
fn refers_inside(value: &Value, document: &Value) {
    match value {
        Value::Object(members) => {
            // Examples are values of the API, whatever their members are called.
            for (name, value) in members
                .iter()
                .filter(|(name, _)| !matches!(name.as_str(), "example" | "examples" | "const" | "enum" | "default"))
            {
                match (name.as_str(), value) {
                    ("$ref", Value::String(target)) => {
                        let pointer = target.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
                        assert!(pointer.is_some(), "{target} leads nowhere");
                    }
                    _ => refers_inside(value, document),
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| refers_inside(element, document)),
        _ => {}
    }
}

/// The report about sources and a log that have every name and code of the catalog.
fn covered(catalog: &Catalog) {
    let mut sources = Sources::new(Names::new(catalog, Some("Hostile")), Path::new("hostile.json"));
    let mut log = Log::new(catalog, "");
    let mut code = String::new();
    for entry in &catalog.entries {
        code.push_str(&format!("Hostile::from_name({:?});\n", entry.name));
        log.line(&json!({ "catalog": catalog.name, "entry": entry.name, "route": entry.title }).to_string());
        log.line(&format!(
            "catalog={:?} entry={:?} route={:?}",
            catalog.name, entry.name, entry.title
        ));
    }
    sources.add(
        Path::new(""),
        Path::new("lib.rs"),
        format!("fn f() {{ {code} }}"),
        false,
    );
    let coverage = Coverage::new(catalog, sources, Some(log));
    assert!(coverage.unparsed().is_empty(), "{:?}", coverage.unparsed());
    for entry in coverage.entries() {
        assert!(!entry.server.is_empty() && entry.answers > 0, "{:?}", entry.entry.name);
    }
    parsed(|| coverage.json().to_string());
    assert!(coverage.text().ends_with('\n'));
}
