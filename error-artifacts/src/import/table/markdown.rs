//! Markdown, with tables of GitHub's kind and with HTML in it.

use std::borrow::Cow;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Body, Cell, Document, Table, html};
use crate::import::bodies;
use crate::import::text::{Text, tidy};

/// The destination of text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Heading,
    Cell,
    Item,
    Metadata,
}

/// Returns the tables, lists and JSON bodies of a document.
pub(super) fn document(input: &Text) -> Document {
    let mut document = Document::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut headings: Vec<usize> = Vec::new();
    let mut section: Option<String> = None;
    let mut inside = Inside::Nothing;
    let (mut text, mut start, mut is_row) = (String::new(), 0, false);
    let prepared = with_tables_apart(&input.text);
    for (event, range) in Parser::new_ext(&prepared, options).into_offset_iter() {
        let mut begin = |what: Inside| {
            (inside, start) = (what, range.start);
            text.clear();
        };
        match event {
            Event::Start(Tag::MetadataBlock(_)) => begin(Inside::Metadata),
            Event::Start(Tag::Heading { .. }) => {
                headings.push(range.start);
                begin(Inside::Heading);
            }
            Event::End(TagEnd::Heading(level)) => {
                let heading = tidy(text.trim_end_matches('#'));
                if document.title.is_none() && level == HeadingLevel::H1 {
                    document.title = Some(heading.clone());
                }
                // Examples belong to the section above them.
                if !heading.starts_with("Example ") && !heading.is_empty() {
                    section = Some(heading);
                }
                inside = Inside::Nothing;
            }
            Event::Start(Tag::Table(_)) => {
                is_row = true;
                document.tables.push(Table {
                    place: input.place(range.start),
                    section: section.clone(),
                    section_number: headings.len(),
                    offset: range.start,
                    headings: Vec::new(),
                    rows: Vec::new(),
                });
            }
            Event::Start(Tag::TableRow) => {
                // A line below a table belongs to it up to an empty one, although text without bars is not a row.
                is_row = is_row && input.text.get(range).is_some_and(|row| row.contains('|'));
                if let Some(table) = document.tables.last_mut().filter(|_| is_row) {
                    table.rows.push(Vec::new());
                }
            }
            Event::Start(Tag::TableCell) => begin(Inside::Cell),
            Event::End(TagEnd::TableCell) => {
                inside = Inside::Nothing;
                let Some(table) = document.tables.last_mut().filter(|_| is_row) else {
                    continue;
                };
                match table.rows.last_mut() {
                    None => table.headings.push(tidy(&text)),
                    Some(row) => {
                        let cell = input.text.get(start..).unwrap_or_default();
                        let padding = cell.len() - cell.trim_start_matches(['|', ' ']).len();
                        row.push(Cell {
                            place: input.place(start + padding),
                            text: std::mem::take(&mut text),
                        });
                    }
                }
            }
            Event::Start(Tag::Item) => begin(Inside::Item),
            Event::End(TagEnd::Item) | Event::Start(Tag::List(_)) if inside == Inside::Item => {
                inside = Inside::Nothing;
                document.items.push(Cell {
                    place: input.place(start),
                    text: std::mem::take(&mut text),
                });
            }
            Event::End(TagEnd::MetadataBlock(_)) => inside = Inside::Nothing,
            Event::Text(part) | Event::Code(part) if inside != Inside::Nothing => text.push_str(&part),
            Event::SoftBreak => text.push(' '),
            Event::HardBreak => text.push('\n'),
            Event::InlineHtml(tag) => text.push_str(&html::inline(&tag)),
            _ => {}
        }
    }
    let number = |offset: usize| headings.partition_point(|start| *start < offset);
    if html::has_lists(&input.text) {
        // Tables and lists of HTML, which Markdown passes through.
        let further = html::document(input);
        document.items.extend(further.items);
        document.tables.extend(further.tables.into_iter().map(|table| Table {
            section_number: number(table.offset),
            ..table
        }));
        document.tables.sort_by_key(|table| table.offset);
    }
    document.bodies = bodies::in_text(&input.text)
        .into_iter()
        .map(|(offset, value)| Body {
            place: input.place(offset),
            section_number: number(offset),
            offset,
            value,
        })
        .collect();
    document
}

/// Returns the text with spaces instead of a line of prose directly above a table, which would make the table part of its paragraph.
///
/// All offsets stay the same.
fn with_tables_apart(text: &str) -> Cow<'_, str> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_rule = |line: &str| {
        let line = line.trim();
        line.contains("--") && line.contains('|') && line.chars().all(|c| "|-: \t".contains(c))
    };
    let is_prose = |line: &str| {
        !line.trim().is_empty()
            && !line.contains('|')
            && !line.starts_with(['#', '`', '~', '-', '='])
            && !line.trim_start().starts_with('<')
    };
    let above = lines
        .windows(3)
        .map(|lines| is_prose(lines[0]) && lines[1].contains('|') && is_rule(lines[2]));
    let above: Vec<bool> = above.collect();
    if !above.contains(&true) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (line, is_above) in lines.iter().zip(above.into_iter().chain([false, false])) {
        if is_above {
            out.push_str(&" ".repeat(line.len() - 1));
            out.push('\n');
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}
