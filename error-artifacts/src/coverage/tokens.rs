//! The names of entries among the tokens of a file: in code, in attributes and in the arguments of macros.

use std::collections::HashSet;
use std::path::Path;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::aliases::{ident, is_punct, leaves, statement, string};
use super::names::Names;
use super::sources::{Place, Uses};
use super::tests_only;

/// Functions whose argument is the name of an entry.
pub(super) const BY_NAME: [&str; 2] = ["from_name", "entry_by_name"];

/// The search in one file.
pub(super) struct Walk<'w, 'c> {
    names: &'w Names<'c>,
    path: &'w Path,
    uses: &'w mut Uses,
    /// Whether the file has all variants without the name of their enum: `use Clinic::*;`.
    has_glob: bool,
    /// Whether the file names the catalog, so that strings can be names of its entries.
    has_catalog: bool,
}

/// The state of the search in one stream of tokens.
#[derive(Clone, Default)]
struct Scope {
    is_test: bool,
    /// Whether the derive around it has the catalog: `#[catalog(Clinic)]`.
    is_derived: bool,
}

impl<'w, 'c> Walk<'w, 'c> {
    pub(super) fn new(names: &'w Names<'c>, path: &'w Path, tokens: &TokenStream, uses: &'w mut Uses) -> Self {
        let mut words = HashSet::new();
        collect(tokens, &mut words);
        let has_catalog = words.iter().any(|word| names.is_catalog(word));
        Self {
            names,
            path,
            uses,
            has_glob: false,
            has_catalog,
        }
    }

    /// Finds all names of a file.
    pub(super) fn file(mut self, tokens: TokenStream, is_test: bool) {
        self.has_glob = self.has_catalog && self.globs(&tokens);
        let scope = Scope {
            is_test,
            is_derived: false,
        };
        self.tokens(tokens, &scope);
    }

    fn globs(&self, tokens: &TokenStream) -> bool {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        tokens.iter().enumerate().any(|(position, token)| match token {
            TokenTree::Group(group) => self.globs(&group.stream()),
            TokenTree::Ident(word) if word == "use" => {
                let statement: Vec<TokenTree> = statement(&tokens, position).cloned().collect();
                leaves(&statement).iter().any(|leaf| match leaf.path.as_slice() {
                    [.., catalog, glob] => glob == "*" && self.names.is_catalog(catalog),
                    _ => false,
                })
            }
            _ => false,
        })
    }

    fn add(&mut self, entry: usize, line: usize, scope: &Scope) {
        self.uses.entry(entry).or_default().push(Place {
            path: self.path.to_owned(),
            line,
            is_test: scope.is_test,
        });
    }

