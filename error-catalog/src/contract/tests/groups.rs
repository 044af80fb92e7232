//! Changes that are reported together.

use super::super::{Baseline, Recorded, check, compare, grouped};
use super::{CATALOG, contract};
use crate::{Source, compile};

#[test]
fn a_default_that_reaches_several_entries_is_one_group() {
    let new = contract(&CATALOG.replace("\"never\"", "\"manual\""));
    let changes = compare(&contract(CATALOG), &new);
    let groups = grouped(&changes);
    assert_eq!((changes.len(), groups.len()), (4, 1));
}

#[test]
fn values_that_differ_in_the_name_of_the_entry_are_one_group() {
    let catalog = |host: &str| {
        format!(
            r#"{{ "name": "clinic", "title": "Clinic API", "responses": {{ "default": {{ "format": "problem", "members": {{ "code": "{{code}}" }} }} }},
                 "defaults": {{ "docs": "https://{host}.example/{{name}}" }},
                 "errors": {{ "GONE": {{ "status": 410, "title": "Gone" }}, "LOST": {{ "status": 404, "title": "Lost" }}, "MINE": {{ "status": 403, "title": "Mine", "docs": "/{host}" }} }} }}"#
        )
    };
    let changes = compare(&contract(&catalog("old")), &contract(&catalog("new")));
    let groups: Vec<String> = grouped(&changes)
        .iter()
        .map(|group| format!("{}: {}", group.changes.len(), group.change().unwrap().words()))
        .collect();
    assert_eq!(
        groups,
        [
            r#"2: `type` changed from "https://old.example/{name}" to "https://new.example/{name}""#,
            r#"1: `type` changed from "/old" to "/new""#,
        ]
    );
    // Names themselves are kept, as the history has them.
    let renamed = catalog("old").replace("\"GONE\"", "\"A\"").replace("\"LOST\"", "\"B\"");
    let renamed = renamed
        .replace("410,", "410, \"code\": \"GONE\",")
        .replace("404,", "404, \"code\": \"LOST\",");
    let mut baseline = Baseline::new(&contract(&catalog("old")));
    baseline.accept(&contract(&renamed), "2026-01-31", "Shorter.");
    let changes = &baseline.history[0].changes;
    let words: Vec<String> = changes.iter().map(Recorded::words).collect();
    assert!(
        words
            .iter()
            .any(|words| words == r#"`name` changed from "LOST" to "B""#),
        "{words:?}"
    );
    // One problem at the value that both inherit.
    let source = Source::new("clinic.json", catalog("new"));
    let baseline = Baseline::new(&contract(&catalog("old"))).to_json();
    let checked = check(&source, &compile(&source).catalog, &|_| {
        Ok(baseline.clone().into_bytes())
    });
    let messages: Vec<&str> = checked.problems.iter().map(|one| &*one.message).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(
        messages[0].ends_with("of 2 entries (breaking for clients)"),
        "{messages:?}"
    );
}
