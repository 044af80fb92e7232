//! `error-catalog check`

use std::fmt::Write as _;

use error_catalog::report::{self, Finding, Report};
use error_catalog::rules::Level;
use error_catalog::{Problem, compile};

use crate::args::{Check, Format};
use crate::files::{self, Catalog, Found};
use crate::output::{Exit, GREEN, Output, colored, count, level};
use crate::watch;

pub(crate) fn run(arguments: &Check, output: &mut Output) -> Exit {
    if arguments.watch {
        watch::run(arguments, output)
    } else {
        once(arguments, output)
    }
}

/// Checks everything once.
pub(crate) fn once(arguments: &Check, output: &mut Output) -> Exit {
    let found = files::load(&arguments.paths);
    let problems: Vec<Vec<Problem>> = found.catalogs.iter().map(problems_of).collect();
    let reports: Vec<Report<'_>> = found.catalogs.iter().map(|file| Report::new(&file.source)).collect();
    let findings: Vec<Finding<'_>> = reports
        .iter()
        .zip(&problems)
        .flat_map(|(report, problems)| {
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

/// Everything that is wrong with a file.
fn problems_of(file: &Catalog) -> Vec<Problem> {
    match &file.problem {
        Some(problem) => vec![Problem::clone(problem)],
        None => compile(&file.source).problems,
    }
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
    for finding in findings {
        let segments = finding.report.message(finding.problem, finding.level);
        output.line(&colored(&segments, finding.level));
        if output.is_closed() {
            return;
        }
    }
    if !found.is_nothing() {
        output.line(&summary(findings, found));
    }
}

/// One line about all.
pub(crate) fn summary(findings: &[Finding<'_>], found: &Found) -> String {
    let number = |level| findings.iter().filter(|finding| finding.level == level).count();
    let (errors, warnings) = (number(Level::Error), number(Level::Warning));
    let paint = |style: anstyle::Style, text: String| format!("{style}{text}{style:#}");
    let mut verdict = Vec::new();
    if errors > 0 {
        verdict.push(paint(level(Level::Error), count(errors, "error")));
    }
    if warnings > 0 {
        verdict.push(paint(level(Level::Warning), count(warnings, "warning")));
    }
    if verdict.is_empty() {
        verdict.push(paint(GREEN, "no problems".to_owned()));
    }
    let mut line = format!(
        "{} checked: {}",
        count(found.catalogs.len(), "catalog"),
        verdict.join(", ")
    );
    let fixes = findings.iter().filter(|finding| finding.problem.fix.is_some()).count();
    if fixes > 0 {
        let _ = write!(line, "; `error-catalog fix` can fix {fixes}");
    }
    if found.others > 0 {
        let _ = write!(line, "; {} left out", count(found.others, "other JSON file"));
    }
    line
}
