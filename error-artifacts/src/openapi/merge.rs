//! Merges the responses of a catalog into an existing document.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use error_catalog::{matches_template, model};
use error_layout::grammar::pointer_name;
use serde_json::{Map, Value, json};

use super::components::{Components, MARK, find};
use super::layout::Layout;
use super::responses::{ByKey, Generator, Members};
use super::{Format, Version, join, written};
use crate::words::abridged;
use crate::{Api, yaml};

/// The operations of a path item (OpenAPI 3.2, section 4.9).
pub(super) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// A document with the responses of a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The document, with the members of the original in their order.
    pub text: String,
    /// The parts of the catalog and of the document that could not be merged: sentences without a full stop.
    pub notes: Vec<String>,
}

/// The reason why a document cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeError(String);

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MergeError {}

/// An operation: its path and method, and where it is.
struct Operation {
    path: String,
    method: &'static str,
    /// The paths of the servers, without a slash at the end.
    servers: Vec<String>,
    pointer: Vec<String>,
}

/// Merges the responses of a catalog into an OpenAPI document.
///
/// An operation has the entries whose `methods` and `endpoints` match its method and path, with or without the path of a server. A status that the document
/// describes keeps everything it has; schemas and examples are joined to it. A generated component has the extension `x-error-catalog`: merging
/// again replaces it, so that merging twice is merging once.
///
/// The result has the format of the document, or another one. YAML is read as its values: it loses comments, anchors and styles.
///
/// # Errors
/// The text is neither JSON nor YAML, or not a document of OpenAPI 3.
pub fn merge(api: &Api, text: &str, format: Option<Format>) -> Result<Merged, MergeError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parsed = yaml::value(text)
        .map_err(|error| MergeError(format!("expected an OpenAPI document in JSON or YAML: {error}")))?;
    let is_json = text.trim_start().starts_with('{');
    let Value::Object(document) = parsed else {
        return Err(MergeError("expected an object with the member `openapi`".to_owned()));
    };
    let version = match document.get("openapi").or(document.get("swagger")) {
        Some(Value::String(version)) => version.parse::<Version>().map_err(MergeError)?,
        Some(other) => {
            return Err(MergeError(format!(
                "expected a version of OpenAPI in quotes, found {other}"
            )));
        }
        _ => return Err(MergeError("expected the member `openapi` with a version".to_owned())),
    };
    let format = format.unwrap_or(if is_json { Format::Json } else { Format::Yaml });
    let indentation = if is_json { indentation(text) } else { "  " };
    Ok(into(api, document, version, Layout::new(format, indentation)))
}

/// Merges the responses into a parsed document.
pub(super) fn into(api: &Api, mut document: Map<String, Value>, version: Version, layout: Layout) -> Merged {
    let had_components = document.contains_key("components");
    let components = document.get_mut("components").map(Value::take).unwrap_or_default();
    let components = components.as_object().cloned().unwrap_or_default();
    let mut merge = Merge {
        catalog: api.catalog(),
        document,
        notes: Vec::new(),
    };
    let operations = merge.operations(&components);
    let components = merge.remove_generated(&operations, components);
    let components = Components::new(&merge.catalog.name, components, layout);
    let mut generator = Generator::new(api, version, components);
    merge.add(&operations, &mut generator);
    let components = generator.components;
    if had_components || !components.is_empty() {
        merge.document.insert("components".to_owned(), Value::Null);
    }
    Merged {
        text: written(&merge.document, &components),
        notes: merge.notes,
    }
}

struct Merge<'c> {
    catalog: &'c model::Catalog,
    document: Map<String, Value>,
    notes: Vec<String>,
}

