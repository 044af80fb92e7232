//! `explain`, `schema` and `completions`

use std::fs;

use crate::common::run;
use error_catalog::rules;

#[test]
fn every_rule_is_explained_by_code_and_by_name() {
    for rule in rules::all() {
        let ran = run(["explain", rule.code]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", rule.code);
        let first = format!("{} {} {}\n", rule.level.word(), rule.code, rule.name);
        assert!(ran.out.starts_with(&first), "{}", ran.out);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&ran.out).contains(&words(rule.why)), "{}", ran.out);
        assert_eq!(ran.out.contains("\nWrong"), rule.wrong.is_some());
        assert_eq!(ran.out.contains("\nRight"), rule.right.is_some());
        if rule.wrong.is_some() {
            let (_, message) = ran.out.split_once("This is how it is reported:\n").unwrap();
            assert!(message.contains(&format!("[{}]\n", rule.code)), "{}", ran.out);
        }
        assert_eq!(run(["explain", rule.name]).out, ran.out);
        assert_eq!(run(["explain", &rule.code.to_lowercase()]).out, ran.out);
    }
}

#[test]
fn without_a_rule_all_are_listed() {
    let ran = run(["explain"]);
    assert_eq!(ran.code, 0);
    for rule in rules::all() {
        let line = ran.out.lines().find(|line| line.contains(rule.code)).unwrap();
        assert!(line.contains(rule.name) && line.contains(rule.summary), "{line}");
    }
}

#[test]
fn a_rule_that_does_not_exist_is_2_with_the_nearest_one() {
    let ran = run(["explain", "unknwon-word"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("did you mean `unknown-word`?"), "{}", ran.err);
    let ran = run(["explain", "EC02033"]);
    assert!(ran.err.contains("did you mean `EC0203`?"), "{}", ran.err);
    let ran = run(["explain", "zzzzzzzzzzzz"]);
    assert!(ran.err.contains("lists all rules"), "{}", ran.err);
}

#[test]
fn the_committed_document_of_rules_is_what_the_command_prints() {
    let committed = fs::read_to_string(crate::common::repository().join("docs/rules.md")).unwrap();
    let ran = run(["explain", "--markdown"]);
    assert!(
        ran.out == committed,
        "docs/rules.md is out of date: run `cargo run -p error-cli -- explain --markdown > docs/rules.md`"
    );
}

#[test]
fn the_document_of_rules_has_no_dead_links() {
    let document = run(["explain", "--markdown"]).out;
    let anchors: Vec<String> = document
        .lines()
        .filter_map(|line| line.trim_start_matches('#').strip_prefix(' '))
        .map(|heading| heading.to_lowercase().replace(' ', "-"))
        .collect();
    let links: Vec<&str> = document
        .split("](#")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    assert_eq!(links.len(), rules::all().count());
    for link in links {
        assert!(anchors.iter().any(|anchor| anchor == link), "{link}");
    }
}

#[test]
fn the_schema_that_is_printed_is_the_one_beside_the_catalogs() {
    let catalog = (["schema"].as_slice(), "error-catalog.schema.json");
    let translation = (["schema", "--translation"].as_slice(), "error-translation.schema.json");
    for (arguments, name) in [catalog, translation] {
        let ran = run(arguments);
        assert_eq!(ran.code, 0);
        let beside = fs::read_to_string(crate::common::repository().join("catalogs/schema").join(name)).unwrap();
        assert!(
            ran.out == beside,
            "copy catalogs/schema/{name} to error-catalog/schema/"
        );
    }
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = run(["completions", shell]);
        assert_eq!(ran.code, 0);
        for word in ["error-catalog", "explain", "dry-run"] {
            assert!(ran.out.contains(word), "{shell} {word}");
        }
    }
    assert_eq!(run(["completions", "tcsh"]).code, 2);
}
