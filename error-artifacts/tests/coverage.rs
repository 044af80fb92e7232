//! The entries that sources name and logs have.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use error_artifacts::coverage::{Coverage, Log, Names, Sources, State};
use error_catalog::{Catalog, Source, compile};

const CLINIC: &str = r#"{
  "name": "clinic",
  "title": "Clinic API",
  "responses": { "default": { "format": "json", "body": { "code": "{code}" } } },
  "fallbacks": { "5xx": "INTERNAL" },
  "errors": {
    "PATIENT_NOT_FOUND": { "status": 404, "title": "No patient", "endpoints": ["/patients/\\d+"], "methods": ["GET"] },
    "NO_SLOT": { "status": 409, "title": "No slot", "endpoints": ["/slots/.*"] },
    "forbidden": { "status": 403, "title": "Forbidden" },
    "OLD": { "status": 410, "title": "Old", "deprecated": true },
    "INTERNAL": { "status": 500, "title": "Internal", "retry": "manual" }
  }
}"#;

fn clinic() -> Catalog {
    compile(&Source::new("catalogs/clinic.json", CLINIC.to_owned())).catalog
}

/// The entries that some files name, as `NAME@line`, with a `?` for those in tests.
fn named(files: &[(&str, &str)]) -> Vec<String> {
    let catalog = clinic();
    let coverage = coverage(&catalog, files);
    assert!(coverage.unparsed().is_empty(), "{:?}", coverage.unparsed());
    let places = coverage.entries().iter().flat_map(|covered| {
        let places = covered.server.iter().chain(&covered.tests);
        places.map(|place| {
            format!(
                "{}@{}{}",
                covered.entry.name,
                place.line,
                if place.is_test { "?" } else { "" }
            )
        })
    });
    places.collect()
}

fn coverage<'c>(catalog: &'c Catalog, files: &[(&str, &str)]) -> Coverage<'c> {
    let mut sources = Sources::new(Names::new(catalog, None), Path::new("catalogs/clinic.json"));
    for (path, text) in files {
        sources.add(Path::new(""), Path::new(path), (*text).to_owned(), false);
    }
    Coverage::new(catalog, sources, None)
}

#[test]
fn a_path_to_an_entry_names_it() {
    for code in [
        "fn f() -> Clinic { Clinic::NoSlot }",
        "fn f() { clinic::NoSlot.error(); }",
        "fn f() { Err(crate::errors::clinic::NoSlot { slot }.into()) }",
        "fn f() { matches!(e, Some(Clinic::NoSlot)); }",
        "fn f() { own_macro!([Clinic :: NoSlot]); }",
        "use clinic::{NoSlot as Full, Other};",
        "use crate::{a::{clinic::NoSlot}, b};",
        "use crate::Clinic::*; fn f() { NoSlot; }",
        "use crate::Clinic as C; fn f() { C::NoSlot; }",
        "type E = crate::Clinic; fn f() { E::NoSlot; }",
        "#[derive(CatalogError)] #[catalog(Clinic, thiserror)] enum E { #[code(NoSlot)] A }",
        "#[catalog(crate::Clinic)] #[code(NoSlot)] struct E;",
        "#[derive(CatalogError)] #[catalog(Other, Clinic)] enum E { #[code(X, Clinic::NoSlot)] A }",
        "fn f() { Clinic::from_name(\"NO_SLOT\"); }",
        "fn f() { data.entry_by_name(\"NO_SLOT\"); }",
        "const A: [(&str, Clinic); 1] = [(\"NO_SLOT\", x)];",
        "#!/usr/bin/env script\nfn f() { Clinic::NoSlot; }",
        "#![deny(warnings)] fn f() { Clinic::NoSlot; }",
    ] {
        let line = if code.starts_with("#!/") { 2 } else { 1 };
        assert_eq!(named(&[("src/lib.rs", code)]), [format!("NO_SLOT@{line}")], "{code}");
    }
}

