//! Values with a structure: whatever they are, the body is the JSON that was meant, and the decoder reads them back.

use std::sync::LazyLock;

use error_catalog::{Source, compile, emit};
use error_client::ReceivedResponse;
use error_runtime::{Data, Entry, Error, Json, Respond};
use proptest::prelude::*;
use serde_json::{Value, json};

static CATALOG: LazyLock<Data<'static>> = LazyLock::new(|| {
    let parameters = json!({
        "any": "json", "maybe": { "type": "json", "optional": true }, "words": "string[]",
        "counts": { "type": "integer[]", "optional": true }, "why": { "type": "enum", "values": ["a", "b c", "d\"e"] },
        "trace": "uuid",
    });
    let all = json!({
        "code": "{code}", "any": "{any}", "maybe": "{maybe?}", "words": "{words}", "counts": "{counts?}", "why": "{why}", "trace": "{trace}",
    });
    let source = json!({
        "name": "structures", "title": "Structures", "parameters": parameters,
        "responses": {
            "default": { "format": "json", "body": all },
            "nested": { "format": "json", "body": { "errors": [{ "$repeat": true, "code": "{code}", "in": { "all": all } }] } },
            "problem": { "format": "problem", "members": { "all": all, "code": "{code}" } },
            "text": { "format": "text", "content_type": "application/json", "body":
                r#"{{"code":"{code}","any": {any} ,"maybe":{maybe?},"words":{words},"counts":{counts?},"why":"{why}","trace":{trace}}}"# },
        },
        "errors": {
            "DEFAULT": { "status": 400, "title": "a" },
            "NESTED": { "status": 400, "title": "a", "response": "nested" },
            "PROBLEM": { "status": 400, "title": "a", "response": "problem" },
            "TEXT": { "status": 400, "title": "a", "response": "text" },
        },
    });
    let compiled = compile(&Source::new("structures.json", source.to_string()));
    assert!(compiled.is_usable(), "{:?}", compiled.problems);
    let constants = emit::catalog(&compiled.catalog);
    // A test need not free it.
    Data::new(constants.index.leak(), constants.text.leak())
});

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\"\\\\{}\\[\\],: /\u{7f}é\n]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// What the runtime stores of an argument, and what the decoder reads of it.
fn check(entry: Entry<'static>, arguments: &[(&str, &str)]) -> Result<(), TestCaseError> {
    let error = Error::try_new(entry, arguments.iter().copied()).unwrap();
    let response = error.response();
    let body = response.body.clone().unwrap().into_owned();
    let written: Value = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
    let headers: Vec<(&str, &str)> = response.headers.iter().map(|one| (&*one.name, &*one.value)).collect();
    for body in [body, serde_json::to_string_pretty(&written).unwrap()] {
        let found = behaviour_tests::recorded::decode(
            *CATALOG,
            ReceivedResponse::new(response.status, &headers, body.as_bytes()),
        );
        let issue = found.issue().unwrap();
        let names: Vec<&str> = issue.candidates().iter().map(|entry| entry.name()).collect();
        // In another layout, a text is not the text of the catalog.
        if entry.name() == "TEXT" && names.is_empty() {
            continue;
        }
        prop_assert_eq!(names, [entry.name()], "{}", body);
        for parameter in entry.parameters() {
            let own = error.parameter(parameter.name);
            let is_text = entry.name() == "TEXT";
            let read = issue.parameter(parameter.name);
            if read.is_none() && (is_text || own.is_none()) {
                continue;
            }
            prop_assert_eq!(read, own, "{} in {}", parameter.name, body);
        }
        prop_assert!(
            found.unread().is_empty() || entry.name() == "TEXT",
            "{:?}",
            found.unread()
        );
    }
    Ok(())
}

/// Compiles entries of one code with these constants, and reads the response of each.
fn constants(mut values: Vec<Value>, number: u32) -> Result<(), TestCaseError> {
    // `1` and `"1"` are the same text, and `null` is the same as no member.
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    values.retain(|value| !value.is_null());
    values.sort_by_key(text);
    values.dedup_by_key(|value| text(value));
    let entries = values.iter().enumerate().map(|(at, value)| {
        let entry = json!({ "status": 409, "code": "SAME", "title": "a", "x-value": value, "x-number": number });
        (format!("E{at}"), entry)
    });
    let mut errors: serde_json::Map<String, Value> = entries.collect();
    errors.insert(
        "NONE".to_owned(),
        json!({ "status": 409, "code": "SAME", "title": "a", "x-number": number }),
    );
    let source = json!({
        "name": "constants", "title": "Constants", "errors": errors,
        "responses": { "default": { "format": "json", "body": {
            "code": "{code}", "in": { "value": "{x-value?}" }, "text": "n: {x-number}", "number": "{x-number}",
        }, "headers": { "X-Number": "n={x-number}" } } },
    });
    let compiled = compile(&Source::new("constants.json", source.to_string()));
    prop_assert!(
        compiled
            .problems
            .iter()
            .all(|problem| problem.rule.code == "EC0405" || problem.rule.code == "EC0606"),
        "{:?}",
        compiled.problems
    );
    let constants = emit::catalog(&compiled.catalog);
    let data = Data::new(constants.index.leak(), constants.text.leak());
    for position in 0..data.entries() {
        let entry = data.entry(position).unwrap();
        let body = Error::try_new(entry, []).unwrap().body().unwrap().into_owned();
        let written: Value = serde_json::from_str(&body).unwrap();
        let missing = Value::Null;
        prop_assert_eq!(
            written["in"].get("value").unwrap_or(&missing),
            values.get(position).unwrap_or(&missing)
        );
        for body in [body, serde_json::to_string_pretty(&written).unwrap()] {
            let found = behaviour_tests::recorded::decode(data, ReceivedResponse::new(409, &[], body.as_bytes()));
            let names: Vec<&str> = found
                .issue()
                .unwrap()
                .candidates()
                .iter()
                .map(|entry| entry.name())
                .collect();
            prop_assert_eq!(names, [entry.name()], "{}", body);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(super::cases(200))]

    #[test]
    fn a_value_with_a_structure_is_read_back(
        any in value(),
        maybe in proptest::option::of(value()),
        words in prop::collection::vec(any::<String>(), 0..4),
        counts in proptest::option::of(prop::collection::vec(any::<i64>(), 0..4)),
        why in prop::sample::select(vec!["a", "b c", "d\"e"]),
        trace in "[0-9a-fA-F]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    ) {
        let (any, maybe) = (any.to_string(), maybe.map(|value| value.to_string()));
        let (words, counts) = (json!(words).to_string(), counts.map(|list| json!(list).to_string()));
        for name in ["DEFAULT", "NESTED", "PROBLEM", "TEXT"] {
            let mut arguments = vec![("any", any.as_str()), ("words", &words), ("why", why), ("trace", &trace)];
            arguments.extend(maybe.iter().map(|value| ("maybe", value.as_str())));
            arguments.extend(counts.iter().map(|value| ("counts", value.as_str())));
            check(CATALOG.entry_by_name(name).unwrap(), &arguments)?;
        }
    }

    #[test]
    fn entries_are_distinguished_by_their_constants(values in prop::collection::vec(value(), 2..5), number in any::<u32>()) {
        constants(values, number)?;
    }

    #[test]
    fn checked_json_is_the_json_that_serde_reads(text in "[\\[\\]{},:\"a1 \\\\u00e9-]{0,12}") {
        let read = serde_json::from_str::<Value>(&text);
        prop_assert_eq!(Json::new(&text).is_ok(), read.is_ok());
    }
}
