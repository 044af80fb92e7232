//! `error-catalog check`

use error_catalog::report::Report;
use error_catalog::rules::Level;
use error_catalog::{Compiled, Problem};

use crate::args::{Check, Format};
use crate::files::{self, Found};
use crate::output::{Exit, Output};
use crate::report::{self, Finding};

/// Checks everything once.
pub(crate) fn run(arguments: &Check, output: &mut Output) -> Exit {
    let mut found = files::load(&arguments.paths);
    found.add_originals();
    let compiled: Vec<Compiled> = found.catalogs.iter().map(files::Catalog::compile).collect();
    let catalogs = found.catalogs.iter().zip(&compiled);
    let files: Vec<_> = catalogs
        .flat_map(|(file, compiled)| compiled.files(&file.source))
        .collect();
    let reports: Vec<Report<'_>> = files.iter().map(|(source, _)| Report::new(source)).collect();
    let findings: Vec<Finding<'_>> = files
        .iter()
        .zip(&reports)
        .flat_map(|((_, problems), report)| {
            problems.iter().map(move |problem| Finding {
                report,
                problem,
                level: level_of(problem, &arguments.deny),
            })
        })
        .collect();
    match arguments.format {
        Format::Human => human(&findings, &found, output),
        Format::Json => output.print(&report::json(&findings)),
        Format::Github => output.print(&report::github(&findings)),
        Format::Sarif => output.print(&report::sarif(&findings)),
    }
    let exit = if findings.iter().any(|finding| finding.level == Level::Error) {
        Exit::Problems
    } else {
        Exit::Clean
    };
    exit.max(found.report_failures(output))
}

fn level_of(problem: &Problem, deny: &[String]) -> Level {
    if deny
        .iter()
        .any(|denied| denied == "warnings" || denied == problem.rule.code)
    {
        Level::Error
    } else {
        problem.rule.level
    }
}

fn human(findings: &[Finding<'_>], found: &Found, output: &mut Output) {
    // Many messages at once: each print is a write to the terminal or the pipe.
    for findings in findings.chunks(100) {
        let messages: String = findings.iter().map(|one| report::message(one) + "\n").collect();
        output.print(&messages);
        if output.is_closed() {
            return;
        }
    }
    if !found.is_nothing() {
        output.line(&report::summary(findings, found));
    }
}
