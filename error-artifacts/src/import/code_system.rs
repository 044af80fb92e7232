//! FHIR code systems and value sets, in JSON (STU3 to R5; the value sets of DSTU2 too).

use std::collections::HashSet;
use std::sync::Arc;

use error_layout::vocabulary::{ISSUE_TYPES, RETRY_CLASSES, SEVERITIES};
use serde_json::{Value, json};

use super::found::{Entry, Fact, Found, Place, Position, Statuses};
use super::text::{Text, literal, tidy, tidy_lines};
use super::words::{retry_cell, statuses};
use crate::yaml;

/// The maximum depth of concepts in concepts.
const MAX_DEPTH: usize = 32;

/// Whether a text is a resource with codes, or a bundle of them.
pub(crate) fn is_resource(text: &str) -> bool {
    let start = text.trim_start();
    let names = ["\"CodeSystem\"", "\"ValueSet\""];
    start.starts_with('{') && names.into_iter().any(|name| text.contains(name)) && text.contains("\"resourceType\"")
}

/// Reads the concepts of a resource.
pub(crate) fn read(input: &Text, found: &mut Found) -> Result<(), String> {
    let value = yaml::value(&input.text)?;
    let mut reader = Reader {
        file: Arc::clone(&input.file),
        found,
        known: HashSet::new(),
        languages: HashSet::new(),
    };
    reader.resource(&value, "");
    Ok(())
}

struct Reader<'r> {
    file: Arc<str>,
    found: &'r mut Found,
    /// Codes that were read: an expansion repeats those of the definition.
    known: HashSet<String>,
    languages: HashSet<String>,
}

