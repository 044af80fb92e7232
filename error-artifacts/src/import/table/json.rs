//! Lists of errors in JSON: an array of objects, or an object of them by code.

use std::collections::HashMap;
use std::sync::Arc;

use error_layout::grammar::pointer_token;
use serde_json::{Map, Value};

use super::{Cell, Document, Table};
use crate::import::found::{Place, Position};
use crate::import::text::Text;
use crate::yaml;

/// Whether a text begins like a list in JSON.
pub(crate) fn is_list(text: &str) -> bool {
    text.starts_with("[{") || (text.starts_with(['[', '{']) && serde_json::from_str::<Value>(text).is_ok())
}

/// Returns a table with a row for each object.
pub(super) fn document(input: &Text) -> Document {
    let mut document = Document::default();
    let Ok(value) = yaml::value(&input.text) else {
        return document;
    };
    let place = |pointer: String| Place {
        file: Arc::clone(&input.file),
        position: Position::Pointer(pointer.into()),
    };
    document.title = value.get("title").and_then(Value::as_str).map(str::to_owned);
    if let Some((start, rows)) = list(&value) {
        let mut headings: Vec<String> = Vec::new();
        let has_key = rows.iter().any(|(_, key, _)| key.is_some());
        if has_key {
            headings.push("code".to_owned());
        }
        let mut known = HashMap::new();
        for name in rows.iter().flat_map(|(_, _, object)| object.keys()) {
            if headings.len() < 200 && !known.contains_key(name.as_str()) && !(has_key && name == "code") {
                known.insert(name.as_str(), headings.len());
                headings.push(name.clone());
            }
        }
        let rows = rows.iter().map(|(pointer, key, object)| {
            let mut cells = vec![
                Cell {
                    text: String::new(),
                    place: place(pointer.clone()),
                };
                headings.len()
            ];
            if let (Some(key), Some(cell)) = (key, cells.first_mut()) {
                cell.text.clone_from(key);
            }
            for (name, value) in *object {
                if let Some(cell) = known.get(name.as_str()).and_then(|at| cells.get_mut(*at)) {
                    cell.text = text(value);
                }
            }
            cells
        });
        document.tables.push(Table {
            place: place(start),
            section: None,
            section_number: 0,
            offset: 0,
            rows: rows.collect(),
            headings,
        });
    }
    document
}

type Rows<'v> = Vec<(String, Option<String>, &'v Map<String, Value>)>;

/// Returns the objects of the document, or of its first member that has several.
fn list(value: &Value) -> Option<(String, Rows<'_>)> {
    let whole = rows("", value);
    let Value::Object(members) = value else {
        return Some((String::new(), whole?));
    };
    let inner = || {
        members.iter().find_map(|(name, value)| {
            let pointer = format!("/{}", pointer_token(name));
            Some((pointer.clone(), rows(&pointer, value)?))
        })
    };
    // An object whose members are all objects is the list itself, unless it has one member.
    match whole {
        Some(all) if all.len() > 1 => Some((String::new(), all)),
        other => inner().or(other.map(|all| (String::new(), all))),
    }
}

/// Returns the objects of an array, or of an object that has nothing else; `None` without any.
fn rows<'v>(pointer: &str, value: &'v Value) -> Option<Rows<'v>> {
    let rows: Rows<'v> = match value {
        Value::Array(all) => {
            let objects = all.iter().enumerate();
            let objects = objects.filter_map(|(at, one)| Some((format!("{pointer}/{at}"), None, one.as_object()?)));
            objects.collect()
        }
        Value::Object(all) if all.values().all(Value::is_object) => {
            let objects = all.iter();
            let objects = objects.filter_map(|(key, one)| {
                let pointer = format!("{pointer}/{}", pointer_token(key));
                Some((pointer, Some(key.clone()), one.as_object()?))
            });
            objects.collect()
        }
        _ => return None,
    };
    Some(rows).filter(|rows| !rows.is_empty())
}

/// Returns the text of a value; an array has one on each line.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}
