//! Reads YAML and JSON as JSON values.

use std::collections::{HashMap, HashSet};
use std::fmt;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The maximum depth. JSON has the limit of its parser, 128.
const MAX_DEPTH: usize = 100;

/// The maximum number of values, those of expanded aliases too.
const MAX_VALUES: usize = 4_000_000;

/// Returns the value of a document of JSON, otherwise of YAML.
///
/// # Errors
/// The text is neither, has several documents, or a member twice; the error has its position.
pub(crate) fn value(text: &str) -> Result<Value, String> {
    if text.trim_start().starts_with(['{', '[']) {
        let mut json = serde_json::Deserializer::from_str(text);
        return match Json.deserialize(&mut json).and_then(|value| json.end().map(|()| value)) {
            Ok(value) => Ok(value),
            // A flow mapping of YAML, or JSON with comments and trailing commas.
            Err(error) => yaml(text).map_err(|_| error.to_string()),
        };
    }
    yaml(text)
}

/// Reads a JSON value whose members have different names.
struct Json;

impl<'de> DeserializeSeed<'de> for Json {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Json {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(element) = elements.next_element_seed(Self)? {
            all.push(element);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if all.contains_key(&name) {
                return Err(A::Error::custom(duplicate(&name)));
            }
            all.insert(name, members.next_value_seed(Self)?);
        }
        Ok(Value::Object(all))
    }
}

fn duplicate(name: &str) -> String {
    format!("duplicate member `{name}`")
}

/// An array or object that is not closed yet, with the id of its anchor.
enum Open {
    Array(Vec<Value>, usize),
    Object(Object, usize),
}

#[derive(Default)]
struct Object {
    members: Map<String, Value>,
    /// The names of members that are only inherited by `<<`.
    inherited: HashSet<String>,
    /// The name of the member whose value is next.
    name: Option<String>,
}

impl Object {
    /// Adds the name of a member, or its value.
    fn add(&mut self, value: Value) -> Result<(), String> {
        match self.name.take() {
            None => {
                self.name = Some(match value {
                    Value::String(text) => text,
                    other => other.to_string(),
                });
            }
            // The merge key of YAML 1.1: members that are not set otherwise.
            Some(name) if name == "<<" => {
                let merged = match value {
                    Value::Array(several) => several,
                    one => vec![one],
                };
                for (name, value) in merged.into_iter().filter_map(members).flatten() {
                    if !self.members.contains_key(&name) {
                        self.inherited.insert(name.clone());
                        self.members.insert(name, value);
                    }
                }
            }
            Some(name) => {
                if self.members.contains_key(&name) && !self.inherited.remove(&name) {
                    return Err(duplicate(&name));
                }
                self.members.insert(name, value);
            }
        }
        Ok(())
    }
}

struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, (Value, usize)>,
    values: usize,
    done: Option<Value>,
}

fn yaml(text: &str) -> Result<Value, String> {
    let mut builder = Builder {
        open: Vec::new(),
        anchors: HashMap::new(),
        values: 0,
        done: None,
    };
    for event in Parser::new_from_str(text) {
        let (event, place) = event.map_err(|error| error.to_string())?;
        let start = place.start;
        let added = builder.event(event);
        added.map_err(|error| format!("{error} at line {} column {}", start.line(), start.col() + 1))?;
    }
    builder.done.ok_or_else(|| "expected a document, found none".to_owned())
}

