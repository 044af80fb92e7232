//! `decode`

use crate::common::{Folder, command, fixable, repository, run, run_with_input};
use serde_json::{Value, json};

/// The output for a body.
fn decode(catalog: &str, arguments: &[&str], body: &[u8]) -> Value {
    let path = repository().join("catalogs").join(catalog);
    let ran = run_with_input(&[&["decode", path.to_str().unwrap(), "-"], arguments].concat(), body);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn a_known_error_is_printed_with_all_its_members_and_the_advice() {
    let body = br#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found","details":{"coding":[
        {"system":"https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1","code":"PATIENT_NOT_FOUND"}]},"diagnostics":"p-17"}]}"#;
    let said = decode(
        "gp-connect.json",
        &["--status=410", "--header", "X-Request-Id: r-1", "--method=GET"],
        body,
    );
    let fields: Vec<&String> = said.as_object().unwrap().keys().collect();
    let documented = [
        "catalog",
        "status",
        "kind",
        "notes",
        "response",
        "entry",
        "request_id",
        "id",
        "instance",
        "retry_after",
        "advice",
        "decision",
        "action",
        "user_message",
        "log",
        "issues",
    ];
    assert_eq!(fields, documented);
    assert_eq!(
        (&said["entry"], &said["request_id"]),
        (&json!("PATIENT_NOT_FOUND"), &json!("r-1"))
    );
    assert_eq!(said["decision"]["class"], "never");
    let issue = &said["issues"][0];
    let fields: Vec<&String> = issue.as_object().unwrap().keys().collect();
    let documented = [
        "found",
        "entry",
        "candidates",
        "position",
        "offset",
        "code",
        "severity",
        "issue_type",
        "text",
        "diagnostics",
        "expressions",
        "locations",
        "codings",
        "parameters",
        "drift",
        "action",
        "user_message",
    ];
    assert_eq!(fields, documented);
    assert_eq!(
        (&issue["found"], &issue["diagnostics"]),
        (&json!("known"), &json!("p-17"))
    );
    assert_eq!(
        issue["drift"],
        json!({ "status": { "documented": 404, "sent": 410 }, "issue_type": null, "severity": null, "text": "expected status 404, found 410" })
    );
}

#[test]
fn an_unknown_error_loses_nothing() {
    let body = br#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"429","details":{"coding":[
        {"system":"urn:other","code":"SLOW_DOWN","display":"Slow \u001b[31m \u202e down"}],"text":"t"}}]}"#;
    let said = decode(
        "gp-connect.json",
        &["--status=429", "--header=Retry-After: 9", "--method=GET"],
        body,
    );
    let issue = &said["issues"][0];
    assert_eq!(
        (&issue["found"], &issue["entry"], &issue["code"]),
        (&json!("unknown"), &Value::Null, &json!("SLOW_DOWN"))
    );
    assert_eq!((&issue["issue_type"], &issue["text"]), (&json!("429"), &json!("t")));
    assert_eq!(issue["codings"][0]["display"], "Slow \u{1b}[31m \u{202e} down");
    assert_eq!(said["retry_after"], json!({ "delay": 9, "date": null }));
    assert_eq!(
        (&said["decision"]["class"], &said["decision"]["delay"]),
        (&json!("after"), &json!(9))
    );
}

#[test]
fn a_body_cannot_send_commands_to_a_terminal() {
    let path = repository().join("catalogs/gp-connect.json");
    let ran = run_with_input(
        &["decode", path.to_str().unwrap(), "-", "--status=500"],
        "a\u{1b}[2J\u{9b}31m\u{202e}b".as_bytes(),
    );
    assert!(
        ran.out.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'),
        "{}",
        ran.out
    );
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(said["issues"][0]["text"], "a\u{1b}[2J\u{9b}31m\u{202e}b");
}

#[test]
fn every_input_has_a_result() {
    for body in [
        &b""[..],
        b"\xff\xfe",
        b"<html><title>502 Bad Gateway</title>",
        b"{\"a\":",
        b"[[[[",
        b"\0",
    ] {
        let said = decode("blue-button.json", &["--status=502"], body);
        assert_eq!(said["issues"].as_array().unwrap().len(), 1);
        assert_eq!(
            said["decision"]["class"], "manual",
            "no argument allows to send it twice"
        );
    }
    let said = decode(
        "blue-button.json",
        &["--status=502", "--method=GET", "--url=/v2/fhir/Patient"],
        b"",
    );
    assert_eq!(said["decision"]["class"], "backoff");
    let said = decode(
        "blue-button.json",
        &["--status=502", "--method=POST", "--url=https://x.example/v2/o/token/"],
        b"",
    );
    assert_eq!(
        said["decision"],
        json!({ "class": "never", "why": "endpoint", "delay": null, "longest": null, "left": null, "text": "never: no entry of this endpoint allows a retry" })
    );
}

#[test]
fn the_case_of_a_method_does_not_count_in_the_command() {
    for method in ["--method=get", "--method=Get", "--method=GET"] {
        let said = decode("medblocks.json", &["--status=408", method], b"");
        assert_eq!(said["decision"]["class"], "backoff", "{method}");
    }
    let said = decode("medblocks.json", &["--status=408", "--method=post"], b"");
    assert_eq!(said["decision"]["class"], "manual");
}

