//! Tables, code systems, enums and registries as they are published.

mod hostile;

use serde_json::{Value, json};

use super::{Failure, Imported, Input, InputKind, Options, import};

fn input(name: &str, text: impl AsRef<[u8]>) -> Input {
    Input {
        name: name.to_owned(),
        bytes: text.as_ref().to_vec(),
    }
}

fn imported(name: &str, text: &str) -> (Value, Imported) {
    let imported = import(&[input(name, text)], &Options::default(), &|_| None).unwrap();
    (serde_json::from_str(&imported.text).unwrap(), imported)
}

/// Returns the name and status of each entry.
fn statuses(catalog: &Value) -> Vec<(&str, u64)> {
    let errors = catalog["errors"].as_object().unwrap();
    let all = errors
        .iter()
        .map(|(name, entry)| (name.as_str(), entry["status"].as_u64().unwrap_or(0)));
    all.collect()
}

fn notes(imported: &Imported) -> Vec<String> {
    let all = imported.notes.iter();
    all.map(|note| format!("{} {} {}", note.place, note.entry.as_deref().unwrap_or("-"), note.text))
        .collect()
}

#[test]
fn a_code_that_a_catalog_cannot_have_is_left_out_with_a_remark() {
    let types = "| Type URI | Title | Recommended HTTP status code |\n|-|-|-|\n\
                 | https://a.example/gone | Gone | 410 |\n| https://a.example/no-{field} | No field | 400 |\n\n\
                 { \"type\": \"https://a.example/no-\u{90}\", \"title\": \"Odd\", \"status\": 400 }\n";
    let concepts = json!({
        "resourceType": "CodeSystem", "url": "https://a.example/errors", "content": "complete",
        "concept": [{ "code": "gone", "display": "410: Gone" }, { "code": "no-{field}", "display": "400: No field" }],
    });
    let braces = "`no-{field}`: a code has no placeholders";
    let control = "`no-\u{90}`: a code has no control characters";
    for (name, text, remarks) in [
        ("types.md", types, &[braces, control][..]),
        ("codes.json", &concepts.to_string(), &[braces]),
    ] {
        let (catalog, imported) = imported(name, text);
        assert_eq!(statuses(&catalog), [("gone", 410)], "{name}");
        let notes = notes(&imported);
        for remark in remarks {
            assert!(notes.iter().any(|note| note.ends_with(remark)), "{notes:?}");
        }
    }
}

const EXPECTED: [(&str, u64); 4] = [
    ("PATIENT_NOT_FOUND", 404),
    ("NO_CONSENT", 403),
    ("SLOT_TAKEN", 409),
    ("BAD_GATEWAY", 502),
];

#[test]
fn one_table_is_read_in_each_syntax() {
    let rows = [
        ("404", "PATIENT_NOT_FOUND", "Patient not found"),
        ("403", "NO_CONSENT", "No consent to share"),
        ("409", "SLOT_TAKEN", "The slot is taken"),
        ("502", "BAD_GATEWAY", "The server behind the proxy is offline"),
    ];
    let lines = |start: &str, between: &str, end: &str| {
        let all = rows.map(|(status, code, text)| format!("{start}{status}{between}{code}{between}{text}{end}"));
        all.join("\n")
    };
    let cells = rows
        .map(|(status, code, text)| format!("| `{status}` | **{code}** | {text} |\n"))
        .concat();
    let markdown =
        format!("# Clinic\n\nSome text\n| HTTP code | Error code | Description |\n|---|:-:|---|\n{cells}more text\n");
    let open = format!(
        "HTTP code | Error code | Description |\n---|---|---|\n{}\n",
        lines("", " | ", " |")
    );
    let html = format!(
        "<!DOCTYPE html><title>Clinic</title><table><tr><th>HTTP code<th>Error code<th>Description</tr>\n{}</table>",
        lines("<tr><td>", "</td><td>", "</td></tr>")
    );
    let commas = format!("HTTP code,Error code,Description\n{}\n", lines("", ",", ""));
    let semicolons = format!(
        "Errors;;\nHTTP code;Error code;Description\n{}\n",
        lines("\"", "\";\"", "\"")
    );
    let tabs = format!("HTTP code\tError code\tDescription\n{}\n", lines("", "\t", ""));
    let array = Value::from(
        rows.map(|(status, code, text)| json!({ "status": status, "code": code, "description": text }))
            .to_vec(),
    )
    .to_string();
    let object = json!({ "errors": rows.iter().map(|(status, code, text)| ((*code).to_owned(), json!({ "status": status, "description": text }))).collect::<serde_json::Map<_, _>>() }).to_string();
    for text in [markdown, open, html, commas, semicolons, tabs, array, object] {
        let (catalog, _) = imported("clinic.txt", &text);
        assert_eq!(statuses(&catalog), EXPECTED, "{text}");
        assert_eq!(catalog["errors"]["SLOT_TAKEN"]["title"], "The slot is taken", "{text}");
    }
}