impl Reader<'_> {
    fn place(&self, pointer: &str) -> Place {
        Place {
            file: Arc::clone(&self.file),
            position: Position::Pointer(pointer.into()),
        }
    }

    fn resource(&mut self, value: &Value, pointer: &str) {
        match value["resourceType"].as_str() {
            Some("Bundle") => {
                for (at, entry) in value["entry"].as_array().into_iter().flatten().enumerate() {
                    if entry["resource"]["resourceType"] != "Bundle" {
                        self.resource(&entry["resource"], &format!("{pointer}/entry/{at}/resource"));
                    }
                }
            }
            Some("CodeSystem") => self.code_system(value, pointer),
            Some("ValueSet") => self.value_set(value, pointer),
            _ => {}
        }
        for language in std::mem::take(&mut self.languages) {
            let place = self.place(pointer);
            self.found
                .skip(place, format!("designations in the language `{language}`"));
        }
    }

    fn about(&mut self, value: &Value) {
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        self.found.is_fhir = true;
        let found = &mut *self.found;
        found.title = found.title.take().or_else(|| text("title")).or_else(|| text("name"));
        found.version = found.version.take().or_else(|| text("version"));
        found.description = found.description.take().or_else(|| text("description"));
    }

    fn code_system(&mut self, value: &Value, pointer: &str) {
        self.about(value);
        let system = value["url"].as_str().map(str::to_owned);
        self.found.system = self.found.system.take().or(system);
        match value["content"].as_str() {
            Some("complete") | None => {}
            Some(content) => {
                let place = self.place(&format!("{pointer}/content"));
                let text = format!("the content is `{content}`: the list of codes is not complete");
                self.found.skip(place, text);
            }
        }
        self.concepts(&value["concept"], &format!("{pointer}/concept"), None, 0);
    }

    fn value_set(&mut self, value: &Value, pointer: &str) {
        self.about(value);
        // DSTU2 defines codes in the value set.
        let inner = &value["codeSystem"];
        if let Some(system) = inner["system"].as_str() {
            self.found.system = Some(system.to_owned());
        }
        self.concepts(&inner["concept"], &format!("{pointer}/codeSystem/concept"), None, 0);
        for (at, include) in value["compose"]["include"].as_array().into_iter().flatten().enumerate() {
            let pointer = format!("{pointer}/compose/include/{at}");
            if let Some(system) = include["system"].as_str() {
                let known = self.found.system.get_or_insert_with(|| system.to_owned()).clone();
                if known != system {
                    let place = self.place(&format!("{pointer}/system"));
                    self.found
                        .skip(place, format!("system `{system}`: a response has one coding"));
                }
            }
            self.concepts(&include["concept"], &format!("{pointer}/concept"), None, 0);
            for part in ["filter", "valueSet"] {
                if include.get(part).is_some() {
                    let place = self.place(&format!("{pointer}/{part}"));
                    self.found
                        .skip(place, format!("`{part}`: its codes are in other resources"));
                }
            }
        }
        let contains = &value["expansion"]["contains"];
        if let Some(system) = contains[0]["system"].as_str() {
            self.found.system.get_or_insert_with(|| system.to_owned());
        }
        self.concepts(contains, &format!("{pointer}/expansion/contains"), None, 0);
    }

    /// Reads a list of concepts. A concept with others below it is their category.
    fn concepts(&mut self, list: &Value, pointer: &str, category: Option<&str>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        for (at, concept) in list.as_array().into_iter().flatten().enumerate() {
            let pointer = format!("{pointer}/{at}");
            let Some(code) = concept["code"].as_str() else { continue };
            let code = tidy(code);
            let below = if concept["concept"].is_array() {
                "concept"
            } else {
                "contains"
            };
            let is_abstract = concept["abstract"] == true
                || property(concept, &["notSelectable"]).is_some_and(|(_, one)| one == "true");
            let has_below = concept[below].as_array().is_some_and(|below| !below.is_empty());
            if is_abstract || has_below {
                if let Some(display) = concept["display"].as_str() {
                    self.found.categories.insert(code.clone(), display.to_owned());
                }
                self.concepts(&concept[below], &format!("{pointer}/{below}"), Some(&code), depth + 1);
            }
            if !is_abstract && !code.is_empty() && self.known.insert(code.clone()) {
                self.concept(concept, &code, &pointer, category);
            }
        }
    }

    fn concept(&mut self, concept: &Value, code: &str, pointer: &str, category: Option<&str>) {
        let at = |name: &str| self.place(&format!("{pointer}/{name}"));
        let mut entry = Entry::new(self.place(pointer));
        entry.code = Some(Fact::read(json!(code), at("code")));
        if let Some(display) = concept["display"].as_str().map(tidy).filter(|text| !text.is_empty()) {
            let (found, rest) = statuses(display.get(..4).unwrap_or_default());
            let after = display.trim_start_matches(|c: char| c.is_ascii_digit() || " :-–.".contains(c));
            // One code system has the status in its displays: `404: The resource …`.
            if let Some(status) = found.first().filter(|status| **status >= 400 && rest.is_empty()) {
                let status = Statuses::Known(vec![*status]);
                entry.status = Some(Fact::guessed(status, at("display"), "from the start of the display"));
                entry.title = Some(after)
                    .filter(|text| !text.is_empty())
                    .map(|text| Fact::read(text.to_owned(), at("display")));
            } else {
                entry.title = Some(Fact::read(display.clone(), at("display")));
            }
            entry.display = Some(Fact::read(literal(&display), at("display")));
        }
        let definition = concept["definition"]
            .as_str()
            .map(tidy_lines)
            .filter(|text| !text.is_empty());
        entry.description = definition.map(|text| Fact::read(text, at("definition")));
        entry.category = category.map(|category| Fact::read(category.to_owned(), self.place(pointer)));
        self.properties(concept, pointer, &mut entry);
        for designation in concept["designation"].as_array().into_iter().flatten() {
            if let Some(language) = designation["language"].as_str() {
                self.languages.insert(tidy(language));
            }
        }
        self.found.entries.push(entry);
    }

    fn properties(&self, concept: &Value, pointer: &str, entry: &mut Entry) {
        let at = |position: usize| self.place(&format!("{pointer}/property/{position}"));
        let read = |names: &[&str]| property(concept, names).map(|(position, value)| (at(position), value));
        let statuses: Vec<(usize, u16)> = properties(
            concept,
            &["httpStatus", "http-status", "http_status", "statusCode", "status"],
        )
        .flat_map(|(position, value)| statuses(&value).0.into_iter().map(move |status| (position, status)))
        .filter(|(_, status)| *status >= 400)
        .collect();
        if let Some((position, _)) = statuses.first() {
            let mut all: Vec<u16> = Vec::new();
            for (_, status) in &statuses {
                if !all.contains(status) {
                    all.push(*status);
                }
            }
            entry.status = Some(Fact::read(Statuses::Known(all), at(*position)));
        }
        let word = |names: &[&str], known: &[&str]| {
            let (place, value) = read(names)?;
            known.contains(&value.as_str()).then(|| Fact::read(value, place))
        };
        entry.issue = word(&["issueType", "issue-type", "issue"], &ISSUE_TYPES);
        entry.severity = word(&["severity"], &SEVERITIES);
        if let Some((place, value)) = read(&["retry", "retryable", "retry-class"]) {
            let class = RETRY_CLASSES
                .into_iter()
                .find(|class| *class == value)
                .or_else(|| retry_cell(&value));
            let delay = read(&["retryDelay"]).and_then(|(_, delay)| delay.parse::<u32>().ok());
            let value = class.map(|class| match delay {
                Some(delay) if matches!(class, "after" | "backoff") => json!({ "class": class, "delay": delay }),
                _ => json!(class),
            });
            entry.retry = value.map(|value| Fact::read(value, place));
        }
        let is_old = |value: &str| matches!(value, "retired" | "deprecated" | "inactive" | "true");
        let note = read(&["comment"]).map(|(_, comment)| json!(comment));
        let retired = read(&["inactive", "status", "deprecated"]).filter(|(_, value)| is_old(value));
        let date = read(&["deprecationDate", "retirementDate", "deprecated"]);
        let date = date.filter(|(_, value)| value.starts_with(|c: char| c.is_ascii_digit()));
        entry.deprecated = match (retired, date) {
            (_, Some((place, date))) => Some(Fact::read(
                note.unwrap_or_else(|| json!(format!("Since {date}."))),
                place,
            )),
            (Some((place, _)), None) => Some(Fact::read(note.unwrap_or(json!(true)), place)),
            (None, None) => None,
        };
        let text = |names: &[&str]| read(names).map(|(place, value)| Fact::read(value, place));
        entry.replaced_by = text(&["replacedBy", "replaced-by", "successor"]);
        if entry.replaced_by.is_some() && entry.deprecated.is_none() {
            entry.deprecated = entry
                .replaced_by
                .as_ref()
                .map(|fact| Fact::read(json!(true), fact.place.clone()));
        }
        entry.action = text(&["action"]);
        entry.user_message = text(&["userMessage"]);
        entry.since = text(&["since"]);
        entry.name = read(&["entry"]).map(|(_, name)| name);
        entry.category = entry.category.take().or_else(|| text(&["category"]));
        entry.aliases = properties(concept, &["alias"]).map(|(_, alias)| alias).collect();
    }
}

/// Returns the position and the value of the first property with the first of these codes that the concept has.
fn property(concept: &Value, names: &[&str]) -> Option<(usize, String)> {
    names.iter().find_map(|name| properties(concept, &[name]).next())
}

/// Returns the positions and values of the properties with these codes.
fn properties(concept: &Value, names: &[&str]) -> impl Iterator<Item = (usize, String)> {
    let all = concept["property"].as_array().into_iter().flatten().enumerate();
    all.filter_map(|(position, property)| {
        if !names.contains(&property["code"].as_str()?) {
            return None;
        }
        let value = property
            .as_object()?
            .iter()
            .find(|(name, _)| name.starts_with("value"))?
            .1;
        let value = match value {
            Value::String(text) => tidy(text),
            Value::Object(coding) => tidy(coding.get("code")?.as_str()?),
            other => other.to_string(),
        };
        (!value.is_empty()).then_some((position, value))
    })
}
