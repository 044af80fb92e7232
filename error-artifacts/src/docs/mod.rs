//! Documents of catalogs for people: a site of HTML pages, Markdown, and JSON for other programs.
//!
//! `view` decides what they say, and to which readers; the forms show it.

mod address;
mod html;
mod json;
mod markdown;
mod view;

use std::collections::BTreeMap;
use std::fmt;

use error_catalog::contract::Baseline;

use crate::{Api, Artifact};
use view::Book;

/// The readers of documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Audience {
    /// Everyone: clients of the API.
    #[default]
    Public,
    /// Operators of the service: log texts, parameters for the log and `x-` members too.
    Internal,
}

/// What documents say besides the catalogs.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The readers.
    pub audience: Audience,
    /// The baselines by the names of their catalogs: the history of entries, and those that are no longer sent.
    pub baselines: BTreeMap<String, Baseline>,
}

/// The error of documents whose pages would have one address: two catalogs have the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateName(String);

impl fmt::Display for DuplicateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "two catalogs have the name `{}`; their pages would have one address",
            self.0
        )
    }
}

impl std::error::Error for DuplicateName {}

/// Returns a site of HTML pages: an index with a search, a page for each catalog and one for each entry.
///
/// The page of an entry is `CATALOG/NAME.html`, in other languages `CATALOG/LANGUAGE/NAME.html`. The site needs no server and no network.
///
/// # Errors
/// Two catalogs have the same name.
pub fn site(apis: &[&Api], options: &Options) -> Result<Artifact, DuplicateName> {
    Ok(html::site(&books(apis, options)?))
}

/// Returns Markdown: `errors.md` with everything, and `CATALOG/NAME.md` for each entry.
///
/// # Errors
/// Two catalogs have the same name.
pub fn markdown(apis: &[&Api], options: &Options) -> Result<Artifact, DuplicateName> {
    Ok(markdown::pages(&books(apis, options)?))
}

/// Returns everything that the pages say as JSON: `errors.json`.
///
/// # Errors
/// Two catalogs have the same name.
pub fn json(apis: &[&Api], options: &Options) -> Result<Artifact, DuplicateName> {
    Ok(json::document(&books(apis, options)?, options.audience))
}

fn books<'a>(apis: &[&'a Api], options: &'a Options) -> Result<Vec<Book<'a>>, DuplicateName> {
    let mut books: Vec<Book<'a>> = Vec::new();
    for &api in apis {
        let name = &*api.catalog().name;
        if books.iter().any(|book| book.name() == name) {
            return Err(DuplicateName(name.to_owned()));
        }
        books.push(Book::new(api, options.audience, options.baselines.get(name)));
    }
    Ok(books)
}
