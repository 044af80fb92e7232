//! Problems as workflow commands of GitHub Actions, which show them beside the changed lines of a pull request.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write as _;

use error_artifacts::annotate::github_command;

use super::Finding;

/// One command a line.
pub(crate) fn github(findings: &[Finding<'_>]) -> String {
    findings.iter().map(command).collect()
}

fn command(finding: &Finding<'_>) -> String {
    let Finding { report, problem, level } = finding;
    let mut text = problem.message.clone();
    if let Some(advice) = finding.advice() {
        text.push('\n');
        text.push_str(&advice);
    }
    for (span, why) in &problem.related {
        let line = report.position(span.start).line;
        let _ = match report.file(span.start) {
            other if other != report.file(problem.span.start) => write!(text, "\n{}, line {line}: {why}", other.path),
            _ => write!(text, "\nline {line}: {why}"),
        };
    }
    let title = format!("{} {}", problem.rule.code, problem.rule.name);
    github_command(report, &problem.span, level.word(), &title, &text)
}

#[cfg(test)]
mod tests {
    use error_catalog::report::Report;
    use error_catalog::rules::{self, Level};
    use error_catalog::{Problem, Source};

    use super::super::{Finding, github};

    #[test]
    fn what_would_end_a_command_or_a_property_is_escaped() {
        let source = Source::new("a,b:c%.json", "{}\n");
        let problem = Problem::new(&rules::SYNTAX, 0..2, "100 % :: bad\r\nline").help("a, b");
        let report = Report::new(&source);
        let finding = Finding {
            report: &report,
            problem: &problem,
            level: Level::Warning,
        };
        assert_eq!(
            github(&[finding]),
            "::warning file=a%2Cb%3Ac%25.json,line=1,endLine=1,col=1,endColumn=3,title=EC0101 syntax::100 %25 :: bad%0D%0Aline%0Aa, b\n"
        );
    }
}
