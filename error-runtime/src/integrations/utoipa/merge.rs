//! Merges the responses of several errors.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use ::utoipa::openapi::schema::{AnyOf, Array, ArrayItems, Object, SchemaType, Type};
use ::utoipa::openapi::{Content, RefOr, Response, Schema};

use super::Responses;

/// Returns the responses of both.
///
/// A response of a status precedes one of its class (OpenAPI 3.1, section 4.8.16), so it has that of the class too.
pub(super) fn responses(first: &Responses, second: &Responses) -> Responses {
    let keys: Vec<String> = first.keys().chain(second.keys()).cloned().collect();
    let mut merged = Responses::new();
    for key in keys {
        if merged.contains_key(&key) {
            continue;
        }
        let both = match (find(first, &key), find(second, &key)) {
            (Some(RefOr::T(first)), Some(RefOr::T(second))) => RefOr::T(response(first, second)),
            (Some(found), _) | (None, Some(found)) => found,
            (None, None) => continue,
        };
        merged.insert(key, both);
    }
    merged
}

/// Returns the response of a status or class, otherwise that of the class of the status, without examples.
fn find(responses: &Responses, key: &str) -> Option<RefOr<Response>> {
    if let Some(found) = responses.get(key) {
        return Some(found.clone());
    }
    let class = String::from(key.get(..1)?) + "XX";
    let mut found = responses.get(&class)?.clone();
    if let RefOr::T(response) = &mut found {
        for content in response.content.values_mut() {
            if let RefOr::T(content) = content {
                content.examples.clear();
            }
        }
    }
    Some(found)
}

fn response(mut first: Response, second: Response) -> Response {
    let lines: Vec<&str> = first.description.lines().collect();
    let new = second.description.lines().filter(|line| !lines.contains(line));
    let lines: Vec<&str> = lines.iter().copied().chain(new).collect();
    first.description = lines.join("\n");
    for (name, header) in second.headers {
        first.headers.entry(name).or_insert(header);
    }
    for (media_type, added) in second.content {
        match (first.content.get_mut(&media_type), added) {
            (Some(RefOr::T(known)), RefOr::T(added)) => content(known, added),
            (Some(_), _) => {}
            (None, added) => {
                first.content.insert(media_type, added);
            }
        }
    }
    first
}

fn content(known: &mut Content, added: Content) {
    known.schema = match (known.schema.take(), added.schema) {
        (Some(first), Some(second)) => Some(schema(first, second)),
        // A body without a schema is any body.
        _ => None,
    };
    // `example` excludes `examples`.
    if known.example.is_none() && added.example.is_none() {
        for (name, example) in added.examples {
            known.examples.entry(name).or_insert(example);
        }
    }
}

/// Returns a schema for the values of both.
pub(super) fn schema(first: RefOr<Schema>, second: RefOr<Schema>) -> RefOr<Schema> {
    if first == second {
        return first;
    }
    match (first, second) {
        (RefOr::T(Schema::Object(first)), RefOr::T(Schema::Object(second)))
            if is_simple(&first) && is_simple(&second) =>
        {
            RefOr::T(Schema::Object(object(first, second)))
        }
        (RefOr::T(Schema::Array(first)), RefOr::T(Schema::Array(second))) => match (first.items, second.items) {
            (ArrayItems::RefOrSchema(first), ArrayItems::RefOrSchema(second)) => {
                RefOr::T(Schema::Array(Array::new(schema(*first, *second))))
            }
            (first, second) => any_of(array(first), array(second)),
        },
        (first, second) => any_of(first, second),
    }
}

fn array(items: ArrayItems) -> RefOr<Schema> {
    let mut array = Array::default();
    array.items = items;
    RefOr::T(Schema::Array(array))
}

fn any_of(first: RefOr<Schema>, second: RefOr<Schema>) -> RefOr<Schema> {
    let mut items = match first {
        RefOr::T(Schema::AnyOf(first)) => first.items,
        first => vec![first],
    };
    if !items.contains(&second) {
        items.push(second);
    }
    let mut any = AnyOf::new();
    any.items = items;
    RefOr::T(Schema::AnyOf(any))
}

/// Whether an object has nothing but types, members and an `enum`, so that it can be widened.
fn is_simple(object: &Object) -> bool {
    let mut simple = Object::with_type(object.schema_type.clone());
    simple.properties.clone_from(&object.properties);
    simple.required.clone_from(&object.required);
    simple.enum_values.clone_from(&object.enum_values);
    simple == *object
}

fn object(mut first: Object, second: Object) -> Object {
    first.enum_values = match (first.enum_values, second.enum_values) {
        (Some(mut known), Some(added)) => {
            let new: Vec<_> = added.into_iter().filter(|value| !known.contains(value)).collect();
            known.extend(new);
            Some(known)
        }
        _ => None,
    };
    // A type that is not an object says nothing about members.
    match (has_members(&first.schema_type), has_members(&second.schema_type)) {
        (true, true) => first.required.retain(|name| second.required.contains(name)),
        (false, true) => first.required = second.required,
        _ => {}
    }
    for (name, added) in second.properties {
        let both = match first.properties.remove(&name) {
            Some(known) => schema(known, added),
            None => added,
        };
        first.properties.insert(name, both);
    }
    first.schema_type = types(&first.schema_type, &second.schema_type);
    first
}

fn has_members(types: &SchemaType) -> bool {
    match types {
        SchemaType::Type(only) => *only == Type::Object,
        SchemaType::Array(types) => types.contains(&Type::Object),
        SchemaType::AnyValue => true,
    }
}

/// Returns the types of both. Every integer is a number.
fn types(first: &SchemaType, second: &SchemaType) -> SchemaType {
    let list = |types: &SchemaType| match types {
        SchemaType::Type(only) => Some(vec![only.to_owned()]),
        SchemaType::Array(types) => Some(types.clone()),
        SchemaType::AnyValue => None,
    };
    let (Some(mut types), Some(added)) = (list(first), list(second)) else {
        return SchemaType::AnyValue;
    };
    for kind in added {
        if !types.contains(&kind) {
            types.push(kind);
        }
    }
    if types.contains(&Type::Number) {
        types.retain(|kind| *kind != Type::Integer);
    }
    match types.as_slice() {
        [only] => SchemaType::Type(only.to_owned()),
        _ => SchemaType::Array(types),
    }
}
