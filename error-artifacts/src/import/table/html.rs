//! HTML: tables with spans, lists, links and JSON bodies.

use std::collections::HashMap;

use html5gum::{DefaultEmitter, HtmlString, Token, Tokenizer};

use super::{Body, Cell, Document, Table};
use crate::import::bodies;
use crate::import::text::{Text, tidy};

/// The maximum of a `rowspan` or `colspan` (the standard has 1000 for columns).
const MAX_SPAN: usize = 1000;

/// Tables in tables beyond this depth are text.
const MAX_DEPTH: usize = 16;

/// Elements that begin a new line.
const BLOCKS: [&str; 10] = ["br", "p", "div", "li", "ul", "ol", "pre", "dt", "dd", "tr"];

/// Elements without an effect on lines.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark", "nobr", "s", "samp", "small",
    "span", "strong", "sub", "sup", "tt", "u",
];

/// A table that is not closed yet.
struct Open {
    table: Table,
    /// The cells of the current row by column, and whether all of them are headings.
    row: Vec<Option<Cell>>,
    is_heading: bool,
    /// Cells that reach into the next rows: column, rows left, cell.
    spans: HashMap<usize, (usize, Cell)>,
    cell: Option<(Cell, usize, usize)>,
}

/// Whether a text has tables, lists or links in HTML.
pub(super) fn has_lists(text: &str) -> bool {
    let starts = ["<table", "<li", "<a "];
    text.match_indices('<').any(|(at, _)| {
        let tag = text
            .get(at..at + 6)
            .or_else(|| text.get(at..))
            .unwrap_or_default()
            .to_ascii_lowercase();
        starts.iter().any(|start| tag.starts_with(start))
    })
}

/// Returns the text of a tag within Markdown: a line end, nothing, or the tag itself if HTML has no such element.
pub(super) fn inline(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    let is_prose = tag.split_whitespace().count() > 1 && !tag.contains('=');
    if BLOCKS.contains(&name.as_str()) {
        "\n".to_owned()
    } else if (INLINE.contains(&name.as_str()) && !is_prose) || tag.starts_with("<!") {
        String::new()
    } else {
        tag.to_owned()
    }
}

/// Returns the text of HTML without its tags.
pub(crate) fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.to_owned();
    }
    let mut out = String::new();
    for token in Tokenizer::new(html).flatten() {
        match token {
            Token::String(text) => out.push_str(&String::from_utf8_lossy(&text)),
            Token::StartTag(tag) if BLOCKS.contains(&name(&tag.name).as_str()) => out.push('\n'),
            _ => {}
        }
    }
    out
}

