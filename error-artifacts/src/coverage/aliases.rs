//! Other names of a catalog: calls of `error_catalog!`, `use … as …` and `type … = …;`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::names::Names;

/// Adds the names that a file gives to the catalog. Returns whether one is new. `catalog` is the name of the catalog's file.
pub(super) fn find(tokens: &TokenStream, catalog: &str, names: &mut Names<'_>) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut has_new = false;
    for (position, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let is_call = position >= 2
                    && is_punct(tokens.get(position - 1), '!')
                    && is_ident(tokens.get(position - 2), "error_catalog");
                if is_call {
                    has_new |= call(&group.stream(), catalog, names);
                }
                has_new |= find(&group.stream(), catalog, names);
            }
            TokenTree::Ident(word) if word == "use" => {
                let statement: Vec<TokenTree> = statement(&tokens, position).cloned().collect();
                for leaf in leaves(&statement) {
                    if let (Some(last), Some(alias)) = (leaf.path.last(), &leaf.alias)
                        && names.is_catalog(last)
                    {
                        has_new |= names.add(alias);
                    }
                }
            }
            TokenTree::Ident(word) if word == "type" => {
                let mut idents = statement(&tokens, position).filter_map(ident);
                if let (Some(alias), Some(last)) = (idents.next(), idents.last())
                    && names.is_catalog(&last)
                {
                    has_new |= names.add(&alias);
                }
            }
            _ => {}
        }
    }
    has_new
}

/// `#[catalog(module = x)] pub enum Name = "path/to/catalog.json";`
fn call(tokens: &TokenStream, catalog: &str, names: &mut Names<'_>) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let path = tokens.iter().find_map(string);
    let is_same = path.is_some_and(|path| path.rsplit(['/', '\\']).next() == Some(catalog));
    let name = tokens.iter().position(|token| is_ident(Some(token), "enum"));
    let name = name.and_then(|position| ident(tokens.get(position + 1)?));
    let Some(name) = name.filter(|_| is_same) else {
        return false;
    };
    let module = attribute_contents(&tokens).find_map(|inside| {
        let position = inside.iter().position(|token| is_ident(Some(token), "module"))?;
        ident(inside.get(position + 2)?)
    });
    let known = names.catalog.len();
    names.add_enum(&name, module.as_deref());
    names.catalog.len() > known
}

/// The contents of the brackets inside of attributes: of `#[catalog(module = x)]`, `module = x`.
fn attribute_contents(tokens: &[TokenTree]) -> impl Iterator<Item = Vec<TokenTree>> {
    let attributes = tokens.iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => Some(group.stream()),
        _ => None,
    });
    attributes.flat_map(|attribute| {
        attribute.into_iter().filter_map(|token| match token {
            TokenTree::Group(group) => Some(group.stream().into_iter().collect()),
            _ => None,
        })
    })
}

/// Returns the tokens after a position, until the `;`.
pub(super) fn statement(tokens: &[TokenTree], position: usize) -> impl Iterator<Item = &TokenTree> {
    let rest = tokens.get(position + 1..).unwrap_or_default();
    rest.iter().take_while(|token| !is_punct(Some(token), ';'))
}

/// A path that `use` imports: `a::b as c` or `a::*`.
pub(super) struct Leaf {
    /// Its segments; `*` for a glob.
    pub path: Vec<String>,
    pub line: usize,
    pub alias: Option<String>,
}

/// Returns the paths of a `use`.
pub(super) fn leaves(tokens: &[TokenTree]) -> Vec<Leaf> {
    let mut found = Vec::new();
    tree(tokens, &[], &mut found);
    found
}

fn tree(tokens: &[TokenTree], before: &[String], found: &mut Vec<Leaf>) {
    for part in tokens.split(|token| is_punct(Some(token), ',')) {
        let mut path = before.to_vec();
        let mut alias = None;
        let mut is_alias = false;
        let mut line = 0;
        let mut is_group = false;
        for token in part {
            match token {
                TokenTree::Ident(word) if word == "as" => is_alias = true,
                TokenTree::Ident(word) if is_alias => alias = Some(word.to_string()),
                TokenTree::Ident(word) => {
                    path.push(word.to_string());
                    line = word.span().start().line;
                }
                TokenTree::Punct(punct) if punct.as_char() == '*' => path.push("*".to_owned()),
                TokenTree::Group(group) => {
                    is_group = true;
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    tree(&inside, &path, found);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        // `a::{self}` is `a`.
        if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
            path.pop();
        }
        if !is_group && path.len() > before.len().min(1) {
            found.push(Leaf { path, line, alias });
        }
    }
}

pub(super) fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

pub(super) fn is_ident(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == word)
}

pub(super) fn ident(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    }
}

/// Returns the value of a string literal.
pub(super) fn string(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else {
        return None;
    };
    let literal: syn::LitStr = syn::parse2(TokenTree::Literal(literal.clone()).into()).ok()?;
    Some(literal.value())
}
