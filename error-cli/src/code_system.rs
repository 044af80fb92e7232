//! `error-catalog code-system`: the codes of a catalog as a FHIR `CodeSystem` or `ValueSet`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use error_artifacts::Api;
use error_artifacts::code_system::{CodeSystem, Release};
use error_artifacts::words::abridged;
use error_catalog::contract::Baseline;

use crate::artifact::ToFile;
use crate::output::{Exit, Output};
use crate::{baseline, catalog};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The catalog
    #[arg(value_name = "CATALOG")]
    catalog: PathBuf,
    /// The FHIR release; by default that of the catalog's responses, otherwise R4
    #[arg(long, value_enum, value_name = "RELEASE", ignore_case = true)]
    fhir: Option<Fhir>,
    /// The address of the code system; by default the `system` that the catalog's responses send. With another one, all codes of the
    /// catalog are in it
    #[arg(long, value_name = "URI")]
    url: Option<String>,
    /// Print the value set of the codes instead
    #[arg(long)]
    value_set: bool,
    #[command(flatten)]
    to: ToFile,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Fhir {
    #[value(name = "STU3")]
    Stu3,
    #[value(name = "R4", alias = "R4B")]
    R4,
    #[value(name = "R5")]
    R5,
}

impl From<Fhir> for Release {
    fn from(fhir: Fhir) -> Self {
        match fhir {
            Fhir::Stu3 => Self::Stu3,
            Fhir::R4 => Self::R4,
            Fhir::R5 => Self::R5,
        }
    }
}

/// Returns the catalog, and its baseline with its path, if it has one.
fn read(path: &PathBuf, output: &mut Output) -> Result<(String, Api, Option<Baseline>), Exit> {
    let (path, catalog) = catalog::find(path, output)?;
    let (path, baseline) = baseline::beside(&path, output)?;
    Ok((path, Api::new(catalog), baseline))
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    let (path, api, baseline) = match read(&arguments.catalog, output) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let system = CodeSystem::new(&api, arguments.url.as_deref(), arguments.fhir.map(Release::from));
    let system = match system {
        Ok(system) => system,
        Err(error) => {
            output.fail(&error.to_string());
            return Exit::CouldNotRun;
        }
    };
    if let (false, [first, ..]) = (system.is_sent(), system.other_systems()) {
        output.note(&format!(
            "the responses of the catalog send codes with another system, such as `{first}`; all codes of the catalog are in `{}`",
            system.url()
        ));
    }
    let left_out = system.left_out();
    if !left_out.is_empty() {
        output.note(&format!(
            "left out are entries that send no code of this system: {}",
            abridged(&left_out, 5)
        ));
    }
    let system = match baseline {
        Some(baseline) => {
            let retired = baseline.retired.len();
            if !system.has_all_codes() && retired > 0 {
                output.note(&format!(
                    "left out are the {retired} retired codes of `{path}`, which does not record their system"
                ));
            }
            system.with_retired(&baseline)
        }
        None => system,
    };
    let resource = if arguments.value_set {
        system.value_set()
    } else {
        system.code_system()
    };
    arguments.to.deliver(&format!("{resource:#}\n"), output)
}
