//! Catalogs that extend others.

use crate::common::Folder;

const BASE: &str = r#"{
  "responses": {
    "default": { "format": "problem" }
  },
  "errors": {
    "GONE": { "status": 410, "title": "Gone" }
  }
}
"#;

const CATALOG: &str = r#"{
  "extends": "shared/base.json",
  "name": "clinic",
  "title": "Clinic",
  "errors": {
    "CLOSED": { "status": 409, "title": "Closed" }
  }
}
"#;

/// Two catalogs with one base in a folder of its own.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.file("shared/base.json", BASE);
    folder.file("clinic.json", CATALOG);
    folder.file("desk.json", CATALOG.replace("clinic", "desk"));
    folder
}

#[test]
fn a_base_is_checked_with_its_catalogs_and_by_itself() {
    let folder = folder();
    folder.file("package.json", "{\"name\": \"x\"}");
    for (path, summary) in [
        (".", "3 catalogs checked: no problems; 1 other JSON file left out\n"),
        ("clinic.json", "1 catalog checked: no problems\n"),
        ("shared/base.json", "1 catalog checked: no problems\n"),
    ] {
        let ran = folder.run(&["check", path]);
        assert_eq!((ran.code, ran.out.as_str()), (0, summary), "{path}");
    }
    // Nothing in the file itself says that it is a base.
    folder.file(
        "shared/base.json",
        "{ \"responses\": { \"default\": { \"format\": \"problem\" } } }",
    );
    let ran = folder.run(&["check", "."]);
    assert!(ran.out.starts_with("3 catalogs checked: no problems"), "{}", ran.out);
}

#[test]
fn a_problem_of_a_base_is_reported_once() {
    let folder = folder();
    folder.file(
        "shared/base.json",
        BASE.replace("\"Gone\" }", "\"Gone\", \"retry\": \"nver\" }"),
    );
    for path in [".", "clinic.json", "shared/base.json", "./shared"] {
        let ran = folder.run(&["check", path]);
        assert_eq!(ran.code, 1);
        assert_eq!(ran.out.matches("`nver` is not a retry class").count(), 1, "{}", ran.out);
        assert!(ran.out.contains("shared/base.json:6:56: "), "{}", ran.out);
    }
    let ran = folder.run(&["check", "clinic.json"]);
    assert!(ran.out.contains("::: clinic.json:2:14\n"), "{}", ran.out);
    for format in ["json", "sarif", "github"] {
        let ran = folder.run(&["check", "--format", format, "clinic.json"]);
        for file in ["shared/base.json", "clinic.json"] {
            assert!(ran.out.contains(file), "{}", ran.out);
        }
    }
}

#[test]
fn a_base_is_formatted_and_fixed_like_a_catalog() {
    let folder = folder();
    folder.file(
        "shared/base.json",
        "{\"responses\":{\"default\":{\"format\":\"problem\"}}}",
    );
    let ran = folder.run(&["fmt", "--check", "."]);
    assert!(ran.out.ends_with("not formatted: 3 of 3 catalogs\n"), "{}", ran.out);
    let wrong = BASE.replace("410", "\"410\"");
    folder.file("shared/base.json", &wrong);
    // The file that is named is fixed, and no other one.
    assert!(
        folder
            .run(&["fix", "--yes", "clinic.json"])
            .out
            .contains("nothing to replace")
    );
    assert_eq!(folder.read("shared/base.json"), wrong);
    let ran = folder.run(&["fix", "--yes", "."]);
    assert_eq!(
        (ran.code, folder.read("shared/base.json").as_str()),
        (0, BASE),
        "{}",
        ran.out
    );
}

#[test]
fn the_commands_for_one_catalog_know_the_entries_of_its_base() {
    let folder = folder();
    let ran = folder.run(&["render", "clinic.json", "GONE"]);
    assert!(ran.out.starts_with("HTTP/1.1 410 Gone\r\n"), "{} {}", ran.out, ran.err);
    // A base that is not a catalog by itself is left out.
    folder.file("desk.json", "{ \"x-note\": 1 }");
    let ran = folder.run(&["render", ".", "GONE"]);
    assert!(ran.out.starts_with("HTTP/1.1 410 Gone\r\n"), "{} {}", ran.out, ran.err);
    let ran = folder.run(&["expand", "clinic.json"]);
    assert!(ran.out.contains("Gone"), "{} {}", ran.out, ran.err);
}

#[test]
fn a_missing_translation_of_an_inherited_language_names_the_file_to_add() {
    let folder = folder();
    let language = "{ \"language\": \"en\", \"translations\": [\"de\"],";
    folder.file("shared/base.json", BASE.replacen('{', language, 1));
    folder.file(
        "shared/base.de.json",
        "{ \"errors\": { \"GONE\": { \"title\": \"Weg\" } } }",
    );
    let closed = "{ \"errors\": { \"CLOSED\": { \"title\": \"Zu\" } } }";
    folder.file("clinic.de.json", closed);
    let ran = folder.run(&["check", "clinic.json"]);
    assert!(
        ran.out.contains("entry `CLOSED` has no translation [EC1001]"),
        "{}",
        ran.out
    );
    let help = "= help: list `de` in `translations` of this catalog, and translate its texts in `clinic.de.json`";
    assert!(ran.out.contains(help), "{}", ran.out);
    folder.file(
        "clinic.json",
        CATALOG.replacen("\"name\"", "\"translations\": [\"de\"], \"name\"", 1),
    );
    let ran = folder.run(&["check", "clinic.json"]);
    assert_eq!(ran.out, "1 catalog checked: no problems\n");
}
