use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use error_catalog::{Source, compile};

use super::*;

fn api(text: &str) -> Api {
    let compiled = compile(&Source::new("catalog.json", text.to_owned()));
    let messages: Vec<String> = compiled
        .problems
        .iter()
        .map(|problem| problem.message.clone())
        .collect();
    assert!(compiled.is_usable(), "{messages:?}");
    Api::new(compiled.catalog)
}

fn source_of(text: &str) -> String {
    source(api(text).data())
}

const CLINIC: &str = r#"{
  "name": "clinic",
  "version": "1.2.0",
  "title": "Clinic API",
  "responses": { "default": { "format": "json", "body": { "code": "{code}", "message": "{message}" } }, "none": { "format": "empty" } },
  "errors": {
    "UPSTREAM": {
      "status": 502,
      "title": "Upstream failed",
      "message": "Upstream {host} failed, {count?} times",
      "parameters": { "host": { "type": "string", "description": "The name of the host." }, "count": { "type": "integer", "optional": true } },
      "retry": "backoff",
      "user_message": "Try again later."
    },
    "GONE": { "status": 410, "code": 17, "title": "Gone", "response": "none", "retry": "never" }
  }
}"#;

/// The part of a source from a line on, to the next empty line.
fn part<'s>(source: &'s str, start: &str) -> &'s str {
    let at = source.find(start).unwrap_or_else(|| panic!("{start}: {source}"));
    source[at..].split("\n\n").next().unwrap()
}

#[test]
fn the_module_of_a_small_catalog_is_as_reviewed() {
    let source = source_of(CLINIC);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/typescript/golden/clinic.ts");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &source).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    assert!(
        source == golden,
        "UPDATE_GOLDEN=1 writes the file anew; found:\n{source}"
    );
}

#[test]
fn a_package_has_the_module_its_runtime_and_what_npm_needs() {
    let package = package(&api(CLINIC), Some("@clinic/errors"));
    let json: serde_json::Value = serde_json::from_slice(package.get("package.json").unwrap()).unwrap();
    assert_eq!(
        (&json["name"], &json["version"]),
        (&"@clinic/errors".into(), &"1.2.0".into())
    );
    assert_eq!(json["exports"]["."]["default"], "./dist/clinic.js");
    let files: BTreeSet<&str> = package.files().map(|(path, _)| path).collect();
    for path in ["README.md", "tsconfig.json", "src/clinic.ts", "src/runtime/index.ts"] {
        assert!(files.contains(path), "{path}");
    }
}

#[test]
fn every_source_of_the_runtime_is_in_a_package() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/typescript/runtime");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<String> = RUNTIME.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(files, known);
}

#[test]
fn the_same_catalog_gives_the_same_files() {
    assert_eq!(package(&api(CLINIC), None), package(&api(CLINIC), None));
}

