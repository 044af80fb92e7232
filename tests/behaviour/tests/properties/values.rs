//! Values of parameters: what the compiler of catalogs accepts, the runtime accepts.

use error_catalog::{Source, compile, emit};
use error_runtime::{Data, Error};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Compiles a catalog that gives a parameter this value as its example and in a fallback.
fn compiled(kind: &str, value: &str) -> Option<Data<'static>> {
    let source = json!({
        "name": "values",
        "title": "Values",
        "responses": { "default": { "format": "problem" } },
        "fallbacks": { "410": { "entry": "GONE", "parameters": { "given": "VALUE" } } },
        "errors": {
            "GONE": {
                "status": 410,
                "title": "Gone",
                "message": "Gone: {given}",
                "parameters": { "given": { "type": kind, "example": "VALUE" } },
            },
        },
    });
    let text = source.to_string().replace("\"VALUE\"", value);
    let compiled = compile(&Source::new("values.json", text));
    let constants = compiled.is_usable().then(|| emit::catalog(&compiled.catalog))?;
    // A test need not free it.
    Some(Data::new(constants.index.leak(), constants.text.leak()))
}

/// Checks that a value, as JSON and as text, is accepted by both or by the runtime alone.
fn check(kind: &str, json: &str, text: &str) -> Result<bool, TestCaseError> {
    let Some(data) = compiled(kind, json) else {
        return Ok(false);
    };
    let Some(entry) = data.entry_by_name("GONE") else {
        return Err(TestCaseError::fail("a usable catalog has its entry"));
    };
    let error = Error::try_new(entry, [("given", text)]);
    prop_assert!(error.is_ok(), "{kind} {json}: {error:?}");
    prop_assert_eq!(
        entry.parameters().get(0).and_then(|parameter| parameter.example),
        Some(text)
    );
    prop_assert_eq!(data.fallback(410), Some(entry.position()));
    Ok(true)
}

fn check_string(kind: &str, text: &str) -> Result<bool, TestCaseError> {
    check(kind, &Value::from(text).to_string(), text)
}

#[test]
fn values_of_every_type_are_accepted() {
    for (kind, json) in [
        ("string", "\"a b\""),
        ("display", "\"a b\""),
        ("integer", "-42"),
        ("decimal", "1.50E-3"),
        ("boolean", "true"),
        ("uri", "\"https://a.example/%20?b#c\""),
        ("date-time", "\"2026-01-31T09:30:60.5+01:00\""),
        ("uuid", "\"3f1e7d5a-9c42-4b8e-8d11-6a0c2f9b7e54\""),
        ("json", "{\"a\":[null,1.5]}"),
        ("integer[]", "[1,-2]"),
        ("string[]", "[\"a\",\"b\"]"),
    ] {
        assert!(check(kind, json, json.trim_matches('"')).unwrap(), "{kind}");
    }
}

proptest! {
    #![proptest_config(super::cases(200))]

    #[test]
    fn an_integer_that_compiles_is_accepted_at_run_time(number in "-?[0-9]{1,25}(\\.0)?") {
        check("integer", &number, &number)?;
    }

    #[test]
    fn a_decimal_that_compiles_is_accepted_at_run_time(number in "-?[0-9]{1,25}(\\.[0-9]{0,3})?([eE][+-]?[0-9]{0,3})?") {
        check("decimal", &number, &number)?;
    }

    #[test]
    fn a_boolean_that_compiles_is_accepted_at_run_time(word in "true|false|null|True|0|\"true\"") {
        check("boolean", &word, &word)?;
    }

    #[test]
    fn a_uri_that_compiles_is_accepted_at_run_time(text in "([a-z]{0,5}:)?(//)?[!-~é%]{0,12}") {
        check_string("uri", &text)?;
    }

    #[test]
    fn a_date_time_that_compiles_is_accepted_at_run_time(
        text in "[0-9]{4}-[0-3][0-9]-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,3})?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
    ) {
        check_string("date-time", &text)?;
    }

    #[test]
    fn a_string_that_compiles_is_accepted_at_run_time(text in "\\PC{0,12}") {
        check_string("string", &text)?;
        check_string("display", &text)?;
    }
}
