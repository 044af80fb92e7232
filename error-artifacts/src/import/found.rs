//! The model between readers and writer: errors as an input describes them, each fact with its place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

/// A place in an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name of the file.
    pub file: Arc<str>,
    /// The position in the file.
    pub position: Position,
}

/// A position in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// In text. Both count from 1, columns in characters.
    Line {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// In JSON or YAML: a JSON Pointer (RFC 6901).
    Pointer(Arc<str>),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.position {
            Position::Line { line, column } => write!(f, "{}:{line}:{column}", self.file),
            Position::Pointer(pointer) => write!(f, "{}#{pointer}", self.file),
        }
    }
}

/// A value with its place, and whether the input states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
    /// The source of a guess, as in "from the description"; `None` for a value that was read.
    pub(crate) guess: Option<Cow<'static, str>>,
}

impl<T> Fact<T> {
    pub(crate) const fn read(value: T, place: Place) -> Self {
        Self {
            value,
            place,
            guess: None,
        }
    }

    pub(crate) fn guessed(value: T, place: Place, from: impl Into<Cow<'static, str>>) -> Self {
        Self {
            value,
            place,
            guess: Some(from.into()),
        }
    }
}

/// The statuses of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Statuses {
    /// One or several, the default first.
    Known(Vec<u16>),
    /// All of a range, such as `4XX`.
    Range(u16, u16),
}

impl Statuses {
    pub(crate) fn first(&self) -> u16 {
        match self {
            Self::Known(all) => all.first().copied().unwrap_or(500),
            Self::Range(400, 599) => 500,
            Self::Range(from, _) => *from,
        }
    }
}

/// One error.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) place: Place,
    /// A name that the input gives it besides its code.
    pub(crate) name: Option<String>,
    /// A string or an integer. `None`: the response has no code.
    pub(crate) code: Option<Fact<Value>>,
    pub(crate) status: Option<Fact<Statuses>>,
    pub(crate) title: Option<Fact<String>>,
    /// A text in the syntax of catalogs: braces are placeholders.
    pub(crate) message: Option<Fact<String>>,
    pub(crate) display: Option<Fact<String>>,
    pub(crate) description: Option<Fact<String>>,
    pub(crate) action: Option<Fact<String>>,
    pub(crate) category: Option<Fact<String>>,
    pub(crate) docs: Option<Fact<String>>,
    pub(crate) issue: Option<Fact<String>>,
    pub(crate) severity: Option<Fact<String>>,
    pub(crate) retry: Option<Fact<Value>>,
    pub(crate) since: Option<Fact<String>>,
    pub(crate) deprecated: Option<Fact<Value>>,
    pub(crate) replaced_by: Option<Fact<String>>,
    pub(crate) user_message: Option<Fact<String>>,
    pub(crate) aliases: Vec<String>,
    pub(crate) headers: BTreeMap<String, Fact<String>>,
    pub(crate) methods: BTreeSet<String>,
    pub(crate) endpoints: BTreeSet<String>,
    /// The parameters of `message`, with their types.
    pub(crate) parameters: BTreeMap<String, Value>,
    /// The response that describes its body: an index of the bodies that were found.
    pub(crate) body: Option<usize>,
}

impl Entry {
    pub(crate) const fn new(place: Place) -> Self {
        Self {
            place,
            name: None,
            code: None,
            status: None,
            title: None,
            message: None,
            display: None,
            description: None,
            action: None,
            category: None,
            docs: None,
            issue: None,
            severity: None,
            retry: None,
            since: None,
            deprecated: None,
            replaced_by: None,
            user_message: None,
            aliases: Vec::new(),
            headers: BTreeMap::new(),
            methods: BTreeSet::new(),
            endpoints: BTreeSet::new(),
            parameters: BTreeMap::new(),
            body: None,
        }
    }

