//! From rows to entries.

use std::collections::BTreeMap;

use error_layout::vocabulary::{ISSUE_TYPES, SEVERITIES, reason};
use serde_json::{Value, json};

use super::columns::{Role, align, codes, columns};
use super::{Body, Cell, Document, Table, items};
use crate::import::endpoint;
use crate::import::found::{Entry, Example, Fact, Found, Legend, Statuses};
use crate::import::text::{humanise, tidy, tidy_lines, with_parameters, words as spaced};
use crate::import::words::{range, retry, retry_cell, statuses};

/// Adds the entries and examples of a document.
pub(super) fn entries(document: Document, found: &mut Found) {
    let Document {
        tables,
        bodies,
        items: texts,
        ..
    } = document;
    let tables: Vec<(Table, Vec<(usize, Role)>)> = tables
        .into_iter()
        .filter_map(|mut table| {
            align(&mut table);
            match columns(&table) {
                Some(columns) => Some((table, columns)),
                None => {
                    found.skip(table.place.clone(), "table without a column of codes or statuses");
                    None
                }
            }
        })
        .collect();
    // A table of statuses beside codes without statuses explains those.
    let has = |columns: &[(usize, Role)], role| columns.iter().any(|(_, known)| *known == role);
    let is_coded = |columns: &[(usize, Role)]| has(columns, Role::Code) || has(columns, Role::Type);
    let needs_legend = tables
        .iter()
        .any(|(_, columns)| is_coded(columns) && !has(columns, Role::Status));
    let mut ends = Vec::new();
    for (table, columns) in &tables {
        let start = found.entries.len();
        let as_legend = needs_legend && !is_coded(columns);
        rows(table, columns, as_legend, found);
        ends.push((table.offset, table.section_number, start..found.entries.len()));
    }
    if tables.is_empty() {
        for text in &texts {
            found.entries.extend(items(text.text.as_str(), &text.place));
        }
    }
    for body in bodies {
        let Body {
            place,
            section_number,
            offset,
            value,
        } = body;
        // A body without a code belongs to the row before it, if that row is alone in its section.
        let above = ends.iter().rfind(|(at, _, _)| *at < offset);
        let alone = above.filter(|(_, section, rows)| *section == section_number && rows.len() == 1);
        found.examples.push(Example {
            place,
            body: value,
            status: None,
            media_type: None,
            entry: alone.map(|(_, _, rows)| rows.start),
        });
    }
}

/// A row by the meaning of its cells.
struct Row<'t> {
    cells: Vec<(Role, &'t Cell)>,
}

impl<'t> Row<'t> {
    fn new(row: &'t [Cell], columns: &[(usize, Role)]) -> Self {
        let cells = columns.iter().filter_map(|(position, role)| {
            let cell = row.get(*position)?;
            let is_empty = cell.text.trim().is_empty();
            (!is_empty).then_some((*role, cell))
        });
        Self { cells: cells.collect() }
    }

    fn get(&self, role: Role) -> Option<&'t Cell> {
        self.cells
            .iter()
            .find(|(known, _)| *known == role)
            .map(|(_, cell)| *cell)
    }

    /// Returns the text of a cell on one line.
    fn text(&self, role: Role) -> Option<Fact<String>> {
        let cell = self.get(role)?;
        let text = tidy(&cell.text);
        (!text.is_empty()).then(|| Fact::read(text, cell.place.clone()))
    }
}

