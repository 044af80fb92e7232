//! The command itself: what it prints, and how it ends.
#![forbid(unsafe_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_api-server"))
}

#[test]
fn it_prints_the_address_it_really_has_and_answers_there() {
    let mut child = command()
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let address = first.strip_prefix("Listening on http://").unwrap().to_owned();
    assert!(!address.ends_with(":0"), "{address}");
    let curl = lines.map_while(Result::ok).find(|line| line.contains("curl")).unwrap();
    assert!(curl.contains(&address), "{curl}");

    let mut socket = TcpStream::connect(&address).unwrap();
    let request = "GET /medblocks/errors/forbidden HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    socket.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{answer}");

    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_port_that_is_taken_is_said_without_a_panic() {
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
fn help_and_mistakes_on_the_command_line_are_told_apart() {
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