    fn tokens(&mut self, tokens: TokenStream, scope: &Scope) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut scope = scope.clone();
        // The end of the code for tests, and of the derived error, if the search is inside of one.
        let (mut test_end, mut derive_end) = (0, 0);
        let outside = scope.clone();
        let mut position = 0;
        while let Some(token) = tokens.get(position) {
            scope.is_test = outside.is_test || position < test_end;
            scope.is_derived = outside.is_derived || position < derive_end;
            if is_punct(Some(token), '#') && is_attribute(&tokens, position) {
                let first = position;
                position = self.attributes(&tokens, position, &mut scope);
                let end = tests_only::end(&tokens, position);
                if scope.is_test {
                    test_end = test_end.max(end);
                }
                if scope.is_derived {
                    derive_end = derive_end.max(end);
                }
                debug_assert!(position > first);
                continue;
            }
            match token {
                TokenTree::Group(group) => {
                    self.by_name(&tokens, position, &scope);
                    self.tokens(group.stream(), &scope);
                }
                TokenTree::Ident(word) if word == "use" => {
                    position = self.import(&tokens, position, &scope);
                    continue;
                }
                TokenTree::Ident(word) => self.ident(&tokens, position, word, &scope),
                TokenTree::Literal(_) => self.literal(token, &scope),
                TokenTree::Punct(_) => {}
            }
            position += 1;
        }
    }

    /// Reads adjacent attributes, and returns the position after them.
    fn attributes(&mut self, tokens: &[TokenTree], start: usize, scope: &mut Scope) -> usize {
        let mut groups = Vec::new();
        let mut position = start;
        while is_punct(tokens.get(position), '#') && is_attribute(tokens, position) {
            let is_inner = is_punct(tokens.get(position + 1), '!');
            position += 1 + usize::from(is_inner);
            if let Some(TokenTree::Group(group)) = tokens.get(position) {
                // That of a whole file was seen before.
                if !is_inner {
                    scope.is_test |= tests_only::is_test(&group.stream());
                }
                groups.push(group.stream());
            }
            position += 1;
        }
        let named = |stream: &TokenStream, name: &str| {
            let inside: Vec<TokenTree> = stream.clone().into_iter().collect();
            match inside.as_slice() {
                [TokenTree::Ident(word), TokenTree::Group(content), ..] if word == name => Some(content.stream()),
                _ => None,
            }
        };
        for catalogs in groups.iter().filter_map(|group| named(group, "catalog")) {
            let mut words = catalogs.into_iter().filter_map(|token| ident(&token));
            scope.is_derived |= words.any(|word| self.names.is_catalog(&word));
        }
        for group in groups {
            // Without a path, the entry is one of all catalogs of the derived error.
            if let (true, Some(entries)) = (scope.is_derived, named(&group, "code")) {
                let entries: Vec<TokenTree> = entries.into_iter().collect();
                for entry in entries.split(|token| is_punct(Some(token), ',')) {
                    if let [TokenTree::Ident(word)] = entry
                        && let Some(position) = self.names.variant(&word.to_string())
                    {
                        self.add(position, word.span().start().line, scope);
                    }
                }
            }
            self.tokens(group, scope);
        }
        position
    }

    /// `Clinic::NoSlot`, and `NoSlot` below `use Clinic::*;`.
    fn ident(&mut self, tokens: &[TokenTree], position: usize, word: &Ident, scope: &Scope) {
        let Some(entry) = self.names.variant(&word.to_string()) else {
            return;
        };
        let before = |back: usize| position.checked_sub(back).and_then(|position| tokens.get(position));
        let is_path = is_punct(before(1), ':') && is_punct(before(2), ':');
        let is_named = if is_path {
            matches!(before(3), Some(TokenTree::Ident(catalog)) if self.names.is_catalog(&catalog.to_string()))
        } else {
            self.has_glob && !is_punct(before(1), '.')
        };
        if is_named {
            self.add(entry, word.span().start().line, scope);
        }
    }

    /// `use clinic::{NoSlot, PatientNotFound as Missing};`, and the position after it.
    fn import(&mut self, tokens: &[TokenTree], position: usize, scope: &Scope) -> usize {
        let statement: Vec<TokenTree> = statement(tokens, position).cloned().collect();
        for leaf in leaves(&statement) {
            if let [.., catalog, name] = leaf.path.as_slice()
                && self.names.is_catalog(catalog)
                && let Some(entry) = self.names.variant(name)
            {
                self.add(entry, leaf.line, scope);
            }
        }
        position + 1 + statement.len()
    }

    /// `from_name("NO_SLOT")`, unless it is that of another type.
    fn by_name(&mut self, tokens: &[TokenTree], position: usize, scope: &Scope) {
        let before = |back: usize| position.checked_sub(back).and_then(|position| tokens.get(position));
        let Some(TokenTree::Group(group)) = tokens.get(position) else {
            return;
        };
        let function = before(1).and_then(ident);
        let is_by_name = group.delimiter() == Delimiter::Parenthesis
            && function.is_some_and(|function| BY_NAME.contains(&function.as_str()));
        let of_other = match (before(2), before(4)) {
            (Some(TokenTree::Punct(colon)), Some(TokenTree::Ident(owner))) if colon.as_char() == ':' => {
                !self.names.is_catalog(&owner.to_string())
            }
            _ => false,
        };
        if is_by_name && !of_other {
            for token in group.stream() {
                self.string(&token, |_| true, scope);
            }
        }
    }

    /// `"NO_SLOT"` in a file that names the catalog. A word of lowercase letters, such as `"forbidden"`, can mean anything.
    fn literal(&mut self, token: &TokenTree, scope: &Scope) {
        if self.has_catalog {
            let is_name = |name: &str| !name.bytes().all(|byte| byte.is_ascii_lowercase());
            self.string(token, is_name, scope);
        }
    }

    fn string(&mut self, token: &TokenTree, is_name: impl Fn(&str) -> bool, scope: &Scope) {
        if let Some(name) = string(token)
            && let Some(&entry) = self.names.entries.get(name.as_str())
            && is_name(&name)
        {
            self.add(entry, token.span().start().line, scope);
        }
    }
}

/// Whether a `#` begins an attribute: `#[…]` or `#![…]`.
fn is_attribute(tokens: &[TokenTree], position: usize) -> bool {
    let is_inner = is_punct(tokens.get(position + 1), '!');
    matches!(
        tokens.get(position + 1 + usize::from(is_inner)),
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket
    )
}

/// Collects all identifiers.
fn collect(tokens: &TokenStream, words: &mut HashSet<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(word) => {
                words.insert(word.to_string());
            }
            TokenTree::Group(group) => collect(&group.stream(), words),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