/// Adds the entries of a table.
fn rows(table: &Table, columns: &[(usize, Role)], as_legend: bool, found: &mut Found) {
    let has_status = columns.iter().any(|(_, role)| *role == Role::Status);
    let mut above: Option<Statuses> = None;
    for row in &table.rows {
        let Some(first) = row.first() else { continue };
        let row = Row::new(row, columns);
        let mut entry = Entry::new(row.cells.first().map_or(&first.place, |(_, cell)| &cell.place).clone());
        if let Some(cell) = row.get(Role::Status) {
            let (all, rest) = statuses(&cell.text);
            let (errors, others): (Vec<u16>, Vec<u16>) = all.into_iter().partition(|status| *status >= 400);
            if let Some((from, to)) = range(&cell.text) {
                entry.status = Some(Fact::read(Statuses::Range(from, to), cell.place.clone()));
            } else if !errors.is_empty() {
                entry.status = Some(Fact::read(Statuses::Known(errors), cell.place.clone()));
            } else if let Some(status) = others.first() {
                found.skip(cell.place.clone(), format!("{status} is not an error status"));
                continue;
            }
            if entry.status.is_some() && rest.contains(char::is_alphabetic) && range(&cell.text).is_none() {
                let title = status_text(&entry, &rest);
                entry.title = Some(Fact::read(title, cell.place.clone()));
            }
        } else if has_status && let Some(above) = &above {
            // An empty cell repeats the one above it.
            entry.status = Some(Fact::guessed(above.clone(), entry.place.clone(), "from the row above"));
        }
        above = entry.status.as_ref().map(|status| status.value.clone());
        facts(&row, &mut entry);
        if let Some(section) = table.section.as_ref().filter(|_| entry.category.is_none()) {
            let place = table.place.clone();
            entry.category = Some(Fact::guessed(section.clone(), place, "from the heading of the section"));
        }
        if as_legend {
            if let Some(Statuses::Known(all)) = entry.status.as_ref().map(|status| status.value.clone()) {
                found.legend.extend(all.into_iter().map(|status| Legend {
                    status,
                    entry: entry.clone(),
                }));
            }
            continue;
        }
        add(&row, entry, found);
    }
}

/// Adds an entry for each code of a row.
fn add(row: &Row<'_>, mut entry: Entry, found: &mut Found) {
    if let Some(cell) = row.get(Role::Type) {
        let uri = tidy(&cell.text);
        let last = uri
            .rsplit(['#', '/', ':'])
            .find(|part| !part.is_empty())
            .unwrap_or_default();
        if uri.contains("about:blank") || last.is_empty() {
            // The type without a meaning of its own is not an error.
            found.skip(cell.place.clone(), format!("problem type `{uri}`"));
            return;
        }
        entry.code = Some(Fact::read(json!(last), cell.place.clone()));
        entry.docs = Some(Fact::read(uri.clone(), cell.place.clone()));
        found.entries.push(entry);
        return;
    }
    let Some(cell) = row.get(Role::Code) else {
        if entry.status.is_some() {
            found.entries.push(entry);
        }
        return;
    };
    let all = codes(&cell.text);
    if all.is_empty() {
        let text = tidy(&cell.text);
        found.skip(cell.place.clone(), format!("`{text}` is not a code"));
    }
    for code in all {
        let mut entry = entry.clone();
        let code = match code.parse::<i64>() {
            Ok(number) if !code.starts_with('0') => json!(number),
            _ => Value::String(code),
        };
        entry.code = Some(Fact::read(code, cell.place.clone()));
        found.entries.push(entry);
    }
}

/// Returns the text beside a status: the phrase of the standard, if it is that in other letters.
fn status_text(entry: &Entry, text: &str) -> String {
    let status = entry.status.as_ref().map_or(0, |status| status.value.first());
    let text = tidy(text);
    let known = reason(status);
    // `400<br>BAD REQUEST`, in the capital letters of a heading.
    let is_heading = text == text.to_uppercase() && text.contains(' ');
    if !is_heading {
        text
    } else if spaced(known) == spaced(&text) {
        known.to_owned()
    } else {
        humanise(&text)
    }
}

