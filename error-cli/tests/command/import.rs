//! `import`

use serde_json::Value;
use std::fmt::Write as _;

use crate::common::{Folder, real_catalogs, repository, run_with_input};

const TABLE: &str = "# Clinic API\n\n| HTTP code | Error code | Description | Solution |\n|---|---|---|---|\n\
| 404 | PATIENT_NOT_FOUND | Patient not found | Check the ID. |\n| 503 | BUSY | The records are busy | Retry after a delay. |\n";

/// The catalog that the command printed.
fn catalog(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_table_is_printed_as_a_catalog_with_a_report_on_the_standard_error() {
    let folder = Folder::new();
    folder.file("errors.md", TABLE);
    let ran = folder.run(&["import", "errors.md"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(folder.run(&["import", "errors.md", "--output", "-"]).out, ran.out);
    let printed = catalog(&ran.out);
    assert_eq!(
        (&printed["name"], &printed["title"]),
        (&"clinic-api".into(), &"Clinic API".into())
    );
    assert_eq!(printed["errors"]["PATIENT_NOT_FOUND"]["action"], "Check the ID.");
    for line in [
        "errors.md:6:3: guessed: BUSY: title from the description; retry `backoff` from the words of the advice\n",
        "missing: no retry advice: PATIENT_NOT_FOUND",
        "imported 2 entries:",
    ] {
        assert!(ran.err.contains(line), "{line}\n{}", ran.err);
    }
}

#[test]
fn the_catalog_checks_without_errors_and_is_formatted() {
    let folder = Folder::new();
    folder.file("errors.md", TABLE);
    assert_eq!(
        folder
            .run(&[
                "import",
                "errors.md",
                "--name",
                "clinic",
                "--output",
                "catalogs/clinic.json"
            ])
            .code,
        0
    );
    let ran = folder.run(&["check", "catalogs"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "1 catalog checked: no problems\n"));
    assert_eq!(folder.run(&["fmt", "--check", "catalogs"]).code, 0);
    assert_eq!(catalog(&folder.read("catalogs/clinic.json"))["name"], "clinic");
}

#[test]
fn a_file_is_replaced_only_with_force() {
    let folder = Folder::new();
    folder.file("errors.md", TABLE);
    folder.file("clinic.json", "mine");
    let arguments = ["import", "errors.md", "--output", "clinic.json"];
    let ran = folder.run(&arguments);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "error: `clinic.json` exists; `--force` replaces it\n")
    );
    assert_eq!(folder.read("clinic.json"), "mine");
    assert_eq!(folder.run(&[&arguments[..], &["--force"]].concat()).code, 0);
    assert!(folder.read("clinic.json").contains("PATIENT_NOT_FOUND"));
}

#[test]
fn remarks_are_printed_as_json() {
    let folder = Folder::new();
    folder.file("errors.md", TABLE);
    let ran = folder.run(&["import", "errors.md", "--report", "json"]);
    let remarks = catalog(&ran.err);
    let first = remarks
        .as_array()
        .unwrap()
        .iter()
        .find(|remark| remark["member"] == "retry")
        .unwrap();
    let expected = serde_json::json!({
        "kind": "missing", "place": "errors.md:5:3", "entry": "PATIENT_NOT_FOUND", "member": "retry", "message": "no retry advice"
    });
    assert_eq!(*first, expected);
}

#[test]
fn references_are_read_beside_the_first_file() {
    let folder = Folder::new();
    folder.file(
        "api/openapi.yaml",
        "openapi: 3.0.0\ninfo: { title: Clinic, version: '1' }\npaths:\n  /a:\n    get: { responses: { '409': { $ref: 'parts/errors.yaml#/taken' } } }\n",
    );
    folder.file(
        "api/parts/errors.yaml",
        "taken:\n  description: Taken\n  content: { application/json: { example: { code: SLOT_TAKEN, message: The slot is taken. } } }\n",
    );
    let ran = folder.run(&["import", "api/openapi.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(catalog(&ran.out)["errors"]["SLOT_TAKEN"]["title"], "The slot is taken.");
}

#[test]
fn the_standard_input_and_several_files_are_read() {
    let ran = run_with_input(&["import", "-", "--name", "clinic"], TABLE.as_bytes());
    assert_eq!((ran.code, catalog(&ran.out)["name"].as_str()), (0, Some("clinic")));
    let folder = Folder::new();
    folder.file("a.csv", "status,code\n404,A\n");
    folder.file("b.csv", "status,code\n409,B\n");
    let ran = folder.run(&["import", "a.csv", "b.csv"]);
    let printed = catalog(&ran.out);
    let names: Vec<&String> = printed["errors"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["A", "B"]);
}

#[test]
fn an_input_without_errors_is_1_and_a_missing_file_2() {
    let folder = Folder::new();
    folder.file("a.md", "# Text\n\n| Field | Type |\n|-|-|\n| a | b |\n");
    let ran = folder.run(&["import", "a.md"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(
        ran.err,
        "a.md:3:1: skipped: table without a column of codes or statuses\nerror: found no errors in the input\n"
    );
    folder.file("b.yaml", "a: [");
    let ran = folder.run(&["import", "--kind", "openapi", "b.yaml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.starts_with("error: cannot read `b.yaml`: "), "{}", ran.err);
    for arguments in [
        &["import", "missing.md"][..],
        &["import", "."],
        &["import"],
        &["import", "a.md", "--kind", "x"],
        &["import", "a.md", "--name", "A b"],
    ] {
        assert_eq!(folder.run(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn the_codes_statuses_and_titles_of_the_real_catalogs_survive_a_table() {
    let folder = Folder::new();
    for (path, text) in real_catalogs() {
        let original = catalog(&text);
        let errors = original["errors"].as_object().unwrap();
        let mut rows = Vec::new();
        for (name, entry) in errors {
            // An entry whose status is that of its category, or that has several, has no cell of its own.
            let Some(status) = entry["status"].as_u64().filter(|status| *status >= 400) else {
                continue;
            };
            let title = entry["title"].as_str().unwrap().replace('|', "\\|");
            rows.push((name.clone(), status, title));
        }
        let mut table = String::from("| Status | Code | Title |\n|-|-|-|\n");
        for (name, status, title) in &rows {
            let _ = writeln!(table, "| {status} | {} | {title} |", name.replace('_', "\\_"));
        }
        folder.file("table.md", table);
        let ran = folder.run(&["import", "table.md"]);
        assert_eq!(ran.code, 0, "{}: {}", path.display(), ran.err);
        let imported = catalog(&ran.out);
        for (name, status, title) in rows {
            let entry = &imported["errors"][&name];
            assert_eq!(entry["status"], status, "{name}");
            let same = |text: &str| {
                text.replace(['`', '*', '\\', '{', '}', '(', ')'], "")
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            assert_eq!(same(entry["title"].as_str().unwrap()), same(&title), "{name}");
        }
    }
}

/// Returns the block of a page that follows a text.
fn block<'p>(page: &'p str, after: &str, fence: &str) -> &'p str {
    let (_, rest) = page.split_once(after).unwrap();
    let (_, rest) = rest.split_once(fence).unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    rest.split_once("\n```").unwrap().0
}

#[test]
fn the_example_of_the_page_is_real() {
    let page = std::fs::read_to_string(repository().join("docs/import.md")).unwrap();
    let (_, rest) = page.split_once("````markdown\n").unwrap();
    let (document, rest) = rest.split_once("````\n").unwrap();
    let folder = Folder::new();
    folder.file("errors.md", document);
    let ran = folder.run(&["import", "errors.md", "--output", "catalogs/clinic.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let shown = block(rest, "", "```text");
    assert_eq!(
        format!(
            "$ error-catalog import errors.md --output catalogs/clinic.json\n{}",
            ran.err
        ),
        format!("{shown}\n")
    );
    assert_eq!(
        folder.read("catalogs/clinic.json"),
        format!("{}\n", block(rest, "`catalogs/clinic.json`:", "```json"))
    );
}
