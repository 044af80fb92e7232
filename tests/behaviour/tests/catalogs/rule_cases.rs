//! The cases of `tests/ui/rules`.

use std::collections::BTreeSet;
use std::fs;

use behaviour_tests::folder;
use error_catalog::rules;

#[test]
fn every_rule_has_a_folder_and_every_folder_a_rule() {
    let expected: BTreeSet<String> = rules::all()
        .map(|rule| format!("{}-{}", rule.code, rule.name))
        .collect();
    let found: BTreeSet<String> = fs::read_dir(folder("../ui/rules"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected);
}