#[test]
fn cells_with_several_codes_repeated_codes_and_empty_cells_are_entries() {
    let (catalog, imported) = imported(
        "a.md",
        "| Status | Code | Description |\n|-|-|-|\n| 404 | PROXY_GONE / GONE | |\n| | LOST | |\n| 400 | BAD | First. |\n| 400 | BAD | Second. |\n| 415 | BAD | Wrong type. |\n| 200 | OK | fine |\n| 400 | Silent failure | x |\n",
    );
    assert_eq!(
        statuses(&catalog),
        [
            ("PROXY_GONE", 404),
            ("GONE", 404),
            ("LOST", 404),
            ("BAD", 400),
            ("BAD_415", 415)
        ]
    );
    assert_eq!(catalog["errors"]["BAD"]["description"], "First.\n\nSecond.");
    assert_eq!(catalog["errors"]["BAD_415"]["code"], "BAD");
    let notes = notes(&imported);
    for expected in [
        "a.md:4:5 LOST status 404 from the row above",
        "a.md:8:3 - 200 is not an error status",
        "a.md:9:9 - `Silent failure` is not a code",
        "a.md:3:3 GONE no retry advice",
    ] {
        assert!(notes.iter().any(|note| note == expected), "{expected}: {notes:#?}");
    }
}

#[test]
fn examples_in_a_page_give_issue_types_profiles_and_codes() {
    let text = r#"
### Identity

| HTTP code | Error code | Description |
|-|-|-|
| `400` | BAD_NUMBER | The number is not valid |
| `404` | NO_PATIENT | No such patient |

#### Example 1. Bad number

```json
{ "resourceType": "OperationOutcome", "meta": { "profile": ["https://a.example/STU3/outcome"] }, "issue": [
  { "severity": "error", "code": "value", "details": { "coding": [{ "system": "https://a.example/codes", "code": "BAD_NUMBER" }] } } ] }
```

### Proxy

#### Example 2. Gone

| HTTP code | HTTP Meaning | Description |
|-|-|-|
| `404` | Not Found | i.e. no such resource |

```json
 {
  "resourceType": "OperationOutcome", "issue": [
  { "severity": "error", "code": "deleted", "details": { "coding": [{ "code": "NO_RECORD" }] } } ] }
```
"#;
    let (catalog, _) = imported("a.md", text);
    assert_eq!(
        statuses(&catalog),
        [("BAD_NUMBER", 400), ("NO_PATIENT", 404), ("NO_RECORD", 404)]
    );
    let errors = &catalog["errors"];
    assert_eq!(
        (&errors["BAD_NUMBER"]["issue"], &errors["NO_PATIENT"]["issue"]),
        (&json!("value"), &json!("not-found"))
    );
    // STU3 has no issue type `deleted`.
    assert_eq!(
        (&errors["NO_RECORD"]["issue"], &errors["NO_RECORD"]["message"]),
        (&json!("not-found"), &json!("No such resource"))
    );
    assert_eq!(
        catalog["responses"]["default"]["profile"],
        "https://a.example/STU3/outcome"
    );
    assert_eq!(catalog["responses"]["default"]["fhir"], "STU3");
    assert_eq!(errors["NO_RECORD"]["response"], "other-1");
}

#[test]
fn a_table_without_borders_has_statuses_of_its_words_and_of_the_legend() {
    let text = "API errors\n\n{\n \"error\": { \"type\": \"auth_error\", \"code\": \"bad_key\", \"message\": \"Key invalid\", \"param\": null,\n \"doc_url\": \"https://docs.example/errors/bad_key\" } }\n\nStatusMeaning\n400Not valid.\n401Not authenticated.\n413Too large.\n502Upstream failed.\n\nTypeCodeTypical Cause\ninvalid_request_errorbad_dataData is wrong.\ninvalid_request_errorbody_too_largeBody is too large.\nauthentication_errorbad_keyKey is not valid.\nehr_errormail_errorMail failed.\nehr_errorfhir_errorUpstream FHIR failed.\n";
    let (catalog, imported) = imported("a.md", text);
    assert_eq!(
        statuses(&catalog),
        [
            ("bad_data", 400),
            ("body_too_large", 413),
            ("bad_key", 401),
            ("mail_error", 502),
            ("fhir_error", 502)
        ]
    );
    assert_eq!(catalog["errors"]["bad_key"]["message"], "Key invalid");
    assert_eq!(catalog["errors"]["bad_key"]["category"], "authentication_error");
    assert_eq!(catalog["defaults"]["docs"], "https://docs.example/errors/{code}");
    assert_eq!(
        catalog["responses"]["default"]["body"],
        json!({ "error": { "type": "{category?}", "code": "{code?}", "message": "{message}", "param": "{param?null}", "doc_url": "{docs?}" } })
    );
    assert!(
        notes(&imported).contains(&"a.md:17:1 mail_error status 502 from the other entries of the category".to_owned()),
        "{:#?}",
        notes(&imported)
    );
}

