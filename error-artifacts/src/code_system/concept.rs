//! The concept of a code: display, definition, designations and properties.

use std::collections::HashMap;
use std::fmt::Write as _;

use error_catalog::{Catalog, model};
use error_layout::grammar::delay_seconds;
use serde_json::{Value, json};

use super::codes::Use;
use super::retired::Retired;

/// A property of concepts, as it is declared.
pub(super) struct Property {
    pub code: &'static str,
    /// The address of a property that FHIR defines (<https://hl7.org/fhir/codesystem-concept-properties.html>).
    pub uri: Option<&'static str>,
    /// The type, and the suffix of `value`.
    pub kind: &'static str,
    pub description: &'static str,
}

/// All properties. A property of the type `code` has codes of the code system itself, except `status`.
pub(super) static PROPERTIES: [Property; 15] = [
    Property {
        code: "status",
        uri: Some("http://hl7.org/fhir/concept-properties#status"),
        kind: "code",
        description: "`active`, `deprecated` for a code that is still sent and whose use is discouraged, or `retired` for one that is no longer sent",
    },
    Property {
        code: "inactive",
        uri: Some("http://hl7.org/fhir/concept-properties#inactive"),
        kind: "boolean",
        description: "`true` for a code that is no longer sent",
    },
    own("httpStatus", "integer", "An HTTP status of responses with the code"),
    own("issueType", "Coding", "The FHIR issue type that is sent with the code"),
    own(
        "severity",
        "Coding",
        "The FHIR issue severity that is sent with the code",
    ),
    own("category", "string", "The group of the error"),
    own(
        "retry",
        "string",
        "Whether a request may be sent again: `never`, `immediate`, `after` a delay, with `backoff`, or `manual`: after a person looked at it",
    ),
    own("retryDelay", "integer", "The delay before the next request, in seconds"),
    own("action", "string", "The recommended action for developers of clients"),
    own("userMessage", "string", "A text for end users"),
    own("since", "string", "The first version with the error"),
    own(
        "replacedBy",
        "code",
        "The code that replaces a deprecated or retired one",
    ),
    Property {
        code: "comment",
        uri: Some("http://hl7.org/fhir/concept-properties#comment"),
        kind: "string",
        description: "The note of a deprecation, or the reason of a removal",
    },
    own(
        "alias",
        "string",
        "A code that clients recognize as this one and that is never sent",
    ),
    own("entry", "string", "The name of an entry of the catalog with this code"),
];

const fn own(code: &'static str, kind: &'static str, description: &'static str) -> Property {
    Property {
        code,
        uri: None,
        kind,
        description,
    }
}

/// Returns the member of a property's value: `valueString`, `valueCoding`.
pub(super) fn value_name(kind: &str) -> String {
    let mut letters = kind.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    std::iter::once("value".to_owned())
        .chain(first.map(String::from))
        .chain([letters.collect()])
        .collect()
}

/// A concept.
pub(super) struct Concept<'c> {
    pub code: &'c str,
    /// Empty if it is not known.
    pub display: String,
    pub definition: String,
    /// The display in other languages.
    pub designations: Vec<(String, String)>,
    /// The properties by their codes, with values of their types.
    pub properties: Vec<(&'static str, Value)>,
}

/// Returns the concept of a code. `codes` are those of all entries, by the positions of these.
pub(super) fn concept<'c>(
    catalog: &Catalog,
    code: &'c str,
    uses: &[Use<'_>],
    codes: &HashMap<usize, &str>,
) -> Concept<'c> {
    let first = uses.first();
    Concept {
        code,
        display: plain(first.map_or("", |one| &one.display)),
        definition: plain(&definition(uses)),
        designations: designations(uses),
        properties: properties(catalog, code, uses, codes),
    }
}

/// Returns the concept of a code that is no longer sent. A baseline has no texts, so that it has no display.
pub(super) fn retired(retired: &Retired) -> Concept<'_> {
    let mut values = Values::default();
    values.add("status", "retired");
    values.add("inactive", true);
    if let Some(code) = &retired.replaced_by {
        values.add("replacedBy", code.as_str());
    }
    values.text("comment", retired.reason.as_deref());
    if retired.entry != retired.code {
        values.text("entry", Some(&retired.entry));
    }
    let definition = match (&retired.date, &retired.version) {
        (Some(date), Some(version)) => format!("The API has not sent this code since {date}, version {version}."),
        (Some(date), None) => format!("The API has not sent this code since {date}."),
        _ => "The API does not send this code any more.".to_owned(),
    };
    Concept {
        code: &retired.code,
        display: String::new(),
        definition: plain(&definition),
        designations: Vec::new(),
        properties: values.sorted(),
    }
}

/// Returns a text as the type `string` of FHIR R4 allows it, whose only white space is `[ \r\n\t]`.
pub(super) fn plain(text: &str) -> String {
    let space = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\r' | '\n' | '\t');
    text.chars().map(|c| if space(c) { ' ' } else { c }).collect()
}

