//! The command itself: what it prints, and how it ends.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used)] // all of it is tests

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
        .stderr(Stdio::null())
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

/// Asks the server at this address, and gives what it says, id and all.
fn get(address: &str, target: &str) -> String {
    let mut socket = TcpStream::connect(address).unwrap();
    write!(
        socket,
        "GET {target} HTTP/1.1\r\nHost: x\r\nX-Request-Id: r-17\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_log_says_what_no_client_is_told_and_nothing_of_the_patient() {
    let mut child = command()
        .args(["--listen", "127.0.0.1:0", "--timeout", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let address = first.strip_prefix("Listening on http://").unwrap();
    let number = "9476719982";
    let answers = [
        get(
            address,
            &format!("/gp-connect/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C{number}"),
        ),
        get(address, "/medblocks/drills/panic"),
        get(address, "/medblocks/drills/slow"),
        get(address, "/bars/nothing"),
    ];
    child.kill().unwrap();
    let log = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
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
    for answer in answers {
        for cause in ["birth_date", "hunter2", "panicked", "timed out"] {
            assert!(!answer.contains(cause), "{answer}");
        }
    }
}

#[test]
fn what_is_booked_is_there_after_a_restart() {
    let file = std::env::temp_dir().join(format!("api-server-command-{}.sqlite", std::process::id()));
    let serve = |ask: &dyn Fn(&str)| {
        let mut child = command()
            .args(["--listen", "127.0.0.1:0", "--database"])
            .arg(&file)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        ask(first.strip_prefix("Listening on http://").unwrap());
        child.kill().unwrap();
        child.wait().unwrap();
    };
    let body = concat!(
        r#"{"resourceType":"Appointment","status":"booked","slot":[{"reference":"Slot/slot-2"}],"#,
        r#""participant":[{"status":"accepted"}]}"#
    );
    let book = |address: &str, id: &str| {
        let mut socket = TcpStream::connect(address).unwrap();
        let head = "NHSD-Target-Identifier: eyJ2YWx1ZSI6IlJYODA5In0=\r\nContent-Type: application/fhir+json";
        let length = body.len();
        write!(
            socket,
            "POST /bars/Appointment HTTP/1.1\r\nHost: x\r\nX-Request-Id: {id}\r\n{head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    };
    serve(&|address| {
        let answer = book(address, "11111111-1111-4111-8111-111111111111");
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    });
    serve(&|address| {
        let answer = book(address, "22222222-2222-4222-8222-222222222222");
        assert!(
            answer.starts_with("HTTP/1.1 409 ") && answer.contains("REC_CONFLICT"),
            "{answer}"
        );
    });
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_database_that_is_none_is_said_without_a_panic() {
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
