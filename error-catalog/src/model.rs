//! A checked catalog, with inheritance and references resolved.

use std::borrow::Cow;
use std::collections::BTreeMap;

use error_layout::grammar;
use error_layout::vocabulary::{FORMATS, ISSUE_TYPES, PARAMETER_TYPES, SEVERITIES, VISIBILITIES};

use crate::ast::template::{Template, Xml};
use crate::ast::text::Text;
use crate::ast::{self, Statuses};
use crate::source::{Span, Spanned};

/// A catalog.
///
/// A catalog with errors contains only its valid parts. It still compiles, so that uses of valid entries cause no further errors.
#[derive(Debug, Default)]
pub struct Catalog {
    /// The identifier of the catalog.
    pub name: String,
    /// The version of the API.
    pub version: Option<String>,
    /// The name of the API.
    pub title: String,
    /// A longer explanation in Markdown.
    pub description: Option<String>,
    /// The categories, in the order of the file.
    pub categories: Vec<Category>,
    /// The responses, in the order of the file.
    pub responses: Vec<Response>,
    /// The entries, in the order of the file.
    pub entries: Vec<Entry>,
    /// The fallbacks, in the order of the file.
    pub fallbacks: Vec<Fallback>,
    /// `x-…` members and their JSON.
    pub metadata: Vec<(String, String)>,
    /// The names of the `x-…` members of entries that placeholders use, sorted.
    pub constants: Vec<String>,
    /// The language of the texts: a tag of BCP 47.
    pub language: Option<String>,
    /// The translations, in the order of the file.
    pub translations: Vec<Translation>,
}

/// A catalog in another language.
#[derive(Debug)]
pub struct Translation {
    /// The language: a tag of BCP 47.
    pub language: String,
    /// The translated entries, each with the position of its original, in ascending order.
    pub entries: Vec<(usize, Entry)>,
}

impl Translation {
    /// Returns the position of the translation of an entry, by the position of its original.
    pub fn position(&self, original: usize) -> Option<usize> {
        self.entries.binary_search_by_key(&original, |(known, _)| *known).ok()
    }
}

impl Catalog {
    /// Returns all languages: that of the catalog, then those of the translations.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let translated = self
            .translations
            .iter()
            .map(|translation| translation.language.as_str());
        self.language.as_deref().into_iter().chain(translated)
    }

    /// Returns the entries in all languages, each with the position of its original: first the originals.
    pub fn in_all_languages(&self) -> impl Iterator<Item = (usize, &Entry)> {
        let translated = self.translations.iter().flat_map(|translation| &translation.entries);
        self.entries
            .iter()
            .enumerate()
            .chain(translated.map(|(original, entry)| (*original, entry)))
    }
}

/// The entry for error responses that were not created from the catalog.
#[derive(Debug)]
pub struct Fallback {
    /// The statuses of these responses.
    pub statuses: Statuses,
    /// The position of the entry.
    pub entry: usize,
    /// Names of parameters and their arguments as text.
    pub parameters: Vec<(String, String)>,
}

/// A group of entries.
#[derive(Debug)]
pub struct Category {
    /// The value of `{category}`.
    pub name: String,
    /// The name of its variant.
    pub rust_name: String,
    /// A short summary.
    pub title: Option<String>,
    /// A longer explanation in Markdown.
    pub description: Option<String>,
    /// `x-…` members and their JSON.
    pub metadata: Vec<(String, String)>,
}

/// The description of a response.
#[derive(Debug)]
pub struct Response {
    /// The name.
    pub name: String,
    /// The media type; empty without a body.
    pub content_type: String,
    /// Whether its errors are in band: a success can have the same status.
    pub in_band: bool,
    /// The position in the vocabulary of formats.
    pub format: u8,
    /// The FHIR versions that it is valid in, as positions in the vocabulary.
    pub fhir: Vec<u8>,
    /// The body.
    pub body: Body,
    /// `x-…` members and their JSON.
    pub metadata: Vec<(String, String)>,
}

impl Response {
    /// Returns the name of the format: `json`, `problem` and others.
    pub fn format_name(&self) -> &'static str {
        FORMATS.get(usize::from(self.format)).copied().unwrap_or_default()
    }
}

/// The template of a body.
#[derive(Debug)]
pub enum Body {
    /// JSON with placeholders.
    Json(Template),
    /// XML with placeholders.
    Xml(Xml),
    /// Text with placeholders.
    Text(Text),
    /// No body.
    Empty,
}

impl Body {
    /// Returns the template of a body of JSON or XML.
    pub fn template(&self) -> Option<&Template> {
        match self {
            Self::Json(template) => Some(template),
            Self::Xml(xml) => Some(&xml.element),
            Self::Text(_) | Self::Empty => None,
        }
    }
}

