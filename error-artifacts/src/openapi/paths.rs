//! A document of its own with operations: those that the catalog lists.

use std::collections::BTreeMap;

use error_catalog::template;
use serde_json::{Map, Value, json};

use super::join::SUCCESS;
use super::layout::Layout;
use super::{Format, Merged, Version, head, merge};
use crate::Api;

/// The methods of a path for which no entry lists one.
const ANY_METHOD: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// Returns a document with an operation for each method and endpoint of the catalog, and the responses of their entries.
///
/// An endpoint pattern is a path if it is for one template, as `/cards/[^/]+` is for `/cards/{id}`. The notes name the entries without an operation.
pub fn with_paths(api: &Api, version: Version, format: Format) -> Merged {
    let mut methods: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in &api.catalog().entries {
        for path in entry.endpoints.iter().filter_map(|pattern| template(pattern)) {
            let known = methods.entry(path).or_default();
            known.extend(entry.methods.iter().map(|method| method.to_ascii_lowercase()));
        }
    }
    let paths: Map<String, Value> = methods
        .into_iter()
        .map(|(path, methods)| {
            let item = path_item(&path, &methods);
            (path, item)
        })
        .collect();
    let mut document = head(api, version);
    document.insert("paths".to_owned(), Value::Object(paths));
    merge::into(api, document, version, Layout::new(format, "  "))
}

/// The catalog does not describe successes: they have no more than a description, which OpenAPI requires.
fn path_item(path: &str, methods: &[String]) -> Value {
    let mut item = Map::new();
    let names = path.split('{').skip(1).filter_map(|part| part.split('}').next());
    let parameters: Vec<Value> = names
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    if !parameters.is_empty() {
        item.insert("parameters".to_owned(), Value::Array(parameters));
    }
    let is_any = |method: &str| methods.is_empty() && ANY_METHOD.contains(&method);
    for method in merge::METHODS {
        if is_any(method) || methods.iter().any(|known| known == method) {
            let responses = json!({ "2XX": { "description": SUCCESS } });
            item.insert(method.to_owned(), json!({ "responses": responses }));
        }
    }
    Value::Object(item)
}
