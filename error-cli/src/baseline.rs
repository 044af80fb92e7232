//! `error-catalog baseline`

use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Subcommand};
use error_artifacts::diff::Diff;
use error_catalog::contract::{self, Baseline, Contract, baseline_path};
use error_catalog::report::Report;
use error_catalog::{Catalog, Problem, Source, rules, source_from_bytes};

use crate::ask::Asker;
use crate::output::{Exit, Output};
use crate::{diff, files, revision, write};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write the first baseline of a catalog, beside it
    Init {
        /// The catalog
        #[arg(value_name = "CATALOG")]
        catalog: PathBuf,
    },
    /// Record the changes of a catalog in its baseline, with the reason
    Accept {
        /// The catalog
        #[arg(value_name = "CATALOG")]
        catalog: PathBuf,
        /// Why the changes are made; asked for on a terminal
        #[arg(long)]
        reason: Option<String>,
        /// The day to record; by default today (UTC)
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
        date: Option<String>,
    },
    /// Compare a catalog with its baseline: fails if a change breaks something, or is not recorded
    Check {
        /// The catalog
        #[arg(value_name = "CATALOG")]
        catalog: PathBuf,
    },
}

/// A day, as in RFC 3339.
fn day(given: &str) -> Result<String, String> {
    let is_day = error_layout::grammar::is_date_time(&format!("{given}T00:00:00Z"));
    is_day
        .then(|| given.to_owned())
        .ok_or_else(|| "expected a day, as in `2026-01-31`".to_owned())
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    let ran = match &arguments.verb {
        Verb::Init { catalog } => init(catalog, output),
        Verb::Accept { catalog, reason, date } => accept(catalog, reason.as_deref(), date.as_deref(), output),
        Verb::Check { catalog } => check(catalog, output),
    };
    ran.unwrap_or_else(|exit| exit)
}

/// A catalog and the path of its baseline.
struct Subject {
    source: Source,
    catalog: Catalog,
    path: String,
}

impl Subject {
    fn load(path: &Path, output: &mut Output) -> Result<Self, Exit> {
        let (source, catalog) = revision::load(&path.display().to_string(), output)?;
        let path = baseline_path(&source.path);
        Ok(Self { source, catalog, path })
    }

    /// Reads the bytes of the baseline.
    fn bytes(&self, output: &mut Output) -> Result<Vec<u8>, Exit> {
        files::bytes(Path::new(&self.path)).map_err(|error| {
            output.fail(&match error.kind() {
                io::ErrorKind::NotFound => format!(
                    "the baseline `{}` does not exist; `error-catalog baseline init {}` writes it",
                    self.path, self.source.path
                ),
                _ => files::cannot_read(Path::new(&self.path), &error),
            });
            Exit::CouldNotRun
        })
    }

    /// Returns the problems of the catalog that its baseline has.
    fn problems(&self) -> Vec<Problem> {
        contract::check(&self.source, &self.catalog, &|path| files::bytes(Path::new(path))).problems
    }

    fn report<'p>(&self, problems: impl IntoIterator<Item = &'p Problem>, output: &mut Output) {
        let report = Report::new(&self.source);
        for problem in problems {
            output.print(&format!("{}\n", report.text(problem)));
        }
    }
}

fn init(catalog: &Path, output: &mut Output) -> Result<Exit, Exit> {
    let subject = Subject::load(catalog, output)?;
    let path = Path::new(&subject.path);
    if path.exists() {
        output.fail(&format!(
            "`{}` exists; `error-catalog baseline accept {}` records changes in it",
            subject.path, subject.source.path
        ));
        return Err(Exit::CouldNotRun);
    }
    let text = Baseline::new(&Contract::of(&subject.catalog)).to_json();
    let exit = write::new(path, &text, false, output);
    if exit != Exit::Clean {
        return Err(exit);
    }
    output.line(&format!(
        "`{}` has {} entries; commit it, and write `#[catalog(baseline)]` before the enum",
        subject.path,
        subject.catalog.entries.len()
    ));
    Ok(Exit::Clean)
}

fn accept(catalog: &Path, reason: Option<&str>, date: Option<&str>, output: &mut Output) -> Result<Exit, Exit> {
    let subject = Subject::load(catalog, output)?;
    let old = subject.bytes(output)?;
    let mut baseline = read(&subject.path, old.clone(), output)?;
    let retired: Vec<Problem> = subject.problems();
    let retired = retired
        .iter()
        .filter(|problem| problem.rule.code == rules::RETIRED_CODE.code);
    let retired: Vec<&Problem> = retired.collect();
    if !retired.is_empty() {
        subject.report(retired, output);
        output.fail("nothing is recorded: a retired code is never used again");
        return Ok(Exit::Problems);
    }
    let contract = Contract::of(&subject.catalog);
    let diff = Diff::of_contracts(baseline.contract.clone(), contract.clone(), &subject.source);
    output.print(&diff::human(&diff));
    if diff.changes().is_empty() {
        return Ok(Exit::Clean);
    }
    let is_breaking = diff.changes().iter().any(|change| change.row.class.is_breaking());
    let reason = why(reason, is_breaking, Asker::on_terminal().as_mut()).map_err(|message| {
        output.fail(&message);
        Exit::CouldNotRun
    })?;
    let date = date.map_or_else(today, str::to_owned);
    baseline.accept(&contract, &date, &reason);
    write::replace(Path::new(&subject.path), &old, &baseline.to_json()).map_err(|error| {
        output.fail(&format!("cannot write `{}`: {error}", subject.path));
        Exit::CouldNotRun
    })?;
    output.line(&format!("recorded in `{}`", subject.path));
    Ok(Exit::Clean)
}

