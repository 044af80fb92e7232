//! The entries of a catalog as documents describe them: statuses, media types, schemas, headers and examples.

use std::collections::HashMap;
use std::rc::Rc;

use error_catalog::model::{self, Catalog};
use error_catalog::outline::{self, Node};
use error_catalog::rust::markdown;
use error_layout::grammar::{MediaType, json_numbers};
use error_runtime::__compiled::Syntax;
use error_runtime::{Entry, Representation, Respond as _};
use serde::de::IgnoredAny;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::Version;
use super::schema::{Dialect, Schema};
use crate::Api;

/// An entry, described.
pub(super) struct Described {
    pub(super) entry: Entry<'static>,
    /// Its keys in `responses`: statuses, and `4XX` where it can have all statuses of a class.
    pub(super) keys: Vec<String>,
    pub(super) dialect: Dialect,
    /// Whether a response can have several errors with its response.
    pub(super) repeats: bool,
    /// Its bodies, JSON first.
    pub(super) bodies: Rc<[Body]>,
    pub(super) headers: Vec<Header>,
}

/// The body of an entry in one syntax.
pub(super) struct Body {
    /// Its media types; that of the example first.
    pub(super) media_types: Vec<String>,
    pub(super) representation: Representation,
    pub(super) content: Content,
}

/// The kind of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// JSON with a schema of its own.
    Schema,
    /// JSON from a text.
    Json,
    /// Text of any kind, XML included.
    Text,
}

pub(super) struct Header {
    pub(super) name: String,
    pub(super) schema: Value,
    pub(super) always: bool,
}

/// Describes all entries, in the order of the catalog.
pub(super) fn describe(api: &Api, version: Version) -> Vec<Described> {
    let mut codes = HashMap::new();
    for entry in &api.catalog().entries {
        *codes.entry(entry.code.text()).or_insert(0_usize) += 1;
    }
    let mut bodies = HashMap::new();
    let described = api.entries().map(|(entry, model)| {
        let has_code =
            entry.code().is_some() && codes.get(&model.code.text()) == Some(&1) && writes_code(api.catalog(), model);
        let dialect = Dialect {
            version,
            entry: Some(entry),
            prose_is_constant: !has_code && api.catalog().translations.is_empty(),
            in_header: false,
        };
        let response = api.catalog().responses.get(model.response);
        let template = response.and_then(|response| match &response.body {
            model::Body::Json(template) => Some(template),
            _ => None,
        });
        let bodies = bodies
            .entry((model.response, entry.has_xml()))
            .or_insert_with(|| self::bodies(entry, template.is_some()).into());
        Described {
            entry,
            dialect,
            keys: keys(entry),
            repeats: template.is_some_and(|template| template.repeats() > 0),
            bodies: Rc::clone(bodies),
            headers: headers(
                api.catalog(),
                model,
                Dialect {
                    in_header: true,
                    ..dialect
                },
            ),
        }
    });
    described.collect()
}

/// Whether the body has the code or the name of the entry.
fn writes_code(catalog: &Catalog, entry: &model::Entry) -> bool {
    let template = catalog
        .responses
        .get(entry.response)
        .and_then(|response| response.body.template());
    let mut found = false;
    if let Some(template) = template {
        template.texts(&mut |text| {
            let mut names = text.value.placeholders().map(|placeholder| placeholder.name.as_str());
            found |= names.any(|name| ["code", "name"].contains(&name));
        });
    }
    found
}

/// The schema of a body with the texts of its entry.
#[derive(Serialize)]
pub(super) struct Documented<'a, 'c> {
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deprecated: Option<bool>,
    #[serde(flatten)]
    schema: Schema<'a, 'c>,
}

impl<'a, 'c> Documented<'a, 'c> {
    pub(super) fn new(entry: &model::Entry, dialect: Dialect, node: &'a Node<'c>) -> Self {
        let mut description = markdown::escape(&entry.title).into_owned();
        if let Some(text) = &entry.description {
            description = format!("{description}\n\n{}", markdown::description(text));
        }
        Self {
            description,
            deprecated: entry.deprecated.is_some().then_some(true),
            schema: Schema::of_entry(dialect, node),
        }
    }
}

/// Returns the keys of an entry: a whole class of a `status_range` is one key.
fn keys(entry: Entry<'_>) -> Vec<String> {
    let (lowest, highest) = entry.status_range();
    let mut keys = Vec::new();
    for class in lowest / 100..=highest / 100 {
        let (first, last) = (class * 100, class * 100 + 99);
        if entry.forwards_status() && lowest <= first && last <= highest {
            keys.push(format!("{class}XX"));
        } else {
            let own = entry.statuses().filter(|status| (first..=last).contains(status));
            keys.extend(own.map(|status| status.to_string()));
        }
    }
    keys
}

