//! Problems as people read them: the same text for the compiler and the command.

use std::fmt::Write as _;

use crate::problem::Problem;
use crate::rules::Level;
use crate::source::{Source, Span};

/// The longest excerpt of a line, in characters; longer lines are cut around the place.
const WIDTH: usize = 100;

/// A problem without its first words: place, excerpt, second places and help. For messages that something else already
/// introduces by "error:" or "warning:".
pub fn describe(source: &Source, problem: &Problem) -> String {
    let position = source.position(problem.span.start);
    let mut out = format!(
        "{}:{}:{}: {} [{}]\n",
        source.path, position.line, position.column, problem.message, problem.rule.code
    );
    excerpt(&mut out, source, &problem.span, &problem.label, '^', true);
    for (span, why) in &problem.related {
        let at = source.position(span.start);
        let _ = writeln!(out, "  ::: {}:{}:{}", source.path, at.line, at.column);
        excerpt(&mut out, source, span, why, '-', false);
    }
    if let Some(help) = &problem.help {
        let _ = writeln!(out, "   = help: {help}");
    }
    out.truncate(out.trim_end().len());
    out
}

/// A whole message, as the command prints it.
pub fn message(source: &Source, problem: &Problem) -> String {
    let level = match problem.rule.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    format!("{level}: {}\n", describe(source, problem))
}

/// The line of a place, underlined; with the line before it, if wished and if there is one.
fn excerpt(out: &mut String, source: &Source, span: &Span, label: &str, mark: char, before: bool) {
    let position = source.position(span.start);
    let line = source.line(position.line);
    let number = position.line.to_string();
    let gutter = " ".repeat(number.len());
    let _ = writeln!(out, "{gutter} |");
    if before && position.line > 1 {
        let previous = source.line(position.line - 1);
        if !previous.trim().is_empty() {
            let _ = writeln!(
                out,
                "{:>width$} | {}",
                position.line - 1,
                shown(&cut(previous, 0)),
                width = number.len()
            );
        }
    }
    let column = position.column - 1;
    let first = if line.chars().count() > WIDTH {
        column.saturating_sub(WIDTH / 3)
    } else {
        0
    };
    let _ = writeln!(out, "{number} | {}", shown(&cut(line, first)));
    let lead = column - first + usize::from(first > 0);
    let text = source
        .slice(span)
        .split('\n')
        .next()
        .unwrap_or("")
        .trim_end_matches('\r');
    let room = WIDTH.saturating_sub(lead).max(1);
    let marks = text.chars().count().clamp(1, room);
    let underline: String = std::iter::repeat_n(mark, marks).collect();
    let _ = writeln!(out, "{gutter} | {}{underline} {label}", " ".repeat(lead));
    out.truncate(out.trim_end().len());
    out.push('\n');
}

/// At most [`WIDTH`] characters of a line from the character `first` on.
fn cut(line: &str, first: usize) -> String {
    let mut text: String = line.chars().skip(first).take(WIDTH).collect();
    if first > 0 {
        text.insert(0, '…');
    }
    if line.chars().count() > first + WIDTH {
        text.push('…');
    }
    text
}

/// One column for each character: tabs and control characters would shift the marks, or worse.
fn shown(line: &str) -> String {
    line.chars()
        .map(|c| {
            if c == '\t' {
                ' '
            } else if c.is_control() {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect::<String>()
        .trim_end()
        .to_owned()
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
