//! The catalogs that a command works with, and their compiled form.

use std::path::PathBuf;

use error_artifacts::Api;
use error_catalog::Catalog;
use error_catalog::report::Report;

use crate::files;
use crate::output::{Exit, Output};
use crate::report::{self, Finding};

/// Returns the catalog at a path. Its problems are reported as `check` reports them.
pub(crate) fn load(path: &PathBuf, output: &mut Output) -> Result<Catalog, Exit> {
    let mut catalogs = load_all(std::slice::from_ref(path), output)?;
    match (catalogs.pop(), catalogs.len()) {
        (Some((_, catalog)), 0) => Ok(catalog),
        (_, others) => {
            output.fail(&format!(
                "there are {} catalogs in `{}`; name one of them",
                others + 1,
                path.display()
            ));
            Err(Exit::CouldNotRun)
        }
    }
}

/// Returns the catalogs at the paths, each with its own path; there is at least one. Their problems are reported as `check` reports them.
pub(crate) fn load_all(paths: &[PathBuf], output: &mut Output) -> Result<Vec<(PathBuf, Catalog)>, Exit> {
    let found = files::load(paths);
    if found.report_failures(output) == Exit::CouldNotRun {
        return Err(Exit::CouldNotRun);
    }
    if found.catalogs.is_empty() {
        let named: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
        output.fail(&format!(
            "there are 0 catalogs in {}; name one of them",
            named.join(", ")
        ));
        return Err(Exit::CouldNotRun);
    }
    let compiled: Vec<_> = found.catalogs.iter().map(|file| (file, file.compile())).collect();
    if compiled.iter().all(|(_, compiled)| compiled.is_usable()) {
        return Ok(compiled
            .into_iter()
            .map(|(file, compiled)| (file.path.clone(), compiled.catalog))
            .collect());
    }
    let mut findings = Vec::new();
    let broken = compiled.iter().filter(|(_, compiled)| !compiled.is_usable());
    let files: Vec<_> = broken
        .flat_map(|(file, compiled)| compiled.files(&file.source))
        .collect();
    let reports: Vec<Report<'_>> = files.iter().map(|(source, _)| Report::new(source)).collect();
    for ((_, problems), report) in files.iter().zip(&reports) {
        findings.extend(problems.iter().map(|problem| Finding {
            report,
            problem,
            level: problem.rule.level,
        }));
    }
    for finding in &findings {
        output.aside(&format!("{}\n", report::message(finding)));
    }
    output.aside(&format!("{}\n", report::summary(&findings, &found)));
    Err(Exit::Problems)
}

/// Returns the catalog at a path with its compiled form.
pub(crate) fn api(path: &PathBuf, output: &mut Output) -> Result<Api, Exit> {
    load(path, output).map(Api::new)
}
