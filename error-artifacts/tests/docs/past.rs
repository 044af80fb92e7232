//! Entries of earlier versions, and earlier names and codes.

use std::collections::BTreeMap;

use error_artifacts::Api;
use error_artifacts::docs::{self, Options};
use error_catalog::contract::{Baseline, Contract};

use super::{index, json, text, with_errors};

/// A catalog with its baseline: it had `CLOSED`, `BUSY` with another name, and another code of `LOST`.
fn with_a_past() -> (Api, Options) {
    let older = with_errors(
        r#"{
            "CLOSED": { "status": 409, "title": "The ward is closed", "code": "W1" },
            "FULL": { "status": 409, "title": "The ward is full" },
            "CROWDED": { "status": 429, "title": "Many patients" },
            "BUSY": { "status": 409, "title": "The bed is in use", "code": "B1" },
            "LOST": { "status": 404, "title": "No patient" }
        }"#,
    );
    let current = with_errors(
        r#"{
            "TAKEN": { "status": 409, "title": "The bed is in use", "code": "B1" },
            "CROWDED": { "status": 429, "title": "Many patients", "aliases": ["FULL"] },
            "LOST": { "status": 404, "title": "No patient", "code": "P404" }
        }"#,
    );
    let mut baseline = Baseline::new(&Contract::of(older.catalog()));
    baseline.accept(&Contract::of(current.catalog()), "2026-11-27", "Wards do not close.");
    let options = Options {
        baselines: BTreeMap::from([("small".to_owned(), baseline)]),
        ..Options::default()
    };
    (current, options)
}

#[test]
fn the_search_finds_the_names_and_codes_of_earlier_versions() {
    let (api, options) = with_a_past();
    let index = index(&docs::site(&[&api], &options).unwrap());
    let lines = |column: &str| -> Vec<String> {
        let lines = index[column].as_str().unwrap().lines();
        lines.map(str::to_owned).collect()
    };
    assert_eq!(lines("names"), ["TAKEN", "CROWDED", "LOST", "BUSY", "CLOSED", "FULL"]);
    assert_eq!(lines("codes"), ["B1", "", "P404", "", "W1", ""]);
    assert_eq!(
        lines("titles")[3..],
        ["Renamed to TAKEN", "No longer sent", "No longer sent"]
    );
    assert_eq!(index["earlier"], json!({ "1": "FULL\n", "2": "LOST\n" }));
    let states = index["kind"].as_array().unwrap().iter();
    let states: Vec<&str> = states
        .map(|kind| {
            index["kinds"][usize::try_from(kind.as_u64().unwrap()).unwrap()]["state"]
                .as_str()
                .unwrap()
        })
        .collect();
    assert_eq!(
        states,
        ["current", "current", "current", "renamed", "removed", "removed"]
    );
}

#[test]
fn the_page_of_an_earlier_name_leads_to_the_present_entry() {
    let (api, options) = with_a_past();
    let site = docs::site(&[&api], &options).unwrap();
    let markdown = docs::markdown(&[&api], &options).unwrap();
    let renamed = text(&site, "small/BUSY.html");
    assert!(
        renamed.contains("<p>The error has another name: <a href=\"../small/TAKEN.html\"><bdi>TAKEN</bdi></a>.</p>")
    );
    assert!(
        text(&markdown, "small/BUSY.md")
            .contains("**Renamed to TAKEN.**\n\nThe error has another name: [TAKEN](../small/TAKEN.md).")
    );
    // The history of an entry has what changed under its earlier name.
    assert!(text(&site, "small/TAKEN.html").contains("<code>name</code> changed from"));
    let replaced = text(&site, "small/FULL.html");
    assert!(
        replaced.contains("Handle <a href=\"../small/CROWDED.html\">"),
        "{replaced}"
    );
    assert!(replaced.contains("<li class=\"pill gone\">Removed 2026-11-27</li>"));
    let removed = text(&site, "small/CLOSED.html");
    assert!(removed.contains("Its code is never used for another error: <code>W1</code>."));
    assert!(removed.contains("Code that handles it is needed only for servers of earlier versions."));
    let json = json(&[&api], &options);
    let retired = &json["catalogs"][0]["retired"];
    assert_eq!(retired[0]["name"], "BUSY");
    assert_eq!(
        (&retired[0]["renamed"], &retired[0]["replaced_by"]["name"]),
        (&json!(true), &json!("TAKEN"))
    );
    assert_eq!(json["catalogs"][0]["entries"][2]["former_codes"], json!(["LOST"]));
}