impl Merge<'_> {
    /// Returns all operations of the paths.
    fn operations(&mut self, components: &Map<String, Value>) -> Vec<Operation> {
        let mut operations = Vec::new();
        let servers = server_paths(self.document.get("servers"));
        for (path, item) in self
            .document
            .get("paths")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let mut pointer = vec!["paths".to_owned(), path.clone()];
            let mut item = item;
            if let Some(reference) = item.get("$ref").and_then(Value::as_str) {
                let name = reference.strip_prefix("#/components/pathItems/").map(pointer_name);
                let found = name.as_ref().and_then(|name| components.get("pathItems")?.get(name));
                let (Some(name), Some(found)) = (name, found) else {
                    self.notes
                        .push(format!("path `{path}` refers to `{reference}`, which is not merged"));
                    continue;
                };
                pointer = vec!["components".to_owned(), "pathItems".to_owned(), name];
                item = found;
            }
            for method in METHODS {
                let Some(operation) = item.get(method).filter(|operation| operation.is_object()) else {
                    continue;
                };
                let mut all = servers.clone();
                all.extend(server_paths(item.get("servers")));
                all.extend(server_paths(operation.get("servers")));
                let mut pointer = pointer.clone();
                pointer.push(method.to_owned());
                operations.push(Operation {
                    path: path.clone(),
                    method,
                    servers: all,
                    pointer,
                });
            }
        }
        operations
    }

    /// Removes all that an earlier run generated; returns the components, in which their generated ones are still marked.
    fn remove_generated(&mut self, operations: &[Operation], mut components: Map<String, Value>) -> Map<String, Value> {
        let catalog = self.catalog.name.as_str();
        let snapshot = Value::Object(components.clone());
        let is_marked = |value: &Value| value.get(MARK).is_some_and(|owner| owner == catalog);
        let is_generated = |value: &Value| {
            let reference = value
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|text| text.strip_prefix("#/components"));
            let component = reference.and_then(|pointer| snapshot.pointer(pointer));
            is_marked(value) || component.is_some_and(is_marked)
        };
        for operation in operations {
            let Some(responses) = find(&mut self.document, &mut components, &operation.pointer)
                .and_then(|operation| operation.get_mut("responses"))
                .and_then(Value::as_object_mut)
            else {
                continue;
            };
            responses.retain(|_, response| !is_generated(response));
            for response in responses.values_mut().filter_map(Value::as_object_mut) {
                join::remove(response, catalog, &is_generated);
            }
        }
        let shared = components.get_mut("responses").and_then(Value::as_object_mut);
        for response in shared
            .into_iter()
            .flat_map(Map::values_mut)
            .filter_map(Value::as_object_mut)
        {
            join::remove(response, catalog, &is_generated);
        }
        components
    }

    /// Adds the responses of all operations.
    fn add(&mut self, operations: &[Operation], generator: &mut Generator<'_>) {
        let mut matched = HashSet::new();
        // Several operations can have one path item: it has the entries of all.
        let mut wanted: Vec<(&[String], Vec<usize>)> = Vec::new();
        for operation in operations {
            let entries = self.entries_of(operation, operations);
            matched.extend(&entries);
            match wanted.iter_mut().find(|(pointer, _)| *pointer == operation.pointer) {
                Some((_, known)) => {
                    known.extend(entries);
                    known.sort_unstable();
                    known.dedup();
                }
                None => wanted.push((&operation.pointer, entries)),
            }
        }
        // Responses of the document that operations share, with the entries of all these operations.
        let mut shared: ByKey = BTreeMap::new();
        let mut by_entries: BTreeMap<Vec<usize>, ByKey> = BTreeMap::new();
        for (pointer, entries) in wanted {
            let by_key = by_entries
                .entry(entries)
                .or_insert_with_key(|entries| generator.by_key(entries))
                .clone();
            for (key, members) in by_key {
                self.add_response(pointer, &key, &members, generator, &mut shared);
            }
        }
        for (reference, mut members) in shared {
            members.sort_by_key(|(position, has_example)| (*position, !has_example));
            members.dedup_by_key(|(position, _)| *position);
            // The key only names the component of its schema.
            let name = reference.rsplit('/').next().unwrap_or_default().to_owned();
            let response = generator.components.get_mut(&reference);
            if let Some(mut response) = response.and_then(|response| response.as_object().cloned()) {
                generator.join(&mut response, &name, &members);
                if let Some(place) = generator.components.get_mut(&reference) {
                    *place = Value::Object(response);
                }
            }
        }
        self.note_unmatched(&matched);
    }

    fn add_response(
        &mut self,
        pointer: &[String],
        key: &str,
        members: &Members,
        generator: &mut Generator<'_>,
        shared: &mut ByKey,
    ) {
        let existing = |operation: &Value| operation.get("responses")?.get(key).cloned();
        let known = generator
            .components
            .find(&mut self.document, pointer)
            .and_then(|operation| existing(operation));
        let value = match &known {
            None => match self.class_of(pointer, key, generator) {
                None => generator.reference(key, members),
                Some(mut class) => {
                    // The description of the entries says more than that of the class.
                    class.shift_remove("description");
                    generator.join(&mut class, key, members);
                    class.insert(MARK.to_owned(), json!(self.catalog.name));
                    Value::Object(class)
                }
            },
            Some(response) => match response.get("$ref").and_then(Value::as_str) {
                Some(reference) => {
                    match generator.components.response(reference) {
                        Some(target) => shared.entry(target).or_default().extend(members),
                        None => {
                            let place = place(pointer);
                            self.notes.push(format!(
                                "response `{key}` of `{place}` refers to `{reference}`, which is not merged"
                            ));
                        }
                    }
                    return;
                }
                None => {
                    let mut joined = response.as_object().cloned().unwrap_or_default();
                    generator.join(&mut joined, key, members);
                    Value::Object(joined)
                }
            },
        };
        let operation = generator
            .components
            .find(&mut self.document, pointer)
            .and_then(Value::as_object_mut);
        let responses = operation.map(|operation| operation.entry("responses").or_insert_with(|| json!({})));
        if let Some(responses) = responses.and_then(Value::as_object_mut) {
            insert(responses, key, value);
        }
    }

    /// Returns the response of the document for the class of a status, such as `4XX`: a response for the status hides it.
    fn class_of(&mut self, pointer: &[String], key: &str, generator: &mut Generator<'_>) -> Option<Map<String, Value>> {
        let class = format!("{}XX", key.get(..1)?);
        let operation = generator.components.find(&mut self.document, pointer)?;
        let response = operation.get("responses")?.get(&class)?.as_object()?.clone();
        let Some(reference) = response.get("$ref").and_then(Value::as_str) else {
            return Some(response);
        };
        let target = generator.components.response(reference);
        let response = target.and_then(|target| generator.components.get_mut(&target)?.as_object().cloned());
        if response.is_none() {
            let place = place(pointer);
            self.notes.push(format!(
                "response `{key}` of `{place}` hides `{class}`, which refers to `{reference}`"
            ));
        }
        response
    }

    /// Returns the positions of the entries that an operation can have.
    fn entries_of(&self, operation: &Operation, all: &[Operation]) -> Vec<usize> {
        let entries = self.catalog.entries.iter().enumerate();
        let has = |entry: &model::Entry| {
            let methods = &entry.methods;
            let has_method = methods.is_empty()
                || methods
                    .iter()
                    .any(|method| method.eq_ignore_ascii_case(operation.method));
            let endpoints = &entry.endpoints;
            has_method && (endpoints.is_empty() || endpoints.iter().any(|pattern| operation.matches(pattern, all)))
        };
        entries
            .filter(|(_, entry)| has(entry))
            .map(|(position, _)| position)
            .collect()
    }

    /// Notes the entries without an operation, those of the same operations together.
    fn note_unmatched(&mut self, matched: &HashSet<usize>) {
        let mut unmatched: Vec<(&[String], &[String], Vec<&str>)> = Vec::new();
        let mut known = HashMap::new();
        for (position, entry) in self.catalog.entries.iter().enumerate() {
            if !matched.contains(&position) {
                let at = *known
                    .entry((&entry.methods, &entry.endpoints))
                    .or_insert(unmatched.len());
                match unmatched.get_mut(at) {
                    Some((.., names)) => names.push(&entry.name),
                    None => unmatched.push((&entry.methods, &entry.endpoints, vec![&entry.name])),
                }
            }
        }
        for (methods, endpoints, names) in unmatched {
            let methods = if methods.is_empty() {
                String::new()
            } else {
                format!("{} ", methods.join(", "))
            };
            let endpoints = if endpoints.is_empty() {
                "any path".to_owned()
            } else {
                format!("`{}`", endpoints.join("`, `"))
            };
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            self.notes.push(format!(
                "no operation of the document is at {methods}{endpoints}, for {}",
                abridged(&names, 5)
            ));
        }
    }
}