/// The translations of the first display, and those of the entries after it in languages that it lacks.
fn designations(uses: &[Use<'_>]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let display = uses.first().map(|one| &one.display);
    for (language, text) in uses
        .iter()
        .filter(|one| Some(&one.display) == display)
        .flat_map(|one| &one.translations)
    {
        if found.iter().all(|(known, _)| known != language) {
            found.push((language.clone(), plain(text)));
        }
    }
    found
}

/// Returns what an error means: its description, message or title.
fn meaning(entry: &model::Entry) -> String {
    let message = || entry.message.as_ref().map(|message| message.value.to_source());
    let written = entry.description.clone().or_else(message);
    let written = written.filter(|text| !text.trim().is_empty());
    written.unwrap_or_else(|| entry.title.clone())
}

/// Returns the meaning of a code. Of several errors with it, each is listed with its differences.
fn definition(uses: &[Use<'_>]) -> String {
    let (first, rest) = match uses {
        [] => return String::new(),
        [one] => return meaning(one.entry),
        [first, rest @ ..] => (first, rest),
    };
    let common = meaning(first.entry);
    let same_meaning = rest.iter().all(|one| meaning(one.entry) == common);
    let same_display = rest.iter().all(|one| one.display == first.display);
    let mut out = String::new();
    if same_meaning {
        let _ = write!(out, "{common}\n\n");
    }
    let _ = writeln!(out, "{} errors have this code:", uses.len());
    for one in uses {
        let entry = one.entry;
        let statuses: Vec<String> = entry.listed_statuses().iter().map(u16::to_string).collect();
        let _ = write!(out, "\n- {}: HTTP status {}", entry.name, statuses.join(" or "));
        if let Some(issue) = entry.issue_name() {
            let _ = write!(out, ", issue type {issue}");
        }
        if !same_display {
            let _ = write!(out, ", display \"{}\"", one.display);
        }
        if !same_meaning {
            // The lines of a list item are indented.
            out.push('.');
            for line in meaning(entry).lines() {
                let indent = if line.is_empty() { "" } else { "  " };
                let _ = write!(out, "\n{indent}{line}");
            }
        }
    }
    out
}

fn properties(
    catalog: &Catalog,
    code: &str,
    uses: &[Use<'_>],
    codes: &HashMap<usize, &str>,
) -> Vec<(&'static str, Value)> {
    let mut values = Values::default();
    let is_deprecated = uses.iter().all(|one| one.entry.deprecated.is_some());
    values.add("status", if is_deprecated { "deprecated" } else { "active" });
    for one in uses {
        let entry = one.entry;
        for status in entry.listed_statuses() {
            values.add("httpStatus", *status);
        }
        if let Some(issue) = entry.issue_name() {
            let coding = json!({ "system": "http://hl7.org/fhir/issue-type", "code": issue });
            values.add("issueType", coding);
            let coding = json!({ "system": "http://hl7.org/fhir/issue-severity", "code": entry.severity_name() });
            values.add("severity", coding);
        }
        let category = entry.category.and_then(|position| catalog.categories.get(position));
        values.text("category", category.map(|category| category.name.as_str()));
        if let Some(retry) = entry.retry {
            values.text("retry", Some(retry.class_name()));
            if let Some(delay) = retry.delay {
                values.add("retryDelay", delay_seconds(delay));
            }
        }
        values.text("action", entry.action.as_deref());
        values.text("userMessage", entry.user_message.as_deref());
        values.text("since", entry.since.as_deref());
        let replacement = entry.replaced_by.and_then(|position| codes.get(&position));
        if let Some(replacement) = replacement.filter(|replacement| **replacement != code) {
            values.add("replacedBy", *replacement);
        }
        values.text("comment", entry.deprecated.as_deref());
        for alias in &entry.aliases {
            values.text("alias", Some(&alias.value));
        }
        if uses.len() > 1 || entry.name != code {
            values.text("entry", Some(&entry.name));
        }
    }
    values.sorted()
}

/// The values of properties, each once.
#[derive(Default)]
struct Values(Vec<(&'static str, Value)>);

impl Values {
    fn add(&mut self, code: &'static str, value: impl Into<Value>) {
        let value = value.into();
        if !self.0.iter().any(|(known, other)| *known == code && *other == value) {
            self.0.push((code, value));
        }
    }

    /// Returns the values in the order of the declared properties.
    fn sorted(self) -> Vec<(&'static str, Value)> {
        let mut values = self.0;
        values.sort_by_key(|(code, _)| PROPERTIES.iter().position(|property| property.code == *code));
        values
    }

    /// Adds a text. FHIR has no blank ones.
    fn text(&mut self, code: &'static str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.add(code, plain(text));
        }
    }
}
