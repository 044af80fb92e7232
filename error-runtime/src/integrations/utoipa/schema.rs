//! The schema of a body.

use alloc::string::ToString;
use alloc::vec;

use ::utoipa::openapi::schema::{Array, Object, SchemaType, Type};
use ::utoipa::openapi::{RefOr, Schema};
use error_layout::grammar::json_numbers;
use serde_json::{Number, Value};

use super::merge;
use crate::catalog::Code;

/// Returns the schema of a value. Texts and integers that are the code of the entry are an `enum`.
///
/// No member is known to be optional: that is a result of merging with a body that lacks it.
pub(super) fn of(value: &Value, code: Option<Code<'_>>) -> RefOr<Schema> {
    let simple = |kind| RefOr::T(Schema::Object(Object::with_type(kind)));
    match value {
        Value::Null => simple(Type::Null),
        Value::Bool(_) => simple(Type::Boolean),
        Value::Number(number) if !is_integer(number) => simple(Type::Number),
        Value::Number(_) | Value::String(_) => {
            let is_code = code.is_some_and(|code| is_code(value, code));
            let kind = if value.is_string() { Type::String } else { Type::Integer };
            let mut object = Object::with_type(kind);
            object.enum_values = is_code.then(|| vec![value.clone()]);
            RefOr::T(Schema::Object(object))
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| of(item, code)).reduce(merge::schema);
            let any = || RefOr::T(Schema::Object(Object::with_type(SchemaType::AnyValue)));
            RefOr::T(Schema::Array(Array::new(items.unwrap_or_else(any))))
        }
        Value::Object(members) => {
            let mut object = Object::with_type(Type::Object);
            for (name, member) in members {
                object.properties.insert(name.clone(), of(member, code));
                object.required.push(name.clone());
            }
            RefOr::T(Schema::Object(object))
        }
    }
}

/// Whether a number is an integer for JSON Schema, where `1.0` is one.
fn is_integer(number: &Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|number| number.fract() == 0.0)
}

fn is_code(value: &Value, code: Code<'_>) -> bool {
    match (value, code) {
        (Value::String(text), Code::Text(code)) => text == code,
        (Value::Number(number), Code::Integer(code)) => number.as_i64() == Some(code),
        _ => false,
    }
}

/// Returns a body as an example: as JSON if that keeps every digit, otherwise as text.
///
/// "To represent examples of media types that cannot naturally represented in JSON or YAML, use a string value to contain the
/// example" (OpenAPI 3.1, section 4.8.19).
pub(super) fn example(body: &str, parsed: Option<Value>) -> Value {
    parsed
        .filter(|_| keeps_digits(body))
        .unwrap_or_else(|| Value::String(body.into()))
}

/// Whether `serde_json` keeps all digits of all numbers of a JSON text.
fn keeps_digits(json: &str) -> bool {
    json_numbers(json).all(is_kept)
}

/// Whether `serde_json` keeps all digits of a number: an integer of 64 bits, or one that a `f64` has exactly.
fn is_kept(number: &str) -> bool {
    /// The number of decimal digits that every `f64` keeps.
    const EXACT: usize = 15;
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    number.parse::<i64>().is_ok_and(|value| value.to_string() == number)
        || number.parse::<u64>().is_ok_and(|value| value.to_string() == number)
        || digits <= EXACT
}

/// Returns the schema of a body that is text.
pub(super) fn text() -> RefOr<Schema> {
    RefOr::T(Schema::Object(Object::with_type(Type::String)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema(value: &Value, code: &str) -> Value {
        serde_json::to_value(of(value, Some(Code::Text(code)))).unwrap()
    }

    #[test]
    fn a_schema_has_the_members_and_the_code() {
        let expected = json!({
            "type": "object",
            "required": ["code", "n", "list"],
            "properties": {
                "code": { "type": "string", "enum": ["A"] },
                "n": { "type": "integer" },
                "list": { "type": "array", "items": { "type": ["string", "null"] } },
            },
        });
        let mut found = schema(&json!({ "code": "A", "n": 7, "list": ["x", null] }), "A");
        found["required"]
            .as_array_mut()
            .unwrap()
            .sort_by_key(ToString::to_string);
        let mut expected = expected;
        expected["required"]
            .as_array_mut()
            .unwrap()
            .sort_by_key(ToString::to_string);
        assert_eq!(found, expected);
    }

    #[test]
    fn merged_schemas_have_all_codes_and_require_only_common_members() {
        let of = |value: Value, code: &'static str| super::of(&value, Some(Code::Text(code)));
        let first = of(json!({ "code": "A", "detail": "d", "n": 1 }), "A");
        let second = of(json!({ "code": "B", "n": 1.5 }), "B");
        let merged = serde_json::to_value(merge::schema(first, second)).unwrap();
        assert_eq!(merged["properties"]["code"]["enum"], json!(["A", "B"]));
        assert_eq!(merged["properties"]["n"]["type"], "number");
        let required: std::collections::BTreeSet<_> = merged["required"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert!(required.into_iter().eq(["code", "n"]), "{merged}");
    }

    #[test]
    fn a_number_keeps_its_digits() {
        for kept in [
            r#"{"a":18446744073709551615,"b":-9223372036854775808}"#,
            r#"[0.1,1.5e10,"12345678901234567890123","\"99999999999999999999999"]"#,
            "7",
        ] {
            assert!(keeps_digits(kept), "{kept}");
            assert!(!example(kept, serde_json::from_str(kept).ok()).is_string(), "{kept}");
        }
        for lost in [
            r#"{"a":12345678901234567890123}"#,
            r#"{"a":[18446744073709551616]}"#,
            "0.12345678901234567890",
            r#"{"a\\":1.00000000000000000001}"#,
        ] {
            assert_eq!(example(lost, serde_json::from_str(lost).ok()), lost);
        }
    }
}