#[test]
fn other_words_name_no_entry() {
    for code in [
        "fn f() { Ward::NoSlot; ward::NoSlot; NoSlot; x.NoSlot; }",
        "fn f() { \"NO_SLOT\" }",
        "// Clinic::NoSlot\n/* Clinic::NoSlot */ /// Clinic::NoSlot\nfn f() {}",
        "#[catalog(Ward)] enum E { #[code(NoSlot)] A } fn clinic() {}",
        "fn f() { Ward::from_name(\"NO_SLOT\"); }",
        // A word of lowercase letters can mean anything.
        "fn f(_: Clinic) { \"forbidden\" }",
        "fn f() { \"Clinic::NoSlot\" }",
    ] {
        assert_eq!(named(&[("src/lib.rs", code)]), [""; 0], "{code}");
    }
    assert_eq!(
        named(&[("src/lib.rs", "fn f() { Clinic::from_name(\"forbidden\"); }")]),
        ["forbidden@1"]
    );
}

#[test]
fn the_enum_and_its_module_are_those_of_the_call() {
    let call = "error_catalog! {\n /// Errors.\n #[catalog(module = refusals)]\n pub enum Refusal = \"../catalogs/clinic.json\"; }";
    let code = "fn f() { Refusal::NoSlot; refusals::PatientNotFound; }";
    // In whatever order the files are read, and under another name.
    assert_eq!(
        named(&[("a.rs", code), ("b.rs", call)]),
        ["PATIENT_NOT_FOUND@1", "NO_SLOT@1"]
    );
    let renamed = "pub use b::Refusal as R; fn f() { R::NoSlot; }";
    assert_eq!(
        named(&[
            ("a.rs", "fn g() { S::Old; } use crate::R as S;"),
            ("b.rs", renamed),
            ("c.rs", call)
        ]),
        ["NO_SLOT@1", "OLD@1"]
    );
    let other = call.replace("clinic.json", "ward.json");
    assert_eq!(named(&[("a.rs", code), ("b.rs", &other)]), [""; 0]);
    let catalog = clinic();
    let mut sources = Sources::new(Names::new(&catalog, Some("Refusal")), Path::new("clinic.json"));
    sources.add(
        Path::new(""),
        Path::new("a.rs"),
        "fn f() { refusal::NoSlot; }".to_owned(),
        false,
    );
    assert_eq!(Coverage::new(&catalog, sources, None).counts(), (2, 4));
}

#[test]
fn code_for_tests_is_distinguished_from_other_code() {
    for (code, line, is_test) in [
        (
            "#[cfg(test)]\nmod tests { fn f() { Clinic::NoSlot; } }\nfn g() {}",
            2,
            true,
        ),
        ("#[cfg(test)] mod tests { }\nfn g() { Clinic::NoSlot; }", 2, false),
        ("#[cfg(test)] use a::b;\nfn g() { Clinic::NoSlot; }", 2, false),
        (
            "#[cfg(test)] const A: [u8; 2] = [1, 2];\nfn g() { Clinic::NoSlot; }",
            2,
            false,
        ),
        ("#[test]\nfn f() { Clinic::NoSlot; }", 2, true),
        (
            "#[tokio::test(flavor = \"multi_thread\")]\npub(crate) async fn f<A, B>() { Clinic::NoSlot; }",
            2,
            true,
        ),
        (
            "#[cfg(all(test, feature = \"x\"))] const fn f() { Clinic::NoSlot; }",
            1,
            true,
        ),
        (
            "#[cfg(any(test, feature = \"x\"))] fn f() { Clinic::NoSlot; }",
            1,
            false,
        ),
        ("#[cfg(not(test))] fn f() { Clinic::NoSlot; }", 1, false),
        (
            "impl A { #[cfg(test)] fn f() { } fn g() { Clinic::NoSlot; } }",
            1,
            false,
        ),
        (
            "impl A { #[cfg(test)] #[allow(x)] fn f() { Clinic::NoSlot; } }",
            1,
            true,
        ),
        (
            "fn f() { match x { #[cfg(test)] A => a, B => Clinic::NoSlot, } }",
            1,
            false,
        ),
        ("#![cfg(test)]\nfn f() { Clinic::NoSlot; }", 2, true),
        ("fn f() { own! { #[test] fn g() { Clinic::NoSlot; } } }", 1, true),
    ] {
        let mark = if is_test { "?" } else { "" };
        assert_eq!(
            named(&[("src/lib.rs", code)]),
            [format!("NO_SLOT@{line}{mark}")],
            "{code}"
        );
    }
}

