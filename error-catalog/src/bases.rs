//! The bases that a catalog extends: which files they are, and in which order they are merged.

use std::path::{Component, Path, PathBuf};

use error_layout::grammar;

use crate::json::{self, Node, Value};
use crate::problem::{Problem, Problems};
use crate::source::{Source, Span, Spanned};
use crate::{Read, parse, rules, source_from_bytes};

/// The maximum number of files of one catalog. A folder that links to itself has files without end.
const MAX_FILES: usize = 64;

/// A base of a catalog or of another base.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    /// The number of its file.
    pub(crate) file: usize,
    /// The place in `extends` that names it.
    pub(crate) place: Span,
}

/// Which catalog extends which. A catalog has the number of its file; the number of the first is 0.
#[derive(Debug, Default)]
pub(crate) struct Bases {
    /// The bases of each catalog, in the order of `extends`.
    pub(crate) of: Vec<Vec<Base>>,
    /// All catalogs, each after its bases.
    pub(crate) order: Vec<usize>,
    /// The languages that each catalog lists itself; `None` if it inherits them.
    pub(crate) languages: Vec<Option<Vec<Spanned<String>>>>,
    /// Whether a base is missing, for example because it cannot be read.
    pub(crate) is_incomplete: bool,
}

impl Bases {
    /// Reads the bases of a catalog, and theirs, and adds their files to its source.
    pub(crate) fn load(source: &mut Source, node: &Node<'_>, read: Option<&Read<'_>>, problems: &mut Problems) -> Self {
        let named = parse::bases(source, node, problems);
        let mut loader = Loader {
            source,
            read,
            problems,
            open: Vec::new(),
            bases: Self {
                of: vec![Vec::new()],
                languages: vec![languages(node)],
                ..Self::default()
            },
        };
        loader.follow(0, named);
        let mut bases = loader.bases;
        bases.is_incomplete |= problems.has_errors();
        bases
    }

    /// Returns the place that names a catalog as a base; `None` for the first one.
    pub(crate) fn place(&self, catalog: usize) -> Option<&Span> {
        let mut all = self.of.iter().flatten();
        all.find(|base| base.file == catalog).map(|base| &base.place)
    }

    /// Returns the languages of a catalog, its own or those of the first base that has any.
    pub(crate) fn languages_of(&self, catalog: usize) -> Option<&[Spanned<String>]> {
        let own = self.languages.get(catalog)?.as_deref();
        let mut of = self.of.get(catalog)?.iter();
        own.or_else(|| of.find_map(|base| self.languages_of(base.file)))
    }

    /// Returns a number that is lower for a base than for the catalogs that extend it.
    pub(crate) fn rank(&self, catalog: usize) -> usize {
        self.order.iter().position(|&number| number == catalog).unwrap_or(0)
    }
}

/// Returns the languages that a catalog lists itself. The parser reports those that are not valid.
fn languages(node: &Node<'_>) -> Option<Vec<Spanned<String>>> {
    let mut tags: Vec<Spanned<String>> = Vec::new();
    if let Value::Array(elements) = &node.member("translations")?.value.value {
        for element in elements {
            let Value::String(tag) = &element.value else { continue };
            let is_known = tags.iter().any(|known| known.value.eq_ignore_ascii_case(tag));
            if grammar::is_language_tag(tag) && !is_known {
                tags.push(Spanned::new(tag.to_string(), element.span.clone()));
            }
        }
    }
    Some(tags)
}

struct Loader<'l> {
    source: &'l mut Source,
    read: Option<&'l Read<'l>>,
    problems: &'l mut Problems,
    /// The catalogs whose bases are being read.
    open: Vec<usize>,
    bases: Bases,
}

