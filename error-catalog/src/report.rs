//! Problems as people read them: the same text for the compiler and the command, and the forms that other tools read.
//!
//! A report is made of [`Segment`]s, each of which says what it is: whoever prints it chooses the colours.

mod characters;
#[cfg(feature = "tools")]
mod github;
#[cfg(feature = "tools")]
mod json;
mod place;
#[cfg(feature = "tools")]
mod sarif;

#[cfg(feature = "tools")]
pub use github::github;
#[cfg(feature = "tools")]
pub use json::json;
#[cfg(feature = "tools")]
pub use sarif::sarif;

use std::cell::Cell;

use characters::{WIDTH, cells, cut, readable};

use crate::problem::Problem;
use crate::rules::Level;
use crate::source::{Position, Source, Span};

/// What a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `error` or `warning`.
    Level,
    /// `path:line:column`.
    Place,
    /// What is wrong.
    Message,
    /// The rule's code, in brackets.
    Code,
    /// Line numbers and what belongs to the frame.
    Frame,
    /// The file's own text.
    Excerpt,
    /// The underline and what stands behind it.
    Mark,
    /// The same of a second place.
    SecondMark,
    /// The word `help`.
    Help,
}

/// A piece of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What it is.
    pub part: Part,
    /// Its characters. A line ends only at the end of a segment.
    pub text: String,
}

/// A problem, how much it counts, and the file it is in.
#[derive(Debug, Clone, Copy)]
pub struct Finding<'a> {
    /// The file.
    pub report: &'a Report<'a>,
    /// What is wrong with it.
    pub problem: &'a Problem,
    /// The rule's level, or an error where warnings are denied.
    pub level: Level,
}

impl Level {
    /// `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Tells the problems of one file. Finds lines and columns quickly, however many there are.
#[derive(Debug)]
pub struct Report<'s> {
    source: &'s Source,
    /// Where each line begins.
    lines: Vec<usize>,
    /// The last place asked for: most are asked for in the order of the file.
    last: Cell<(usize, Position)>,
}

impl<'s> Report<'s> {
    /// Of a file.
    pub fn new(source: &'s Source) -> Self {
        let ends = source.text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            source,
            lines: std::iter::once(0).chain(ends).collect(),
            last: Cell::new((0, Position { line: 1, column: 1 })),
        }
    }

    /// The file.
    pub fn source(&self) -> &'s Source {
        self.source
    }

    /// A whole message without colours, as the command prints it.
    pub fn message(&self, problem: &Problem, level: Level) -> Vec<Segment> {
        let mut page = Page::default();
        page.add(Part::Level, level.word());
        page.add(Part::Message, ": ");
        self.write(&mut page, problem);
        page.segments
    }

    /// A problem without its first word, for messages that something else already introduces by "error:" or "warning:".
    pub fn describe(&self, problem: &Problem) -> Vec<Segment> {
        let mut page = Page::default();
        self.write(&mut page, problem);
        page.segments
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
        format!("{}:{}:{}", readable(&self.source.path), at.line, at.column)
    }

    /// The line of a place, underlined; of the first place with the line before it, if there is one.
    fn excerpt(&self, page: &mut Page, span: &Span, label: &str, mark: Part) {
        let number = self.position(span.start).line;
        let width = number.to_string().len();
        page.add(Part::Frame, format!("{:width$} |", ""));
        page.end_line();
        let previous = if number > 1 { self.line(number - 1) } else { "" };
        if mark == Part::Mark && !previous.trim().is_empty() {
            page.add(Part::Frame, format!("{:>width$} | ", number - 1));
            page.add(Part::Excerpt, cut(previous, 0).0);
            page.end_line();
        }
        let start = self.lines.get(number - 1).copied().unwrap_or(0);
        let (text, lead) = cut(self.line(number), span.start.saturating_sub(start));
        page.add(Part::Frame, format!("{number} | "));
        page.add(Part::Excerpt, text);
        page.end_line();
        let marked = self.source.slice(span).split('\n').next().unwrap_or("");
        let room = WIDTH.saturating_sub(lead).max(1);
        let marked = marked.trim_end_matches('\r').chars().take(room);
        let marks = marked.map(cells).sum::<usize>().max(1);
        let line = if mark == Part::Mark { "^" } else { "-" }.repeat(marks);
        page.add(Part::Frame, format!("{:width$} | {:lead$}", "", ""));
        page.add(mark, format!("{line} {}", readable(label)));
        page.end_line();
    }
}

/// A problem as text, without its first word. For many problems of one file, [`Report`] is faster.
pub fn describe(source: &Source, problem: &Problem) -> String {
    plain(&Report::new(source).describe(problem)).trim_end().to_owned()
}

/// A whole message as text.
pub fn message(source: &Source, problem: &Problem) -> String {
    plain(&Report::new(source).message(problem, problem.rule.level))
}

/// Segments without colours.
pub fn plain(segments: &[Segment]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect()
}

/// Segments in the making.
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

    /// Ends the line, without white space before its end.
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
            "`not_found` is not an issue type of FHIR",
        )
        .label("did you mean `not-found`?");
        let expected = "\
catalogs/gp-connect.json:3:14: `not_found` is not an issue type of FHIR [EC0203]
  |
2 |     \"status\": 404,
3 |     \"issue\": \"not_found\"
  |              ^^^^^^^^^^^ did you mean `not-found`?";
        assert_eq!(describe(&source, &problem), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let source = Source::new("x.json", format!("{{{}\"bad\"}}", " ".repeat(500)));
        let problem = Problem::new(&rules::UNKNOWN_MEMBER, 501..506, "unknown");
        let text = describe(&source, &problem);
        assert!(text.lines().all(|line| line.chars().count() < 130), "{text}");
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(
            lines[2].find("\"bad\"").map(|at| lines[2][..at].chars().count()),
            lines[3].find('^')
        );
    }
}
