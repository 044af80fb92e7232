//! Lines and columns of byte offsets, found with the stored starts of lines.

use error_layout::escape::cut;

use super::Report;
use crate::source::Position;

impl Report<'_> {
    /// Returns the line and column of a byte offset, like [`Source::position`](crate::Source::position).
    pub fn position(&self, offset: usize) -> Position {
        let text = &self.source.text;
        let offset = cut(text, offset).len();
        let line = self.line_at(offset);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        let (last, place) = self.last.get();
        // A line can be as long as the file, so columns are counted from the last requested position.
        let (from, column) = if (start..=offset).contains(&last) {
            (last, place.column)
        } else {
            (start, 1)
        };
        let column = if self.is_ascii {
            offset - start + 1
        } else {
            column + text[from..offset].chars().count()
        };
        let before = self.line_at(self.file(offset).start) - 1;
        let position = Position {
            line: line - before,
            column,
        };
        self.last.set((offset, position));
        position
    }

    /// Returns the line of a byte offset, counted through all files.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start <= offset)
    }

    /// Returns the text of a line (from 1, counted through all files) without its line end.
    pub(super) fn line(&self, line: usize) -> &str {
        let text = &self.source.text;
        let start = self.lines.get(line - 1).copied().unwrap_or(text.len());
        let end = self.lines.get(line).copied().unwrap_or(text.len());
        text[start..end].trim_end_matches(['\n', '\r'])
    }
}

#[cfg(test)]
mod tests {
    use crate::Source;
    use crate::report::Report;

    #[test]
    fn positions_equal_those_of_the_source_in_any_order() {
        let source = Source::new("x.json", "{\r\n  \"é😀\": 1,\n\n}\n");
        let report = Report::new(&source);
        let boundaries = || (0..=source.text.len() + 3).filter(|&at| source.text.is_char_boundary(at));
        for offset in boundaries().chain(boundaries().rev()) {
            assert_eq!(report.position(offset), source.position(offset), "{offset}");
        }
        for line in 1..6 {
            assert_eq!(report.line(line), source.line(line));
        }
    }

    #[test]
    fn positions_are_those_in_the_file_of_the_offset() {
        let mut source = Source::new("x.json", "{\n\"é\": 1}");
        source.add("y.json".to_owned(), "[\n \"é\"]\n");
        let report = Report::new(&source);
        for offset in (0..source.text.len()).filter(|&at| source.text.is_char_boundary(at)) {
            assert_eq!(report.position(offset), source.position(offset), "{offset}");
        }
        let last = source.text.len() - 1;
        assert_eq!((report.file(last).path, report.position(last).line), ("y.json", 2));
    }
}
