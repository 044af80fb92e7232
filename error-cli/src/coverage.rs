//! `error-catalog coverage`: the entries that the sources and the log of a server reach.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use error_artifacts::coverage::{Coverage, Log, Names, Sources};

use crate::catalog;
use crate::files::{self, cannot_read};
use crate::output::{Exit, Output, readable};

/// The longest line of a log that is read.
const MAX_LINE: u64 = 1024 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The catalog
    #[arg(value_name = "CATALOG")]
    catalog: PathBuf,
    /// Rust files of the server, or folders with them; `tests` and `benches` in them are tests
    #[arg(long, value_name = "PATH", num_args = 1.., required_unless_present = "log")]
    sources: Vec<PathBuf>,
    /// Rust files of tests, or folders with them
    #[arg(long, value_name = "PATH", num_args = 1..)]
    tests: Vec<PathBuf>,
    /// Logs with the events of the feature `tracing`, as text or JSON lines; `-` is the standard input
    #[arg(long, value_name = "FILE", num_args = 1..)]
    log: Vec<PathBuf>,
    /// The path below which the server has the API: the routes of the log begin with it
    #[arg(long, value_name = "PATH", default_value = "", hide_default_value = true)]
    mount: String,
    /// The name of the enum, where the sources have no call of `error_catalog!` with the catalog; by default the catalog's name in upper
    /// camel case
    #[arg(long)]
    name: Option<String>,
    /// The exit code is 1 if a smaller share of the entries is reached, in percent
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    threshold: Option<f64>,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// A JSON object
    Json,
}

fn percent(given: &str) -> Result<f64, String> {
    match given.parse::<f64>() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err("expected a number from 0 to 100".to_owned()),
    }
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    let catalog = match catalog::load(&arguments.catalog, output) {
        Ok(catalog) => catalog,
        Err(exit) => return exit,
    };
    let names = Names::new(&catalog, arguments.name.as_deref());
    let mut sources = Sources::new(names, &arguments.catalog);
    let read = read_sources(&arguments.sources, false, &mut sources)
        .and_then(|()| read_sources(&arguments.tests, true, &mut sources));
    let mut log = (!arguments.log.is_empty()).then(|| Log::new(&catalog, &arguments.mount));
    let read = read.and_then(|()| {
        let mut paths = arguments.log.iter();
        paths.try_for_each(|path| log.as_mut().map_or(Ok(()), |log| read_log(path, log)))
    });
    if let Err(message) = read {
        output.fail(&message);
        return Exit::CouldNotRun;
    }
    let coverage = Coverage::new(&catalog, sources, log);
    match arguments.format {
        Format::Human => output.print(&readable(&coverage.text())),
        Format::Json => output.line(&format!("{:#}", coverage.json())),
    }
    match arguments.threshold {
        Some(threshold) if coverage.percent() < threshold => {
            output.fail(&format!(
                "{:.1} % of the entries are reached, expected at least {threshold} %",
                coverage.percent()
            ));
            Exit::Problems
        }
        _ => Exit::Clean,
    }
}

/// Reads the Rust files that are named, and those in the folders that are named.
fn read_sources(paths: &[PathBuf], is_test: bool, sources: &mut Sources<'_>) -> Result<(), String> {
    for root in paths {
        let mut found = Vec::new();
        if root.is_dir() {
            if let Some((path, error)) = files::search(root, "rs", &mut found).first() {
                return Err(cannot_read(path, error));
            }
            if found.is_empty() {
                return Err(format!("no Rust files in `{}`", root.display()));
            }
        } else {
            found.push(root.clone());
        }
        for path in found {
            let bytes = fs::read(&path).map_err(|error| cannot_read(&path, &error))?;
            sources.add(root, &path, String::from_utf8_lossy(&bytes).into_owned(), is_test);
        }
    }
    Ok(())
}

fn read_log(path: &Path, log: &mut Log<'_>) -> Result<(), String> {
    let input: Box<dyn io::Read> = if files::is_standard(path) {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path).map_err(|error| cannot_read(path, &error))?)
    };
    let mut input = BufReader::new(input);
    let mut line = Vec::new();
    // Whether the line is the rest of one that is too long.
    let mut is_rest = false;
    loop {
        line.clear();
        let read = input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
        if read.map_err(|error| cannot_read(path, &error))? == 0 {
            return Ok(());
        }
        let is_whole = line.last() == Some(&b'\n') || (line.len() as u64) < MAX_LINE;
        if is_whole && !is_rest {
            log.line(&String::from_utf8_lossy(&line));
        }
        is_rest = !is_whole;
    }
}
