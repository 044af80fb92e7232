//! `error-catalog openapi`: the responses of a catalog as OpenAPI, alone or in the document of an API.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use error_artifacts::openapi;

use crate::artifact::ToFile;
use crate::output::{Exit, Output};
use crate::{catalog, files};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The catalog
    #[arg(value_name = "CATALOG")]
    catalog: PathBuf,
    /// The version of OpenAPI; that of `--merge` is the version of the file
    #[arg(long, value_enum, default_value_t = Version::V3_1, value_name = "VERSION", conflicts_with = "merge")]
    version: Version,
    /// An OpenAPI document in JSON to merge the responses into; by default the document has only components
    #[arg(long, value_name = "FILE")]
    merge: Option<PathBuf>,
    #[command(flatten)]
    to: ToFile,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Version {
    /// OpenAPI 3.0
    #[value(name = "3.0")]
    V3_0,
    /// OpenAPI 3.1
    #[value(name = "3.1")]
    V3_1,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    match document(arguments, output) {
        Ok(text) => arguments.to.deliver(&text, output),
        Err(exit) => exit,
    }
}

fn document(arguments: &Arguments, output: &mut Output) -> Result<String, Exit> {
    let api = catalog::api(&arguments.catalog, output)?;
    let Some(path) = &arguments.merge else {
        let version = match arguments.version {
            Version::V3_0 => openapi::Version::V3_0,
            Version::V3_1 => openapi::Version::V3_1,
        };
        return Ok(openapi::document(&api, version));
    };
    let text = fs::read_to_string(path).map_err(|error| {
        output.fail(&files::cannot_read(path, &error));
        Exit::CouldNotRun
    })?;
    let merged = openapi::merge(&api, &text).map_err(|error| {
        output.fail(&format!("cannot merge into `{}`: {error}", path.display()));
        Exit::CouldNotRun
    })?;
    for note in merged.notes {
        output.aside(&format!("note: {note}\n"));
    }
    Ok(merged.text)
}
