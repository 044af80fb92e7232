//! From entries to the file of a catalog, with a remark on everything that was guessed or is missing.

mod entry;
mod head;
mod responses;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use self::entry::Writer;
use self::head::head;
use super::Options;
use super::assemble::{self, Known};
use super::bodies::Form;
use super::found::Found;
use super::naming::{self, Names};

/// The maximum number of entries of a catalog.
const MAX_ENTRIES: usize = 65_000;

/// What holds for all entries.
struct Whole {
    /// Whether the default response is an OperationOutcome, and its version.
    is_fhir: bool,
    fhir: &'static str,
    default_shape: usize,
    responses: Vec<String>,
    forms: Vec<Form>,
    /// Whether most entries have no code.
    is_uncoded: bool,
    /// The categories by title or name, with their names in the catalog.
    categories: BTreeMap<String, String>,
    challenge: Option<String>,
    /// The URL of the documentation with a placeholder for the code.
    docs: Option<String>,
    /// The name of each entry by its code; of the first, if several have it.
    by_code: BTreeMap<String, (String, bool)>,
}

/// Returns the catalog as JSON. Remarks are added to those of `found`.
pub(crate) fn catalog(found: &mut Found, known: &[Known], stem: &str, options: &Options) -> Value {
    if found.entries.len() > MAX_ENTRIES {
        let place = found.entries[MAX_ENTRIES].place.clone();
        found.skip(place, format!("entries after the first {MAX_ENTRIES}"));
        found.entries.truncate(MAX_ENTRIES);
    }
    let (mut catalog, whole) = head(found, known, stem, options);
    let mut names = Names::default();
    let mut whole = whole;
    let titles: Vec<(String, Option<&'static str>)> =
        found.entries.iter().map(|entry| assemble::title(entry, "")).collect();
    let all: Vec<String> = found
        .entries
        .iter()
        .zip(&titles)
        .map(|(entry, (title, _))| names.unique(naming::candidates(entry, title)))
        .collect();
    for (entry, name) in found.entries.iter().zip(&all) {
        let code = entry.code_text().into_owned();
        whole
            .by_code
            .entry(code)
            .or_insert_with(|| (name.clone(), entry.deprecated.is_some()));
    }
    let mut errors = Map::new();
    for ((entry, name), title) in found.entries.iter().zip(all).zip(titles) {
        let mut writer = Writer {
            whole: &whole,
            name: &name,
            entry,
            members: Map::new(),
            notes: &mut found.notes,
        };
        writer.entry(title);
        let members = writer.members;
        errors.insert(name, Value::Object(members));
    }
    catalog.insert("errors".to_owned(), Value::Object(errors));
    Value::Object(catalog)
}
