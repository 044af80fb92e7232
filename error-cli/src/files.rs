//! From the paths on the command line to the catalogs behind them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use error_catalog::fix::{Fixed, fix_with};
use error_catalog::{Compiled, Problem, Source, compile, compile_or_base, source_from_bytes};
use error_layout::grammar;
use serde_json::value::RawValue;

use crate::output::{Exit, Output};

/// No file is read beyond this; a catalog has at most half of it.
const LIMIT: u64 = 32 * 1024 * 1024;

/// Folders with files of other projects.
const FOREIGN: [&str; 2] = ["target", "node_modules"];

/// The files that were found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) catalogs: Vec<Catalog>,
    /// The files of translations.
    pub(crate) translations: Vec<Catalog>,
    /// The JSON files in folders that are not catalogs.
    pub(crate) others: Vec<Catalog>,
    /// The paths that could not be read, with the reason.
    pub(crate) failures: Vec<String>,
}

/// A catalog's file.
#[derive(Debug)]
pub(crate) struct Catalog {
    pub(crate) path: PathBuf,
    pub(crate) source: Source,
    /// The problem of a file that is not text.
    pub(crate) problem: Option<Box<Problem>>,
}

impl Catalog {
    /// Compiles the catalog with its bases and translations, or checks a base that is not one by itself. Names each file that is read in addition.
    pub(crate) fn compile_or_base(&self, note: &mut dyn FnMut(&Path)) -> Compiled {
        let Some(problem) = &self.problem else {
            let note = RefCell::new(note);
            return compile_or_base(&self.source, &|path| {
                let path = Path::new(path);
                (note.borrow_mut())(path);
                bytes(path)
            });
        };
        Compiled {
            problems: vec![Problem::clone(problem)],
            ..compile(&self.source)
        }
    }

    /// Applies the safe fixes of the file.
    pub(crate) fn fix(&self) -> Fixed {
        fix_with(&self.source, &|path| bytes(Path::new(path)))
    }

    /// Returns the paths of the bases that the file names.
    fn bases(&self) -> Vec<PathBuf> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let members: Option<BTreeMap<String, &RawValue>> = serde_json::from_str(&self.source.text).ok();
        let extends = members.and_then(|members| members.get("extends").map(|value| value.get().to_owned()));
        let extends = extends.unwrap_or_default();
        let one = serde_json::from_str(&extends).map(|base: String| vec![base]);
        let bases: Vec<String> = one.or_else(|_| serde_json::from_str(&extends)).unwrap_or_default();
        bases.into_iter().map(|base| folder.join(base)).collect()
    }
}

impl Found {
    /// Reports the paths that could not be read.
    pub(crate) fn report_failures(&self, output: &mut Output) -> Exit {
        for failure in &self.failures {
            output.fail(failure);
        }
        if self.failures.is_empty() {
            Exit::Clean
        } else {
            Exit::CouldNotRun
        }
    }

    /// Whether no file was found and a path could not be read.
    pub(crate) fn is_nothing(&self) -> bool {
        self.catalogs.is_empty() && self.translations.is_empty() && !self.failures.is_empty()
    }

    /// Adds the catalogs of translations that were named without them.
    pub(crate) fn add_originals(&mut self) {
        for path in self.translations.iter().filter_map(|file| original(&file.path)) {
            if !self.catalogs.iter().any(|known| known.path == path) {
                match read(&path) {
                    Ok(file) => self.catalogs.push(file),
                    Err(error) => self.failures.push(cannot_read(&path, &error)),
                }
            }
        }
    }

    /// Adds the files in folders that are nothing but bases of catalogs.
    fn add_bases(&mut self) {
        let mut next = 0;
        while let Some(catalog) = self.catalogs.get(next) {
            let bases = catalog
                .bases()
                .into_iter()
                .filter_map(|path| fs::canonicalize(path).ok());
            let bases: Vec<PathBuf> = bases.collect();
            let is_base = |file: &mut Catalog| fs::canonicalize(&file.path).is_ok_and(|path| bases.contains(&path));
            let others = if bases.is_empty() {
                Vec::new()
            } else {
                self.others.extract_if(.., is_base).collect()
            };
            self.catalogs.extend(others);
            next += 1;
        }
    }

    fn failure(&mut self, path: &Path, error: &io::Error) {
        self.failures.push(cannot_read(path, error));
    }

    /// Adds a file that is a catalog or, beside one, a translation. Returns any other file.
    fn add(&mut self, file: Catalog) -> Option<Catalog> {
        if is_catalog(&file.source.text) {
            self.catalogs.push(file);
        } else if original(&file.path).is_some() {
            self.translations.push(file);
        } else {
            return Some(file);
        }
        None
    }
}

/// The message about a file that cannot be read.
pub(crate) fn cannot_read(path: &Path, error: &io::Error) -> String {
    format!("cannot read `{}`: {error}", path.display())
}

/// Returns the path of the catalog to which a translation belongs: of `clinic.de.json`, `clinic.json`. `None` if there is no such file.
fn original(path: &Path) -> Option<PathBuf> {
    let (stem, language) = path.file_stem()?.to_str()?.rsplit_once('.')?;
    if language == "baseline" {
        return None;
    }
    let path = path.with_file_name(format!("{stem}.json"));
    (grammar::is_language_tag(language) && path.is_file()).then_some(path)
}

