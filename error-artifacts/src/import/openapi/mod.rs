//! Error responses of OpenAPI documents: 2.0, 3.0 and 3.1, in JSON or YAML.

mod document;
mod operations;
mod sample;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use error_layout::grammar::pointer_token;
use serde_json::Value;

use self::document::{Documents, Node};
use self::operations::{Operation, Operations};
use super::found::{Entry, Example, Fact, Found, Sample, Statuses};
use super::text::{Text, humanise, literal, tidy, tidy_lines};
use super::words::{range, status_name, statuses};
use super::{Load, bodies, table};
use crate::yaml;

/// The maximum number of examples that are read.
const MAX_EXAMPLES: usize = 2000;

/// Whether a text is an OpenAPI document.
pub(crate) fn is_document(text: &str) -> bool {
    let start = text.trim_start();
    let names = ["openapi", "swagger"];
    if start.starts_with('{') {
        return names.into_iter().any(|name| start.contains(&format!("\"{name}\""))) && start.contains("\"paths\"");
    }
    let starts = |line: &str, name: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':'));
    start.lines().take(2000).any(|line| {
        names
            .into_iter()
            .any(|name| starts(line.trim_matches(['"', '\'']), name))
    })
}

/// Reads the error responses of a document.
pub(crate) fn read(input: &Text, load: &Load<'_>, found: &mut Found) -> Result<(), String> {
    let value = yaml::value(&input.text)?;
    if !value.is_object() || !value.get("paths").is_some_and(Value::is_object) {
        return Err("expected an object with `paths`".to_owned());
    }
    let text = |name: &str| value["info"][name].as_str().map(str::to_owned);
    found.title = found.title.take().or_else(|| text("title"));
    found.version = found.version.take().or_else(|| text("version"));
    found.challenge = found.challenge.take().or_else(|| operations::challenge(&value));
    let documents = Documents::new(&input.file, value, load, found);
    let operations = Operations::new(&documents);
    let mut reader = Reader {
        documents: &documents,
        schemas: schema::Reader::new(&documents),
        known: HashMap::new(),
        found: Vec::new(),
        positions: HashMap::new(),
        examples: Vec::new(),
        seen_examples: BTreeSet::new(),
        samples: Vec::new(),
        known_samples: HashMap::new(),
    };
    for (number, operation) in operations.all.iter().enumerate() {
        reader.operation(number, operation, found);
    }
    if reader.schemas.is_exhausted() {
        let place = input.place(0);
        found.skip(place, "schemas after the first 1000000");
    }
    let start = found.entries.len();
    for (mut entry, uses) in reader.found {
        operations.restrict(&uses, &mut entry);
        found.entries.push(entry);
    }
    for mut example in reader.examples {
        example.entry = example.entry.map(|at| at + start);
        found.examples.push(example);
    }
    for mut sample in reader.samples {
        sample.entries = sample.entries.into_iter().map(|at| at + start).collect();
        found.samples.push(sample);
    }
    Ok(())
}

/// The status of a response by its key: `None` for a key that is not of an error, `Some(None)` for any status.
#[expect(
    clippy::option_option,
    reason = "a key without a status is not a key that is skipped"
)]
fn status_of(key: &str) -> Option<Option<Statuses>> {
    if key == "default" {
        return Some(None);
    }
    if let Some((from, to)) = range(key) {
        return Some(Some(Statuses::Range(from, to)));
    }
    let status = key.parse().ok().filter(|status| (400..=599).contains(status))?;
    Some(Some(Statuses::Known(vec![status])))
}

/// A media type with its schema and the codes in it.
type Schema<'m, 'd> = (&'m str, Node<'d>, Vec<&'d Value>);

struct Reader<'d> {
    documents: &'d Documents,
    schemas: schema::Reader<'d>,
    /// The positions of the entries of a response that several operations share, by place and status.
    known: HashMap<(usize, String, Option<Statuses>), Vec<usize>>,
    /// Entries with the operations that have them.
    found: Vec<(Entry, BTreeSet<usize>)>,
    /// Positions by code and status.
    positions: HashMap<(String, Option<Statuses>), usize>,
    examples: Vec<Example>,
    seen_examples: BTreeSet<(usize, String)>,
    samples: Vec<Sample>,
    /// The positions of samples by the places of their schemas.
    known_samples: HashMap<(usize, String), Option<usize>>,
}