impl Loader<'_> {
    /// Reads the named bases of a catalog.
    fn follow(&mut self, catalog: usize, named: Vec<Spanned<String>>) {
        self.open.push(catalog);
        for name in named {
            let path = beside(self.source.file(catalog).path, &name.value);
            let known = self
                .source
                .files()
                .position(|file| normal(Path::new(file.path)) == path);
            let file = match known {
                Some(known) if self.open.contains(&known) => {
                    self.cycle(known, &name);
                    None
                }
                Some(known) => Some(known),
                None => self.add(path, &name),
            };
            match file {
                None => {}
                Some(file) if self.bases.of[catalog].iter().any(|base| base.file == file) => {
                    let message = format!("base `{}` is listed twice", name.value);
                    self.problems.add(&rules::MALFORMED, name.span, message);
                }
                Some(file) => self.bases.of[catalog].push(Base { file, place: name.span }),
            }
        }
        self.open.pop();
        self.bases.order.push(catalog);
    }

    /// Reads a base and its bases; returns its number.
    fn add(&mut self, path: String, name: &Spanned<String>) -> Option<usize> {
        if self.bases.of.len() >= MAX_FILES {
            let message = format!("a catalog has at most {MAX_FILES} files");
            self.problems.add(&rules::TOO_LARGE, name.span.clone(), message);
            return None;
        }
        let bytes = match self.read.map(|read| read(&path)) {
            Some(Ok(bytes)) => bytes,
            failed => {
                let reason = match failed {
                    Some(Err(error)) => error.to_string(),
                    _ => "only one file is read here".to_owned(),
                };
                let message = format!("cannot read the base `{path}`: {reason}");
                let problem = Problem::new(&rules::CANNOT_READ, name.span.clone(), message);
                let help = "the path of a base is relative to the folder of the file that extends it";
                self.problems.push(problem.help(help));
                return None;
            }
        };
        let (file, problem) = match source_from_bytes(path, bytes) {
            Ok(file) => (file, None),
            Err((file, problem)) => (file, Some(problem)),
        };
        let number = self.source.add(file.path, &file.text);
        self.bases.of.push(Vec::new());
        self.bases.languages.push(None);
        let file = self.source.file(number);
        if let Some(mut problem) = problem {
            problem.shift(file.start);
            self.problems.push(*problem);
        }
        // Other problems of the base are reported when its members are read.
        let mut ignored = Problems::new();
        let node = json::parse_file(file, &mut ignored);
        self.bases.is_incomplete |= node.is_none();
        drop(ignored.finish());
        let named = node.map_or_else(Vec::new, |node| {
            self.bases.languages[number] = languages(&node);
            parse::bases(self.source, &node, self.problems)
        });
        self.follow(number, named);
        Some(number)
    }

    fn cycle(&mut self, known: usize, name: &Spanned<String>) {
        let path = self.source.file(known).path;
        let message = format!("`{path}` extends itself");
        let problem = Problem::new(&rules::EXTENDS_CYCLE, name.span.clone(), message);
        self.problems.push(problem.label("remove it"));
    }
}

/// Returns the path of a base, which is relative to the folder of the file that extends it.
fn beside(catalog: &str, base: &str) -> String {
    let folder = Path::new(catalog).parent().unwrap_or(Path::new(""));
    normal(&folder.join(base))
}

/// Returns a path without `.` and without `..` after a folder, so that two paths of one file are equal.
fn normal(path: &Path) -> String {
    let mut normal = PathBuf::new();
    for component in path.components() {
        let in_folder = matches!(normal.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::CurDir => {}
            Component::ParentDir if in_folder => drop(normal.pop()),
            component => normal.push(component),
        }
    }
    let normal = normal.display().to_string();
    if cfg!(windows) {
        normal.replace('\\', "/")
    } else {
        normal
    }
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_base_is_relative_to_the_folder_of_its_catalog() {
        for (catalog, base, expected) in [
            ("clinic.json", "base.json", "base.json"),
            ("./catalogs/clinic.json", "./base.json", "catalogs/base.json"),
            ("catalogs/clinic.json", "../base.json", "base.json"),
            ("catalogs/clinic.json", "../../shared/base.json", "../shared/base.json"),
            ("../a/clinic.json", "../../b/base.json", "../../b/base.json"),
            ("/a/clinic.json", "../base.json", "/base.json"),
        ] {
            assert_eq!(beside(catalog, base), expected, "{catalog} {base}");
        }
    }
}
