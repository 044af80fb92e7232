//! `render`

use crate::common::{Folder, Ran, doubtful, fixable};

/// A catalog with parameters of several types, and a page.
const WARD: &str = r#"{
  "name": "ward",
  "title": "Ward",
  "responses": {
    "default": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "https://ward.example/errors" } },
    "page": { "format": "text", "content_type": "text/html", "body": "<p>{title}</p>" }
  },
  "parameters": {
    "bed": { "type": "integer", "description": "The number of the bed.", "example": 7 },
    "owner": { "type": "string", "example": "Ward 7" },
    "nhs_number": { "type": "string", "visibility": "personal" }
  },
  "errors": {
    "BED_TAKEN": {
      "status": 409,
      "code": "TAKEN",
      "issue": "conflict",
      "title": "Bed taken",
      "diagnostics": "Bed {bed} of {owner} is taken.",
      "log": "by {nhs_number}"
    },
    "UPSTREAM": { "status": 502, "status_range": "500-599", "issue": "exception", "title": "Upstream", "headers": { "Retry-After": "{retry_after?}" } },
    "SORRY": { "status": 500, "code": null, "issue": "exception", "response": "page", "title": "Sorry" }
  }
}
"#;

fn render(arguments: &[&str]) -> Ran {
    let folder = Folder::new();
    folder.file("ward.json", WARD);
    folder.run(&[&["render", "ward.json"], arguments].concat())
}

fn refused(arguments: &[&str]) -> String {
    let ran = render(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    ran.err
}

#[test]
fn the_response_is_printed_as_http_has_it() {
    let ran = render(&["BED_TAKEN", "bed=3", "owner=\"A\""]);
    let expected = concat!(
        "HTTP/1.1 409 Conflict\r\nContent-Type: application/fhir+json\r\n\r\n",
        r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"conflict","#,
        r#""details":{"coding":[{"system":"https://ward.example/errors","code":"TAKEN"}]},"diagnostics":"Bed 3 of \"A\" is taken."}]}"#
    );
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, expected, ""));
}

#[test]
fn a_body_is_printed_alone_and_byte_for_byte() {
    let ran = render(&["BED_TAKEN", "bed=3", "owner=\u{9b}31m<\u{1b}[2J>é", "--as", "xml"]);
    assert!(
        ran.out
            .ends_with("<diagnostics value=\"Bed 3 of  31m&lt; [2J&gt;é is taken.\"/></issue></OperationOutcome>"),
        "{}",
        ran.out
    );
    let json = render(&["BED_TAKEN", "bed=3", "owner=A", "--as=json"]).out;
    assert!(json.starts_with('{') && json.ends_with('}'), "{json}");
}

#[test]
fn values_of_one_error_can_be_given_too() {
    let ran = render(&[
        "UPSTREAM",
        "status=503",
        "retry_after=7",
        "diagnostics=d=e",
        "expression=a",
        "expression=b",
    ]);
    assert!(
        ran.out.starts_with("HTTP/1.1 503 Service Unavailable\r\n") && ran.out.contains("Retry-After: 7\r\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains(r#""diagnostics":"d=e","expression":["a","b"]"#),
        "{}",
        ran.out
    );
}

#[test]
fn a_wrong_name_is_reported_with_the_right_one() {
    assert!(refused(&["bed_taken"]).contains("did you mean `BED_TAKEN`?"));
    assert!(refused(&["BedTakne"]).contains("did you mean `BED_TAKEN`?"));
    assert!(refused(&["TAKEN"]).contains("it is the code of `BED_TAKEN`"));
    assert!(refused(&["TEAPOT"]).contains("expected one of `BED_TAKEN`, `UPSTREAM`, `SORRY`"));
    assert!(refused(&["BED_TAKEN", "beds=3"]).contains("did you mean `bed`?"));
    assert!(refused(&["SORRY", "colour=red"]).contains("expected one of `diagnostics`, `expression`"));
}

#[test]
fn all_missing_parameters_are_named_with_type_example_and_meaning() {
    assert_eq!(
        refused(&["BED_TAKEN"]),
        "error: `BED_TAKEN` needs\n  bed=7 (integer): The number of the bed.\n  owner='Ward 7' (string)\n",
        "`nhs_number` is in no answer"
    );
}

#[test]
fn a_wrong_value_is_reported_with_the_expected_one() {
    for (value, expected) in [
        ("bed=three", "`bed`: expected an integer, as in `42`, found `three`"),
        ("time=today", "`time`: expected a date and time of RFC 3339"),
        ("retry_after=-1", "`retry_after`: expected a number of seconds"),
        ("status=404", "`status`: expected the status 409, found `404`"),
        ("bed", "write `name=value`"),
        ("=3", "write `name=value`"),
    ] {
        let said = refused(&["BED_TAKEN", value]);
        assert!(said.contains(expected), "{said}");
    }
    assert!(refused(&["BED_TAKEN", "bed=1", "bed=2"]).contains("`bed` has two values"));
}

#[test]
fn a_form_that_an_entry_does_not_have_is_refused() {
    for form in ["json", "xml"] {
        assert!(refused(&["SORRY", "--as", form]).contains("its body is text/html"));
    }
    assert!(render(&["SORRY"]).out.ends_with("\r\n\r\n<p>Sorry</p>"));
}

#[test]
fn a_catalog_with_errors_is_reported_as_check_does() {
    let folder = Folder::new();
    folder.file("wrong.json", fixable());
    let ran = folder.run(&["render", "wrong.json", "GONE"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let checked = folder.run(&["check", "wrong.json"]).out;
    assert_eq!(ran.err, checked);
    folder.file("doubtful.json", doubtful());
    assert_eq!(
        folder.run(&["render", "doubtful.json", "GONE"]).code,
        0,
        "warnings are no errors"
    );
    assert_eq!(folder.run(&["render", "nowhere.json", "GONE"]).code, 2);
}

/// A catalog whose parameters have a structure.
const DESK: &str = r#"{
  "name": "desk",
  "title": "Desk",
  "responses": { "default": { "format": "json", "body": { "code": "{code}", "n": "{x-number}", "why": "{why}", "ids": "{ids}", "data": "{data?}" } } },
  "errors": {
    "REFUSED": {
      "status": 409, "title": "Refused", "message": "{why}: {ids}", "x-number": 7,
      "parameters": { "why": { "type": "enum", "values": ["full", "closed"] }, "ids": "integer[]", "data": { "type": "json", "optional": true } }
    }
  }
}
"#;

#[test]
fn values_with_a_structure_are_given_as_json() {
    let folder = Folder::new();
    folder.file("desk.json", DESK);
    let render =
        |values: &[&str]| folder.run(&[&["render", "desk.json", "REFUSED"], values, &["--as", "json"]].concat());
    let ran = render(&["why=full", "ids=[1, 2]", "data={ \"a\": null }"]);
    assert_eq!(
        ran.out, r#"{"code":"REFUSED","n":7,"why":"full","ids":[1,2],"data":{"a":null}}"#,
        "{}",
        ran.err
    );
    for (value, expected) in [
        ("why=open", "`why`: expected one of `full`, `closed`, found `open`"),
        (
            "ids=1",
            "`ids`: expected a JSON array of integers, as in `[1,2]`, found `1`",
        ),
        ("data={", "`data`: expected JSON"),
    ] {
        let said = render(&[value]).err;
        assert!(said.contains(expected), "{said}");
    }
    assert!(render(&[]).err.contains("why=… (enum: `full`, `closed`)"));
}