/// Reads the files that are named, and the catalogs in the folders that are named.
pub(crate) fn load(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    // One file under two names, as a link beside what it leads to, is one catalog.
    let mut seen = BTreeSet::new();
    let mut is_new = |path: &Path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()));
    for path in paths {
        if !path.is_dir() {
            if is_new(path) {
                match read(path) {
                    // What is named is meant to be a catalog.
                    Ok(file) => found.add(file).into_iter().for_each(|file| found.catalogs.push(file)),
                    Err(error) => found.failure(path, &error),
                }
            }
            continue;
        }
        let mut files = Vec::new();
        for (path, error) in search(path, "json", &mut files) {
            found.failure(&path, &error);
        }
        let mut has_any = false;
        for file in files {
            if !is_new(&file) {
                has_any = true;
                continue;
            }
            match read(&file) {
                Ok(file) => match found.add(file) {
                    None => has_any = true,
                    Some(file) => found.others.push(file),
                },
                Err(error) => found.failure(&file, &error),
            }
        }
        if !has_any && found.failures.is_empty() {
            let folder = path.display();
            found.failures.push(format!("no catalog in the folder `{folder}`"));
        }
    }
    found.add_bases();
    found
}

/// All files with an extension below a folder in the order of their names, without baselines, hidden folders, and those of build tools and packages. Gives what
/// could not be read.
pub(crate) fn search(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) -> Vec<(PathBuf, io::Error)> {
    let mut failures = Vec::new();
    let mut entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return vec![(folder.to_owned(), error)],
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        if name.as_encoded_bytes().ends_with(b".baseline.json") {
            continue;
        }
        // The type of the link itself: following links to folders could be endless.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let hidden = name.as_encoded_bytes().starts_with(b".");
            if !hidden && !FOREIGN.iter().any(|foreign| name == *foreign) {
                failures.extend(search(&path, extension, files));
            }
        } else if path.extension().is_some_and(|found| found == extension) && path.is_file() {
            files.push(path);
        }
    }
    failures
}

/// Whether a path is `-`: the standard input or output.
pub(crate) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Returns at most `limit` bytes of a file, or of the standard input for `-`.
pub(crate) fn input(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    if is_standard(path) {
        return limited(io::stdin(), limit);
    }
    file(path, limit)
}

/// Returns at most `limit` bytes of a file.
pub(crate) fn file(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.is_dir() {
        return Err(io::Error::other("expected a file, found a folder"));
    }
    limited(File::open(path)?, limit)
}

fn limited(from: impl io::Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns a file that is a catalog, or belongs to one.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let bytes = file(path, LIMIT)?;
    if bytes.len() as u64 == LIMIT {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "the file is too large for a catalog",
        ));
    }
    Ok(bytes)
}

fn read(path: &Path) -> io::Result<Catalog> {
    let bytes = bytes(path)?;
    let shown = path.display().to_string();
    let (source, problem) = text(&shown, bytes);
    Ok(Catalog {
        path: path.to_owned(),
        source,
        problem,
    })
}

/// The standard input.
pub(crate) fn read_stdin() -> io::Result<(Source, Option<Box<Problem>>)> {
    Ok(text("<stdin>", limited(io::stdin(), LIMIT)?))
}

fn text(shown: &str, bytes: Vec<u8>) -> (Source, Option<Box<Problem>>) {
    match source_from_bytes(shown, bytes) {
        Ok(source) => (source, None),
        Err((source, problem)) => (source, Some(problem)),
    }
}

/// Whether a JSON file is meant to be a catalog: it has `errors` with `responses` or `extends`, or names the catalogs' schema.
///
/// In a file with a syntax error the member names decide, so a catalog with a missing comma is checked.
fn is_catalog(text: &str) -> bool {
    const SCHEMA: &str = "error-catalog.schema.json";
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(members) = serde_json::from_str::<BTreeMap<String, &RawValue>>(text) {
        let names_schema = members.get("$schema").is_some_and(|value| {
            let name: Option<String> = serde_json::from_str(value.get()).ok();
            name.is_some_and(|name| name.ends_with(SCHEMA))
        });
        let has = |name| members.contains_key(name);
        return names_schema || (has("errors") && (has("responses") || has("extends")));
    }
    let is_json = serde_json::from_str::<&RawValue>(text).is_ok();
    !is_json && (text.contains(SCHEMA) || (text.contains("\"errors\"") && text.contains("\"responses\"")))
}

#[cfg(test)]
mod tests {
    use super::is_catalog;

    #[test]
    fn a_file_with_other_content_is_not_a_catalog() {
        for other in [
            "[]",
            "1",
            r#"{"name": "a-package", "version": "1.0.0"}"#,
            r#"{"title": "Bad request", "errors": {"email": ["is taken"]}}"#,
            r#"{"swagger": "2.0", "responses": {}}"#,
            r#"{"extends": "tsconfig.base.json", "name": "a"}"#,
            "{ // comments\n }",
        ] {
            assert!(!is_catalog(other), "{other}");
        }
    }

    #[test]
    fn a_broken_catalog_is_still_a_catalog() {
        for catalog in [
            r#"{"errors": 1, "responses": 2}"#,
            "\u{feff}{\"errors\": {}, \"responses\": {}}",
            r#"{"$schema": "schema/error-catalog.schema.json"}"#,
            r#"{"errors": {} "responses": {}}"#,
            r#"{"errors": {}, "responses": {}, "errors": {}}"#,
            r#"{"extends": "base.json", "name": "a", "errors": {}}"#,
        ] {
            assert!(is_catalog(catalog), "{catalog}");
        }
    }
}
