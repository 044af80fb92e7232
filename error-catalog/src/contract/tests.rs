//! Changes of a small catalog, and the rows that they belong to.

mod baseline;
mod groups;

use super::{Class, Contract, Places, ROWS, compare};
use crate::{Source, compile};

const CATALOG: &str = r#"{
  "name": "clinic",
  "version": "1.0.0",
  "title": "Clinic API",
  "defaults": { "retry": "never" },
  "parameters": { "ward": { "type": "string", "optional": true } },
  "categories": { "rooms": { "title": "Rooms" }, "people": {} },
  "responses": {
    "default": {
      "format": "json",
      "body": { "code": "{code}", "status": "{status}", "text": "{message}", "where": "{ward?}", "more": "{action?}" }
    },
    "page": { "format": "problem" }
  },
  "errors": {
    "GONE": { "code": "E1", "status": 410, "title": "Gone", "message": "{slot} is gone.", "parameters": { "slot": "string" } },
    "FULL": {
      "status": [409, 503],
      "title": "Full",
      "category": "rooms",
      "retry": { "class": "after", "delay": 30 },
      "endpoints": ["/wards"],
      "headers": { "Retry-After": "{retry_after?}" },
      "action": "Wait."
    },
    "LOST": { "code": null, "status": 404, "title": "Lost", "message": "It is lost." },
    "OLD": { "status": 400, "title": "Old", "deprecated": true, "aliases": ["ANCIENT"] },
    "PAGE": { "status": 406, "title": "Page", "response": "page", "docs": "https://clinic.example/{code}" }
  }
}
"#;