#[test]
fn a_delay_is_never_printed_shorter_than_it_is() {
    let said = decode(
        "medblocks.json",
        &["--status=429", "--header=retry-after-ms: 1500"],
        b"",
    );
    assert_eq!(said["retry_after"], json!({ "delay": 2, "date": null }));
    assert_eq!(
        (&said["decision"]["delay"], &said["notes"]),
        (&json!(2), &json!(["foreign"]))
    );
    let said = decode("medblocks.json", &["--status=429", "--header=Retry-After: soon"], b"");
    assert_eq!(said["notes"], json!(["foreign", "retry-after"]));
}

#[test]
fn a_delay_beyond_the_budget_is_printed() {
    let said = decode(
        "medblocks.json",
        &["--status=429", "--method=GET", "--header=Retry-After: 86400"],
        b"",
    );
    assert_eq!(
        said["decision"],
        json!({ "class": "later", "why": null, "delay": 86400, "longest": null, "left": null, "text": "later: not before 86400s, more than the time left" })
    );
}

#[test]
fn a_date_in_retry_after_is_printed_as_a_date() {
    let headers = [
        "--header=Retry-After: Sun, 06 Nov 2044 08:49:37 GMT",
        "--header=Date: Sun, 06 Nov 2044 08:49:30 GMT",
    ];
    let said = decode(
        "medblocks.json",
        &[&headers[..], &["--status=503", "--method=GET"]].concat(),
        b"",
    );
    assert_eq!(
        said["retry_after"],
        json!({ "delay": null, "date": "2044-11-06T08:49:37Z" })
    );
    assert_eq!(said["decision"]["delay"], 7);
}

#[test]
fn bad_usage_a_missing_body_and_a_wrong_catalog_are_refused() {
    let folder = Folder::new();
    let wrong = folder.file("wrong.json", fixable());
    let ran = run(["decode", wrong.to_str().unwrap(), "-", "--status=404"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("EC0203"), "{}", ran.err);
    let catalog = repository().join("catalogs/bars.json");
    for (arguments, expected) in [
        (&["-"][..], "--status"),
        (&["-", "--status=99"], "99"),
        (&["-", "--status=404", "--header=Retry After: 1"], "write `Name: value`"),
        (&["-", "--status=404", "--header=x"], "write `Name: value`"),
        (&["nowhere", "--status=404"], "cannot read `nowhere`"),
        (&["/", "--status=404"], "cannot read `/`"),
    ] {
        let output = command().arg("decode").arg(&catalog).args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), output.stdout.len()),
            (Some(2), 0),
            "{arguments:?}"
        );
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_response_is_read_as_render_and_curl_print_it() {
    let catalog = repository().join("catalogs/gp-connect.json");
    let catalog = catalog.to_str().unwrap();
    let rendered = run(["render", catalog, "PATIENT_NOT_FOUND", "--as", "http"]);
    assert_eq!(rendered.code, 0, "{}", rendered.err);
    for before in [
        "",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/2 302 \r\nlocation: /x\r\n\r\n",
    ] {
        let text = format!("{before}{}", rendered.out);
        let ran = run_with_input(&["decode", catalog, "-i", "-", "--method=get"], text.as_bytes());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let said: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(
            (&said["entry"], &said["status"]),
            (&json!("PATIENT_NOT_FOUND"), &json!(404))
        );
        assert_eq!(said["notes"], json!([]), "the header names the media type");
    }
    let ran = run_with_input(&["decode", catalog, "-i", "-"], b"{}");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("expected a status line such as"), "{}", ran.err);
    for usage in [
        &["-i", "-", "--status=404"][..],
        &["-i", "-", "body.json"],
        &["--status=404"],
        &["body.json"],
    ] {
        let ran = run_with_input(&[&["decode", catalog], usage].concat(), b"");
        assert_eq!(ran.code, 2, "{usage:?}");
    }
}

#[test]
fn raw_prints_what_was_not_read() {
    let body = br#"{"code":"NEW","message":"Too new","help":{"a":["x",7]}}"#;
    let said = decode("medblocks.json", &["--status=400", "--raw"], body);
    assert_eq!(
        said["unread"],
        json!([{ "path": "/help/a/0", "value": "x" }, { "path": "/help/a/1", "value": "7" }])
    );
    assert_eq!(said["body"], json!(std::str::from_utf8(body).unwrap()));
    assert_eq!(decode("medblocks.json", &["--status=400"], body).get("unread"), None);
}

// RFC 9110, sections 8.4 and 8.6.
#[test]
fn an_empty_body_with_a_length_or_a_coding_has_no_entry() {
    let folder = Folder::new();
    let catalog = folder.file(
        "gone.json",
        r#"{ "name": "gone", "title": "Gone", "responses": { "default": { "format": "empty" } }, "defaults": { "code": null },
            "errors": { "GONE": { "status": 410, "title": "Gone", "retry": "never" } } }"#,
    );
    for (header, entry, notes) in [
        ("Content-Type: text/plain", json!("GONE"), json!([])),
        ("Content-Length: 0, 0", json!("GONE"), json!([])),
        ("Content-Length: 5, 5", Value::Null, json!(["truncated"])),
        ("Content-Encoding: gzip", Value::Null, json!(["encoding"])),
    ] {
        let ran = run_with_input(
            &[
                "decode",
                catalog.to_str().unwrap(),
                "-",
                "--status=410",
                "--header",
                header,
            ],
            b"",
        );
        let said: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!((&said["entry"], &said["notes"]), (&entry, &notes), "{header}");
    }
}
