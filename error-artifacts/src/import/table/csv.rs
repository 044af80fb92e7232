//! Tables of values separated by commas, semicolons, tabs or bars.

use std::collections::HashMap;

use super::{Cell, Document, Table, columns::columns};
use crate::import::text::Text;

/// The maximum number of rows before that with the headings.
const MAX_PREAMBLE: usize = 10;

/// Returns the separator of a text; `None` if most of its first lines have not the same number of values.
pub(crate) fn delimiter(text: &str) -> Option<u8> {
    let score = |delimiter: u8| {
        let mut lengths: HashMap<usize, usize> = HashMap::new();
        let mut all = 0;
        for record in reader(text, delimiter)
            .records()
            .map_while(Result::ok)
            .take(2 * MAX_PREAMBLE)
        {
            all += 1;
            *lengths.entry(record.len()).or_default() += 1;
        }
        let most = lengths
            .into_iter()
            .filter(|(length, _)| *length > 1)
            .max_by_key(|(length, count)| (*count, *length));
        most.filter(|(_, count)| all > 1 && count * 10 >= all * 6)
            .map(|(length, count)| (count, length, delimiter))
    };
    // Commas are in texts too, so the others win when they are as frequent.
    let best = [b',', b'|', b';', b'\t']
        .into_iter()
        .filter_map(score)
        .max_by_key(|(count, length, _)| (*count, *length));
    best.map(|(_, _, delimiter)| delimiter)
}

fn reader(text: &str, delimiter: u8) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

/// Returns the table of a document.
pub(super) fn document(input: &Text) -> Document {
    let mut reader = reader(&input.text, delimiter(&input.text).unwrap_or(b','));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for record in reader.records().map_while(Result::ok) {
        let line = record.position().map_or(1, ::csv::Position::line);
        let place = input.line(usize::try_from(line).unwrap_or(1));
        let cells = record.iter().map(|text| Cell {
            text: text.to_owned(),
            place: place.clone(),
        });
        rows.push(cells.collect());
    }
    let table = |start: usize| {
        let headings = rows.get(start)?;
        Some(Table {
            place: headings.first()?.place.clone(),
            section: None,
            section_number: 0,
            offset: 0,
            headings: headings.iter().map(|cell| cell.text.clone()).collect(),
            rows: Vec::new(),
        })
    };
    // A title may come before the headings.
    let with_rows = |start: usize| {
        let mut table = table(start)?;
        table.rows = rows
            .get(start + 1..start + 50)
            .or_else(|| rows.get(start + 1..))?
            .to_vec();
        Some(table)
    };
    let start = (0..MAX_PREAMBLE).find(|start| with_rows(*start).is_some_and(|table| columns(&table).is_some()));
    let start = start.unwrap_or(0);
    let mut tables: Vec<Table> = table(start).into_iter().collect();
    if let Some(table) = tables.first_mut() {
        table.rows = rows.split_off((start + 1).min(rows.len()));
    }
    Document {
        tables,
        ..Document::default()
    }
}
