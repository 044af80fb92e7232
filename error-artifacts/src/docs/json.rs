//! The documents as JSON.

use serde::Serialize;

use super::Audience;
use super::view::history::Retired;
use super::view::{Book, Catalog, entry};
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
    entries: Vec<entry::Entry<'a>>,
    /// The entries that are no longer sent.
    retired: Vec<Retired<'a>>,
}

pub(super) fn document(books: &[Book<'_>], audience: Audience) -> Artifact {
    let catalogs = books.iter().flat_map(|book| {
        book.languages().map(move |language| WithEntries {
            catalog: book.overview(language),
            entries: book.all(language).collect(),
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
