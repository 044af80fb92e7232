//! Responses: the entries of one status together.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use error_catalog::names;
use error_catalog::outline::{self, Node};
use error_catalog::rust::markdown;
use serde_json::{Map, Value, json};

use super::Version;
use super::components::Components;
use super::entries::{self, Content, Described};
use super::schema::{self, Dialect};
use super::{join, union};
use crate::Api;

/// Writes responses to the components of a document.
pub(super) struct Generator<'a> {
    api: &'a Api,
    version: Version,
    entries: Vec<Described>,
    pub(super) components: Components,
    /// The start of the names of components that several entries share.
    prefix: String,
    /// The schemas of entries.
    schemas: HashMap<usize, Rc<EntrySchema>>,
    /// The references of the schemas for several errors, by response of the catalog.
    several: HashMap<usize, Option<Value>>,
    /// The references of responses.
    responses: HashMap<(String, Vec<usize>), Value>,
}

/// The entries of one response, and whether each has an example there.
pub(super) type Members = [(usize, bool)];

/// The entries of responses by their keys.
pub(super) type ByKey = BTreeMap<String, Vec<(usize, bool)>>;

/// The schema of an entry: its reference, and its constant members.
struct EntrySchema {
    reference: Value,
    constants: Vec<(String, String)>,
}

/// The bodies of one media type.
struct MediaType {
    name: String,
    contents: Vec<(usize, Content)>,
    examples: Map<String, Value>,
}

impl<'a> Generator<'a> {
    pub(super) fn new(api: &'a Api, version: Version, components: Components) -> Self {
        let catalog = api.catalog();
        Self {
            api,
            version,
            entries: entries::describe(api, version),
            components,
            prefix: names::upper_camel(&catalog.name).unwrap_or_default(),
            schemas: HashMap::new(),
            several: HashMap::new(),
            responses: HashMap::new(),
        }
    }

    /// Returns some entries by their keys in `responses`, in ascending order.
    ///
    /// A response of a status precedes one of its class (OpenAPI 3.1, section 4.8.16), so it has the entries of the class too, without their examples.
    pub(super) fn by_key(&self, positions: &[usize]) -> ByKey {
        let mut all = ByKey::new();
        for &position in positions {
            for key in self.entries.get(position).into_iter().flat_map(|entry| &entry.keys) {
                all.entry(key.clone()).or_default().push((position, true));
            }
        }
        let classes: Vec<(String, Vec<(usize, bool)>)> = all
            .iter()
            .filter(|(key, _)| key.ends_with("XX"))
            .map(|(key, members)| (key.clone(), members.clone()))
            .collect();
        for (class, members) in classes {
            let of_class = all
                .iter_mut()
                .filter(|(key, _)| key.get(..1) == class.get(..1) && **key != class);
            for (_, own) in of_class {
                own.extend(members.iter().map(|(position, _)| (*position, false)));
                own.sort_by_key(|(position, has_example)| (*position, !has_example));
                own.dedup_by_key(|(position, _)| *position);
            }
        }
        all
    }

    /// Returns the reference of a response as a component.
    pub(super) fn reference(&mut self, key: &str, members: &Members) -> Value {
        let cached = (
            key.to_owned(),
            members.iter().map(|(position, _)| *position).collect::<Vec<usize>>(),
        );
        if let Some(known) = self.responses.get(&cached) {
            return known.clone();
        }
        let response = self.response(key, members, true);
        let reference = self
            .components
            .add("responses", &format!("{}{key}", self.prefix), &response);
        self.responses.insert(cached, reference.clone());
        reference
    }

    /// Adds the response of some entries to one of the document, which has other bodies too.
    pub(super) fn join(&mut self, response: &mut Map<String, Value>, key: &str, members: &Members) {
        let mut entries = members.iter().filter_map(|(position, _)| self.entries.get(*position));
        let with_successes = entries.any(|described| described.entry.statuses().any(|status| status < 300));
        let generated = self.response(key, members, false);
        join::join(response, &generated, &self.api.catalog().name, with_successes);
    }

