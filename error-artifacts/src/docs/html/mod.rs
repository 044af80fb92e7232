//! The site: pages of HTML, one style sheet, one script and the index of the search.
//!
//! Templates escape every value. What they take as HTML is made in this module from escaped texts.

mod diagram;
mod highlight;
mod index;
mod pages;
mod prose;
mod text;

use std::collections::BTreeSet;

use askama::Template;

use self::pages::{Card, CatalogPage, EntryPage, Frame, Group, IndexPage, RetiredPage, Row, list_name};
use super::view::history::Retired;
use super::view::said::Said;
use super::view::{Book, Catalog, CategoryPage};
use crate::Files;

/// The largest number of entries on one page of a catalog.
const ROWS: usize = 500;

/// Adds a page. Writing to a text fails only if a value cannot be shown, which none of them does.
fn add(files: &mut dyn Files, path: &str, page: &impl Template) {
    files.add(&format!("{path}.html"), page.render().unwrap_or_default().as_bytes());
}

/// Generates the site of catalogs.
pub(super) fn site(books: &[Book<'_>], files: &mut dyn Files) {
    files.add("site.css", include_bytes!("../assets/site.css"));
    files.add("site.js", include_bytes!("../assets/site.js"));
    let heading = match books {
        [one] => format!("{} errors", one.overview(None).title),
        _ => "Error reference".to_owned(),
    };
    let frame = |title: String, description: String, root: &'static str, languages: Vec<(String, String)>| Frame {
        title,
        description,
        root,
        site: heading.clone(),
        catalogs: books.len(),
        is_internal: books.iter().any(Book::is_internal),
        links_to_search: !root.is_empty(),
        languages,
    };
    let mut index = index::Index::default();
    let mut cards = Vec::new();
    for book in books {
        let languages: Vec<Option<&'static str>> = book.languages().collect();
        let retired: Vec<Retired<'_>> = book.retired().collect();
        let mut rows_of_book = Vec::new();
        for &language in &languages {
            let root = if language.is_some() { "../../" } else { "../" };
            let catalog = book.overview(language);
            let rows = entry_pages(files, book, &catalog, language, &|title, description, languages| {
                frame(title, description, root, languages)
            });
            let folder = match language {
                Some(language) => format!("{}/{language}", book.name()),
                None => book.name().to_owned(),
            };
            let frame = |title, description| frame(title, description, root, Vec::new());
            // A retired entry has no texts, so that its page is the same in all languages.
            for entry in retired.iter().filter(|_| language.is_none()) {
                let page = RetiredPage {
                    frame: frame(
                        format!("{}: {} – {}", entry.name, entry.lead(), catalog.title),
                        format!("{}: {}.", entry.name, entry.lead()),
                    ),
                    catalog: &catalog,
                    entry,
                };
                add(files, &entry.page, &page);
            }
            let listed = if language.is_none() { retired.as_slice() } else { &[] };
            catalog_pages(files, &folder, &catalog, &rows, listed, &frame);
            rows_of_book.push((language, rows));
        }
        let overview = book.overview(None);
        index.add(&overview, &rows_of_book, retired);
        cards.push(Card {
            name: overview.name,
            title: overview.title,
            version: overview.version,
            count: book.len(),
            languages: languages.into_iter().flatten().collect(),
        });
    }
    let count = cards.iter().map(|card| card.count).sum();
    files.add("index.js", index.script().as_bytes());
    let page = IndexPage {
        frame: frame(heading.clone(), format!("{heading}: {count} errors."), "", Vec::new()),
        heading: heading.clone(),
        count,
        catalogs: cards,
    };
    add(files, "index", &page);
}

/// Adds the page of each entry, and returns the rows of lists.
fn entry_pages<'a>(
    files: &mut dyn Files,
    book: &'a Book<'_>,
    catalog: &Catalog<'_>,
    language: Option<&'static str>,
    frame: &dyn Fn(String, String, Vec<(String, String)>) -> Frame,
) -> Vec<Row<'a>> {
    let mut rows = Vec::with_capacity(book.len());
    for (position, entry) in book.all(language).enumerate() {
        let neighbour = |position: usize| Some((book.entry_name(position)?, book.page(position, language)));
        let title = entry.title.text();
        let languages = match entry.languages.as_slice() {
            [_] => Vec::new(),
            all => all
                .iter()
                .map(|(language, page)| ((*language).to_owned(), page.clone()))
                .collect(),
        };
        let page = EntryPage {
            frame: frame(
                format!("{}: {title} – {}", entry.name, catalog.title),
                format!("{} {}: {title}. {}.", entry.status, entry.reason, entry.retry.summary),
                languages,
            ),
            catalog,
            entry: &entry,
            before: position.checked_sub(1).and_then(neighbour),
            after: neighbour(position + 1),
        };
        add(files, &entry.page, &page);
        rows.push(Row {
            name: entry.name,
            code: entry.code,
            status: entry.status,
            statuses: entry.statuses,
            status_range: entry.status_range,
            category: entry.category.as_ref().map(|category| category.name),
            message: entry.message.as_ref().map(Said::text).unwrap_or_default(),
            title: entry.title,
            retry: entry.retry.class,
            advice: entry.retry.summary,
            earlier_codes: entry.aliases.into_iter().chain(entry.former_codes).collect(),
            tags: entry.tags,
            is_deprecated: entry.deprecated.is_some(),
            page: entry.page,
        });
    }
    rows
}

/// Adds the pages that list the entries of a catalog by category.
fn catalog_pages(
    files: &mut dyn Files,
    folder: &str,
    catalog: &Catalog<'_>,
    rows: &[Row<'_>],
    retired: &[Retired<'_>],
    frame: &dyn Fn(String, String) -> Frame,
) {
    let used: BTreeSet<Option<&str>> = rows.iter().map(|row| row.category).collect();
    let named = catalog.categories.iter().map(Some).chain([None]);
    let sorted: Vec<(Option<&CategoryPage<'_>>, &Row<'_>)> = named
        .filter(|category| used.contains(&category.map(|category| category.name)))
        .flat_map(|category| {
            let name = category.map(|category| category.name);
            rows.iter()
                .filter(move |row| row.category == name)
                .map(move |row| (category, row))
        })
        .collect();
    let pages = sorted.len().div_ceil(ROWS);
    for (at, chunk) in sorted.chunks(ROWS).enumerate() {
        let is_same = |one: &(Option<&CategoryPage<'_>>, _), other: &(Option<&CategoryPage<'_>>, _)| {
            one.0.map(|category| category.name) == other.0.map(|category| category.name)
        };
        let groups = chunk.chunk_by(is_same).map(|group| Group {
            category: group.first().and_then(|(category, _)| *category),
            rows: group.iter().map(|(_, row)| *row).collect(),
        });
        let page = CatalogPage {
            frame: frame(
                format!(
                    "{} errors{}",
                    catalog.title,
                    if at == 0 {
                        String::new()
                    } else {
                        format!(", page {}", at + 1)
                    }
                ),
                format!("The {} errors of {}.", rows.len(), catalog.title),
            ),
            catalog,
            count: rows.len(),
            page: at + 1,
            pages,
            groups: groups.collect(),
            retired,
        };
        add(files, &format!("{folder}/{}", list_name(at + 1)), &page);
    }
}
