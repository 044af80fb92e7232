//! `error-catalog fmt`

use error_catalog::report::Report;
use error_catalog::rules::Level;
use error_catalog::{Problem, Source, format};

use error_artifacts::words::count;

use crate::args::Fmt;
use crate::files::{self, Catalog};
use crate::output::{Exit, Output, colored, readable};
use crate::write;

pub(crate) fn run(arguments: &Fmt, output: &mut Output) -> Exit {
    if arguments.paths.iter().any(|path| files::is_standard(path)) {
        if arguments.paths.len() > 1 {
            output
                .fail("`-` cannot be combined with other paths: it formats the standard input to the standard output");
            return Exit::CouldNotRun;
        }
        return stdin(arguments, output);
    }
    let found = files::load(&arguments.paths);
    let mut exit = found.report_failures(output);
    let mut changed = 0;
    for file in found.catalogs.iter().chain(&found.translations) {
        match formatted(&file.source, file.problem.as_deref()) {
            Err(problems) => {
                report(&file.source, &problems, output);
                exit = exit.max(Exit::Problems);
            }
            Ok(text) if text == file.source.text => {}
            Ok(text) => {
                changed += 1;
                exit = exit.max(change(arguments, file, &text, output));
            }
        }
    }
    if found.is_nothing() {
        return exit;
    }
    let files = match found.translations.len() {
        0 => count(found.catalogs.len(), "catalog"),
        translations => count(found.catalogs.len() + translations, "file"),
    };
    let done = if arguments.check { "not formatted" } else { "formatted" };
    output.line(&format!("{done}: {changed} of {files}"));
    exit
}

/// Writes the new text of a file, or reports that it differs.
fn change(arguments: &Fmt, file: &Catalog, text: &str, output: &mut Output) -> Exit {
    let path = readable(&file.source.path);
    if arguments.check {
        output.line(&format!("not formatted: {path}"));
        return Exit::Problems;
    }
    match write::replace(&file.path, file.source.text.as_bytes(), text) {
        Ok(()) => {
            output.line(&format!("formatted: {path}"));
            Exit::Clean
        }
        Err(error) => {
            output.fail(&format!("cannot write `{path}`: {error}"));
            Exit::CouldNotRun
        }
    }
}

fn stdin(arguments: &Fmt, output: &mut Output) -> Exit {
    let (source, problem) = match files::read_stdin() {
        Ok(read) => read,
        Err(error) => {
            output.fail(&format!("cannot read the standard input: {error}"));
            return Exit::CouldNotRun;
        }
    };
    match formatted(&source, problem.as_deref()) {
        Err(problems) => {
            report(&source, &problems, output);
            Exit::Problems
        }
        Ok(text) if arguments.check => {
            if text == source.text {
                Exit::Clean
            } else {
                output.aside("the standard input is not formatted\n");
                Exit::Problems
            }
        }
        Ok(text) => {
            output.print(&text);
            Exit::Clean
        }
    }
}

fn formatted(source: &Source, problem: Option<&Problem>) -> Result<String, Vec<Problem>> {
    match problem {
        Some(problem) => Err(vec![problem.clone()]),
        None => format::format(source),
    }
}

/// Returns the reason why a file was not formatted.
fn report(source: &Source, problems: &[Problem], output: &mut Output) {
    let report = Report::new(source);
    for problem in problems {
        output.aside(&colored(&report.message(problem, Level::Error), Level::Error));
    }
    output.fail(&format!("`{}` is not formatted: its meaning is ambiguous", source.path));
}