/// Adds the facts of a row other than its status and codes.
fn facts(row: &Row<'_>, entry: &mut Entry) {
    if let Some(title) = row.text(Role::Title) {
        entry.title = Some(Fact {
            value: status_text(entry, &title.value),
            ..title
        });
    }
    if let Some(cell) = row.get(Role::Message) {
        message(cell, entry);
    }
    let lines = |cell: &Cell| Fact::read(tidy_lines(&cell.text), cell.place.clone());
    let several = |role| row.get(role).map(lines);
    let descriptions = row.cells.iter().filter(|(role, _)| *role == Role::Description);
    for (_, cell) in descriptions.rev() {
        add_description(entry, lines(cell));
    }
    entry.action = several(Role::Action);
    if let Some(notes) = several(Role::Notes) {
        if entry.action.is_none() {
            let from = "from the notes";
            entry.action = Some(Fact::guessed(notes.value, notes.place, from));
        } else {
            add_description(entry, notes);
        }
    }
    entry.category = row.text(Role::Category);
    entry.docs = row.text(Role::Docs).filter(|docs| docs.value.starts_with("http"));
    entry.since = row.text(Role::Since);
    let word = |role, known: &[&str]| {
        let text = row.text(role)?;
        let word = text.value.to_ascii_lowercase().replace(' ', "-");
        known.contains(&word.as_str()).then(|| Fact::read(word, text.place))
    };
    entry.issue = word(Role::Issue, &ISSUE_TYPES);
    entry.severity = word(Role::Severity, &SEVERITIES);
    if let Some(cell) = row.get(Role::Retry) {
        entry.retry = retry_cell(&cell.text).map(|class| Fact::read(json!(class), cell.place.clone()));
    } else if let Some(cell) = row.get(Role::Action).or_else(|| row.get(Role::Notes)) {
        let from = "from the words of the advice";
        entry.retry = retry(&cell.text).map(|class| Fact::guessed(json!(class), cell.place.clone(), from));
    }
    if let Some(cell) = row.get(Role::Endpoint) {
        let all = cell.text.split(['\n', ',', ' ']).map(str::trim);
        entry.endpoints = all
            .filter(|one| one.starts_with('/'))
            .filter_map(endpoint::pattern)
            .collect();
    }
    if let Some(cell) = row.get(Role::Method) {
        let all = cell.text.split(|c: char| !c.is_ascii_alphabetic());
        let all = all.filter(|one| endpoint::METHODS.contains(one));
        entry.methods = all.map(str::to_owned).collect();
    }
    if let Some(cell) = row.get(Role::Deprecated) {
        let text = tidy(&cell.text);
        let value = match text.to_ascii_lowercase().as_str() {
            "yes" | "true" | "y" | "x" | "✓" => Some(Value::Bool(true)),
            "no" | "false" | "n" | "-" => None,
            _ => Some(Value::String(text)),
        };
        entry.deprecated = value.map(|value| Fact::read(value, cell.place.clone()));
    }
}

/// Sets the message: the first paragraph of a cell. Examples below it are part of the description.
fn message(cell: &Cell, entry: &mut Entry) {
    let text = tidy_lines(&cell.text);
    let example = ["\nExample", "\nother additional", "\n\n"]
        .iter()
        .filter_map(|end| text.find(end));
    let end = example.min().unwrap_or(text.len());
    let (first, rest) = text.split_at(end);
    let first = tidy(first).trim_matches('"').to_owned();
    let mut parameters = BTreeMap::new();
    let value = with_parameters(&first, &mut parameters);
    if !parameters.is_empty() {
        let from = "with parameters for the placeholders of its text";
        entry.message = Some(Fact::guessed(value, cell.place.clone(), from));
    } else if !first.is_empty() {
        entry.message = Some(Fact::read(value, cell.place.clone()));
    }
    entry.parameters = parameters;
    let rest = tidy_lines(rest);
    if !rest.is_empty() {
        add_description(entry, Fact::read(rest, cell.place.clone()));
    }
}

fn add_description(entry: &mut Entry, further: Fact<String>) {
    match &mut entry.description {
        Some(known) => known.value = format!("{}\n\n{}", further.value, known.value),
        None => entry.description = Some(further).filter(|text| !text.value.is_empty()),
    }
}
