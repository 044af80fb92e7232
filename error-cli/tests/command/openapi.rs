//! `openapi`

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::{CLEAN, Folder, real_catalogs, run, run_with_input};

#[test]
fn every_real_catalog_is_a_document_of_both_versions() {
    for (path, _) in real_catalogs() {
        for (version, start) in [("3.0", "3.0."), ("3.1", "3.1.")] {
            let ran = run([Path::new("openapi"), &path, Path::new("--version"), Path::new(version)]);
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", path.display());
            let document: Value = serde_json::from_str(&ran.out).unwrap();
            assert!(document["openapi"].as_str().unwrap().starts_with(start));
            assert!(document["components"]["responses"].is_object());
        }
    }
}

#[test]
fn a_document_is_merged_in_place_and_compared() {
    let folder = Folder::new();
    let catalog = folder.file(
        "clinic.json",
        CLEAN.replace("\"issue\"", "\"endpoints\": [\"/none\"], \"issue\""),
    );
    let both = CLEAN.replace(
        "\"errors\": {",
        "\"errors\": { \"BUSY\": { \"status\": 503, \"issue\": \"transient\", \"title\": \"Busy\" },",
    );
    let api = folder.file(
        "api.json",
        "{\n  \"openapi\": \"3.1.0\",\n  \"paths\": { \"/a\": { \"get\": {} } }\n}\n",
    );
    let api = api.to_str().unwrap();
    let arguments = ["openapi", catalog.to_str().unwrap(), "--merge", api, "--output", api];
    let check = [arguments.as_slice(), &["--check"]].concat();
    let ran = run(arguments);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (0, "note: no operation of the document is at `/none`, for `GONE`\n")
    );
    assert_eq!(run(&check).code, 0);
    folder.file("clinic.json", both);
    let ran = run(&check);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("is not current"), "{}", ran.err);
    assert_eq!(run(arguments).code, 0);
    assert_eq!(run(&check).code, 0);
    let document: Value = serde_json::from_str(&fs::read_to_string(api).unwrap()).unwrap();
    let responses = document["paths"]["/a"]["get"]["responses"].as_object().unwrap();
    assert!(responses.keys().eq(["410", "503"]));
}

#[test]
fn a_catalog_with_errors_and_other_documents_are_refused() {
    let folder = Folder::new();
    let wrong = folder.file("wrong.json", CLEAN.replace("deleted", "delete"));
    assert_eq!(run(["openapi", wrong.to_str().unwrap()]).code, 1);
    let clean = folder.file("clinic.json", CLEAN);
    let clean = clean.to_str().unwrap();
    assert_eq!(run(["openapi", clean, "--version", "2.0"]).code, 2);
    assert_eq!(run(["openapi", clean, "--merge", "missing.json"]).code, 2);
    let swagger = folder.file("swagger.json", r#"{ "swagger": "2.0" }"#);
    let ran = run(["openapi", clean, "--merge", swagger.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("expected OpenAPI 3.0, 3.1 or 3.2, found `2.0`"),
        "{}",
        ran.err
    );
}

#[test]
fn the_format_is_that_of_the_option_then_of_the_output_then_of_the_merged_document() {
    let folder = Folder::new();
    let catalog = folder.file("clinic.json", CLEAN);
    let catalog = catalog.to_str().unwrap();
    let api = folder.file("api.yaml", "openapi: 3.0.3 # kept\npaths:\n  /a:\n    get: {}\n");
    let api = api.to_str().unwrap();
    let is_yaml = |text: &str| text.starts_with("openapi: \"3.");
    let out = |arguments: &[&str]| {
        let ran = run([&["openapi", catalog], arguments].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out
    };
    assert!(!is_yaml(&out(&[])));
    assert!(is_yaml(&out(&["--format", "yaml"])));
    assert!(is_yaml(&out(&["--merge", api])));
    assert!(!is_yaml(&out(&["--merge", api, "--format", "json"])));
    for (name, expected) in [("a.yaml", true), ("a.YML", true), ("a.json", false), ("a.txt", false)] {
        let path = folder.0.join(name);
        let path = path.to_str().unwrap();
        assert_eq!(out(&["--output", path]), "");
        assert_eq!(is_yaml(&fs::read_to_string(path).unwrap()), expected, "{name}");
        assert_eq!(out(&["--output", path, "--check"]), "");
    }
    assert_eq!(out(&["--merge", api, "--output", api]), "");
    let merged = fs::read_to_string(api).unwrap();
    assert!(
        merged.contains(
            "\n  /a:\n    get:\n      responses:\n        \"410\":\n          $ref: \"#/components/responses/"
        ),
        "{merged}"
    );
    assert_eq!(out(&["--merge", api, "--output", api, "--check"]), "");
}

#[test]
fn the_operations_of_the_catalog_are_paths() {
    let folder = Folder::new();
    let listed = CLEAN.replace(
        "\"issue\"",
        "\"methods\": [\"GET\"], \"endpoints\": [\"/slots/[^/]+\"], \"issue\"",
    );
    let catalog = folder.file("clinic.json", listed);
    let catalog = catalog.to_str().unwrap();
    let ran = run(["openapi", catalog, "--paths"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let responses = document["paths"]["/slots/{id}"]["get"]["responses"]
        .as_object()
        .unwrap();
    assert!(responses.keys().eq(["2XX", "410"]));
    assert_eq!(run(["openapi", catalog, "--paths", "--merge", "api.json"]).code, 2);
}

#[test]
fn the_merged_document_can_be_the_standard_input() {
    let folder = Folder::new();
    let catalog = folder.file("clinic.json", CLEAN);
    let arguments = ["openapi", catalog.to_str().unwrap(), "--merge", "-"];
    let ran = run_with_input(&arguments, b"openapi: 3.1.0\npaths: { /a: { get: {} } }\n");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("openapi: \"3.1.0\"\n"), "{}", ran.out);
    assert!(ran.out.contains("\"#/components/responses/Clinic410\""), "{}", ran.out);
    let ran = run_with_input(&arguments, b"openapi: \xff");
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "error: cannot read `-`: expected UTF-8\n")
    );
}
