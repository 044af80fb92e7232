//! Everything of a catalog but its entries and responses.

use std::collections::{BTreeMap, BTreeSet};

use error_layout::grammar;
use serde_json::{Map, Value, json};

use super::Whole;
use super::responses::{most_used, responses, shapes};
use crate::import::Options;
use crate::import::assemble::Known;
use crate::import::bodies::Form;
use crate::import::found::{Found, Kind, Note, Place};
use crate::import::naming::{self, Names};
use crate::import::text::{self, literal, tidy, tidy_lines};
use crate::words::count;

/// Returns everything but the entries.
pub(super) fn head(found: &mut Found, known: &[Known], stem: &str, options: &Options) -> (Map<String, Value>, Whole) {
    let mut catalog = Map::new();
    let title = found.title.as_deref().map(tidy).filter(|title| !title.is_empty());
    let name = options.name.clone();
    let name = name.unwrap_or_else(|| naming::catalog(title.as_deref().unwrap_or(stem)));
    catalog.insert("name".to_owned(), json!(name));
    if let Some(version) = found.version.as_deref().map(tidy).filter(|version| !version.is_empty()) {
        catalog.insert("version".to_owned(), json!(version));
    }
    catalog.insert(
        "title".to_owned(),
        json!(title.unwrap_or_else(|| text::humanise(&name))),
    );
    if let Some(description) = found
        .description
        .as_deref()
        .map(tidy_lines)
        .filter(|text| !text.is_empty())
    {
        catalog.insert("description".to_owned(), json!(description));
    }
    let shapes = shapes(known);
    let default_shape = most_used(found, shapes.len());
    let is_fhir = match shapes.get(default_shape) {
        Some(shape) => shape
            .bodies
            .first()
            .is_some_and(|(_, facts)| facts.form == Form::Outcome),
        None => found.is_fhir,
    };
    let fhir = options.fhir.or(found.fhir).or_else(|| known.iter().find_map(version));
    let uses_fhir = is_fhir || known.iter().any(|one| one.facts.form == Form::Outcome);
    if let (None, true, Some(entry)) = (fhir, uses_fhir, found.entries.first()) {
        found.notes.push(Note {
            kind: Kind::Guessed,
            place: entry.place.clone(),
            entry: None,
            member: "responses",
            text: "FHIR version R4 without any source; `--fhir` sets another one".to_owned(),
        });
    }
    let fhir = fhir.unwrap_or("R4");
    let (responses, names, parameters) = responses(found, &shapes, default_shape, is_fhir, fhir);
    let others = found.entries.iter().filter(|entry| entry.body.is_none());
    let (number, place) = (others.clone().count(), others.map(|entry| entry.place.clone()).next());
    if let Some(place) = place.filter(|_| !shapes.is_empty()) {
        found.notes.push(Note {
            kind: Kind::Guessed,
            place,
            entry: None,
            member: "responses",
            text: format!(
                "response `default`: also for {} without a body in the input",
                count(number, "entry")
            ),
        });
    }
    let forms = shapes
        .iter()
        .map(|shape| shape.bodies.first().map_or(Form::Json, |(_, facts)| facts.form))
        .collect();
    let uncoded = found.entries.iter().filter(|entry| entry.code.is_none()).count();
    let is_uncoded = uncoded * 2 > found.entries.len();
    let mut defaults = Map::new();
    if is_uncoded {
        defaults.insert("code".to_owned(), Value::Null);
    }
    let docs = docs(found);
    if let Some((docs, place)) = &docs {
        defaults.insert("docs".to_owned(), json!(docs));
        found.notes.push(Note {
            kind: Kind::Guessed,
            place: place.clone(),
            entry: None,
            member: "docs",
            text: format!("docs `{docs}` from one with its code"),
        });
    }
    if !defaults.is_empty() {
        catalog.insert("defaults".to_owned(), Value::Object(defaults));
    }
    let categories = categories(found, &mut catalog);
    if !parameters.is_empty() {
        catalog.insert("parameters".to_owned(), json!(parameters));
    }
    catalog.insert("responses".to_owned(), Value::Object(responses));
    let whole = Whole {
        is_fhir,
        fhir,
        default_shape,
        responses: names,
        forms,
        is_uncoded,
        categories,
        challenge: found.challenge.clone(),
        docs: docs.map(|(docs, _)| docs),
        by_code: BTreeMap::new(),
    };
    (catalog, whole)
}

/// Returns the common form of the URLs of documentation, if all that are known end with the code and every entry has one.
fn docs(found: &Found) -> Option<(String, Place)> {
    let is_simple = |code: &str| {
        !code.is_empty()
            && code
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    };
    if !found.entries.iter().all(|entry| is_simple(&entry.code_text())) {
        return None;
    }
    let mut known = found
        .entries
        .iter()
        .filter_map(|entry| Some((entry.docs.as_ref()?, entry.code_text())));
    let (first, code) = known.next()?;
    let base = first
        .value
        .strip_suffix(&*code)
        .filter(|base| base.starts_with("http"))?;
    let all = known.all(|(docs, code)| docs.value.strip_suffix(&*code) == Some(base));
    let url = format!("{}{{code}}", literal(base));
    (all && grammar::is_uri_reference(base)).then(|| (url, first.place.clone()))
}

/// Returns the version of FHIR that a body names in its profile, its system or its media type.
fn version(known: &Known) -> Option<&'static str> {
    let profile = known.example.body["meta"]["profile"][0].as_str();
    let media_type = known.example.media_type.as_deref();
    if media_type.is_some_and(|name| name.contains("json+fhir")) {
        return Some("DSTU2");
    }
    let texts = [profile, known.facts.system.as_deref(), media_type];
    let parts = texts
        .into_iter()
        .flatten()
        .flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric()));
    let mut versions = parts.filter_map(crate::import::fhir_version);
    versions.next()
}

/// Adds the categories, if the entries have several. Returns their names.
fn categories(found: &Found, catalog: &mut Map<String, Value>) -> BTreeMap<String, String> {
    let mut titles: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for category in found.entries.iter().filter_map(|entry| entry.category.as_ref()) {
        if seen.insert(category.value.as_str()) {
            titles.push(&category.value);
        }
    }
    let mut names = BTreeMap::new();
    let is_read = found
        .entries
        .iter()
        .filter_map(|entry| entry.category.as_ref())
        .any(|one| one.guess.is_none());
    if titles.len() < 2 && !is_read {
        return names;
    }
    let mut categories = Map::new();
    let mut unique = Names::default();
    for title in titles {
        // A word is sent as it is; a heading is a title.
        let is_word = !title.contains(char::is_whitespace);
        let name = if is_word {
            title.to_owned()
        } else {
            text::screaming(title).to_lowercase()
        };
        let name = unique.unique([name]);
        let shown = found
            .categories
            .get(title)
            .map_or_else(|| text::humanise(title), |title| tidy(title));
        let shown = if is_word { shown } else { tidy(title) };
        let shown = if shown.is_empty() { name.clone() } else { shown };
        categories.insert(name.clone(), json!({ "title": text::without_braces(&shown) }));
        names.insert(title.to_owned(), name);
    }
    catalog.insert("categories".to_owned(), Value::Object(categories));
    names
}
