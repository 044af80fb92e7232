//! The command line.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use error_catalog::rules::{self, Rule};
use error_catalog::suggest;

use crate::artifact::ToFile;
use crate::import::Import;
use crate::init::Init;

/// Checks, formats and explains catalogs of HTTP errors; writes and reads the responses they describe.
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
    /// Report all problems of catalogs
    Check(Check),
    /// Apply the safe fixes
    Fix(Fix),
    /// Format catalogs in the canonical order and layout
    Fmt(Fmt),
    /// Explain a rule, with a wrong and a right example
    Explain(Explain),
    /// Print the Rust code of a catalog, or check that a committed file is current
    Expand(Expand),
    /// Print the response of an entry
    Render(Render),
    /// Print the entry of a response as JSON
    Decode(Decode),
    /// Print the codes of a catalog as a code system or value set of FHIR
    CodeSystem(crate::code_system::Arguments),
    /// Report the entries that the sources and the log of a server reach
    Coverage(crate::coverage::Arguments),
    /// Write the responses as OpenAPI, alone or merged into a document
    Openapi(crate::openapi::Arguments),
    /// Compare two catalogs: what breaks, what is risky, what is compatible
    Diff(crate::diff::Arguments),
    /// Record the published contract of a catalog, and compare the catalog with it
    Baseline(crate::baseline::Arguments),
    /// Write the documentation of catalogs: HTML pages, Markdown or JSON
    Docs(crate::docs::Arguments),
    /// Write the errors of a catalog as a TypeScript package
    Typescript(crate::typescript::Arguments),
    /// Print the JSON Schema that editors complete from
    Schema(Schema),
    /// Write a first catalog from an OpenAPI document, a table, a code system, a Rust enum or a registry
    Import(Import),
    /// Write a first catalog with the errors that every API has
    Init(Init),
    /// Print the completions for a shell
    Completions(Completions),
}

impl Command {
    /// Whether it writes or compares files for which a large catalog takes its time.
    pub(crate) const fn makes_artifacts(&self) -> bool {
        matches!(
            self,
            Self::CodeSystem(_)
                | Self::Coverage(_)
                | Self::Openapi(_)
                | Self::Diff(_)
                | Self::Baseline(_)
                | Self::Docs(_)
                | Self::Typescript(_)
                | Self::Import(_)
        )
    }
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
    /// Change nothing, only list the files that would change
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A rule's code or name; without it, all rules are listed
    #[arg(value_parser = rule)]
    pub(crate) rule: Option<&'static Rule>,
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
    #[command(flatten)]
    pub(crate) to: ToFile,
}

#[derive(Debug, Args)]
pub(crate) struct Render {
    /// The catalog
    #[arg(value_name = "CATALOG")]
    pub(crate) catalog: PathBuf,
    /// Name of the entry
    pub(crate) entry: String,
    /// Values of parameters, and of `diagnostics`, `expression`, `location`, `request_id`, `id`, `instance`, `time`,
    /// `retry_after` (seconds) and `status`; `expression` and `location` may be given several times
    #[arg(value_name = "NAME=VALUE", value_parser = assignment)]
    pub(crate) values: Vec<(String, String)>,
    /// What to print
    #[arg(long = "as", value_enum, default_value_t = Form::Http, value_name = "FORM")]
    pub(crate) form: Form,
    /// The language of the texts, for a catalog with translations
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// The body, if it is JSON
    Json,
    /// The body in FHIR's XML
    Xml,
    /// Status line, headers and body, as in HTTP/1.1
    Http,
}

#[derive(Debug, Args)]
pub(crate) struct Decode {
    /// The catalog
    #[arg(value_name = "CATALOG")]
    pub(crate) catalog: PathBuf,
    /// The file with the body of the response; `-` is the standard input
    #[arg(value_name = "BODY", required_unless_present = "include")]
    pub(crate) body: Option<PathBuf>,
    /// A file with status line, headers and body, as `curl -i` and `render --as http` print them; `-` is the standard input
    #[arg(long, short, value_name = "FILE", conflicts_with_all = ["body", "status"])]
    pub(crate) include: Option<PathBuf>,
    /// The HTTP status of the response
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(100..=999), required_unless_present = "include")]
    pub(crate) status: Option<u16>,
    /// A header of the response, as in `Retry-After: 7`; may be given several times
    #[arg(long, value_name = "NAME: VALUE", value_parser = header)]
    pub(crate) header: Vec<(String, String)>,
    /// URL of the request, or its path
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// Method of the request; without it the request is not idempotent
    #[arg(long)]
    pub(crate) method: Option<String>,
    /// Print the members of the body that were not read, and the body as text
    #[arg(long)]
    pub(crate) raw: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Print the schema of translations instead
    #[arg(long)]
    pub(crate) translation: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// A rule by its code or name.
fn rule(given: &str) -> Result<&'static Rule, String> {
    rules::find(given).ok_or_else(|| {
        let names = rules::all().flat_map(|rule| [rule.code, rule.name]);
        let hint = match suggest::nearest(given, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`error-catalog explain` lists all rules".to_owned(),
        };
        format!("unknown rule; {hint}")
    })
}

/// `warnings`, or the code of a rule.
fn denied(given: &str) -> Result<String, String> {
    if given == "warnings" {
        return Ok(given.to_owned());
    }
    rule(given).map(|rule| rule.code.to_owned())
}

/// `name=value`.
fn assignment(given: &str) -> Result<(String, String), String> {
    match given.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write `name=value`".to_owned()),
    }
}

/// `Name: value`.
fn header(given: &str) -> Result<(String, String), String> {
    let (name, value) = given.split_once(':').unwrap_or_default();
    if error_layout::grammar::is_token(name) {
        Ok((name.to_owned(), value.trim().to_owned()))
    } else {
        Err("write `Name: value`".to_owned())
    }
}
