//! `error-catalog openapi`: the responses of a catalog as OpenAPI, alone or in the document of an API.

use std::io;
use std::path::{Path, PathBuf};

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
    /// An OpenAPI document in JSON or YAML to merge the responses into, `-` for the standard input; by default the document has only components
    #[arg(long, value_name = "FILE")]
    merge: Option<PathBuf>,
    /// An operation for each method and endpoint of the catalog, instead of components alone
    #[arg(long, conflicts_with = "merge")]
    paths: bool,
    /// By default that of the extension of `--output`, otherwise that of `--merge`, otherwise JSON
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON
    Json,
    /// YAML; comments of `--merge` are lost
    Yaml,
}

impl Arguments {
    /// Returns the format that the options name.
    fn format(&self) -> Option<openapi::Format> {
        let extension = || self.to.output.as_ref()?.extension()?.to_str();
        match self.format {
            Some(Format::Json) => Some(openapi::Format::Json),
            Some(Format::Yaml) => Some(openapi::Format::Yaml),
            None => match extension()?.to_ascii_lowercase().as_str() {
                "json" => Some(openapi::Format::Json),
                "yaml" | "yml" => Some(openapi::Format::Yaml),
                _ => None,
            },
        }
    }
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    match document(arguments, output) {
        Ok(text) => arguments.to.deliver(&text, output),
        Err(exit) => exit,
    }
}

/// Returns the text of a file, or of the standard input for `-`.
fn read(path: &Path) -> io::Result<String> {
    let bytes = files::input(path, u64::MAX)?;
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "expected UTF-8"))
}

fn document(arguments: &Arguments, output: &mut Output) -> Result<String, Exit> {
    let api = catalog::api(&arguments.catalog, output)?;
    let merged = match &arguments.merge {
        Some(path) => {
            let text = read(path).map_err(|error| {
                output.fail(&files::cannot_read(path, &error));
                Exit::CouldNotRun
            })?;
            openapi::merge(&api, &text, arguments.format()).map_err(|error| {
                output.fail(&format!("cannot merge into `{}`: {error}", path.display()));
                Exit::CouldNotRun
            })?
        }
        None => {
            let version = match arguments.version {
                Version::V3_0 => openapi::Version::V3_0,
                Version::V3_1 => openapi::Version::V3_1,
            };
            let format = arguments.format().unwrap_or_default();
            if !arguments.paths {
                return Ok(openapi::document(&api, version, format));
            }
            openapi::with_paths(&api, version, format)
        }
    };
    for note in merged.notes {
        output.note(&note);
    }
    Ok(merged.text)
}