#[test]
fn the_files_of_modules_for_tests_are_tests() {
    let code = "fn f() { Clinic::NoSlot; }";
    for (parent, path, is_test) in [
        ("#[cfg(test)] mod checks;", "src/checks.rs", true),
        ("#[cfg(test)] mod checks;", "src/checks/mod.rs", true),
        ("#[cfg(test)] mod checks;", "src/checks/deep/more.rs", true),
        ("#[cfg(test)] mod checks; mod other;", "src/other.rs", false),
        ("mod checks;", "src/checks.rs", false),
        (
            "#[cfg(test)] #[path = \"unusual.rs\"] mod checks;",
            "src/unusual.rs",
            true,
        ),
        ("", "tests/it.rs", true),
        ("", "crates/a/benches/it.rs", true),
        ("", "src/tests.rs", false),
    ] {
        let mark = if is_test { "?" } else { "" };
        assert_eq!(
            named(&[(path, code), ("src/lib.rs", parent)]),
            [format!("NO_SLOT@1{mark}")],
            "{parent} {path}"
        );
    }
    let parent = "#[cfg(test)] mod checks;";
    assert_eq!(
        named(&[("src/a/checks.rs", code), ("src/a.rs", parent)]),
        ["NO_SLOT@1?"]
    );
}

#[test]
fn an_entry_is_reached_by_server_code_or_by_the_catalog_itself() {
    let catalog = clinic();
    let coverage = coverage(
        &catalog,
        &[
            ("src/lib.rs", "fn f() { Clinic::NoSlot; }"),
            ("tests/a.rs", "fn f() { Clinic::PatientNotFound; }"),
        ],
    );
    let states: Vec<State> = coverage
        .entries()
        .iter()
        .map(error_artifacts::coverage::Covered::state)
        .collect();
    assert_eq!(
        states,
        [
            State::OnlyTests,
            State::Reached,
            State::Unused,
            State::Unused,
            State::Fallback
        ]
    );
    // Without the deprecated entry.
    assert_eq!((coverage.counts(), coverage.percent()), ((2, 4), 50.0));
    let text = coverage.text();
    assert!(
        text.starts_with("clinic: 2 of 4 entries are reached (50.0 %)\n"),
        "{text}"
    );
    assert!(
        text.contains("Only tests name:\n  PATIENT_NOT_FOUND  tests/a.rs:1\n"),
        "{text}"
    );
    assert!(
        text.contains("Nothing names:\n  forbidden\n  OLD (deprecated)\n"),
        "{text}"
    );
}

#[test]
fn a_source_that_is_not_rust_is_reported_and_its_names_count() {
    let catalog = clinic();
    let deep = format!("fn f() {{ {}{} }}", "(".repeat(5_000), ")".repeat(5_000));
    let files = [
        ("src/a.rs", "fn f() {\n Clinic::NoSlot\n} }"),
        ("src/b.rs", "\n\nthis is not Rust Clinic::PatientNotFound"),
        ("src/c.rs", deep.as_str()),
        ("src/d.rs", "fn f() {}"),
    ];
    let coverage = coverage(&catalog, &files);
    let unparsed: Vec<(String, usize)> = coverage
        .unparsed()
        .iter()
        .map(|file| (file.path.display().to_string(), file.line))
        .collect();
    assert_eq!(
        unparsed,
        [
            ("src/a.rs".to_owned(), 3),
            ("src/b.rs".to_owned(), 3),
            ("src/c.rs".to_owned(), 1)
        ]
    );
    assert_eq!(coverage.entries()[0].server.len(), 1);
    assert!(coverage.text().contains("src/b.rs:3: "), "{}", coverage.text());
}

/// The answers of each entry, and the endpoints as `pattern: answered of all`.
fn logged(mount: &str, lines: &[&str]) -> (Vec<usize>, Vec<String>) {
    let catalog = clinic();
    let mut log = Log::new(&catalog, mount);
    for line in lines {
        log.line(line);
    }
    let coverage = Coverage::new(
        &catalog,
        Sources::new(Names::new(&catalog, None), Path::new("")),
        Some(log),
    );
    let answers = coverage.entries().iter().map(|covered| covered.answers).collect();
    let endpoints = coverage.endpoints().iter().map(|endpoint| {
        let missing = endpoint.unanswered().count();
        format!(
            "{}: {} of {}",
            endpoint.pattern,
            endpoint.entries.len() - missing,
            endpoint.entries.len()
        )
    });
    (answers, endpoints.collect())
}

