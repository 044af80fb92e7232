//! A catalog as it is written: every member that could be read, with its place, nothing inherited, nothing resolved.

use std::collections::HashMap;
use std::time::Duration;

use error_layout::grammar;
use error_layout::vocabulary::{PARAMETER_TYPES, RETRY_CLASSES};

use crate::source::{Span, Spanned};
use template::{Template, Xml};
use text::Text;

pub mod place;
pub mod template;
pub mod text;

/// The file.
#[derive(Debug, Default)]
pub struct Catalog {
    /// The whole object.
    pub span: Span,
    /// `name`
    pub name: Option<Spanned<String>>,
    /// `version`
    pub version: Option<Spanned<String>>,
    /// `title`
    pub title: Option<Spanned<String>>,
    /// `description`
    pub description: Option<Spanned<String>>,
    /// `defaults`
    pub defaults: Common,
    /// `categories`
    pub categories: Vec<Category>,
    /// `parameters`
    pub parameters: Vec<Parameter>,
    /// `responses`
    pub responses: Vec<Response>,
    /// The name of the member `responses`.
    pub responses_key: Span,
    /// `fallbacks`
    pub fallbacks: Vec<Fallback>,
    /// `omitted_prefix`
    pub omitted_prefix: Option<Spanned<String>>,
    /// `errors`
    pub errors: Vec<Entry>,
    /// `allow`
    pub allow: Vec<Spanned<String>>,
    /// `language`
    pub language: Option<Spanned<String>>,
    /// `translations`
    pub translations: Vec<Spanned<String>>,
    /// Members whose name begins with `x-`, and their JSON.
    pub metadata: Vec<(String, String)>,
}

/// The file of a translation. Of its entries and categories, only names and texts are read.
#[derive(Debug, Default)]
pub struct Translation {
    /// The whole object.
    pub span: Span,
    /// `defaults`
    pub defaults: Common,
    /// `categories`
    pub categories: Vec<Category>,
    /// `errors`
    pub errors: Vec<Entry>,
}

impl Catalog {
    /// Everything that entries inherit from.
    pub fn commons(&self) -> impl Iterator<Item = &Common> {
        std::iter::once(&self.defaults).chain(self.categories.iter().map(|category| &category.common))
    }
}

impl Common {
    /// Its texts and their members' names; headers come separately.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &Spanned<Text>)> {
        [
            ("message", &self.message),
            ("display", &self.display),
            ("diagnostics", &self.diagnostics),
            ("docs", &self.docs),
            ("log", &self.log),
        ]
        .into_iter()
        .filter_map(|(name, text)| text.as_ref().map(|text| (name, text)))
    }
}

/// The members that entries, categories and `defaults` share, and that are inherited.
#[derive(Debug, Default, Clone)]
pub struct Common {
    /// `code`
    pub code: Option<Spanned<Code>>,
    /// `status`: at least one; the first is the default.
    pub status: Option<Spanned<Vec<Spanned<u16>>>>,
    /// `response`
    pub response: Option<Spanned<String>>,
    /// `severity`, a position in the vocabulary.
    pub severity: Option<Spanned<u8>>,
    /// `issue`, a position in the vocabulary.
    pub issue: Option<Spanned<u8>>,
    /// `message`
    pub message: Option<Spanned<Text>>,
    /// `display`
    pub display: Option<Spanned<Text>>,
    /// `diagnostics`
    pub diagnostics: Option<Spanned<Text>>,
    /// `log`
    pub log: Option<Spanned<Text>>,
    /// `user_message`
    pub user_message: Option<Spanned<String>>,
    /// `action`
    pub action: Option<Spanned<String>>,
    /// `docs`
    pub docs: Option<Spanned<Text>>,
    /// `headers`
    pub headers: Vec<Header>,
    /// `retry`
    pub retry: Option<Spanned<Retry>>,
    /// `required`
    pub required: Vec<Spanned<String>>,
    /// `since`
    pub since: Option<Spanned<String>>,
    /// `tags`
    pub tags: Vec<Spanned<String>>,
    /// `methods`
    pub methods: Vec<Spanned<String>>,
    /// `endpoints`
    pub endpoints: Vec<Spanned<String>>,
}

/// `code`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Code {
    /// `null`
    #[default]
    None,
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
}

/// One member of `headers`.
#[derive(Debug, Clone)]
pub struct Header {
    /// Field name.
    pub name: Spanned<String>,
    /// Its values; none for `null`.
    pub values: Vec<Spanned<Text>>,
}

/// The longest delay: 2^31 - 1 seconds (RFC 9111, section 1.2.2).
pub const MAX_DELAY: Duration = Duration::from_secs((1 << 31) - 1);