impl<'d> Reader<'d> {
    fn operation(&mut self, number: usize, operation: &Operation<'d>, found: &mut Found) {
        let Some(responses) = self.documents.get(&operation.node, "responses") else {
            return;
        };
        // A response without codes is one error of its status, unless an extension of the operation names them.
        let extensions = self.extensions(&operation.node);
        for (key, response) in self.documents.members(&responses) {
            let Some(status) = status_of(key) else { continue };
            let shared = (response.file, response.pointer.clone(), status.clone());
            let positions = match self.known.get(&shared) {
                Some(positions) => positions.clone(),
                None => {
                    let positions = self.response(&response, status.as_ref(), !extensions.is_empty(), found);
                    self.known.insert(shared, positions.clone());
                    positions
                }
            };
            for position in positions {
                self.found[position].1.insert(number);
            }
        }
        for entry in extensions {
            let position = self.add(entry);
            self.found[position].1.insert(number);
        }
    }

    /// Adds an entry, or merges it with that of its code and status. Returns its position.
    fn add(&mut self, mut entry: Entry) -> usize {
        let status = entry.status.as_ref().map(|status| status.value.clone());
        let code = match &entry.code {
            Some(_) => entry.code_text().into_owned(),
            None => {
                // Without a code the name distinguishes, as two texts of one status are two errors.
                format!(
                    " {} {}",
                    entry.name.as_deref().unwrap_or_default(),
                    entry.title.as_ref().map_or("", |title| &title.value)
                )
            }
        };
        if let Some(position) = self.positions.get(&(code.clone(), status.clone())) {
            let known = &mut self.found[*position].0;
            // The same enumeration at another operation says nothing new.
            if known.place != entry.place {
                entry.methods.clear();
                known.merge(entry);
            }
            return *position;
        }
        self.positions.insert((code, status), self.found.len());
        self.found.push((entry, BTreeSet::new()));
        self.found.len() - 1
    }

