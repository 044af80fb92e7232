//! Generated components of a document: their names, and the extension by which they are recognized.

use error_layout::grammar::pointer_name;
use serde_json::{Map, Value, json};

/// The extension of generated components. Its value is the name of the catalog.
pub(super) const MARK: &str = "x-error-catalog";

/// The sections with generated components, in the order in which they are written.
const SECTIONS: [&str; 4] = ["responses", "schemas", "headers", "examples"];

/// The components of a document.
pub(super) struct Components {
    sections: Map<String, Value>,
    catalog: String,
    /// The sections that had generated components only.
    emptied: Vec<&'static str>,
}

impl Components {
    /// Takes the components of a document, without those that an earlier run generated for the catalog.
    pub(super) fn new(catalog: &str, mut sections: Map<String, Value>) -> Self {
        let mut emptied = Vec::new();
        for name in SECTIONS {
            let section = sections.entry(name).or_insert_with(|| {
                emptied.push(name);
                json!({})
            });
            if let Some(section) = section.as_object_mut() {
                let before = section.len();
                section.retain(|_, component| component.get(MARK).is_none_or(|owner| owner != catalog));
                if section.is_empty() && before > 0 {
                    emptied.push(name);
                }
            }
        }
        Self {
            sections,
            catalog: catalog.to_owned(),
            emptied,
        }
    }

    /// Returns the reference of a generated component, which is added unless there is one with the same name and content.
    ///
    /// Another component of the wanted name keeps it: then the name gets a number.
    pub(super) fn add(&mut self, section: &'static str, wanted: &str, mut component: Value) -> Value {
        if let Some(members) = component.as_object_mut() {
            members.insert(MARK.to_owned(), json!(self.catalog));
        }
        let base = component_name(wanted);
        let mut name = base.clone();
        if let Some(components) = self.sections.get_mut(section).and_then(Value::as_object_mut) {
            let mut number = 2;
            while components.get(&name).is_some_and(|known| *known != component) {
                name = format!("{base}_{number}");
                number += 1;
            }
            components.entry(name.clone()).or_insert(component);
        }
        json!({ "$ref": format!("#/components/{section}/{name}") })
    }

    /// Returns a component by a reference, such as `#/components/responses/NotFound`.
    pub(super) fn get_mut(&mut self, reference: &str) -> Option<&mut Value> {
        let pointer = Self::pointer(reference)?;
        self.sections.get_mut(&pointer.0)?.get_mut(&pointer.1)
    }

    /// Returns the reference of the response that a reference leads to, directly or by others; `None` if it is not in this document.
    pub(super) fn response(&self, reference: &str) -> Option<String> {
        /// The longest chain of references.
        const LONGEST: usize = 8;
        let mut reference = reference.to_owned();
        for _ in 0..LONGEST {
            let (section, name) = Self::pointer(&reference)?;
            let response = self.sections.get(&section)?.get(&name)?.as_object()?;
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
        find(document, &mut self.sections, pointer)
    }

    /// Returns the components, without sections that would be empty only because generated components are gone.
    pub(super) fn into_sections(mut self) -> Map<String, Value> {
        for name in self.emptied {
            if self
                .sections
                .get(name)
                .and_then(Value::as_object)
                .is_some_and(Map::is_empty)
            {
                self.sections.shift_remove(name);
            }
        }
        self.sections
    }
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
    let name: String = text.chars().map(|c| if is_allowed(c) { c } else { '_' }).collect();
    if name.is_empty() { "_".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_of_someone_else_keeps_its_name() {
        let own = json!({ "schemas": { "NOT_FOUND": { "type": "string" }, "OLD": { (MARK): "clinic" }, "OTHER": { (MARK): "desk" } } });
        let mut components = Components::new("clinic", own.as_object().unwrap().clone());
        let first = components.add("schemas", "NOT_FOUND", json!({ "type": "object" }));
        let second = components.add("schemas", "NOT_FOUND", json!({ "type": "object" }));
        assert_eq!(
            (first["$ref"].as_str(), &first),
            (Some("#/components/schemas/NOT_FOUND_2"), &second)
        );
        let sections = components.into_sections();
        let names: Vec<&str> = sections["schemas"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(names, ["NOT_FOUND", "OTHER", "NOT_FOUND_2"]);
        assert!(sections.keys().eq(["schemas"]));
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