/// `retry`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Position in the vocabulary.
    pub class: u8,
    /// At most [`MAX_DELAY`], in milliseconds.
    pub delay: Option<Duration>,
}

impl Retry {
    /// Returns the class in one word.
    pub fn class_name(self) -> &'static str {
        RETRY_CLASSES.get(usize::from(self.class)).copied().unwrap_or("never")
    }
}

/// One member of `categories`.
#[derive(Debug, Default)]
pub struct Category {
    /// Its key.
    pub name: Spanned<String>,
    /// `rust`
    pub rust: Option<Spanned<String>>,
    /// `title`
    pub title: Option<Spanned<String>>,
    /// `description`
    pub description: Option<Spanned<String>>,
    /// The members that its entries inherit.
    pub common: Common,
    /// `x-…`
    pub metadata: Vec<(String, String)>,
}

/// One member of `parameters`.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its key.
    pub name: Spanned<String>,
    /// `type`, a position in the vocabulary.
    pub kind: u8,
    /// `values`, of an `enum`.
    pub values: Vec<Spanned<String>>,
    /// `visibility`, a position in the vocabulary.
    pub visibility: u8,
    /// `optional`
    pub optional: bool,
    /// `description`
    pub description: Option<String>,
    /// `example`, as text.
    pub example: Option<Spanned<String>>,
}

/// One member of `responses`.
#[derive(Debug)]
pub struct Response {
    /// Its key.
    pub name: Spanned<String>,
    /// `content_type`
    pub content_type: Option<Spanned<String>>,
    /// `in_band`
    pub in_band: bool,
    /// `headers`
    pub headers: Vec<Header>,
    /// `required`
    pub required: Vec<Spanned<String>>,
    /// `x-…`
    pub metadata: Vec<(String, String)>,
    /// The members that depend on `format`. `None` if the format is not valid.
    pub format: Option<Format>,
}

/// The members that depend on the `format` of a response.
#[derive(Debug)]
pub enum Format {
    /// `json`
    Json(Template),
    /// `text`
    Text(Spanned<Text>),
    /// `empty`
    Empty,
    /// `operation-outcome`
    OperationOutcome(OperationOutcome),
    /// `problem`
    Problem(ProblemDetails),
    /// `xml`
    Xml(Xml),
}

/// The members of the `operation-outcome` preset.
#[derive(Debug, Clone, Default)]
pub struct OperationOutcome {
    /// `fhir`: positions in the vocabulary.
    pub fhir: Vec<Spanned<u8>>,
    /// `profile`
    pub profile: Vec<Spanned<String>>,
    /// `coding`
    pub coding: Vec<Coding>,
    /// `issue_extension`
    pub issue_extension: Vec<Template>,
    /// `details_extension`
    pub details_extension: Vec<Template>,
    /// `details_text`
    pub details_text: Option<Spanned<Text>>,
    /// `details_text_translations`
    pub details_text_translations: Translations,
    /// `diagnostics`
    pub diagnostics: Option<Spanned<Text>>,
    /// `id`
    pub id: Option<Spanned<Text>>,
    /// `members`
    pub members: Vec<(String, Template)>,
}

impl OperationOutcome {
    /// Returns the translations of all texts that are in the response.
    pub fn translations(&self) -> impl Iterator<Item = &TextInLanguage> {
        let displays = self.coding.iter().flat_map(|coding| coding.display_translations.own());
        self.details_text_translations.own().iter().chain(displays)
    }
}

/// The members of a `coding` of the `operation-outcome` preset.
#[derive(Debug, Clone, Default)]
pub struct Coding {
    /// `system`
    pub system: Option<Spanned<Text>>,
    /// `version`
    pub version: Option<Spanned<Text>>,
    /// `code`
    pub code: Option<Spanned<Text>>,
    /// `display`
    pub display: Option<Spanned<Text>>,
    /// `display_translations`
    pub display_translations: Translations,
    /// `user_selected`
    pub user_selected: Option<bool>,
}

/// The translations of a text of the `operation-outcome` preset.
#[derive(Debug, Clone)]
pub enum Translations {
    /// Texts by language.
    Own(Vec<TextInLanguage>),
    /// `true`: the text in all languages of the catalog.
    OfCatalog {
        /// The place of the value.
        place: Span,
        /// Whether the catalog itself has it, and not a base.
        is_own: bool,
    },
}

/// None.
impl Default for Translations {
    fn default() -> Self {
        Self::Own(Vec::new())
    }
}

impl Translations {
    /// Returns the texts that are in the response.
    pub fn own(&self) -> &[TextInLanguage] {
        match self {
            Self::Own(texts) => texts,
            Self::OfCatalog { .. } => &[],
        }
    }
}

