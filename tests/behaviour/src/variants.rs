//! Variants of a body: some mean the same, some are damaged.

use serde_json::{Map, Value, json};

/// A variant: its kind and its bytes.
pub type Variant = (&'static str, Vec<u8>);

/// Variants that mean the same as the body. Members in another order, or more of them, only exist of JSON.
pub fn equivalent(body: &str) -> Vec<Variant> {
    let utf_16 = body.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut out = vec![
        ("with a byte order mark", format!("\u{feff}{body}").into_bytes()),
        ("in UTF-16", utf_16),
    ];
    let Ok(value) = serde_json::from_str::<Value>(body) else {
        return out;
    };
    let mut push = |kind, text: String| out.push((kind, text.into_bytes()));
    let reversed = each_object(&value, &|members| members.into_iter().rev().collect());
    push("in reverse order", reversed.to_string());
    push(
        "with unknown members",
        each_object(&value, &with_unknown_members).to_string(),
    );
    push("in an array", json!([value]).to_string());
    push("indented", format!("{value:#}"));
    let escaped = value.to_string().replace("cod", "\\u0063o\\u0064");
    push("with escapes", escaped.replace("e\"", "\\u0065\""));
    out
}

/// Variants that are damaged, or that mean something else.
pub fn damaged(body: &str) -> Vec<Variant> {
    let mut out = Vec::new();
    let mut push = |kind, text: String| out.push((kind, text.into_bytes()));
    for eighths in 1..8 {
        let mut end = body.len() * eighths / 8;
        while !body.is_char_boundary(end) {
            end -= 1;
        }
        push("truncated", body[..end].to_owned());
    }
    push("in capital letters", body.to_ascii_uppercase());
    push("with another scheme", body.replace("https://", "http://"));
    push(
        "with another case of the system",
        body.replace("CodeSystem", "Codesystem"),
    );
    push("of another system", body.replace("/CodeSystem/", "/OtherSystem/"));
    push("of a value set", body.replace("/CodeSystem/", "/ValueSet/"));
    push("with trailing commas", body.replace('}', ",}"));
    push("with missing commas", body.replace("\",\"", "\" \""));
    push("with an invalid literal", body.replacen("\",\"", "\",\"a\":nope,\"", 1));
    push("with trailing content", format!("{body} x"));
    push("with spaces", body.replace(':', " : ").replace(',', "\n,\t"));
    push("without quotes", body.replacen('"', "", 7));
    push("too deep", format!("{}{body}{}", "[".repeat(70), "]".repeat(70)));
    let deep = format!("{{\"a\":{}\"]\"{},", "[".repeat(90), "]".repeat(90));
    push("after a member that is too deep", body.replacen('{', &deep, 1));
    push("with other codes", body.replace('_', "-"));
    let Ok(value) = serde_json::from_str::<Value>(body) else {
        return out;
    };
    push("twice in an array", json!([[value], value]).to_string());
    let in_arrays = each_object(&value, &|members| {
        let array = |(name, member)| (name, json!([member, [null], "more"]));
        members.into_iter().map(array).collect()
    });
    push("with arrays for values", in_arrays.to_string());
    // A `Value` cannot have a member twice.
    let twice = value.to_string().replace(",\"", ",\"code\":null,\"code\":\"TWICE\",\"");
    push("with members twice", twice);
    for number in 0..leaves(&value) {
        for (kind, other) in [
            ("with a null", Some(Value::Null)),
            ("with a number", Some(json!(17))),
            ("with an object", Some(json!({ "code": "x" }))),
            ("with another text", Some(json!("ü\n\"x\""))),
            ("without a member", None),
        ] {
            push(kind, with_leaf(&value, number, other.as_ref()).to_string());
        }
    }
    out
}

/// The value with the members of each of its objects changed.
fn each_object(value: &Value, change: &dyn Fn(Map<String, Value>) -> Map<String, Value>) -> Value {
    match value {
        Value::Object(members) => {
            let inner = members.iter();
            let inner = inner.map(|(name, member)| (name.clone(), each_object(member, change)));
            Value::Object(change(inner.collect()))
        }
        Value::Array(elements) => elements.iter().map(|element| each_object(element, change)).collect(),
        other => other.clone(),
    }
}

fn with_unknown_members(members: Map<String, Value>) -> Map<String, Value> {
    let unknown = json!({ "code": "x", "issue": [{ "code": "y", "z": [1, null, "\\\""] }], "": {} });
    let both = |(name, member)| [(format!("x-{name}"), unknown.clone()), (name, member)];
    members.into_iter().flat_map(both).collect()
}

fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(leaves).sum(),
        Value::Array(elements) => elements.iter().map(leaves).sum(),
        _ => 1,
    }
}

/// The value with another leaf of this number, or without the member that it is.
fn with_leaf(value: &Value, number: usize, other: Option<&Value>) -> Value {
    let mut left = number;
    replace(value, &mut left, other).unwrap_or_default()
}

/// Copies a value; `left` leaves come before the one to replace.
fn replace(value: &Value, left: &mut usize, other: Option<&Value>) -> Option<Value> {
    match value {
        Value::Object(members) => {
            let kept = members
                .iter()
                .filter_map(|(name, member)| Some((name.clone(), replace(member, left, other)?)));
            Some(Value::Object(kept.collect()))
        }
        Value::Array(elements) => {
            let kept = elements.iter().map(|element| replace(element, left, other));
            Some(Value::Array(kept.map(Option::unwrap_or_default).collect()))
        }
        leaf => {
            let is_the_one = *left == 0;
            *left = left.wrapping_sub(1);
            if is_the_one { other.cloned() } else { Some(leaf.clone()) }
        }
    }
}
