//! Bar charts as SVG, legible on a light and on a dark page.

use std::fmt::Write as _;

/// The unit of a chart's figures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Seconds,
    Multiple,
    Count,
}

/// The bars of one row of a table. `None` is a figure that was not measured.
pub struct Group {
    pub name: String,
    pub values: Vec<Option<f64>>,
}

/// The estimated width of a character of the font, in pixels.
const CHARACTER: f64 = 6.6;
const WIDTH: f64 = 760.0;
const MARGIN: f64 = 16.0;
const BAR: f64 = 14.0;
/// From one bar to the next, and from one group to the next.
const STEP: f64 = 17.0;
const GAP: f64 = 12.0;
/// The room for a figure at the end of the longest bar.
const FIGURE: f64 = 64.0;

const STYLE: &str = "text{font:12px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}\
.title{font-weight:bold}.back{fill:#fff;stroke:#d0d7de}.axis{stroke:#8c959f}\
.s0{fill:#0969da}.s1{fill:#6e7781}.s2{fill:#bc4c00}.s3{fill:#8250df}.s4{fill:#1a7f37}\
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.back{fill:#161b22;stroke:#30363d}.axis{stroke:#6e7681}\
.s0{fill:#58a6ff}.s1{fill:#8b949e}.s2{fill:#f0883e}.s3{fill:#bc8cff}.s4{fill:#3fb950}}";

/// Draws horizontal bars in groups, with a legend for more than one series.
pub fn bars(title: &str, series: &[&str], groups: &[Group], unit: Unit) -> String {
    let widest = groups.iter().map(|group| group.name.chars().count()).max().unwrap_or(0);
    let left = MARGIN + widest as f64 * CHARACTER + 10.0;
    let largest = groups
        .iter()
        .flat_map(|group| group.values.iter().flatten())
        .fold(0.0, |most: f64, value| most.max(*value));
    let scale = if largest > 0.0 {
        (WIDTH - left - FIGURE - MARGIN) / largest
    } else {
        0.0
    };
    let mut y = MARGIN + 20.0;
    let mut content = format!(
        "<text class=\"title\" x=\"{MARGIN}\" y=\"{}\">{}</text>\n",
        MARGIN + 8.0,
        escaped(title)
    );
    if !series.is_empty() {
        let mut x = MARGIN;
        for (position, name) in series.iter().enumerate() {
            let _ = writeln!(
                content,
                "<rect class=\"s{position}\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"10\" height=\"10\"/>"
            );
            let _ = writeln!(
                content,
                "<text x=\"{:.0}\" y=\"{:.0}\">{}</text>",
                x + 15.0,
                y + 9.5,
                escaped(name)
            );
            x += 15.0 + name.chars().count() as f64 * CHARACTER + 20.0;
        }
        y += 26.0;
    }
    let top = y;
    for group in groups {
        let count = group.values.iter().flatten().count();
        let middle = y + count as f64 * STEP / 2.0 + 3.0;
        let _ = writeln!(
            content,
            "<text x=\"{:.0}\" y=\"{middle:.0}\" text-anchor=\"end\">{}</text>",
            left - 8.0,
            escaped(&group.name)
        );
        for (position, value) in group.values.iter().enumerate() {
            let Some(value) = value else { continue };
            let length = (value * scale).max(1.0);
            let _ = writeln!(
                content,
                "<rect class=\"s{position}\" x=\"{left:.0}\" y=\"{y:.0}\" width=\"{length:.1}\" height=\"{BAR}\"/>"
            );
            let _ = writeln!(
                content,
                "<text x=\"{:.1}\" y=\"{:.0}\">{}</text>",
                left + length + 5.0,
                y + 11.0,
                figure(*value, unit)
            );
            y += STEP;
        }
        y += GAP;
    }
    let bottom = y - GAP + 4.0;
    let height = bottom + MARGIN;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height:.0}\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n\
         <rect class=\"back\" x=\"0.5\" y=\"0.5\" width=\"{:.0}\" height=\"{:.0}\" rx=\"8\"/>\n\
         {content}<line class=\"axis\" x1=\"{left:.0}\" y1=\"{:.0}\" x2=\"{left:.0}\" y2=\"{bottom:.0}\"/>\n</svg>\n",
        escaped(title),
        WIDTH - 1.0,
        height - 1.0,
        top - 4.0,
    )
}

/// Writes a figure as the tables do.
fn figure(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds if value < 10.0 => format!("{value:.2} s"),
        Unit::Seconds => format!("{value:.0} s"),
        Unit::Multiple if value < 10.0 => format!("{value:.2}×"),
        Unit::Multiple => format!("{value:.0}×"),
        Unit::Count => {
            let digits = format!("{value:.0}");
            let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
            if head.is_empty() {
                tail.to_owned()
            } else {
                format!("{head},{tail}")
            }
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
