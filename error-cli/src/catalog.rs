//! The one catalog that a command works with, and its compiled form.

use std::path::PathBuf;

use error_artifacts::Api;
use error_catalog::Catalog;
use error_catalog::report::Report;

use crate::files;
use crate::output::{Exit, Output};
use crate::report::{self, Finding};

/// Returns the catalog at a path. Its problems are reported as `check` reports them.
pub(crate) fn load(path: &PathBuf, output: &mut Output) -> Result<Catalog, Exit> {
    let found = files::load(std::slice::from_ref(path));
    if found.report_failures(output) == Exit::CouldNotRun {
        return Err(Exit::CouldNotRun);
    }
    let [file] = found.catalogs.as_slice() else {
        output.fail(&format!(
            "there are {} catalogs in `{}`; name one of them",
            found.catalogs.len(),
            path.display()
        ));
        return Err(Exit::CouldNotRun);
    };
    let compiled = file.compile();
    if compiled.is_usable() {
        return Ok(compiled.catalog);
    }
    let files = compiled.files(&file.source);
    let reports: Vec<Report<'_>> = files.iter().map(|(source, _)| Report::new(source)).collect();
    let findings = files.iter().zip(&reports).flat_map(|((_, problems), report)| {
        problems.iter().map(move |problem| Finding {
            report,
            problem,
            level: problem.rule.level,
        })
    });
    let findings: Vec<Finding<'_>> = findings.collect();
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
