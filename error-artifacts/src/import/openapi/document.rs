//! An OpenAPI document with the files that it refers to.

use std::collections::HashMap;
use std::sync::Arc;

use error_layout::grammar::pointer_token;
use serde_json::Value;

use crate::import::found::{Found, Place, Position};
use crate::import::{Load, MAX_INPUT, text};
use crate::yaml;

/// The maximum number of files that a document may refer to.
const MAX_FILES: usize = 100;

/// The maximum length of a chain of references.
const MAX_HOPS: usize = 32;

/// The files, the document first.
#[derive(Debug)]
pub(super) struct Documents {
    files: Vec<(Arc<str>, Value)>,
    names: HashMap<String, usize>,
}

/// A value in one of the files.
#[derive(Debug, Clone)]
pub(super) struct Node<'d> {
    pub(super) value: &'d Value,
    pub(super) file: usize,
    pub(super) pointer: String,
}

impl Documents {
    /// Reads a document and the files that it refers to, as far as `load` has them.
    pub(super) fn new(name: &Arc<str>, value: Value, load: &Load<'_>, found: &mut Found) -> Self {
        let mut documents = Self {
            files: vec![(Arc::clone(name), value)],
            names: HashMap::new(),
        };
        let mut at = 0;
        while let Some((from, value)) = documents.files.get(at) {
            let mut names = Vec::new();
            external(value, "", &mut names);
            let from = Arc::clone(from);
            for (reference, pointer) in names {
                let path = join(folder(&from), &reference);
                if documents.names.contains_key(&path) {
                    continue;
                }
                let bytes = Some(&path)
                    .filter(|path| !path.contains("://") && documents.files.len() < MAX_FILES)
                    .and_then(|path| load(path))
                    .filter(|bytes| bytes.len() <= MAX_INPUT);
                let value = bytes.map(|bytes| {
                    let text = text::decode(&bytes).0;
                    // A reference can be to text, such as a description.
                    yaml::value(&text).unwrap_or(Value::String(text))
                });
                let position = documents.files.len();
                match value {
                    Some(value) => {
                        documents.files.push((path.as_str().into(), value));
                        documents.names.insert(path, position);
                    }
                    None => {
                        let position = Position::Pointer(pointer.into());
                        let file = Arc::clone(&from);
                        found.skip(
                            Place { file, position },
                            format!("`$ref` to `{reference}`, which cannot be read"),
                        );
                        documents.names.insert(path, usize::MAX);
                    }
                }
            }
            at += 1;
        }
        documents
    }

    /// Returns the whole document.
    pub(super) fn root(&self) -> Node<'_> {
        Node {
            value: &self.files[0].1,
            file: 0,
            pointer: String::new(),
        }
    }

    pub(super) fn place(&self, node: &Node<'_>) -> Place {
        let file = self.files.get(node.file).map_or("", |(name, _)| name);
        Place {
            file: file.into(),
            position: Position::Pointer(node.pointer.as_str().into()),
        }
    }

    /// Returns the member of an object or the element of an array, behind its references.
    pub(super) fn get<'d>(&'d self, node: &Node<'d>, name: &str) -> Option<Node<'d>> {
        let value = match node.value {
            Value::Object(members) => members.get(name)?,
            Value::Array(all) => all.get(name.parse::<usize>().ok()?)?,
            _ => return None,
        };
        let escaped = pointer_token(name);
        let pointer = format!("{}/{escaped}", node.pointer);
        let file = node.file;
        self.resolve(Node { value, file, pointer })
    }

    /// Returns the members of an object, behind their references.
    pub(super) fn members<'d>(&'d self, node: &Node<'d>) -> Vec<(&'d str, Node<'d>)> {
        let Value::Object(members) = node.value else {
            return Vec::new();
        };
        let all = members
            .keys()
            .filter_map(|name| Some((name.as_str(), self.get(node, name)?)));
        all.collect()
    }

    /// Returns the elements of an array, behind their references.
    pub(super) fn elements<'d>(&'d self, node: &Node<'d>) -> Vec<Node<'d>> {
        let length = node.value.as_array().map_or(0, Vec::len);
        (0..length).filter_map(|at| self.get(node, &at.to_string())).collect()
    }

    /// Follows `$ref`.
    fn resolve<'d>(&'d self, mut node: Node<'d>) -> Option<Node<'d>> {
        for _ in 0..MAX_HOPS {
            let Some(reference) = node.value.get("$ref").and_then(Value::as_str) else {
                return Some(node);
            };
            let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
            let file = if path.is_empty() {
                node.file
            } else {
                let (from, _) = self.files.get(node.file)?;
                *self.names.get(&join(folder(from), path))?
            };
            let pointer = error_layout::grammar::decode_percent(fragment).into_owned();
            let (_, root) = self.files.get(file)?;
            let value = root.pointer(&pointer)?;
            node = Node { value, file, pointer };
        }
        None
    }
}

/// Collects the references to other files.
fn external(value: &Value, pointer: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                let path = reference.split('#').next().unwrap_or_default();
                if !path.is_empty() && found.len() < 10_000 {
                    found.push((path.to_owned(), format!("{pointer}/$ref")));
                }
            }
            for (name, value) in members {
                if value.is_object() || value.is_array() {
                    external(value, &format!("{pointer}/{}", pointer_token(name)), found);
                }
            }
        }
        Value::Array(all) => {
            for (at, value) in all.iter().enumerate() {
                external(value, &format!("{pointer}/{at}"), found);
            }
        }
        _ => {}
    }
}

/// Returns the folder of a file, with the separator at its end.
fn folder(path: &str) -> &str {
    path.rfind(['/', '\\']).map_or("", |at| &path[..=at])
}

/// Returns the path of a reference in a folder, without `.` and, as far as possible, `..`.
fn join(folder: &str, reference: &str) -> String {
    if reference.contains("://") {
        return reference.to_owned();
    }
    let root = if folder.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("{root}{}", parts.join("/"))
}
