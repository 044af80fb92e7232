//! The structure of TypeScript: the words outside of strings and comments, which no text may add to.

use std::collections::HashSet;
use std::sync::OnceLock;

use error_artifacts::{Api, Artifact, typescript};
use serde_json::Value;

use super::markdown;

/// Asserts that the module and the package of a catalog are well-formed. Of a catalog with given texts, the module has no other words than
/// that of a harmless one.
pub(super) fn module(api: &Api, harmless: Option<fn() -> Api>) {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    let package = typescript::package(api, None);
    assert!(package == typescript::package(api, None), "not the same each time");
    let (path, _) = package
        .files()
        .find(|(path, _)| path.starts_with("src/") && !path.starts_with("src/runtime/"))
        .expect("a module");
    let source = text(&package, path);
    let found = words(source);
    if let Some(harmless) = harmless {
        let known = WORDS.get_or_init(|| words(text(&typescript::module(&harmless()), path)));
        for word in found {
            assert!(known.contains(&word), "{word} in {source}");
        }
    }
    for name in ["package.json", "tsconfig.json"] {
        let text = text(&package, name);
        serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    }
    let readme = text(&package, "README.md");
    assert_eq!(markdown::structure(readme).html, [""; 0], "{readme}");
}

fn text<'a>(artifact: &'a Artifact, path: &str) -> &'a str {
    let file = artifact.get(path).unwrap_or_else(|| panic!("{path} is missing"));
    std::str::from_utf8(file).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the words outside of strings and comments. Strings end in their line, brackets are closed in order, and nothing else can have a text.
fn words(source: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut open = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("/*") => rest.find("*/").map(|end| end + 2),
            '/' if rest.starts_with("//") => {
                Some(rest.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(rest.len()))
            }
            '"' | '\'' => string(rest, first),
            '`' => None,
            _ if is_of_word(first) => {
                let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
                found.insert(rest[..end].to_owned());
                Some(end)
            }
            '(' | '[' | '{' => {
                open.push(first);
                Some(1)
            }
            ')' | ']' | '}' => {
                let opening = open.pop();
                let is_pair = matches!((opening, first), (Some('('), ')') | (Some('['), ']') | (Some('{'), '}'));
                is_pair.then_some(1)
            }
            _ => (first.is_ascii_punctuation() || matches!(first, ' ' | '\n')).then_some(1),
        };
        let Some(length) = length else {
            panic!(
                "{:?} is not TypeScript: {source}",
                rest.chars().take(40).collect::<String>()
            );
        };
        rest = &rest[length..];
    }
    assert!(open.is_empty(), "{open:?} without an end: {source}");
    found.retain(|word| !word.starts_with(|first: char| first.is_ascii_digit()));
    found
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Returns the length of a string with its quotes; `None` without an end in its line.
fn string(text: &str, quote: char) -> Option<usize> {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => {
                letters.next()?;
            }
            '\n' | '\r' => return None,
            _ if letter == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}
