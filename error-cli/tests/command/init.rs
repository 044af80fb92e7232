//! `init`

use serde_json::Value;

use crate::common::{Folder, run};

#[test]
fn a_first_catalog_is_clean_in_each_format() {
    let folder = Folder::new();
    for (file, arguments) in [
        ("a.json", &[][..]),
        ("b.json", &["--format", "json"]),
        ("c.json", &["--format", "operation-outcome"]),
        ("d.json", &["--fhir", "STU3"]),
        (
            "e/f.json",
            &["--name", "clinic", "--title", "Clinic API", "--format", "problem"],
        ),
    ] {
        let ran = folder.run(&[&["init", file][..], arguments].concat());
        assert_eq!(
            (ran.code, ran.out.as_str(), ran.err.as_str()),
            (0, format!("wrote `{file}`\n").as_str(), "")
        );
        let ran = folder.run(&["check", "--deny", "warnings", file]);
        assert_eq!(ran.code, 0, "{}", ran.out);
        assert_eq!(folder.run(&["fmt", "--check", file]).code, 0);
    }
    let catalog: Value = serde_json::from_str(&folder.read("d.json")).unwrap();
    assert_eq!(
        (&catalog["name"], &catalog["responses"]["default"]["fhir"]),
        (&"d".into(), &"STU3".into())
    );
    let catalog: Value = serde_json::from_str(&folder.read("e/f.json")).unwrap();
    assert_eq!(
        (&catalog["name"], &catalog["title"]),
        (&"clinic".into(), &"Clinic API".into())
    );
    assert_eq!(catalog["fallbacks"]["4xx"], "BAD_REQUEST");
    assert_eq!(
        catalog["errors"]["TOO_MANY_REQUESTS"]["headers"]["Retry-After"],
        "{retry_after}"
    );
}

#[test]
fn a_file_is_replaced_only_with_force() {
    let folder = Folder::new();
    folder.file("clinic.json", "mine");
    let ran = folder.run(&["init", "--name", "clinic"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "error: `clinic.json` exists; `--force` replaces it\n")
    );
    assert_eq!(folder.read("clinic.json"), "mine");
    assert_eq!(folder.run(&["init", "--name", "clinic", "--force"]).code, 0);
    assert!(folder.read("clinic.json").contains("\"name\": \"clinic\""));
}

#[test]
fn the_standard_output_is_a_dash() {
    let ran = run(["init", "-", "--name", "clinic"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.out
            .starts_with("{\n  \"name\": \"clinic\",\n  \"title\": \"Clinic\","),
        "{}",
        ran.out
    );
}

#[test]
fn a_name_is_required_without_a_terminal() {
    let folder = Folder::new();
    for arguments in [
        &["init"][..],
        &["init", "-"],
        &["init", "--name", "Not valid"],
        &["init", "a.json", "--fhir", "R3"],
    ] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(!ran.err.is_empty());
    }
}
