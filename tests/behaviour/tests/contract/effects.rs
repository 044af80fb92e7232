//! Whether each change has its row, and its effect.

use std::collections::BTreeSet;

use error_catalog::contract::{Class, Contract, ROWS, compare};
use serde_json::Value;

use crate::cases::{CASES, CATALOG, Effect};
use crate::support::{Api, kind};
use Effect::{
    Absent, Decision, Drift, DriftWith, Header, Lost, LostAt, Member, New, NoError, NoHeader, OldServer, OtherRust,
    Parameter, Rust, Same, SameKind, TakenFor, Text,
};

/// Rows that no single response of this catalog shows, and the test that has them.
const ELSEWHERE: [&str; 8] = [
    // `a_header_that_becomes_required_is_compatible`
    "header-required",
    // `translations_are_classed_by_the_entries_that_they_can_confuse`
    "language-added",
    "language-added-evidence",
    "language-removed",
    "language-changed",
    "translation-changed",
    "translation-changed-evidence",
    // `a_version_that_is_not_sent_does_not_change_a_response`
    "version-changed",
];

pub fn replaced(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(CATALOG.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

/// The path of the request whose response is the entry.
pub fn path_of(entry: &str) -> &'static str {
    match entry {
        "TWIN_A" => "/a",
        "TWIN_B" => "/b",
        _ => "/x",
    }
}

#[test]
fn every_row_has_the_effect_that_its_class_says() {
    let old = Api::new(CATALOG).unwrap_or_else(|| panic!("{:?}", Api::problems(CATALOG)));
    for &(row, changes, entry, effect) in CASES {
        let text = replaced(changes);
        let new = Api::new(&text).unwrap_or_else(|| panic!("{row}: {:?}", Api::problems(&text)));
        let found = compare(&Contract::of(&old.catalog), &Contract::of(&new.catalog));
        let names: BTreeSet<&str> = found.iter().map(|change| change.row.name).collect();
        assert!(names.contains(row), "{row}: {found:#?}");
        let row = error_catalog::contract::find_row(row).unwrap();
        let gravest = found.iter().map(|change| change.row.class).min().unwrap();
        if row.class > Class::Risky {
            assert!(gravest > Class::Risky, "{}: {found:#?}", row.name);
            assert!(matches!(effect, Same | SameKind | New), "{}", row.name);
        } else if row.class == Class::Code {
            assert!(matches!(effect, Rust(_) | OtherRust), "{}", row.name);
        } else if row.class == Class::Clients {
            assert!(
                !matches!(effect, Same | SameKind | New | Rust(_) | OtherRust),
                "{}",
                row.name
            );
        }
        let was = found
            .iter()
            .find(|change| change.subject.entry() == Some(entry))
            .and_then(|change| change.was.as_deref());
        check(row.name, (&old, &new), (was.unwrap_or(entry), entry), effect);
    }
    let shown: BTreeSet<&str> = CASES.iter().map(|case| case.0).chain(ELSEWHERE).collect();
    let all: BTreeSet<&str> = ROWS.iter().map(|row| row.name).collect();
    assert_eq!(shown, all);
}

/// Checks one effect; `names` are the old and the new name of the entry.
fn check(row: &str, (old, new): (&Api, &Api), (was, is): (&str, &str), effect: Effect) {
    let answer = new.answer(is, true);
    let path = match effect {
        LostAt(path) => path,
        _ => path_of(is),
    };
    let read = answer.read(old, path);
    let before = || old.answer(was, true);
    let read_before = || before().read(old, path_of(was));
    let member = |body: &str, pointer: &str| -> Option<Value> {
        let body: Value = serde_json::from_str(body).ok()?;
        body.pointer(pointer).cloned().filter(|value| !value.is_null())
    };
    match effect {
        Same => assert_eq!(read, read_before(), "{row}"),
        SameKind => {
            let before = read_before();
            assert_eq!(
                (&read.entry, kind(read.decision)),
                (&before.entry, kind(before.decision)),
                "{row}"
            );
            assert!(!read.has_drift);
        }
        Drift => assert_eq!((read.entry.as_str(), read.has_drift), (was, true), "{row}"),
        DriftWith(status) => {
            let read = crate::support::Answer { status, ..answer }.read(old, path_of(is));
            assert_eq!((read.entry.as_str(), read.has_drift), (was, true), "{row}");
        }
        Lost | LostAt(_) => assert_ne!(read.entry, was, "{row}"),
        NoError => assert_eq!((read_before().is_error, read.is_error), (true, false), "{row}"),
        New => assert_eq!(read.entry, "unknown", "{row}"),
        TakenFor(other) => assert_eq!(read.entry, other, "{row}"),
        Member(pointer) => assert_ne!(member(&answer.body, pointer), member(&before().body, pointer), "{row}"),
        Absent(pointer) => {
            assert!(member(&old.answer(was, false).body, pointer).is_some(), "{row}");
            assert_eq!(member(&new.answer(is, false).body, pointer), None, "{row}");
        }
        NoHeader(name) => {
            assert!(old.answer(was, false).header(name).is_some(), "{row}");
            assert_eq!(new.answer(is, false).header(name), None, "{row}");
        }
        Header(name) => assert_ne!(answer.header(name), before().header(name), "{row}"),
        Parameter(name) => {
            assert!(read_before().parameters.iter().any(|(known, _)| known == name), "{row}");
            assert!(!read.parameters.iter().any(|(known, _)| known == name), "{row}");
        }
        Decision => {
            let by_new = answer.read(new, path_of(is));
            assert_ne!(read.decision, by_new.decision, "{row}");
        }
        Text(text) => {
            assert!(before().body.contains(text), "{row}: {}", before().body);
            assert!(!answer.body.contains(text), "{row}");
        }
        OldServer(body) => {
            let sent = crate::support::Answer {
                body: body.to_owned(),
                ..before()
            };
            assert_eq!(sent.read(old, "/x").entry, was, "{row}");
            assert_ne!(sent.read(new, "/x").entry, is, "{row}");
        }
        Rust(word) => {
            let has = |api: &Api| api.rust().iter().any(|token| token == word);
            assert_ne!(has(old), has(new), "{row}");
        }
        OtherRust => assert_ne!(old.rust(), new.rust(), "{row}"),
    }
}

#[test]
fn a_header_that_becomes_required_is_compatible() {
    let optional = replaced(&[
        (r#""X-Slow": "1""#, r#""X-Slow": "{ward?}""#),
        (
            r#""title": "Slow""#,
            r#""title": "Slow", "parameters": { "ward": { "type": "string", "optional": true } }"#,
        ),
    ]);
    let (old, new) = (Api::new(&optional).unwrap(), Api::new(CATALOG).unwrap());
    let found = compare(&Contract::of(&old.catalog), &Contract::of(&new.catalog));
    assert!(
        found.iter().any(|change| change.row.name == "header-required"),
        "{found:#?}"
    );
    assert_eq!(
        new.answer("SLOW", true).read(&old, "/x"),
        old.answer("SLOW", true).read(&old, "/x")
    );
}

#[test]
fn a_version_that_is_not_sent_does_not_change_a_response() {
    let unsent = (r#", "version": "{version}""#, "");
    let (old, new) = (replaced(&[unsent]), replaced(&[unsent, ("1.0.0", "2.0.0")]));
    let (old, new) = (Api::new(&old).unwrap(), Api::new(&new).unwrap());
    let found = compare(&Contract::of(&old.catalog), &Contract::of(&new.catalog));
    let rows: Vec<_> = found.iter().map(|change| (change.row.name, change.row.class)).collect();
    assert_eq!(rows, [("version-changed", Class::Textual)]);
    for entry in &old.catalog.entries {
        let name = entry.name.as_str();
        let (before, after) = (old.answer(name, true), new.answer(name, true));
        assert_eq!((&after.body, &after.headers), (&before.body, &before.headers), "{name}");
        assert_eq!(
            after.read(&old, path_of(name)),
            before.read(&old, path_of(name)),
            "{name}"
        );
    }
}

#[test]
fn translations_are_classed_by_the_entries_that_they_can_confuse() {
    let with = |languages: &str, message: &str| {
        let text = CATALOG.replace(
            "\"version\": \"1.0.0\",",
            &format!("\"version\": \"1.0.0\", {languages}"),
        );
        let file = format!(r#"{{ "errors": {{ "GONE": {{ "title": "Weg", "message": "{message}" }} }} }}"#);
        let source = error_catalog::Source::new("clinic.json", text);
        let compiled = error_catalog::compile_with(&source, &|_| Ok(file.clone().into_bytes()));
        assert!(compiled.is_usable(), "{:?}", compiled.problems);
        Contract::of(&compiled.catalog)
    };
    let rows = |old: &Contract, new: &Contract| {
        compare(old, new)
            .iter()
            .map(|change| change.row.name)
            .collect::<Vec<_>>()
    };
    let english = with(r#""language": "en","#, "");
    let both = with(r#""language": "en", "translations": ["de"],"#, "Es ist weg.");
    assert_eq!(rows(&english, &with(r#""language": "fr","#, "")), ["language-changed"]);
    // Entries without a code: a German text is none that an old client knows.
    assert!(rows(&english, &both).contains(&"language-added-evidence"));
    assert!(rows(&both, &english).contains(&"language-removed"));
    let other = with(r#""language": "en", "translations": ["de"],"#, "Weg ist es.");
    assert_eq!(rows(&both, &other), ["translation-changed"]);
}
