//! The example server's command: see `--help`.
#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

use api_server::arguments::{self, Command, Serve};
use api_server::server::{self, Limits};
use api_server::store::Database;
use tokio::net::TcpListener;

fn main() -> ExitCode {
    let serve = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(Command::Serve(serve)) => serve,
        Ok(Command::Help) => {
            print(arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("api-server: {error}; see --help");
            return ExitCode::from(2);
        }
    };
    // The log is for operators; it contains more about an error than a response.
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(false)
        .init();
    match run(&serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("api-server: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(serve: &Serve) -> Result<(), String> {
    let listen = serve.listen.as_str();
    let database = match &serve.database {
        Some(file) => Database::open(file).map_err(|error| format!("cannot open {}: {error}", file.display()))?,
        None => Database::in_memory().map_err(|error| format!("cannot create a database: {error}"))?,
    };
    let mut limits = Limits::default();
    limits.time = serve.timeout.unwrap_or(limits.time);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start: {error}"))?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(listen)
            .await
            .map_err(|error| refused(listen, &error))?;
        let address = listener
            .local_addr()
            .map_err(|error| format!("cannot find out the address: {error}"))?;
        print(&greeting(address));
        server::serve(listener, database, limits, asked_to_stop())
            .await
            .map_err(|error| format!("cannot serve: {error}"))
    });
    runtime.shutdown_background();
    served
}

/// Prints. A closed output is not an error.
fn print(text: &str) {
    let mut out = io::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Returns the reason that the address is not available, and a way out.
fn refused(listen: &str, error: &io::Error) -> String {
    let advice = match error.kind() {
        io::ErrorKind::AddrInUse => "another program has that port; `--listen 127.0.0.1:0` takes a free one",
        io::ErrorKind::PermissionDenied => "ports below 1024 are reserved; choose a higher one",
        _ => "`--listen` takes an address and a port, as in 127.0.0.1:8080",
    };
    format!("cannot listen on {listen}: {error} ({advice})")
}

fn greeting(address: SocketAddr) -> String {
    format!(
        "\
Listening on http://{address}

Every catalog and its entries:
  curl -i http://{address}/
The errors of each route, and the counters of errors:
  curl http://{address}/openapi.json
  curl http://{address}/metrics
Any entry, with values of yours or with sample values:
  curl -i http://{address}/gp-connect/errors/ACCESS%20DENIED
  curl -i 'http://{address}/bars/errors/REC_CONFLICT?receiver=RX809&details=slot%20taken'
Real failures:
  curl -i 'http://{address}/gp-connect/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C9476719932'
  curl -i http://{address}/blue-button/v2/fhir/Patient/-20140000008325
  curl -i -X POST http://{address}/medblocks/v1/sessions
The same as XML:
  curl -i 'http://{address}/gp-connect/Patient?_format=xml'
A panic, and a timeout:
  curl -i http://{address}/bars/drills/panic
  curl -i http://{address}/bars/drills/slow
A patient:
  curl -i 'http://{address}/gp-connect/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C9476719931'
"
    )
}

/// Completes when the user presses ctrl-c, or the system asks the program to end.
async fn asked_to_stop() {
    let ctrl_c = async {
        // Without a handler the system ends the program.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = ctrl_c => {}
        () = terminate => {}
    }
}
