//! Baselines: the file, its history, and the check of a catalog.

use std::io;

use super::super::{Baseline, Class, Subject, baseline_path, check, compare};
use super::{CATALOG, contract};
use crate::{Source, compile};

#[test]
fn a_baseline_is_written_and_read_without_loss_and_has_a_line_for_each_entry() {
    let mut baseline = Baseline::new(&contract(CATALOG));
    let new = contract(&CATALOG.replace("\"E1\"", "\"E2\"").replace("[409, 503]", "409"));
    let changes = baseline.accept(&new, "2026-11-27", "The old code was \"wrong\".");
    assert_eq!(changes.len(), 2);
    let json = baseline.to_json();
    let (read, problems) = Baseline::read(&Source::new("clinic.baseline.json", json.clone()));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(read, baseline);
    assert_eq!(read.to_json(), json);
    assert_eq!(
        json.lines().filter(|line| line.starts_with("    \"GONE\": {")).count(),
        1
    );
    assert_eq!(read.retired.get("E1").map(String::as_str), Some("GONE"));
    let [accepted] = &read.history[..] else {
        panic!("{:?}", read.history)
    };
    let mut changes = accepted.changes.iter();
    let change = changes
        .find(|change| change.entries().any(|name| name == "GONE"))
        .unwrap();
    assert_eq!(
        (&*accepted.reason, accepted.version.as_deref()),
        ("The old code was \"wrong\".", Some("1.0.0"))
    );
    assert_eq!(
        (&*change.change, &*change.words()),
        ("code-changed", "`code` changed from \"E1\" to \"E2\"")
    );
    // Nothing more changed, so that the history stays.
    assert!(baseline.accept(&new, "2026-11-28", "").is_empty());
    assert_eq!(baseline.history.len(), 1);
}

#[test]
fn a_history_keeps_the_subjects_and_values_of_all_changes() {
    let mut baseline = Baseline::new(&contract(CATALOG));
    let new = CATALOG
        .replace("1.0.0", "2.0.0")
        .replace("\"{status}\"", "\"{status:string}\"")
        .replace(", \"people\": {}", "");
    baseline.accept(&contract(&new), "2026-11-27", "More room.");
    let (read, problems) = Baseline::read(&Source::new("clinic.baseline.json", baseline.to_json()));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(read, baseline);
    let found = |change: &str| {
        let mut all = read.history[0].changes.iter();
        all.find(|one| one.change == change)
            .unwrap_or_else(|| panic!("{change}: {read:?}"))
    };
    let version = found("version-changed");
    assert_eq!(
        (&*version.subjects, &*version.member),
        (&[Subject::Catalog][..], "version")
    );
    assert_eq!(
        (&version.old, &version.new),
        (&Some("1.0.0".into()), &Some("2.0.0".into()))
    );
    assert_eq!(
        found("category-removed").subjects,
        [Subject::Category("people".to_owned())]
    );
    assert_eq!(
        found("member-type-changed").subjects,
        [Subject::Response("default".to_owned())]
    );
}

#[test]
fn texts_are_not_part_of_a_baseline() {
    let baseline = Baseline::new(&contract(CATALOG));
    let new = contract(
        &CATALOG
            .replace("Gone", "Away")
            .replace("It is lost.", "Lost.")
            .replace("Rooms", "R"),
    );
    let changes = compare(&baseline.contract, &new);
    assert!(
        changes.iter().all(|change| change.row.class != Class::Textual),
        "{changes:?}"
    );
    assert!(!baseline.to_json().contains("It is lost."));
}

#[test]
fn a_catalog_is_checked_against_its_baseline() {
    let baseline = Baseline::new(&contract(CATALOG)).to_json();
    let problems = |text: &str, file: io::Result<String>| {
        let source = Source::new("clinic.json", text);
        let file = std::cell::Cell::new(Some(file));
        let checked = check(&source, &compile(&source).catalog, &|path| {
            assert_eq!(path, baseline_path("clinic.json"));
            file.take().unwrap().map(String::into_bytes)
        });
        let own = checked.baseline.into_iter().flat_map(|(_, problems)| problems);
        let all: Vec<_> = checked.problems.into_iter().chain(own).collect();
        all.iter()
            .map(|one| format!("{} {}", one.rule.code, one.message))
            .collect::<Vec<_>>()
    };
    assert_eq!(problems(CATALOG, Ok(baseline.clone())), [""; 0]);
    assert_eq!(
        problems(&CATALOG.replace("410", "404"), Ok(baseline.clone())),
        ["EC1101 `status` of `GONE` changed from 410 to 404 (breaking for clients)"]
    );
    let missing = problems(CATALOG, Err(io::ErrorKind::NotFound.into()));
    assert_eq!(missing, ["EC1103 the baseline `clinic.baseline.json` does not exist"]);
    let wrong = problems(CATALOG, Ok(baseline.replace("\"format\": 1", "\"format\": 2")));
    assert!(
        wrong[0].starts_with("EC1104 expected the format 1, found 2"),
        "{wrong:?}"
    );
    assert!(problems(CATALOG, Ok("{".to_owned()))[0].starts_with("EC0101"));
    let retired = baseline.replace(
        "  },\n  \"errors\"",
        "  },\n  \"retired\": { \"NEW\": \"OLDER\" },\n  \"errors\"",
    );
    let added = CATALOG.replace(r#""GONE": {"#, r#""NEW": { "status": 418, "title": "New" }, "GONE": {"#);
    assert_eq!(
        problems(&added, Ok(retired)),
        ["EC1102 the code `NEW` of `NEW` is retired: clients know it as that of `OLDER`"]
    );
}
