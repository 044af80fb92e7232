//! The `error-catalog` command: checks, formats and explains catalogs of HTTP errors, and does with them what generated code does.
#![forbid(unsafe_code)]

mod args;
mod catalog;
mod check;
mod completions;
mod decode;
mod expand;
mod explain;
mod files;
mod fix;
mod fmt;
mod output;
mod render;
mod watch;
mod write;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Command};
use output::{Exit, Output};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too. If nobody listens, there is nobody to tell.
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
    let exit = match &arguments.command {
        Command::Check(arguments) => check::run(arguments, &mut output),
        Command::Fix(arguments) => fix::run(arguments, &mut output),
        Command::Fmt(arguments) => fmt::run(arguments, &mut output),
        Command::Explain(arguments) => explain::run(arguments, &mut output),
        Command::Expand(arguments) => expand::run(arguments, &mut output),
        Command::Render(arguments) => render::run(arguments, &mut output),
        Command::Decode(arguments) => decode::run(arguments, &mut output),
        Command::Schema => {
            output.print(error_catalog::SCHEMA);
            Exit::Clean
        }
        Command::Completions(arguments) => completions::run(arguments, &mut output),
    };
    exit.max(output.finish()).into()
}
