//! Catalogs that extend others.

mod translations;

use std::io;

use error_catalog::report::Report;
use error_catalog::{Compiled, Source, compile, compile_or_base, compile_with, emit, format};

/// A base that has everything that can be inherited, and is not a catalog by itself.
const BASE: &str = r#"{
  "language": "en",
  "allow": ["EC0405"],
  "defaults": { "severity": "error", "headers": { "Retry-After": "{retry_after?}", "X-Bank": "north" } },
  "categories": { "access": { "title": "Access", "status": 403, "issue": "forbidden" } },
  "parameters": { "account": "integer", "cause": { "type": "string", "description": "Why.", "example": "limit" } },
  "responses": {
    "default": { "format": "json", "body": { "code": "{code}", "text": "{message}" }, "headers": { "Cache-Control": "no-store" } },
    "page": { "format": "text", "body": "{title}" }
  },
  "fallbacks": { "404": { "entry": "NOT_FOUND", "parameters": { "account": 1 } }, "5xx": "BROKEN" },
  "errors": {
    "NOT_FOUND": { "status": 404, "title": "Not found", "message": "No account {account}.", "tags": ["a", "b"] },
    "BLOCKED": { "category": "access", "title": "Blocked", "message": "Blocked: {cause}.", "code": 7 },
    "BROKEN": { "status": 500, "title": "Broken", "retry": { "class": "backoff", "delay": 5 } }
  }
}"#;

/// Compiles a catalog with files beside it.
fn compiled(catalog: &str, files: &[(&str, &str)]) -> Compiled {
    compile_with(&Source::new("catalogs/bank.json", catalog), &|path| read(path, files))
}

