//! The command, which reads a catalog when it runs, and generated code, which has it compiled in, say the same: of every entry of every
//! catalog.

use crate::common::{command, repository, run_with_input};
use behaviour_tests::{
    Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Judged, Medblocks, Problems, samples,
};
use error_client::{Attempt, Budget, Decode, ReceivedResponse};
use error_runtime::{Catalog, Error, HttpResponse, Representation, Respond};
use serde_json::{Value, json};

/// The arguments for the values of one error.
fn values<C: Catalog>(error: &Error<C>) -> Vec<String> {
    let parameters = error.entry().entry().parameters();
    let mut values: Vec<String> = parameters
        .iter()
        .filter_map(|parameter| Some(format!("{}={}", parameter.name, error.parameter(parameter.name)?)))
        .collect();
    values.extend(error.expressions().map(|expression| format!("expression={expression}")));
    values.extend(error.locations().map(|location| format!("location={location}")));
    for (name, value) in [
        ("request_id", error.request_id()),
        ("id", error.id()),
        ("instance", error.instance()),
        ("time", error.time()),
        // The text of an entry and a text that was set are the same.
        ("diagnostics", error.id().and(Some(samples::AWKWARD))),
    ] {
        values.extend(value.map(|value| format!("{name}={value}")));
    }
    values
}

fn rendered(catalog: &str, entry: &str, form: &str, values: &[String]) -> String {
    let path = repository().join(catalog);
    let output = command()
        .args(["render", "--as", form])
        .arg(path)
        .arg(entry)
        .args(values)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{entry} {form}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn message(response: &HttpResponse) -> String {
    let mut lines = vec![format!("HTTP/1.1 {} {}", response.status, response.reason())];
    lines.extend(
        response
            .headers
            .iter()
            .map(|header| format!("{}: {}", header.name, header.value)),
    );
    format!(
        "{}\r\n\r\n{}",
        lines.join("\r\n"),
        response.body.as_deref().unwrap_or("")
    )
}

/// The result of generated code for a response, in the fields of the command.
fn found<C: Catalog>(answer: ReceivedResponse<'_>) -> Value {
    let found = C::decode(answer);
    let name = |entry: C| entry.entry().name();
    let issues = found.issues().map(|issue| {
        json!({
            "entry": issue.known().map(name),
            "candidates": issue.candidates().iter().copied().map(name).collect::<Vec<_>>(),
            "offset": issue.offset(),
            "code": issue.code(),
            "severity": issue.severity_text(),
            "issue_type": issue.issue_type_text(),
            "text": issue.text(),
            "diagnostics": issue.diagnostics(),
            "expressions": issue.expressions().collect::<Vec<_>>(),
            "locations": issue.locations().collect::<Vec<_>>(),
            "parameters": issue.parameters().map(|(name, value)| (name.to_owned(), value.into())).collect::<serde_json::Map<_, _>>(),
            "drift": (!issue.drift().is_none()).then(|| issue.drift().to_string()),
            "action": issue.action(),
            "user_message": issue.user_message(),
        })
    });
    json!({
        "response": found.response().map(error_runtime::Response::name),
        "entry": found.entry().map(name),
        "request_id": found.request_id(),
        "id": found.id(),
        "instance": found.instance(),
        "log": found.log_record().to_string(),
        "advice": found.advice().class.as_str(),
        "decision": found.decide(&Attempt::new("GET"), &Budget::default()).to_string(),
        "issues": issues.collect::<Vec<_>>(),
    })
}

/// The same fields of what the command says.
fn said(catalog: &str, response: &HttpResponse, path: &str) -> Value {
    let catalog = repository().join(catalog);
    let mut arguments = vec![
        "decode".to_owned(),
        catalog.to_str().unwrap().to_owned(),
        format!("--status={}", response.status),
        "--method=GET".to_owned(),
        format!("--url={path}"),
        "-".to_owned(),
    ];
    let headers = response.headers.iter();
    arguments.extend(headers.map(|header| format!("--header={}: {}", header.name, header.value)));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ran = run_with_input(&arguments, response.body.as_deref().unwrap_or("").as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let mut said: Value = serde_json::from_str(&ran.out).unwrap();
    let members = said.as_object_mut().unwrap();
    members.retain(|name, _| {
        !matches!(
            name.as_str(),
            "catalog" | "status" | "kind" | "notes" | "retry_after" | "action" | "user_message"
        )
    });
    for (name, part) in [("advice", "class"), ("decision", "text")] {
        members[name] = members[name][part].clone();
    }
    for issue in members["issues"].as_array_mut().unwrap() {
        let issue = issue.as_object_mut().unwrap();
        issue.retain(|name, _| !matches!(name.as_str(), "found" | "position" | "codings"));
        issue["drift"] = issue["drift"]["text"].clone();
    }
    said
}

fn agree<C: Catalog>(catalog: &str) {
    for (number, entry) in C::all().iter().copied().enumerate() {
        let name = entry.entry().name();
        let [(_, plain), (_, full)] = samples::of(entry);
        let error = if number % 2 == 0 {
            plain.with_time(error_runtime::Rfc3339::new("2026-01-31T09:30:00Z").unwrap())
        } else {
            full
        };
        let values = values(&error);
        let response = error.response();
        assert_eq!(rendered(catalog, name, "http", &values), message(&response), "{name}");
        // The rest by turns, for the sake of time: tests/behaviour/tests/catalogs/dynamic.rs has all of it, for what the command stands on.
        let content_type = entry.entry().response().content_type().unwrap_or("");
        match number % 3 {
            0 if content_type.contains("json") => {
                let body = error.body().unwrap();
                assert_eq!(rendered(catalog, name, "json", &values), body, "{name}");
            }
            1 if entry.entry().has_xml() => {
                let body = error.body_as(Representation::XML).unwrap();
                assert_eq!(rendered(catalog, name, "xml", &values), body, "{name}");
            }
            _ => {
                let headers: Vec<(&str, &str)> = response
                    .headers
                    .iter()
                    .map(|header| (header.name.as_ref(), header.value.as_ref()))
                    .collect();
                let body = response.body.as_deref().unwrap_or("");
                let answer = ReceivedResponse::new(response.status, &headers, body.as_bytes()).to("GET", "/any/where");
                assert_eq!(said(catalog, &response, "/any/where"), found::<C>(answer), "{name}");
            }
        }
    }
}

#[test]
fn every_response_of_gp_connect_is_the_same() {
    agree::<GpConnect>("catalogs/gp-connect.json");
    agree::<GpConnectDstu2>("catalogs/gp-connect-dstu2.json");
}

#[test]
fn every_response_of_bars_and_medblocks_is_the_same() {
    agree::<Bars>("catalogs/bars.json");
    agree::<Medblocks>("catalogs/medblocks.json");
}

#[test]
fn every_response_of_blue_button_is_the_same() {
    agree::<BlueButton>("catalogs/blue-button.json");
}

#[test]
fn every_response_of_health_gorilla_is_the_same() {
    agree::<HealthGorilla>("catalogs/health-gorilla.json");
}

#[test]
fn every_response_of_the_fixtures_is_the_same() {
    agree::<Judged>("tests/behaviour/fixtures/judged/outcomes.json");
    agree::<Problems>("tests/behaviour/fixtures/judged/problems.json");
}
