//! The bodies of responses as facts: each leaf of a template, by its path.

use std::collections::{BTreeMap, BTreeSet};

use error_layout::grammar;
use serde_json::Value;

use super::compare::{Comparison, differences, names, texts};
use super::entry::{each, may_lack};
use super::table as rows;
use super::{Facts, Subject};
use crate::ast::template::Template;
use crate::ast::text::{Absent, Text};
use crate::model::{Body, Response};

/// The start of the names of facts about leaves. The path follows: `body /issue/*/code`.
pub(super) const LEAF: &str = "body ";

/// The start of the names of facts about the conditions of leaves: the placeholders without which a leaf is absent or `null`.
pub(super) const CONDITION: &str = "condition ";

/// Returns the names of all placeholders of a body.
pub(super) fn placeholders(response: &Response) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut add = |text: &Text| names.extend(text.placeholders().map(|one| one.name.clone()));
    match &response.body {
        Body::Text(text) => add(text),
        Body::Json(template) => template.texts(&mut |text| add(&text.value)),
        Body::Xml(xml) => xml.element.texts(&mut |text| add(&text.value)),
        Body::Empty => {}
    }
    names
}

/// Returns the `type` of problem details, which identifies the problem (RFC 9457, section 3.1.1).
///
/// A body of the format `problem` has one, whatever its media type is, and so has any JSON with the media type of problems.
pub(super) fn problem_type(response: &Response) -> Option<&Text> {
    let Body::Json(Template::Object(object)) = &response.body else {
        return None;
    };
    let is_problem =
        response.format_name() == "problem" || response.content_type.starts_with("application/problem+json");
    let (_, kind) = object.members.iter().find(|(name, _)| name == "type")?;
    match kind {
        Template::Text(text) if is_problem => Some(&text.value),
        _ => None,
    }
}

/// Adds the facts of a body.
pub(super) fn add(facts: &mut Facts, body: &Body) {
    let mut leaves = Leaves {
        facts,
        guards: Vec::new(),
    };
    match body {
        Body::Json(template) => leaves.template("", template),
        Body::Xml(xml) => {
            leaves.template(&format!("/{}", xml.root), &xml.element);
            if !xml.declaration.is_empty() {
                leaves
                    .facts
                    .insert("declaration".to_owned(), xml.declaration.clone().into());
            }
        }
        Body::Text(text) => leaves.text("", text),
        Body::Empty => {}
    }
}

struct Leaves<'f> {
    facts: &'f mut Facts,
    /// The placeholders of the `$if` around the current place.
    guards: Vec<String>,
}

impl Leaves<'_> {
    fn template(&mut self, path: &str, template: &Template) {
        match template {
            Template::Raw(json) => self.leaf(path, serde_json::from_str(json).unwrap_or(Value::Null)),
            Template::Text(text) => self.text(path, &text.value),
            Template::Array(elements) => {
                for (position, element) in elements.iter().enumerate() {
                    let name = match element {
                        Template::Object(object) if object.repeat => "*".to_owned(),
                        _ => position.to_string(),
                    };
                    self.template(&format!("{path}/{name}"), element);
                }
                if elements.is_empty() {
                    self.leaf(path, Value::Array(Vec::new()));
                }
            }
            Template::Object(object) => {
                let outer = self.guards.len();
                self.guards.extend(object.guard.iter().map(|name| name.value.clone()));
                for (position, (name, value)) in object.members.iter().enumerate() {
                    // XML can have several elements of one name.
                    let earlier = object.members[..position]
                        .iter()
                        .filter(|(other, _)| other == name)
                        .count();
                    let name = grammar::pointer_token(name);
                    let path = if earlier == 0 {
                        format!("{path}/{name}")
                    } else {
                        format!("{path}/{name}[{earlier}]")
                    };
                    self.template(&path, value);
                }
                if object.members.is_empty() {
                    self.leaf(path, Value::Object(serde_json::Map::new()));
                }
                self.guards.truncate(outer);
            }
        }
    }

    fn text(&mut self, path: &str, text: &Text) {
        let mut conditions = self.guards.clone();
        conditions.extend(conditions_of(text));
        self.condition(path, conditions);
        self.facts
            .insert(format!("{LEAF}{path}"), text.to_whole_source().into());
    }

    fn leaf(&mut self, path: &str, value: Value) {
        let guards = self.guards.clone();
        self.condition(path, guards);
        self.facts.insert(format!("{LEAF}{path}"), value);
    }

    fn condition(&mut self, path: &str, conditions: Vec<String>) {
        let conditions: BTreeSet<String> = conditions.into_iter().collect();
        if !conditions.is_empty() {
            let conditions: Vec<String> = conditions.into_iter().collect();
            self.facts.insert(format!("{CONDITION}{path}"), conditions.into());
        }
    }
}

