//! The command line.

use std::ffi::OsString;
use std::time::Duration;

/// The output of `--help`.
pub const HELP: &str = "\
Calls each API of the example server, through faults, and shows its decision for each response.

Usage: api-client [--server URL] [--no-faults] [--silence SECONDS] [API ...]

  API            One of gp-connect, gp-connect-dstu2, bars, blue-button, health-gorilla, medblocks; default all

Options:
  --server URL   The server, as http://127.0.0.1:8080; default one of its own in the same process
  --no-faults    Call the server without a proxy and without faults
  --silence SECONDS
                 How long to wait for the next bytes of a response, default 2
  -h, --help     Print this help
";

/// The arguments of the command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Call.
    Call(Call),
    /// Print the help.
    Help,
}

/// The calls to make.
#[derive(Debug, PartialEq, Eq)]
pub struct Call {
    /// The server; `None` for one of its own.
    pub server: Option<String>,
    /// Without faults.
    pub no_faults: bool,
    /// How long to wait for the next bytes of a response.
    pub silence: Duration,
    /// Only these APIs; none for all.
    pub apis: Vec<String>,
}

impl Default for Call {
    fn default() -> Self {
        Self {
            server: None,
            no_faults: false,
            silence: Duration::from_secs(2),
            apis: Vec::new(),
        }
    }
}

/// Reads the arguments, without the program's name.
///
/// # Errors
///
/// If there is an argument that is not known, or one lacks its value.
pub fn parse(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Command, lexopt::Error> {
    use lexopt::prelude::{Long, Short, Value, ValueExt};

    let arguments = arguments.into_iter().map(Into::into).collect::<Vec<OsString>>();
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut call = Call::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("server") => call.server = Some(parser.value()?.string()?),
            Long("no-faults") => call.no_faults = true,
            Long("silence") => call.silence = Duration::from_secs(parser.value()?.parse()?),
            Long("help") | Short('h') => return Ok(Command::Help),
            Value(api) => call.apis.push(api.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Call(call))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_its_own_unless_told_otherwise() {
        assert_eq!(parse([""; 0]).unwrap(), Command::Call(Call::default()));
        let expected = Call {
            server: Some("http://127.0.0.1:1".to_owned()),
            no_faults: true,
            silence: Duration::from_secs(5),
            apis: vec!["bars".to_owned()],
        };
        let arguments = [
            "--server",
            "http://127.0.0.1:1",
            "--no-faults",
            "--silence",
            "5",
            "bars",
        ];
        assert_eq!(parse(arguments).unwrap(), Command::Call(expected));
        assert_eq!(parse(["-h"]).unwrap(), Command::Help);
        assert!(parse(["--sever"]).is_err() && parse(["--server"]).is_err());
    }
}
