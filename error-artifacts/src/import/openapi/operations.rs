//! The operations of a document, and the methods and endpoints of an entry that some of them have.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::{Documents, Node};
use crate::import::endpoint;
use crate::import::found::Entry;
use crate::path_template;

/// An operation.
#[derive(Debug)]
pub(super) struct Operation<'d> {
    pub(super) node: Node<'d>,
    method: String,
    endpoints: Vec<String>,
}

/// All operations.
#[derive(Debug)]
pub(super) struct Operations<'d> {
    pub(super) all: Vec<Operation<'d>>,
    methods: BTreeSet<String>,
    endpoints: BTreeSet<String>,
}

impl<'d> Operations<'d> {
    pub(super) fn new(documents: &'d Documents) -> Self {
        let mut all = Vec::new();
        let root = documents.root();
        let base = bases(root.value).unwrap_or_else(|| {
            let base = root.value.get("basePath").and_then(Value::as_str).unwrap_or_default();
            vec![path_template::literal(base.trim_end_matches('/'))]
        });
        let paths = documents.get(&root, "paths");
        for (path, item) in paths.iter().flat_map(|paths| documents.members(paths)) {
            for (method, node) in documents.members(&item) {
                let method = method.to_ascii_uppercase();
                if !endpoint::METHODS.contains(&method.as_str()) || !node.value.is_object() {
                    continue;
                }
                let own = bases(node.value).or_else(|| bases(item.value));
                let prefixes = own.as_ref().unwrap_or(&base);
                let pattern = path_template::pattern(path.split(['?', '#']).next().unwrap_or_default());
                let endpoints = prefixes.iter().map(|prefix| format!("{prefix}{pattern}"));
                let valid =
                    |pattern: &String| pattern.starts_with('/') && pattern.len() <= 500 && endpoint::is_valid(pattern);
                all.push(Operation {
                    node,
                    method,
                    endpoints: endpoints.filter(valid).collect(),
                });
            }
        }
        let methods = all.iter().map(|operation| operation.method.clone()).collect();
        let endpoints = all
            .iter()
            .flat_map(|operation| operation.endpoints.iter().cloned())
            .collect();
        Self {
            all,
            methods,
            endpoints,
        }
    }

    /// Sets the methods and endpoints of an entry, unless it can occur everywhere.
    pub(super) fn restrict(&self, uses: &BTreeSet<usize>, entry: &mut Entry) {
        let of_entry: Vec<&Operation<'d>> = uses.iter().filter_map(|at| self.all.get(*at)).collect();
        let methods: BTreeSet<String> = of_entry.iter().map(|one| one.method.clone()).collect();
        if methods != self.methods {
            entry.methods = methods;
        }
        // An operation without a pattern, as its path is not one, can be anywhere.
        if of_entry.iter().any(|one| one.endpoints.is_empty()) {
            return;
        }
        let endpoints: BTreeSet<String> = of_entry.iter().flat_map(|one| one.endpoints.iter().cloned()).collect();
        if endpoints != self.endpoints {
            entry.endpoints = endpoints;
        }
    }
}

/// Returns the patterns of the paths of servers, without a slash at the end; `None` without servers.
fn bases(value: &Value) -> Option<Vec<String>> {
    let servers = value.get("servers")?.as_array().filter(|servers| !servers.is_empty())?;
    let mut all: Vec<String> = Vec::new();
    for server in servers {
        let url = server.get("url")?.as_str()?;
        let path = match url.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
            None => url,
        };
        let base = path_template::pattern(path.trim_end_matches('/'));
        if !all.contains(&base) {
            all.push(base);
        }
    }
    all.truncate(4);
    Some(all)
}

/// Returns the challenge of 401 for the first security scheme of HTTP.
pub(super) fn challenge(document: &Value) -> Option<String> {
    let schemes = document["components"]["securitySchemes"].as_object();
    let schemes = schemes.or_else(|| document["securityDefinitions"].as_object())?;
    schemes.values().find_map(|scheme| {
        let kind = scheme["type"].as_str()?;
        let name = scheme["scheme"].as_str().unwrap_or_default().to_ascii_lowercase();
        match (kind, name.as_str()) {
            ("http", "basic") | ("basic", _) => Some("Basic realm=\"api\"".to_owned()),
            ("http", "bearer") | ("oauth2" | "openIdConnect", _) => Some("Bearer".to_owned()),
            _ => None,
        }
    })
}