/// Returns the placeholders without which a text is omitted or `null`.
pub(super) fn conditions_of(text: &Text) -> impl Iterator<Item = String> {
    let needed = text.placeholders().filter(|one| one.absent != Absent::Blank);
    needed.map(|one| one.name.clone())
}

/// Adds the changes between the responses of some entries, whose old and new facts are given.
pub(super) fn compare(
    to: &mut Comparison<'_>,
    subject: &Subject,
    (old, new): (&Facts, &Facts),
    entries: &[(&Facts, &Facts)],
) {
    if old.get("format") != new.get("format") {
        return to.add(
            &rows::RESPONSE_FORMAT_CHANGED,
            subject,
            "format",
            old.get("format"),
            new.get("format"),
        );
    }
    // The leaves that can be without a value in another way, and whether a change of each is reported.
    let mut leaves: BTreeMap<&str, bool> = BTreeMap::new();
    for (member, before, after) in differences(old, new) {
        match member {
            "content_type" => to.add(&rows::CONTENT_TYPE_CHANGED, subject, member, before, after),
            "in_band" if after.is_some() => to.add(&rows::IN_BAND_ADDED, subject, member, before, after),
            "in_band" => to.add(&rows::IN_BAND_REMOVED, subject, member, before, after),
            "fhir" => each(
                to,
                subject,
                (member, before, after),
                &rows::FHIR_REMOVED,
                &rows::FHIR_ADDED,
            ),
            "declaration" => to.add(&rows::XML_DECLARATION_CHANGED, subject, member, before, after),
            _ => match (member.strip_prefix(CONDITION), before, after) {
                (Some(path), ..) => drop(leaves.entry(path).or_default()),
                (None, None, _) if member.starts_with(LEAF) => {
                    to.add(&rows::MEMBER_ADDED, subject, member, before, after);
                }
                (None, _, None) if member.starts_with(LEAF) => {
                    to.add(&rows::MEMBER_REMOVED, subject, member, before, after);
                }
                (None, Some(before), Some(after)) if member.starts_with(LEAF) => {
                    let reported = to.changes.len();
                    leaf(to, subject, member, (before, after), entries);
                    leaves.insert(&member[LEAF.len()..], to.changes.len() > reported);
                }
                _ if to.has_texts() => to.add(&rows::CATALOG_CHANGED, subject, member, before, after),
                _ => {}
            },
        }
    }
    for (path, is_reported) in leaves {
        presence(to, subject, (path, is_reported), (old, new), entries);
    }
}

/// Adds the change of when a leaf is absent, or `null`. A leaf that only one of the bodies has is reported as such.
fn presence(
    to: &mut Comparison<'_>,
    subject: &Subject,
    (path, is_reported): (&str, bool),
    (old, new): (&Facts, &Facts),
    entries: &[(&Facts, &Facts)],
) {
    let (member, condition) = (format!("{LEAF}{path}"), format!("{CONDITION}{path}"));
    let (Some(before), Some(after)) = (old.get(&member), new.get(&member)) else {
        return;
    };
    let is_json = new.get("format").and_then(Value::as_str) == Some("json");
    let lacks = |facts: &Facts, leaf: &Value| -> BTreeSet<(bool, String)> {
        let conditions = match facts.get(&condition) {
            Some(Value::Array(names)) => names.as_slice(),
            _ => &[],
        };
        let null = Some(leaf)
            .filter(|_| is_json)
            .and_then(|leaf| null_without(leaf, conditions));
        let absent = conditions.iter().filter_map(Value::as_str);
        let absent = absent.filter(|name| null.as_deref() != Some(*name));
        let absent = absent.map(|name| (false, name.to_owned()));
        absent.chain(null.clone().map(|name| (true, name))).collect()
    };
    let (was, is) = (lacks(old, before), lacks(new, after));
    let can_lack = |facts: &Facts, these: &BTreeSet<(bool, String)>, others: &BTreeSet<(bool, String)>| {
        these.difference(others).any(|(_, name)| may_lack(facts, name))
    };
    let row = if entries.iter().any(|(_, facts)| can_lack(facts, &is, &was)) {
        &rows::MEMBER_OPTIONAL
    } else if !is_reported && entries.iter().any(|(facts, _)| can_lack(facts, &was, &is)) {
        &rows::MEMBER_REQUIRED
    } else {
        return;
    };
    if before == after {
        let (before, after) = (old.get(&condition), new.get(&condition));
        to.add(row, subject, &condition, before, after);
    } else {
        to.add(row, subject, &member, Some(before), Some(after));
    }
}

