//! `error-catalog init`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use error_artifacts::import::{self, Start, StartFormat};

use crate::ask::Asker;
use crate::output::{Exit, Output};
use crate::{files, write};

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
    let mut asker = if arguments.yes { None } else { Asker::on_terminal() };
    let start = match start(arguments, asker.as_mut()) {
        Ok(start) => start,
        Err(message) => {
            output.fail(&message);
            return Exit::CouldNotRun;
        }
    };
    let text = import::start(&start);
    let path = match &arguments.file {
        Some(path) if files::is_standard(path) => {
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

/// Returns the choices of the options; with an asker, others are asked for.
fn start(arguments: &Init, mut asker: Option<&mut Asker<'_>>) -> Result<Start, String> {
    let file = arguments.file.as_deref().filter(|path| !files::is_standard(path));
    let stem = file.and_then(Path::file_stem).map(|stem| stem.to_string_lossy());
    let name = match (&arguments.name, &mut asker) {
        (Some(name), _) => name.clone(),
        (None, Some(asker)) => asker.ask("Name of the catalog", stem.as_deref().unwrap_or("api"))?,
        (None, None) => stem.ok_or("expected `--name NAME` or a file")?.into_owned(),
    };
    let title = match (&arguments.title, &mut asker) {
        (None, Some(asker)) => Some(asker.ask("Name of the API", "")?).filter(|title| !title.is_empty()),
        (title, _) => title.clone(),
    };
    let bodies = match (arguments.format, &mut asker) {
        (Some(bodies), _) => bodies,
        (None, _) if arguments.fhir.is_some() => Bodies::OperationOutcome,
        (None, Some(asker)) => {
            let question = "Bodies of errors (problem, operation-outcome, json)";
            asker.choose(question, "problem", |answer| Bodies::from_str(answer, true).ok())?
        }
        (None, None) => Bodies::Problem,
    };
    let format = match bodies {
        Bodies::Problem => StartFormat::Problem,
        Bodies::Json => StartFormat::Json,
        Bodies::OperationOutcome => {
            let version = match (&arguments.fhir, asker) {
                (None, Some(asker)) => asker.choose("Version of FHIR", "R4", import::fhir_version)?,
                (given, _) => {
                    import::fhir_version(given.as_deref().unwrap_or("R4")).ok_or("unknown version of FHIR")?
                }
            };
            StartFormat::OperationOutcome(version)
        }
    };
    Ok(Start { name, title, format })
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use error_artifacts::import::{self, StartFormat};

    use super::{Asker, Init, start};

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        init: Init,
    }

    /// Returns the questions, and the result with these answers: name, title, format and FHIR version.
    fn dialogue(arguments: &[&str], answers: &str) -> (String, Result<String, String>) {
        let command = Command::try_parse_from(["init"].iter().chain(arguments)).unwrap();
        let mut questions = Vec::new();
        let mut asker = Asker::new(answers.as_bytes(), &mut questions);
        let started = start(&command.init, Some(&mut asker)).map(|start| {
            let version = import::fhir_version("STU3");
            let format = match start.format {
                StartFormat::Problem => "problem",
                StartFormat::Json => "json",
                StartFormat::OperationOutcome(one) if Some(one) == version => "STU3",
                StartFormat::OperationOutcome(_) => "another",
            };
            format!("{} {:?} {format}", start.name, start.title)
        });
        drop(asker);
        (String::from_utf8(questions).unwrap(), started)
    }

    #[test]
    fn what_no_option_sets_is_asked() {
        let (questions, started) = dialogue(&[], "clinic\nClinic API\nyaml\noperation-outcome\nR3\nSTU3\n");
        assert_eq!(started.as_deref(), Ok("clinic Some(\"Clinic API\") STU3"));
        let bodies = "Bodies of errors (problem, operation-outcome, json) [problem]: ";
        let version = "Version of FHIR [R4]: ";
        assert_eq!(
            questions,
            format!("Name of the catalog [api]: Name of the API: {bodies}{bodies}{version}{version}")
        );
    }

    #[test]
    fn empty_answers_are_the_defaults() {
        let (questions, started) = dialogue(&["catalogs/ward.json"], "\n\n\n");
        assert_eq!(started.as_deref(), Ok("ward None problem"));
        assert!(questions.starts_with("Name of the catalog [ward]: "), "{questions}");
    }

    #[test]
    fn options_are_not_asked_for() {
        let all = ["--name", "clinic", "--title", "Clinic API", "--fhir", "STU3"];
        let (questions, started) = dialogue(&all, "");
        assert_eq!(started.as_deref(), Ok("clinic Some(\"Clinic API\") STU3"));
        assert_eq!(questions, "");
        let (questions, _) = dialogue(&["--name", "clinic", "--format", "json"], "Clinic API\n");
        assert_eq!(questions, "Name of the API: ");
    }

    #[test]
    fn the_end_of_the_input_cancels() {
        let (_, started) = dialogue(&[], "clinic\n");
        assert!(started.unwrap_err().contains("cancelled"));
    }
}
