//! The command: its output and its exit status.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used)] // all of it is tests

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_api-server"))
}

/// A running server, until it is dropped.
struct Running {
    child: Child,
    address: String,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// Starts the command on a free port, with further arguments.
    fn start(arguments: &[&OsStr]) -> Self {
        let mut child = command()
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.strip_prefix("Listening on http://").unwrap().to_owned();
        Self { child, address, lines }
    }

    /// Sends a request without a body, and returns the response.
    fn get(&self, target: &str) -> String {
        self.exchange(&format!("GET {target} HTTP/1.1\r\nX-Request-Id: r-17"), "")
    }

    /// Sends the first lines of a request and its body, and returns the response.
    fn exchange(&self, head: &str, body: &str) -> String {
        let mut socket = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            socket,
            "{head}\r\nHost: x\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .unwrap();
        let mut response = String::new();
        socket.read_to_string(&mut response).unwrap();
        response
    }

    /// Stops the server and returns its log.
    fn log(mut self) -> String {
        self.child.kill().unwrap();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_printed_address_is_the_one_that_responds() {
    let mut server = Running::start(&[]);
    assert!(!server.address.ends_with(":0"), "{}", server.address);
    let curl = server
        .lines
        .by_ref()
        .map_while(Result::ok)
        .find(|line| line.contains("curl"));
    assert!(curl.unwrap().contains(&server.address));
    let response = server.get("/medblocks/errors/forbidden");
    assert!(response.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{response}");
}

#[test]
fn the_log_has_the_cause_of_an_error_and_nothing_of_the_patient() {
    let number = "9476719982";
    let server = Running::start(&[]);
    // Only the request that never ends has a time limit that a busy machine could reach.
    let hurried = Running::start(&["--timeout".as_ref(), "1".as_ref()]);
    let responses = [
        server.get(&format!(
            "/gp-connect/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C{number}"
        )),
        server.get("/medblocks/drills/panic"),
        server.get("/bars/nothing"),
        hurried.get("/medblocks/drills/slow"),
    ];
    let log = server.log() + &hurried.log();
    let event = |parts: &[&str]| {
        let found = log.lines().filter(|line| parts.iter().all(|part| line.contains(part)));
        assert_eq!(found.count(), 1, "{parts:?} in {log}");
    };
    event(&[
        "ERROR",
        "INTERNAL_SERVER_ERROR",
        "request_id=\"r-17\"",
        "source=\"Invalid column type Blob",
        "birth_date",
    ]);
    event(&["ERROR", "internal_error", "source=\"the service panicked\""]);
    event(&["ERROR", "internal_error", "source=\"request timed out\""]);
    event(&[" INFO", "catalog=\"bars\"", "NOT_FOUND", "status=404"]);
    assert!(!log.contains(number), "{log}");
    for response in responses {
        for cause in ["birth_date", "hunter2", "panicked", "timed out"] {
            assert!(!response.contains(cause), "{response}");
        }
    }
}

#[test]
fn a_booking_survives_a_restart() {
    let file = std::env::temp_dir().join(format!("api-server-command-{}.sqlite", std::process::id()));
    let book = |id: &str| {
        let server = Running::start(&["--database".as_ref(), file.as_ref()]);
        let head = format!(
            "POST /bars/Appointment HTTP/1.1\r\nX-Request-Id: {id}\r\nNHSD-Target-Identifier: eyJ2YWx1ZSI6IlJYODA5In0=\r\n\
             Content-Type: application/fhir+json"
        );
        let body = concat!(
            r#"{"resourceType":"Appointment","status":"booked","slot":[{"reference":"Slot/slot-2"}],"#,
            r#""participant":[{"status":"accepted"}]}"#
        );
        server.exchange(&head, body)
    };
    let first = book("11111111-1111-4111-8111-111111111111");
    assert!(first.starts_with("HTTP/1.1 201 "), "{first}");
    let second = book("22222222-2222-4222-8222-222222222222");
    assert!(
        second.starts_with("HTTP/1.1 409 ") && second.contains("REC_CONFLICT"),
        "{second}"
    );
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_database_that_cannot_be_opened_is_reported_without_a_panic() {
    let output = command()
        .args(["--database", "/nowhere/at/all.sqlite"])
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.starts_with("api-server: cannot open /nowhere/at/all.sqlite: "),
        "{message}"
    );
}

#[test]
fn a_port_in_use_is_reported_without_a_panic() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = command().args(["--listen", &address]).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.starts_with(&format!("api-server: cannot listen on {address}: ")),
        "{message}"
    );
    assert!(message.contains("another program has that port"), "{message}");
    assert_eq!((message.lines().count(), output.stdout.len()), (1, 0), "{message}");
}

#[test]
fn help_succeeds_and_a_wrong_command_line_fails() {
    let help = command().arg("--help").output().unwrap();
    assert!(help.status.success());
    assert!(String::from_utf8(help.stdout).unwrap().contains("--listen ADDRESS"));
    for arguments in [&["--port", "1"][..], &["--listen"], &["8080"]] {
        let output = command().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    let nonsense = command().args(["--listen", "nonsense"]).output().unwrap();
    assert_eq!(nonsense.status.code(), Some(1));
}
