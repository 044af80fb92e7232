//! OpenAPI: the responses of a catalog as a document of their own, or merged into the document of an API.
//!
//! Each status has a response with one named example for each entry: the bytes that a server sends. The schema of a body is made of the template of
//! its response, with the constants of its entry: a flat object with the name of the entry, whose code is a required `const`.
//! A `status_range` of a whole class is `4XX` or `5XX`.
//!
//! ```
//! use error_artifacts::{Api, openapi};
//! use error_catalog::{Source, compile};
//!
//! let text = r#"{
//!   "name": "cards",
//!   "title": "Cards API",
//!   "responses": { "default": { "format": "problem", "members": { "code": "{code}" } } },
//!   "errors": { "CARD_EXPIRED": { "status": 402, "title": "Card expired", "endpoints": ["/cards/[^/]+"] } }
//! }"#;
//! let api = Api::new(compile(&Source::new("cards.json", text.to_owned())).catalog);
//!
//! let document = r#"{
//!   "openapi": "3.1.0",
//!   "info": { "title": "Cards", "version": "1" },
//!   "paths": { "/cards/{card_id}": { "get": { "responses": { "200": { "description": "The card" } } } } }
//! }"#;
//! let merged = openapi::merge(&api, document, None)?;
//! assert!(merged.text.contains("\"402\": {\n            \"$ref\": \"#/components/responses/Cards402\""));
//! assert!(merged.notes.is_empty());
//! // Merging again changes nothing.
//! assert_eq!(openapi::merge(&api, &merged.text, None)?.text, merged.text);
//! # Ok::<(), openapi::MergeError>(())
//! ```

mod components;
mod entries;
mod join;
mod layout;
mod merge;
mod paths;
mod responses;
mod schema;
mod union;

use std::str::FromStr;

use serde_json::{Map, Value, json};

use self::components::Components;
use self::layout::Layout;
use self::responses::Generator;
use crate::Api;

pub use self::merge::{MergeError, Merged, merge};
pub use self::paths::with_paths;

/// A version of the OpenAPI Specification.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Version {
    /// OpenAPI 3.0, whose schemas have `nullable` and no `const`.
    V3_0,
    /// OpenAPI 3.1 and later, whose schemas are JSON Schema.
    #[default]
    V3_1,
}

/// Parses `3.0`, `3.1`, and the value of the member `openapi`.
impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split('.');
        match (parts.next(), parts.next()) {
            (Some("3"), Some("0")) => Ok(Self::V3_0),
            (Some("3"), Some("1" | "2")) => Ok(Self::V3_1),
            _ => Err(format!("expected OpenAPI 3.0, 3.1 or 3.2, found `{text}`")),
        }
    }
}

/// The syntax of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    #[default]
    Json,
    /// YAML 1.2, with texts that YAML 1.1 reads as the same values.
    Yaml,
}

/// Returns a document with nothing but components: a response for each status, with schemas, headers and examples.
///
/// Other documents refer to them, as in `errors.json#/components/responses/Cards402`.
pub fn document(api: &Api, version: Version, format: Format) -> String {
    let components = Components::new(&api.catalog().name, Map::new(), Layout::new(format, "  "));
    let mut generator = Generator::new(api, version, components);
    let all: Vec<usize> = (0..api.data().entries()).collect();
    for (key, members) in generator.by_key(&all) {
        generator.reference(&key, &members);
    }
    let mut document = head(api, version);
    // Required by 3.0 only.
    if version == Version::V3_0 {
        document.insert("paths".to_owned(), json!({}));
    }
    document.insert("components".to_owned(), Value::Null);
    written(&document, &generator.components)
}

/// Returns the members of a document before its paths.
fn head(api: &Api, version: Version) -> Map<String, Value> {
    let catalog = api.catalog();
    let mut info = schema::object([("title", json!(catalog.title))]);
    if let Some(description) = &catalog.description {
        let description = error_catalog::rust::markdown::description(description);
        info.insert("description".to_owned(), json!(description));
    }
    info.insert(
        "version".to_owned(),
        json!(catalog.version.as_deref().unwrap_or("unversioned")),
    );
    let version = match version {
        Version::V3_0 => "3.0.3",
        Version::V3_1 => "3.1.0",
    };
    schema::object([("openapi", json!(version)), ("info", Value::Object(info))])
}

/// Writes a document, whose components are apart.
fn written(document: &Map<String, Value>, components: &Components) -> String {
    // Names and other parts are a small part of it.
    let mut out = Vec::with_capacity(components.generated_bytes() / 8 * 9);
    for (at, (name, value)) in document.iter().enumerate() {
        components.layout.name(1, at == 0, name, &mut out);
        match name.as_str() {
            "components" => components.write(&mut out),
            _ => components.layout.value(1, value, &mut out),
        }
    }
    components.layout.end(1, &mut out);
    out.push(b'\n');
    String::from_utf8(out).unwrap_or_default()
}
