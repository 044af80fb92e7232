//! The example client's command: see `--help`.
#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::process::ExitCode;

use api_client::arguments::{self, Command};
use api_client::{run, wait};

fn main() -> ExitCode {
    let wanted = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(Command::Call(wanted)) => wanted,
        Ok(Command::Help) => {
            print(arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("api-client: {error}; see --help");
            return ExitCode::from(2);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("api-client: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let called = runtime.block_on(run::run(&wanted, wait::bar(), &mut |report| {
        print(&format!("{report}\n"));
    }));
    // The server and the proxies have nothing to bring to an end.
    runtime.shutdown_background();
    match called {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("api-client: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Prints. A closed output is not an error.
fn print(text: &str) {
    let mut out = io::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