impl Operation {
    /// Whether its URLs match a pattern. A pattern that is the path of another operation is for that one only.
    fn matches(&self, pattern: &str, all: &[Self]) -> bool {
        let is_path = |operation: &Self| operation.urls().any(|url| url == pattern);
        if all.iter().any(is_path) {
            return is_path(self);
        }
        self.urls().any(|url| matches_template(pattern, &url))
    }

    fn urls(&self) -> impl Iterator<Item = String> {
        let with_server = self.servers.iter().map(|server| format!("{server}{}", self.path));
        std::iter::once(self.path.clone()).chain(with_server)
    }
}

/// Returns the path and method of an operation, for people.
fn place(pointer: &[String]) -> String {
    pointer.get(1..).unwrap_or_default().join(" ")
}

/// Returns the paths of servers, such as `/v1` of `https://api.example/v1/`.
fn server_paths(servers: Option<&Value>) -> Vec<String> {
    let urls = servers
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|server| server.get("url")?.as_str());
    let path = |url: &str| {
        let path = match url.split_once("://") {
            Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default(),
            None => url,
        };
        path.trim_end_matches('/').to_owned()
    };
    urls.map(path).filter(|path| !path.is_empty()).collect()
}

/// Inserts a response before the first key that is greater.
fn insert(responses: &mut Map<String, Value>, key: &str, value: Value) {
    if let Some(known) = responses.get_mut(key) {
        *known = value;
        return;
    }
    let is_status = |key: &str| key.starts_with(|c: char| c.is_ascii_digit());
    let at = responses
        .keys()
        .position(|known| !is_status(known) || known.as_str() > key);
    responses.shift_insert(at.unwrap_or(responses.len()), key.to_owned(), value);
}

/// Returns the indentation of a document.
fn indentation(text: &str) -> &str {
    let (_, second) = text.split_once('\n').unwrap_or_default();
    match second.find(|c| ![' ', '\t'].contains(&c)) {
        Some(end @ 1..) => second.get(..end).unwrap_or("  "),
        _ => "  ",
    }
}