/// Returns the placeholder without whose value a leaf of JSON is `null`. `conditions` are those of the leaf and of the objects around it.
fn null_without(leaf: &Value, conditions: &[Value]) -> Option<String> {
    let text = texts(Some(leaf)).into_iter().next()?;
    let one = text.only_placeholder().filter(|one| !one.list)?;
    let is_null = match one.absent {
        Absent::Null => true,
        Absent::Omit => false,
        Absent::Blank => !conditions.iter().any(|condition| *condition == one.name),
    };
    is_null.then(|| one.name.clone())
}

/// Adds the change of a leaf that both bodies have.
fn leaf(
    to: &mut Comparison<'_>,
    subject: &Subject,
    member: &str,
    values: (&Value, &Value),
    entries: &[(&Facts, &Facts)],
) {
    let (before, after) = values;
    // The `type` of problems is compared entry by entry.
    let has_type = |facts: &Facts| facts.contains_key("type");
    if member == "body /type" && entries.iter().any(|(old, new)| has_type(old) || has_type(new)) {
        return;
    }
    let (old, new) = (texts(Some(before)), texts(Some(after)));
    let is_json = to.new.facts(subject).get("format").and_then(Value::as_str) == Some("json");
    let types = |value: &Value, new: bool| -> BTreeSet<&'static str> {
        let facts = entries.iter().map(|(old, after)| if new { *after } else { *old });
        facts.map(|facts| json_type(value, facts)).collect()
    };
    let (was, is) = (names(&old), names(&new));
    let identifies = |names: &BTreeSet<String>| {
        let mut names = names.iter();
        names.any(|name| matches!(name.as_str(), "code" | "name" | "catalog") || name.starts_with("x-"))
    };
    let are_texts = before.is_string() && after.is_string();
    let row = if is_json && types(before, false) != types(after, true) {
        &rows::MEMBER_TYPE_CHANGED
    } else if are_texts && is_same_text(&old, &new) {
        return;
    } else if !are_texts || was.is_empty() || is.is_empty() {
        &rows::MEMBER_IDENTITY_CHANGED
    } else if !was.is_subset(&is) {
        &rows::MEMBER_VALUE_LOST
    } else if identifies(&was) {
        &rows::MEMBER_IDENTITY_CHANGED
    } else {
        &rows::MEMBER_TEXT_CHANGED
    };
    to.add(row, subject, member, Some(before), Some(after));
}

/// Whether two texts differ only in what is written without a value, or in how JSON writes a value.
fn is_same_text(old: &[Text], new: &[Text]) -> bool {
    let source = |texts: &[Text]| texts.iter().map(Text::to_source).collect::<Vec<_>>();
    source(old) == source(new)
}

/// Returns the JSON type of a leaf for an entry.
fn json_type(value: &Value, facts: &Facts) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::String(text) => {
            let text = Text::parse(text, |at| at).unwrap_or_default();
            match text.only_placeholder() {
                Some(one) if !one.string => placeholder_type(&one.name, facts),
                _ => "string",
            }
        }
    }
}

fn placeholder_type(name: &str, facts: &Facts) -> &'static str {
    let of_value = |value: &Value| match value {
        // An entry without a value has no say in the type.
        Value::String(_) | Value::Null => "string",
        value => json_type(value, facts),
    };
    match name {
        "status" | "retry_after" => "number",
        "code" => facts.get("code").map_or("string", of_value),
        _ if name.starts_with("x-") => facts.get(name).map_or("string", of_value),
        _ => {
            let kind = facts.get(&format!("parameters.{name}.type"));
            match kind.and_then(Value::as_str).unwrap_or_default() {
                "integer" | "decimal" => "number",
                "boolean" => "boolean",
                "json" => "any",
                "string[]" | "integer[]" => "array",
                _ => "string",
            }
        }
    }
}
