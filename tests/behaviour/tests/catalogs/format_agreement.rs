//! The reader, the JSON Schema and docs/format.md say the same of the format.

use std::collections::BTreeSet;

use error_catalog::ast::text;
use error_catalog::parse::members;
use error_catalog::{Source, compile, rules};
use error_layout::vocabulary;
use serde_json::Value;

const DOCUMENT: &str = include_str!("../../../../docs/format.md");
const SCHEMA: &str = include_str!("../../../../catalogs/schema/error-catalog.schema.json");
const TRANSLATION_SCHEMA: &str = include_str!("../../../../catalogs/schema/error-translation.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn set<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

fn of(lists: &[&[&str]]) -> BTreeSet<String> {
    set(lists.iter().flat_map(|list| list.iter().copied()))
}

/// The names in the first column of the first table under a heading of the document; `x-…` apart.
fn table(heading: &str) -> BTreeSet<String> {
    let (_, section) = DOCUMENT
        .split_once(&format!("\n{heading}\n"))
        .unwrap_or_else(|| panic!("no heading {heading}"));
    let rows = section
        .lines()
        .skip_while(|line| !line.starts_with("| ---"))
        .skip(1)
        .take_while(|line| line.starts_with('|'));
    let cells = rows.map(|row| row.split('|').nth(1).unwrap());
    cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .filter(|name| !name.starts_with("x-"))
        .map(str::to_owned)
        .collect()
}

/// The properties of a definition of the schema.
fn properties(schema: &Value) -> BTreeSet<String> {
    set(schema["properties"].as_object().unwrap().keys().map(String::as_str))
}

#[test]
fn the_members_are_the_same_in_reader_schema_and_document() {
    let schema = schema();
    let definition = |name: &str| properties(&schema["definitions"][name]);

    assert_eq!(table("## The catalog"), of(&[members::CATALOG, members::INHERITED]));
    assert_eq!(properties(&schema), of(&[members::CATALOG, members::INHERITED]));

    assert_eq!(table("## Entries"), of(&[members::ENTRY, members::COMMON]));
    assert_eq!(definition("entry"), of(&[members::ENTRY, members::COMMON]));

    assert_eq!(definition("defaults"), of(&[members::COMMON]));
    assert_eq!(definition("category"), of(&[members::CATEGORY, members::COMMON]));

    assert_eq!(table("## Parameters"), of(&[members::PARAMETER]));
    assert_eq!(definition("parameter"), of(&[members::PARAMETER]));

    assert_eq!(definition("retry"), of(&[members::RETRY]));
    assert_eq!(definition("coding"), of(&[members::CODING]));

    assert_eq!(table("## Fallbacks"), of(&[members::FALLBACK]));
    assert_eq!(definition("fallback"), of(&[members::FALLBACK]));
}

#[test]
fn the_members_of_a_translation_are_the_same_in_reader_schema_and_document() {
    let schema: Value = serde_json::from_str(TRANSLATION_SCHEMA).unwrap();
    assert_eq!(properties(&schema), of(&[members::TRANSLATION]));
    assert_eq!(table("## Translations"), of(&[members::TRANSLATION]));
    let definition = |name: &str| properties(&schema["definitions"][name]);
    assert_eq!(definition("entry"), of(&[members::TITLE, members::TEXTS]));
    assert_eq!(definition("inherited"), of(&[members::TEXTS]));
    let judge = jsonschema::draft7::new(&schema).unwrap();
    for rule in rules::all() {
        for example in [rule.wrong, rule.right].into_iter().flatten() {
            // What is wrong with it follows from its catalog.
            if let Some(text) = example.translation() {
                let value: Value = serde_json::from_str(text).unwrap();
                assert!(judge.is_valid(&value), "{}", rule.code);
            }
        }
    }
    for wrong in [
        r#"{"errors":{"A":{"status":404}}}"#,
        r#"{"language":"de"}"#,
        r#"{"errors":{"A":{"title":""}}}"#,
    ] {
        assert!(!judge.is_valid(&serde_json::from_str(wrong).unwrap()), "{wrong}");
    }
}

#[test]
fn the_members_that_are_inherited_are_listed_in_the_document() {
    let (_, after) = DOCUMENT.split_once("Members that are inherited: ").unwrap();
    let (list, _) = after.split_once(". `headers`, `required`").unwrap();
    let named: BTreeSet<String> = list
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| *name != "null")
        .map(str::to_owned)
        .collect();
    assert_eq!(named, of(&[members::COMMON]));
}

#[test]
fn each_format_of_a_response_has_the_same_members_in_reader_schema_and_document() {
    let schema = schema();
    let own: [(&str, &[&str]); 6] = [
        ("json", members::JSON),
        ("text", members::TEXT),
        ("empty", members::EMPTY),
        ("operation-outcome", members::OPERATION_OUTCOME),
        ("problem", members::PROBLEM),
        ("xml", members::XML),
    ];
    assert_eq!(own.map(|(format, _)| format), vocabulary::FORMATS);
    for (position, (format, own)) in own.into_iter().enumerate() {
        let branch = &schema["definitions"]["response"]["allOf"][position];
        assert_eq!(branch["if"]["properties"]["format"]["const"], format);
        assert_eq!(properties(&branch["then"]), of(&[members::RESPONSE, own]), "{format}");
        if format != "empty" {
            let mut documented = table(&format!("### `\"format\": \"{format}\"`"));
            documented.remove("content_type");
            assert_eq!(documented, of(&[own]), "{format}");
        }
    }
}

