//! Tables of Markdown, and the goals of their figures.

use std::fmt::Write as _;

/// Rows of results under a heading.
pub struct Table {
    heading: &'static str,
    /// The measurement and the peers.
    note: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    goals: Vec<Goal>,
}

/// A result that is wanted, and the measured one.
struct Goal {
    wanted: String,
    measured: String,
    is_met: bool,
}

impl Table {
    pub fn new(heading: &'static str, note: &str, columns: &[&str]) -> Self {
        Self {
            heading,
            note: note.to_owned(),
            columns: columns.iter().map(ToString::to_string).collect(),
            rows: Vec::new(),
            goals: Vec::new(),
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

    /// A goal: in words, the measured result, and whether that is good enough.
    pub fn goal(&mut self, wanted: impl Into<String>, measured: impl Into<String>, is_met: bool) {
        self.goals.push(Goal {
            wanted: wanted.into(),
            measured: measured.into(),
            is_met,
        });
    }

    /// A goal: `value` is not above `limit`. A run that did not measure it has no such goal.
    pub fn at_most(&mut self, wanted: impl Into<String>, value: f64, limit: f64) {
        if value.is_finite() {
            self.goal(wanted, ratio(value), value <= limit);
        }
    }

    /// A goal: `value` is not below `limit`.
    pub fn at_least(&mut self, wanted: impl Into<String>, value: f64, limit: f64) {
        if value.is_finite() {
            self.goal(wanted, ratio(value), value >= limit);
        }
    }

    /// Returns the section of the page: heading, note, chart if there is one, table.
    pub fn markdown(&self) -> String {
        let mut out = format!("## {}\n\n{}\n\n", self.heading, self.note);
        if let Some(image) = charts::image(self.heading) {
            let _ = writeln!(out, "{image}\n");
        }
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

    /// Returns the goals, a line each. They are for the people who change the crates, and not part of the page.
    pub fn goals(&self) -> String {
        let mut out = String::new();
        for goal in &self.goals {
            let met = if goal.is_met { "met" } else { "NOT MET" };
            let _ = writeln!(out, "goal: {}: {}, {met}", goal.wanted, goal.measured);
        }
        out
    }
}

/// Returns the sections of several tables, and writes their goals to the standard error.
pub fn sections(tables: &[Table]) -> String {
    for table in tables {
        eprint!("{}", table.goals());
    }
    tables.iter().map(Table::markdown).collect::<Vec<_>>().join("\n")
}

/// How long one contender of a race takes as a multiple of another; not a number if one of them did not run.
pub fn times(results: &[(&'static str, f64)], one: &str, other: &str) -> f64 {
    let of = |wanted: &str| results.iter().find(|(name, _)| *name == wanted);
    match (of(one), of(other)) {
        (Some((_, one)), Some((_, other))) => one / other,
        _ => f64::NAN,
    }
}

/// Writes nanoseconds with a unit that fits.
pub fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        time if time < 100.0 => format!("{time:.1} ns"),
        time if time < 10_000.0 => format!("{time:.0} ns"),
        time if time < 10_000_000.0 => format!("{:.0} µs", time / 1e3),
        time => format!("{:.0} ms", time / 1e6),
    }
}

/// Writes a ratio.
pub fn ratio(ratio: f64) -> String {
    if ratio < 10.0 {
        format!("{ratio:.2}×")
    } else {
        format!("{ratio:.0}×")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_its_results_and_apart_from_them_its_goals() {
        let mut table = Table::new("Speed", "Of all.", &["body", "ours", "copy", "absent"]);
        let results = [("ours", 30.0), ("copy", 10.0)];
        table.race("fixed", &results);
        table.at_most("within 1.5× of the copy", times(&results, "ours", "copy"), 1.5);
        table.at_least(
            "2× faster than one that did not run",
            times(&results, "absent", "ours"),
            2.0,
        );
        table.goal("no allocation", "0", true);
        let expected =
            "## Speed\n\nOf all.\n\n| body | ours | copy |\n| --- | --- | --- |\n| fixed | 30.0 ns | 0.33× |\n";
        assert_eq!(table.markdown(), expected);
        let expected = "goal: within 1.5× of the copy: 3.00×, NOT MET\ngoal: no allocation: 0, met\n";
        assert_eq!(table.goals(), expected);
    }

    #[test]
    fn a_table_with_a_chart_shows_it() {
        let table = Table::new("Rendering", "Of all.", &["body", "ours"]);
        assert!(table.markdown().contains("](pictures/rendering.svg)\n"));
    }
}
