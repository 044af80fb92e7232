//! Reads tables of errors: in Markdown, in HTML, of separated values, as a list in JSON.

mod columns;
mod csv;
mod html;
mod items;
mod joined;
mod json;
mod markdown;
mod rows;

use super::found::{Found, Place};
use super::text::Text;

pub(crate) use self::csv::delimiter;
pub(crate) use self::html::plain as html_text;
pub(crate) use self::items::entries as items;
pub(crate) use self::json::is_list;

/// A cell, and its place in the input.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) place: Place,
}

/// A table with the heading of its section.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) place: Place,
    pub(super) section: Option<String>,
    /// The number of headings before it, which decides the section of an example.
    pub(super) section_number: usize,
    /// Its start in the text.
    pub(super) offset: usize,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A body in a document.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) place: Place,
    pub(super) section_number: usize,
    pub(super) offset: usize,
    pub(super) value: serde_json::Value,
}

/// The parts of a document that matter here.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) title: Option<String>,
    pub(super) tables: Vec<Table>,
    pub(super) bodies: Vec<Body>,
    /// The texts of list items and links, for documents without tables.
    pub(super) items: Vec<Cell>,
}

/// The syntax of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    Markdown,
    Html,
    Separated,
    Json,
}

/// Returns the syntax of a document by its content.
pub(crate) fn syntax(text: &str) -> Syntax {
    let start = text.trim_start();
    if is_list(start) {
        return Syntax::Json;
    }
    let lower: String = start.chars().take(4096).collect::<String>().to_ascii_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") || lower.starts_with("<table") {
        return Syntax::Html;
    }
    let is_rule = |line: &str| line.contains('-') && line.contains('|') && line.chars().all(|c| "|-: \t".contains(c));
    let is_markdown = text.lines().any(|line| is_rule(line) || line.starts_with("# "));
    if !is_markdown && delimiter(text).is_some() {
        return Syntax::Separated;
    }
    Syntax::Markdown
}

/// Reads the entries of a document.
pub(crate) fn read(input: &Text, found: &mut Found) {
    let document = match syntax(&input.text) {
        Syntax::Markdown => {
            let mut document = markdown::document(input);
            if document.tables.is_empty() {
                document.tables = joined::tables(input);
            }
            document
        }
        Syntax::Html => html::document(input),
        Syntax::Separated => csv::document(input),
        Syntax::Json => json::document(input),
    };
    if found.title.is_none() {
        found.title.clone_from(&document.title);
    }
    rows::entries(document, found);
}

/// Reads the entries of a description in Markdown or HTML. All places are that of the description.
pub(crate) fn read_description(description: &str, place: &Place, found: &mut Found) {
    let input = Text::new(&place.file, description.to_owned());
    let mut document = markdown::document(&input);
    document.bodies.clear();
    document.title = None;
    for table in &mut document.tables {
        table.place = place.clone();
        table.section = None;
        for cell in table.rows.iter_mut().flatten() {
            cell.place = place.clone();
        }
    }
    for item in &mut document.items {
        item.place = place.clone();
    }
    let mut inner = Found::default();
    rows::entries(document, &mut inner);
    found.entries.append(&mut inner.entries);
    found.entries.extend(inner.legend.into_iter().map(|one| one.entry));
}
