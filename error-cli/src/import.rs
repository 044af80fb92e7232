//! `error-catalog import`

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, ValueEnum};
use error_artifacts::import::{self, Failure, Input, InputKind, Kind, Note, Options};
use error_artifacts::words::count;
use error_catalog::names::is_catalog_name;
use error_layout::vocabulary::FHIR_VERSIONS;

use crate::output::{Exit, Output, readable};
use crate::{files, write};

/// The part of a file that is read: one byte more than allowed, so that a larger file is reported.
const LIMIT: u64 = import::MAX_INPUT as u64 + 1;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files with errors, which become one catalog; `-` is the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The kind of the files; by default that of their content
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(InputKind::ALL.map(|(name, _)| name)))]
    kind: Option<String>,
    /// The name of the catalog; by default from the title of the first file
    #[arg(long, value_parser = name)]
    name: Option<String>,
    /// The version of FHIR, if the bodies are an OperationOutcome
    #[arg(long, value_name = "VERSION", value_parser = fhir())]
    fhir: Option<String>,
    /// Where to write the catalog; by default the standard output, as with `-`
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file of `--output`
    #[arg(long, requires = "output")]
    force: bool,
    /// How to print what was guessed and what is missing, on the standard error
    #[arg(long, value_enum, default_value_t = ReportFormat::Human, value_name = "FORMAT")]
    report: ReportFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For people
    Human,
    /// A JSON array
    Json,
}

/// The name of a version of FHIR.
pub(crate) fn fhir() -> impl clap::builder::TypedValueParser<Value = String> {
    PossibleValuesParser::new(FHIR_VERSIONS).map(|name| name)
}

/// A valid name of a catalog.
pub(crate) fn name(given: &str) -> Result<String, String> {
    let expected = "expected lowercase letters, digits and single hyphens";
    is_catalog_name(given)
        .then(|| given.to_owned())
        .ok_or_else(|| expected.to_owned())
}

pub(crate) fn run(arguments: &Import, output: &mut Output) -> Exit {
    let mut inputs = Vec::new();
    for path in &arguments.files {
        match files::input(path, LIMIT) {
            Ok(bytes) => inputs.push(Input {
                name: path.display().to_string(),
                bytes,
            }),
            Err(error) => {
                output.fail(&files::cannot_read(path, &error));
                return Exit::CouldNotRun;
            }
        }
    }
    let file = arguments.output.as_ref().filter(|path| !files::is_standard(path));
    if let Some(path) = file
        && !arguments.force
        && path.exists()
    {
        output.fail(&write::exists(path));
        return Exit::CouldNotRun;
    }
    let kind = arguments.kind.as_deref();
    let options = Options {
        kind: InputKind::ALL
            .into_iter()
            .find(|(name, _)| Some(*name) == kind)
            .map(|(_, kind)| kind),
        name: arguments.name.clone(),
        fhir: arguments.fhir.as_deref().and_then(import::fhir_version),
    };
    let load = |path: &str| files::file(Path::new(path), LIMIT).ok();
    match import::import(&inputs, &options, &load) {
        Ok(imported) => {
            report(&imported.notes, arguments.report, output);
            let exit = match file {
                None => {
                    output.print(&imported.text);
                    Exit::Clean
                }
                Some(path) => write::new(path, &imported.text, arguments.force, output),
            };
            if arguments.report == ReportFormat::Human && exit == Exit::Clean {
                output.aside(&summary(imported.entries, &imported.notes));
            }
            exit
        }
        Err(failure) => {
            if let Failure::Nothing(notes) = &failure {
                report(notes, arguments.report, output);
            }
            output.fail(&failure.to_string());
            Exit::Problems
        }
    }
}

fn report(notes: &[Note], format: ReportFormat, output: &mut Output) {
    let text = match format {
        ReportFormat::Human => import::human(notes),
        ReportFormat::Json => format!("{:#}\n", import::json(notes)),
    };
    output.aside(&readable(&text));
}

fn summary(entries: usize, notes: &[Note]) -> String {
    let number = |kind: Kind| notes.iter().filter(|note| note.kind == kind).count();
    format!(
        "imported {}: {} guessed, {} missing; {} of the input skipped\n",
        count(entries, "entry"),
        count(number(Kind::Guessed), "value"),
        count(number(Kind::Missing), "value"),
        count(number(Kind::Skipped), "part"),
    )
}