fn read(path: &str, files: &[(&str, &str)]) -> io::Result<Vec<u8>> {
    let file = files.iter().find(|(known, _)| *known == path);
    file.map(|(_, text)| text.as_bytes().to_vec())
        .ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// The first lines of the messages of problems.
fn messages(compiled: &Compiled) -> Vec<String> {
    let messages = compiled
        .problems
        .iter()
        .map(|problem| Report::new(&compiled.source).text(problem));
    messages
        .map(|message| message.lines().next().unwrap().to_owned())
        .collect()
}

/// A catalog that extends `base.json`.
fn extending(members: &str) -> String {
    format!(r#"{{ "extends": "base.json", "name": "bank", "title": "Bank"{members} }}"#)
}

/// The messages about a catalog that extends the base.
fn problems(members: &str) -> Vec<String> {
    messages(&compiled(&extending(members), &[("catalogs/base.json", BASE)]))
}

/// Whether a catalog compiles to the bytes of one without bases.
#[track_caller]
fn is_same(members: &str, expected: &serde_json::Value) {
    let merged = compiled(&extending(members), &[("catalogs/base.json", BASE)]);
    assert_eq!(messages(&merged), [""; 0], "{members}");
    let text = expected.to_string();
    let flat = compile(&Source::new("catalogs/bank.json", text.as_str()));
    assert_eq!(messages(&flat), [""; 0], "{text}");
    let (merged, flat) = (emit::catalog(&merged.catalog), emit::catalog(&flat.catalog));
    assert!(
        merged.index == flat.index && merged.text == flat.text,
        "{members}\n{text}"
    );
}

/// The base as a catalog, with a change.
fn flat(change: impl FnOnce(&mut serde_json::Value)) -> serde_json::Value {
    let mut value: serde_json::Value = serde_json::from_str(BASE).unwrap();
    value["name"] = "bank".into();
    value["title"] = "Bank".into();
    change(&mut value);
    value
}

#[test]
fn a_catalog_has_everything_of_its_base() {
    is_same("", &flat(|_| {}));
}

#[test]
fn members_are_overridden_one_by_one() {
    for (members, pointer, value) in [
        (
            r#""defaults": { "severity": "warning" }"#,
            "/defaults/severity",
            r#""warning""#,
        ),
        (
            r#""categories": { "access": { "status": 401 } }"#,
            "/categories/access/status",
            "401",
        ),
        (
            r#""parameters": { "account": "decimal" }"#,
            "/parameters/account",
            r#""decimal""#,
        ),
        (
            r#""parameters": { "cause": { "example": "age" } }"#,
            "/parameters/cause/example",
            r#""age""#,
        ),
        (
            r#""parameters": { "account": { "optional": false, "description": "The number." } }"#,
            "/parameters/account",
            r#"{ "type": "integer", "optional": false, "description": "The number." }"#,
        ),
        (
            r#""responses": { "default": { "body": ["{code}"] } }"#,
            "/responses/default/body",
            r#"["{code}"]"#,
        ),
        (
            r#""responses": { "default": { "headers": { "cache-control": "no-cache" } } }"#,
            "/responses/default/headers",
            r#"{ "cache-control": "no-cache" }"#,
        ),
        (
            r#""responses": { "page": { "format": "empty" } }"#,
            "/responses/page",
            r#"{ "format": "empty" }"#,
        ),
        (
            r#""fallbacks": { "5xx": { "entry": "BROKEN" } }"#,
            "/fallbacks/5xx",
            r#"{ "entry": "BROKEN" }"#,
        ),
        (
            r#""errors": { "NOT_FOUND": { "title": "No such account" } }"#,
            "/errors/NOT_FOUND/title",
            r#""No such account""#,
        ),
        (
            r#""errors": { "NOT_FOUND": { "tags": ["c"] } }"#,
            "/errors/NOT_FOUND/tags",
            r#"["c"]"#,
        ),
        (
            r#""errors": { "BROKEN": { "retry": "immediate" } }"#,
            "/errors/BROKEN/retry",
            r#""immediate""#,
        ),
        // `null` is a value of these.
        (
            r#""errors": { "BLOCKED": { "code": null } }"#,
            "/errors/BLOCKED/code",
            "null",
        ),
        (
            r#""defaults": { "headers": { "x-bank": null } }"#,
            "/defaults/headers",
            r#"{ "Retry-After": "{retry_after?}", "x-bank": null }"#,
        ),
    ] {
        let expected = flat(|catalog| *catalog.pointer_mut(pointer).unwrap() = serde_json::from_str(value).unwrap());
        is_same(&format!(", {members}"), &expected);
    }
}

#[test]
fn null_removes_a_member() {
    let remove = |object: &mut serde_json::Value, name: &str| {
        object.as_object_mut().unwrap().shift_remove(name).unwrap();
    };
    is_same(
        r#", "errors": { "BLOCKED": null }, "categories": null, "parameters": { "cause": null }"#,
        &flat(|catalog| {
            remove(&mut catalog["errors"], "BLOCKED");
            remove(catalog, "categories");
            remove(&mut catalog["parameters"], "cause");
        }),
    );
    is_same(
        r#", "errors": { "BROKEN": { "retry": null } }, "fallbacks": { "5xx": null }"#,
        &flat(|catalog| {
            remove(&mut catalog["errors"]["BROKEN"], "retry");
            remove(&mut catalog["fallbacks"], "5xx");
        }),
    );
    is_same(
        r#", "parameters": { "cause": { "description": null } }, "allow": null"#,
        &flat(|catalog| {
            remove(&mut catalog["parameters"]["cause"], "description");
            remove(catalog, "allow");
        }),
    );
}

#[test]
fn entries_of_the_base_come_first_and_keep_their_order() {
    let members = r#", "errors": { "NEW": { "status": 409, "title": "New" }, "BROKEN": { "title": "Down" } }"#;
    let compiled = compiled(&extending(members), &[("catalogs/base.json", BASE)]);
    let names: Vec<_> = compiled
        .catalog
        .entries
        .iter()
        .map(|entry| entry.name.as_str())
        .collect();
    assert_eq!(names, ["NOT_FOUND", "BLOCKED", "BROKEN", "NEW"]);
    assert_eq!(compiled.catalog.entries[2].title, "Down");
}

#[test]
fn what_a_catalog_says_about_itself_is_not_inherited() {
    let base = BASE.replacen(
        '{',
        r#"{ "name": "base", "title": "Base", "version": "3", "description": "A base.", "x-owner": "us","#,
        1,
    );
    let compiled = compiled(&extending(""), &[("catalogs/base.json", &base)]);
    assert_eq!(messages(&compiled), [""; 0]);
    let catalog = &compiled.catalog;
    assert_eq!((catalog.name.as_str(), catalog.title.as_str()), ("bank", "Bank"));
    assert_eq!((&catalog.version, catalog.metadata.as_slice()), (&None, &[][..]));
}

#[test]
fn a_base_can_extend_a_base_in_another_folder() {
    let middle = r#"{ "extends": "../../shared/root.json", "errors": { "BLOCKED": { "title": "Stopped" } } }"#;
    let catalog = r#"{ "extends": "bases/middle.json", "name": "bank", "title": "Bank" }"#;
    let files = [("catalogs/bases/middle.json", middle), ("shared/root.json", BASE)];
    let compiled = compiled(catalog, &files);
    assert_eq!(messages(&compiled), [""; 0]);
    assert_eq!(compiled.catalog.entries[1].title, "Stopped");
    let paths: Vec<_> = compiled.source.files().map(|file| file.path).collect();
    assert_eq!(
        paths,
        ["catalogs/bank.json", "catalogs/bases/middle.json", "shared/root.json"]
    );
}

#[test]
fn two_bases_are_merged_if_they_do_not_clash() {
    let other = r#"{ "extends": "base.json", "errors": { "CLOSED": { "status": 410, "title": "Closed" } } }"#;
    let catalog = r#"{ "extends": ["base.json", "other.json"], "name": "bank", "title": "Bank" }"#;
    let files = [("catalogs/base.json", BASE), ("catalogs/other.json", other)];
    let merged = compiled(catalog, &files);
    assert_eq!(messages(&merged), [""; 0]);
    assert_eq!(merged.catalog.entries.len(), 4);
    let other = other.replace(
        "\"errors\": {",
        "\"errors\": { \"BROKEN\": { \"title\": \"Down\", \"action\": \"Wait.\" },",
    );
    let files = [("catalogs/base.json", BASE), ("catalogs/other.json", &other)];
    let clash = compiled(catalog, &files);
    assert_eq!(
        messages(&clash),
        ["error: catalogs/bank.json:1:28: the bases have different values of `errors.BROKEN.title` [EC1202]"]
    );
    let text = Report::new(&clash.source).text(&clash.problems[0]);
    for place in ["  ::: catalogs/base.json:15:41", "  ::: catalogs/other.json:1:"] {
        assert!(text.contains(place), "{text}");
    }
    let catalog = catalog.replace(" }", r#", "errors": { "BROKEN": { "title": "Out" } } }"#);
    let merged = compiled(&catalog, &files);
    assert_eq!(messages(&merged), [""; 0]);
    let entry = &merged.catalog.entries[2];
    assert_eq!((entry.title.as_str(), entry.action.as_deref()), ("Out", Some("Wait.")));
}

#[test]
fn a_null_that_removes_nothing_is_an_error() {
    for (members, expected) in [
        (r#""errors": { "NOT_FOND": null }"#, "no base has `errors.NOT_FOND`"),
        (
            r#""errors": { "BROKEN": { "action": null } }"#,
            "no base has `errors.BROKEN.action`",
        ),
        (
            r#""errors": { "NEW": { "status": 409, "title": "New", "docs": null } }"#,
            "no base has `errors.NEW.docs`",
        ),
        (r#""omitted_prefix": null"#, "no base has `omitted_prefix`"),
        (r#""fallbacks": { "4xx": null }"#, "no base has `fallbacks.4xx`"),
    ] {
        let found = problems(&format!(", {members}"));
        assert_eq!(found.len(), 1, "{members}: {found:?}");
        assert!(
            found[0].ends_with(&format!("`null` removes nothing: {expected} [EC1203]")),
            "{found:?}"
        );
    }
}

#[test]
fn a_problem_of_a_base_is_in_its_file() {
    let base = BASE.replace("\"backoff\"", "\"bakoff\"");
    let compiled = compiled(&extending(""), &[("catalogs/base.json", &base)]);
    let text = Report::new(&compiled.source).text(&compiled.problems[0]);
    let expected = "\
error: catalogs/base.json:15:71: `bakoff` is not a retry class [EC0203]
   |
14 |     \"BLOCKED\": { \"category\": \"access\", \"title\": \"Blocked\", \"message\": \"Blocked: {cause}.\", \"code\": 7…
15 |     \"BROKEN\": { \"status\": 500, \"title\": \"Broken\", \"retry\": { \"class\": \"bakoff\", \"delay\": 5 } }
   |                                                                       ^^^^^^^^ did you mean `backoff`?
  ::: catalogs/bank.json:1:14
  |
1 | { \"extends\": \"base.json\", \"name\": \"bank\", \"title\": \"Bank\" }
  |              ----------- extended here
";
    assert_eq!(text, expected);
    assert_eq!(compiled.problems.len(), 1);
}

#[test]
fn problems_of_reading_hide_those_that_follow() {
    let files = [
        ("catalogs/cut.json", "{ \"errors\": {"),
        ("catalogs/loop.json", r#"{ "extends": "./bank.json" }"#),
        ("catalogs/self.json", r#"{ "extends": "../catalogs/self.json" }"#),
    ];
    for (base, expected) in [
        (
            "none.json",
            "catalogs/bank.json:1:14: cannot read the base `catalogs/none.json`: entity not found [EC0108]",
        ),
        (
            "cut.json",
            "catalogs/cut.json:1:13: expected a member name or `}`, found the end of the file [EC0101]",
        ),
        (
            "loop.json",
            "catalogs/loop.json:1:14: `catalogs/bank.json` extends itself [EC1201]",
        ),
        (
            "self.json",
            "catalogs/self.json:1:14: `catalogs/self.json` extends itself [EC1201]",
        ),
        (
            "/base.json",
            "catalogs/bank.json:1:14: `/base.json` is not a relative path [EC0206]",
        ),
        (
            "https://bank.example/base.json",
            "catalogs/bank.json:1:14: `https://bank.example/base.json` is not a relative path [EC0206]",
        ),
    ] {
        let catalog = format!(
            r#"{{ "extends": "{base}", "name": "bank", "title": "Bank", "errors": {{ "A": {{ "title": "A" }} }} }}"#
        );
        let found = messages(&compiled(&catalog, &files));
        assert_eq!(
            found.first().map(String::as_str),
            Some(format!("error: {expected}").as_str()),
            "{found:?}"
        );
    }
}

#[test]
fn a_catalog_with_a_syntax_error_keeps_the_entries_of_its_base() {
    let catalog = extending(", \"errors\": { \"NEW\": { \"status\": 409, \"title\": \"New\" } ");
    let compiled = compiled(&catalog, &[("catalogs/base.json", BASE)]);
    assert_eq!(messages(&compiled).len(), 1);
    assert_eq!(compiled.catalog.entries.len(), 4, "{:?}", compiled.problems);
}

#[test]
fn a_base_is_checked_without_members_that_its_catalogs_have() {
    let check = |text: &str| {
        let source = Source::new("catalogs/base.json", text);
        messages(&compile_or_base(&source, &|_| Err(io::ErrorKind::NotFound.into())))
    };
    assert_eq!(check(BASE), [""; 0]);
    assert_eq!(
        check(r#"{ "errors": { "A": { "title": "A", "category": "here", "message": "{account}" } } }"#),
        [""; 0]
    );
    assert_eq!(
        check(r#"{ "name": "base", "title": "Base", "parameters": { "account": "integer" } }"#),
        [""; 0]
    );
    assert_eq!(
        check(&BASE.replace("\"integer\"", "\"number\"")),
        ["error: catalogs/base.json:6:30: `number` is not a parameter type [EC0203]"]
    );
    // A complete catalog is checked as one.
    let whole = flat(|catalog| catalog["errors"]["BROKEN"]["category"] = "here".into());
    assert_eq!(check(&whole.to_string()).len(), 1);
}

#[test]
fn warnings_are_allowed_in_the_base_for_all_files() {
    let base = BASE.replace("\"status\": 500, ", "\"status\": 500, \"message\": \"It is  down.\", ");
    let allowing = base.replace("EC0405", "untidy-space");
    let untidy =
        |base: &str, members: &str| messages(&compiled(&extending(members), &[("catalogs/base.json", base)])).len();
    assert_eq!(untidy(&base, ""), 1);
    assert_eq!(untidy(&allowing, ""), 0);
    assert_eq!(untidy(&allowing, r#", "allow": ["EC0801"]"#), 0);
    assert_eq!(untidy(&allowing, r#", "allow": null"#), 1);
    assert_eq!(untidy(&base, r#", "allow": ["untidy-space"]"#), 0);
    assert_eq!(
        untidy(&base, r#", "errors": { "BROKEN": { "allow": ["untidy-space"] } }"#),
        0
    );
}

#[test]
fn an_empty_base_and_an_empty_extension_change_nothing() {
    for path in std::fs::read_dir("../../catalogs")
        .unwrap()
        .chain(std::fs::read_dir("catalogs").unwrap())
    {
        let path = path.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if path.extension().is_none_or(|extension| extension != "json") || !text.contains("\"responses\"") {
            continue;
        }
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = emit::catalog(&compile(&Source::new("x.json", text.as_str())).catalog);
        let mut extension = serde_json::json!({ "extends": "base.json" });
        for (name, member) in value.as_object().unwrap() {
            let is_own = name.starts_with("x-") || ["name", "version", "title", "description"].contains(&name.as_str());
            if is_own {
                extension[name] = member.clone();
            }
        }
        let empty_base = text.replacen('{', "{ \"extends\": \"base.json\",", 1);
        for (catalog, base) in [(extension.to_string(), text.as_str()), (empty_base, "{}")] {
            let compiled = compile_with(&Source::new("x.json", catalog), &|path| match path {
                "base.json" => Ok(base.into()),
                _ => Err(io::ErrorKind::NotFound.into()),
            });
            let found = emit::catalog(&compiled.catalog);
            assert!(
                found.index == expected.index && found.text == expected.text,
                "{} {:?}",
                path.display(),
                messages(&compiled)
            );
        }
    }
}

#[test]
fn a_catalog_that_extends_another_is_formatted_as_it_is() {
    let text = "{\n  \"extends\": [\"a.json\", \"b.json\"],\n  \"name\": \"bank\",\n  \"title\": \"Bank\",\n  \"errors\": {\n    \"A\": null,\n    \"B\": {\n      \"code\": null,\n      \"title\": null\n    }\n  }\n}\n";
    assert_eq!(format::format(&Source::new("x.json", text)).unwrap(), text);
}