#[test]
fn html_spans_endpoints_and_messages_are_read() {
    let text = r#"<h2>Data</h2><table>
<tr><th>Status code</th><th>URL</th><th>Error message</th><th>Action</th></tr>
<tr><td rowspan="2">403<br>FORBIDDEN</td><td>/v[12]/fhir/.*</td><td>Not allowed &amp; logged.</td><td>No retry</td></tr>
<tr><td>/o/{id}<br>/p</td><td>The app {your app name} is off.</td><td>Retry later</td></tr>
</table>"#;
    let (catalog, _) = imported("a.html", text);
    assert_eq!(statuses(&catalog), [("FORBIDDEN", 403), ("DATA_FORBIDDEN", 403)]);
    let (one, two) = (&catalog["errors"]["FORBIDDEN"], &catalog["errors"]["DATA_FORBIDDEN"]);
    assert_eq!(
        (&one["message"], &one["retry"], &one["endpoints"]),
        (
            &json!("Not allowed & logged."),
            &json!("never"),
            &json!(["/v[12]/fhir/.*"])
        )
    );
    assert_eq!(
        (&two["message"], &two["retry"]),
        (&json!("The app {your_app_name} is off."), &json!("backoff"))
    );
    assert_eq!(two["endpoints"], json!(["/o/[^/]+", "/p"]));
    assert_eq!(two["parameters"], json!({ "your_app_name": "string" }));
}

#[test]
fn concepts_have_the_facts_of_their_properties() {
    let text = json!({
        "resourceType": "CodeSystem", "url": "https://a.example/CodeSystem/errors", "title": "Clinic errors", "version": "1.0.0", "content": "fragment",
        "concept": [
            { "code": "access", "display": "Access", "concept": [
                { "code": "NO_CONSENT", "display": "No consent", "definition": "The patient has not agreed.",
                  "designation": [{ "language": "de", "value": "x" }],
                  "property": [{ "code": "status", "valueInteger": 403 }, { "code": "retry", "valueCode": "never" }] } ],
              "property": [{ "code": "notSelectable", "valueBoolean": true }] },
            { "code": "GONE", "display": "410: It is {gone}", "property": [{ "code": "inactive", "valueBoolean": true }, { "code": "replaced-by", "valueCode": "LOST" }] },
            { "code": "LOST", "property": [{ "code": "issue", "valueCode": "not-found" }] },
            { "code": "LOST" }
        ]
    });
    let (catalog, imported) = imported("a.json", &text.to_string());
    assert_eq!(statuses(&catalog), [("NO_CONSENT", 403), ("GONE", 410), ("LOST", 400)]);
    let errors = &catalog["errors"];
    assert_eq!(
        (&errors["NO_CONSENT"]["category"], &errors["NO_CONSENT"]["retry"]),
        (&json!("access"), &json!("never"))
    );
    assert_eq!(catalog["categories"]["access"]["title"], "Access");
    assert_eq!(
        (&errors["GONE"]["title"], &errors["GONE"]["display"]),
        (&json!("It is (gone)"), &json!("410: It is {{gone}}"))
    );
    assert_eq!(
        (&errors["GONE"]["deprecated"], &errors["GONE"]["replaced_by"]),
        (&json!(true), &json!("LOST"))
    );
    assert_eq!(errors["LOST"]["issue"], "not-found");
    assert_eq!(
        catalog["responses"]["default"]["coding"]["system"],
        "https://a.example/CodeSystem/errors"
    );
    let notes = notes(&imported);
    assert!(
        notes.contains(&"a.json#/content - the content is `fragment`: the list of codes is not complete".to_owned()),
        "{notes:#?}"
    );
    assert!(
        notes.contains(&"a.json#/concept/2 LOST status 400 without any source".to_owned()),
        "{notes:#?}"
    );
    assert!(
        notes.contains(&"a.json# - designations in the language `de`".to_owned()),
        "{notes:#?}"
    );
}

