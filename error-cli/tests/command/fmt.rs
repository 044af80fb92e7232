//! `fmt`

use std::fs;

use crate::common::{CLEAN, Folder, real_catalogs, run_with_input};
use serde_json::{Map, Value};

#[test]
fn a_formatted_file_is_left_as_it_is() {
    let folder = Folder::new();
    let path = folder.file("a.json", CLEAN);
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let ran = folder.run(&["fmt", "a.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "formatted: 0 of 1 catalog\n"));
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    assert_eq!(folder.run(&["fmt", "--check", "a.json"]).code, 0);
}

#[test]
fn another_layout_is_1_for_check_and_rewritten_otherwise() {
    let folder = Folder::new();
    let compact = serde_json::from_str::<Value>(CLEAN).unwrap().to_string();
    folder.file("a.json", &compact);
    let ran = folder.run(&["fmt", "--check", "."]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.contains("a.json\n"), "{}", ran.out);
    assert_eq!(folder.read("a.json"), compact);
    assert_eq!(folder.run(&["fmt", "."]).code, 0);
    assert_eq!(folder.read("a.json"), CLEAN);
}

#[test]
fn the_standard_input_goes_to_the_standard_output() {
    let compact = serde_json::from_str::<Value>(CLEAN).unwrap().to_string();
    let ran = run_with_input(&["fmt", "-"], compact.as_bytes());
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, CLEAN, ""));
    assert_eq!(run_with_input(&["fmt", "--check", "-"], CLEAN.as_bytes()).code, 0);
    let ran = run_with_input(&["fmt", "--check", "-"], compact.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(run_with_input(&["fmt", "-", "a.json"], b"").code, 2);
}

#[test]
fn a_file_whose_meaning_is_not_certain_is_reported_and_not_touched() {
    let folder = Folder::new();
    for (text, code) in [
        (&b"{ \"errors\": {}, \"responses\": {}, }"[..], "EC0101"),
        (b"{ \"errors\": {}, \"responses\": {}, \"errors\": {} }", "EC0103"),
        (b"\xef\xbb\xbf{ \"errors\": {}, \"responses\": {} }", "EC0102"),
        (b"{ \"errors\": {}, \"responses\": {} } {}", "EC0106"),
        (b"{ \"errors\": \"\xff\", \"responses\": {} }", "EC0102"),
    ] {
        let path = folder.file("a.json", text);
        for arguments in [&["fmt", "."][..], &["fmt", "--check", "a.json"]] {
            let ran = folder.run(arguments);
            assert_eq!(ran.code, 1, "{arguments:?}");
            assert!(
                ran.err.contains(code) && ran.err.contains("is not formatted"),
                "{}",
                ran.err
            );
        }
        assert_eq!(fs::read(&path).unwrap(), text);
        let ran = run_with_input(&["fmt", "-"], text);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        assert!(ran.err.contains(code), "{}", ran.err);
    }
}

#[test]
fn a_catalog_with_errors_of_another_kind_is_formatted() {
    let ran = run_with_input(
        &["fmt", "-"],
        br#"{"nope": 1, "errors": {"A": {"status": "x"}}, "name": 3}"#,
    );
    assert_eq!(ran.code, 0);
    let expected =
        "{\n  \"name\": 3,\n  \"errors\": {\n    \"A\": {\n      \"status\": \"x\"\n    }\n  },\n  \"nope\": 1\n}\n";
    assert_eq!(ran.out, expected);
}

#[test]
fn the_real_catalogs_are_formatted() {
    let folder = Folder::new();
    for (path, text) in real_catalogs() {
        folder.file(path.file_name().unwrap(), text);
    }
    let ran = folder.run(&["fmt", "--check", "."]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(folder.run(&["check", "--deny", "warnings", "."]).code, 0);
}

/// The names in the first column of the first table below a heading of docs/format.md.
fn table(heading: &str, nth: usize) -> Vec<String> {
    let document = fs::read_to_string(crate::common::repository().join("docs/format.md")).unwrap();
    let (_, section) = document.split_once(&format!("\n{heading}\n")).unwrap();
    let tables: Vec<&str> = section.split("\n| --- |").collect();
    let rows = tables[nth + 1].lines().skip(1).take_while(|line| line.starts_with('|'));
    rows.filter_map(|row| row.split('`').nth(1))
        .map(str::to_owned)
        .filter(|name| !name.starts_with("x-"))
        .collect()
}

/// Formats an object of these members in reverse at a place in a catalog; gives the order that comes out.
fn order(members: &[String], place: &[&str], fixed: &[(&str, &str)]) -> Vec<String> {
    let mut object = Map::new();
    object.insert("x-own".to_owned(), Value::Null);
    for name in members.iter().rev() {
        let value = fixed.iter().find(|(fixed, _)| fixed == name);
        object.insert(
            name.clone(),
            value.map_or(Value::Null, |(_, value)| Value::from(*value)),
        );
    }
    let mut value = Value::Object(object);
    for name in place.iter().rev() {
        value = Value::Object(Map::from_iter([((*name).to_owned(), value)]));
    }
    let ran = run_with_input(&["fmt", "-"], value.to_string().as_bytes());
    let mut value: Value = serde_json::from_str(&ran.out).unwrap();
    for name in place {
        value = value[*name].take();
    }
    value.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn members_are_ordered_as_in_the_tables_of_the_format() {
    let cases: [(&str, usize, &[&str]); 3] = [
        ("## The catalog", 0, &[]),
        ("## Entries", 0, &["errors", "A"]),
        ("## Parameters", 0, &["parameters", "p"]),
    ];
    for (heading, nth, place) in cases {
        let mut members = table(heading, nth);
        assert!(members.len() > 4, "{heading} {members:?}");
        let ordered = order(&members, place, &[]);
        members.push("x-own".to_owned());
        assert_eq!(ordered, members, "{heading}");
    }
    for format in ["json", "operation-outcome", "problem"] {
        let heading = format!("### `\"format\": \"{format}\"`");
        let mut members = table(&heading, 0);
        members.retain(|name| name != "content_type");
        let shared = ["format", "description", "content_type", "headers", "required"];
        let mut expected: Vec<String> = shared.into_iter().map(str::to_owned).collect();
        expected.append(&mut members);
        let ordered = order(&expected, &["responses", "r"], &[("format", format)]);
        expected.push("x-own".to_owned());
        assert_eq!(ordered, expected, "{format}");
    }
}
