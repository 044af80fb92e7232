//! The charts of `docs/benchmarks.md`, drawn from its tables: the same page gives the same pictures.

mod page;
mod svg;

use std::path::Path;
use std::{fs, io};

use svg::{Group, Unit};

/// A chart of one table.
struct Chart {
    /// The heading of the table's section.
    heading: &'static str,
    /// The name of the file, without its extension.
    name: &'static str,
    /// The text for people who cannot see the chart.
    title: &'static str,
    /// The columns that are drawn; the first column of a table names its rows.
    columns: &'static [&'static str],
    unit: Unit,
}

const CHARTS: [Chart; 6] = [
    Chart {
        heading: "The user's build: `cargo check`",
        name: "check",
        title: "CPU seconds of cargo check by number of entries",
        columns: &["ours", "enum", "thiserror", "cf-modkit-errors-macro"],
        unit: Unit::Seconds,
    },
    Chart {
        heading: "The user's build: `cargo build --release`",
        name: "release",
        title: "CPU seconds of cargo build --release by number of entries",
        columns: &["ours", "enum", "thiserror", "cf-modkit-errors-macro"],
        unit: Unit::Seconds,
    },
    Chart {
        heading: "A cold build",
        name: "cold",
        title: "CPU seconds of the first build of the dependencies",
        columns: &["CPU"],
        unit: Unit::Seconds,
    },
    Chart {
        heading: "Rendering",
        name: "rendering",
        title: "Time to write a body, as a multiple of the time of error-runtime",
        columns: &["ours", "serde structs", "json!", "fhir-sdk", "problem_details"],
        unit: Unit::Multiple,
    },
    Chart {
        heading: "Decoding",
        name: "decoding",
        title: "Time to decode a response, as a multiple of the time of error-client",
        columns: &["ours", "serde struct", "serde_json::Value", "fhir-sdk"],
        unit: Unit::Multiple,
    },
    Chart {
        heading: "Server",
        name: "server",
        title: "Responses of an axum server per second of CPU",
        columns: &["responses per CPU second"],
        unit: Unit::Count,
    },
];

/// Returns the line of Markdown that shows the chart of a section, if the section has one.
pub fn image(heading: &str) -> Option<String> {
    let chart = CHARTS.iter().find(|chart| chart.heading == heading)?;
    Some(format!("![{}](pictures/{}.svg)", chart.title, chart.name))
}

/// Draws the charts of a page. Returns the name of each file and its content.
///
/// # Errors
/// A table, a column or a number is missing in the page.
pub fn draw(page: &str) -> Result<Vec<(String, String)>, String> {
    let tables = page::tables(page);
    let one = |chart: &Chart| {
        let table = tables
            .iter()
            .find(|table| table.heading == chart.heading)
            .ok_or_else(|| format!("no table under `{}`", chart.heading))?;
        Ok((
            format!("{}.svg", chart.name),
            svg::bars(chart.title, &series(chart), &groups(chart, table)?, chart.unit),
        ))
    };
    CHARTS.iter().map(one).collect()
}

/// Draws the charts of the page `docs/benchmarks.md` in a folder `docs`.
///
/// # Errors
/// The page cannot be read or lacks a figure, or a picture cannot be written.
pub fn write(docs: &Path) -> io::Result<()> {
    let page = fs::read_to_string(docs.join("benchmarks.md"))?;
    for (name, picture) in draw(&page).map_err(io::Error::other)? {
        fs::write(docs.join("pictures").join(name), picture)?;
    }
    Ok(())
}

/// The names in the legend; one series needs no legend.
fn series(chart: &Chart) -> Vec<&'static str> {
    let ours = if chart.name == "decoding" {
        "error-client"
    } else {
        "error-runtime"
    };
    match chart.columns {
        [_] => Vec::new(),
        columns => columns
            .iter()
            .map(|column| if *column == "ours" { ours } else { column })
            .collect(),
    }
}

/// The figures of a chart. Peers stand in their tables as multiples of ours.
fn groups(chart: &Chart, table: &page::Table) -> Result<Vec<Group>, String> {
    let mut groups = Vec::new();
    for row in &table.rows {
        let mut values = Vec::new();
        for column in chart.columns {
            let cell = table.position(column).and_then(|position| row.get(position));
            values.push(cell.and_then(|cell| page::number(cell)));
        }
        let name = row.first().cloned().unwrap_or_default();
        let Some(Some(ours)) = values.first().copied() else {
            return Err(format!("no figure for `{name}` under `{}`", chart.heading));
        };
        let scale = if chart.unit == Unit::Seconds { ours } else { 1.0 };
        let peers = values.iter().skip(1).map(|value| value.map(|times| times * scale));
        let first = if chart.unit == Unit::Multiple { 1.0 } else { ours };
        let values: Vec<Option<f64>> = std::iter::once(Some(first)).chain(peers).collect();
        // Nothing is shown by a multiple that has nothing to be compared with.
        if chart.unit == Unit::Multiple && values.iter().flatten().count() < 2 {
            continue;
        }
        groups.push(Group { name, values });
    }
    Ok(groups)
}
