//! Everything that documents say about one entry.

use serde::Serialize;

use super::history::Change;
use super::neighbours::Shared;
use super::response::Response;
use super::retry::Retry;
use super::said::Said;
use super::samples::Sample;

/// One entry in one language.
#[derive(Debug, Serialize)]
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a str,
    /// The path of its page without an extension, from the root of the site.
    pub(crate) page: String,
    /// The pages of the entry in all languages of the catalog, if there are several.
    #[serde(skip)]
    pub(crate) languages: Vec<(&'static str, String)>,
    pub(crate) code: Option<Code>,
    /// Codes of earlier versions, by which clients recognize the entry too.
    pub(crate) aliases: Vec<&'a str>,
    /// Codes of earlier versions, by which clients do not recognize it.
    pub(crate) former_codes: Vec<&'a str>,
    pub(crate) status: u16,
    pub(crate) reason: &'static str,
    /// All statuses, the default first; of a range only the default.
    pub(crate) statuses: &'a [u16],
    /// The lowest and the highest status that is passed on from another server.
    pub(crate) status_range: Option<(u16, u16)>,
    pub(crate) category: Option<Category<'a>>,
    pub(crate) severity: &'static str,
    pub(crate) issue: Option<&'static str>,
    pub(crate) title: Said<'a>,
    pub(crate) message: Option<Said<'a>>,
    pub(crate) display: Option<Said<'a>>,
    pub(crate) diagnostics: Option<Said<'a>>,
    pub(crate) user_message: Option<Said<'a>>,
    pub(crate) action: Option<Said<'a>>,
    /// Markdown.
    pub(crate) description: Option<Said<'a>>,
    pub(crate) docs: Option<Said<'a>>,
    pub(crate) expression: Vec<Said<'a>>,
    pub(crate) location: Vec<Said<'a>>,
    pub(crate) since: Option<&'a str>,
    pub(crate) deprecated: Option<Deprecation<'a>>,
    pub(crate) tags: &'a [String],
    pub(crate) methods: &'a [String],
    pub(crate) endpoints: &'a [String],
    pub(crate) retry: Retry,
    /// The examples of the response, in each syntax that the server has.
    pub(crate) responses: Vec<Response>,
    pub(crate) parameters: Vec<Parameter<'a>>,
    pub(crate) samples: Vec<Sample>,
    pub(crate) neighbours: Vec<Neighbour<'a>>,
    /// The number of neighbours that are not listed.
    pub(crate) more_neighbours: usize,
    /// The newest first.
    pub(crate) history: Vec<Change<'a>>,
    /// For operators of the service only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) internal: Option<Internal<'a>>,
}

/// The code that a client receives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Code {
    Text(String),
    Integer(i64),
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
        }
    }
}

/// The category of an entry.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Category<'a> {
    pub(crate) name: &'a str,
    pub(crate) title: Option<&'a str>,
}

impl Category<'_> {
    pub(crate) fn label(&self) -> &str {
        self.title.unwrap_or(self.name)
    }
}

/// Why an entry should not be used, and which one instead.
#[derive(Debug, Serialize)]
pub(crate) struct Deprecation<'a> {
    pub(crate) note: &'a str,
    pub(crate) replaced_by: Option<Link<'a>>,
}

/// Another entry.
#[derive(Debug, Serialize)]
pub(crate) struct Link<'a> {
    pub(crate) name: &'a str,
    pub(crate) page: String,
}

/// A parameter.
#[derive(Debug, Serialize)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) values: &'a [String],
    pub(crate) visibility: &'static str,
    pub(crate) optional: bool,
    pub(crate) description: Option<&'a str>,
    /// The value in the examples.
    pub(crate) example: String,
}

/// An entry that is easily confused with this one.
#[derive(Debug, Serialize)]
pub(crate) struct Neighbour<'a> {
    pub(crate) name: &'a str,
    pub(crate) page: String,
    pub(crate) status: u16,
    pub(crate) title: Said<'a>,
    pub(crate) shared: Shared,
    pub(crate) difference: String,
}

/// The texts and members for operators.
#[derive(Debug, Serialize)]
pub(crate) struct Internal<'a> {
    pub(crate) log: Option<Said<'a>>,
    pub(crate) metadata: Vec<Metadata<'a>>,
    pub(crate) response_metadata: Vec<Metadata<'a>>,
}

/// An `x-` member.
#[derive(Debug, Serialize)]
pub(crate) struct Metadata<'a> {
    pub(crate) name: &'a str,
    /// The characters of a string, otherwise JSON.
    pub(crate) value: String,
}

impl<'a> Metadata<'a> {
    pub(crate) fn all(members: &'a [(String, String)]) -> Vec<Self> {
        let value = |json: &str| serde_json::from_str(json).unwrap_or_else(|_| json.to_owned());
        members
            .iter()
            .map(|(name, json)| Self {
                name,
                value: value(json),
            })
            .collect()
    }
}