#[test]
fn value_sets_have_codes_of_several_systems() {
    let set = json!({
        "resourceType": "ValueSet", "name": "Errors",
        "compose": { "include": [
            { "system": "https://a.example/a", "concept": [{ "code": "A_NOT_FOUND", "display": "A" }] },
            { "system": "https://a.example/b", "concept": [{ "code": "B_CONFLICT" }], "filter": [] }
        ] },
        "expansion": { "contains": [{ "system": "https://a.example/a", "code": "A_NOT_FOUND" }, { "code": "C", "contains": [{ "code": "C_DENIED" }] }] }
    });
    let (catalog, _) = imported("a.json", &set.to_string());
    assert_eq!(
        statuses(&catalog),
        [("A_NOT_FOUND", 404), ("B_CONFLICT", 409), ("C_DENIED", 403), ("C", 400)]
    );
    let old = json!({ "resourceType": "ValueSet", "codeSystem": { "system": "https://a.example/old", "concept": [{ "code": "GPC-001", "display": "Not found" }] } });
    let (catalog, _) = imported("a.json", &old.to_string());
    assert_eq!(statuses(&catalog), [("GPC-001", 404)]);
}

#[test]
fn pages_of_registries_are_problem_types() {
    let page = "---\ntitle: \"Already exists\"\ndescription: The resource exists.\n---\n\n| Type URI | Title | Recommended HTTP status code | Reference |\n|-|-|-|-|\n| https://problems.example/already-exists | Already exists | 409 | RFC |\n\n```json\n{\n \"type\": \"https://problems.example/already-exists\", \"title\": \"Already exists\", \"status\": 409, \"detail\": \"It exists.\", \"code\": \"409-01\" }\n```\n";
    let blank = "---\ntitle: Any\n---\n\n| Type URI | Title | Recommended HTTP status code |\n|-|-|-|\n| about:blank | See HTTP Status Code | N/A |\n| https://iana.example/http-problem-types#quota-exceeded | Quota exceeded | 429 |\n";
    let adoc = "= Too Many Failed Requests\n:nofooter:\n\n*Status code* 429 Too Many Requests\n\n*Description* The client has sent too many.\n\n[source]\n----\nHTTP/1.1 429 Too Many Requests\nRetry-After: 60\n\n{\n  \"type\": \"urn:problem-type:org:tooManyFailedRequests\",\n  \"title\": \"Too many\", \"status\": 429, \"limit\": 5\n}\n----\n";
    let all = [
        input("already-exists.md", page),
        input("b.md", blank),
        input("c.adoc", adoc),
    ];
    let imported = import(&all, &Options::default(), &|_| None).unwrap();
    let catalog: Value = serde_json::from_str(&imported.text).unwrap();
    assert_eq!(
        statuses(&catalog),
        [
            ("already-exists", 409),
            ("quota-exceeded", 429),
            ("tooManyFailedRequests", 429)
        ]
    );
    let errors = &catalog["errors"];
    assert_eq!(
        (&errors["already-exists"]["code"], &errors["already-exists"]["docs"]),
        (&json!("409-01"), &json!("https://problems.example/already-exists"))
    );
    assert_eq!(errors["tooManyFailedRequests"]["retry"], "after");
    assert_eq!(
        errors["tooManyFailedRequests"]["headers"],
        json!({ "Retry-After": "{retry_after?}" })
    );
    assert_eq!(catalog["parameters"]["limit"]["type"], "integer");
}

#[test]
fn an_input_without_errors_is_a_failure() {
    for text in [
        "",
        "# Title\n\nText.\n",
        "{}",
        "[]",
        "| Field | Type |\n|-|-|\n| a | b |\n",
    ] {
        let result = import(&[input("a.md", text)], &Options::default(), &|_| None);
        assert!(matches!(result, Err(Failure::Nothing(_))), "{text}");
    }
    let options = |kind| Options {
        kind: Some(kind),
        ..Options::default()
    };
    for (kind, text) in [
        (InputKind::OpenApi, "a: ["),
        (InputKind::ThisError, "fn ("),
        (InputKind::CodeSystem, "{"),
    ] {
        let result = import(&[input("a", text)], &options(kind), &|_| None);
        assert!(matches!(result, Err(Failure::Unreadable { .. })), "{text}");
    }
}