    /// Returns the positions of the entries of a response.
    fn response(
        &mut self,
        response: &Node<'d>,
        status: Option<&Statuses>,
        is_listed: bool,
        found: &mut Found,
    ) -> Vec<usize> {
        let place = self.documents.place(response);
        let fact = |entry: &mut Entry| {
            entry.status = status.map(|status| Fact::read(status.clone(), place.clone()));
        };
        let description = response
            .value
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let mut entries: Vec<Entry> = Vec::new();
        let contents = self.contents(response);
        let mut schemas: Vec<Schema<'_, 'd>> = Vec::new();
        for (media_type, content) in &contents {
            let Some(schema) = self.documents.get(content, "schema") else {
                continue;
            };
            let codes = self.schemas.codes(&schema);
            schemas.push((media_type, schema, codes.iter().map(|code| code.value).collect()));
            for code in codes {
                let mut entry = self.of_code(code);
                fact(&mut entry);
                entries.push(entry);
            }
        }
        let from_schemas = !entries.is_empty();
        let mut examples = Vec::new();
        for (media_type, content) in &contents {
            self.examples_of(content, media_type, status, found, &mut examples);
        }
        let mut inner = Found::default();
        if !from_schemas {
            table::read_description(description, &place, &mut inner);
            for mut entry in inner.entries {
                match (&entry.status, status) {
                    (None, Some(_)) => fact(&mut entry),
                    // A row of another status belongs to another response.
                    (Some(row), Some(Statuses::Known(known))) if !known.contains(&row.value.first()) => continue,
                    _ => {}
                }
                entries.push(entry);
            }
        }
        entries.extend(self.extensions(response).into_iter().map(|mut entry| {
            fact(&mut entry);
            entry
        }));
        let is_coded = |example: &Example| {
            bodies::facts(&example.body, example.media_type.as_deref())
                .is_some_and(|facts| facts.code.is_some() || facts.kind.is_some())
        };
        let shown = examples.iter().any(is_coded);
        let has_examples = !examples.is_empty();
        let mut positions: Vec<usize> = Vec::new();
        if entries.is_empty() && !shown && !is_listed {
            positions.push(self.status_alone(response, status, description, &mut examples));
        }
        for entry in entries {
            positions.push(self.add(entry));
        }
        // The entries of examples, so that the operations are known.
        for mut example in examples {
            let facts = bodies::facts(&example.body, example.media_type.as_deref());
            let kind = facts
                .as_ref()
                .and_then(|facts| facts.kind.as_deref())
                .map(super::assemble::last_segment);
            let code = kind
                .map(Value::from)
                .or_else(|| facts.as_ref().and_then(|facts| facts.code.clone()));
            if let Some(code) = code {
                let mut entry = Entry::new(example.place.clone());
                entry.code = Some(Fact::read(code, example.place.clone()));
                fact(&mut entry);
                if entry.status.is_none() {
                    let read = facts.and_then(|facts| facts.status);
                    entry.status = read.map(|status| Fact::read(Statuses::Known(vec![status]), example.place.clone()));
                }
                let position = self.add(entry);
                positions.push(position);
                example.entry = Some(position);
            }
            self.examples.push(example);
        }
        self.headers(response, &positions);
        for schema in &schemas {
            if let Some(sample) = self.sample(schema, found) {
                sample.entries.extend(&positions);
                sample.is_shown &= has_examples;
            }
        }
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// Returns the entry of a code in a schema.
    fn of_code(&self, code: schema::Code<'d>) -> Entry {
        let place = self.documents.place(&code.node);
        let at = || place.clone();
        let mut entry = Entry::new(at());
        entry.code = Some(Fact::read(code.value.clone(), at()));
        entry.title = code.title.map(|title| Fact::read(tidy(&title), at()));
        entry.message = code.message.map(|message| Fact::read(literal(&tidy(&message)), at()));
        entry.description = code.description.map(|text| Fact::read(tidy_lines(&text), at()));
        entry
    }

    /// Returns the body that a schema describes, if it is JSON.
    fn sample(&mut self, of: &Schema<'_, 'd>, found: &mut Found) -> Option<&mut Sample> {
        let (media_type, schema, codes) = of;
        if !media_type.contains("json") && *media_type != "*/*" {
            return None;
        }
        let place = (schema.file, schema.pointer.clone());
        let known = match self.known_samples.get(&place) {
            Some(known) => *known,
            None => {
                let made = sample::body(self.documents, schema, codes).filter(|_| self.samples.len() < MAX_EXAMPLES);
                let position = made.and_then(|(body, outline)| {
                    // The preset has the structure of an OperationOutcome.
                    if media_type.contains("fhir") || body.get("resourceType").is_some() {
                        found.is_fhir = true;
                        return None;
                    }
                    self.samples.push(Sample {
                        example: Example {
                            place: self.documents.place(schema),
                            body,
                            status: None,
                            media_type: Some((*media_type).to_owned()),
                            entry: None,
                        },
                        outline,
                        entries: BTreeSet::new(),
                        is_shown: true,
                    });
                    Some(self.samples.len() - 1)
                });
                self.known_samples.insert(place, position);
                position
            }
        };
        self.samples.get_mut(known?)
    }

    /// Adds the entry of a response without any code, and returns its position.
    fn status_alone(
        &mut self,
        response: &Node<'d>,
        status: Option<&Statuses>,
        description: &str,
        examples: &mut [Example],
    ) -> usize {
        let place = self.documents.place(response);
        let mut entry = Entry::new(place.clone());
        let known = status.cloned().unwrap_or(Statuses::Range(400, 599));
        entry.name = Some(match &known {
            Statuses::Known(all) => status_name(all.first().copied().unwrap_or(500)),
            Statuses::Range(400, 499) => "CLIENT_ERROR".to_owned(),
            Statuses::Range(500, _) => "SERVER_ERROR".to_owned(),
            Statuses::Range(..) => "ERROR".to_owned(),
        });
        if matches!(known, Statuses::Range(..)) {
            let title = humanise(entry.name.as_deref().unwrap_or_default());
            entry.title = Some(Fact::guessed(title, place.clone(), "from the range of statuses"));
        }
        entry.status = Some(Fact::read(known, place.clone()));
        let description = tidy_lines(&table::html_text(description));
        if !description.is_empty() {
            entry.description = Some(Fact::read(description, place));
        }
        let position = self.add(entry);
        for example in examples {
            example.entry = Some(position);
        }
        position
    }

    /// Returns the media types of a response with their contents: in 2.0 the response itself.
    fn contents(&self, response: &Node<'d>) -> Vec<(String, Node<'d>)> {
        match self.documents.get(response, "content") {
            Some(content) => {
                let all = self.documents.members(&content).into_iter();
                all.map(|(name, node)| (name.to_owned(), node)).collect()
            }
            None => vec![("application/json".to_owned(), response.clone())],
        }
    }

    fn examples_of(
        &mut self,
        content: &Node<'d>,
        media_type: &str,
        status: Option<&Statuses>,
        found: &mut Found,
        examples: &mut Vec<Example>,
    ) {
        let mut nodes: Vec<Node<'d>> = self.documents.get(content, "example").into_iter().collect();
        if let Some(several) = self.documents.get(content, "examples") {
            for (_, one) in self.documents.members(&several) {
                if one.value.get("externalValue").is_some() {
                    found.skip(self.documents.place(&one), "`externalValue` of an example");
                }
                // In 2.0 the members are bodies by media type.
                nodes.extend(self.documents.get(&one, "value").or(Some(one)));
            }
        }
        if let Some(schema) = self.documents.get(content, "schema") {
            nodes.extend(self.documents.get(&schema, "example"));
            if let Some(several) = self.documents.get(&schema, "examples") {
                nodes.extend(self.documents.elements(&several));
            }
        }
        for node in nodes {
            let parsed = node.value.as_str().and_then(|text| serde_json::from_str(text).ok());
            let body = parsed.unwrap_or_else(|| node.value.clone());
            let is_new = self.seen_examples.insert((node.file, node.pointer.clone()));
            if !body.is_object()
                || (!is_new && self.examples.len() >= MAX_EXAMPLES)
                || self.examples.len() + examples.len() >= MAX_EXAMPLES
            {
                continue;
            }
            examples.push(Example {
                place: self.documents.place(&node),
                body,
                status: match status {
                    Some(Statuses::Known(all)) => all.first().copied(),
                    _ => None,
                },
                media_type: Some(media_type.to_owned()),
                entry: None,
            });
        }
    }

    /// Returns the entries of an extension whose name has `error` or `code`, such as `x-endpoint-errors`.
    fn extensions(&self, node: &Node<'d>) -> Vec<Entry> {
        let Value::Object(members) = node.value else {
            return Vec::new();
        };
        let mut entries = Vec::new();
        for (name, value) in members {
            let lower = name.to_ascii_lowercase();
            let is_meant = lower.starts_with("x-")
                && (lower.contains("error") || lower.contains("code"))
                && !lower.contains("sample");
            let Value::Array(all) = value else { continue };
            for (position, one) in all.iter().enumerate().filter(|_| is_meant) {
                let place = self.documents.place(&Node {
                    value: one,
                    file: node.file,
                    pointer: format!("{}/{}/{position}", node.pointer, pointer_token(name)),
                });
                let member = one.as_object().and_then(|members| {
                    let ranked = members.iter().filter(|(_, value)| bodies::is_code(value));
                    let ranked = ranked.filter_map(|(name, value)| Some((bodies::code_rank(name)?, value)));
                    ranked.min_by_key(|(rank, _)| *rank).map(|(_, value)| value)
                });
                let Some(code) = member.or(Some(one)).filter(|code| bodies::is_code(code)) else {
                    continue;
                };
                let mut entry = Entry::new(place.clone());
                entry.code = Some(Fact::read(code.clone(), place.clone()));
                let text = |names: &[&str]| {
                    let text = names.iter().find_map(|name| one.get(name)?.as_str())?;
                    Some(Fact::read(tidy(text), place.clone())).filter(|text| !text.value.is_empty())
                };
                entry.title = text(&["title", "summary"]);
                entry.description = text(&["description", "message", "detail"]);
                let stated = ["status", "statusCode", "http-status", "httpStatus"];
                let stated = stated.iter().find_map(|name| one.get(name)).map(Value::to_string);
                let stated = statuses(&stated.unwrap_or_default()).0;
                if let Some(status) = stated.first().filter(|status| **status >= 400) {
                    entry.status = Some(Fact::read(Statuses::Known(vec![*status]), place));
                }
                entries.push(entry);
            }
        }
        entries
    }

    /// Adds the header `Retry-After`, if the response declares it.
    fn headers(&mut self, response: &Node<'d>, positions: &[usize]) {
        let Some(headers) = self.documents.get(response, "headers") else {
            return;
        };
        for (name, node) in self.documents.members(&headers) {
            if name.eq_ignore_ascii_case("retry-after") {
                let place = self.documents.place(&node);
                for position in positions {
                    let entry = &mut self.found[*position].0;
                    let header = Fact::read("{retry_after?}".to_owned(), place.clone());
                    entry.headers.insert("Retry-After".to_owned(), header);
                    entry
                        .retry
                        .get_or_insert_with(|| Fact::read("after".into(), place.clone()));
                }
            }
        }
    }
}
