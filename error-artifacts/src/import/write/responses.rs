//! The responses of a catalog.

use std::collections::{BTreeMap, BTreeSet};

use error_layout::grammar;
use serde_json::{Map, Value, json};

use crate::import::assemble::Known;
use crate::import::found::{Found, Kind, Note};
use crate::import::template::{self, Response, Shape};
use crate::import::text::literal;

/// Returns the bodies by their structure.
pub(super) fn shapes(known: &[Known]) -> Vec<Shape<'_>> {
    let number = known.iter().map(|one| one.shape + 1).max().unwrap_or(0);
    let mut shapes: Vec<Shape<'_>> = Vec::new();
    shapes.resize_with(number, || Shape {
        place: None,
        bodies: Vec::new(),
        media_type: None,
        outline: None,
    });
    for one in known {
        let shape = &mut shapes[one.shape];
        shape.bodies.push((&one.example.body, &one.facts));
        shape.outline = shape.outline.or(one.outline.as_ref());
        shape.place = shape.place.or(Some(&one.example.place));
        shape.media_type = shape.media_type.or(one.example.media_type.as_deref());
    }
    shapes
}

/// Returns the structure that most entries have; entries without an example do not count.
pub(super) fn most_used(found: &Found, shapes: usize) -> usize {
    let mut uses = vec![0_usize; shapes.max(1)];
    for shape in found.entries.iter().filter_map(|entry| entry.body) {
        if let Some(count) = uses.get_mut(shape) {
            *count += 1;
        }
    }
    let most = uses.iter().max().copied().unwrap_or(0);
    uses.iter().position(|count| *count == most).unwrap_or(0)
}

pub(super) type Responses = (Map<String, Value>, Vec<String>, BTreeMap<String, Value>);

/// Returns the responses, the name of that of each structure, and the parameters of the catalog.
pub(super) fn responses(
    found: &mut Found,
    shapes: &[Shape<'_>],
    default: usize,
    is_fhir: bool,
    fhir: &str,
) -> Responses {
    let mut responses = Map::new();
    let mut parameters: BTreeMap<String, Value> = BTreeMap::new();
    let mut names = vec![String::new(); shapes.len()];
    let used: BTreeSet<usize> = found.entries.iter().filter_map(|entry| entry.body).collect();
    let mut order: Vec<usize> = (0..shapes.len())
        .filter(|shape| *shape == default || used.contains(shape))
        .collect();
    order.sort_by_key(|shape| *shape != default);
    for position in order {
        let shape = &shapes[position];
        let name = match responses.len() {
            0 => "default".to_owned(),
            number => format!("other-{number}"),
        };
        let Response {
            members,
            parameters: own,
            assumed,
        } = template::response(shape, fhir);
        for (name, parameter) in own {
            let known = parameters.entry(name).or_insert_with(|| parameter.clone());
            share(known, &parameter);
        }
        if let Some(place) = shape.place {
            found.notes.extend(assumed.into_iter().map(|(text, own)| Note {
                kind: Kind::Guessed,
                place: own.unwrap_or_else(|| place.clone()),
                entry: None,
                member: "responses",
                text: format!("response `{name}`: {text}"),
            }));
        }
        responses.insert(name.clone(), Value::Object(members));
        names[position] = name;
    }
    for (name, parameter) in &parameters {
        if parameter.get("optional").is_some() {
            responses.values_mut().for_each(|response| relax(response, name));
        }
    }
    if responses.is_empty() {
        let response = if is_fhir {
            let mut response = json!({ "format": "operation-outcome", "fhir": fhir });
            if let Some(system) = found.system.as_deref().filter(|uri| grammar::is_absolute_uri(uri)) {
                response["coding"] = json!({ "system": literal(system) });
                if found.entries.iter().any(|entry| entry.display.is_some()) {
                    response["coding"]["display"] = json!("{display?}");
                }
            }
            response
        } else {
            json!({ "format": "problem", "members": { "code": "{code?}" } })
        };
        responses.insert("default".to_owned(), response);
        let first = found.entries.first().map(|entry| entry.place.clone());
        if let Some(place) = first {
            found.notes.push(Note {
                kind: Kind::Guessed,
                place,
                entry: None,
                member: "responses",
                text: "response `default`: no body is shown, so it is a preset".to_owned(),
            });
        }
    }
    (responses, names, parameters)
}

/// Makes a parameter one that two responses can use.
fn share(known: &mut Value, other: &Value) {
    let Value::Object(members) = known else { return };
    if members.get("type") != other.get("type") {
        members.insert("type".to_owned(), json!("json"));
        members.remove("values");
    } else if members.get("values") != other.get("values") {
        members.insert("type".to_owned(), json!("string"));
        members.remove("values");
    }
    if other.get("optional").is_some() {
        members.insert("optional".to_owned(), json!(true));
    }
}

/// Lets the members of a response be absent that have the value of an optional parameter.
fn relax(response: &mut Value, name: &str) {
    match response {
        Value::String(text) if *text == format!("{{{name}}}") => *text = format!("{{{name}?}}"),
        Value::Array(all) => all.iter_mut().for_each(|one| relax(one, name)),
        Value::Object(members) => members.values_mut().for_each(|one| relax(one, name)),
        _ => {}
    }
}
