//! `error-catalog typescript`: the errors of a catalog as a TypeScript package.

use std::path::PathBuf;

use clap::Args;
use error_artifacts::typescript;

use crate::artifact::ToFolder;
use crate::catalog;
use crate::output::{Exit, Output};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The catalog
    #[arg(value_name = "CATALOG")]
    catalog: PathBuf,
    /// The name of the npm package; by default that of the catalog
    #[arg(long, value_name = "NAME", value_parser = package)]
    package: Option<String>,
    #[command(flatten)]
    to: ToFolder,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    match catalog::api(&arguments.catalog, output) {
        Ok(api) => {
            let package = typescript::package(&api, arguments.package.as_deref());
            arguments.to.deliver(&package, output)
        }
        Err(exit) => exit,
    }
}

/// The name of an npm package: `name` or `@scope/name`.
fn package(given: &str) -> Result<String, String> {
    if typescript::is_package_name(given) {
        Ok(given.to_owned())
    } else {
        Err("write `name` or `@scope/name`, in lower case".to_owned())
    }
}
