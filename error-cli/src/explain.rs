//! `error-catalog explain`

use std::fmt::Write as _;

use error_catalog::report::Report;
use error_catalog::rules::{Example, Rule};
use error_catalog::{Source, format};

use crate::args::Explain;
use crate::output::{BOLD, Exit, Output, colored, level};
use crate::rules_document as document;

/// The width of running text, in characters.
const WIDTH: usize = 90;

pub(crate) fn run(arguments: &Explain, output: &mut Output) -> Exit {
    let text = match &arguments.rule {
        None if arguments.markdown => document::markdown(),
        None => list(),
        Some(rule) if arguments.markdown => document::section(rule, 1),
        Some(rule) => explanation(rule),
    };
    output.print(&text);
    Exit::Clean
}

fn list() -> String {
    let mut out = String::new();
    for (digits, title) in document::GROUPS {
        let _ = writeln!(out, "{BOLD}{title}{BOLD:#}");
        for rule in document::of_group(digits) {
            let style = level(rule.level);
            let Rule {
                code, name, summary, ..
            } = rule;
            let _ = writeln!(out, "  {style}{code}{style:#} {name:30} {summary}");
        }
        out.push('\n');
    }
    out.push_str("`error-catalog explain EC0203` explains one of them.\n");
    out
}

fn explanation(rule: &Rule) -> String {
    let style = level(rule.level);
    let mut out = format!(
        "{style}{}{style:#} {BOLD}{} {}{BOLD:#}\n\n",
        rule.level.word(),
        rule.code,
        rule.name
    );
    let _ = writeln!(out, "{}\n\n{}", wrapped(rule.summary), wrapped(rule.why));
    for (title, example) in [("Wrong", rule.wrong), ("Right", rule.right)] {
        if let Some(example) = example {
            let of = document::owner(example);
            let _ = writeln!(
                out,
                "\n{BOLD}{title}{of}:{BOLD:#}\n\n{}",
                indented(&document::shown(example))
            );
        }
    }
    if let Some(message) = rule.wrong.and_then(|wrong| message(rule, wrong)) {
        let _ = writeln!(
            out,
            "\n{BOLD}This is how it is reported:{BOLD:#}\n\n{}",
            indented(message.trim_end())
        );
    }
    out
}

/// Returns the message for a wrong example.
fn message(rule: &Rule, wrong: Example) -> Option<String> {
    let source = Source::new("example.json", wrong.to_catalog());
    let text = format::format(&source).unwrap_or(source.text);
    let source = Source::new("example.json", text);
    let compiled = wrong.compile(&source);
    let mut problems = compiled.problems.iter();
    let problem = problems.find(|problem| problem.rule.code == rule.code)?;
    let report = Report::new(&compiled.source);
    Some(colored(&report.message(problem, rule.level), rule.level))
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

/// Running text in lines.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}