    /// Returns the response of some entries, which has no other bodies if they are `alone`.
    fn response(&mut self, key: &str, members: &Members, alone: bool) -> Value {
        let lines = members.iter().filter_map(|(position, _)| {
            let entry = self.entries.get(*position)?.entry;
            Some(format!(
                "- {}: {}",
                markdown::code(entry.name()),
                markdown::escape(entry.title())
            ))
        });
        let description = lines.collect::<Vec<String>>().join("\n");
        let mut response = schema::object([("description", json!(description))]);
        let headers = self.headers(members, alone);
        if !headers.is_empty() {
            response.insert("headers".to_owned(), Value::Object(headers));
        }
        let content = self.content(key, members);
        if !content.is_empty() {
            response.insert("content".to_owned(), Value::Object(content));
        }
        Value::Object(response)
    }

    /// A header is required if every entry always sends it, and there are no other bodies.
    fn headers(&mut self, members: &Members, alone: bool) -> Map<String, Value> {
        let entries: Vec<&Described> = members
            .iter()
            .filter_map(|(position, _)| self.entries.get(*position))
            .collect();
        let mut found: Vec<(&str, Vec<&Value>, usize)> = Vec::new();
        for header in entries.iter().flat_map(|entry| &entry.headers) {
            let at = found
                .iter()
                .position(|(name, ..)| name.eq_ignore_ascii_case(&header.name));
            let at = at.unwrap_or_else(|| {
                found.push((&header.name, Vec::new(), 0));
                found.len() - 1
            });
            if let Some((_, schemas, always)) = found.get_mut(at) {
                schemas.push(&header.schema);
                *always += usize::from(header.always);
            }
        }
        let mut headers = Map::new();
        for (name, schemas, always) in found {
            let mut header = schema::object([]);
            let mut schema = union::union(&schemas);
            let description = schema
                .as_object_mut()
                .and_then(|schema| schema.shift_remove("description"));
            header.extend(description.map(|text| ("description".to_owned(), text)));
            if alone && always == entries.len() {
                header.insert("required".to_owned(), json!(true));
            }
            header.insert("schema".to_owned(), schema);
            headers.insert(name.to_owned(), self.components.add("headers", name, &header));
        }
        headers
    }

    /// Programs that read one media type read the first: JSON with a schema and examples.
    fn content(&mut self, key: &str, members: &Members) -> Map<String, Value> {
        let mut types: Vec<MediaType> = Vec::new();
        for &(position, has_example) in members {
            let Some(entry) = self.entries.get(position) else {
                continue;
            };
            let name = entry.entry.name();
            for body in entry.bodies.iter() {
                let example = has_example.then(|| entry.example(body, key)).flatten();
                let suffix = if body.representation.is_xml() { ".xml" } else { "" };
                let mut example =
                    example.map(|example| self.components.add("examples", &format!("{name}{suffix}"), &example));
                for media_type in &body.media_types {
                    let at = types
                        .iter()
                        .position(|known| known.name == *media_type)
                        .unwrap_or_else(|| {
                            types.push(MediaType {
                                name: media_type.clone(),
                                contents: Vec::new(),
                                examples: Map::new(),
                            });
                            types.len() - 1
                        });
                    if let Some(known) = types.get_mut(at) {
                        known.contents.push((position, body.content));
                        // The other media types have the same body.
                        known
                            .examples
                            .extend(example.take().map(|reference| (name.to_owned(), reference)));
                    }
                }
            }
        }
        types.sort_by_key(|one| {
            let has_schema = one.contents.iter().any(|(_, content)| *content == Content::Schema);
            (!has_schema, one.examples.is_empty())
        });
        let mut content = Map::new();
        let mut last = None;
        for one in types {
            // Other names of a media type have the same bodies.
            let schema = match last {
                Some((contents, schema)) if contents == one.contents => schema,
                _ => self.schema(key, &one.contents),
            };
            let mut described = Map::new();
            described.extend(schema.clone().map(|schema| ("schema".to_owned(), schema)));
            last = Some((one.contents, schema));
            if !one.examples.is_empty() {
                described.insert("examples".to_owned(), Value::Object(one.examples));
            }
            content.insert(one.name, Value::Object(described));
        }
        content
    }

