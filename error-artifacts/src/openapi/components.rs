//! Generated components of a document: their names, and the extension by which they are recognized.

use std::collections::HashMap;

use error_layout::grammar::pointer_name;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::layout::Layout;

/// The extension of generated components. Its value is the name of the catalog.
pub(super) const MARK: &str = "x-error-catalog";

/// The sections with generated components, in the order in which they are written.
const SECTIONS: [&str; 4] = ["responses", "schemas", "headers", "examples"];

/// The components of a document: its own, and those that are generated.
pub(super) struct Components {
    /// Those of the document by section. A section that is `null` is written only if it has generated components.
    own: Map<String, Value>,
    generated: HashMap<&'static str, Generated>,
    catalog: String,
    pub(super) layout: Layout,
    /// The text of the component that is being added. Its memory is used again.
    text: Vec<u8>,
}

/// The generated components of a section, in the order in which they are written.
#[derive(Default)]
struct Generated {
    /// Their names and their text in the document: a catalog can have thousands of them.
    texts: Vec<(String, Vec<u8>)>,
    positions: HashMap<String, usize>,
}

impl Components {
    /// Takes the components of a document, without those that an earlier run generated for the catalog.
    pub(super) fn new(catalog: &str, mut own: Map<String, Value>, layout: Layout) -> Self {
        for name in SECTIONS {
            let section = own.entry(name).or_insert(Value::Null);
            let Some(components) = section.as_object_mut() else {
                continue;
            };
            let before = components.len();
            components.retain(|_, component| component.get(MARK).is_none_or(|owner| owner != catalog));
            if components.is_empty() && before > 0 {
                *section = Value::Null;
            }
        }
        Self {
            own,
            generated: HashMap::new(),
            catalog: catalog.to_owned(),
            layout,
            text: Vec::new(),
        }
    }

    /// Returns the reference of a generated component, which is added unless there is one with the same name and content.
    ///
    /// Another component of the wanted name keeps it: then the name gets a number.
    pub(super) fn add(&mut self, section: &'static str, wanted: &str, component: &impl Serialize) -> Value {
        let marked = Marked {
            component,
            catalog: &self.catalog,
        };
        self.text.clear();
        self.layout.value(3, &marked, &mut self.text);
        let own = self.own.get(section).and_then(Value::as_object);
        let generated = self.generated.entry(section).or_default();
        let base = component_name(wanted);
        let mut name = base.clone();
        let mut number = 2;
        loop {
            let known = generated.positions.get(&name).and_then(|at| generated.texts.get(*at));
            match known {
                Some((_, known)) if *known == self.text => break,
                None if own.is_none_or(|own| !own.contains_key(&name)) => {
                    generated.positions.insert(name.clone(), generated.texts.len());
                    generated.texts.push((name.clone(), self.text.clone()));
                    break;
                }
                _ => {
                    name = format!("{base}_{number}");
                    number += 1;
                }
            }
        }
        json!({ "$ref": format!("#/components/{section}/{name}") })
    }

    /// Returns a component by a reference, such as `#/components/responses/NotFound`.
    pub(super) fn get_mut(&mut self, reference: &str) -> Option<&mut Value> {
        let pointer = Self::pointer(reference)?;
        self.own.get_mut(&pointer.0)?.get_mut(&pointer.1)
    }

    /// Returns the reference of the response that a reference leads to, directly or by others; `None` if it is not in this document.
    pub(super) fn response(&self, reference: &str) -> Option<String> {
        /// The longest chain of references.
        const LONGEST: usize = 8;
        let mut reference = reference.to_owned();
        for _ in 0..LONGEST {
            let (section, name) = Self::pointer(&reference)?;
            let response = self.own.get(&section)?.get(&name)?.as_object()?;
            match response.get("$ref") {
                Some(next) => next.as_str()?.clone_into(&mut reference),
                None => return Some(reference),
            }
        }
        None
    }

    fn pointer(reference: &str) -> Option<(String, String)> {
        let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
        Some((section.to_owned(), pointer_name(name)))
    }

