//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// The output of `--help`.
pub const HELP: &str = "\
One server with the errors of five health-care APIs.

Usage: api-server [--listen ADDRESS] [--database FILE] [--timeout SECONDS]

Options:
  --listen ADDRESS   Address and port, default 127.0.0.1:8080; port 0 takes a free one
  --database FILE    Keep the data in this SQLite database, default in memory
  --timeout SECONDS  How long a request may take, default 10
  -h, --help         Print this help
";

/// The arguments of the command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Serve.
    Serve(Serve),
    /// Print the help.
    Help,
}

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub struct Serve {
    /// Address and port.
    pub listen: String,
    /// The file of the database; `None` keeps it in memory.
    pub database: Option<PathBuf>,
    /// The time limit of a request; `None` for the server's default.
    pub timeout: Option<Duration>,
}

/// Reads the arguments, without the program's name.
///
/// # Errors
///
/// If there is an argument that is not known, or one lacks its value, or has a wrong one.
pub fn parse(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Command, lexopt::Error> {
    use lexopt::prelude::{Long, Short, ValueExt};

    let arguments = arguments.into_iter().map(Into::into).collect::<Vec<OsString>>();
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut serve = Serve {
        listen: String::from("127.0.0.1:8080"),
        database: None,
        timeout: None,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("listen") => serve.listen = parser.value()?.string()?,
            Long("database") => serve.database = Some(parser.value()?.into()),
            Long("timeout") => serve.timeout = Some(Duration::from_secs(parser.value()?.parse()?)),
            Long("help") | Short('h') => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Serve(serve))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_8080_on_this_machine_by_default() {
        let serve = |arguments: &[&str]| match parse(arguments) {
            Ok(Command::Serve(serve)) => serve,
            other => panic!("{other:?}"),
        };
        assert_eq!(serve(&[]).listen, "127.0.0.1:8080");
        assert_eq!(serve(&["--listen", "[::1]:0"]).listen, "[::1]:0");
        assert_eq!(serve(&["--listen=localhost:1"]).listen, "localhost:1");
        let all = serve(&["--database", "a.sqlite", "--timeout", "3"]);
        assert_eq!(all.database, Some(PathBuf::from("a.sqlite")));
        assert_eq!(all.timeout, Some(Duration::from_secs(3)));
        assert_eq!(parse(["-h"]).unwrap(), Command::Help);
    }

    #[test]
    fn an_argument_that_is_not_known_is_named() {
        assert_eq!(parse(["--lisen"]).unwrap_err().to_string(), "invalid option '--lisen'");
        assert!(parse(["--listen"]).is_err());
        assert!(parse(["--timeout", "soon"]).is_err());
    }
}
