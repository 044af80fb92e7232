//! From bodies that schemas describe to the structures of the bodies of entries.

use serde_json::Value;

use super::assemble::{Known, MAX_SHAPES, Shape, shape_of};
use super::bodies;
use super::found::{Content, Found, Sample};

/// Adds the structure of a schema to its entries that have none. An example of the same structure says more than it.
pub(super) fn add(sample: Sample, shapes: &mut Vec<Shape>, known: &mut Vec<Known>, found: &mut Found) {
    let Sample {
        example,
        outline,
        entries,
        is_shown,
    } = sample;
    let Some(facts) = bodies::facts(&example.body, example.media_type.as_deref()) else {
        return;
    };
    let shape = shape_of(&example, &facts);
    let at = shapes.iter().position(|one| *one == shape).unwrap_or(shapes.len());
    if at == shapes.len() && is_shown {
        return;
    }
    if at >= MAX_SHAPES {
        return found.skip(example.place, "schema of a further structure");
    }
    if at == shapes.len() {
        shapes.push(shape);
        known.push(Known {
            example,
            facts,
            shape: at,
            outline: Some(outline),
        });
    } else if let Some(Known {
        example: first,
        outline: Some(all),
        ..
    }) = known.iter_mut().find(|one| one.shape == at)
    {
        // A member that only one of the schemas has can be absent.
        for (pointer, mut declared) in outline {
            declared.is_required = false;
            if declared.content == Content::Constant {
                declared.content = Content::Parameter(Value::Null);
            }
            all.entry(pointer).or_insert(declared);
        }
        add_members(&mut first.body, example.body);
    }
    for position in entries {
        if let Some(entry) = found.entries.get_mut(position) {
            entry.body.get_or_insert(at);
        }
    }
}

/// Adds the members that only the other value has.
fn add_members(one: &mut Value, other: Value) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            for (name, value) in other {
                match one.get_mut(&name) {
                    Some(known) => add_members(known, value),
                    None => drop(one.insert(name, value)),
                }
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            if let (Some(one), Some(other)) = (one.first_mut(), other.into_iter().next()) {
                add_members(one, other);
            }
        }
        _ => {}
    }
}
