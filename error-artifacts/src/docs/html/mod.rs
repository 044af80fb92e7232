//! The site: pages of HTML, one style sheet, one script and the index of the search.
//!
//! Templates escape every value. What they take as HTML is made in this module from escaped texts.

#![allow(clippy::unused_self, reason = "templates call functions as methods of their page")]

mod diagram;
mod highlight;
mod index;
mod prose;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use askama::Template;

use self::highlight::escape_to;
use super::address;
use super::view::entry::{Code, Entry, Neighbour};
use super::view::history::Retired;
use super::view::response::{Response, Syntax};
use super::view::said::{Part, Said};
use super::view::samples::Sample;
use super::view::{Book, Catalog, CategoryPage, Shared};
use crate::Artifact;

/// The largest number of entries on one page of a catalog.
const ROWS: usize = 500;

/// What the frame around a page shows.
struct Frame {
    title: String,
    description: String,
    /// The relative path of the root.
    root: &'static str,
    site: String,
    catalogs: usize,
    is_internal: bool,
    links_to_search: bool,
    /// The page in each language.
    languages: Vec<(String, String)>,
}

/// An entry in lists and in the index of the search.
struct Row<'a> {
    name: &'a str,
    page: String,
    code: Option<Code>,
    status: u16,
    statuses: &'a [u16],
    status_range: Option<(u16, u16)>,
    category: Option<&'a str>,
    title: Said<'a>,
    /// The message, for the search.
    message: String,
    retry: &'static str,
    tags: &'a [String],
    is_deprecated: bool,
}

#[derive(Template)]
#[template(path = "docs/entry.html")]
struct EntryPage<'p> {
    frame: Frame,
    catalog: &'p Catalog<'p>,
    entry: &'p Entry<'p>,
    before: Option<(&'p str, String)>,
    after: Option<(&'p str, String)>,
}

#[derive(Template)]
#[template(path = "docs/catalog.html")]
struct CatalogPage<'p> {
    frame: Frame,
    catalog: &'p Catalog<'p>,
    count: usize,
    page: usize,
    pages: usize,
    groups: Vec<Group<'p>>,
    retired: &'p [Retired<'p>],
}

#[derive(Template)]
#[template(path = "docs/retired.html")]
struct RetiredPage<'p> {
    frame: Frame,
    catalog: &'p Catalog<'p>,
    entry: &'p Retired<'p>,
}

struct Group<'p> {
    category: Option<&'p CategoryPage<'p>>,
    rows: Vec<&'p Row<'p>>,
}

#[derive(Template)]
#[template(path = "docs/index.html")]
struct IndexPage<'p> {
    frame: Frame,
    heading: String,
    count: usize,
    catalogs: Vec<Card<'p>>,
}

struct Card<'p> {
    name: &'p str,
    title: &'p str,
    version: Option<&'p str>,
    count: usize,
    languages: Vec<&'static str>,
}

/// Methods of every page that templates call.
macro_rules! page {
    ($($page:ident)*) => {$(
        impl $page<'_> {
            /// Returns the relative address of a page.
            fn address(&self, page: &str) -> String {
                address::uri(&format!("{page}.html"))
            }
        }
    )*};
}

page! { EntryPage RetiredPage CatalogPage IndexPage }

/// Methods of pages with texts of a catalog; they return HTML.
macro_rules! texts {
    ($($page:ident: $($method:ident)*;)*) => {$(
        impl $page<'_> {
            fn name(&self, name: &str) -> String {
                breakable(name)
            }

            fn markdown(&self, text: impl AsRef<str>) -> String {
                prose::markdown(text.as_ref())
            }

            $(texts! { @ $method })*
        }
    )*};
    (@ said) => {
        fn said(&self, text: &Said<'_>) -> String {
            said(text)
        }
    };
    (@ linked) => {
        fn linked(&self, text: impl AsRef<str>) -> String {
            linked(text.as_ref())
        }
    };
}

texts! {
    EntryPage: said linked;
    CatalogPage: said linked;
    RetiredPage: ;
}

impl CatalogPage<'_> {
    fn page_name(&self, page: usize) -> String {
        format!("{}.html", list_name(page))
    }
}

/// Returns the name of a page of a catalog without its extension.
fn list_name(page: usize) -> String {
    if page == 1 {
        "index".to_owned()
    } else {
        format!("index-{page}")
    }
}

impl EntryPage<'_> {
    fn catalog_page(&self) -> &'static str {
        "index.html"
    }

    fn status(&self) -> String {
        let entry = self.entry;
        format!("{} {}", entry.status, entry.reason).trim_end().to_owned()
    }

    fn statuses(&self) -> String {
        let entry = self.entry;
        let mut out = self.status();
        for other in entry.statuses.iter().skip(1) {
            let _ = write!(out, " or {other}");
        }
        if let Some((low, high)) = entry.status_range {
            let _ = write!(out, "; the status of another server, {low} to {high}, is passed on");
        }
        out
    }

    fn media_type(&self) -> Option<&str> {
        let headers = &self.entry.responses.first()?.headers;
        let header = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        header.map(|(_, value)| &**value)
    }

    fn diagram(&self) -> String {
        diagram::svg(&self.entry.retry, self.entry.status)
    }

    fn body(&self, response: &Response, body: &str) -> String {
        body_html(response.syntax, body)
    }

    fn curl(&self, response: &Response) -> String {
        let mut out = String::new();
        escape_to(&mut out, &response.head());
        out.push_str(&body_html(
            response.syntax,
            response.body.as_deref().unwrap_or_default(),
        ));
        out
    }

    fn code(&self, sample: &Sample) -> String {
        highlight::code(&sample.code)
    }

    fn shared(&self, near: &Neighbour<'_>) -> &'static str {
        match near.shared {
            Shared::Code => "Same code",
            Shared::StatusAndResponse => "Same status and body",
        }
    }

    /// Returns a text as a part of a fragment.
    fn component(&self, text: &str) -> String {
        address::uri(text).replace('/', "%2F")
    }
}