    /// Returns the code as text; empty if it has none.
    pub(crate) fn code_text(&self) -> Cow<'_, str> {
        match self.code.as_ref().map(|code| &code.value) {
            Some(Value::String(text)) => Cow::Borrowed(text),
            Some(other) => Cow::Owned(other.to_string()),
            None => Cow::Borrowed(""),
        }
    }

    /// Adds the facts of another description of the same error; the first one wins.
    pub(crate) fn merge(&mut self, other: Self) {
        fn keep<T>(one: &mut Option<T>, other: Option<T>) {
            if one.is_none() {
                *one = other;
            }
        }
        keep(&mut self.name, other.name);
        keep(&mut self.code, other.code);
        // A status is more than the range of the response that the entry was found in.
        if let (
            Some(Fact {
                value: Statuses::Range(..),
                ..
            }),
            Some(Fact {
                value: Statuses::Known(_),
                ..
            }),
        ) = (&self.status, &other.status)
        {
            self.status = None;
        }
        keep(&mut self.status, other.status);
        keep(&mut self.title, other.title);
        if self.message.is_none() {
            self.message = other.message;
            self.parameters = other.parameters;
        }
        keep(&mut self.display, other.display);
        match (&mut self.description, other.description) {
            (Some(mine), Some(further)) if !mine.value.contains(&further.value) && mine.value.len() < 2000 => {
                mine.value = format!("{}\n\n{}", mine.value, further.value);
            }
            (mine, further) => keep(mine, further),
        }
        keep(&mut self.action, other.action);
        keep(&mut self.category, other.category);
        keep(&mut self.docs, other.docs);
        keep(&mut self.issue, other.issue);
        keep(&mut self.severity, other.severity);
        keep(&mut self.retry, other.retry);
        keep(&mut self.since, other.since);
        keep(&mut self.deprecated, other.deprecated);
        keep(&mut self.replaced_by, other.replaced_by);
        keep(&mut self.user_message, other.user_message);
        keep(&mut self.body, other.body);
        for (name, value) in other.headers {
            self.headers.entry(name).or_insert(value);
        }
        // No list means everywhere.
        union(&mut self.methods, other.methods);
        union(&mut self.endpoints, other.endpoints);
    }
}

fn union(mine: &mut BTreeSet<String>, further: BTreeSet<String>) {
    if mine.is_empty() || further.is_empty() {
        mine.clear();
    } else {
        mine.extend(further);
    }
}

/// A body of a response that an input shows.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub(crate) place: Place,
    pub(crate) body: Value,
    pub(crate) status: Option<u16>,
    pub(crate) media_type: Option<String>,
    /// The entry whose body it is, if its place decides that.
    pub(crate) entry: Option<usize>,
}

/// The members of a body that a schema describes, by JSON Pointer, with 0 for elements of arrays.
pub(crate) type Outline = BTreeMap<String, Declared>;

/// The declaration of a member.
#[derive(Debug, Clone)]
pub(crate) struct Declared {
    pub(crate) place: Place,
    pub(crate) content: Content,
    pub(crate) is_required: bool,
    pub(crate) is_nullable: bool,
}

/// The value of a declared member.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    /// The same in each body.
    Constant,
    /// The status, whatever the name of the member is.
    Status,
    /// That of a parameter: its type and, for an `enum`, its values. `null` for the code.
    Parameter(Value),
}

/// A body that a schema describes, without an example.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) example: Example,
    pub(crate) outline: Outline,
    /// The entries whose body it is.
    pub(crate) entries: BTreeSet<usize>,
    /// Whether each response with the schema shows an example too.
    pub(crate) is_shown: bool,
}

/// The meaning of a status beside a table of codes without statuses.
#[derive(Debug, Clone)]
pub(crate) struct Legend {
    pub(crate) status: u16,
    pub(crate) entry: Entry,
}

/// A remark about the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Whether a value was guessed, is missing, or was skipped.
    pub kind: Kind,
    /// The place in the input.
    pub place: Place,
    /// The name of the entry in the catalog; `None` for a remark about the input.
    pub entry: Option<String>,
    /// The member of the catalog that the remark is about; empty for a remark about the input.
    pub member: &'static str,
    /// The remark, as in "status 404 from the words of the code".
    pub text: String,
}

/// The kind of a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A value that the input does not state.
    Guessed,
    /// A value that the input has not, and that a good catalog has.
    Missing,
    /// A part of the input that was not imported.
    Skipped,
}

impl Kind {
    /// Returns the word for the kind.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guessed => "guessed",
            Self::Missing => "missing",
            Self::Skipped => "skipped",
        }
    }
}

/// Everything that was found in the inputs.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) title: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) examples: Vec<Example>,
    pub(crate) samples: Vec<Sample>,
    pub(crate) legend: Vec<Legend>,
    /// The titles of categories that have another name.
    pub(crate) categories: BTreeMap<String, String>,
    /// The system of the codes, for the codings of an OperationOutcome.
    pub(crate) system: Option<String>,
    pub(crate) challenge: Option<String>,
    /// Whether the errors are in the bodies of an OperationOutcome, even without an example.
    pub(crate) is_fhir: bool,
    pub(crate) fhir: Option<&'static str>,
    pub(crate) notes: Vec<Note>,
}

impl Found {
    pub(crate) fn skip(&mut self, place: Place, text: impl Into<String>) {
        self.notes.push(Note {
            kind: Kind::Skipped,
            place,
            entry: None,
            member: "",
            text: text.into(),
        });
    }
}
