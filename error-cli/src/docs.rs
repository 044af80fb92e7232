//! `error-catalog docs`: the documents of catalogs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use error_artifacts::{Api, docs};

use crate::artifact::ToFolder;
use crate::output::{Exit, Output};
use crate::{baseline, catalog};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Catalogs, or folders to search for catalogs
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The readers of the documents
    #[arg(long, value_enum, default_value_t = Audience::Public)]
    audience: Audience,
    /// Write Markdown: one page with everything, and one for each entry
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Write JSON with everything that the pages say
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    to: ToFolder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Audience {
    /// Everyone
    Public,
    /// Operators of the service: log texts, internal parameters and `x-` members too
    Internal,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    let catalogs = match catalog::load_all(&arguments.paths, output) {
        Ok(catalogs) => catalogs,
        Err(exit) => return exit,
    };
    let mut options = docs::Options {
        audience: match arguments.audience {
            Audience::Public => docs::Audience::Public,
            Audience::Internal => docs::Audience::Internal,
        },
        ..docs::Options::default()
    };
    let mut apis = Vec::new();
    for (path, catalog) in catalogs {
        // A catalog without a baseline has no history.
        match baseline::beside(&path, output) {
            Ok((_, Some(baseline))) => {
                options.baselines.insert(catalog.name.clone(), baseline);
            }
            Ok((_, None)) => {}
            Err(exit) => return exit,
        }
        apis.push(Api::new(catalog));
    }
    let apis: Vec<&Api> = apis.iter().collect();
    let mut destination = arguments.to.destination();
    let generated = match () {
        () if arguments.markdown => docs::markdown(&apis, &options).map(|artifact| artifact.add_to(&mut destination)),
        () if arguments.json => docs::json(&apis, &options).map(|artifact| artifact.add_to(&mut destination)),
        () => docs::site_to(&apis, &options, &mut destination),
    };
    if let Err(error) = generated {
        output.fail(&error.to_string());
        return Exit::CouldNotRun;
    }
    let exit = arguments.to.finish(&mut destination, output);
    let left_over = match () {
        () if arguments.markdown => arguments.to.left_over(&destination, "md", docs::MARKDOWN_MARK, output),
        () if arguments.json => Exit::Clean,
        () => arguments.to.left_over(&destination, "html", docs::HTML_MARK, output),
    };
    exit.max(left_over)
}
