//! Texts that look like catalogs.

use error_catalog::parse::members;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// Values that mean something somewhere.
const WORDS: [&str; 62] = [
    "",
    " ",
    "x",
    "a b",
    "a  b ",
    "default",
    "json",
    "text",
    "empty",
    "operation-outcome",
    "problem",
    "DSTU2",
    "STU3",
    "R4",
    "R5",
    "not-found",
    "not_found",
    "deleted",
    "throttled",
    "success",
    "error",
    "information",
    "never",
    "after",
    "backoff",
    "string",
    "integer",
    "decimal",
    "boolean",
    "uri",
    "date-time",
    "display",
    "public",
    "internal",
    "personal",
    "400-599",
    "599-400",
    "GET",
    "get",
    "{status}",
    "{code?}",
    "{p}",
    "{p?}",
    "{p?null}",
    "{p:string}",
    "{expression*}",
    "{message}",
    "{display}",
    "{diagnostics?}",
    "{docs?}",
    "{retry_after?} {request_id?}",
    "{{}}",
    "{",
    "}",
    "{}",
    "{é}",
    "https://x.example/{code}",
    "urn:x",
    "/v[12]/(a|b)*",
    "(a+)+",
    "EC0801",
    "\u{0}\u{7}\u{202e}\u{feff}é😀\"\\\n\r\t",
];

/// Members whose values are texts.
const TEXTS: &[&str] = &["message", "display", "diagnostics", "docs", "log", "x-team"];

/// Names of entries, parameters and the like.
const NAMES: [&str; 22] = [
    "default",
    "p",
    "q",
    "A",
    "a-b",
    "a_b",
    "Self",
    "Category",
    "type",
    "status",
    "$if",
    "$repeat",
    "$$x",
    "x-team",
    "2FA",
    "é",
    "",
    "Retry-After",
    "Content-Type",
    "X Y",
    "code",
    "😀",
];

const PUNCTUATION: [&str; 16] = [
    "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud83d", "//", "1e999", "-0", "null", "true", "\u{feff}",
];

/// Anything that JSON is made of, in any order.
pub(crate) fn tokens() -> impl Strategy<Value = String> {
    let string = |word: &str| Value::from(word).to_string();
    let word = select(&WORDS).prop_map(string);
    let name = select(&NAMES).prop_map(string);
    let token = prop_oneof![
        select(&PUNCTUATION).prop_map(str::to_owned),
        word,
        name,
        any::<char>().prop_map(String::from)
    ];
    prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
}

/// A JSON object with the right members, mostly at the right places, and values that may be wrong.
pub(crate) fn catalog() -> impl Strategy<Value = String> {
    let errors = object(names(), entry(), 1..4);
    let responses = object(prop_oneof![3 => Just("default"), 1 => select(&NAMES)], response(), 1..3);
    let others = object(select([members::CATALOG, members::INHERITED].concat()), leaf(), 0..4);
    (
        errors,
        responses,
        others,
        object(names(), parameter(), 0..3),
        object(names(), entry(), 0..2),
        any::<[bool; 4]>(),
    )
        .prop_map(|(errors, responses, others, parameters, categories, given)| {
            let mut catalog = Map::new();
            catalog.insert("name".to_owned(), "clinic".into());
            catalog.insert("title".to_owned(), "Clinic".into());
            for (name, value) in others.as_object().into_iter().flatten().filter(|_| given[0]) {
                catalog.insert(name.clone(), value.clone());
            }
            let parts = [
                ("responses", responses, true),
                ("parameters", parameters, given[1]),
                ("categories", categories, given[2]),
            ];
            for (name, value, _) in parts
                .into_iter()
                .filter(|(_, value, given)| *given && value != &json!({}))
            {
                catalog.insert(name.to_owned(), value);
            }
            catalog.insert("errors".to_owned(), errors);
            let catalog = Value::Object(catalog);
            if given[3] {
                format!("{catalog:#}")
            } else {
                catalog.to_string()
            }
        })
}

fn names() -> impl Strategy<Value = &'static str> {
    select(&NAMES)
}

/// An object with members of these names.
fn object(
    names: impl Strategy<Value = &'static str>,
    value: impl Strategy<Value = Value>,
    len: std::ops::Range<usize>,
) -> impl Strategy<Value = Value> {
    prop::collection::vec((names, value), len).prop_map(|members| {
        Value::Object(
            members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    })
}

/// An object with some of these members.
fn some_of(names: &'static [&'static str], value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    object(select(names), value, 0..4)
}

/// An entry, or a category, that is right but for a few members.
fn entry() -> impl Strategy<Value = Value> {
    let status = prop_oneof![6 => select(&[400, 401, 404, 405, 429, 503]), 1 => 0..1000];
    let texts = object(select(TEXTS), word(), 0..4);
    let parameters = object(select(&["p", "q", "r"]), parameter(), 1..3);
    let others =
        prop_oneof![3 => Just(json!({})), 1 => some_of(members::ENTRY, leaf()), 1 => some_of(members::COMMON, leaf())];
    (status, texts, parameters, others, any::<[bool; 2]>()).prop_map(|(status, texts, parameters, others, given)| {
        let mut entry = json!({ "status": status, "issue": "value", "title": "Title" });
        if given[0] {
            entry["parameters"] = parameters;
        }
        for (name, value) in [texts, others].iter().filter_map(Value::as_object).flatten() {
            entry[name] = value.clone();
        }
        entry
    })
}

fn parameter() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!("string")),
        Just(json!({ "optional": true })),
        Just(json!({ "type": "integer", "optional": true })),
        some_of(members::PARAMETER, leaf()),
        leaf(),
    ]
}

fn response() -> impl Strategy<Value = Value> {
    let texts = || prop::collection::vec(word(), 1..3).prop_map(Value::from);
    prop_oneof![
        template().prop_map(|body| json!({ "format": "json", "body": body })),
        (object(names(), template(), 1..3), select(&["DSTU2", "STU3", "R4", "R4B", "R5"])).prop_map(|(members, fhir)| {
            json!({ "format": "operation-outcome", "fhir": fhir, "coding": { "system": "urn:x", "display": "{display?}" }, "members": members })
        }),
        object(names(), template(), 1..3).prop_map(|members| json!({ "format": "problem", "members": members })),
        texts().prop_map(|body| json!({ "format": "text", "content_type": "text/html", "body": body })),
        Just(json!({ "format": "empty" })),
        some_of(members::OPERATION_OUTCOME, leaf()),
        leaf(),
    ]
}

/// A body.
fn template() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(3, 16, 4, |inner| {
        let guarded = (
            object(names(), inner.clone(), 0..3),
            select(&["p", "code", "diagnostics", "request_id"]),
        )
            .prop_map(|(mut object, guard)| {
                object["$if"] = guard.into();
                object
            });
        let repeated = object(names(), inner.clone(), 0..3).prop_map(|mut object| {
            object["$repeat"] = true.into();
            Value::Array(vec![object])
        });
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            object(names(), inner, 0..4),
            guarded,
            repeated,
        ]
    })
}

fn word() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => select(&WORDS).prop_map(Value::from),
        1 => prop::collection::vec(select(&WORDS), 0..4).prop_map(|words| Value::from(words.join(" "))),
    ]
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => word(),
        1 => select(&[-1, 0, 7, 404, i64::MAX]).prop_map(Value::from),
        1 => select(vec![
            json!(null),
            json!(true),
            json!(false),
            json!([]),
            json!({}),
            json!(0.5),
            json!(["GET"]),
            json!({ "class": "after" }),
        ]),
    ]
}
