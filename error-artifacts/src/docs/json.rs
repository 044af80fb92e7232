//! The documents as JSON.

use serde::{Serialize, Serializer};

use super::Audience;
use super::view::history::Retired;
use super::view::{Book, Catalog};
use crate::Artifact;

#[derive(Serialize)]
struct Document<'a> {
    /// The version of this format.
    format: u8,
    audience: &'static str,
    /// Each catalog, in each of its languages.
    catalogs: Vec<WithEntries<'a>>,
}

#[derive(Serialize)]
struct WithEntries<'a> {
    #[serde(flatten)]
    catalog: Catalog<'a>,
    entries: Entries<'a>,
    /// The entries that are no longer sent.
    retired: Vec<Retired<'a>>,
}

/// The entries of a catalog in a language. They are made when they are written, so that they are not in memory together.
struct Entries<'a> {
    book: &'a Book<'a>,
    language: Option<&'static str>,
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.book.all(self.language))
    }
}

pub(super) fn document(books: &[Book<'_>], audience: Audience) -> Artifact {
    let catalogs = books.iter().flat_map(|book| {
        book.languages().map(move |language| WithEntries {
            catalog: book.overview(language),
            entries: Entries { book, language },
            retired: book.retired().collect(),
        })
    });
    let document = Document {
        format: 1,
        audience: match audience {
            Audience::Public => "public",
            Audience::Internal => "internal",
        },
        catalogs: catalogs.collect(),
    };
    let mut artifact = Artifact::default();
    // Only a map whose keys are not texts cannot be written.
    let mut json = serde_json::to_vec_pretty(&document).unwrap_or_default();
    json.push(b'\n');
    artifact.add("errors.json", json);
    artifact
}
