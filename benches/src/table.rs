//! Tables of Markdown.

use std::fmt::Write as _;

/// Rows of results under a heading.
pub struct Table {
    heading: &'static str,
    /// What is measured, and against what.
    note: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(heading: &'static str, note: &'static str, columns: &[&str]) -> Self {
        Self {
            heading,
            note,
            columns: columns.iter().map(ToString::to_string).collect(),
            rows: Vec::new(),
        }
    }

    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// A row of a race: our time first, then each contender's as a multiple of ours.
    pub fn race(&mut self, name: &str, results: &[(&'static str, f64)]) {
        let ours = results.first().map_or(f64::NAN, |(_, time)| *time);
        let mut cells = vec![name.to_owned(), time(ours)];
        for column in self.columns.iter().skip(2) {
            let found = results.iter().find(|(name, _)| name == column);
            cells.push(found.map_or_else(String::new, |(_, time)| ratio(*time / ours)));
        }
        self.row(cells);
    }

    /// The table in Markdown.
    pub fn markdown(&self) -> String {
        let mut out = format!("## {}\n\n{}\n\n", self.heading, self.note);
        // A peer that was left out of this run has no column.
        let is_empty = |column: usize| self.rows.iter().all(|row| row.get(column).is_none_or(String::is_empty));
        let columns: Vec<usize> = (0..self.columns.len()).filter(|column| !is_empty(*column)).collect();
        let line = |cells: &[String]| {
            let cells = columns.iter().filter_map(|column| cells.get(*column));
            format!("| {} |\n", cells.map(String::as_str).collect::<Vec<_>>().join(" | "))
        };
        out += &line(&self.columns);
        let _ = writeln!(out, "|{}", " --- |".repeat(columns.len()));
        for row in &self.rows {
            out += &line(row);
        }
        out
    }
}

/// Nanoseconds as people read them.
pub fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        time if time < 100.0 => format!("{time:.1} ns"),
        time if time < 10_000.0 => format!("{time:.0} ns"),
        time if time < 10_000_000.0 => format!("{:.0} µs", time / 1e3),
        time => format!("{:.1} ms", time / 1e6),
    }
}

/// A ratio as people read it.
pub fn ratio(ratio: f64) -> String {
    if ratio < 10.0 {
        format!("{ratio:.2}×")
    } else {
        format!("{ratio:.0}×")
    }
}