fn body_html(syntax: Syntax, body: &str) -> String {
    match syntax {
        Syntax::Json => highlight::json(body),
        Syntax::Xml => highlight::xml(body),
        _ => {
            let mut out = String::new();
            escape_to(&mut out, body);
            out
        }
    }
}

/// Returns a text with its language and its placeholders marked.
fn said(text: &Said<'_>) -> String {
    let mut out = String::from("<span dir=\"auto\"");
    if let Some(language) = text.foreign() {
        out.push_str(" lang=\"");
        escape_to(&mut out, language);
        out.push('"');
    }
    out.push('>');
    for part in &text.parts {
        match part {
            Part::Literal(literal) => escape_to(&mut out, literal),
            Part::Placeholder(name) => {
                out.push_str("<var>");
                escape_to(&mut out, name);
                out.push_str("</var>");
            }
        }
    }
    out.push_str("</span>");
    out
}

/// Returns a name that a narrow page breaks between its words.
fn breakable(name: &str) -> String {
    let mut out = String::with_capacity(name.len() * 2);
    for (at, part) in name.split_inclusive(['_', '.', '-', '/', ':']).enumerate() {
        if at > 0 {
            out.push_str("<wbr>");
        }
        escape_to(&mut out, part);
    }
    out
}

/// Returns a text; an address of the web is a link.
fn linked(text: &str) -> String {
    let mut out = String::new();
    let is_web = prose::is_web(text);
    if is_web {
        out.push_str("<a rel=\"noopener noreferrer\" href=\"");
        escape_to(&mut out, text);
        out.push_str("\">");
    }
    escape_to(&mut out, text);
    if is_web {
        out.push_str("</a>");
    }
    out
}

/// Returns a page. Writing to a text fails only if a value cannot be shown, which none of them does.
fn rendered(page: &impl Template) -> String {
    page.render().unwrap_or_default()
}

/// Returns the site of catalogs.
pub(super) fn site(books: &[Book<'_>]) -> Artifact {
    let mut artifact = Artifact::default();
    artifact.add("site.css", include_str!("../assets/site.css"));
    artifact.add("site.js", include_str!("../assets/site.js"));
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
        let mut rows_of_book = Vec::new();
        for &language in &languages {
            let root = if language.is_some() { "../../" } else { "../" };
            let catalog = book.overview(language);
            let rows = entry_pages(
                &mut artifact,
                book,
                &catalog,
                language,
                &|title, description, languages| frame(title, description, root, languages),
            );
            let folder = match language {
                Some(language) => format!("{}/{language}", book.name()),
                None => book.name().to_owned(),
            };
            let frame = |title, description| frame(title, description, root, Vec::new());
            // A retired entry has no texts, so that its page is the same in all languages.
            let retired: Vec<Retired<'_>> = book.retired().filter(|_| language.is_none()).collect();
            for entry in &retired {
                let page = RetiredPage {
                    frame: frame(
                        format!("{}: no longer sent – {}", entry.name, catalog.title),
                        format!("{} is no longer sent.", entry.name),
                    ),
                    catalog: &catalog,
                    entry,
                };
                artifact.add(format!("{}.html", entry.page), rendered(&page));
            }
            catalog_pages(&mut artifact, &folder, &catalog, &rows, &retired, &frame);
            rows_of_book.push((language, rows));
        }
        let overview = book.overview(None);
        index.add(&overview, &rows_of_book);
        cards.push(Card {
            name: overview.name,
            title: overview.title,
            version: overview.version,
            count: book.len(),
            languages: languages.into_iter().flatten().collect(),
        });
    }
    let count = cards.iter().map(|card| card.count).sum();
    artifact.add("index.js", index.script());
    let page = IndexPage {
        frame: frame(heading.clone(), format!("{heading}: {count} errors."), "", Vec::new()),
        heading: heading.clone(),
        count,
        catalogs: cards,
    };
    artifact.add("index.html", rendered(&page));
    artifact
}

/// Adds the page of each entry, and returns the rows of lists.
fn entry_pages<'a>(
    artifact: &mut Artifact,
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
        artifact.add(format!("{}.html", entry.page), rendered(&page));
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
            tags: entry.tags,
            is_deprecated: entry.deprecated.is_some(),
            page: entry.page,
        });
    }
    rows
}

/// Adds the pages that list the entries of a catalog by category.
fn catalog_pages(
    artifact: &mut Artifact,
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
        artifact.add(format!("{folder}/{}.html", list_name(at + 1)), rendered(&page));
    }
}