    /// Returns the value at a pointer into a document, whose components are these.
    pub(super) fn find<'v>(
        &'v mut self,
        document: &'v mut Map<String, Value>,
        pointer: &[String],
    ) -> Option<&'v mut Value> {
        find(document, &mut self.own, pointer)
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.own.values().all(Value::is_null) && self.generated.is_empty()
    }

    /// Returns the length of the generated texts in bytes.
    pub(super) fn generated_bytes(&self) -> usize {
        let texts = self.generated.values().flat_map(|section| &section.texts);
        texts.map(|(_, text)| text.len()).sum()
    }

    /// Writes the sections: in each, the components of the document, then the generated ones.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let layout = &self.layout;
        let is_written =
            |(name, section): &(&String, &Value)| !section.is_null() || self.generated.contains_key(name.as_str());
        let mut sections = self.own.iter().filter(is_written).enumerate().peekable();
        if sections.peek().is_none() {
            return layout.value(1, &json!({}), out);
        }
        for (at, (name, section)) in sections {
            layout.name(2, at == 0, name, out);
            let (own, generated) = match (section, self.generated.get(name.as_str())) {
                (Value::Null, Some(generated)) => (None, generated),
                (Value::Object(own), Some(generated)) => (Some(own), generated),
                _ => {
                    layout.value(2, section, out);
                    continue;
                }
            };
            let mut is_first = true;
            for (name, component) in own.into_iter().flatten() {
                layout.name(3, std::mem::take(&mut is_first), name, out);
                layout.value(3, component, out);
            }
            for (name, text) in &generated.texts {
                layout.name(3, std::mem::take(&mut is_first), name, out);
                out.extend_from_slice(text);
            }
            layout.end(3, out);
        }
        layout.end(2, out);
    }
}

/// A component with the extension by which it is recognized.
#[derive(Serialize)]
struct Marked<'a, T: Serialize> {
    #[serde(flatten)]
    component: &'a T,
    #[serde(rename = "x-error-catalog")]
    catalog: &'a str,
}

/// Returns the value at a pointer into a document, whose components are apart.
pub(super) fn find<'v>(
    document: &'v mut Map<String, Value>,
    components: &'v mut Map<String, Value>,
    pointer: &[String],
) -> Option<&'v mut Value> {
    let (first, rest) = pointer.split_first()?;
    let (second, rest) = rest.split_first()?;
    let start = match first.as_str() {
        "components" => components.get_mut(second)?,
        other => document.get_mut(other)?.get_mut(second)?,
    };
    rest.iter().try_fold(start, |value, part| value.get_mut(part))
}

/// Returns a text as the name of a component: letters, digits, `.`, `_` and `-` of ASCII (OpenAPI 3.1, section 4.8.7).
fn component_name(text: &str) -> String {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let name = text.replace(|c| !is_allowed(c), "_");
    if name.is_empty() { "_".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::*;

    #[test]
    fn a_component_of_someone_else_keeps_its_name() {
        let own = json!({ "schemas": { "NOT_FOUND": { "type": "string" }, "OLD": { (MARK): "clinic" }, "OTHER": { (MARK): "desk" } } });
        let mut components = Components::new(
            "clinic",
            own.as_object().unwrap().clone(),
            Layout::new(Format::Json, " "),
        );
        let first = components.add("schemas", "NOT_FOUND", &json!({ "type": "object" }));
        let second = components.add("schemas", "NOT_FOUND", &json!({ "type": "object" }));
        assert_eq!(
            (first["$ref"].as_str(), &first),
            (Some("#/components/schemas/NOT_FOUND_2"), &second)
        );
        let mut text = Vec::new();
        components.write(&mut text);
        let sections: Value = serde_json::from_slice(&text).unwrap();
        let names: Vec<&str> = sections["schemas"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(names, ["NOT_FOUND", "OTHER", "NOT_FOUND_2"]);
        assert!(sections.as_object().unwrap().keys().eq(["schemas"]));
    }

    #[test]
    fn any_text_becomes_a_valid_name() {
        for (text, name) in [
            ("ACCESS DENIED", "ACCESS_DENIED"),
            ("a/b~c.d-e", "a_b_c.d-e"),
            ("ü", "_"),
            ("", "_"),
        ] {
            assert_eq!(component_name(text), name);
        }
    }
}
