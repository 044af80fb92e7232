//! The text of a catalog, and places in it.

use std::ops::Range;

/// A half-open range of bytes of a [`Source`].
pub type Span = Range<usize>;

/// A value with its place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Creates a value with a place.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// The files of a catalog: its own, then its bases and translations.
///
/// A place is a range of the text of all files, so that it also says which file it is in.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as the user wrote it: relative to the package or to the working directory.
    pub path: String,
    /// The whole file, and after it the other files.
    pub text: String,
    /// The start and the path of each other file.
    others: Vec<(usize, String)>,
}

/// A file of a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File<'s> {
    /// The path: that of the catalog, or one that begins with its folder.
    pub path: &'s str,
    /// The whole file.
    pub text: &'s str,
    /// The position of the file in the source.
    pub start: usize,
}

/// A line and a column, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: usize,
}

impl Source {
    /// Creates a source from its path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            others: Vec::new(),
        }
    }

    /// Adds a file; returns its number.
    pub(crate) fn add(&mut self, path: String, text: &str) -> usize {
        // Between two files is a byte of neither, so that the end of one is not the start of the next.
        self.text.push('\n');
        self.others.push((self.text.len(), path));
        self.text.push_str(text);
        self.others.len()
    }

    /// Returns the file with a number; number 0 is the catalog's own. Returns the last one for a number beyond it.
    pub fn file(&self, number: usize) -> File<'_> {
        let number = number.min(self.others.len());
        let other = number.checked_sub(1).and_then(|at| self.others.get(at));
        let (start, path) = other.map_or((0, self.path.as_str()), |(start, path)| (*start, path.as_str()));
        let end = self.others.get(number).map_or(self.text.len(), |(next, _)| next - 1);
        File {
            path,
            text: self.text.get(start..end).unwrap_or_default(),
            start,
        }
    }

    /// Returns all files, the catalog's own first.
    pub fn files(&self) -> impl Iterator<Item = File<'_>> {
        (0..=self.others.len()).map(|number| self.file(number))
    }

    /// Returns the number of the file with a byte offset.
    pub fn number_at(&self, offset: usize) -> usize {
        self.others.partition_point(|(start, _)| *start <= offset)
    }

    /// Returns the line and column of a byte offset in its file; those of the end for an offset beyond it.
    pub fn position(&self, offset: usize) -> Position {
        let file = self.file(self.number_at(offset));
        let before = file.text.get(..offset - file.start).unwrap_or(file.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// Returns a line (from 1) of the catalog's own file without its line end; empty for a line that does not exist.
    pub fn line(&self, line: usize) -> &str {
        self.file(0)
            .text
            .split('\n')
            .nth(line.wrapping_sub(1))
            .unwrap_or("")
            .trim_end_matches('\r')
    }

    /// Returns the text of a span; empty for a span outside of the files.
    pub fn slice(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        let source = Source::new("x.json", "{\r\n  \"é\": 1\n}");
        let one = source.text.find('1').unwrap_or_default();
        assert_eq!(source.position(one), Position { line: 2, column: 8 });
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.line(2), "  \"é\": 1");
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        let source = Source::new("x.json", "{}");
        assert_eq!(source.position(99), Position { line: 1, column: 3 });
    }

    #[test]
    fn a_place_is_in_one_file_only() {
        let mut source = Source::new("a.json", "{\n}");
        assert_eq!(source.add("b.json".to_owned(), ""), 1);
        assert_eq!(source.add("c.json".to_owned(), "[\n1]\n"), 2);
        let texts: Vec<_> = source.files().map(|file| (file.path, file.text)).collect();
        assert_eq!(texts, [("a.json", "{\n}"), ("b.json", ""), ("c.json", "[\n1]\n")]);
        let numbers: Vec<_> = (0..=source.text.len()).map(|offset| source.number_at(offset)).collect();
        assert_eq!(numbers, [0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 2]);
        let one = source.text.find('1').unwrap_or_default();
        assert_eq!(source.position(one), Position { line: 2, column: 1 });
        assert_eq!(source.position(4), Position { line: 1, column: 1 });
        assert_eq!(source.line(2), "}");
    }
}
