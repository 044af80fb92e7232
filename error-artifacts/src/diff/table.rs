//! The table of changes as a document.

use error_catalog::contract::{Class, ROWS, Row};
use std::fmt::Write as _;

/// Returns the table in Markdown: a section for each class, as docs/changes.md has it.
pub fn table() -> String {
    let mut out = String::new();
    for class in Class::ALL {
        let _ = write!(
            out,
            "### {}\n\n| change | | reason |\n| --- | --- | --- |\n",
            class.title()
        );
        for row in of(class) {
            let advice = if row.advice.is_empty() {
                String::new()
            } else {
                format!(" Instead: {}.", row.advice)
            };
            let cell = |text: &str| text.replace('|', "\\|");
            let _ = writeln!(
                out,
                "| `{}` | {} | {}{} |",
                row.name,
                cell(row.summary),
                cell(row.why),
                cell(&advice)
            );
        }
        out.push('\n');
    }
    out
}

/// Returns the names and summaries of all changes, as text.
pub fn list() -> String {
    let mut out = String::new();
    for class in Class::ALL {
        let _ = writeln!(out, "{}", class.title());
        for row in of(class) {
            let _ = writeln!(out, "  {:32} {}", row.name, row.summary);
        }
        out.push('\n');
    }
    out
}

/// Returns one change with its class, reason and advice, as text.
pub fn explain(row: &Row) -> String {
    let mut out = format!(
        "{} ({})\n\n{}\n\n{}\n",
        row.name,
        row.class.title().to_lowercase(),
        row.summary,
        row.why
    );
    if !row.advice.is_empty() {
        let _ = writeln!(out, "\nInstead: {}.", row.advice);
    }
    out
}

fn of(class: Class) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().copied().filter(move |row| row.class == class)
}