#[test]
fn every_format_of_the_subscriber_is_read() {
    for line in [
        r#"2026-11-27T07:28:22Z  INFO error_catalog: NO_SLOT: No slot catalog="clinic" entry="NO_SLOT" status=409 method="GET" route="/slots/{id}""#,
        r#"2026-11-27T07:28:22Z  INFO request{path=/slots/1}: error_catalog: No slot catalog="clinic" entry="NO_SLOT" status=409"#,
        "\u{1b}[2m2026\u{1b}[0m \u{1b}[32m INFO\u{1b}[0m error_catalog: x \u{1b}[3mcatalog\u{1b}[0m\u{1b}[2m=\u{1b}[0m\"clinic\" \u{1b}[3mentry\u{1b}[0m\u{1b}[2m=\u{1b}[0m\"NO_SLOT\" route=\"/slots/a\"",
        r#"  2026-11-27T07:28:22Z INFO error_catalog: No slot, catalog: "clinic", entry: "NO_SLOT", status: 409, route: "/slots/{id}""#,
        "ts=2026 target=error_catalog catalog=clinic entry=NO_SLOT route=/slots/1",
        r#"{"level":"INFO","fields":{"message":"No slot","catalog":"clinic","entry":"NO_SLOT","status":409,"route":"/slots/{id}"},"target":"error_catalog"}"#,
        r#"{"level":"INFO","message":"No slot","catalog":"clinic","entry":"NO_SLOT","status":409,"method":"GET","route":"/slots/{id}"}"#,
        r#"{"fields":{"catalog":"clinic","entry":"NO_SLOT"},"span":{"name":"request","uri":"/slots/1?x=2"}}"#,
        r#"{"fields":{"catalog":"clinic","entry":"NO_SLOT"},"spans":[{"uri":"/slots/1"},{"name":"inner"}]}"#,
        // The message has a text of the client.
        r#"INFO error_catalog: id=" entry="OLD" \" catalog="clinic" entry="NO_SLOT" route="/slots/1" source="entry=\"OLD\"""#,
    ] {
        let (answers, endpoints) = logged("", &[line]);
        assert_eq!(answers, [0, 1, 0, 0, 0], "{line}");
        assert_eq!(endpoints, ["/patients/\\d+: 0 of 1", "/slots/.*: 1 of 1"], "{line}");
    }
}

#[test]
fn other_lines_are_no_events() {
    for line in [
        "",
        "{",
        r#"INFO error_catalog: catalog="ward" entry="NO_SLOT""#,
        r#"INFO other: entry="NO_SLOT""#,
        r#"INFO error_catalog: catalog="clinic" entry="UNKNOWN""#,
        r#"INFO error_catalog: catalog="clinic" entry="NO_SLOT"#,
        r#"{"fields":{"catalog":"clinic","entry":["NO_SLOT"]}}"#,
        "entry catalog=clinic =\"=\"=",
    ] {
        assert_eq!(logged("", &[line]).0, [0; 5], "{line}");
    }
}

#[test]
fn an_endpoint_answers_with_an_entry_at_its_route_by_its_method() {
    let event = |entry: &str, method: &str, route: &str| {
        format!(r#"INFO error_catalog: x catalog="clinic" entry="{entry}" method="{method}" route="{route}""#)
    };
    for (mount, entry, method, route, expected) in [
        ("", "PATIENT_NOT_FOUND", "GET", "/patients/{id}", "1 of 1"),
        ("", "PATIENT_NOT_FOUND", "DELETE", "/patients/{id}", "0 of 1"),
        ("", "PATIENT_NOT_FOUND", "GET", "/slots/{id}", "0 of 1"),
        ("", "NO_SLOT", "GET", "/patients/{id}", "0 of 1"),
        ("/clinic", "PATIENT_NOT_FOUND", "GET", "/clinic/patients/{id}", "1 of 1"),
        ("/clinic", "PATIENT_NOT_FOUND", "GET", "/patients/{id}", "0 of 1"),
    ] {
        let (answers, endpoints) = logged(mount, &[&event(entry, method, route)]);
        assert_eq!(endpoints[0], format!("/patients/\\d+: {expected}"), "{method} {route}");
        assert_eq!(answers.iter().sum::<usize>(), 1);
    }
}
