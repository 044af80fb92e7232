//! The `error-catalog` command: checks, formats and explains catalogs of HTTP errors, and does with them what generated code does.
#![forbid(unsafe_code)]

mod args;
mod artifact;
mod ask;
mod baseline;
mod catalog;
mod check;
mod code_system;
mod completions;
mod coverage;
mod decode;
mod diff;
mod docs;
mod exchange;
mod expand;
mod explain;
mod files;
mod fix;
mod fmt;
mod import;
mod init;
mod openapi;
mod output;
mod progress;
mod render;
mod report;
mod revision;
mod rules_document;
mod typescript;
mod watch;
mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory as _, FromArgMatches as _};

use args::{Arguments, Command};
use output::{Exit, Output};

/// Reads the command line. Help and errors have the colours that it requests, although they are printed before it is parsed.
fn parse() -> Result<Arguments, clap::Error> {
    let given: Vec<OsString> = std::env::args_os().collect();
    let wants = |choice: &str| {
        let is_it = |two: &[OsString]| matches!(two, [flag, value] if flag == "--color" && value == choice);
        let apart = given.windows(2).any(is_it);
        apart || given.iter().any(|one| *one == *format!("--color={choice}"))
    };
    let color = match () {
        () if wants("never") => ColorChoice::Never,
        () if wants("always") => ColorChoice::Always,
        () => ColorChoice::Auto,
    };
    let matches = Arguments::command().color(color).try_get_matches_from(given)?;
    Arguments::from_arg_matches(&matches)
}

fn main() -> ExitCode {
    let arguments = match parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too. A closed output cannot receive an error.
            let _ = error.print();
            let exit = if error.use_stderr() {
                Exit::CouldNotRun
            } else {
                Exit::Clean
            };
            return exit.into();
        }
    };
    let mut output = Output::new(arguments.color);
    if arguments.command.makes_artifacts() {
        output.show_progress();
    }
    let exit = match &arguments.command {
        Command::Check(arguments) if arguments.watch => watch::run(arguments, &mut output),
        Command::Check(arguments) => check::run(arguments, &mut output),
        Command::Fix(arguments) => fix::run(arguments, &mut output),
        Command::Fmt(arguments) => fmt::run(arguments, &mut output),
        Command::Explain(arguments) => explain::run(arguments, &mut output),
        Command::Expand(arguments) => expand::run(arguments, &mut output),
        Command::Render(arguments) => render::run(arguments, &mut output),
        Command::Decode(arguments) => decode::run(arguments, &mut output),
        Command::CodeSystem(arguments) => code_system::run(arguments, &mut output),
        Command::Coverage(arguments) => coverage::run(arguments, &mut output),
        Command::Openapi(arguments) => openapi::run(arguments, &mut output),
        Command::Diff(arguments) => diff::run(arguments, &mut output),
        Command::Baseline(arguments) => baseline::run(arguments, &mut output),
        Command::Docs(arguments) => docs::run(arguments, &mut output),
        Command::Schema(arguments) => {
            output.print(if arguments.translation {
                error_catalog::TRANSLATION_SCHEMA
            } else {
                error_catalog::SCHEMA
            });
            Exit::Clean
        }
        Command::Typescript(arguments) => typescript::run(arguments, &mut output),
        Command::Import(arguments) => import::run(arguments, &mut output),
        Command::Init(arguments) => init::run(arguments, &mut output),
        Command::Completions(arguments) => completions::run(arguments, &mut output),
    };
    exit.max(output.finish()).into()
}
