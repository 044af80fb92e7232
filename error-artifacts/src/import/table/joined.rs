//! Tables that lost the borders of their columns, as text copied from a page: `StatusMeaning`, then `404Not found.`

use super::{Cell, Table};
use crate::import::text::Text;
use crate::import::words::statuses;

/// The headings that are recognized, longest first.
const HEADINGS: [&str; 18] = [
    "HTTP Status Code",
    "Recommended Action",
    "Possible Cause",
    "Typical Cause",
    "Error Message",
    "HTTP Status",
    "Description",
    "Status Code",
    "Error Code",
    "Resolution",
    "Solution",
    "Message",
    "Meaning",
    "Action",
    "Status",
    "Cause",
    "Type",
    "Code",
];

/// Returns the tables of a text: a line of joined headings, and the lines below it.
pub(super) fn tables(input: &Text) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut lines = Vec::new();
    let mut offset = 0;
    for line in input.text.split('\n') {
        lines.push((offset, line.trim_end()));
        offset += line.len() + 1;
    }
    let mut at = 0;
    while let Some((offset, line)) = lines.get(at) {
        at += 1;
        let Some(headings) = headings(line.trim()) else {
            continue;
        };
        // An empty line may follow the headings, none is between the rows.
        let start = at + usize::from(lines.get(at).is_some_and(|(_, line)| line.is_empty()));
        let rows: Vec<(usize, &str)> = lines
            .iter()
            .skip(start)
            .take_while(|(_, line)| !line.is_empty())
            .copied()
            .collect();
        let texts: Vec<&str> = rows.iter().map(|(_, line)| line.trim()).collect();
        let Some(split) = split(&headings, &texts) else {
            continue;
        };
        at = start + rows.len();
        let rows = rows.iter().zip(split).map(|((offset, _), cells)| {
            let cells = cells.into_iter().map(|text| Cell {
                text,
                place: input.place(*offset),
            });
            cells.collect()
        });
        tables.push(Table {
            place: input.place(*offset),
            section: None,
            section_number: 0,
            offset: *offset,
            headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
            rows: rows.collect(),
        });
    }
    tables
}

/// Returns the headings that are joined to a line.
fn headings(line: &str) -> Option<Vec<&'static str>> {
    let mut found = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let heading = HEADINGS.into_iter().find(|heading| rest.starts_with(heading))?;
        found.push(heading);
        rest = rest[heading.len()..].trim_start();
    }
    (2..=4).contains(&found.len()).then_some(found)
}

/// Returns the cells of the rows: a status or names in lower case, then a text that begins with a capital letter.
fn split(headings: &[&str], rows: &[&str]) -> Option<Vec<Vec<String>>> {
    if rows.is_empty() {
        return None;
    }
    match headings {
        ["Status" | "Status Code" | "HTTP Status" | "HTTP Status Code", _] => {
            let cells = rows.iter().map(|row| {
                let (status, text) = row.split_at_checked(3)?;
                (statuses(status).0.len() == 1).then(|| vec![status.to_owned(), text.to_owned()])
            });
            cells.collect()
        }
        ["Code" | "Error Code", _] => {
            let cells = rows.iter().map(|row| {
                let (name, text) = name_and_text(row)?;
                Some(vec![name.to_owned(), text.to_owned()])
            });
            cells.collect()
        }
        ["Type", "Code" | "Error Code", _] => {
            let parts: Vec<(&str, &str)> = rows.iter().map(|row| name_and_text(row)).collect::<Option<_>>()?;
            let ending = common_ending(&parts.iter().map(|(name, _)| *name).collect::<Vec<_>>())?;
            let cells = parts.iter().map(|(names, text)| {
                let at = names.find(&ending)? + ending.len();
                let (kind, code) = names.split_at(at);
                Some(vec![kind.to_owned(), code.to_owned(), (*text).to_owned()])
            });
            cells.collect()
        }
        _ => None,
    }
}

/// Splits before the first capital letter that follows a lowercase letter, a digit or `_`.
fn name_and_text(row: &str) -> Option<(&str, &str)> {
    let at = row.find(|c: char| c.is_uppercase())?;
    let (name, text) = row.split_at(at);
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.".contains(c);
    (!name.is_empty() && name.chars().all(is_name)).then_some((name, text))
}

/// Returns the longest `_word` that ends the first of the two names in each row, as `_error` in `api_errordb_error`.
fn common_ending(names: &[&str]) -> Option<String> {
    let first = names.first()?;
    let mut found: Option<&str> = None;
    for (at, _) in first.match_indices('_') {
        let word = &first[at + 1..];
        let length = word.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(word.len());
        for end in at + 3..=at + 1 + length {
            let candidate = &first[at..end];
            let splits = |name: &&str| {
                let rest = name.find(candidate).and_then(|at| name.get(at + candidate.len()..));
                rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
            };
            if names.iter().all(splits) && found.is_none_or(|best| candidate.len() > best.len()) {
                found = Some(candidate);
            }
        }
    }
    found.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_columns_are_split_where_all_rows_agree() {
        let text = "TypeCodeTypical Cause\n\napi_errordb_errorThe database failed.\nlimit_errorthrottledToo many.\n\nStatusMeaning\n404Not here.\n";
        let tables = tables(&Text::new("a.md", text.to_owned()));
        let rows: Vec<Vec<Vec<&str>>> = tables
            .iter()
            .map(|table| {
                table
                    .rows
                    .iter()
                    .map(|row| row.iter().map(|cell| cell.text.as_str()).collect())
                    .collect()
            })
            .collect();
        assert_eq!(
            rows,
            [
                vec![
                    vec!["api_error", "db_error", "The database failed."],
                    vec!["limit_error", "throttled", "Too many."]
                ],
                vec![vec!["404", "Not here."]],
            ]
        );
        assert_eq!(tables[0].rows[0][0].place.to_string(), "a.md:3:1");
    }

    #[test]
    fn prose_is_not_a_table() {
        assert!(tables(&Text::new("a.md", "Type\nCode\n\nTypeCode\nSome text.\n".to_owned())).is_empty());
    }
}
