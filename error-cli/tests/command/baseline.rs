//! `baseline`

use crate::common::{CLEAN, Folder, real_catalogs};

const BASELINE: &str = "clinic.baseline.json";

fn read(folder: &Folder) -> String {
    std::fs::read_to_string(folder.0.join(BASELINE)).unwrap()
}

fn recorded() -> Folder {
    let folder = Folder::new();
    folder.file("clinic.json", CLEAN);
    assert_eq!(folder.run(&["baseline", "init", "clinic.json"]).code, 0);
    folder
}

#[test]
fn a_baseline_is_written_once_and_is_current() {
    let folder = recorded();
    let first = read(&folder);
    assert!(first.contains("\n    \"GONE\": { \"code\": \"GONE\", "), "{first}");
    let ran = folder.run(&["baseline", "check", "clinic.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "`clinic.baseline.json` is current\n"));
    let ran = folder.run(&["baseline", "init", "clinic.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err
            .contains("`error-catalog baseline accept clinic.json` records changes"),
        "{}",
        ran.err
    );
    // Texts are not part of it.
    folder.file("clinic.json", CLEAN.replace("\"Gone\"", "\"Away\""));
    assert_eq!(folder.run(&["baseline", "check", "clinic.json"]).code, 0);
}

#[test]
fn a_breaking_change_is_accepted_with_a_reason_that_the_history_keeps() {
    let folder = recorded();
    folder.file(
        "clinic.json",
        CLEAN.replace("\"issue\"", "\"code\": \"AWAY\", \"issue\""),
    );
    let ran = folder.run(&["baseline", "check", "clinic.json"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("clinic.json:13:15: `code` of `GONE` changed from \"GONE\" to \"AWAY\""),
        "{}",
        ran.out
    );
    let before = read(&folder);
    let ran = folder.run(&["baseline", "accept", "clinic.json"]);
    assert_eq!((ran.code, read(&folder) == before), (2, true));
    assert!(ran.err.contains("give the reason with `--reason"), "{}", ran.err);
    let accept = [
        "baseline",
        "accept",
        "clinic.json",
        "--reason",
        "It never was gone.",
        "--date",
        "2026-11-27",
    ];
    assert_eq!(folder.run(&accept).code, 0);
    let after = read(&folder);
    assert!(
        after.contains("\"date\": \"2026-11-27\",\n      \"reason\": \"It never was gone.\""),
        "{after}"
    );
    assert!(after.contains("\"retired\": {\n    \"GONE\": \"GONE\"\n  }"), "{after}");
    assert_eq!(folder.run(&["baseline", "check", "clinic.json"]).code, 0);
    // The retired code is not used again.
    let again = r#""NEW": { "code": "GONE", "status": 404, "issue": "not-found", "title": "New" }, "GONE": {"#;
    let text = CLEAN
        .replace("\"issue\"", "\"code\": \"AWAY\", \"issue\"")
        .replace("\"GONE\": {", again);
    folder.file("clinic.json", text);
    let ran = folder.run(&["baseline", "check", "clinic.json"]);
    assert!(ran.code == 1 && ran.out.contains("[EC1102]"), "{}", ran.out);
    let before = read(&folder);
    let ran = folder.run(&["baseline", "accept", "clinic.json", "--reason", "It is."]);
    assert_eq!((ran.code, read(&folder) == before), (1, true));
    assert!(
        ran.out.contains("[EC1102]") && ran.err.contains("a retired code is never used again"),
        "{} {}",
        ran.out,
        ran.err
    );
}

#[test]
fn a_compatible_change_needs_no_reason_and_is_recorded() {
    let folder = recorded();
    let added = r#""BUSY": { "status": 503, "issue": "transient", "title": "Busy" }, "GONE": {"#;
    folder.file("clinic.json", CLEAN.replace("\"GONE\": {", added));
    let ran = folder.run(&["baseline", "check", "clinic.json"]);
    assert!(ran.code == 1 && ran.err.contains("is not current"), "{}", ran.err);
    assert_eq!(folder.run(&["baseline", "accept", "clinic.json"]).code, 0);
    assert_eq!(folder.run(&["baseline", "check", "clinic.json"]).code, 0);
    assert!(read(&folder).contains("{ \"change\": \"entry-added\", \"errors\": [\"BUSY\"] }"));
}

#[test]
fn a_missing_or_damaged_baseline_is_2() {
    let folder = recorded();
    folder.file(BASELINE, read(&folder).replace("\"errors\"", "\"entries\""));
    let ran = folder.run(&["baseline", "check", "clinic.json"]);
    assert!(
        ran.code == 2 && ran.err.contains("clinic.baseline.json:22:3"),
        "{}",
        ran.err
    );
    std::fs::remove_file(folder.0.join(BASELINE)).unwrap();
    let ran = folder.run(&["baseline", "check", "clinic.json"]);
    assert!(
        ran.code == 2 && ran.err.contains("`error-catalog baseline init clinic.json` writes it"),
        "{}",
        ran.err
    );
    let ran = folder.run(&["baseline", "accept", "clinic.json", "--date", "yesterday"]);
    assert!(ran.code == 2 && ran.err.contains("expected a day"), "{}", ran.err);
}

#[test]
fn a_baseline_is_neither_a_catalog_nor_a_translation() {
    let folder = recorded();
    let ran = folder.run(&["check", "."]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "1 catalog checked: no problems\n"));
}

#[test]
fn all_real_catalogs_have_a_baseline_that_is_read_back() {
    for (path, text) in real_catalogs() {
        let folder = Folder::new();
        folder.file("real.json", text);
        for verb in ["init", "check"] {
            assert_eq!(
                folder.run(&["baseline", verb, "real.json"]).code,
                0,
                "{}",
                path.display()
            );
        }
    }
}