#[test]
fn the_closed_lists_are_the_same_in_reader_and_schema() {
    let schema = schema();
    let list = |name: &str| {
        set(schema["definitions"][name]["enum"]
            .as_array()
            .unwrap()
            .iter()
            .map(|word| word.as_str().unwrap()))
    };
    assert_eq!(list("issue"), of(&[&vocabulary::ISSUE_TYPES]));
    assert_eq!(list("severity"), of(&[&vocabulary::SEVERITIES]));
    assert_eq!(list("retryClass"), of(&[&vocabulary::RETRY_CLASSES]));
    assert_eq!(list("parameterType"), of(&[&vocabulary::PARAMETER_TYPES]));
    assert_eq!(list("fhirVersion"), of(&[&vocabulary::FHIR_VERSIONS]));
    assert_eq!(table("## Retry"), of(&[&vocabulary::RETRY_CLASSES]));
}

#[test]
fn the_schema_offers_to_allow_all_warnings_with_their_sentences() {
    let schema = schema();
    let offered = &schema["definitions"]["allow"]["items"]["anyOf"][1];
    // A rule without an example is about the call, and allowed there.
    let warnings = || rules::all().filter(|rule| rule.level == rules::Level::Warning && rule.wrong.is_some());
    let codes: Vec<&str> = warnings().map(|rule| rule.code).collect();
    assert_eq!(offered["enum"], serde_json::json!(codes));
    let sentences: Vec<String> = warnings()
        .map(|rule| format!("Allows violations of: {}", rule.summary))
        .collect();
    assert_eq!(offered["enumDescriptions"], serde_json::json!(sentences));
}

#[test]
fn the_built_in_placeholders_are_listed_in_the_document() {
    let (_, placeholders) = DOCUMENT
        .split_once("Placeholders with a constant value for each entry")
        .unwrap();
    let (placeholders, _) = placeholders.split_once("## Places").unwrap();
    let rows = placeholders.lines().filter(|line| line.starts_with("| `"));
    let named: BTreeSet<String> = rows
        .map(|row| row.split('|').nth(1).unwrap())
        .flat_map(|cell| {
            cell.split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(named, set(text::built_in()));
}

#[test]
fn the_example_of_the_document_is_a_catalog_without_problems() {
    let (_, json) = DOCUMENT.split_once("```json\n").unwrap();
    let (json, _) = json.split_once("```").unwrap();
    let compiled = compile(&Source::new("format.md", json));
    assert!(compiled.problems.is_empty(), "{:?}", compiled.problems);
    assert_eq!(compiled.catalog.entries.len(), 1);
}

/// A judge that knows the schema and nothing of us.
struct Judge {
    validator: jsonschema::Validator,
}

impl Judge {
    fn new() -> Self {
        Self {
            validator: jsonschema::draft7::new(&schema()).unwrap(),
        }
    }

    fn accepts(&self, catalog: &str) -> Result<(), String> {
        let value: Value = serde_json::from_str(catalog).map_err(|error| error.to_string())?;
        self.validator
            .validate(&value)
            .map_err(|error| format!("{}: {error}", error.instance_path()))
    }
}

#[test]
fn the_real_catalogs_and_every_right_example_pass_the_schema() {
    let judge = Judge::new();
    for (name, text) in behaviour_tests::SOURCES {
        assert_eq!(judge.accepts(text), Ok(()), "{name}");
    }
    for rule in rules::all() {
        if let Some(right) = rule.right {
            assert_eq!(judge.accepts(&right.to_catalog()), Ok(()), "{}", rule.code);
        }
    }
}

#[test]
fn no_file_that_the_reader_accepts_fails_the_schema() {
    let judge = Judge::new();
    let mut accepted = 0;
    for (name, text) in behaviour_tests::SOURCES {
        let catalog: Value = serde_json::from_str(text).unwrap();
        let paths = paths(&catalog, String::new());
        // Every place would take minutes; a step that is prime reaches all kinds of places.
        for (count, path) in paths.iter().enumerate().filter(|(count, _)| count % 53 == 0) {
            for replacement in replacements() {
                let mut mutated = catalog.clone();
                *mutated.pointer_mut(path).unwrap() = replacement;
                let mutated = serde_json::to_string_pretty(&mutated).unwrap();
                if compile(&Source::new("mutated.json", mutated.as_str())).is_usable() {
                    accepted += 1;
                    assert_eq!(judge.accepts(&mutated), Ok(()), "{name}{path} (number {count})");
                }
            }
        }
    }
    assert!(
        accepted > 50,
        "only {accepted} mutations were accepted, which tests little"
    );
}

fn replacements() -> [Value; 8] {
    ["null", "true", "0", "404", "\"\"", "\"never\"", "\"a {code} b\"", "{}"]
        .map(|json| serde_json::from_str(json).unwrap())
}

/// The JSON pointers of all values.
fn paths(value: &Value, path: String) -> Vec<String> {
    let mut all = match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| paths(value, format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))))
            .collect(),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .flat_map(|(position, value)| paths(value, format!("{path}/{position}")))
            .collect(),
        _ => Vec::new(),
    };
    all.push(path);
    all
}
