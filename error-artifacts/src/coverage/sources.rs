//! The Rust files of a server.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use proc_macro2::TokenStream;

use super::aliases;
use super::names::Names;
use super::tests_only;
use super::tokens::{BY_NAME, Walk};

/// The deepest nesting of brackets that a file may have. Deeper files are generated, and would end the stack.
const MAX_DEPTH: usize = 200;

/// The Rust files of a server, and the entries that they name.
#[derive(Debug)]
pub struct Sources<'c> {
    names: Names<'c>,
    /// The name of the catalog's file, which calls of `error_catalog!` have at the end of their path.
    file: String,
    read: Vec<File>,
    unparsed: Vec<Unparsed>,
}

#[derive(Debug)]
struct File {
    path: PathBuf,
    text: String,
    is_test: bool,
}

/// A file that is not Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unparsed {
    /// The file.
    pub path: PathBuf,
    /// The line, which counts from 1.
    pub line: usize,
    /// The message of the parser.
    pub message: String,
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// The line, which counts from 1.
    pub line: usize,
    /// Whether it is compiled for tests only.
    pub is_test: bool,
}

/// The uses of each entry, by its position.
pub(super) type Uses = HashMap<usize, Vec<Place>>;

impl<'c> Sources<'c> {
    /// Starts without files. `path` is that of the catalog.
    pub fn new(names: Names<'c>, path: &Path) -> Self {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self {
            names,
            file: file.unwrap_or_default(),
            read: Vec::new(),
            unparsed: Vec::new(),
        }
    }

    /// Adds a file. All of it is a test if `is_test` is set, or if it is in a folder `tests` or `benches` below `root`.
    pub fn add(&mut self, root: &Path, path: &Path, text: String, is_test: bool) {
        let below = path.strip_prefix(root).unwrap_or(path);
        let folders = below.parent().into_iter().flat_map(Path::components);
        let is_test = is_test
            || root.file_name().is_some_and(is_of_tests)
            || folders
                .into_iter()
                .any(|part| matches!(part, Component::Normal(name) if is_of_tests(name)));
        self.read.push(File {
            path: path.to_owned(),
            text,
            is_test,
        });
    }

    /// Finds the uses. Returns them with the files that are not Rust, and the number of files.
    pub(super) fn finish(mut self) -> (Uses, Vec<Unparsed>, usize) {
        let mut tests = HashSet::new();
        for file in &self.read {
            match lex(&file.text) {
                Ok(tokens) => {
                    tests_only::modules(&tokens, &file.path, &mut tests);
                    if let Err(error) = syn::parse2::<syn::File>(tokens) {
                        let line = error.span().start().line;
                        self.unparsed.push(file.unparsed(line, error.to_string()));
                    }
                }
                Err((line, message)) => self.unparsed.push(file.unparsed(line, message)),
            }
            forget_spans();
        }
        // An alias can be in a file before that of the name that it stands for.
        let mut has_new = true;
        while has_new {
            has_new = false;
            for file in &self.read {
                if file.text.contains("error_catalog") || file.mentions(&self.names) {
                    if let Ok(tokens) = lex(&file.text) {
                        has_new |= aliases::find(&tokens, &self.file, &mut self.names);
                    }
                    forget_spans();
                }
            }
        }
        let mut uses = Uses::new();
        for file in &self.read {
            if file.mentions(&self.names) || BY_NAME.iter().any(|function| file.text.contains(function)) {
                if let Ok(tokens) = lex(&file.text) {
                    let is_test = file.is_test || tests_only::contains(&tests, &file.path);
                    Walk::new(&self.names, &file.path, &tokens, &mut uses).file(tokens, is_test);
                }
                forget_spans();
            }
        }
        for places in uses.values_mut() {
            places.sort();
            places.dedup();
        }
        (uses, self.unparsed, self.read.len())
    }
}

impl File {
    /// Whether the text can have a name of the catalog.
    fn mentions(&self, names: &Names<'_>) -> bool {
        names.catalog.iter().any(|name| self.text.contains(name.as_str()))
    }

    fn unparsed(&self, line: usize, message: String) -> Unparsed {
        Unparsed {
            path: self.path.clone(),
            line,
            message,
        }
    }
}

/// Whether a folder has tests or benchmarks.
fn is_of_tests(name: &OsStr) -> bool {
    name == "tests" || name == "benches"
}

/// Frees the texts that the lexer keeps for the lines of tokens.
fn forget_spans() {
    proc_macro2::extra::invalidate_current_thread_spans();
}

/// Returns the tokens of a file, or the line and the message of an error.
fn lex(text: &str) -> Result<TokenStream, (usize, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = without_first_line(text);
    let tokens: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| {
        (
            error.span().start().line,
            "the brackets or literals are not Rust".to_owned(),
        )
    })?;
    if depth(&tokens) > MAX_DEPTH {
        return Err((1, format!("brackets are nested more than {MAX_DEPTH} levels deep")));
    }
    Ok(tokens)
}

/// Empties the line `#!/usr/bin/env …` of a script, and keeps `#![…]`.
fn without_first_line(text: &str) -> &str {
    match text.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => text.find('\n').map_or("", |end| &text[end..]),
        _ => text,
    }
}

/// Returns the depth of the brackets, without recursion.
fn depth(tokens: &TokenStream) -> usize {
    let mut deepest = 0;
    let mut waiting = vec![(tokens.clone(), 0)];
    while let Some((tokens, level)) = waiting.pop() {
        deepest = deepest.max(level);
        for token in tokens {
            if let proc_macro2::TokenTree::Group(group) = token {
                waiting.push((group.stream(), level + 1));
            }
        }
    }
    deepest
}
