//! The messages of the compiler, one folder for each mistake.
//!
//! `TRYBUILD=overwrite cargo test -p ui-tests` writes the messages; review them in the diff.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of cases: wrong catalogs, syntax errors beside uses of the catalog, wrong calls, wrong derived errors.
const GROUPS: [&str; 4] = ["rules", "syntax", "call", "derive"];

/// Rules about files, which need a project of their own: `tests/behaviour/tests/projects/outside.rs`.
const OUTSIDE: [&str; 2] = ["EC0108-cannot-read", "EC0109-outside-package"];

// trybuild checks all cases in one run of cargo as long as none of them is expected to compile: those are in `good.rs`.
#[test]
fn every_mistake_has_one_message_at_its_place() {
    copy_catalogs();
    let cases = trybuild::TestCases::new();
    for group in GROUPS {
        for case in folders_in(group).filter(|case| !OUTSIDE.contains(&case.as_str())) {
            cases.compile_fail(format!("{group}/{case}/*.rs"));
        }
    }
}

#[test]
fn the_message_of_a_rule_names_the_rule_and_points_to_the_path_in_the_call() {
    for case in folders_in("rules") {
        let (code, rule) = (&case[..6], &case[7..]);
        let file = |extension: &str| {
            let path = folder("rules").join(&case).join(format!("{rule}.{extension}"));
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
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

/// A folder of this package.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The names of the folders in a folder, in order.
fn folders_in(group: &str) -> impl Iterator<Item = String> {
    let mut names: Vec<String> = fs::read_dir(folder(group))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names.into_iter()
}

/// Copies the catalogs into the package that trybuild generates: paths in calls are relative to its folder.
fn copy_catalogs() {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .with_file_name("tests")
        .join("trybuild/ui-tests");
    let mut folders = vec![PathBuf::new()];
    for group in GROUPS {
        folders.extend(folders_in(group).map(|case| Path::new(group).join(case)));
    }
    for from in folders {
        let to = package.join(&from);
        fs::create_dir_all(&to).unwrap();
        for file in fs::read_dir(folder("").join(&from)).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "json") {
                fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
            }
        }
    }
}