impl Builder {
    fn event(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Alias(id) => {
                let size = self.anchors.get(&id).map_or(1, |(_, size)| *size);
                // Before the value is copied.
                self.count(size)?;
                let value = self.anchors.get(&id).map_or(Value::Null, |(value, _)| value.clone());
                self.add(value, 0)
            }
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.suffix == "str");
                let is_name = matches!(self.open.last(), Some(Open::Object(Object { name: None, .. }, _)));
                let value = if is_text || is_name {
                    Value::String(text.into_owned())
                } else {
                    scalar(&text)
                };
                self.count(1)?;
                self.add(value, anchor)
            }
            Event::SequenceStart(anchor, _) => self.open(Open::Array(Vec::new(), anchor)),
            Event::MappingStart(anchor, _) => self.open(Open::Object(Object::default(), anchor)),
            Event::SequenceEnd | Event::MappingEnd => {
                let (value, anchor) = match self.open.pop() {
                    Some(Open::Array(all, anchor)) => (Value::Array(all), anchor),
                    Some(Open::Object(object, anchor)) => (Value::Object(object.members), anchor),
                    None => return Ok(()),
                };
                self.count(1)?;
                self.add(value, anchor)
            }
            Event::DocumentStart(_) if self.done.is_some() => Err("expected one document, found another".to_owned()),
            _ => Ok(()),
        }
    }

    fn open(&mut self, one: Open) -> Result<(), String> {
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("nesting exceeds {MAX_DEPTH} levels"));
        }
        self.open.push(one);
        Ok(())
    }

    fn count(&mut self, values: usize) -> Result<(), String> {
        self.values += values;
        if self.values > MAX_VALUES {
            return Err(format!("the document exceeds {MAX_VALUES} values"));
        }
        Ok(())
    }

    fn add(&mut self, value: Value, anchor: usize) -> Result<(), String> {
        if anchor > 0 {
            let size = count(&value);
            // A copy is a value too.
            self.count(size)?;
            self.anchors.insert(anchor, (value.clone(), size));
        }
        match self.open.last_mut() {
            None => self.done = Some(value),
            Some(Open::Array(all, _)) => all.push(value),
            Some(Open::Object(object, _)) => object.add(value)?,
        }
        Ok(())
    }
}

fn members(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(all) => all.iter().map(count).sum(),
        Value::Object(all) => all.values().map(count).sum(),
        _ => 0,
    }
}

/// Returns the value of a plain scalar in the core schema of YAML 1.2.
fn scalar(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let based = |start: &str, base| i64::from_str_radix(text.strip_prefix(start)?, base).ok();
    let integer = text.parse().ok().or_else(|| based("0x", 16)).or_else(|| based("0o", 8));
    if let Some(integer) = integer {
        return Value::Number(integer.into());
    }
    if let Ok(integer) = text.parse::<u64>() {
        return Value::Number(integer.into());
    }
    let is_number = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|_| is_number)
        .and_then(Number::from_f64);
    number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use serde_json::json;

    #[test]
    fn integers_of_every_base_are_numbers() {
        for (text, expected) in [
            ("0x1F", json!(31)),
            ("0o17", json!(15)),
            ("18446744073709551615", json!(u64::MAX)),
            ("-7", json!(-7)),
            ("0xg", json!("0xg")),
        ] {
            assert_eq!(value(text), Ok(expected));
        }
    }

    #[test]
    fn keys_are_strings_and_scalars_have_types() {
        let text = "a: &x {b: 1, c: [true, ~, '404', 1.5, no]}\n404: *x\nd:\n  <<: *x\n  b: 2\n";
        let x = json!({"b": 1, "c": [true, null, "404", 1.5, "no"]});
        let expected = json!({"a": x, "404": x, "d": {"b": 2, "c": x["c"]}});
        assert_eq!(value(text), Ok(expected));
        assert_eq!(value("{\"a\": 1}"), Ok(json!({"a": 1})));
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        for (text, error) in [
            ("{\"a\": 1,\n \"a\": 2}", "duplicate member `a` at line 2 column 4"),
            ("b:\n  a: 1\n  a: 2\n", "duplicate member `a` at line 3 column 6"),
            ("x: {a: 1, 'a': 2}", "duplicate member `a` at line 1 column 16"),
            (
                "a: 1\n---\nb: 2\n",
                "expected one document, found another at line 2 column 1",
            ),
        ] {
            let found = value(text).unwrap_err();
            assert!(found.contains(error), "{found}");
        }
        let expected = json!({"x": {"a": 1, "b": 1}, "y": {"a": 2, "b": 1, "c": 3}});
        assert_eq!(
            value("x: &x {a: 1, b: 1}\ny: {<<: *x, a: 2, c: 3}\n...\n"),
            Ok(expected)
        );
        assert!(value("x: &x {a: 1}\ny: {<<: *x, a: 2, a: 3}").is_err());
    }

    #[test]
    fn bombs_are_errors() {
        assert!(value(&"[".repeat(100_000)).is_err());
        assert!(value(&"- ".repeat(100_000)).is_err());
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for n in 1..12 {
            let before = format!("*a{}", n - 1);
            let _ = writeln!(bomb, "a{n}: &a{n} [{}]", [before.as_str(); 10].join(","));
        }
        assert!(value(&bomb).unwrap_err().contains("exceeds"));
        assert!(value("a: [").is_err());
    }
}
