//! The catalogs that a command works with, and their compiled form.

use std::path::PathBuf;

use error_artifacts::Api;
use error_catalog::report::Report;
use error_catalog::{Catalog, Compiled};

use crate::files;
use crate::output::{Exit, Output};
use crate::report::{self, Finding};

/// Returns the catalog at a path. Its problems are reported as `check` reports them.
pub(crate) fn load(path: &PathBuf, output: &mut Output) -> Result<Catalog, Exit> {
    find(path, output).map(|(_, catalog)| catalog)
}

/// Returns the catalog at a path with the path of its file. Its problems are reported as `check` reports them.
pub(crate) fn find(path: &PathBuf, output: &mut Output) -> Result<(PathBuf, Catalog), Exit> {
    let mut catalogs = load_all(std::slice::from_ref(path), output)?;
    match (catalogs.pop(), catalogs.len()) {
        (Some(found), 0) => Ok(found),
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
    let compiled = found
        .catalogs
        .iter()
        .map(|file| (file, file.compile_or_base(&mut |_| {})));
    let (bases, compiled): (Vec<_>, Vec<_>) = compiled.partition(|(_, compiled)| compiled.is_base);
    if compiled.is_empty() {
        let named: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
        let named = named.join(", ");
        output.fail(&match bases.len() {
            0 => format!("there are 0 catalogs in {named}"),
            _ => format!("{named}: expected a catalog, found only a base of catalogs, without `name` or `errors`"),
        });
        return Err(Exit::CouldNotRun);
    }
    if compiled.iter().all(|(_, compiled)| compiled.is_usable()) {
        return Ok(compiled
            .into_iter()
            .map(|(file, compiled)| (file.path.clone(), compiled.catalog))
            .collect());
    }
    let broken = compiled.iter().map(|(_, compiled)| compiled);
    let broken: Vec<&Compiled> = broken.filter(|compiled| !compiled.is_usable()).collect();
    let reports: Vec<Report<'_>> = broken.iter().map(|broken| Report::new(&broken.source)).collect();
    let mut findings = Vec::new();
    for (broken, report) in broken.iter().zip(&reports) {
        findings.extend(broken.problems.iter().map(|problem| Finding {
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