fn bodies(entry: Entry<'static>, has_schema: bool) -> Vec<Body> {
    let mut bodies = Vec::new();
    for (representation, syntax) in [(Representation::OWN, Syntax::Own), (Representation::XML, Syntax::Xml)] {
        if syntax == Syntax::Xml && !entry.has_xml() {
            continue;
        }
        let Some(usual) = media_type(entry, representation) else {
            continue;
        };
        let content = match syntax {
            Syntax::Own if has_schema => Content::Schema,
            Syntax::Own if MediaType::split(&usual).has_syntax("json") => Content::Json,
            _ => Content::Text,
        };
        let mut media_types = vec![usual];
        for name in syntax.names(entry.response().format()) {
            let asked = Representation::negotiate(entry, [name.as_bytes()], None);
            if let Some(other) = media_type(entry, asked)
                && asked.is_xml() == representation.is_xml()
                && !media_types.contains(&other)
            {
                media_types.push(other);
            }
        }
        bodies.push(Body {
            media_types,
            representation,
            content,
        });
    }
    bodies
}

/// Returns the media type of a response; `None` without a body.
fn media_type(entry: Entry<'static>, representation: Representation) -> Option<String> {
    let headers = Api::example(entry).headers_as(representation);
    let first = headers
        .into_iter()
        .next()
        .filter(|header| header.name.eq_ignore_ascii_case("content-type"))?;
    Some(first.value.into_owned())
}

/// Returns the headers of an entry, one for each name: those of the language first.
fn headers(catalog: &Catalog, entry: &model::Entry, dialect: Dialect) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    let has_body = catalog
        .responses
        .get(entry.response)
        .is_some_and(|response| !matches!(response.body, model::Body::Empty));
    if !catalog.translations.is_empty() {
        let languages = catalog
            .language
            .iter()
            .chain(catalog.translations.iter().map(|one| &one.language));
        headers.extend(has_body.then(|| Header {
            name: "Content-Language".to_owned(),
            schema: json!({ "type": "string", "enum": languages.collect::<Vec<_>>() }),
            always: true,
        }));
        headers.push(Header {
            name: "Vary".to_owned(),
            schema: json!({ "type": "string" }),
            always: false,
        });
    }
    for (position, header) in entry.headers.iter().enumerate() {
        let Some(part) = outline::header(catalog, entry, position) else {
            continue;
        };
        let schema = dialect.of(&part.node);
        match headers
            .iter_mut()
            .find(|known| known.name.eq_ignore_ascii_case(&header.name))
        {
            // A program sees the values of both as one, with a comma between them (RFC 9110, section 5.2).
            Some(known) => {
                known.schema = json!({ "type": "string" });
                known.always |= part.always;
            }
            None => headers.push(Header {
                name: header.name.clone(),
                schema,
                always: part.always,
            }),
        }
    }
    headers
}

impl Described {
    /// Returns the example of a body, for an error with a status; `None` without a body.
    pub(super) fn example(&self, body: &Body, key: &str) -> Option<Example> {
        let error = Api::example(self.entry);
        let error = match key.parse() {
            Ok(status) => error.with_status(status),
            Err(_) => error,
        };
        let text = error.body_as(body.representation)?.into_owned();
        let action = self.entry.action().map(|action| markdown::escape(action).into_owned());
        let advice = self.entry.retry().map(|retry| format!("Retry: {retry}."));
        let description: Vec<String> = action.into_iter().chain(advice).collect();
        Some(Example {
            summary: self.entry.title(),
            description: description.join("\n\n"),
            value: match body.content {
                Content::Text => ExampleValue::Text(text),
                Content::Schema | Content::Json => ExampleValue::of_json(text),
            },
        })
    }
}

/// The example of a body.
#[derive(Serialize)]
pub(super) struct Example {
    summary: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    value: ExampleValue,
}

/// A body as it is shown.
#[derive(Debug, PartialEq, Eq)]
enum ExampleValue {
    Json(String),
    Text(String),
}

impl ExampleValue {
    /// Returns a body as an example: as JSON if that keeps every digit, otherwise as text.
    ///
    /// "To represent examples of media types that cannot naturally represented in JSON or YAML, use a string value to contain the example" (OpenAPI
    /// 3.1, section 4.8.19).
    fn of_json(body: String) -> Self {
        let is_kept = |number: &str| {
            let written = serde_json::from_str::<Value>(number).map(|value| value.to_string());
            written.is_ok_and(|written| written == number)
        };
        let is_json = serde_json::from_str::<IgnoredAny>(&body).is_ok();
        if is_json && json_numbers(&body).all(is_kept) {
            Self::Json(body)
        } else {
            Self::Text(body)
        }
    }
}

impl Serialize for ExampleValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(text) => serde_transcode::transcode(&mut serde_json::Deserializer::from_str(text), serializer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_keeps_every_digit() {
        for kept in [
            r#"{"a":18446744073709551615,"b":-9223372036854775808}"#,
            r#"[0.1,1.5,"12345678901234567890123","\"99999999999999999999999"]"#,
            "7",
        ] {
            assert_eq!(
                ExampleValue::of_json(kept.to_owned()),
                ExampleValue::Json(kept.to_owned())
            );
        }
        for lost in [
            r#"{"a":12345678901234567890123}"#,
            "0.12345678901234567890",
            r#"{"a\\":1.00000000000000000001}"#,
            "1e400",
        ] {
            assert_eq!(
                ExampleValue::of_json(lost.to_owned()),
                ExampleValue::Text(lost.to_owned())
            );
        }
    }
}
