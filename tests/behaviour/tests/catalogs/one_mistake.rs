//! One mistake has one message: no other follows from it.

use error_catalog::{Source, compile};
use serde_json::{Value, json};

/// A catalog in which every member of the format has a value that something else depends on.
const RICH: &str = r#"{
  "$schema": "schema/error-catalog.schema.json",
  "$comment": "All members.",
  "format_version": 1,
  "name": "rich",
  "version": "1.0",
  "title": "Rich",
  "description": "All members.",
  "language": "en",
  "translations": ["de"],
  "omitted_prefix": "TOO_",
  "defaults": {
    "$comment": "For all entries.",
    "response": "default",
    "severity": "error",
    "issue": "processing",
    "message": "Everything about {patient}.",
    "retry": "never",
    "log": "About {patient}.",
    "docs": "https://rich.example/{name}",
    "headers": { "X-Version": "{version}" },
    "required": ["docs", "message"],
    "since": "1.0",
    "tags": ["all"],
    "methods": ["GET"],
    "endpoints": ["/a/.*"]
  },
  "categories": {
    "limits": {
      "$comment": "For entries with a limit.",
      "title": "Limits",
      "description": "Too much.",
      "rust": "Limit",
      "status": 429,
      "issue": "throttled",
      "retry": { "class": "after", "delay": 30 },
      "headers": { "Retry-After": "{retry_after?}", "X-Limit": "{limit}" },
      "x-team": "gateway"
    },
    "login": {
      "status": 401,
      "issue": "login",
      "code": null,
      "severity": "fatal",
      "display": "{title}",
      "diagnostics": "The login of {patient}.",
      "user_message": "Please log in.",
      "action": "Log in.",
      "headers": { "WWW-Authenticate": "Bearer" },
      "required": ["diagnostics"]
    }
  },
  "parameters": {
    "patient": { "$comment": "Public.", "type": "string", "visibility": "public", "description": "The patient.", "example": "p-17" },
    "secret": { "type": "string", "visibility": "personal" },
    "limit": { "type": "integer", "example": 5 }
  },
  "responses": {
    "default": {
      "format": "operation-outcome",
      "description": "The usual one.",
      "content_type": "application/fhir+json",
      "fhir": "R4",
      "profile": "https://rich.example/profile",
      "coding": { "system": "https://rich.example/codes", "version": "{version}", "code": "{code}", "display": "{title}", "display_translations": { "fr": "{title}" }, "user_selected": true },
      "details_text": "{message}",
      "details_text_translations": { "fr": "{title}", "pt-BR": "{message}" },
      "details_extension": [{ "url": "https://rich.example/kind", "valueCode": "{category?}" }],
      "issue_extension": [{ "url": "https://rich.example/limit", "extension": [{ "url": "value", "valueString": "{patient}" }] }],
      "diagnostics": "See {patient}.",
      "id": "{id?}",
      "members": { "language": "en" },
      "headers": { "X-Kind": "fhir" },
      "required": ["message"],
      "x-owner": "records"
    },
    "problem": {
      "format": "problem",
      "type": "{docs}",
      "title": "{title}",
      "detail": "{message} {field?}",
      "instance": "{instance?}",
      "members": { "code": "{code}" }
    },
    "json": { "format": "json", "$comment": "Own.", "in_band": true, "body": { "$comment": "Template.", "code": "{code}", "patient": "{patient}", "more": { "$if": "field", "field": "{field?}" } } },
    "page": { "format": "text", "content_type": "text/html; charset=utf-8", "body": ["<p>{title}</p>", "<p>{message}</p>"] },
    "nothing": { "format": "empty" }
  },
  "fallbacks": {
    "429": { "$comment": "From the gateway.", "entry": "TOO_MANY", "parameters": { "limit": 3, "patient": "all" } },
    "4xx": { "entry": "LOGIN", "parameters": { "patient": "all" } },
    "5xx": "BROKEN"
  },
  "errors": {
    "TOO_MANY": { "category": "limits", "title": "Too many requests", "message": "More than {limit} for {patient}." },
    "LOGIN": { "category": "login", "title": "Log in" },
    "INVALID": {
      "$comment": "Everything.",
      "rust": "NotValid",
      "code": "invalid-input",
      "aliases": ["bad-input"],
      "status": 422,
      "status_range": "400-422",
      "response": "default",
      "severity": "warning",
      "issue": "invalid",
      "title": "Invalid",
      "message": "Invalid {patient}.",
      "display": "Invalid {code}",
      "diagnostics": "In {field?}.",
      "expression": ["Patient.{field?}"],
      "location": ["/Patient/{field?}"],
      "log": "{patient} {secret}",
      "user_message": "Please check your input.",
      "action": "Check the input:\n\n- its form\n  - its length",
      "description": "A longer text.",
      "docs": "https://rich.example/{name}",
      "headers": { "X-Field": "{field?}" },
      "retry": "immediate",
      "required": ["display"],
      "since": "1.1",
      "tags": ["input"],
      "methods": ["POST", "PUT"],
      "endpoints": ["/a/b"],
      "parameters": { "field": { "type": "string", "optional": true, "visibility": "public", "description": "The field.", "example": "name" } },
      "allow": ["untidy-space"],
      "x-team": "input"
    },
    "OLD": { "status": 410, "issue": "not-found", "title": "Old", "response": "problem", "deprecated": "Use another.", "replaced_by": "GONE", "parameters": { "field": { "type": "string", "optional": true } } },
    "GONE": { "status": 410, "issue": "not-found", "title": "Gone", "response": "json", "message": "Gone.", "parameters": { "field": { "type": "string", "optional": true } } },
    "PAGE": { "status": 404, "title": "Page", "response": "page", "message": "{word}", "parameters": { "word": { "type": "enum", "values": ["lost", "moved"] } } },
    "BROKEN": { "status": 500, "title": "Broken", "response": "nothing", "message": "It is broken.", "log": "x", "headers": { "X-Version": null } }
  }
}"#;

