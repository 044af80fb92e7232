//! `check --format`: what other programs read.

use crate::common::{CLEAN, Folder, doubtful, fixable};
use serde_json::Value;

/// A folder with every kind of problem: in every rule's wrong example, and two files more.
fn everything() -> Folder {
    let folder = Folder::new();
    for rule in error_catalog::rules::all() {
        if let Some(wrong) = rule.wrong {
            folder.file(format!("{}.json", rule.name), wrong.to_catalog());
            for (name, text) in wrong.bases() {
                folder.file(name, text);
            }
            if let Some(text) = wrong.translation() {
                folder.file(format!("{}.de.json", rule.name), text);
            }
        }
    }
    folder.file("a b, é.json", fixable());
    folder.file("doubtful.json", doubtful());
    folder
}

/// Whether `check` finds the mistake of an example: only the macro and `baseline check` compare a catalog with its baseline.
fn is_checked(example: error_catalog::rules::Example) -> bool {
    !matches!(example, error_catalog::rules::Example::Baseline(_))
}

/// Checks every file by name, so that none is left out.
fn check(folder: &Folder, format: &str) -> String {
    let mut files: Vec<String> = std::fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut arguments = vec!["check", "--format", format];
    arguments.extend(files.iter().map(String::as_str));
    let ran = folder.run(&arguments);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    ran.out
}

#[test]
fn json_has_the_documented_fields_and_no_others() {
    let folder = everything();
    let problems: Vec<Value> = serde_json::from_str(&check(&folder, "json")).unwrap();
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let mut related = 0;
    for problem in &problems {
        assert_eq!(
            names(problem),
            [
                "path", "line", "column", "end", "code", "severity", "message", "help", "related"
            ]
        );
        assert_eq!(names(&problem["end"]), ["line", "column"]);
        let place = |value: &Value| (value["line"].as_u64().unwrap(), value["column"].as_u64().unwrap());
        assert!(
            place(problem) <= place(&problem["end"]) && place(problem) >= (1, 1),
            "{problem}"
        );
        assert!(["error", "warning"].contains(&problem["severity"].as_str().unwrap()));
        assert!(problem["help"].is_string() || problem["help"].is_null());
        for second in problem["related"].as_array().unwrap() {
            assert_eq!(names(second), ["path", "line", "column", "end", "message"]);
            related += 1;
        }
    }
    assert!(related > 3);
    for rule in error_catalog::rules::all().filter(|rule| rule.wrong.is_some_and(is_checked)) {
        assert!(
            problems.iter().any(|problem| problem["code"] == rule.code),
            "{}",
            rule.code
        );
    }
}

#[test]
fn json_has_the_problem_and_its_place() {
    let folder = Folder::new();
    folder.file("a.json", fixable());
    let ran = folder.run(&["check", "--format", "json", "a.json"]);
    let problems: Value = serde_json::from_str(&ran.out).unwrap();
    let expected: Value = serde_json::from_str(
        r#"{
          "path": "a.json", "line": 13, "column": 16, "end": { "line": 13, "column": 25 },
          "code": "EC0203", "severity": "error", "message": "`Deleted` is not a FHIR issue type",
          "help": "did you mean `deleted`?", "related": []
        }"#,
    )
    .unwrap();
    assert_eq!(problems[1], expected);
}

#[test]
fn json_of_a_clean_catalog_is_an_empty_array() {
    let folder = Folder::new();
    folder.file("a.json", CLEAN);
    let ran = folder.run(&["check", "--format", "json", "a.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "[]\n"));
}

#[test]
fn github_gets_one_command_a_line() {
    let folder = everything();
    let out = check(&folder, "github");
    for line in out.lines() {
        let rest = line
            .strip_prefix("::error ")
            .or_else(|| line.strip_prefix("::warning "));
        let (properties, message) = rest.unwrap().split_once("::").unwrap();
        assert!(!message.is_empty());
        let names: Vec<_> = properties
            .split(',')
            .map(|property| property.split_once('=').unwrap().0)
            .collect();
        assert!(names.starts_with(&["file", "line", "endLine"]), "{line}");
        assert_eq!(names.last(), Some(&"title"));
        let title = properties.rsplit_once("title=").unwrap().1;
        assert!(title.starts_with("EC") && !title.contains(':'), "{line}");
    }
    assert!(
        out.contains("::error file=a b%2C é.json,line=12,endLine=12,col=17,endColumn=22,title=EC0204 wrong-type::")
    );
    let problems: Vec<Value> = serde_json::from_str(&check(&folder, "json")).unwrap();
    assert_eq!(out.lines().count(), problems.len());
}

#[test]
fn sarif_is_valid_and_knows_every_rule() {
    // The published pattern of a language has a bracket too many, which this validator does not forgive.
    let schema = include_str!("fixtures/sarif-schema-2.1.0.json").replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = everything();
    let log: Value = serde_json::from_str(&check(&folder, "sarif")).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, [""; 0]);

    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), error_catalog::rules::all().count());
    let results = run["results"].as_array().unwrap();
    let problems: Vec<Value> = serde_json::from_str(&check(&folder, "json")).unwrap();
    assert_eq!(results.len(), problems.len());
    for (result, problem) in results.iter().zip(&problems) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["ruleId"], problem["code"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["startLine"], problem["line"]);
        assert_eq!(region["startColumn"], problem["column"]);
        assert_eq!(region["endLine"], problem["end"]["line"]);
        assert_eq!(region["endColumn"], problem["end"]["column"]);
    }
    assert!(results.iter().any(|result| result["fixes"].is_array()));
    let location = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(location, "a%20b%2C%20%C3%A9.json");
}
