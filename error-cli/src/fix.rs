//! `error-catalog fix`

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};

use error_catalog::fix::Fixed;
use error_catalog::report::Report;
use error_catalog::rules::Level;
use similar::TextDiff;

use error_artifacts::words::count;

use crate::args::Fix;
use crate::files::{self, Catalog};
use crate::output::{BLUE, BOLD, Exit, GREEN, Output, RED, colored, readable};
use crate::write;

pub(crate) fn run(arguments: &Fix, output: &mut Output) -> Exit {
    let found = files::load(&arguments.paths);
    let mut exit = found.report_failures(output);
    let mut changes = Vec::new();
    let (mut applied, mut refused, mut errors) = (0, 0, 0);
    for file in &found.catalogs {
        if let Some(problem) = &file.problem {
            let message = Report::new(&file.source).message(problem, Level::Error);
            output.aside(&colored(&message, Level::Error));
            errors += 1;
            continue;
        }
        let fixed = file.fix();
        errors += fixed.errors;
        refused += fixed.refused;
        if fixed.text != file.source.text {
            output.print(&diff(file, &fixed));
            applied += fixed.applied;
            changes.push((file, fixed));
        }
    }
    if errors > 0 {
        exit = exit.max(Exit::Problems);
    }
    let what = format!("{} in {}", count(applied, "replacement"), count(changes.len(), "file"));
    if found.is_nothing() {
        return exit;
    }
    if changes.is_empty() {
        output.line("nothing to replace");
    } else if is_wanted(arguments, &what, output) {
        for (file, fixed) in &changes {
            if let Err(error) = write::replace(&file.path, file.source.text.as_bytes(), &fixed.text) {
                output.fail(&format!("cannot write `{}`: {error}", file.path.display()));
                exit = Exit::CouldNotRun;
            }
        }
        if exit < Exit::CouldNotRun {
            output.line(&format!("{what} made"));
        }
    } else {
        exit = exit.max(Exit::Problems);
    }
    if refused > 0 {
        let refused = count(refused, "replacement");
        output.line(&format!("{refused} left out: there would be more errors than before"));
    }
    if errors > 0 {
        let left = count(errors, "error");
        output.line(&format!("{left} to fix by hand; `error-catalog check` shows them"));
    }
    exit
}

/// Asks whether the shown changes are applied.
fn is_wanted(arguments: &Fix, what: &str, output: &mut Output) -> bool {
    if arguments.yes || arguments.dry_run {
        if arguments.dry_run {
            output.line(&format!("{what} would be made"));
        }
        return arguments.yes;
    }
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        output.line(&format!("{what} not made: no terminal to ask on; `--yes` makes them"));
        return false;
    }
    output.print(&format!("{what}. Make them? [y/N] "));
    let mut answer = String::new();
    let wanted = io::stdin().read_line(&mut answer).is_ok() && matches!(answer.trim(), "y" | "Y" | "yes");
    if !wanted {
        output.line("nothing was changed");
    }
    wanted
}

/// Returns the change as a unified diff.
fn diff(file: &Catalog, fixed: &Fixed) -> String {
    let path = readable(&file.source.path);
    let diff = TextDiff::from_lines(&file.source.text, &fixed.text);
    let text = diff.unified_diff().header(&path, &path).to_string();
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let style = match line.as_bytes() {
            [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => BOLD,
            [b'@', ..] => BLUE,
            [b'-', ..] => RED,
            [b'+', ..] => GREEN,
            _ => anstyle::Style::new(),
        };
        let line = line.trim_end_matches(['\r', '\n']);
        let _ = writeln!(out, "{style}{}{style:#}", readable(line));
    }
    out
}
