//! The steps from the files of a catalog to its checked model, and the problems of all of them.

use std::io;

use crate::bases::Bases;
use crate::model::Catalog;
use crate::problem::{Problem, Problems};
use crate::source::Source;
use crate::{ambiguity, ast, check, json, merge, parse, translation};

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
        check::add_texts_in_languages(&ast, &mut catalog);
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
