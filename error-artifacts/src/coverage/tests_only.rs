//! Code that is compiled for tests only: `#[cfg(test)]`, `#[test]`, and the files of such modules.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::aliases::{ident, is_ident, is_punct, string};

/// Whether code with an attribute is compiled for tests only. `attribute` is what is inside the brackets.
pub(super) fn is_test(attribute: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = attribute.clone().into_iter().collect();
    if let [TokenTree::Ident(word), TokenTree::Group(condition)] = tokens.as_slice()
        && word == "cfg"
    {
        return !is_possible(&condition.stream());
    }
    // `test`, `tokio::test`, `test(flavor = "…")`, `rstest`, `bench`.
    let path = tokens
        .iter()
        .take_while(|token| !matches!(token, TokenTree::Group(_)) && !is_punct(Some(token), '='));
    let last = path.filter_map(ident).last();
    last.is_some_and(|last| matches!(last.as_str(), "test" | "rstest" | "test_case" | "bench" | "quickcheck"))
}

/// Whether a condition of `cfg` can be true without tests.
fn is_possible(condition: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = condition.clone().into_iter().collect();
    let parts = |group: &TokenStream| -> Vec<TokenStream> {
        let tokens: Vec<TokenTree> = group.clone().into_iter().collect();
        let parts = tokens.split(|token| is_punct(Some(token), ','));
        let parts = parts.filter(|part| !part.is_empty());
        parts.map(|part| part.iter().cloned().collect()).collect()
    };
    match tokens.as_slice() {
        [TokenTree::Ident(word)] => word != "test",
        [TokenTree::Ident(word), TokenTree::Group(group)] if word == "all" => {
            parts(&group.stream()).iter().all(is_possible)
        }
        [TokenTree::Ident(word), TokenTree::Group(group)] if word == "any" => {
            parts(&group.stream()).iter().any(is_possible)
        }
        _ => true,
    }
}

/// The tokens that an attribute applies to: the position after the last of them.
///
/// An item ends with its braces or `;`, a field or an arm with `,`.
pub(super) fn end(tokens: &[TokenTree], start: usize) -> usize {
    let mut position = start;
    // Words before the keyword of an item: `pub(crate) async unsafe fn`.
    while let Some(token) = tokens.get(position) {
        let is_word = ["pub", "async", "unsafe", "default", "extern"]
            .iter()
            .any(|word| is_ident(Some(token), word));
        let is_visibility = matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
        if !(is_word || is_visibility && position > start) {
            break;
        }
        position += 1;
    }
    let keyword = tokens.get(position).and_then(ident).unwrap_or_default();
    let (by_brace, by_comma) = match keyword.as_str() {
        "use" | "static" | "type" | "let" => (false, false),
        // `const fn` and `const X: T = …;`
        "const" => (is_ident(tokens.get(position + 1), "fn"), false),
        "fn" | "mod" | "struct" | "enum" | "union" | "trait" | "impl" | "macro_rules" => (true, false),
        _ => (true, true),
    };
    while let Some(token) = tokens.get(position) {
        position += 1;
        let is_brace = matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        if is_punct(Some(token), ';') || (by_comma && is_punct(Some(token), ',')) || (by_brace && is_brace) {
            break;
        }
    }
    position
}

/// Adds the files of modules for tests: of `#[cfg(test)] mod tests;` in `src/lib.rs`, `src/tests.rs` and all below `src/tests/`.
pub(super) fn modules(tokens: &TokenStream, path: &Path, files: &mut HashSet<PathBuf>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut is_test_now = false;
    let mut place = None;
    let mut position = 0;
    while let Some(token) = tokens.get(position) {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let is_inner = is_punct(tokens.get(position + 1), '!');
                let at = position + 1 + usize::from(is_inner);
                if let Some(TokenTree::Group(group)) = tokens.get(at) {
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    if is_inner {
                        if is_test(&group.stream()) {
                            files.insert(path.to_owned());
                        }
                    } else {
                        is_test_now |= is_test(&group.stream());
                        if is_ident(inside.first(), "path") {
                            place = inside.last().and_then(string);
                        }
                    }
                    position = at;
                }
            }
            TokenTree::Ident(word) if word == "mod" && is_punct(tokens.get(position + 2), ';') => {
                if let (true, Some(name)) = (is_test_now, tokens.get(position + 1).and_then(ident)) {
                    let folder = path.parent().unwrap_or(Path::new(""));
                    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                    match &place {
                        Some(place) => files.insert(folder.join(place)),
                        None if matches!(stem, "lib" | "main" | "mod") => files.insert(folder.join(name)),
                        None => files.insert(folder.join(stem).join(name)),
                    };
                }
            }
            _ => {}
        }
        if is_punct(Some(token), ';')
            || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
        {
            (is_test_now, place) = (false, None);
        }
        position += 1;
    }
}

/// Whether a file is one of the modules for tests, or in the folder of one.
pub(super) fn contains(files: &HashSet<PathBuf>, path: &Path) -> bool {
    files.contains(path)
        || files.contains(&path.with_extension(""))
        || path.ancestors().any(|folder| files.contains(folder))
}
