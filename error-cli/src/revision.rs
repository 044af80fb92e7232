//! Reads a catalog from a file or from a git revision.

use std::io;
use std::path::Path;
use std::process::Command;

use error_catalog::report::Report;
use error_catalog::{Catalog, Source, compile_with, source_from_bytes};

use crate::files;
use crate::output::{Exit, Output};

/// Reads and compiles a catalog without errors: a file, `REVISION:PATH` of git, or `:PATH` of its index. Problems are reported.
pub(crate) fn load(given: &str, output: &mut Output) -> Result<(Source, Catalog), Exit> {
    let is_file = Path::new(given).is_file();
    let revision = (!is_file).then(|| given.split_once(':')).flatten();
    // A drive of Windows has one letter; `:PATH` is the file in the index.
    let revision = revision.filter(|(revision, path)| revision.len() != 1 && !path.is_empty());
    // The files beside it are those of the same revision.
    let read = |path: &str| match revision {
        Some((revision, _)) => blob(&format!("{revision}:{path}")),
        None => files::bytes(Path::new(path)),
    };
    let path = revision.map_or(given, |(_, path)| path);
    let bytes = read(path).map_err(|error| {
        output.fail(&files::cannot_read(Path::new(given), &error));
        Exit::CouldNotRun
    })?;
    let source = source_from_bytes(path, bytes).map_err(|(source, problem)| {
        output.aside(&format!("{}\n", Report::new(&source).text(&problem)));
        Exit::CouldNotRun
    })?;
    let compiled = compile_with(&source, &read);
    if compiled.is_usable() {
        return Ok((compiled.source, compiled.catalog));
    }
    let report = Report::new(&compiled.source);
    for problem in compiled.problems.iter().filter(|problem| problem.is_error()) {
        output.aside(&format!("{}\n", report.text(problem)));
    }
    output.fail(&format!(
        "`{given}` has errors; only catalogs without errors are compared"
    ));
    Err(Exit::CouldNotRun)
}

/// Returns a file of a git revision. No shell reads the name, and git reads no option from it.
fn blob(name: &str) -> io::Result<Vec<u8>> {
    if name.starts_with('-') {
        return Err(io::Error::other("the name of a revision does not start with `-`"));
    }
    let ran = Command::new("git").args(["cat-file", "blob", name]).output();
    let ran = ran.map_err(|error| io::Error::new(error.kind(), format!("cannot run `git`: {error}")))?;
    if ran.status.success() {
        return Ok(ran.stdout);
    }
    let reason = String::from_utf8_lossy(&ran.stderr);
    Err(io::Error::other(reason.trim().trim_start_matches("fatal: ").to_owned()))
}