/// Returns the reason for the changes: the given one, otherwise the answer to a question. If a change breaks something, an empty one is an error.
fn why(given: Option<&str>, is_breaking: bool, asker: Option<&mut Asker<'_>>) -> Result<String, String> {
    let given = given.map(str::trim).filter(|reason| !reason.is_empty());
    let reason = match (given, asker) {
        (Some(reason), _) => reason.to_owned(),
        (None, Some(asker)) => asker.ask("Why are these changes made? The documentation shows the answer", "")?,
        (None, None) if is_breaking => {
            return Err("some changes break something: give the reason with `--reason \"…\"`".to_owned());
        }
        (None, None) => String::new(),
    };
    if is_breaking && reason.is_empty() {
        return Err("nothing is recorded without a reason".to_owned());
    }
    Ok(reason)
}

fn check(catalog: &Path, output: &mut Output) -> Result<Exit, Exit> {
    let subject = Subject::load(catalog, output)?;
    let baseline = read(&subject.path, subject.bytes(output)?, output)?;
    let problems = subject.problems();
    subject.report(&problems, output);
    let contract = Contract::of(&subject.catalog);
    let diff = Diff::of_contracts(baseline.contract, contract, &subject.source);
    if problems.is_empty() && diff.changes().is_empty() {
        output.line(&format!("`{}` is current", subject.path));
        return Ok(Exit::Clean);
    }
    if problems.is_empty() {
        output.print(&diff::human(&diff));
    }
    if !diff.changes().is_empty() {
        output.fail(&format!(
            "`{}` is not current; `error-catalog baseline accept {}` records the changes",
            subject.path, subject.source.path
        ));
    }
    Ok(Exit::Problems)
}

/// Returns the day in UTC: `2026-11-27`.
fn today() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut text = String::new();
    // A `String` cannot fail.
    let _ = error_layout::grammar::write_date_time(i64::try_from(now.as_millis()).unwrap_or_default(), &mut text);
    text.truncate("2026-11-27".len());
    text
}

/// Returns the path of the baseline beside a catalog, and the baseline if the file exists. Its problems are reported.
pub(crate) fn beside(catalog: &Path, output: &mut Output) -> Result<(String, Option<Baseline>), Exit> {
    let path = baseline_path(&catalog.to_string_lossy());
    match files::bytes(Path::new(&path)) {
        Ok(bytes) => read(&path, bytes, output).map(|baseline| (path, Some(baseline))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((path, None)),
        Err(error) => {
            output.fail(&format!("cannot read `{path}`: {error}"));
            Err(Exit::CouldNotRun)
        }
    }
}

/// Reads the bytes of a baseline. Its problems are reported.
fn read(path: &str, bytes: Vec<u8>, output: &mut Output) -> Result<Baseline, Exit> {
    let (file, baseline, problems) = match source_from_bytes(path.to_owned(), bytes) {
        Ok(file) => {
            let (baseline, problems) = Baseline::read(&file);
            (file, baseline, problems)
        }
        Err((file, problem)) => (file, Baseline::default(), vec![*problem]),
    };
    let report = Report::new(&file);
    for problem in &problems {
        output.aside(&format!("{}\n", report.text(problem)));
    }
    if problems.is_empty() {
        Ok(baseline)
    } else {
        Err(Exit::CouldNotRun)
    }
}

#[cfg(test)]
mod tests {
    use super::{Asker, why};

    #[test]
    fn the_reason_is_asked_for_on_a_terminal() {
        let mut questions = Vec::new();
        let mut asker = Asker::new(&b" Two codes were one. \n"[..], &mut questions);
        assert_eq!(why(None, true, Some(&mut asker)).as_deref(), Ok("Two codes were one."));
        drop(asker);
        let questions = String::from_utf8(questions).unwrap();
        assert!(questions.starts_with("Why are these changes made?"), "{questions}");
    }

    #[test]
    fn a_given_reason_is_not_asked_for() {
        let mut questions = Vec::new();
        let mut asker = Asker::new(&b""[..], &mut questions);
        assert_eq!(
            why(Some("It was wrong."), true, Some(&mut asker)).as_deref(),
            Ok("It was wrong.")
        );
        drop(asker);
        assert!(questions.is_empty());
    }

    #[test]
    fn only_compatible_changes_need_no_reason() {
        let answer = |is_breaking, answer: &str| {
            why(
                Some(" "),
                is_breaking,
                Some(&mut Asker::new(answer.as_bytes(), std::io::sink())),
            )
        };
        assert_eq!(answer(false, "\n").as_deref(), Ok(""));
        assert_eq!(answer(true, "\n").unwrap_err(), "nothing is recorded without a reason");
        assert!(answer(true, "").unwrap_err().contains("cancelled"));
        assert_eq!(why(None, false, None).as_deref(), Ok(""));
        assert!(why(None, true, None).unwrap_err().contains("--reason"));
    }
}
