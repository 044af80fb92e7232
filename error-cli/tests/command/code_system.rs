//! `code-system`

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use error_artifacts::code_system::problems;
use serde_json::{Value, json};

use crate::common::{Folder, Ran, real_catalogs, repository, run};

const ERRORS: &str = "https://ward.example/CodeSystem/errors";

/// A catalog with codes of every kind.
fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command/fixtures/codes.json")
}

fn code_system(catalog: &Path, more: &[&str]) -> Ran {
    run([&["code-system", catalog.to_str().unwrap()], more].concat())
}

/// The resource, which our own checks accept.
fn resource(catalog: &Path, more: &[&str]) -> Value {
    let ran = code_system(catalog, more);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let resource: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(problems(&resource), Vec::<String>::new(), "{}", catalog.display());
    resource
}

fn concept<'v>(resource: &'v Value, code: &str) -> &'v Value {
    let concepts = resource["concept"].as_array().unwrap();
    concepts.iter().find(|concept| concept["code"] == code).unwrap()
}

/// The values of a property of a concept.
fn values(concept: &Value, property: &str) -> Vec<Value> {
    let properties = concept["property"].as_array().unwrap().iter();
    let values = properties.filter(|one| one["code"] == property);
    values
        .map(|one| one.as_object().unwrap().values().next_back().unwrap().clone())
        .collect()
}

/// The codes and displays of a published code system, of `tests/behaviour/fixtures/facts/`.
fn published(file: &str) -> BTreeMap<String, String> {
    let path = repository().join("tests/behaviour/fixtures/facts").join(file);
    let text = fs::read_to_string(path).unwrap();
    let facts: Value = serde_json::from_str(&text).unwrap();
    let concepts = facts["concepts"].as_array().or(facts["concept"].as_array()).unwrap();
    let text = |concept: &Value, member: &str| concept[member].as_str().unwrap().to_owned();
    concepts
        .iter()
        .map(|one| (text(one, "code"), text(one, "display")))
        .collect()
}

#[test]
fn every_real_catalog_is_a_code_system_and_a_value_set_in_every_release() {
    let catalogs = real_catalogs();
    assert_eq!(catalogs.len(), 6);
    for (path, _) in catalogs {
        let sends_a_system = code_system(&path, &[]).code == 0;
        let url: &[&str] = if sends_a_system {
            &[]
        } else {
            &["--url", "https://codes.example/CodeSystem/errors"]
        };
        for release in ["STU3", "R4", "R5"] {
            let system = resource(&path, &[url, &["--fhir", release]].concat());
            let set = resource(&path, &[url, &["--fhir", release, "--value-set"]].concat());
            assert_eq!(system["resourceType"], "CodeSystem");
            assert_eq!(set["resourceType"], "ValueSet");
            let include = &set["compose"]["include"][0];
            assert_eq!(include["system"], system["url"]);
            let codes = |concepts: &Value| -> Vec<Value> {
                let concepts = concepts.as_array().unwrap();
                concepts.iter().map(|concept| concept["code"].clone()).collect()
            };
            assert_eq!(codes(&include["concept"]), codes(&system["concept"]));
            let is_comparable = system["version"].as_str().is_some_and(|version| version.len() > 3);
            assert_eq!(
                system["versionAlgorithmCoding"].is_object(),
                release == "R5" && is_comparable
            );
        }
    }
}

#[test]
fn the_displays_are_those_of_the_published_code_systems() {
    for (catalog, file, missing) in [
        ("bars", "bars-http-error-codes.json", 3),
        ("gp-connect", "gp-connect-spine-error-or-warning-code-1.json", 1),
    ] {
        let published = published(file);
        let system = resource(&repository().join(format!("catalogs/{catalog}.json")), &[]);
        let mut not_published = 0;
        for concept in system["concept"].as_array().unwrap() {
            match published.get(concept["code"].as_str().unwrap()) {
                Some(display) => assert_eq!(concept["display"], **display),
                None => not_published += 1,
            }
        }
        assert_eq!(not_published, missing, "{catalog}");
    }
}

