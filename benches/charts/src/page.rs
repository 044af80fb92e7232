//! The tables of a page in Markdown.

/// The first table under a heading.
pub struct Table {
    pub heading: String,
    columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Returns the position of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known == column)
    }
}

/// Returns the first table of each section.
pub fn tables(page: &str) -> Vec<Table> {
    page.split("\n## ").skip(1).filter_map(table).collect()
}

fn table(section: &str) -> Option<Table> {
    let mut lines = section.lines();
    let heading = lines.next()?.to_owned();
    let mut lines = lines
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'));
    let columns = cells(lines.next()?);
    // The line under the names has no content.
    let rows = lines.skip(1).map(cells).collect();
    Some(Table { heading, columns, rows })
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches('|').trim_end_matches('|');
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// Parses the number that a cell starts with, whatever its unit.
pub fn number(cell: &str) -> Option<f64> {
    let end = cell.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
    cell.get(..end.unwrap_or(cell.len()))?.parse().ok()
}
