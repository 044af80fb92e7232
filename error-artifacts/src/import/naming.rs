//! Names of entries and categories: unique, also as Rust names.

use std::collections::{HashMap, HashSet};

use error_catalog::names::upper_camel;
use serde_json::Value;

use super::assemble::last_segment;
use super::found::Entry;
use super::text::{screaming, tidy};
use super::words::status_name;

/// The maximum length of a name in bytes.
const MAX_NAME: usize = 80;

/// Names that are taken.
#[derive(Debug, Default)]
pub(crate) struct Names {
    rust: HashSet<String>,
    /// The last number that made a name unique.
    numbers: HashMap<String, usize>,
}

impl Names {
    /// Returns the first candidate that is free and has a Rust name; otherwise the first with a number.
    pub(crate) fn unique<S: Into<String>>(&mut self, candidates: impl IntoIterator<Item = S>) -> String {
        let mut first = None;
        for candidate in candidates {
            let mut name: String = candidate.into();
            let end = (0..=MAX_NAME)
                .rev()
                .find(|end| name.is_char_boundary(*end))
                .unwrap_or(0);
            name.truncate(end);
            if self.take(&name) {
                return name;
            }
            first.get_or_insert(name);
        }
        let base = first
            .filter(|name| upper_camel(name).is_some())
            .unwrap_or_else(|| "ERROR".to_owned());
        let mut number = self.numbers.get(&base).copied().unwrap_or(1);
        loop {
            number += 1;
            let name = format!("{base}_{number}");
            if self.take(&name) {
                self.numbers.insert(base, number);
                return name;
            }
        }
    }

    fn take(&mut self, name: &str) -> bool {
        let Some(rust) = upper_camel(name) else { return false };
        // `Self` is a keyword, and the generated module has an item `Category`.
        !["Self", "Category"].contains(&rust.as_str()) && self.rust.insert(rust)
    }
}

/// Returns the candidates for the name of an entry, the best first.
pub(crate) fn candidates(entry: &Entry, title: &str) -> Vec<String> {
    let status = entry.status.as_ref().map_or(400, |status| status.value.first());
    let mut all = Vec::new();
    let code = match entry.code.as_ref().map(|code| &code.value) {
        Some(Value::String(code)) => {
            let is_uri = code.contains("://") || code.starts_with("urn:");
            tidy(if is_uri { last_segment(code) } else { code })
        }
        _ => String::new(),
    };
    if let Some(name) = &entry.name {
        all.push(tidy(name));
    }
    if code.chars().any(char::is_alphabetic) {
        all.push(code.clone());
        all.push(format!("{code}_{status}"));
    } else if entry.code.is_some() {
        // A number alone is not a good Rust name.
        all.push(screaming(title));
        all.push(format!("ERROR_{}", entry.code_text()));
    } else {
        // A short title of its own says more than the phrase of the status.
        let is_named = entry.title.is_some() && title.split_whitespace().count() <= 6;
        let name = Some(screaming(title)).filter(|name| is_named && !name.is_empty());
        let name = name.unwrap_or_else(|| status_name(status));
        all.push(name.clone());
        if let Some(category) = &entry.category {
            all.push(screaming(&format!("{} {name}", category.value)));
        }
        all.push(screaming(title));
    }
    all.retain(|name| !name.is_empty());
    all
}

/// Returns a name for a catalog: lowercase letters, digits and single hyphens.
pub fn catalog(text: &str) -> String {
    let words = super::text::words(text);
    let words = words.split(' ').map(|word| {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        word.to_ascii_lowercase()
    });
    let words: Vec<String> = words.filter(|word| !word.is_empty()).take(6).collect();
    let name = words.join("-");
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else if name.is_empty() {
        "imported".to_owned()
    } else {
        format!("api-{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_as_rust_names() {
        let mut names = Names::default();
        assert_eq!(names.unique(["NOT_FOUND"]), "NOT_FOUND");
        assert_eq!(names.unique(["notFound"]), "notFound_2");
        assert_eq!(names.unique(["not-found", "NOT_FOUND_404"]), "NOT_FOUND_404");
        assert_eq!(names.unique(["Self"]), "Self_2");
        assert_eq!(names.unique(["…"]), "ERROR_2");
        assert_eq!(names.unique(Vec::<String>::new()), "ERROR_3");
    }

    #[test]
    fn titles_become_names_of_catalogs() {
        assert_eq!(catalog("Clinic API (v2)"), "clinic-api-v2");
        assert_eq!(catalog("3D Clinic"), "api-3d-clinic");
        assert_eq!(catalog("…"), "imported");
    }
}
