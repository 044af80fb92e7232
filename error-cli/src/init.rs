//! `error-catalog init`

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use error_artifacts::import::{self, Start, StartFormat};

use crate::output::{Exit, Output};
use crate::write;

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The file to write; by default the name of the catalog with `.json`, and `-` is the standard output
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The name of the catalog: lowercase letters, digits and single hyphens; by default that of the file
    #[arg(long, value_parser = crate::import::name)]
    name: Option<String>,
    /// The name of the API
    #[arg(long)]
    title: Option<String>,
    /// The bodies of errors; by default `problem`
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Bodies>,
    /// The version of FHIR, for `operation-outcome`; by default R4
    #[arg(long, value_name = "VERSION", value_parser = crate::import::fhir())]
    fhir: Option<String>,
    /// Replace the file
    #[arg(long)]
    force: bool,
    /// Do not ask, also on a terminal
    #[arg(long, short)]
    yes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Bodies {
    /// Problem details (RFC 9457)
    Problem,
    /// A FHIR OperationOutcome
    OperationOutcome,
    /// A JSON object of its own
    Json,
}

pub(crate) fn run(arguments: &Init, output: &mut Output) -> Exit {
    let asks = !arguments.yes && io::stdin().is_terminal() && io::stderr().is_terminal();
    let stem = arguments.file.as_deref().filter(|path| !is_stdout(path));
    let stem = stem
        .and_then(|path| path.file_stem())
        .map(|stem| stem.to_string_lossy().into_owned());
    let Some(name) = arguments.name.clone().or_else(|| {
        let default = stem.as_deref().unwrap_or("api");
        if asks {
            ask("Name of the catalog", default)
        } else {
            stem.clone()
        }
    }) else {
        output.fail("expected `--name NAME` or a file");
        return Exit::CouldNotRun;
    };
    let title = arguments
        .title
        .clone()
        .or_else(|| if asks { ask("Name of the API", "") } else { None });
    let bodies = arguments.format.or_else(|| {
        let by_flag = arguments.fhir.as_ref().map(|_| Bodies::OperationOutcome);
        by_flag.or_else(|| if asks { ask_bodies() } else { None })
    });
    let bodies = bodies.unwrap_or(Bodies::Problem);
    let fhir = arguments.fhir.clone().or_else(|| {
        let asks = asks && bodies == Bodies::OperationOutcome;
        if asks { ask("Version of FHIR", "R4") } else { None }
    });
    let format = match bodies {
        Bodies::Problem => StartFormat::Problem,
        Bodies::Json => StartFormat::Json,
        Bodies::OperationOutcome => {
            let version = fhir.as_deref().unwrap_or("R4");
            let Some(version) = import::fhir_version(version) else {
                output.fail(&format!("`{version}` is not a version of FHIR"));
                return Exit::CouldNotRun;
            };
            StartFormat::OperationOutcome(version)
        }
    };
    let start = Start { name, title, format };
    let text = import::start(&start);
    let path = match &arguments.file {
        Some(path) if is_stdout(path) => {
            output.print(&text);
            return Exit::Clean;
        }
        Some(path) => path.clone(),
        None => PathBuf::from(format!("{}.json", import::catalog_name(&start.name))),
    };
    let exit = write::new(&path, &text, arguments.force, output);
    if exit == Exit::Clean {
        output.line(&format!("wrote `{}`", path.display()));
    }
    exit
}

fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Asks on the terminal; an empty answer is the default, and `None` if there is none.
fn ask(question: &str, default: &str) -> Option<String> {
    let hint = if default.is_empty() {
        String::new()
    } else {
        format!(" [{default}]")
    };
    let mut err = io::stderr();
    let _ = write!(err, "{question}{hint}: ").and_then(|()| err.flush());
    let mut line = String::new();
    let _ = io::stdin().lock().read_line(&mut line);
    let answer = line.trim();
    let answer = if answer.is_empty() { default } else { answer };
    (!answer.is_empty()).then(|| answer.to_owned())
}

fn ask_bodies() -> Option<Bodies> {
    loop {
        let answer = ask("Bodies of errors (problem, operation-outcome, json)", "problem")?;
        if let Ok(bodies) = Bodies::from_str(&answer, true) {
            return Some(bodies);
        }
    }
}
