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

/// The text of a catalog and its path for messages.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as the user wrote it: relative to the package or to the working directory.
    pub path: String,
    /// The whole file.
    pub text: String,
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
        }
    }

    /// Returns the line and column of a byte offset; those of the end for an offset beyond it.
    pub fn position(&self, offset: usize) -> Position {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// Returns the text of a line (from 1) without its line end; empty for a line that does not exist.
    pub fn line(&self, line: usize) -> &str {
        self.text
            .split('\n')
            .nth(line.wrapping_sub(1))
            .unwrap_or("")
            .trim_end_matches('\r')
    }

    /// Returns the text of a span; empty for a span outside of the file.
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
}
