//! What a user sees who makes a mistake: one folder for each rule, and good catalogs that stay silent.
//!
//! After a change of the messages, `TRYBUILD=overwrite cargo test -p catalog-tests --test ui` writes the new ones; review them in the diff.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use error_catalog::rules;
use support::{Project, folder};

/// Rules about the world outside a file, which need a package of their own.
const OUTSIDE: [&str; 2] = ["cannot-read", "outside-package"];

#[test]
fn every_mistake_is_one_message_at_its_place_and_good_catalogs_are_silent() {
    copy_catalogs();
    let cases = trybuild::TestCases::new();
    for case in cases_of("") {
        if case == "good" {
            cases.pass("ui/good/*.rs");
        } else if !OUTSIDE.iter().any(|rule| case.ends_with(rule)) {
            cases.compile_fail(format!("ui/{case}/*.rs"));
        }
    }
}

#[test]
fn every_rule_has_a_folder_and_every_folder_a_rule() {
    let expected: BTreeSet<String> = rules::all()
        .map(|rule| format!("{}-{}", rule.code, rule.name))
        .collect();
    let found: BTreeSet<String> = cases_of("EC").collect();
    assert_eq!(found, expected);
}

#[test]
fn one_mistake_is_one_message_that_names_its_rule_and_stands_at_the_path_in_the_call() {
    for case in cases_of("EC") {
        let (code, rule) = (&case[..6], &case[7..]);
        let file = |extension: &str| {
            fs::read_to_string(folder(&format!("ui/{case}/{rule}.{extension}")))
                .unwrap_or_else(|error| panic!("{case}, .{extension}: {error}"))
        };
        let (message, source) = (file("stderr"), file("rs"));
        let starts = message
            .lines()
            .filter(|line| line.starts_with("error") || line.starts_with("warning"));
        assert_eq!(starts.count(), 1, "{case}\n{message}");
        assert!(message.contains(&format!("[{code}]")), "{case}\n{message}");
        let arrow = message
            .lines()
            .find(|line| line.trim_start().starts_with("--> "))
            .unwrap();
        let mut place = arrow.rsplit(':').map(|number| number.parse::<usize>().unwrap());
        let (column, line) = (place.next().unwrap(), place.next().unwrap());
        let call = source.lines().nth(line - 1).unwrap();
        assert_eq!(call.find('"'), Some(column - 1), "{case}: {arrow}");
    }
}

#[test]
fn a_rule_about_the_world_outside_the_file_says_what_to_do() {
    for case in cases_of("EC").filter(|case| OUTSIDE.iter().any(|rule| case.ends_with(rule))) {
        let name = &case[7..];
        let folder = folder(&format!("ui/{case}"));
        let project = Project::new(&format!("ui-{name}"));
        project.write(
            "package/src/lib.rs",
            &fs::read_to_string(folder.join(format!("{name}.rs"))).unwrap(),
        );
        project.write("clinic.json", &fs::read_to_string(folder.join("clinic.json")).unwrap());
        project.manifest("package", "clinic");
        let message = project.cargo(&["check"]).current_dir("package").failure();
        project.compare(&folder.join(format!("{name}.stderr")), &message);
    }
}

/// The folders whose names begin so.
fn cases_of(prefix: &str) -> impl Iterator<Item = String> {
    let mut names: Vec<String> = fs::read_dir(folder("ui"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(prefix))
        .collect();
    names.sort();
    names.into_iter()
}

/// trybuild compiles the cases as a package of its own, from whose folder the paths in the calls count.
fn copy_catalogs() {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .with_file_name("tests")
        .join("trybuild/catalog-tests");
    for case in cases_of("") {
        let target = package.join("ui").join(&case);
        fs::create_dir_all(&target).unwrap();
        for file in fs::read_dir(folder(&format!("ui/{case}"))).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "json") {
                fs::copy(&file, target.join(file.file_name().unwrap())).unwrap();
            }
        }
    }
}
