//! A first catalog from the files that a team has: an OpenAPI document, a table, a code system, a Rust enum, a registry.
//!
//! Each kind of input has a reader, which adds to one model, `found::Found`: errors with facts, each with its place and whether it
//! was guessed. `assemble` merges the descriptions of one error, `write` writes the catalog and the remarks. A new kind of input is
//! one reader and a row in [`InputKind`].

mod assemble;
mod bodies;
mod code_system;
mod endpoint;
mod found;
mod init;
mod naming;
mod openapi;
mod registry;
mod report;
mod rust;
mod samples;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod words;
mod write;

use std::fmt;

use error_catalog::{Problem, Source, compile, format};
use error_layout::vocabulary::FHIR_VERSIONS;

pub use self::found::{Kind, Note, Place, Position};
pub use self::init::{Start, StartFormat, start};
pub use self::naming::catalog as catalog_name;
pub use self::report::{human, json};

use self::found::Found;
use self::text::Text;

/// The maximum size of an input in bytes, as that of a catalog.
pub const MAX_INPUT: usize = 16 * 1024 * 1024;

/// A file to import.
#[derive(Debug, Clone)]
pub struct Input {
    /// The path as it is shown.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The kind of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// An `OpenAPI` document (2.0, 3.0 or 3.1), JSON or YAML.
    OpenApi,
    /// Tables in Markdown, in HTML or of separated values, or a list in JSON.
    Table,
    /// A FHIR `CodeSystem` or `ValueSet`.
    CodeSystem,
    /// A Rust enum with `#[derive(thiserror::Error)]`.
    ThisError,
    /// Pages of a registry of problem types (RFC 9457).
    ProblemTypes,
}

impl InputKind {
    /// All kinds by the names that the command has for them.
    pub const ALL: [(&str, Self); 5] = [
        ("openapi", Self::OpenApi),
        ("table", Self::Table),
        ("code-system", Self::CodeSystem),
        ("thiserror", Self::ThisError),
        ("problem-types", Self::ProblemTypes),
    ];

    /// Returns the most likely kind of a text.
    fn of(text: &str) -> Self {
        if openapi::is_document(text) {
            Self::OpenApi
        } else if code_system::is_resource(text) {
            Self::CodeSystem
        } else if registry::is_page(text) {
            Self::ProblemTypes
        } else if rust::is_source(text) {
            Self::ThisError
        } else {
            Self::Table
        }
    }

    fn read(self, text: &Text, load: &Load<'_>, found: &mut Found) -> Result<(), String> {
        match self {
            Self::OpenApi => openapi::read(text, load, found),
            Self::Table => {
                table::read(text, found);
                Ok(())
            }
            Self::CodeSystem => code_system::read(text, found),
            Self::ThisError => rust::read(text, found),
            Self::ProblemTypes => {
                registry::read(text, found);
                Ok(())
            }
        }
    }
}

/// Reads a file that an input refers to, by its path: that of the input with the reference in place of its name. `None`: there is no such file.
pub type Load<'l> = dyn Fn(&str) -> Option<Vec<u8>> + 'l;

/// The choices for an import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The kind of the inputs; by default that of their content.
    pub kind: Option<InputKind>,
    /// The name of the catalog; by default from the title of the input.
    pub name: Option<String>,
    /// The version of FHIR, for bodies that are an OperationOutcome.
    pub fhir: Option<&'static str>,
}

/// A catalog, and the remarks about it.
#[derive(Debug)]
pub struct Imported {
    /// The formatted catalog, which has no errors.
    pub text: String,
    /// The number of entries.
    pub entries: usize,
    /// Everything that was guessed, is missing or was skipped.
    pub notes: Vec<Note>,
}

/// The reason why an import failed.
#[derive(Debug)]
pub enum Failure {
    /// An input is not of its kind.
    Unreadable {
        /// The name of the input.
        file: String,
        /// The reason.
        reason: String,
    },
    /// The inputs have no errors. The remarks have the parts that were skipped.
    Nothing(Vec<Note>),
    /// The catalog has errors: it is too large.
    Invalid(Vec<Problem>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { file, reason } => write!(f, "cannot read `{file}`: {reason}"),
            Self::Nothing(_) => f.write_str("found no errors in the input"),
            Self::Invalid(problems) => match problems.first() {
                Some(problem) => write!(f, "cannot write the catalog: {}", problem.message),
                None => f.write_str("cannot write the catalog"),
            },
        }
    }
}

impl std::error::Error for Failure {}

/// Returns a version of FHIR by its name.
pub fn fhir_version(name: &str) -> Option<&'static str> {
    FHIR_VERSIONS
        .into_iter()
        .find(|version| version.eq_ignore_ascii_case(name))
}

/// Imports files as one catalog. `load` reads the files that they refer to.
///
/// ```
/// use error_artifacts::import::{Input, Options, import};
///
/// let table = "| HTTP code | Error code | Description |\n| - | - | - |\n| 404 | PATIENT_NOT_FOUND | Patient not found |\n";
/// let input = Input { name: "errors.md".to_owned(), bytes: table.into() };
/// let imported = import(&[input], &Options::default(), &|_| None)?;
/// assert!(imported.text.contains(r#""PATIENT_NOT_FOUND": {"#));
/// # Ok::<(), error_artifacts::import::Failure>(())
/// ```
///
/// # Errors
/// An input is not of its kind, or the inputs have no errors.
pub fn import(inputs: &[Input], options: &Options, load: &Load<'_>) -> Result<Imported, Failure> {
    let mut found = Found::default();
    for input in inputs {
        let unreadable = |reason: String| Failure::Unreadable {
            file: input.name.clone(),
            reason,
        };
        if input.bytes.len() > MAX_INPUT {
            return Err(unreadable(format!("the file exceeds {MAX_INPUT} bytes")));
        }
        let (decoded, assumed) = text::decode(&input.bytes);
        if assumed && decoded.contains('\0') {
            return Err(unreadable("expected text, found binary content".to_owned()));
        }
        let text = Text::new(&input.name, decoded);
        if assumed {
            found.skip(text.place(0), "the file is not UTF-8; read as Windows-1252");
        }
        let kind = options.kind.unwrap_or_else(|| InputKind::of(&text.text));
        kind.read(&text, load, &mut found).map_err(unreadable)?;
    }
    let known = assemble::assemble(&mut found);
    if found.entries.is_empty() {
        return Err(Failure::Nothing(found.notes));
    }
    let stem = inputs.first().map_or("imported", |input| stem(&input.name));
    let catalog = write::catalog(&mut found, &known, stem, options);
    let source = Source::new("catalog.json", catalog.to_string());
    let text = format::format(&source).map_err(Failure::Invalid)?;
    let compiled = compile(&Source::new("catalog.json", text.clone()));
    if !compiled.is_usable() {
        let errors = compiled.problems.into_iter().filter(Problem::is_error);
        return Err(Failure::Invalid(errors.collect()));
    }
    Ok(Imported {
        text,
        entries: found.entries.len(),
        notes: found.notes,
    })
}

/// Returns the name of a file without its folder and extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.split_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}
