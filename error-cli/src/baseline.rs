//! `error-catalog baseline`

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Subcommand};
use error_artifacts::diff::Diff;
use error_catalog::contract::{self, Baseline, Contract, baseline_path};
use error_catalog::{Catalog, Source, report, source_from_bytes};

use crate::diff;
use crate::files;
use crate::output::{Exit, Output};
use crate::revision;

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

    /// Reads the baseline. Its problems are reported.
    fn baseline(&self, output: &mut Output) -> Result<Baseline, Exit> {
        let bytes = files::bytes(Path::new(&self.path)).map_err(|error| {
            output.fail(&match error.kind() {
                io::ErrorKind::NotFound => format!(
                    "the baseline `{}` does not exist; `error-catalog baseline init {}` writes it",
                    self.path, self.source.path
                ),
                _ => format!("cannot read `{}`: {error}", self.path),
            });
            Exit::CouldNotRun
        })?;
        read(&self.path, bytes, output)
    }

    fn write(&self, baseline: &Baseline, output: &mut Output) -> Result<(), Exit> {
        fs::write(&self.path, baseline.to_json()).map_err(|error| {
            output.fail(&format!("cannot write `{}`: {error}", self.path));
            Exit::CouldNotRun
        })
    }
}

fn init(catalog: &Path, output: &mut Output) -> Result<Exit, Exit> {
    let subject = Subject::load(catalog, output)?;
    if Path::new(&subject.path).exists() {
        output.fail(&format!(
            "`{}` exists; `error-catalog baseline accept {}` records changes in it",
            subject.path, subject.source.path
        ));
        return Err(Exit::CouldNotRun);
    }
    subject.write(&Baseline::new(&Contract::of(&subject.catalog)), output)?;
    output.line(&format!(
        "`{}` has {} entries; commit it, and write `#[catalog(baseline)]` before the enum",
        subject.path,
        subject.catalog.entries.len()
    ));
    Ok(Exit::Clean)
}

fn accept(catalog: &Path, reason: Option<&str>, date: Option<&str>, output: &mut Output) -> Result<Exit, Exit> {
    let subject = Subject::load(catalog, output)?;
    let mut baseline = subject.baseline(output)?;
    let contract = Contract::of(&subject.catalog);
    let diff = Diff::of_contracts(baseline.contract.clone(), contract.clone(), &subject.source);
    output.print(&diff::human(&diff));
    if diff.changes().is_empty() {
        return Ok(Exit::Clean);
    }
    let is_breaking = diff.changes().iter().any(|change| change.row.class.is_breaking());
    let reason = match reason.map(str::trim) {
        Some(reason) if !reason.is_empty() => reason.to_owned(),
        _ if io::stdin().is_terminal() => ask(is_breaking, output)?,
        _ if is_breaking => {
            output.fail("some changes break something: give the reason with `--reason \"…\"`");
            return Err(Exit::CouldNotRun);
        }
        _ => String::new(),
    };
    let date = date.map_or_else(today, str::to_owned);
    baseline.accept(&contract, &date, &reason);
    subject.write(&baseline, output)?;
    output.line(&format!("recorded in `{}`", subject.path));
    Ok(Exit::Clean)
}

/// Asks why the changes are made. An empty answer is refused if a change breaks something.
fn ask(is_breaking: bool, output: &mut Output) -> Result<String, Exit> {
    output.print("Why are these changes made? The answer is shown in the history of the documentation.\n> ");
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    let answer = answer.trim();
    if read.is_err() || is_breaking && answer.is_empty() {
        output.fail("nothing is recorded without a reason");
        return Err(Exit::CouldNotRun);
    }
    Ok(answer.to_owned())
}

fn check(catalog: &Path, output: &mut Output) -> Result<Exit, Exit> {
    let subject = Subject::load(catalog, output)?;
    let baseline = subject.baseline(output)?;
    let checked = contract::check(&subject.source, &subject.catalog, &|path| files::bytes(Path::new(path)));
    for problem in &checked.problems {
        output.print(&format!("{}\n", report::message(&subject.source, problem)));
    }
    let contract = Contract::of(&subject.catalog);
    let diff = Diff::of_contracts(baseline.contract, contract, &subject.source);
    if checked.problems.is_empty() && diff.changes().is_empty() {
        output.line(&format!("`{}` is current", subject.path));
        return Ok(Exit::Clean);
    }
    if checked.problems.is_empty() {
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
    for problem in &problems {
        output.aside(&format!("{}\n", report::message(&file, problem)));
    }
    if problems.is_empty() {
        Ok(baseline)
    } else {
        Err(Exit::CouldNotRun)
    }
}
