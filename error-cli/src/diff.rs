//! `error-catalog diff`

use clap::{Args, ValueEnum};
use error_artifacts::diff::{self, Diff};
use error_catalog::contract::{self, Class, Row};
use error_catalog::rules::Level;
use error_catalog::suggest;

use crate::artifact::ToFile;
use crate::output::{BLUE, Exit, Output, level};
use crate::revision;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The old catalog: a file, or a file in a git revision (`HEAD~3:catalogs/clinic.json`)
    #[arg(required_unless_present = "explain", value_name = "OLD")]
    old: Option<String>,
    /// The new catalog, likewise
    #[arg(required_unless_present = "explain", value_name = "NEW")]
    new: Option<String>,
    /// How to print the changes
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The gravest changes that are not a failure
    #[arg(long, value_enum, default_value_t = FailOn::Breaking, value_name = "CLASS")]
    fail_on: FailOn,
    /// Explain one kind of change, or list all of them
    #[arg(long, value_name = "CHANGE", num_args = 0..=1, value_parser = row)]
    #[expect(clippy::option_option, reason = "an option with an optional value")]
    explain: Option<Option<&'static Row>>,
    #[command(flatten)]
    to: ToFile,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// A JSON object
    Json,
    /// A section of a changelog
    Markdown,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Changes that break clients
    Clients,
    /// Changes that break clients or code
    Breaking,
    /// Risky changes too
    Risky,
    /// Any change
    Any,
    /// No change
    Never,
}

impl FailOn {
    fn includes(self, class: Class) -> bool {
        match self {
            Self::Clients => class == Class::Clients,
            Self::Breaking => class.is_breaking(),
            Self::Risky => class <= Class::Risky,
            Self::Any => true,
            Self::Never => false,
        }
    }
}

/// A kind of change by its name.
fn row(given: &str) -> Result<&'static Row, String> {
    contract::find_row(given).ok_or_else(|| {
        let names = contract::ROWS.iter().map(|row| row.name);
        match suggest::nearest(given, names) {
            Some(near) => format!("unknown change; did you mean `{near}`?"),
            None => "unknown change; `error-catalog diff --explain` lists all of them".to_owned(),
        }
    })
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    if let Some(row) = &arguments.explain {
        let text = match row {
            Some(row) => diff::explain(row),
            None if arguments.format == Format::Markdown => diff::table(),
            None => diff::list(),
        };
        return arguments.to.deliver(&text, output);
    }
    let (Some(old), Some(new)) = (&arguments.old, &arguments.new) else {
        return Exit::CouldNotRun;
    };
    // Both are read before one of them ends the command, so that the problems of both are reported.
    let (old, new) = (revision::load(old, output), revision::load(new, output));
    let (Ok((_, old)), Ok((source, new))) = (old, new) else {
        return Exit::CouldNotRun;
    };
    let diff = Diff::new(&old, &new, &source);
    let text = match arguments.format {
        Format::Human => human(&diff),
        Format::Json => diff.json(),
        Format::Markdown => diff.markdown(),
        Format::Github => diff.github(),
        Format::Sarif => diff.sarif(),
    };
    let delivered = match arguments.format {
        Format::Human => arguments.to.deliver_styled(&text, output),
        _ => arguments.to.deliver(&text, output),
    };
    let fails = diff
        .changes()
        .iter()
        .any(|change| arguments.fail_on.includes(change.row.class));
    delivered.max(if fails { Exit::Problems } else { Exit::Clean })
}

/// Returns the changes in colour.
pub(crate) fn human(diff: &Diff<'_>) -> String {
    diff.human(|class, title| {
        let style = match class {
            Class::Clients | Class::Code => level(Level::Error),
            Class::Risky => level(Level::Warning),
            Class::Compatible | Class::Textual => BLUE,
        };
        format!("{style}{title}{style:#}")
    })
}
