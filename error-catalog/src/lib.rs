//! Reads, checks and compiles HTTP error catalogs.
//!
//! A catalog is a JSON file in the format of `docs/format.md`. [`compile`] runs these steps:
//!
//! ```text
//! bytes ── Source ── json::Node ── ast::Catalog ── model::Catalog ── lower::form::Form ── emit::Constants ── rust (tokens)
//!          source    json          parse           check             lower                emit               rust
//! ```
//!
//! The last line names the module of each step. All modules add to one list of [`Problem`]s, and none stops at the first. Invalid parts are
//! left out, so that a catalog with errors still compiles to a usable enum in addition to its error messages.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// Offsets and counts are bounded by the limits of the parser, so that casts lose nothing.
#![allow(clippy::missing_errors_doc)]

mod ambiguity;
pub mod ast;
pub mod check;
pub mod contract;
pub mod emit;
#[cfg(feature = "tools")]
pub mod fix;
#[cfg(feature = "tools")]
pub mod format;
mod hash;
mod json;
mod lower;
pub mod model;
pub mod names;
pub mod parse;
mod places;
mod presets;
mod problem;
pub mod report;
pub mod route_pattern;
pub mod rules;
pub mod rust;
mod source;
pub mod suggest;
mod translation;

use std::io;

#[cfg(feature = "tools")]
pub use lower::outline;
pub use model::Catalog;
pub use problem::{Edit, Fix, Problem, Problems};
#[cfg(feature = "tools")]
pub use route_pattern::matches_template;
pub use source::{Position, Source, Span, Spanned};
pub use translation::path as translation_path;

/// The JSON Schema of the format, for editors.
pub const SCHEMA: &str = include_str!("../schema/error-catalog.schema.json");

/// The JSON Schema of translations, for editors.
pub const TRANSLATION_SCHEMA: &str = include_str!("../schema/error-translation.schema.json");

/// The result of compiling a source.
#[derive(Debug)]
pub struct Compiled {
    /// The catalog without its invalid parts.
    pub catalog: Catalog,
    /// All errors and warnings of the catalog's file, in the order of the file.
    pub problems: Vec<Problem>,
    /// The files of the translations that could be read.
    pub translations: Vec<Translated>,
}

/// The file of a translation.
#[derive(Debug)]
pub struct Translated {
    /// The file.
    pub source: Source,
    /// Its errors and warnings, in the order of the file.
    pub problems: Vec<Problem>,
}

impl Compiled {
    /// Whether there are no errors.
    pub fn is_usable(&self) -> bool {
        let translated = self.translations.iter().flat_map(|one| &one.problems);
        !self.problems.iter().chain(translated).any(Problem::is_error)
    }

    /// Returns all files with their problems. `source` is that of the catalog, which comes first.
    pub fn files<'c>(&'c self, source: &'c Source) -> Vec<(&'c Source, &'c [Problem])> {
        let translated = self.translations.iter();
        let translated = translated.map(|one| (&one.source, one.problems.as_slice()));
        std::iter::once((source, self.problems.as_slice()))
            .chain(translated)
            .collect()
    }
}

/// Reads the file at a path, which begins with that of the catalog.
pub type Read<'r> = dyn Fn(&str) -> io::Result<Vec<u8>> + 'r;

/// Parses and checks a catalog without its translations.
pub fn compile(source: &Source) -> Compiled {
    compile_all(source, None)
}

/// Parses and checks a catalog and its translations.
pub fn compile_with(source: &Source, read: &Read<'_>) -> Compiled {
    compile_all(source, Some(read))
}

fn compile_all(source: &Source, read: Option<&Read<'_>>) -> Compiled {
    let mut problems = Problems::new();
    let mut translations = Vec::new();
    let catalog = match json::parse(source, &mut problems) {
        Some(node) => {
            let ast = parse::catalog(source, &node, &mut problems);
            let mut found = Problems::new();
            let mut catalog = check::check(&ast, &mut found);
            check::add_without_consequences(&node, &ast, found, &mut problems);
            if let Some(read) = read {
                translations = translation::all(source, &ast, read, &mut catalog, &mut problems);
            }
            if !problems.has_errors() {
                ambiguity::check(&catalog, &mut problems);
            }
            check::apply_allowances(&ast, &mut problems);
            catalog
        }
        // Only the syntax error is reported: the rest may follow from it.
        None => {
            let mut ignored = Problems::new();
            let ast = parse::catalog(source, &json::recover(&source.text), &mut ignored);
            let catalog = check::check(&ast, &mut ignored);
            drop(ignored.finish());
            catalog
        }
    };
    Compiled {
        catalog,
        problems: problems.finish(),
        translations,
    }
}

/// Returns a text as it is in each error of an entry; `None` if it has an argument or misses a value.
///
/// A value is escaped where its place is a URI, and not where it is a JSON string.
pub fn constant_text(catalog: &Catalog, entry: &model::Entry, text: &ast::text::Text) -> Option<String> {
    lower::resolve::Scope::new(catalog, entry).known(text)
}

/// Returns a source from a file's bytes.
///
/// # Errors
/// The bytes are not UTF-8. The problem belongs to the source that comes with it, whose text is as near to the file as possible.
pub fn source_from_bytes(path: impl Into<String>, bytes: Vec<u8>) -> Result<Source, (Source, Box<Problem>)> {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Source::new(path, text)),
        Err(error) => error,
    };
    let (text, place, found) = match error.as_bytes() {
        // Windows PowerShell writes such files.
        [0xff, 0xfe, units @ ..] => (utf_16(units, u16::from_le_bytes), 0, "UTF-16".to_owned()),
        [0xfe, 0xff, units @ ..] => (utf_16(units, u16::from_be_bytes), 0, "UTF-16".to_owned()),
        bytes => {
            let at = error.utf8_error().valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or(0);
            let text = String::from_utf8_lossy(bytes).into_owned();
            (text, at, format!("the byte 0x{byte:02X}"))
        }
    };
    let len = text[place..].chars().next().map_or(0, char::len_utf8);
    let problem = Problem::new(
        &rules::ENCODING,
        place..place + len,
        format!("expected UTF-8, found {found}"),
    );
    Err((
        Source::new(path, text),
        Box::new(problem.help("save the file as UTF-8")),
    ))
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|&bytes| unit(bytes));
    char::decode_utf16(units)
        .map(|decoded| decoded.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