fn contract(text: &str) -> Contract {
    let compiled = compile(&Source::new("clinic.json", text));
    let errors: Vec<_> = compiled.problems.iter().filter(|problem| problem.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    Contract::of(&compiled.catalog)
}

/// The changes when a text of the catalog is replaced, as `row: words`.
fn changes(old: &str, new: &str) -> Vec<String> {
    assert!(CATALOG.contains(old), "{old}");
    let changes = compare(&contract(CATALOG), &contract(&CATALOG.replacen(old, new, 1)));
    changes
        .iter()
        .map(|change| format!("{}: {change}", change.row.name))
        .collect()
}

#[test]
fn formatting_and_the_level_of_a_value_are_not_changes() {
    let compact = serde_json::from_str::<serde_json::Value>(CATALOG).unwrap().to_string();
    let changes: Vec<_> = compare(&contract(CATALOG), &contract(&compact));
    // Without `preserve_order`, `serde_json` sorts the members.
    assert!(
        changes.iter().all(|change| change.row.name == "order-changed"),
        "{changes:?}"
    );
    assert_eq!(changes_of_defaults(), [""; 0]);
}

fn changes_of_defaults() -> Vec<String> {
    changes(r#""title": "Gone""#, r#""retry": "never", "title": "Gone""#)
}

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each change")]
fn each_change_has_its_row() {
    for (old, new, expected) in [
        (
            r#""E1""#,
            r#""E2""#,
            vec!["code-changed: `code` of `GONE` changed from \"E1\" to \"E2\""],
        ),
        (
            r#""code": "E1""#,
            r#""code": 1"#,
            vec!["code-changed: `code` of `GONE` changed from \"E1\" to 1"],
        ),
        (
            "410",
            "404",
            vec!["status-changed: `status` of `GONE` changed from 410 to 404"],
        ),
        (
            "[409, 503]",
            "409",
            vec!["status-removed: `status` of `FULL` changed from [409,503] to 409"],
        ),
        (
            "[409, 503]",
            "[503, 409]",
            vec!["status-default-changed: `status` of `FULL` changed from 409 to 503"],
        ),
        (
            "[409, 503]",
            "[409, 503, 429]",
            vec!["status-added: `status` of `FULL` changed from [409,503] to [409,503,429]"],
        ),
        (
            r#""status": 410"#,
            r#""status": 410, "status_range": "410-420""#,
            vec!["status-added: `status` of `GONE` changed from 410 to \"410-420\""],
        ),
        (
            r#""GONE": {"#,
            r#""AWAY": {"#,
            vec![
                "rust-name-changed: `rust` of `AWAY` changed from \"Gone\" to \"Away\"",
                "entry-renamed: `name` of `AWAY` changed from \"GONE\" to \"AWAY\"",
            ],
        ),
        (
            r#""GONE": {"#,
            r#""AWAY": { "rust": "Gone","#,
            vec!["entry-renamed: `name` of `AWAY` changed from \"GONE\" to \"AWAY\""],
        ),
        (
            r#""FULL": {"#,
            r#""CROWDED": { "aliases": ["FULL"],"#,
            vec![
                "code-changed: `code` of `CROWDED` changed from \"FULL\" to \"CROWDED\"",
                "rust-name-changed: `rust` of `CROWDED` changed from \"Full\" to \"Crowded\"",
                "alias-added: `aliases` of `CROWDED` added: \"FULL\"",
                "entry-renamed: `name` of `CROWDED` changed from \"FULL\" to \"CROWDED\"",
            ],
        ),
        (
            r#""FULL": {"#,
            r#""CROWDED": {"#,
            vec!["entry-removed: `FULL` removed", "entry-added: `CROWDED` added"],
        ),
        (
            r#""OLD": { "#,
            r#""NEW": { "code": "NEW", "rust": "Nova", "#,
            vec!["entry-added: `NEW` added", "entry-removed-deprecated: `OLD` removed"],
        ),
        (
            r#""GONE": {"#,
            r#""NEW": { "code": "E1", "status": 418, "title": "New" }, "GONE": {"#,
            vec!["entry-added-ambiguous: `NEW` added"],
        ),
        (
            r#", "aliases": ["ANCIENT"]"#,
            "",
            vec!["alias-removed: `aliases` of `OLD` removed: \"ANCIENT\""],
        ),
        (
            r#""deprecated": true, "#,
            "",
            vec!["deprecation-removed: `deprecated` of `OLD` removed: true"],
        ),
        (
            r#""never""#,
            r#""manual""#,
            vec![
                "retry-laxer: `retry` of `GONE` changed from \"never\" to \"manual\"",
                "retry-laxer: `retry` of `LOST` changed from \"never\" to \"manual\"",
                "retry-laxer: `retry` of `OLD` changed from \"never\" to \"manual\"",
                "retry-laxer: `retry` of `PAGE` changed from \"never\" to \"manual\"",
            ],
        ),
        (
            r#""after", "delay": 30"#,
            r#""backoff", "delay": 30"#,
            vec!["retry-stricter: `retry` of `FULL` changed from \"after\" to \"backoff\""],
        ),
        (
            "30",
            "60",
            vec!["delay-longer: `delay` of `FULL` changed from 30 to 60"],
        ),
        (
            "30",
            "0.5",
            vec!["delay-shorter: `delay` of `FULL` changed from 30 to 0.5"],
        ),
        (
            r#"["/wards"]"#,
            r#"["/wards", "/beds"]"#,
            vec!["scope-widened: `endpoints` of `FULL` changed from [\"/wards\"] to [\"/beds\",\"/wards\"]"],
        ),
        (
            r#""status": 410"#,
            r#""status": 410, "methods": ["GET"]"#,
            vec!["scope-narrowed: `methods` of `GONE` added: [\"GET\"]"],
        ),
        (
            r#""title": "Gone""#,
            r#""title": "Away""#,
            vec!["title-changed: `title` of `GONE` changed from \"Gone\" to \"Away\""],
        ),
        (
            r#""title": "Lost""#,
            r#""title": "Away""#,
            vec!["title-changed-evidence: `title` of `LOST` changed from \"Lost\" to \"Away\""],
        ),
        (
            r#""It is lost.""#,
            r#""Lost.""#,
            vec!["message-changed-evidence: `message` of `LOST` changed from \"It is lost.\" to \"Lost.\""],
        ),
        (
            r#""{slot} is gone.""#,
            r#""Gone: {slot}""#,
            vec!["message-changed-evidence: `message` of `GONE` changed from \"{slot} is gone.\" to \"Gone: {slot}\""],
        ),
        (
            r#""slot": "string""#,
            r#""slot": "integer""#,
            vec!["parameter-type-changed: `parameters.slot.type` of `GONE` changed from \"string\" to \"integer\""],
        ),
        (
            r#""optional": true"#,
            r#""optional": false"#,
            vec![
                "parameter-required: `parameters.ward.optional` of `FULL` changed from true to false",
                "parameter-required: `parameters.ward.optional` of `GONE` changed from true to false",
                "parameter-required: `parameters.ward.optional` of `LOST` changed from true to false",
                "parameter-required: `parameters.ward.optional` of `OLD` changed from true to false",
            ],
        ),
        (
            ",\n      \"action\": \"Wait.\"",
            "",
            vec!["text-removed: `action` of `FULL` removed: \"Wait.\""],
        ),
        (
            r#""Wait.""#,
            r#""Call.""#,
            vec!["documentation-changed: `action` of `FULL` changed from \"Wait.\" to \"Call.\""],
        ),
        (
            r#""status": "{status}", "#,
            "",
            vec!["member-removed: `body /status` of the response `default` removed: \"{status}\""],
        ),
        (
            r#""{status}""#,
            r#""{status:string}""#,
            vec![
                "member-type-changed: `body /status` of the response `default` changed from \"{status}\" to \"{status:string}\"",
            ],
        ),
        (
            r#""code": "{code}""#,
            r#""code": "E-{code}""#,
            vec![
                "member-identity-changed: `body /code` of the response `default` changed from \"{code}\" to \"E-{code}\"",
            ],
        ),
        (
            r#""text": "{message}""#,
            r#""text": "Sorry: {message}""#,
            vec![
                "member-text-changed: `body /text` of the response `default` changed from \"{message}\" to \"Sorry: {message}\"",
            ],
        ),
        (
            r#""text": "{message}""#,
            r#""new": true, "text": "{message}""#,
            vec!["member-added: `body /new` of the response `default` added: true"],
        ),
        (
            r#""headers": { "Retry-After": "{retry_after?}" },"#,
            "",
            vec!["header-removed: `headers.retry-after` of `FULL` removed: [\"{retry_after?}\"]"],
        ),
        (
            r#""format": "json","#,
            r#""format": "json", "content_type": "application/x+json","#,
            vec![
                "content-type-changed: `content_type` of the response `default` changed from \"application/json\" to \"application/x+json\"",
            ],
        ),
        (
            "clinic.example",
            "clinic.test",
            vec![
                "type-changed: `type` of `PAGE` changed from \"https://clinic.example/PAGE\" to \"https://clinic.test/PAGE\"",
            ],
        ),
        (
            r#""people": {}"#,
            r#""staff": {}"#,
            vec![
                "category-removed: the category `people` removed",
                "category-added: the category `staff` added",
            ],
        ),
        (
            r#""category": "rooms","#,
            r#""category": "people","#,
            vec!["category-changed: `category` of `FULL` changed from \"rooms\" to \"people\""],
        ),
        (
            "1.0.0",
            "1.0.1",
            vec!["version-changed: `version` of the catalog changed from \"1.0.0\" to \"1.0.1\""],
        ),
        (
            r#""Clinic API""#,
            r#""Clinic""#,
            vec!["catalog-changed: `title` of the catalog changed from \"Clinic API\" to \"Clinic\""],
        ),
    ] {
        let found = changes(old, new);
        assert_eq!(found, expected, "{old} → {new}");
    }
}

#[test]
fn what_comes_or_goes_with_a_member_is_not_reported_as_a_changed_identity() {
    for (old, new, expected) in [
        (
            r#""{action?}" }"#,
            r#""{action?}", "name": "{name}", "catalog": "{catalog}" }"#,
            vec![
                "member-added: `body /catalog` of the response `default` added: \"{catalog}\"",
                "member-added: `body /name` of the response `default` added: \"{name}\"",
            ],
        ),
        (
            "clinic.example/{code}",
            "clinic.example/{name}",
            vec![
                "documentation-changed: `docs` of `PAGE` changed from \"https://clinic.example/{code}\" to \"https://clinic.example/{name}\"",
            ],
        ),
        (
            r#"{ "format": "problem" }"#,
            r#"{ "format": "problem", "content_type": "application/json" }"#,
            vec![
                "content-type-changed: `content_type` of the response `page` changed from \"application/problem+json\" to \"application/json\"",
            ],
        ),
        (
            r#"{ "format": "problem" }"#,
            r#"{ "format": "problem", "type": "https://clinic.example/{name}" }"#,
            vec![],
        ),
        (
            r#"{ "format": "problem" }"#,
            r#"{ "format": "problem", "type": "https://clinic.test/{name}" }"#,
            vec![
                "type-changed: `type` of `PAGE` changed from \"https://clinic.example/PAGE\" to \"https://clinic.test/PAGE\"",
            ],
        ),
        (
            r#""status": 410,"#,
            r#""status": 410, "severity": "fatal","#,
            vec!["severity-changed: `severity` of `GONE` changed from \"error\" to \"fatal\""],
        ),
    ] {
        assert_eq!(changes(old, new), expected, "{old} → {new}");
    }
}

#[test]
fn a_constant_that_an_entry_gets_where_the_response_has_a_place_for_it_is_an_identity() {
    let with = |constant: &str, member: &str| {
        contract(
            &CATALOG
                .replace(r#""title": "Gone""#, &format!(r#"{constant}"title": "Gone""#))
                .replace(r#""title": "Old""#, r#""title": "Old", "x-sub": 1"#)
                .replace(r#""{action?}" }"#, &format!(r#""{{action?}}"{member} }}"#)),
        )
    };
    let rows = |old: &Contract, new: &Contract| -> Vec<&str> {
        compare(old, new).iter().map(|change| change.row.name).collect()
    };
    let (sub, member) = (r#""x-sub": 3, "#, r#", "sub": "{x-sub?}""#);
    assert_eq!(rows(&with("", member), &with(sub, member)), ["identity-changed"]);
    for (old, new, row) in [
        (with("", ""), with(sub, member), "member-added"),
        (with(sub, member), with(sub, ""), "member-removed"),
    ] {
        let found = rows(&old, &new);
        assert!(
            found.contains(&row) && !found.contains(&"identity-changed"),
            "{found:?}"
        );
    }
}

#[test]
fn null_in_place_of_an_absent_member_is_reported() {
    for (new, expected) in [("{ward?null}", true), ("{ward?}", false)] {
        let found = changes("{ward?}", new);
        let report =
            "member-optional: `body /where` of the response `default` changed from \"{ward?}\" to \"{ward?null}\"";
        assert_eq!(found, if expected { vec![report] } else { vec![] });
    }
}

#[test]
fn a_parameter_that_is_not_sent_any_more_is_reported_as_such() {
    let found = changes(r#""message": "{slot} is gone.","#, r#""log": "{slot} is gone.","#);
    let hidden = "parameter-hidden: `parameters.slot.sent` of `GONE` changed from true to false";
    assert!(found.iter().any(|change| change == hidden), "{found:?}");
}

#[test]
fn a_change_is_at_the_value_that_the_entry_has_or_inherits() {
    for (old, new, place) in [
        ("410", "404", "404"),
        ("\"never\"", "\"manual\"", "\"manual\""),
        ("{status}", "{status:string}", "\"{status:string}\""),
        ("\"slot\": \"string\"", "\"slot\": \"integer\"", "\"integer\""),
        ("{retry_after?}", "{retry_after}", "\"{retry_after}\""),
    ] {
        let source = Source::new("clinic.json", CATALOG.replacen(old, new, 1));
        let changes = compare(&contract(CATALOG), &contract(&source.text));
        let places = Places::new(&source);
        assert!(!changes.is_empty(), "{old}");
        for change in &changes {
            assert_eq!(source.slice(&places.of(change)), place, "{change}");
        }
    }
    // A removed entry is reported where it was listed.
    let text = CATALOG.replace(r#""FULL": {"#, r#""NEW": {"#);
    let source = Source::new("clinic.json", text);
    let changes = compare(&contract(CATALOG), &contract(&source.text));
    assert_eq!(source.slice(&Places::new(&source).of(&changes[0])), "\"errors\"");
}

#[test]
fn every_class_has_rows() {
    for class in Class::ALL {
        assert!(ROWS.iter().any(|row| row.class == class));
        assert_eq!(Class::from_name(class.name()), Some(class));
    }
}