fn name(name: &HtmlString) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// Returns the tables, list items, links and JSON bodies of a document.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of token and element")]
pub(super) fn document(input: &Text) -> Document {
    let mut document = Document::default();
    let mut open: Vec<Open> = Vec::new();
    let mut section: Option<String> = None;
    let mut sections = 0;
    // The text of a heading, title, item or preformatted block, with the element that ends it.
    let mut text: Option<(String, String, usize)> = None;
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(input.text.as_str(), emitter).flatten() {
        match token {
            Token::String(part) => {
                let part = String::from_utf8_lossy(&part);
                if let Some((content, _, _)) = &mut text {
                    content.push_str(&part);
                }
                if let Some((cell, ..)) = open.last_mut().and_then(|open| open.cell.as_mut()) {
                    cell.text.push_str(&part);
                }
            }
            Token::StartTag(tag) => {
                let element = name(&tag.name);
                let offset = tag.span.start;
                match element.as_str() {
                    "table" if open.len() < MAX_DEPTH => open.push(Open {
                        table: Table {
                            place: input.place(offset),
                            section: section.clone(),
                            section_number: sections,
                            offset,
                            headings: Vec::new(),
                            rows: Vec::new(),
                        },
                        row: Vec::new(),
                        is_heading: true,
                        spans: HashMap::new(),
                        cell: None,
                    }),
                    "tr" => {
                        if let Some(open) = open.last_mut() {
                            open.end_row();
                        }
                    }
                    "td" | "th" => {
                        if let Some(open) = open.last_mut() {
                            open.end_cell();
                            open.is_heading &= element == "th";
                            let span = |name: &str| {
                                let value = tag.attributes.get(name.as_bytes())?;
                                let value: usize = String::from_utf8_lossy(value).trim().parse().ok()?;
                                Some(value.clamp(1, MAX_SPAN))
                            };
                            let cell = Cell {
                                text: String::new(),
                                place: input.place(tag.span.end),
                            };
                            open.cell = Some((cell, span("rowspan").unwrap_or(1), span("colspan").unwrap_or(1)));
                        }
                    }
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title" | "pre" | "caption" => {
                        text = Some((String::new(), element, tag.span.end));
                    }
                    "li" | "a" | "dt"
                        if open.is_empty() && !matches!(&text, Some((_, element, _)) if element != "a") =>
                    {
                        text = Some((String::new(), element, tag.span.end));
                    }
                    element if BLOCKS.contains(&element) => {
                        if let Some((cell, ..)) = open.last_mut().and_then(|open| open.cell.as_mut()) {
                            cell.text.push('\n');
                        }
                        if let Some((content, _, _)) = &mut text {
                            content.push('\n');
                        }
                    }
                    _ => {}
                }
            }
            Token::EndTag(tag) => {
                let element = name(&tag.name);
                if text.as_ref().is_some_and(|(_, opened, _)| *opened == element)
                    && let Some((content, element, offset)) = text.take()
                {
                    match element.as_str() {
                        "title" => document.title = Some(tidy(&content)).filter(|title| !title.is_empty()),
                        "caption" => {}
                        "pre" => document
                            .bodies
                            .extend(bodies::in_text(&content).into_iter().map(|(_, value)| Body {
                                place: input.place(offset),
                                section_number: sections,
                                offset,
                                value,
                            })),
                        "li" | "a" | "dt" => document.items.push(Cell {
                            text: content,
                            place: input.place(offset),
                        }),
                        _ => {
                            sections += 1;
                            section = Some(tidy(&content)).filter(|heading| !heading.is_empty());
                        }
                    }
                }
                match element.as_str() {
                    "table" => document.tables.extend(open.pop().map(Open::end)),
                    "tr" => {
                        if let Some(open) = open.last_mut() {
                            open.end_row();
                        }
                    }
                    "td" | "th" => {
                        if let Some(open) = open.last_mut() {
                            open.end_cell();
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    document.tables.extend(open.into_iter().rev().map(Open::end));
    document.tables.sort_by_key(|table| table.offset);
    document
}

impl Open {
    /// Adds the open cell to the row, in each column that it spans.
    fn end_cell(&mut self) {
        let Some((cell, rows, columns)) = self.cell.take() else {
            return;
        };
        let mut column = self.row.iter().position(Option::is_none).unwrap_or(self.row.len());
        for _ in 0..columns {
            while self.spans.contains_key(&column) || self.row.get(column).is_some_and(Option::is_some) {
                self.fill(column);
                column += 1;
            }
            self.set(column, cell.clone());
            if rows > 1 {
                self.spans.insert(column, (rows, cell.clone()));
            }
            column += 1;
            if self.row.len() > MAX_SPAN {
                return;
            }
        }
    }

    /// Sets a column to the cell that reaches into it from the rows above.
    fn fill(&mut self, column: usize) {
        if let Some((_, cell)) = self.spans.get(&column) {
            let cell = cell.clone();
            self.set(column, cell);
        }
    }

    fn set(&mut self, column: usize, cell: Cell) {
        if self.row.len() <= column {
            self.row.resize(column + 1, None);
        }
        self.row[column] = Some(cell);
    }

    fn end_row(&mut self) {
        self.end_cell();
        if self.row.is_empty() {
            return;
        }
        let mut spanned: Vec<usize> = self.spans.keys().copied().collect();
        spanned.sort_unstable();
        for column in spanned {
            if self.row.get(column).is_none_or(Option::is_none) {
                self.fill(column);
            }
        }
        self.spans.retain(|_, (rows, _)| {
            *rows -= 1;
            *rows > 0
        });
        let row = std::mem::take(&mut self.row).into_iter();
        let empty = || Cell {
            text: String::new(),
            place: self.table.place.clone(),
        };
        let row: Vec<Cell> = row.map(|cell| cell.unwrap_or_else(empty)).collect();
        if self.table.headings.is_empty() {
            self.table.headings = row.iter().map(|cell| tidy(&cell.text)).collect();
        } else if !self.is_heading || self.table.rows.is_empty() {
            self.table.rows.push(row);
        }
        self.is_heading = true;
    }

    fn end(mut self) -> Table {
        self.end_row();
        self.table
    }
}
