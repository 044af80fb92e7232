//! `error-catalog completions`

use clap::CommandFactory as _;

use crate::args::{Arguments, Completions};
use crate::output::{Exit, Output};

pub(crate) fn run(arguments: &Completions, output: &mut Output) -> Exit {
    // Not straight to the standard output: the generator panics where a pipe is closed.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "error-catalog", &mut script);
    output.print(&String::from_utf8_lossy(&script));
    Exit::Clean
}
