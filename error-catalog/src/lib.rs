//! Reads, checks and compiles HTTP error catalogs.
//!
//! A catalog is a JSON file in the format of `docs/format.md`. [`compile`] runs these steps:
//!
//! ```text
//! bytes ── Source ── json::Node ── ast::Catalog ── model::Catalog ── lower::form::Form ── emit::Constants ── rust (tokens)
//!          source    json          parse           check             lower                emit               rust
//! ```
//!
//! The last line names the module of each step. A catalog that extends others is merged (module `merge`) with them before it is parsed. All modules add to one list of [`Problem`]s, and none stops at the first. Invalid parts are
//! left out, so that a catalog with errors still compiles to a usable enum in addition to its error messages.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// Offsets and counts are bounded by the limits of the parser, so that casts lose nothing.
#![allow(clippy::missing_errors_doc)]

mod ambiguity;
pub mod ast;
mod bases;
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
mod merge;
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

use std::borrow::Cow;
use std::io;

use bases::Bases;
#[cfg(feature = "tools")]
pub use lower::outline;
pub use model::Catalog;
pub use problem::{Edit, Fix, Problem, Problems};
#[cfg(feature = "tools")]
pub use route_pattern::matches_template;
pub use source::{File, Position, Source, Span, Spanned};
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
    /// All errors and warnings, in the order of the files.
    pub problems: Vec<Problem>,
    /// Whether the file is only a base of others, which [`compile_or_base`] accepts.
    pub is_base: bool,
    /// All files: that of the catalog, then those of its bases and translations that could be read.
    pub source: Source,
}

impl Compiled {
    /// Whether there are no errors.
    pub fn is_usable(&self) -> bool {
        !self.problems.iter().any(Problem::is_error)
    }
}

/// Reads the file at a path, which begins with the folder of the catalog.
pub type Read<'r> = dyn Fn(&str) -> io::Result<Vec<u8>> + 'r;

/// Parses and checks a catalog in a single file: without its translations, and without bases.
pub fn compile(source: &Source) -> Compiled {
    compile_all(source, None, Kind::Catalog)
}

/// Parses and checks a catalog with its bases and translations.
pub fn compile_with(source: &Source, read: &Read<'_>) -> Compiled {
    compile_all(source, Some(read), Kind::Catalog)
}

/// Parses and checks a file that is a catalog, or only the base of others.
///
/// A file without a `name` or without `errors` is only a base: it can refer to members that the catalogs which extend it have. Its own values are
/// checked, and the catalog has no entries.
pub fn compile_or_base(source: &Source, read: &Read<'_>) -> Compiled {
    compile_all(source, Some(read), Kind::CatalogOrBase)
}

/// What a file can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Catalog,
    CatalogOrBase,
}

fn compile_all(source: &Source, read: Option<&Read<'_>>, kind: Kind) -> Compiled {
    let mut problems = Problems::new();
    let mut all = source.clone();
    let own = json::parse(source, &mut problems);
    let is_json = own.is_some();
    let own = own.unwrap_or_else(|| json::recover_file(source.file(0)));
    let mut found = Problems::new();
    let bases = Bases::load(&mut all, &own, read, &mut found);
    let is_sound = is_json && !bases.is_incomplete;
    let mut untranslated = Problems::new();
    let languages = match read {
        Some(read) if is_sound => translation::load(&mut all, &bases, read, &mut untranslated),
        _ => Vec::new(),
    };
    let mut nodes = vec![Some(own)];
    for number in 1..bases.of.len() {
        let file = all.file(number);
        nodes.push(json::parse_file(file, &mut found).or_else(|| Some(json::recover_file(file))));
    }
    let found = found.finish();
    let translated = Translated {
        languages,
        problems: untranslated,
    };
    let mut is_base = false;
    let catalog = if is_sound {
        problems.extend(found);
        let catalog;
        (catalog, is_base) = checked(&all, &nodes, &bases, kind, translated, &mut problems);
        catalog
    } else {
        // Only syntax errors and missing bases are reported: the rest may follow from them.
        problems.extend(found.into_iter().filter(|_| is_json));
        problems.extend(translated.problems.finish());
        recovered(&all, &nodes, &bases)
    };
    let mut problems = problems.finish();
    for problem in &mut problems {
        in_its_file(problem, &all, &bases);
    }
    Compiled {
        catalog,
        problems,
        is_base,
        source: all,
    }
}

