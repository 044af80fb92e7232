//! Reports of problems: the text that the compiler and the command print, and formats for other tools.
//!
//! A report consists of [`Segment`]s. Each has a [`Part`], from which the printer chooses its color.

mod characters;
mod place;

use std::cell::Cell;

use characters::{WIDTH, cells, cut, readable, visible};

use crate::problem::Problem;
use crate::rules::Level;
use crate::source::{File, Position, Source, Span};

/// The role of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `error` or `warning`.
    Level,
    /// `path:line:column`.
    Place,
    /// The message.
    Message,
    /// The code of the rule, in brackets.
    Code,
    /// Line numbers and the frame.
    Frame,
    /// Text of the file.
    Excerpt,
    /// The underline and its label.
    Mark,
    /// The underline and the label of a related place.
    SecondMark,
    /// The word `help`.
    Help,
}

/// A piece of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its role.
    pub part: Part,
    /// Its text. A line break is only at the end of a segment.
    pub text: String,
}

/// Reports the problems of a catalog's files.
#[derive(Debug)]
pub struct Report<'s> {
    source: &'s Source,
    /// The start of each line of all files.
    lines: Vec<usize>,
    /// The last requested position; most requests are in the order of the file.
    last: Cell<(usize, Position)>,
    /// Whether each byte is a character.
    is_ascii: bool,
}

impl<'s> Report<'s> {
    /// Creates a report for the files of a catalog.
    pub fn new(source: &'s Source) -> Self {
        let ends = source.text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            source,
            lines: std::iter::once(0).chain(ends).collect(),
            last: Cell::new((0, Position { line: 1, column: 1 })),
            is_ascii: source.text.is_ascii(),
        }
    }

    /// Returns the file with a byte offset.
    pub fn file(&self, offset: usize) -> File<'s> {
        self.source.file(self.source.number_at(offset))
    }

    /// Returns a whole message, as the command prints it.
    pub fn message(&self, problem: &Problem, level: Level) -> Vec<Segment> {
        let mut page = Page::default();
        page.add(Part::Level, level.word());
        page.add(Part::Message, ": ");
        self.write(&mut page, problem);
        page.segments
    }

    /// Returns a message without its level, for use where "error:" or "warning:" is already printed.
    pub fn describe(&self, problem: &Problem) -> Vec<Segment> {
        let mut page = Page::default();
        self.write(&mut page, problem);
        page.segments
    }

    /// Returns a whole message as text.
    pub fn text(&self, problem: &Problem) -> String {
        plain(&self.message(problem, problem.rule.level))
    }

    /// Returns a message without its level as text.
    pub fn description(&self, problem: &Problem) -> String {
        plain(&self.describe(problem)).trim_end().to_owned()
    }

    fn write(&self, page: &mut Page, problem: &Problem) {
        page.add(Part::Place, self.place(&problem.span));
        page.add(Part::Message, format!(": {} ", readable(&problem.message)));
        page.add(Part::Code, format!("[{}]", problem.rule.code));
        page.end_line();
        self.excerpt(page, &problem.span, &problem.label, Part::Mark);
        for (span, why) in &problem.related {
            page.add(Part::Frame, "  ::: ");
            page.add(Part::Place, self.place(span));
            page.end_line();
            self.excerpt(page, span, why, Part::SecondMark);
        }
        if let Some(help) = &problem.help {
            page.add(Part::Frame, "   = ");
            page.add(Part::Help, "help");
            page.add(Part::Message, format!(": {}", readable(help)));
            page.end_line();
        }
    }

    fn place(&self, span: &Span) -> String {
        let at = self.position(span.start);
        format!("{}:{}:{}", readable(self.file(span.start).path), at.line, at.column)
    }

    /// Adds the line of a place with an underline; for the main place also the line before it.
    fn excerpt(&self, page: &mut Page, span: &Span, label: &str, mark: Part) {
        let number = self.position(span.start).line;
        // The lines of the files before.
        let before = self.line_at(span.start) - number;
        let width = number.to_string().len();
        page.add(Part::Frame, format!("{:width$} |", ""));
        page.end_line();
        let previous = if number > 1 { self.line(before + number - 1) } else { "" };
        if mark == Part::Mark && !previous.trim().is_empty() {
            page.add(Part::Frame, format!("{:>width$} | ", number - 1));
            page.add(Part::Excerpt, cut(previous, 0).0);
            page.end_line();
        }
        let start = self.lines.get(before + number - 1).copied().unwrap_or(0);
        let (text, lead) = cut(self.line(before + number), span.start.saturating_sub(start));
        page.add(Part::Frame, format!("{number} | "));
        page.add(Part::Excerpt, text);
        page.end_line();
        let marked = self.source.slice(span).split('\n').next().unwrap_or("");
        let room = WIDTH.saturating_sub(lead).max(1);
        let marked = marked.trim_end_matches('\r').chars().take(room);
        let marks = marked.map(visible).map(cells).sum::<usize>().max(1);
        let line = if mark == Part::Mark { "^" } else { "-" }.repeat(marks);
        page.add(Part::Frame, format!("{:width$} | {:lead$}", "", ""));
        page.add(mark, format!("{line} {}", readable(label)));
        page.end_line();
    }
}

/// Returns the text of segments.
pub fn plain(segments: &[Segment]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect()
}

/// Builds a list of segments.
#[derive(Default)]
struct Page {
    segments: Vec<Segment>,
}

impl Page {
    fn add(&mut self, part: Part, text: impl Into<String>) {
        self.segments.push(Segment {
            part,
            text: text.into(),
        });
    }

    /// Ends the line and removes trailing white space.
    fn end_line(&mut self) {
        while let Some(last) = self.segments.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                last.text.push('\n');
                return;
            }
            self.segments.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn the_exact_value_is_underlined() {
        let source = Source::new(
            "catalogs/gp-connect.json",
            "{\n    \"status\": 404,\n    \"issue\": \"not_found\"\n}",
        );
        let start = source.text.find("\"not_found").unwrap_or_default();
        let problem = Problem::new(
            &rules::UNKNOWN_WORD,
            start..start + 11,
            "`not_found` is not a FHIR issue type",
        )
        .label("did you mean `not-found`?");
        let expected = "\
catalogs/gp-connect.json:3:14: `not_found` is not a FHIR issue type [EC0203]
  |
2 |     \"status\": 404,
3 |     \"issue\": \"not_found\"
  |              ^^^^^^^^^^^ did you mean `not-found`?";
        assert_eq!(Report::new(&source).description(&problem), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let source = Source::new("x.json", format!("{{{}\"bad\"}}", " ".repeat(500)));
        let problem = Problem::new(&rules::UNKNOWN_MEMBER, 501..506, "unknown");
        let text = Report::new(&source).description(&problem);
        assert!(text.lines().all(|line| line.chars().count() < 130), "{text}");
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(
            lines[2].find("\"bad\"").map(|at| lines[2][..at].chars().count()),
            lines[3].find('^')
        );
    }
}