/// A text in another language, which FHIR's translation extension adds to a text.
#[derive(Debug, Clone)]
pub struct TextInLanguage {
    /// The language (BCP 47).
    pub language: Spanned<String>,
    /// The text.
    pub text: Spanned<Text>,
}

/// The members of the `problem` preset.
#[derive(Debug, Default)]
pub struct ProblemDetails {
    /// `type`
    pub kind: Option<Spanned<Text>>,
    /// `title`
    pub title: Option<Spanned<Text>>,
    /// `detail`
    pub detail: Option<Spanned<Text>>,
    /// `instance`
    pub instance: Option<Spanned<Text>>,
    /// `members`
    pub members: Vec<(String, Template)>,
}

/// One member of `fallbacks`.
#[derive(Debug)]
pub struct Fallback {
    /// Its key.
    pub statuses: Spanned<Statuses>,
    /// `entry`
    pub entry: Spanned<String>,
    /// `parameters`
    pub parameters: Vec<(Spanned<String>, Spanned<Scalar>)>,
}

/// The key of a fallback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statuses {
    /// One status.
    One(u16),
    /// All statuses with this first digit.
    Class(u8),
}

impl std::fmt::Display for Statuses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::One(status) => status.fmt(f),
            Self::Class(digit) => write!(f, "{digit}xx"),
        }
    }
}

/// A value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// A string.
    Text(String),
    /// A number, as it is spelt.
    Number(String),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`, an array or an object, as JSON. A value of a structured type only.
    Structure(String),
}

impl Scalar {
    /// Returns the value as text, if it is of the parameter type with this name.
    pub fn of_type_name(&self, name: &str) -> Option<String> {
        let kind = PARAMETER_TYPES.iter().position(|known| *known == name)?;
        self.of_type(u8::try_from(kind).ok()?)
    }

    /// Returns the value as text, if it is of the parameter type at `kind` of the vocabulary.
    pub fn of_type(&self, kind: u8) -> Option<String> {
        let name = PARAMETER_TYPES.get(usize::from(kind)).copied()?;
        if grammar::is_structure(name) {
            let json = match self {
                Self::Text(text) => serde_json::to_string(text).ok()?,
                Self::Number(json) | Self::Structure(json) => json.clone(),
                Self::Boolean(value) => value.to_string(),
            };
            let json = grammar::compact_json(&json)?.into_owned();
            return grammar::is_of_type(kind, &json).then_some(json);
        }
        let text = match (self, name) {
            (Self::Number(digits), "integer" | "decimal") => digits.clone(),
            (Self::Boolean(value), "boolean") => value.to_string(),
            (Self::Text(text), "uri") if text.is_empty() => return None,
            (Self::Text(text), "string" | "display" | "uri" | "date-time" | "token" | "uuid" | "enum") => text.clone(),
            _ => return None,
        };
        grammar::is_of_type(kind, &text).then_some(text)
    }
}

/// Returns the position of each name; of equal names, that of the first.
pub(crate) fn positions<'n>(
    names: impl DoubleEndedIterator<Item = &'n str> + ExactSizeIterator,
) -> HashMap<&'n str, usize> {
    names
        .enumerate()
        .rev()
        .map(|(position, name)| (name, position))
        .collect()
}

/// One member of `errors`.
#[derive(Debug, Default)]
pub struct Entry {
    /// Its key.
    pub name: Spanned<String>,
    /// Its own values of the members that can be inherited.
    pub common: Common,
    /// `rust`
    pub rust: Option<Spanned<String>>,
    /// `aliases`
    pub aliases: Vec<Spanned<String>>,
    /// `status_range`
    pub status_range: Option<Spanned<(u16, u16)>>,
    /// `category`
    pub category: Option<Spanned<String>>,
    /// The position of the category, if there is one of this name.
    pub category_position: Option<usize>,
    /// `title`
    pub title: Option<Spanned<String>>,
    /// `expression`
    pub expression: Vec<Spanned<Text>>,
    /// `location`
    pub location: Vec<Spanned<Text>>,
    /// `description`
    pub description: Option<Spanned<String>>,
    /// `deprecated`: the note, empty for `true`.
    pub deprecated: Option<Spanned<String>>,
    /// `replaced_by`
    pub replaced_by: Option<Spanned<String>>,
    /// `parameters`
    pub parameters: Vec<Parameter>,
    /// `allow`
    pub allow: Vec<Spanned<String>>,
    /// `x-…`
    pub metadata: Vec<(String, String)>,
    /// Whether a member could not be parsed.
    pub incomplete: bool,
    /// The whole value.
    pub span: Span,
}

impl Default for Spanned<String> {
    fn default() -> Self {
        Self {
            value: String::new(),
            span: 0..0,
        }
    }
}