/// The translations of a catalog, and the problems of their files.
struct Translated {
    languages: Vec<translation::Language>,
    problems: Problems,
}

/// Returns the catalog of files without syntax errors, and whether it is only a base.
fn checked(
    all: &Source,
    nodes: &[Option<json::Node<'_>>],
    bases: &Bases,
    kind: Kind,
    mut translated: Translated,
    problems: &mut Problems,
) -> (Catalog, bool) {
    let Some(node) = merge::all(nodes, bases, problems) else {
        problems.extend(translated.problems.finish());
        return (Catalog::default(), false);
    };
    let is_base = kind == Kind::CatalogOrBase && merge::is_base(&node);
    let ast = parse::catalog(all, &node, is_base, problems);
    let mut catalog = Catalog::default();
    if !is_base {
        let mut found = Problems::new();
        catalog = check::check(&ast, &mut found);
        check::add_without_consequences(nodes, &ast, found, problems);
        // The texts of a catalog with errors are not compared: the problems may follow from these.
        let is_sound = !problems.has_errors();
        for language in &translated.languages {
            let catalog = is_sound.then_some(&mut catalog);
            translate(all, bases, &ast, language, catalog, &mut translated.problems);
        }
        if !problems.has_errors() {
            ambiguity::check(&catalog, problems);
        }
    }
    check::apply_allowances(nodes, &ast, problems);
    problems.extend(translated.problems.finish());
    (catalog, is_base)
}

/// Parses a translation, and adds its entries to a catalog.
fn translate(
    all: &Source,
    bases: &Bases,
    ast: &ast::Catalog,
    language: &translation::Language,
    catalog: Option<&mut Catalog>,
    problems: &mut Problems,
) {
    let mut is_sound = !language.is_incomplete;
    let mut found = Problems::new();
    let nodes = language.files.iter().map(|file| {
        let node = json::parse_file(all.file((*file)?), &mut found);
        is_sound &= node.is_some();
        node
    });
    let nodes: Vec<Option<json::Node<'_>>> = nodes.collect();
    if is_sound && let Some(node) = merge::all(&nodes, bases, &mut found) {
        let translation = parse::translation(all, &node, &mut found);
        if let Some(catalog) = catalog {
            let files = check::TranslatedFiles { all, bases, language };
            check::add_translation(&files, ast, &translation, catalog, &mut found);
        }
        check::apply_translated_allowances(&nodes, ast, &mut found);
    }
    problems.extend(found.finish());
}

/// Returns the catalog of files with syntax errors, so that uses of its entries are not errors too.
fn recovered(all: &Source, nodes: &[Option<json::Node<'_>>], bases: &Bases) -> Catalog {
    let mut ignored = Problems::new();
    let catalog = merge::all(nodes, bases, &mut ignored).map(|node| {
        let ast = parse::catalog(all, &node, false, &mut ignored);
        check::check(&ast, &mut ignored)
    });
    drop(ignored.finish());
    catalog.unwrap_or_default()
}

/// Says which catalog extends the file of a problem, and leaves only fixes of the catalog's own file.
fn in_its_file(problem: &mut Problem, all: &Source, bases: &Bases) {
    let number = all.number_at(problem.span.start);
    let spans = problem.fix.iter().flat_map(|fix| &fix.edits).map(|edit| &edit.span);
    if number > 0 || spans.into_iter().any(|span| all.number_at(span.start) > 0) {
        problem.fix = None;
    }
    let mut number = number;
    while let Some(place) = bases.place(number) {
        problem.related.push((place.clone(), "extended here".to_owned()));
        number = all.number_at(place.start);
    }
}

/// Returns the value of a placeholder that is the same in each error of an entry; `None` if it is an argument or missing.
pub fn constant_value<'c>(catalog: &'c Catalog, entry: &'c model::Entry, placeholder: &str) -> Option<Cow<'c, str>> {
    lower::resolve::Scope::new(catalog, entry).known_value(placeholder)
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
