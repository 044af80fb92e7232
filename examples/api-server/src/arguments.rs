//! The command line.

use std::ffi::OsString;

/// What `--help` prints.
pub const HELP: &str = "\
One server with the errors of five health-care APIs.

Usage: api-server [--listen ADDRESS]

Options:
  --listen ADDRESS  Address and port, default 127.0.0.1:8080; port 0 takes a free one
  -h, --help        Print this help
";

/// What the user asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Serve on this address.
    Serve {
        /// Address and port.
        listen: String,
    },
    /// Print the help.
    Help,
}

/// Reads the arguments, without the program's name.
///
/// # Errors
///
/// If there is an argument that is not known, or one lacks its value.
pub fn parse(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Command, lexopt::Error> {
    use lexopt::prelude::{Long, Short, ValueExt};

    let arguments = arguments.into_iter().map(Into::into).collect::<Vec<OsString>>();
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut listen = String::from("127.0.0.1:8080");
    while let Some(argument) = parser.next()? {
        match argument {
            Long("listen") => listen = parser.value()?.string()?,
            Long("help") | Short('h') => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Serve { listen })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_8080_on_this_machine_unless_told_otherwise() {
        let serve = |listen: &str| Command::Serve { listen: listen.into() };
        assert_eq!(parse([""; 0]).unwrap(), serve("127.0.0.1:8080"));
        assert_eq!(parse(["--listen", "[::1]:0"]).unwrap(), serve("[::1]:0"));
        assert_eq!(parse(["--listen=localhost:1"]).unwrap(), serve("localhost:1"));
        assert_eq!(parse(["-h"]).unwrap(), Command::Help);
    }

    #[test]
    fn an_argument_that_is_not_known_is_named() {
        assert_eq!(parse(["--lisen"]).unwrap_err().to_string(), "invalid option '--lisen'");
        assert!(parse(["--listen"]).is_err());
    }
}