#[test]
fn a_concept_has_the_facts_of_its_entry() {
    let system = resource(&fixture(), &["--url", ERRORS]);
    let expected = json!({
        "id": "ward-codes", "language": "en", "url": ERRORS, "version": "2.1.0", "name": "WardCodesErrors",
        "title": "Ward API: error codes", "status": "active", "content": "complete", "caseSensitive": true, "count": 3,
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(system[name], *value, "{name}");
    }
    let no_bed = concept(&system, "NO BED");
    assert_eq!(no_bed["display"], "No bed is free");
    // A no-break space is not white space of a FHIR string.
    let translations = json!([
        { "language": "de", "value": "Kein Bett ist frei" },
        { "language": "fr", "value": "Aucun lit : complet" },
    ]);
    assert_eq!(no_bed["designation"], translations);
    for (property, value) in [
        ("status", json!("active")),
        ("httpStatus", json!(409)),
        (
            "issueType",
            json!({ "system": "http://hl7.org/fhir/issue-type", "code": "conflict" }),
        ),
        (
            "severity",
            json!({ "system": "http://hl7.org/fhir/issue-severity", "code": "error" }),
        ),
        ("category", json!("BEDS")),
        ("retry", json!("after")),
        // Rounded up, as in `Retry-After`.
        ("retryDelay", json!(2)),
        ("action", json!("Ask another ward.")),
        ("userMessage", json!("All beds are taken.")),
        ("since", json!("1.0")),
        ("alias", json!("NOBED")),
    ] {
        assert_eq!(values(no_bed, property), [value], "{property}");
    }
}

#[test]
fn entries_with_one_code_are_one_concept_whose_definition_says_the_differences() {
    let system = resource(&fixture(), &["--url", ERRORS]);
    let taken = concept(&system, "TAKEN");
    assert_eq!(
        taken["definition"],
        "2 errors have this code:\n\n\
         - BED_TAKEN: HTTP status 409, issue type conflict, display \"The bed is taken\".\n  The bed {bed} is taken.\n\
         - BED_TAKEN_TODAY: HTTP status 409 or 423, issue type lock-error, display \"The bed is taken today\".\n  The bed is taken today"
    );
    assert_eq!(values(taken, "entry"), ["BED_TAKEN", "BED_TAKEN_TODAY"]);
    assert_eq!(values(taken, "httpStatus"), [409, 423]);
    // All entries with the code are deprecated.
    assert_eq!(values(taken, "status"), ["deprecated"]);
    assert_eq!(values(taken, "replacedBy"), ["BEDS_TAKEN"]);
    assert_eq!(values(taken, "comment"), ["Names only the first bed."]);
}

#[test]
fn each_system_of_a_catalog_has_its_own_codes() {
    let codes = |url: &str| -> Vec<String> {
        let system = resource(&fixture(), &["--url", url]);
        let concepts = system["concept"].as_array().unwrap();
        concepts
            .iter()
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(codes(ERRORS), ["NO BED", "TAKEN", "BEDS_TAKEN"]);
    assert_eq!(codes("https://ward.example/CodeSystem/numbers"), ["17", "18", "19"]);
    // The template of the body is written by hand, and the code is an integer.
    assert_eq!(codes("https://ward.example/CodeSystem/ward-codes"), ["4711"]);
    // The address of no response: all codes.
    assert_eq!(codes("urn:example:all"), ["NO BED", "TAKEN", "BEDS_TAKEN", "4711"]);
    let ran = code_system(&fixture(), &[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("have 3 systems") && ran.err.contains(ERRORS),
        "{}",
        ran.err
    );
    let ran = code_system(&fixture(), &["--url", ERRORS]);
    assert!(ran.err.contains("TOO_MANY, DOWN"), "{}", ran.err);
}

#[test]
fn the_address_of_the_value_set_follows_from_that_of_the_code_system() {
    for (system, set) in [
        (ERRORS, json!("https://ward.example/ValueSet/errors")),
        (
            "https://ward.example/codes/",
            json!("https://ward.example/codes/value-set"),
        ),
        (
            "https://ward.example/ValueSet/codes",
            json!("https://ward.example/ValueSet/codes"),
        ),
        ("urn:oid:1.2.3", Value::Null),
    ] {
        assert_eq!(resource(&fixture(), &["--url", system, "--value-set"])["url"], set);
    }
}

#[test]
fn a_catalog_that_is_not_a_code_system_is_refused_with_the_reason() {
    let folder = Folder::new();
    let coding = r#"{ "system": "https://clinic.example/errors", "code": "{code?}" }"#;
    let none = r#""{title}""#;
    for (code, coding, more, reason) in [
        (
            r#""A  B""#,
            coding,
            vec![],
            "the code `A  B` of `GONE` is not a FHIR code",
        ),
        ("null", none, vec![], "no response of the catalog has a `coding`"),
        (
            "null",
            none,
            vec!["--url", "urn:x:y"],
            "no entry of the catalog has a code",
        ),
        ("1", coding, vec!["--url", "errors"], "expected an absolute URI"),
        (
            "1",
            coding,
            vec!["--url", "https://clinic.example/a#b"],
            "expected an absolute URI",
        ),
    ] {
        let text = format!(
            r#"{{ "name": "clinic", "title": "Clinic", "responses": {{ "default": {{ "format": "json", "body": {{ "coding": [{coding}] }} }} }},
              "errors": {{ "GONE": {{ "code": {code}, "status": 410, "title": "Gone" }} }} }}"#
        );
        let ran = code_system(&folder.file("clinic.json", text), &more);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{reason}");
        assert!(ran.err.contains(reason), "{}", ran.err);
    }
}

#[test]
fn a_committed_code_system_is_compared_with_the_catalog() {
    let folder = Folder::new();
    let file = folder.0.join("errors.json");
    let write = ["--url", ERRORS, "--output", file.to_str().unwrap()];
    let check = [write.as_slice(), &["--check"]].concat();
    assert_eq!(code_system(&fixture(), &check).code, 1, "there is no file yet");
    assert_eq!(code_system(&fixture(), &write).code, 0);
    assert_eq!(code_system(&fixture(), &check).code, 0);
    fs::write(&file, "{}").unwrap();
    assert_eq!(code_system(&fixture(), &check).code, 1);
}

#[test]
fn the_example_of_the_page_is_what_the_command_prints() {
    let page = fs::read_to_string(repository().join("docs/code-system.md")).unwrap();
    let block = |after: &str| {
        let rest = page.split_once(after).unwrap().1;
        rest.split_once("```json\n")
            .unwrap()
            .1
            .split_once("```")
            .unwrap()
            .0
            .to_owned()
    };
    let folder = Folder::new();
    let clinic = folder.file("clinic.json", block("## A catalog"));
    folder.file("clinic.de.json", block("its translation"));
    for (heading, more) in [
        ("## The code system", [].as_slice()),
        ("## The value set", &["--value-set"]),
    ] {
        assert_eq!(code_system(&clinic, more).out, block(heading), "{heading}");
    }
}

/// A catalog that had `GONE`, and `FULL` with another code; `more` are members of the second entry.
fn with_a_past(folder: &Folder, more: &str) -> PathBuf {
    let catalog = |errors: &str| {
        let coding = format!(r#"{{ "system": "{ERRORS}" }}"#);
        format!(
            r#"{{ "name": "ward", "title": "Ward",
                  "responses": {{ "default": {{ "format": "operation-outcome", "fhir": "R4", "coding": {coding} }}, "bare": {{ "format": "operation-outcome", "fhir": "R4" }} }},
                  "errors": {{ {errors} }} }}"#
        )
    };
    let full = |more: &str| format!(r#""FULL": {{ "status": 409, "issue": "conflict", "title": "Full"{more} }}"#);
    let gone = r#""GONE": { "status": 410, "issue": "deleted", "title": "Gone" }, "A  B": { "status": 410, "issue": "deleted", "title": "Spaces", "code": "A  B" },"#;
    let path = folder.file("ward.json", catalog(&format!("{gone} {}", full(""))));
    let name = path.to_str().unwrap();
    assert_eq!(run(["baseline", "init", name]).code, 0);
    fs::write(&path, catalog(&full(more))).unwrap();
    let reason = ["--reason", "Nothing is deleted.", "--date", "2026-11-27"];
    let ran = run([&["baseline", "accept", name][..], &reason].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    path
}

#[test]
fn a_code_that_is_no_longer_sent_is_retired_and_inactive() {
    let folder = Folder::new();
    let catalog = with_a_past(&folder, r#", "code": "W9""#);
    for release in ["STU3", "r4", "R4B", "R5"] {
        let system = resource(&catalog, &["--fhir", release]);
        let codes = system["concept"].as_array().unwrap().iter();
        let codes: Vec<&Value> = codes.map(|concept| &concept["code"]).collect();
        // `A  B` is not a code of FHIR.
        assert_eq!(codes, ["W9", "FULL", "GONE"]);
        let (old, gone) = (concept(&system, "FULL"), concept(&system, "GONE"));
        for concept in [old, gone] {
            assert_eq!(values(concept, "status"), ["retired"]);
            assert_eq!(values(concept, "inactive"), [true]);
            assert_eq!(values(concept, "comment"), ["Nothing is deleted."]);
            assert_eq!(
                concept["definition"],
                "The API has not sent this code since 2026-11-27."
            );
        }
        assert_eq!(
            (values(old, "replacedBy"), values(gone, "replacedBy")),
            (vec![json!("W9")], vec![])
        );
        assert_eq!(values(concept(&system, "W9"), "inactive"), Vec::<Value>::new());
        let set = resource(&catalog, &["--fhir", release, "--value-set"]);
        assert_eq!(set["compose"]["include"][0]["concept"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn retired_codes_of_an_unknown_system_are_left_out() {
    let folder = Folder::new();
    let bare = r#" }, "BARE": { "status": 400, "issue": "value", "title": "Bare", "response": "bare""#;
    let catalog = with_a_past(&folder, bare);
    let ran = code_system(&catalog, &[]);
    assert_eq!(ran.code, 0);
    let left_out = format!(
        "note: left out are the 2 retired codes of `{}`, which does not record their system\n",
        folder.0.join("ward.baseline.json").display()
    );
    assert!(ran.err.ends_with(&left_out), "{}", ran.err);
    assert!(!ran.out.contains("retired\""), "{}", ran.out);
    // With another address, the code system has all codes of the catalog.
    let system = resource(&catalog, &["--url", "https://ward.example/CodeSystem/all"]);
    assert_eq!(values(concept(&system, "GONE"), "status"), ["retired"]);
}
