//! `coverage`

use std::fs;

use serde_json::Value;

use crate::common::{CLEAN, Folder, Ran, command, repository, run, run_with_input};

/// A catalog with three entries.
fn catalog() -> String {
    let more = r#""errors": {
    "LOST": { "status": 404, "issue": "not-found", "title": "Lost" },
    "FULL": { "status": 409, "issue": "conflict", "title": "Full" },"#;
    CLEAN.replace(r#""errors": {"#, more)
}

/// The command, in the root of the repository.
fn at_root(arguments: &[&str]) -> Ran {
    command()
        .args(arguments)
        .current_dir(repository())
        .output()
        .unwrap()
        .into()
}

#[test]
fn the_exit_code_is_that_of_the_threshold() {
    let folder = Folder::new();
    folder.file("clinic.json", catalog());
    folder.file(
        "server/src/lib.rs",
        "fn f() { Clinic::Lost; }\n#[cfg(test)] fn g() { Clinic::Full; }",
    );
    folder.file("server/target/made.rs", "fn f() { Clinic::Gone; }");
    folder.file("more/it.rs", "fn f() { Clinic::Gone; }");
    let of = |more: &[&str]| folder.run(&[&["coverage", "clinic.json", "--sources", "server"], more].concat());
    let ran = of(&[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        "clinic: 1 of 3 entries are reached (33.3 %)\n  1 by server code or in the log, 0 as fallbacks of the catalog, which the layer sends\n  \
         1 Rust file\n\nOnly tests name:\n  FULL  server/src/lib.rs:2\n\nNothing names:\n  GONE\n"
    );
    assert_eq!(of(&["--threshold", "33.3"]).code, 0);
    let ran = of(&["--threshold", "34"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (1, "error: 33.3 % of the entries are reached, expected at least 34 %\n")
    );
    let ran = of(&["--tests", "more"]);
    assert!(
        ran.out
            .contains("Only tests name:\n  FULL  server/src/lib.rs:2\n  GONE  more/it.rs:1\n"),
        "{}",
        ran.out
    );
    assert_eq!(of(&["--threshold", "101"]).code, 2);
}

#[test]
fn logs_are_read_from_files_and_from_the_standard_input() {
    let folder = Folder::new();
    let path = folder.file("clinic.json", catalog());
    let event = "INFO error_catalog: x catalog=\"clinic\" entry=\"FULL\"\n";
    let rest = format!("{}entry {event}", "x".repeat(3 << 20));
    let start = event.replace("FULL", "LOST").replace('\n', &" x".repeat(1 << 20));
    let log = folder.file("server.log", format!("{event}{rest}\u{fffd}\n{start}\n{event}"));
    let json = |ran: &Ran| -> Value { serde_json::from_str(&ran.out).unwrap() };
    let arguments = ["coverage", path.to_str().unwrap(), "--format", "json", "--log"];
    // Neither the end nor the start of a line that is too long counts.
    let report = json(&run([arguments.as_slice(), &[log.to_str().unwrap()]].concat()));
    assert_eq!(
        (report["events"].as_u64(), report["reached"].as_u64()),
        (Some(2), Some(1))
    );
    let report = json(&run_with_input(
        &[arguments.as_slice(), &["-"]].concat(),
        event.as_bytes(),
    ));
    assert_eq!(
        (report["events"].as_u64(), &report["entries"][1]["state"]),
        (Some(1), &"reached".into())
    );
}

#[test]
fn paths_that_cannot_be_read_are_failures_and_sources_that_are_not_rust_are_not() {
    let folder = Folder::new();
    folder.file("clinic.json", catalog());
    folder.file("src/lib.rs", "fn f( {");
    fs::create_dir(folder.0.join("empty")).unwrap();
    let ran = folder.run(&["coverage", "clinic.json", "--sources", "src"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out
            .contains("src/lib.rs:1: the brackets or literals are not Rust\n"),
        "{}",
        ran.out
    );
    for (more, reason) in [
        (["--sources", "nowhere"], "cannot read `nowhere`"),
        (["--sources", "empty"], "no Rust files in `empty`"),
        (["--log", "nowhere"], "cannot read `nowhere`"),
    ] {
        let ran = folder.run(&[["coverage", "clinic.json"], more].concat());
        assert_eq!(ran.code, 2, "{more:?}");
        assert!(ran.err.contains(reason), "{}", ran.err);
    }
    // Neither sources nor a log.
    assert_eq!(folder.run(&["coverage", "clinic.json"]).code, 2);
}

/// The lines of a report, without the numbers of files and lines, which change with any source.
fn steady(report: &str) -> Vec<String> {
    let lines = report.lines().filter(|line| !line.contains("Rust files"));
    lines
        .map(|line| match line.rsplit_once(".rs:") {
            Some((before, _)) => before.to_owned(),
            None => line.to_owned(),
        })
        .collect()
}

#[test]
fn the_example_of_the_page_is_what_the_command_prints() {
    let page = fs::read_to_string(repository().join("docs/coverage.md")).unwrap();
    let mut blocks = page
        .split("```text\n")
        .skip(2)
        .map(|rest| rest.split_once("```").unwrap().0);
    let of = |catalog: &str| {
        let ran = at_root(&[
            "coverage",
            &format!("catalogs/{catalog}.json"),
            "--sources",
            "examples/api-server",
        ]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out
    };
    let catalogs = [
        "bars",
        "blue-button",
        "gp-connect",
        "gp-connect-dstu2",
        "health-gorilla",
        "medblocks",
    ];
    let first_lines = catalogs.map(|catalog| of(catalog).split_inclusive('\n').next().unwrap().to_owned());
    assert_eq!(blocks.next().unwrap(), first_lines.concat());
    assert_eq!(steady(blocks.next().unwrap()), steady(&of("gp-connect")));
}