    /// Returns the schema of the bodies of one media type; `None` for any body.
    fn schema(&mut self, key: &str, contents: &[(usize, Content)]) -> Option<Value> {
        let mut alternatives = Vec::new();
        let mut entries = Vec::new();
        let mut repeated: Vec<usize> = Vec::new();
        for &(position, content) in contents {
            match content {
                Content::Json => return None,
                Content::Text => alternatives.push(json!({ "type": "string" })),
                Content::Schema => {
                    let schema = self.schema_of_entry(position)?;
                    alternatives.push(schema.reference.clone());
                    entries.push(schema);
                }
            }
            let entry = self
                .entries
                .get(position)
                .filter(|entry| entry.repeats && content == Content::Schema);
            if let Some(response) = entry
                .and_then(|_| self.api.catalog().entries.get(position))
                .map(|entry| entry.response)
                && !repeated.contains(&response)
            {
                repeated.push(response);
            }
        }
        let several: Vec<Value> = repeated
            .into_iter()
            .filter_map(|response| self.several(response))
            .collect();
        let are_exclusive = several.is_empty() && entries.len() == contents.len() && {
            let all: Vec<&[(String, String)]> = entries.iter().map(|entry| &*entry.constants).collect();
            union::are_disjoint(&all)
        };
        alternatives.extend(several);
        let any = union::any_of(alternatives);
        let Some(Value::Array(all)) = any.get("anyOf") else {
            return Some(any);
        };
        let keyword = if are_exclusive { "oneOf" } else { "anyOf" };
        let union = json!({ keyword: all });
        Some(self.components.add("schemas", &format!("{}{key}", self.prefix), &union))
    }

    fn schema_of_entry(&mut self, position: usize) -> Option<Rc<EntrySchema>> {
        if let Some(known) = self.schemas.get(&position) {
            return Some(Rc::clone(known));
        }
        let entry = self.entries.get(position)?;
        let model = self.api.catalog().entries.get(position)?;
        let node = outline::body(self.api.catalog(), model, false)?;
        let constants = entry.dialect.constants_of(&node);
        let schema = entries::Documented::new(model, entry.dialect, &node);
        let reference = self.components.add("schemas", entry.entry.name(), &schema);
        let schema = Rc::new(EntrySchema { reference, constants });
        self.schemas.insert(position, Rc::clone(&schema));
        Some(schema)
    }

    /// Returns the reference of the schema for several errors of a response; `None` if it has only one entry.
    fn several(&mut self, response: usize) -> Option<Value> {
        /// The number of outlines in memory at a time.
        const CHUNK: usize = 4_000;
        if let Some(known) = self.several.get(&response) {
            return known.clone();
        }
        let catalog = self.api.catalog();
        let dialect = Dialect {
            version: self.version,
            entry: None,
            prose_is_constant: false,
            in_header: false,
        };
        let entries = catalog.entries.iter().filter(|entry| entry.response == response);
        let mut outlines = entries
            .filter_map(|entry| outline::body(catalog, entry, true))
            .peekable();
        let mut union: Option<Value> = None;
        let mut count = 0;
        while outlines.peek().is_some() {
            let chunk: Vec<Node<'_>> = outlines.by_ref().take(CHUNK).collect();
            count += chunk.len();
            let groups = chunk.chunk_by(schema::have_one_shape);
            let schemas = groups.map(|group| dialect.of_all(group.iter().collect()));
            let schemas: Vec<Value> = union.into_iter().chain(schemas).collect();
            union = Some(union::union(&schemas.iter().collect::<Vec<&Value>>()));
        }
        let has_several = count > 1;
        let reference = union.filter(|_| has_several).map(|union| {
            let mut described = schema::object([("description", json!("A response with several errors."))]);
            if let Value::Object(mut union) = union {
                described.append(&mut union);
            }
            self.components
                .add("schemas", &format!("{}Several", self.prefix), &described)
        });
        self.several.insert(response, reference.clone());
        reference
    }
}
