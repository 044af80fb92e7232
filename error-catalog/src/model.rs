//! A checked catalog: inherited, resolved, and safe to compile whatever it says.

use std::borrow::Cow;

use crate::ast::{self, Statuses};
use crate::source::{Span, Spanned};
use crate::template::Template;
use crate::text::Text;

/// A catalog.
///
/// One that came with errors holds what could be read of it; it compiles all the same, so that code which uses the good entries gets no
/// errors that follow from the bad ones.
#[derive(Debug, Default)]
pub struct Catalog {
    /// Its own name.
    pub name: String,
    /// Version of the API.
    pub version: Option<String>,
    /// The name people use.
    pub title: String,
    /// Longer explanation, Markdown.
    pub description: Option<String>,
    /// Its categories, in the order of the file.
    pub categories: Vec<Category>,
    /// Its responses, in the order of the file.
    pub responses: Vec<Response>,
    /// Its entries, in the order of the file.
    pub entries: Vec<Entry>,
    /// Which entry answers what the catalog did not answer, in the order of the file.
    pub fallbacks: Vec<Fallback>,
    /// `x-…` members and their JSON.
    pub metadata: Vec<(String, String)>,
}

/// Which entry answers what the catalog did not answer.
#[derive(Debug)]
pub struct Fallback {
    /// The statuses of such answers.
    pub statuses: Statuses,
    /// Position of the entry.
    pub entry: usize,
    /// Parameters and their values as text.
    pub parameters: Vec<(String, String)>,
}

/// A group of entries.
#[derive(Debug)]
pub struct Category {
    /// What `{category}` writes.
    pub name: String,
    /// Its variant.
    pub rust_name: String,
    /// Short summary.
    pub title: Option<String>,
    /// Longer explanation, Markdown.
    pub description: Option<String>,
    /// `x-…` members and their JSON.
    pub metadata: Vec<(String, String)>,
}

/// The shape of an answer.
#[derive(Debug)]
pub struct Response {
    /// Its name.
    pub name: String,
    /// Media type; empty where there is no body.
    pub content_type: String,
    /// Position in the vocabulary of formats.
    pub format: u8,
    /// The FHIR versions it must be right in, as positions in the vocabulary.
    pub fhir: Vec<u8>,
    /// The body.
    pub body: Body,
    /// `x-…` members and their JSON.
    pub metadata: Vec<(String, String)>,
}

/// A body.
#[derive(Debug)]
pub enum Body {
    /// JSON with placeholders.
    Json(Template),
    /// Text with placeholders.
    Text(Text),
    /// Text with placeholders whose values are escaped for HTML.
    Html(Text),
    /// No body.
    Empty,
}

/// An error.
#[derive(Debug, Default)]
pub struct Entry {
    /// Its name, unique in the catalog.
    pub name: String,
    /// Its variant.
    pub rust_name: String,
    /// What stands on the wire.
    pub code: ast::Code,
    /// HTTP status.
    pub status: u16,
    /// The statuses it can pass on.
    pub status_range: (u16, u16),
    /// Position of its category.
    pub category: Option<usize>,
    /// Position of its response.
    pub response: usize,
    /// Position in the vocabulary of severities.
    pub severity: u8,
    /// Position in the vocabulary of issue types.
    pub issue: Option<u8>,
    /// Short summary.
    pub title: String,
    /// What happened, if more than the title.
    pub message: Option<Spanned<Text>>,
    /// `coding.display`
    pub display: Option<Spanned<Text>>,
    /// FHIR `diagnostics`, the response's included.
    pub diagnostics: Option<Spanned<Text>>,
    /// FHIRPath of the elements at fault.
    pub expression: Vec<Spanned<Text>>,
    /// XPath of the elements at fault.
    pub location: Vec<Spanned<Text>>,
    /// For operators' logs.
    pub log: Option<Spanned<Text>>,
    /// For end users.
    pub user_message: Option<String>,
    /// For a client's developers.
    pub action: Option<String>,
    /// Longer explanation, Markdown.
    pub description: Option<String>,
    /// Documentation link.
    pub docs: Option<Spanned<Text>>,
    /// Headers, the response's included.
    pub headers: Vec<Header>,
    /// Retry advice.
    pub retry: Option<ast::Retry>,
    /// First version with it.
    pub since: Option<String>,
    /// Deprecation note; empty if there is none to give.
    pub deprecated: Option<String>,
    /// Position of the entry to use instead.
    pub replaced_by: Option<usize>,
    /// Free labels.
    pub tags: Vec<String>,
    /// HTTP methods; none for any.
    pub methods: Vec<String>,
    /// Endpoint patterns; none for any.
    pub endpoints: Vec<String>,
    /// The parameters that its texts, headers and body use.
    pub parameters: Vec<Parameter>,
    /// `x-…` members and their JSON.
    pub metadata: Vec<(String, String)>,
    /// Where its name stands.
    pub name_span: Span,
}

/// A header.
#[derive(Debug, Clone)]
pub struct Header {
    /// Field name.
    pub name: String,
    /// Value.
    pub value: Spanned<Text>,
}

/// A parameter of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, a Rust field name.
    pub name: String,
    /// Position in the vocabulary of types.
    pub kind: u8,
    /// Position in the vocabulary of visibilities.
    pub visibility: u8,
    /// Whether it may have no value.
    pub optional: bool,
    /// What it is.
    pub description: Option<String>,
    /// A sample value as text.
    pub example: Option<String>,
}

impl Entry {
    /// Every text of the entry with what it is for; the response's body and headers come separately.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &Spanned<Text>)> {
        let single = [
            ("message", &self.message),
            ("display", &self.display),
            ("diagnostics", &self.diagnostics),
            ("docs", &self.docs),
            ("log", &self.log),
        ];
        single
            .into_iter()
            .filter_map(|(name, text)| text.as_ref().map(|text| (name, text)))
            .chain(self.expression.iter().map(|text| ("expression", text)))
            .chain(self.location.iter().map(|text| ("location", text)))
            .chain(self.headers.iter().map(|header| ("headers", &header.value)))
    }

    /// Whether code that makes this error must give a value for something.
    pub fn needs_values(&self) -> bool {
        self.parameters.iter().any(|parameter| !parameter.optional)
    }
}

impl ast::Code {
    /// The code as text; nothing if there is none.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::None => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Integer(number) => Some(Cow::Owned(number.to_string())),
        }
    }
}
