//! What stands on the command line.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

/// Checks, formats and explains catalogs of HTTP errors.
///
/// Exit codes: 0 clean, 1 there are problems, 2 it could not run.
#[derive(Debug, Parser)]
#[command(name = "error-catalog", version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub(crate) color: ColorChoice,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show everything that is wrong with catalogs
    Check(Check),
    /// Apply the replacements that are certain to be right
    Fix(Fix),
    /// Bring catalogs into the canonical order and layout
    Fmt(Fmt),
    /// Tell why a rule exists, with a wrong and a right example
    Explain(Explain),
    /// Print the Rust code of a catalog, or check that a checked-in file has it
    Expand(Expand),
    /// Print the JSON Schema that editors complete from
    Schema,
    /// Print the completions for a shell
    Completions(Completions),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Catalogs, or folders to search for catalogs
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print the problems
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Count a warning as an error: `warnings` for all of them, or a rule
    #[arg(long, value_name = "RULE", value_parser = denied)]
    pub(crate) deny: Vec<String>,
    /// Check again whenever a file changes
    #[arg(long)]
    pub(crate) watch: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with excerpts
    Human,
    /// A JSON array
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
}

#[derive(Debug, Args)]
pub(crate) struct Fix {
    /// Catalogs, or folders to search for catalogs
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Do not ask
    #[arg(long, short, conflicts_with = "dry_run")]
    pub(crate) yes: bool,
    /// Only show what would change
    #[arg(long, short = 'n')]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Catalogs, or folders to search for catalogs; `-` formats the standard input to the standard output
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Change nothing, only say which files would change
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A rule's code or name; without it, all rules are listed
    pub(crate) rule: Option<String>,
    /// Print Markdown; without a rule, the whole of docs/rules.md
    #[arg(long)]
    pub(crate) markdown: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Expand {
    /// The catalog
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,
    /// Name of the enum; by default the catalog's name in upper camel case
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Visibility of what is generated
    #[arg(long, default_value = "pub", value_name = "VISIBILITY")]
    pub(crate) visibility: String,
    /// Path of the runtime crate
    #[arg(long, default_value = "::error_runtime", value_name = "PATH")]
    pub(crate) runtime: String,
    /// Leave `#[non_exhaustive]` out
    #[arg(long)]
    pub(crate) exhaustive: bool,
    /// Where to write the code; by default the standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write nothing, only say whether the file is current
    #[arg(long, requires = "output")]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// `warnings`, or a rule's code.
fn denied(given: &str) -> Result<String, String> {
    if given == "warnings" {
        return Ok(given.to_owned());
    }
    match error_catalog::rules::find(given) {
        Some(rule) => Ok(rule.code.to_owned()),
        None => Err(crate::explain::unknown(given)),
    }
}
