//! `error-catalog check`

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use error_catalog::report::Report;
use error_catalog::rules::Level;
use error_catalog::{Compiled, Problem};

use crate::args::{Check, Format};
use crate::files::{self, Found};
use crate::output::{Exit, Output};
use crate::report::{self, Finding};

/// Checks everything once.
pub(crate) fn run(arguments: &Check, output: &mut Output) -> Exit {
    check(arguments, output, &mut |_| {})
}

/// Checks everything, and names each file that belongs to a catalog, whether or not it can be read.
pub(crate) fn check(arguments: &Check, output: &mut Output, note: &mut dyn FnMut(&Path)) -> Exit {
    let mut found = files::load(&arguments.paths);
    found.add_originals();
    let compiled = found.catalogs.iter().map(|file| file.compile_or_base(note));
    let compiled: Vec<Compiled> = compiled.collect();
    let reports: Vec<Report<'_>> = compiled.iter().map(|one| Report::new(&one.source)).collect();
    let findings = compiled.iter().zip(&reports).flat_map(|(compiled, report)| {
        compiled.problems.iter().map(move |problem| Finding {
            report,
            problem,
            level: level_of(problem, &arguments.deny),
        })
    });
    let mut findings: Vec<Finding<'_>> = findings.collect();
    if compiled.len() > 1 {
        once(&mut findings);
    }
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

/// Leaves one of equal problems: those of a base are found with each catalog that extends it.
fn once(findings: &mut Vec<Finding<'_>>) {
    let mut seen = HashSet::new();
    let mut paths: HashMap<&str, PathBuf> = HashMap::new();
    findings.retain(|Finding { report, problem, .. }| {
        let file = report.file(problem.span.start);
        let path = paths
            .entry(file.path)
            .or_insert_with(|| fs::canonicalize(file.path).unwrap_or_else(|_| file.path.into()));
        let place = problem.span.start - file.start;
        seen.insert((path.clone(), place, problem.rule.code, problem.message.clone()))
    });
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