#[test]
fn a_deprecated_entry_is_marked_for_editors() {
    let text = CLINIC.replace(
        r#""code": 17,"#,
        r#""code": 17, "deprecated": "Closed in May.", "replaced_by": "UPSTREAM","#,
    );
    let source = source_of(&text);
    let comment = "   * @deprecated Closed in May. Use `UPSTREAM`.\n   */\n  readonly \"GONE\": {";
    assert!(source.contains(comment), "{source}");
    let source = source_of(&CLINIC.replace(r#""code": 17,"#, r#""code": 17, "deprecated": true,"#));
    assert!(source.contains("   * @deprecated\n   */"), "{source}");
    assert!(!source_of(CLINIC).contains("@deprecated"));
}

#[test]
fn a_version_that_npm_does_not_accept_is_replaced() {
    for (version, expected) in [
        ("1.2.3", Some("1.2.3")),
        ("0.0.0", Some("0.0.0")),
        ("1.6", Some("1.6.0")),
        ("4", Some("4.0.0")),
        ("1.2.0-rc.1", Some("1.2.0-rc.1")),
        ("1.2-beta", Some("1.2.0-beta")),
        ("1.2.3.4", None),
        ("01.2.3", None),
        ("v1", None),
        ("1.2.3-", None),
        ("1.2.3-rc.01", None),
        ("1.2.3-a b", None),
        ("1.2.3+build", None),
        ("", None),
        ("1..3", None),
        ("99999999999.0.0", None),
    ] {
        assert_eq!(npm_version(version).as_deref(), expected, "{version}");
    }
    let package = package(&api(&CLINIC.replace("1.2.0", "June 2026")), None);
    let json: serde_json::Value = serde_json::from_slice(package.get("package.json").unwrap()).unwrap();
    assert_eq!((&json["version"], &json["name"]), (&"0.0.0".into(), &"clinic".into()));
}

#[test]
fn names_of_entries_stay_what_they_are() {
    let entry = |name: &str, status: u16| {
        format!(
            r#"{}: {{ "status": {status}, "title": "A title" }}"#,
            serde_json::json!(name)
        )
    };
    // Reserved words, digits first, and two names that are one in upper camel case in other generators.
    let names = ["class", "1st", "PATIENT_NOT_FOUND", "constructor", "a b"];
    let entries: Vec<String> = names
        .iter()
        .zip(400..)
        .map(|(name, status)| entry(name, status))
        .collect();
    let catalog = format!(
        r#"{{ "name": "odd-names", "title": "Odd", "responses": {{ "default": {{ "format": "problem", "members": {{ "code": "{{code}}" }} }} }}, "errors": {{ {} }} }}"#,
        entries.join(", ")
    );
    let source = source_of(&catalog);
    for name in names {
        assert!(
            source.contains(&format!("  readonly \"{name}\": {{\n    readonly entry: \"{name}\";\n")),
            "{source}"
        );
    }
    assert!(
        source.contains("export type OddNamesError = OddNamesErrors[OddNamesEntry];"),
        "{source}"
    );
}

#[test]
fn parameters_have_the_types_of_their_values() {
    let catalog = r#"{
      "name": "clinic", "title": "Clinic",
      "responses": { "default": { "format": "json", "body": { "code": "{code}", "message": "{message}", "more": "{fields?}" } } },
      "errors": { "A": {
        "status": 400, "title": "A",
        "message": "{text} {count} {rate} {flag} {kind}", "log": "{secret}",
        "parameters": {
          "text": "string", "count": "integer", "rate": "decimal", "flag": "boolean", "kind": { "type": "enum", "values": ["x\"", "y"] },
          "fields": { "type": "string[]", "optional": true }, "secret": { "type": "string", "visibility": "internal" }
        }
      } }
    }"#;
    let source = source_of(catalog);
    let types = part(&source, "    readonly parameters: {");
    for line in [
        "text?: string;",
        "count?: number;",
        "rate?: number;",
        "flag?: boolean;",
        "kind?: \"x\\\"\" | \"y\";",
        "fields?: readonly string[];",
    ] {
        assert!(types.contains(line), "{line}: {types}");
    }
    // The name of a parameter that no response shows is not published.
    assert!(!source.contains("secret"), "{source}");
}

#[test]
fn an_entry_takes_the_same_space_in_a_large_catalog() {
    let source = |count: usize| {
        let mut entries = String::new();
        for number in 0..count {
            let _ = write!(
                entries,
                r#"{}"ENTRY_{:04}": {{ "status": 400, "title": "An entry", "message": "The entry {{value}} of {:04}", "parameters": {{ "value": "string" }}, "retry": "never" }}"#,
                if number == 0 { "" } else { ", " },
                number,
                number,
            );
        }
        source_of(&format!(
            r#"{{ "name": "large", "title": "Large", "responses": {{ "default": {{ "format": "problem", "members": {{ "code": "{{code}}" }} }} }}, "errors": {{ {entries} }} }}"#
        ))
    };
    let (few, many) = (source(10), source(1_010));
    let each = (many.len() - few.len()) / 1_000;
    assert!((300..700).contains(&each), "{each}");
    // The name is that of the member and of the entry, the name and code in the table, and the code in the row.
    assert_eq!(many.matches("\"ENTRY_0077\"").count(), 6);
}