/// An entry of a catalog.
#[derive(Debug, Default, Clone)]
pub struct Entry {
    /// The name, unique in the catalog.
    pub name: String,
    /// The name of its variant.
    pub rust_name: String,
    /// The code in the response.
    pub code: ast::Code,
    /// Codes that are recognized and never sent.
    pub aliases: Vec<Spanned<String>>,
    /// The HTTP status; the default if there are several.
    pub status: u16,
    /// The lowest and the highest status.
    pub status_range: (u16, u16),
    /// All statuses, the default first, if there are several that are not a range.
    pub statuses: Vec<u16>,
    /// The position of its category.
    pub category: Option<usize>,
    /// The position of its response.
    pub response: usize,
    /// The position in the vocabulary of severities.
    pub severity: u8,
    /// The position in the vocabulary of issue types.
    pub issue: Option<u8>,
    /// A short summary.
    pub title: String,
    /// The description for developers; `None` if it is the title.
    pub message: Option<Spanned<Text>>,
    /// `coding.display`
    pub display: Option<Spanned<Text>>,
    /// FHIR `diagnostics`, including those of the response.
    pub diagnostics: Option<Spanned<Text>>,
    /// FHIRPath expressions of the elements at fault.
    pub expression: Vec<Spanned<Text>>,
    /// XPath expressions of the elements at fault.
    pub location: Vec<Spanned<Text>>,
    /// The text for logs.
    pub log: Option<Spanned<Text>>,
    /// The text for end users.
    pub user_message: Option<String>,
    /// The recommended action for developers of clients.
    pub action: Option<String>,
    /// A longer explanation in Markdown.
    pub description: Option<String>,
    /// The URL of the documentation.
    pub docs: Option<Spanned<Text>>,
    /// The headers, including those of the response.
    pub headers: Vec<Header>,
    /// The retry advice.
    pub retry: Option<ast::Retry>,
    /// The first version with this entry.
    pub since: Option<String>,
    /// The deprecation note, which may be empty.
    pub deprecated: Option<String>,
    /// The position of the entry to use instead.
    pub replaced_by: Option<usize>,
    /// Free labels.
    pub tags: Vec<String>,
    /// HTTP methods; empty for any.
    pub methods: Vec<String>,
    /// Endpoint patterns; empty for any.
    pub endpoints: Vec<String>,
    /// The parameters that its texts, headers and body use.
    pub parameters: Vec<Parameter>,
    /// `x-…` members and their JSON.
    pub metadata: Vec<(String, String)>,
    /// Its values of the [constants](Catalog::constants) of the catalog, by position; `null` is not one.
    pub constants: BTreeMap<usize, Constant>,
    /// The texts of its response in all languages, one language after the other. `None` is a text without a translation.
    pub translated: Vec<Option<Text>>,
    /// The place of its name.
    pub name_span: Span,
}

/// The value of an `x-…` member that placeholders use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constant {
    /// A string.
    Text(String),
    /// A number or a boolean, as JSON.
    Bare(String),
    /// An array or an object, as JSON without spaces.
    Structure(String),
}

impl Constant {
    /// Returns the value of some JSON; `None` for `null`.
    pub fn of(json: &str) -> Option<Self> {
        let json = grammar::compact_json(json)?;
        Some(match json.as_bytes().first()? {
            b'"' => Self::Text(serde_json::from_str(&json).ok()?),
            b'[' | b'{' => Self::Structure(json.into_owned()),
            b'n' => return None,
            _ => Self::Bare(json.into_owned()),
        })
    }

    /// Returns the characters of a string, and the JSON of another value.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Bare(text) | Self::Structure(text) => text,
        }
    }
}

impl Entry {
    /// Returns the severity in one word.
    pub fn severity_name(&self) -> &'static str {
        SEVERITIES.get(usize::from(self.severity)).copied().unwrap_or("error")
    }

    /// Returns the issue type in one word.
    pub fn issue_name(&self) -> Option<&'static str> {
        ISSUE_TYPES.get(usize::from(self.issue?)).copied()
    }

    /// Whether an error of the entry may have the status.
    pub fn has_status(&self, status: u16) -> bool {
        let (low, high) = self.status_range;
        (low..=high).contains(&status) && (self.statuses.is_empty() || self.statuses.contains(&status))
    }

    /// Returns the statuses that the catalog lists: `status`, and not the rest of a `status_range`.
    pub fn listed_statuses(&self) -> &[u16] {
        match &*self.statuses {
            [] => std::slice::from_ref(&self.status),
            all => all,
        }
    }

    /// Returns all statuses in ascending order.
    pub fn all_statuses(&self) -> impl Iterator<Item = u16> {
        let (low, high) = self.status_range;
        (low..=high).filter(|status| self.has_status(*status))
    }
}

/// A header.
#[derive(Debug, Clone)]
pub struct Header {
    /// The field name.
    pub name: String,
    /// The value.
    pub value: Spanned<Text>,
}

/// A parameter of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The name, a Rust field name.
    pub name: String,
    /// The position in the vocabulary of types.
    pub kind: u8,
    /// The values of an `enum`.
    pub values: Vec<String>,
    /// The position in the vocabulary of visibilities.
    pub visibility: u8,
    /// Whether the value can be missing.
    pub optional: bool,
    /// A description of the value.
    pub description: Option<String>,
    /// A sample value as text.
    pub example: Option<String>,
}

impl Parameter {
    /// Returns the name of the type.
    pub fn type_name(&self) -> &'static str {
        PARAMETER_TYPES.get(usize::from(self.kind)).copied().unwrap_or("string")
    }

    /// Returns the visibility in one word.
    pub fn visibility_name(&self) -> &'static str {
        VISIBILITIES
            .get(usize::from(self.visibility))
            .copied()
            .unwrap_or("internal")
    }

    /// Whether JSON has the value as an array or as any value: see [`grammar::is_structure`].
    pub fn is_structured(&self) -> bool {
        grammar::is_structure(self.type_name())
    }
}

impl Entry {
    /// Returns every text of the entry with the name of its member.
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

    /// Whether the error has required parameters.
    pub fn needs_values(&self) -> bool {
        self.parameters.iter().any(|parameter| !parameter.optional)
    }
}

impl ast::Code {
    /// Returns the code as text, or `None` for an entry without a code.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::None => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Integer(number) => Some(Cow::Owned(number.to_string())),
        }
    }
}