/// The problems of a catalog, each with its code, place, message and label.
fn problems(catalog: &Value) -> Vec<String> {
    let source = Source::new("rich.json", serde_json::to_string_pretty(catalog).unwrap());
    let problems = compile(&source).problems.into_iter().map(|problem| {
        let place = &source.text[problem.span.clone()];
        format!("{} {place}: {}; {}", problem.rule.code, problem.message, problem.label)
    });
    problems.collect()
}

fn rich() -> Value {
    serde_json::from_str(RICH).unwrap()
}

/// The role of a value: whether the author chooses the names of its members, or its whole content.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Format,
    Names,
    Free,
}

/// The JSON pointers of all values, each with the role of the value and the role of the object that it is a member of.
fn places(value: &Value, path: &str, role: Role, all: &mut Vec<(String, Role, Role)>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .map(|(at, value)| (at.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        let own = match name.as_str() {
            _ if role == Role::Free => Role::Free,
            "body" | "members" | "details_extension" | "issue_extension" => Role::Free,
            name if name.starts_with("x-") => Role::Free,
            "errors" | "categories" | "responses" | "parameters" | "headers" | "fallbacks" => Role::Names,
            "details_text_translations" | "display_translations" => Role::Names,
            _ => Role::Format,
        };
        let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
        all.push((path.clone(), own, role));
        places(child, &path, own, all);
    }
}

fn all_places() -> Vec<(String, Role, Role)> {
    let mut all = Vec::new();
    places(&rich(), "", Role::Format, &mut all);
    all
}

#[test]
fn the_rich_catalog_has_no_problems_and_every_member() {
    assert_eq!(problems(&rich()), [""; 0]);
    let names = all_places();
    let has = |member: &str| names.iter().any(|(path, _, _)| path.rsplit('/').next() == Some(member));
    use error_catalog::parse::members;
    let lists = [
        members::CATALOG,
        members::INHERITED,
        members::COMMON,
        members::ENTRY,
        members::CATEGORY,
        members::PARAMETER,
        members::RETRY,
        members::FALLBACK,
        members::CODING,
        members::RESPONSE,
        members::OPERATION_OUTCOME,
        members::PROBLEM,
        members::JSON,
    ];
    // A base is a file of its own: `sharing.rs`.
    for member in lists.concat().into_iter().filter(|member| *member != "extends") {
        assert!(has(member), "{member}");
    }
}

#[test]
fn a_value_of_a_wrong_type_has_one_message() {
    let mut failures: Vec<String> = Vec::new();
    for (path, role, parent) in all_places() {
        let in_template = parent == Role::Free || (role == Role::Free && !path.ends_with("/members"));
        if in_template {
            continue;
        }
        for wrong in [json!([[true]]), json!({ "$comment": "empty" }), json!(0.5)] {
            let mut catalog = rich();
            let value = catalog.pointer_mut(&path).unwrap();
            // A number is a valid example and argument of `integer`; the type of both is checked elsewhere.
            let is_parameter = path.rsplit('/').nth(1) == Some("parameters");
            if wrong.is_object() && is_parameter {
                continue;
            }
            let is_any_number = ["/example", "/delay"].iter().any(|end| path.ends_with(end));
            if wrong.is_number() && (is_any_number || path.contains("/fallbacks/")) {
                continue;
            }
            *value = wrong.clone();
            let found = problems(&catalog);
            if found.len() != 1 {
                failures.push(format!("{path} = {wrong}: {found:#?}"));
            }
        }
    }
    assert_eq!(failures, [""; 0]);
}

#[test]
fn an_empty_or_unknown_text_has_at_most_one_message() {
    let mut failures: Vec<String> = Vec::new();
    for (path, _, parent) in all_places() {
        for wrong in ["", "zzz", "{zzz}", "{", "é"] {
            let mut catalog = rich();
            let value = catalog.pointer_mut(&path).unwrap();
            if !value.is_string() || parent == Role::Free {
                continue;
            }
            *value = json!(wrong);
            let found = problems(&catalog);
            if found.len() > 1 {
                failures.push(format!("{path} = {wrong}: {found:#?}"));
            }
        }
    }
    assert_eq!(failures, [""; 0]);
}

#[test]
fn a_required_member_that_is_missing_has_one_message() {
    let mut failures: Vec<String> = Vec::new();
    for (path, _, parent) in all_places() {
        let (object, name) = path.rsplit_once('/').unwrap();
        let mut catalog = rich();
        let object = catalog.pointer_mut(object).unwrap();
        let Value::Object(members) = object else { continue };
        let required = [
            "name",
            "title",
            "responses",
            "errors",
            "status",
            "format",
            "fhir",
            "class",
            "entry",
            "body",
        ];
        let inherits = path.starts_with("/categories") || name == "title" && !path.starts_with("/errors");
        if parent != Role::Format || !required.contains(&name) || (inherits && path != "/title" && name != "class") {
            continue;
        }
        members.remove(&name.replace("~1", "/").replace("~0", "~"));
        let found = problems(&catalog);
        if found.len() != 1 {
            failures.push(format!("{path}: {found:#?}"));
        }
    }
    assert_eq!(failures, [""; 0]);
}

#[test]
fn a_misspelled_member_has_one_message_with_a_suggestion() {
    let mut failures: Vec<String> = Vec::new();
    for (path, _, parent) in all_places() {
        let (object, name) = path.rsplit_once('/').unwrap();
        if parent != Role::Format || name.starts_with("x-") || name.parse::<usize>().is_ok() {
            continue;
        }
        let mut letters: Vec<char> = name.chars().collect();
        let last = letters.len() - 1;
        letters.swap(last, last - 1);
        // A swap of equal letters is no mistake, and `di` is like many words.
        if letters[last] == letters[last - 1] || name == "id" {
            continue;
        }
        let wrong: String = letters.into_iter().collect();
        let mut catalog = rich();
        let Value::Object(members) = catalog.pointer_mut(object).unwrap() else {
            panic!("{object}")
        };
        let value = members.remove(name).unwrap();
        members.insert(wrong.clone(), value);
        let found = problems(&catalog);
        if found.len() != 1 || !found[0].ends_with(&format!("did you mean `{name}`?")) {
            failures.push(format!("{object}/{wrong}: {found:#?}"));
        }
    }
    assert_eq!(failures, [""; 0]);
}
