//! The command itself.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::process::{Command, Output};

fn api_client(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_api-client"))
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn it_needs_no_server_and_shows_each_decision() {
    let output = api_client(&["bars"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{text}");
    let expected = "bars: a booking whose response is lost: it may have been made\n  1. no response, lost: manual: a person decides\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_missing_server_does_not_cause_a_panic() {
    // Bound and not listening: the system refuses connections, and gives the port to no other program.
    let closed = tokio::net::TcpSocket::new_v4().unwrap();
    closed.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let server = format!("http://{}", closed.local_addr().unwrap());
    let output = api_client(&["--server", &server, "--no-faults", "medblocks"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(
        text.contains("4. no response, not-sent: never: no attempts are left"),
        "{text}"
    );
}

#[test]
fn mistakes_on_the_command_line_have_different_messages() {
    assert!(api_client(&["--help"]).status.success());
    assert_eq!(api_client(&["--sever"]).status.code(), Some(2));
    let unknown = api_client(&["fhir"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(unknown.stderr).unwrap(),
        "api-client: unknown API `fhir`; see --help\n"
    );
}
